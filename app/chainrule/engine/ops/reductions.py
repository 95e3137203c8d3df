"""Reductions: one number from many, over all entries or along axes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine.op import Kink, Op, Param
from chainrule.engine.ops import shapes
from chainrule.engine.ops.prims import Axis, count, largest, others, product, spread, total
from chainrule.engine.ops.stable import centred

OVER = (Param("axis", "ints", aliases=("dim",)), Param("keepdims", "bool", default=False, aliases=("keepdim",)))
SPREAD_VAR = (*OVER, Param("correction", "int", 0, aliases=("ddof",)))


def _share(y: Any, x: Any, axis: Axis, keepdims: Any) -> Any:
    """Return 1 for the entry that is y, split equally where several tie, and 0 for all others."""
    hits = np.where(np.equal(x, spread(y, x, axis, keepdims)), 1.0, 0.0)
    return hits / spread(np.maximum(total(hits, axis, keepdims), 1.0), x, axis, keepdims)


def _tied(y: Any, x: Any, axis: Axis, keepdims: Any) -> Any:
    """Tell, a result, whether several entries tie."""
    return total(np.where(np.equal(x, spread(y, x, axis, keepdims)), 1.0, 0.0), axis, keepdims) > 1


def _norm(x: Any, axis: Axis, keepdims: Any) -> Any:
    """Return the 2-norm; huge and tiny entries are scaled by a power of two, lest their squares overflow or vanish."""
    top = largest(np.abs(x), axis, keepdims)
    scale = np.where(top > 2.0**500, 2.0**700, np.where(top < 2.0**-500, 2.0**-700, 1.0))
    return scale * np.sqrt(total(np.square(x / spread(scale, x, axis, keepdims)), axis, keepdims))


def _nonzero(y: Any) -> Any:
    """Return y with 1 in place of 0, to divide by where the quotient is 0 by convention."""
    return np.where(np.equal(y, 0), 1.0, y)


def _freedom(x: Any, axis: Axis, correction: Any) -> Any:
    """Return n − correction, by which a variance divides; 0, which makes it NaN, where too few entries are left."""
    return np.maximum(count(x, axis) - correction, 0.0)


def _deviation(x: Any, axis: Axis, keepdims: Any, correction: Any) -> Any:
    """Return the standard deviation."""
    return np.sqrt(_variance(x, axis, keepdims, correction))


def _variance(x: Any, axis: Axis, keepdims: Any, correction: Any) -> Any:
    """Return the mean square of the deviations from the mean, divided by n − correction."""
    return total(np.square(centred(x, axis)), axis, keepdims) / _freedom(x, axis, correction)


def _std_slope(y: Any, x: Any, axis: Axis, keepdims: Any, correction: Any) -> Any:
    """Return d(std)/dxᵢ, the deviation over (n − correction) std; 0 where all entries are equal."""
    return centred(x, axis) / _freedom(x, axis, correction) / spread(_nonzero(y), x, axis, keepdims)


def _std_cone(x: Any, axis: Axis, correction: Any) -> Any:
    """Return how fast the deviation of equal entries grows when one of them moves."""
    n = count(x, axis)
    return np.sqrt((1 - 1 / n) / _freedom(x, axis, correction))


OPS = (
    Op(
        name="sum",
        doc="The sum of all entries, or of those along an axis.",
        signature="sum(x, axis=None)",
        forward=lambda x, axis=None, keepdims=False: total(x, axis, keepdims),
        pull=(lambda g, y, x, axis=None, keepdims=False: spread(g, x, axis, keepdims),),
        push="linear",
        shape=shapes.reduced,
        cost=shapes.whole,
        params=OVER,
        rule=("Every entry gets the upstream gradient of the sum it went into, unchanged.",),
        symbol="Σ",
        headline="A sum hands its gradient to every entry",
        story="Each entry counts once, so each gets the same upstream gradient: it is copied, not divided.",
        latex=r"\sum {0}",
        domain_text="any array",
        source="sum rule",
    ),
    Op(
        name="mean",
        doc="The average of all entries, or of those along an axis.",
        signature="mean(x, axis=None)",
        forward=lambda x, axis=None, keepdims=False: total(x, axis, keepdims) / count(x, axis),
        pull=(lambda g, y, x, axis=None, keepdims=False: spread(g / count(x, axis), x, axis, keepdims),),
        push="linear",
        shape=shapes.reduced,
        cost=shapes.whole,
        params=OVER,
        rule=("Every entry gets the upstream gradient divided by the number of entries averaged.",),
        symbol="x̄",
        headline="A mean divides its gradient among the entries",
        story="Each of n entries moves the average by a nth of its own move, so each gets a nth of the gradient.",
        latex=r"\operatorname{{mean}}({0})",
        domain_text="any array with at least one entry",
        source="sum rule",
    ),
    Op(
        name="prod",
        doc="The product of all entries, or of those along an axis.",
        signature="prod(x, axis=None)",
        forward=lambda x, axis=None, keepdims=False: product(x, axis, keepdims),
        pull=(lambda g, y, x, axis=None, keepdims=False: spread(g, x, axis, keepdims) * others(x, axis),),
        push=lambda slot, t, y, x, axis=None, keepdims=False: total(t * others(x, axis), axis, keepdims),
        shape=shapes.reduced,
        cost=shapes.whole,
        params=OVER,
        rule=("Every entry gets the upstream gradient times the product of all the other entries.",),
        symbol="∏",
        headline="A product hands each entry the product of the others",
        story="A nudge of one factor is magnified by all other factors; a zero among them stops it.",
        latex=r"\prod {0}",
        domain_text="any array",
        source="product rule",
    ),
    Op(
        name="max",
        doc="The greatest entry, of all or along an axis.",
        signature="max(x, axis=None)",
        forward=lambda x, axis=None, keepdims=False: largest(x, axis, keepdims),
        pull=(lambda g, y, x, axis=None, keepdims=False: spread(g, x, axis, keepdims) * _share(y, x, axis, keepdims),),
        push=lambda slot, t, y, x, axis=None, keepdims=False: total(t * _share(y, x, axis, keepdims), axis, keepdims),
        shape=shapes.extreme,
        cost=shapes.whole,
        params=OVER,
        rule=("The greatest entry gets the whole upstream gradient, all others 0; entries that tie share it equally.",),
        symbol="max",
        headline="Only the greatest entry gets the gradient",
        story="A small nudge of any other entry changes nothing, so nothing is handed to it.",
        latex=r"\max({0})",
        domain_text="any array with at least one entry",
        kinks=(
            Kink(
                when=lambda x, axis=None, keepdims=False: _tied(largest(x, axis, keepdims), x, axis, keepdims),
                at="several entries are the greatest",
                convention="entries that tie share the gradient equally",
                left=0.0,
                right=1.0,
            ),
        ),
        source="subgradient of a maximum, Danskin's theorem; ties by symmetry",
    ),
    Op(
        name="min",
        doc="The least entry, of all or along an axis.",
        signature="min(x, axis=None)",
        forward=lambda x, axis=None, keepdims=False: -largest(-x, axis, keepdims),
        pull=(lambda g, y, x, axis=None, keepdims=False: spread(g, x, axis, keepdims) * _share(y, x, axis, keepdims),),
        push=lambda slot, t, y, x, axis=None, keepdims=False: total(t * _share(y, x, axis, keepdims), axis, keepdims),
        shape=shapes.extreme,
        cost=shapes.whole,
        params=OVER,
        rule=("The least entry gets the whole upstream gradient, all others 0; entries that tie share it equally.",),
        symbol="min",
        headline="Only the least entry gets the gradient",
        story="A small nudge of any other entry changes nothing, so nothing is handed to it.",
        latex=r"\min({0})",
        domain_text="any array with at least one entry",
        kinks=(
            Kink(
                when=lambda x, axis=None, keepdims=False: _tied(-largest(-x, axis, keepdims), x, axis, keepdims),
                at="several entries are the least",
                convention="entries that tie share the gradient equally",
                left=1.0,
                right=0.0,
            ),
        ),
        source="subgradient of a minimum, Danskin's theorem; ties by symmetry",
    ),
    Op(
        name="var",
        doc="The variance: the mean square of the deviations from the mean.",
        signature="var(x, axis=None, correction=0)",
        forward=lambda x, axis=None, keepdims=False, correction=0: _variance(x, axis, keepdims, correction),
        pull=(
            lambda g, y, x, axis=None, keepdims=False, correction=0: (
                spread(g, x, axis, keepdims) * (2 * centred(x, axis) / _freedom(x, axis, correction))
            ),
        ),
        push=lambda slot, t, y, x, axis=None, keepdims=False, correction=0: total(
            t * (2 * centred(x, axis) / _freedom(x, axis, correction)), axis, keepdims
        ),
        shape=shapes.reduced,
        cost=shapes.whole,
        params=SPREAD_VAR,
        rule=("Every entry gets the upstream gradient times twice its deviation from the mean, divided by n.",),
        symbol="var",
        headline="The variance pulls on what is far from the mean",
        story="An entry at the mean gets nothing; the further out an entry lies, the more gradient it gets.",
        latex=r"\operatorname{{var}}({0})",
        domain_text="any array with more entries than the correction",
        source="chain rule; the shift of the mean cancels, since deviations sum to 0",
    ),
    Op(
        name="std",
        doc="The standard deviation: the square root of the variance.",
        signature="std(x, axis=None, correction=0)",
        forward=lambda x, axis=None, keepdims=False, correction=0: _deviation(x, axis, keepdims, correction),
        pull=(
            lambda g, y, x, axis=None, keepdims=False, correction=0: (
                spread(g, x, axis, keepdims) * _std_slope(y, x, axis, keepdims, correction)
            ),
        ),
        push=lambda slot, t, y, x, axis=None, keepdims=False, correction=0: total(
            t * _std_slope(y, x, axis, keepdims, correction), axis, keepdims
        ),
        shape=shapes.reduced,
        cost=shapes.whole,
        params=SPREAD_VAR,
        rule=("Every entry gets the upstream gradient times its deviation from the mean, over n times the result.",),
        symbol="std",
        headline="The deviation pulls on what is far from the mean",
        story="Entries above the mean raise it, entries below lower it, each in proportion to its distance.",
        latex=r"\operatorname{{std}}({0})",
        domain_text="any array with more entries than the correction",
        kinks=(
            Kink(
                when=lambda x, axis=None, keepdims=False, correction=0: np.equal(
                    _deviation(x, axis, keepdims, correction), 0
                ),
                at="all entries are equal",
                convention="the local gradient is 0 at the tip of the cone",
                left=lambda x, axis=None, keepdims=False, correction=0: -_std_cone(x, axis, correction),
                right=lambda x, axis=None, keepdims=False, correction=0: _std_cone(x, axis, correction),
            ),
        ),
        source="chain rule on the square root of the variance",
    ),
    Op(
        name="norm",
        doc="The 2-norm: the square root of the sum of squares, the length of a vector.",
        signature="norm(x, axis=None)",
        forward=lambda x, axis=None, keepdims=False: _norm(x, axis, keepdims),
        pull=(
            lambda g, y, x, axis=None, keepdims=False: (
                spread(g, x, axis, keepdims) * (x / spread(_nonzero(y), x, axis, keepdims))
            ),
        ),
        push=lambda slot, t, y, x, axis=None, keepdims=False: total(
            t * (x / spread(_nonzero(y), x, axis, keepdims)), axis, keepdims
        ),
        shape=shapes.reduced,
        cost=shapes.whole,
        params=OVER,
        rule=("Every entry gets the upstream gradient times its share of the length, the entry over the norm.",),
        symbol="‖x‖",
        headline="The gradient of a length is the unit vector",
        story="Each entry counts by its share of the length: the longest component gets the most.",
        latex=r"\lVert {0} \rVert",
        domain_text="any array",
        kinks=(
            Kink(
                when=lambda x, axis=None, keepdims=False: np.equal(_norm(x, axis, keepdims), 0),
                at="all entries are 0",
                convention="the gradient of the norm at 0 is 0, the tip of the cone",
                left=-1.0,
                right=1.0,
            ),
        ),
        source="chain rule on √(Σ x²)",
    ),
)
