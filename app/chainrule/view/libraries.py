"""What PyTorch, JAX and TensorFlow answer at kinks and where numbers stop being finite.

``libraries.json`` has the gradients that they were measured to give, one case a line: the point ``x``, the value, and
for each library the gradient for each entry of ``x`` (``n/a`` where it has no such function). ``CASES`` says which of
them belongs to which op, and where.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from chainrule.engine.op import Rule
from chainrule.engine.ops import OPS

LIBRARIES = {"torch": "PyTorch", "jax": "JAX", "tf": "TensorFlow"}


@dataclass(frozen=True, slots=True)
class Case:
    """A measured case of an op. ``when(*inputs)`` is true where it applies; None leaves that to the node's flags."""

    op: str
    name: str
    """What it is called in ``libraries.json``."""
    at: str
    """The measured point, for people."""
    when: Rule | None = None
    slots: tuple[int, ...] = (0,)
    """The inputs whose gradients were measured."""
    fixed: bool = False
    """Whether it is about a constant exponent, which no gradient flows to."""


def _zero(x: Any) -> Any:
    return np.equal(x, 0)


def _at(point: float) -> Rule:
    return lambda x: np.equal(x, point)


def _kink(op: str, place: int = 0) -> Rule:
    return OPS[op].kinks[place].when


BOTH = (0, 1)
CASES = (
    Case("abs", "abs(0)", "|0|", _zero),
    Case("relu", "relu(0)", "relu(0)", _zero),
    Case("relu6", "relu6 at 0", "relu6(0)", _zero),
    Case("relu6", "relu6 at 6", "relu6(6)", _at(6)),
    Case("leaky_relu", "leaky_relu(.01) at 0", "leaky_relu(0)", _zero),
    Case("selu", "selu at 0", "selu(0)", _zero),
    Case("hardtanh", "hardtanh at 1", "hardtanh(1)", _at(1)),
    Case("hardsigmoid", "hardsigmoid at -3", "hardsigmoid(−3)", _at(-3)),
    Case("clip", "clip(x,-1,1) at x=1", "clip(1, −1, 1)", lambda x, lo, hi: np.equal(x, hi) & np.less(lo, hi)),
    Case("maximum", "maximum(a,b) tie a=b=1", "max(1, 1)", _kink("maximum"), BOTH),
    Case("minimum", "minimum(a,b) tie", "min(1, 1)", _kink("minimum"), BOTH),
    Case("max", "reduce max [2,2,1]", "max([2, 2, 1]) of all entries"),
    Case("max", "reduce max dim=0 [2,2,1]", "max([2, 2, 1]) along an axis"),
    Case("min", "reduce min [1,1,2]", "min([1, 1, 2])"),
    Case("sign", "sign at 0", "sign(0)", _zero),
    Case("floor", "floor at 1", "floor(1)", _kink("floor")),
    Case("round", "round at 0.5", "round(0.5)", _kink("round")),
    Case("mod", "mod x%3 at x=3", "mod(3, 3)", _kink("mod")),
    Case("sqrt", "sqrt(0)", "√0", _zero),
    Case("sqrt", "sqrt(-1)", "√−1", lambda x: np.less(x, 0)),
    Case("log", "log(0)", "log(0)", _zero),
    Case("log", "log(-1)", "log(−1)", lambda x: np.less(x, 0)),
    Case("div", "1/x at 0", "1/x at x = 0", lambda a, b: np.not_equal(a, 0) & np.equal(b, 0), (1,)),
    Case("div", "x/x at 0", "x/x at x = 0", lambda a, b: np.equal(a, 0) & np.equal(b, 0), ()),
    Case("reciprocal", "1/x at 0", "1/x at x = 0", _zero),
    Case("pow", "x**0 at 0", "x⁰ at x = 0", lambda a, b: np.equal(a, 0) & np.equal(b, 0), fixed=True),
    Case("pow", "x**0.5 at 0", "x^0.5 at x = 0", _kink("pow", 1), fixed=True),
    Case("pow", "x**-1 at 0", "x^−1 at x = 0", lambda a, b: np.equal(a, 0) & np.less(b, 0), fixed=True),
    Case(
        "pow", "x**(1/3) at -8", "x^(1/3) at x = −8", lambda a, b: np.less(a, 0) & np.not_equal(b, np.rint(b)),
        fixed=True,
    ),
    Case("pow", "pow(a,b) a=0,b=0", "0⁰", lambda a, b: np.equal(a, 0) & np.equal(b, 0), BOTH),
    Case("pow", "pow(a,b) a=0,b=.5", "0^0.5", _kink("pow", 1), BOTH),
    Case("pow", "pow(a,b) a=0,b=-1", "0^−1", lambda a, b: np.equal(a, 0) & np.less(b, 0), BOTH),
    Case("pow", "pow(a,b) a=-2,b=2", "(−2)²", lambda a, b: np.less(a, 0) & np.equal(b, np.rint(b)), BOTH),
    Case("pow", "pow(a,b) a=-2,b=.5", "(−2)^0.5", lambda a, b: np.less(a, 0) & np.not_equal(b, np.rint(b)), BOTH),
    Case("hypot", "hypot(0,0)", "hypot(0, 0)", _kink("hypot"), BOTH),
    Case("atan2", "hypot/atan2(0,0)", "atan2(0, 0)", lambda y, x: np.equal(y, 0) & np.equal(x, 0), BOTH),
    Case("asin", "asin(1)", "asin(1)", _at(1)),
    Case("acos", "acos(1)", "acos(1)", _at(1)),
    Case("atanh", "atanh(1)", "atanh(1)", _at(1)),
    Case("exp", "exp(710)", "exp(710)", lambda x: np.greater(x, 709.782712893384)),
    Case("norm", "norm2([0,0])", "norm([0, 0])"),
    Case("std", "std([1,1])", "std([1, 1])"),
    Case("mae", "l1_loss at equal", "mae(1, 1)"),
    Case("bce", "BCE p=0,y=1", "bce(0, 1)"),
)  # fmt: skip


@cache
def measured() -> Mapping[str, Mapping[str, Any]]:
    """All measured cases by name."""
    text = files(__package__).joinpath("libraries.json").read_text(encoding="utf-8")
    return {case["case"].strip(): case for case in json.loads(text)}


def cases(op: str) -> list[Case]:
    """The cases of an op."""
    return [case for case in CASES if case.op == op]
