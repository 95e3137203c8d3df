"""The primitives in which rules are written, one line each for all targets: what people read, what a browser runs.

What people read is given as LaTeX (the part of it that ``notation`` knows); MathML and plain text are made from the
same line. ``{0}``, ``{1}`` stand for the arguments. Where parentheses are needed follows, for readers, from the signs
around an argument; for JavaScript it is said here, since one sign too few would be a wrong number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CHOICE, AND, RELATION, SUM, PRODUCT, SIGN, POWER, ATOM = range(8)
"""How tightly a form binds, loosest first."""


@dataclass(frozen=True, slots=True)
class Form:
    """JavaScript of a primitive: a template, how tightly it binds, and how tightly its arguments must bind.

    The last entry of ``needs`` counts for all further arguments.
    """

    template: str
    binds: int = ATOM
    needs: tuple[int, ...] = (CHOICE,)


@dataclass(frozen=True, slots=True)
class Primitive:
    """A function of numbers: LaTeX for people and JavaScript for the browser."""

    latex: str
    javascript: Form


def _infix(latex: str, sign: str, binds: int, *needs: int) -> Primitive:
    """A sign between two arguments."""
    return Primitive(f"{{0}} {latex} {{1}}", Form(f"{{0}} {sign} {{1}}", binds, needs or (binds + 1,)))


def _call(latex: str, name: str) -> Primitive:
    """A function that JavaScript calls by ``name``."""
    return Primitive(latex, Form(f"{name}({{0}}, {{1}})" if "{1}" in latex else f"{name}({{0}})"))


PRIMITIVES: Mapping[str, Primitive] = {
    # Arithmetic
    "add": _infix("+", "+", SUM, SUM, PRODUCT),
    "subtract": _infix("-", "-", SUM, SUM, PRODUCT),
    "multiply": _infix(r"\cdot", "*", PRODUCT, PRODUCT, SIGN),
    "divide": Primitive(r"\frac{{{0}}}{{{1}}}", Form("{0} / {1}", PRODUCT, (PRODUCT, SIGN))),
    "negative": Primitive("-{0}", Form("-{0}", SIGN, (POWER,))),
    "power": _call("{0}^{{{1}}}", "power"),
    "square": Primitive("{0}^{{2}}", Form("{0} * {0}", PRODUCT, (ATOM,))),
    "remainder": _call(r"{0} \bmod {1}", "mod"),
    "floor_divide": _call(r"\lfloor \frac{{{0}}}{{{1}}} \rfloor", "floorDivide"),
    # Comparing and choosing
    "less": _infix("<", "<", RELATION),
    "less_equal": _infix(r"\le", "<=", RELATION),
    "greater": _infix(">", ">", RELATION),
    "greater_equal": _infix(r"\ge", ">=", RELATION),
    "equal": _infix("=", "===", RELATION),
    "not_equal": _infix(r"\ne", "!==", RELATION),
    "logical_and": _infix(r"\wedge", "&&", AND, AND),
    "isfinite": _call(r"\lvert {0} \rvert < \infty", "Number.isFinite"),
    "where": Primitive(
        r"\begin{{cases}} {1} & {0} \\ {2} & \text{{otherwise}} \end{{cases}}",
        Form("{0} ? {1} : {2}", CHOICE, (AND, AND, CHOICE)),
    ),
    "maximum": _call(r"\max({0}, {1})", "Math.max"),
    "minimum": _call(r"\min({0}, {1})", "Math.min"),
    "absolute": _call(r"\lvert {0} \rvert", "Math.abs"),
    # Math.sign(−0) is −0, NumPy's is 0.
    "sign": Primitive(r"\operatorname{{sgn}}({0})", Form("Math.sign({0}) + 0", SUM)),
    "floor": _call(r"\lfloor {0} \rfloor", "Math.floor"),
    "ceil": _call(r"\lceil {0} \rceil", "Math.ceil"),
    "rint": _call(r"\operatorname{{round}}({0})", "rint"),
    # Roots, exponentials, logarithms
    "sqrt": _call(r"\sqrt{{{0}}}", "Math.sqrt"),
    "cbrt": _call(r"\sqrt[3]{{{0}}}", "Math.cbrt"),
    "hypot": _call(r"\sqrt{{{0}^{{2}} + {1}^{{2}}}}", "Math.hypot"),
    "exp": _call("e^{{{0}}}", "Math.exp"),
    "expm1": _call("e^{{{0}}} - 1", "Math.expm1"),
    "log": _call(r"\ln({0})", "Math.log"),
    "log2": _call(r"\log_{{2}}({0})", "Math.log2"),
    "log10": _call(r"\log_{{10}}({0})", "Math.log10"),
    "log1p": _call(r"\ln(1 + {0})", "Math.log1p"),
    "erf": _call(r"\operatorname{{erf}}({0})", "erf"),
    "erfc": _call(r"\operatorname{{erfc}}({0})", "erfc"),
    # Angles
    "sin": _call(r"\sin({0})", "Math.sin"),
    "cos": _call(r"\cos({0})", "Math.cos"),
    "tan": _call(r"\tan({0})", "Math.tan"),
    "arcsin": _call(r"\arcsin({0})", "Math.asin"),
    "arccos": _call(r"\arccos({0})", "Math.acos"),
    "arctan": _call(r"\arctan({0})", "Math.atan"),
    "arctan2": _call(r"\operatorname{{atan2}}({0}, {1})", "Math.atan2"),
    "sinh": _call(r"\sinh({0})", "Math.sinh"),
    "cosh": _call(r"\cosh({0})", "Math.cosh"),
    "tanh": _call(r"\tanh({0})", "Math.tanh"),
    "arcsinh": _call(r"\operatorname{{arsinh}}({0})", "Math.asinh"),
    "arccosh": _call(r"\operatorname{{arcosh}}({0})", "Math.acosh"),
    "arctanh": _call(r"\operatorname{{artanh}}({0})", "Math.atanh"),
}
"""The functions of numbers. Array primitives have no signs: they are called by their own names."""

SPECIAL = ("erf", "erfc", "floorDivide", "mod", "power", "rint")
"""What the browser's forms call that JavaScript lacks; ``special.js`` has it."""
