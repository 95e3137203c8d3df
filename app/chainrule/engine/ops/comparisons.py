"""Comparisons, choices and steps: where, max and min, clipping, absolute value, rounding."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from chainrule.engine.op import Kink, Op, Rule, Shape


def _comparison(name: str, infix: str, symbol: str, words: str, test: Rule) -> Op:
    """Return a comparison: 1 where ``test`` holds, else 0, and no gradient."""
    return Op(
        name=name,
        doc=f"1 where a is {words} b, else 0.",
        signature=f"a {infix} b",
        forward=lambda a, b: np.where(test(a, b), 1.0, 0.0),
        arity=2,
        partials=(lambda y, a, b: 0.0, lambda y, a, b: 0.0),
        blocked=(-1,),
        symbol=symbol,
        infix=infix,
        headline="A comparison carries no gradient",
        story="Its value is a yes or no that does not move with small nudges, so nothing is handed back.",
        domain_text="all real a, b",
        source="piecewise constant function",
    )


def _ties(y: Any, own: Any, *others: Any) -> Any:
    """Return the share of one input of max or min: 1 over the number of inputs that reach the result, or 0."""
    shares = [np.where(np.equal(x, y), 1.0, 0.0) for x in (own, *others)]
    return np.where(np.equal(own, y), 1 / functools.reduce(lambda a, b: a + b, shares), 0.0)


def _tied(choose: Rule) -> Rule:
    """Return the rule that is true where more than one input reaches the result of ``choose``."""

    def when(*inputs: Any) -> Any:
        y = functools.reduce(choose, inputs)
        return sum(np.where(np.equal(x, y), 1.0, 0.0) for x in inputs) > 1

    return when


def _every_pair(out: Shape, *inputs: Shape, **_: Any) -> int:
    """Count the comparisons: the value looks at all inputs, and so does every partial."""
    return math.prod(out) * len(inputs)


def _elementwise_extreme(name: str, word: str, choose: Rule, left: float, right: float) -> Op:
    """Return the elementwise maximum or minimum of several values."""
    return Op(
        name=name,
        doc=f"The {word} of several values, entry by entry.",
        signature=f"{name[:3]}(a, b, …)",
        forward=lambda *inputs: functools.reduce(choose, inputs),
        arity=2,
        variadic=True,
        partials=(_ties,),
        cost=_every_pair,
        symbol=name[:3],
        headline=f"Only the {word} gets the gradient",
        story="A small nudge of any other operand changes nothing; operands that tie share the gradient equally.",
        latex=rf"\{name[:3]}({{}})",
        domain_text="all real numbers",
        kinks=(
            Kink(
                when=_tied(choose),
                at=f"several operands are the {word}",
                convention="operands that tie share the gradient equally",
                slot=-1,
                left=left,
                right=right,
            ),
        ),
        source="subgradient of a maximum, Danskin's theorem; ties by symmetry",
    )


STEP_STORY = "Between its jumps the function is flat, so a small nudge changes nothing and nothing is handed back."


def _step(name: str, doc: str, forward: Rule, kink: Kink, latex: str) -> Op:
    """Return a piecewise constant function."""
    return Op(
        name=name,
        doc=doc,
        signature=f"{name}(x)",
        forward=forward,
        partials=(lambda y, x: 0.0,),
        symbol=name,
        headline="A staircase has no slope",
        story=STEP_STORY,
        latex=latex,
        domain_text="all real x",
        kinks=(kink,),
        source="piecewise constant function",
    )


OPS = (
    _comparison("lt", "<", "<", "less than", lambda a, b: np.less(a, b)),
    _comparison("le", "<=", "≤", "at most", lambda a, b: np.less_equal(a, b)),
    _comparison("gt", ">", ">", "greater than", lambda a, b: np.greater(a, b)),
    _comparison("ge", ">=", "≥", "at least", lambda a, b: np.greater_equal(a, b)),
    _comparison("eq", "==", "=", "equal to", lambda a, b: np.equal(a, b)),
    _comparison("ne", "!=", "≠", "different from", lambda a, b: np.not_equal(a, b)),
    Op(
        name="where",
        doc="a where the condition is not 0, else b.",
        signature="where(condition, a, b)",
        forward=lambda c, a, b: np.where(np.not_equal(c, 0), a, b),
        arity=3,
        partials=(
            lambda y, c, a, b: 0.0,
            lambda y, c, a, b: np.where(np.not_equal(c, 0), 1.0, 0.0),
            lambda y, c, a, b: np.where(np.not_equal(c, 0), 0.0, 1.0),
        ),
        blocked=(0,),
        symbol="if",
        headline="Only the branch that is taken gets the gradient",
        story="The other branch gets 0 times the upstream gradient, and the condition itself gets none.",
        domain_text="any condition, all real a, b",
        source="piecewise definition",
    ),
    _elementwise_extreme("maximum", "greatest", np.maximum, 0.0, 1.0),
    _elementwise_extreme("minimum", "least", np.minimum, 1.0, 0.0),
    Op(
        name="clip",
        doc="x, but not less than lo and not more than hi.",
        signature="clip(x, lo, hi)",
        forward=lambda x, lo, hi: np.minimum(np.maximum(x, lo), hi),
        arity=3,
        partials=(
            lambda y, x, lo, hi: np.where((x >= lo) & (x <= hi), 1.0, 0.0),
            lambda y, x, lo, hi: np.where((x < lo) & (lo <= hi), 1.0, 0.0),
            lambda y, x, lo, hi: np.where(np.maximum(x, lo) > hi, 1.0, 0.0),
        ),
        symbol="clip",
        headline="Between the bounds the gradient passes, beyond them it stops",
        story="A clipped value no longer moves with x; it moves with the bound that holds it.",
        latex=r"\operatorname{{clip}}({0}, {1}, {2})",
        domain=((-3.0, 3.0), (-2.0, -0.5), (0.5, 2.0)),
        domain_text="all real x, lo, hi",
        kinks=(
            Kink(
                when=lambda x, lo, hi: np.equal(x, lo) & (lo < hi),
                at="x = lo",
                convention="at a bound the gradient still passes: the local gradient for x is 1",
                left=0.0,
                right=1.0,
            ),
            Kink(
                when=lambda x, lo, hi: np.equal(x, hi) & (lo < hi),
                at="x = hi",
                convention="at a bound the gradient still passes: the local gradient for x is 1",
                left=1.0,
                right=0.0,
            ),
            Kink(
                when=lambda x, lo, hi: np.equal(x, lo) & np.equal(lo, hi),
                at="x = lo = hi",
                convention="at a bound the gradient still passes: the local gradient for x is 1",
                left=0.0,
                right=0.0,
            ),
        ),
        source="piecewise definition; convention of PyTorch and TensorFlow at the bounds",
    ),
    Op(
        name="abs",
        doc="The distance from 0: the value without its sign.",
        signature="abs(x)",
        forward=lambda x: np.abs(x),
        partials=(lambda y, x: np.sign(x),),
        shown=(lambda y, x: x / np.abs(x),),
        symbol="|x|",
        headline="Away from 0 the gradient takes the sign of the value",
        story="Right of 0 the result moves with x, left of 0 against it.",
        domain_text="all real x",
        kinks=(
            Kink(
                when=lambda x: np.equal(x, 0),
                at="x = 0",
                convention="abs′(0) = 0, halfway between the two sides",
                left=-1.0,
                right=1.0,
            ),
        ),
        source="piecewise linear function",
    ),
    _step(
        "sign",
        "1 for a positive value, −1 for a negative one, 0 for 0.",
        lambda x: np.sign(x),
        Kink(when=lambda x: np.equal(x, 0), at="x = 0", convention="sign′(0) = 0, although the function jumps there"),
        r"\operatorname{{sgn}}({0})",
    ),
    _step(
        "floor",
        "The greatest whole number that is not above the value.",
        lambda x: np.floor(x),
        Kink(
            when=lambda x: np.equal(x, np.floor(x)),
            at="x is a whole number",
            convention="floor′ = 0 also at the jumps",
            right=0.0,
        ),
        r"\lfloor {0} \rfloor",
    ),
    _step(
        "ceil",
        "The least whole number that is not below the value.",
        lambda x: np.ceil(x),
        Kink(
            when=lambda x: np.equal(x, np.ceil(x)),
            at="x is a whole number",
            convention="ceil′ = 0 also at the jumps",
            left=0.0,
        ),
        r"\lceil {0} \rceil",
    ),
    _step(
        "round",
        "The nearest whole number; halves go to the even one.",
        lambda x: np.rint(x),
        Kink(
            when=lambda x: np.equal(np.abs(x - np.rint(x)), 0.5),
            at="x is halfway between two whole numbers",
            convention="round′ = 0 also at the jumps",
            left=lambda x: np.where(np.rint(x) < x, 0.0, np.nan),
            right=lambda x: np.where(np.rint(x) > x, 0.0, np.nan),
        ),
        r"\operatorname{{round}}({0})",
    ),
)
