"""What composite ops are made of: softmax, means and losses as small graphs of elementwise ops and sums.

The scalar view shows every multiplication and sum, so it opens what the layer view shows as one node. ``expansion``
gives the inside of a node for its present inputs; run with the node's gradient as seed it has the same value and
hands back the same gradients.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod
from typing import Any

import numpy as np

from chainrule.engine.graph import Builder, Graph


def expansion(name: str, inputs: list[Any], attrs: Mapping[str, Any] | None) -> Graph:
    """The inside of a node: inputs ``i0``, ``i1``, … with these values, then its parts; the last is its value."""
    inside = _Inside(inputs, attrs or {})
    EXPANSIONS[name](inside)
    return inside.build.graph()


class _Inside:
    """A node being opened: a builder with the inputs in it, their values (``x`` and ``t``) and their places."""

    def __init__(self, inputs: list[Any], attrs: Mapping[str, Any]) -> None:
        self.build, self.attrs = Builder(), attrs
        self.values = [np.asarray(value) for value in inputs]
        self.places = [self.build.input(f"i{slot}", value) for slot, value in enumerate(inputs)]

    def node(self, op: str, *operands: int, **attrs: Any) -> int:
        """One more node without a name."""
        return self.build.node(op, *operands, **attrs)

    def const(self, value: Any) -> int:
        """One more constant."""
        return self.build.const(value)

    def over(self, top: int, count: int) -> int:
        """A quotient by a count."""
        return self.node("div", top, self.const(float(count)))

    def average(self, terms: int) -> int:
        """The mean over all entries of the inputs as they broadcast."""
        return self.over(self.node("sum", terms), prod(np.broadcast_shapes(*(value.shape for value in self.values))))

    def over_rows(self, terms: int) -> int:
        """Minus the sum, averaged over rows if there are several."""
        total, rows = self.node("neg", self.node("sum", terms)), prod(self.values[0].shape[:-1])
        return total if rows == 1 else self.over(total, rows)

    def exps(self) -> tuple[int, int]:
        """Write x − c and exp(x − c), with c the greatest entry of this run as a constant: so exp does not overflow."""
        away = self.node("sub", self.places[0], self.const(np.max(self.values[0], axis=-1, keepdims=True)))
        return away, self.node("exp", away)

    def surprise(self, t: int, values: Any, *, of_no: bool = False) -> int:
        """Write t · log p, or t · log(1 − p) for the opposite; where both factors are 0, log 1 stands for the log."""
        p, zero = self.places[0], 1.0 if of_no else 0.0
        if bool(np.any((values == 0) & (self.values[0] == zero))):
            both = self.node("mul", self.node("eq", t, self.const(0.0)), self.node("eq", p, self.const(zero)))
            p = self.node("where", both, self.const(1.0 - zero), p)
        return self.node("mul", t, self.node("log1p", self.node("neg", p)) if of_no else self.node("log", p))


def _mean(inside: _Inside) -> int:
    """The sum, divided by how many entries go into one result."""
    shape, axis = inside.values[0].shape, inside.attrs.get("axis")
    axes = range(len(shape)) if axis is None else np.atleast_1d(axis)
    return inside.over(inside.node("sum", inside.places[0], **inside.attrs), prod(shape[i] for i in axes))


def _softmax(inside: _Inside) -> int:
    """Divide exp(x − c) by its sum."""
    exps = inside.exps()[1]
    return inside.node("div", exps, inside.node("sum", exps, axis=-1, keepdims=True))


def _difference(wrap: str) -> Callable[[_Inside], int]:
    """The mean of ``wrap`` of p − t."""
    return lambda inside: inside.average(inside.node(wrap, inside.node("sub", *inside.places)))


def _half_squared_error(inside: _Inside) -> int:
    squares = inside.node("square", inside.node("sub", *inside.places))
    return inside.node("mul", inside.const(0.5), inside.node("sum", squares))


def _huber(inside: _Inside) -> int:
    """Half of e² up to |e| = 1, then |e| − ½."""
    size = inside.node("abs", inside.node("sub", *inside.places))
    near = inside.node("mul", inside.const(0.5), inside.node("square", size))
    far = inside.node("sub", size, inside.const(0.5))
    return inside.average(inside.node("where", inside.node("le", size, inside.const(1.0)), near, far))


def _hinge(inside: _Inside) -> int:
    p, t = inside.places
    return inside.average(inside.node("relu", inside.node("sub", inside.const(1.0), inside.node("mul", t, p))))


def _bce(inside: _Inside) -> int:
    t, target = inside.places[1], inside.values[1]
    yes = inside.surprise(t, target)
    no = inside.surprise(inside.node("sub", inside.const(1.0), t), 1 - target, of_no=True)
    return inside.node("neg", inside.average(inside.node("add", yes, no)))


def _bce_with_logits(inside: _Inside) -> int:
    z, t = inside.places
    yes = inside.node("mul", t, inside.node("softplus", inside.node("neg", z)))
    no = inside.node("mul", inside.node("sub", inside.const(1.0), t), inside.node("softplus", z))
    return inside.average(inside.node("add", yes, no))


def _cross_entropy(inside: _Inside) -> int:
    return inside.over_rows(inside.surprise(inside.places[1], inside.values[1]))


def _softmax_cross_entropy(inside: _Inside) -> int:
    """Minus Σ t (x − c − log Σ exp(x − c))."""
    away, exps = inside.exps()
    logs = inside.node("log", inside.node("sum", exps, axis=-1, keepdims=True))
    return inside.over_rows(inside.node("mul", inside.places[1], inside.node("sub", away, logs)))


EXPANSIONS: dict[str, Callable[[_Inside], int]] = {
    "mean": _mean,
    "softmax": _softmax,
    "mse": _difference("square"),
    "mae": _difference("abs"),
    "half_squared_error": _half_squared_error,
    "huber": _huber,
    "hinge": _hinge,
    "bce": _bce,
    "bce_with_logits": _bce_with_logits,
    "cross_entropy": _cross_entropy,
    "softmax_cross_entropy": _softmax_cross_entropy,
}
