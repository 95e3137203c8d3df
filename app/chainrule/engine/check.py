"""Proofs of a gradient: three ways to the same number, side by side.

Reverse mode is the backward pass. Forward mode carries a tangent from one entry of an input to the output and needs
no transposed rule. The central difference only computes values; it is for people, since it is good to about 10 digits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from chainrule.engine.graph import INPUT, Graph
from chainrule.engine.infer import DEFAULT, Bounds, size
from chainrule.engine.op import Op
from chainrule.engine.passes import Run, run
from chainrule.errors import LimitError, ValueProblem

STEP = math.cbrt(np.finfo(float).eps)  # where rounding and truncation of a central difference balance
VISIT = 100  # what a visit to a node costs beside its arithmetic, in element operations


def check(
    graph: Graph,
    inputs: Mapping[str, Any] | None = None,
    output: int | None = None,
    seed: Any = None,
    h: float | None = None,
    bounds: Bounds = DEFAULT,
    nodes: Sequence[int] | None = None,
) -> list[dict[str, Any]]:
    """Return for every input node, or for each of ``nodes``, its gradient three times and the largest disagreements.

    An entry has ``node`` (the id), ``reverse``, ``forward``, ``difference``, ``error`` and ``forward_error``: the
    largest |reverse − difference|, and |reverse − forward|, of any entry, relative to the larger of the two where they
    exceed 1. A node that no gradient reaches has None throughout. ``h`` is the step of the difference; by default it
    grows with the value. A node that is computed is moved by itself: what comes before it stays as it is.
    """
    if h is not None and not (math.isfinite(h) and h > 0):
        raise ValueProblem("The step h must be a positive number, such as 1e-6.", pointer="/h")
    base = run(graph, inputs, output, seed, bounds)
    places = [i for i, op in enumerate(graph.ops) if op is INPUT] if nodes is None else nodes
    _check_cost(base, places, bounds)
    return [_compare(base, place, h) for place in places]


def _check_cost(base: Run, places: Sequence[int], bounds: Bounds) -> None:
    """Refuse what would take too long: every entry of a node needs three passes of its own."""
    passes = 3 * sum(math.prod(base.shapes[place]) for place in places)
    cost = passes * (size(base.graph, base.shapes).cost + VISIT * len(base.graph))
    if cost > bounds.work:
        raise LimitError(
            f"Checking every entry takes {cost:,} element operations; at most {bounds.work:,} are "
            "computed here. Fewer or smaller arrays can be checked.",
            code="cost",
        )


def _compare(base: Run, place: int, h: float | None) -> dict[str, Any]:
    reverse = base.gradients[place]
    entry: dict[str, Any] = {"node": base.graph.ids[place]}
    if reverse is None:
        return entry | dict.fromkeys(("reverse", "forward", "difference", "error", "forward_error"))
    shape = base.shapes[place]
    entries = range(math.prod(shape))
    ahead = np.array([_tangent(base, place, _unit(shape, k)) for k in entries])
    apart = np.array([_difference(base, place, k, h) for k in entries])
    entry |= {"reverse": reverse, "forward": _as(ahead, shape), "difference": _as(apart, shape)}
    back = np.ravel(reverse)
    return {**entry, "error": _error(back, apart), "forward_error": _error(back, ahead)}


def _error(one: Any, other: Any) -> float:
    """Return the largest disagreement of any entry; equal infinities agree."""
    with np.errstate(all="ignore"):
        errors = np.abs(one - other) / np.maximum(1.0, np.maximum(np.abs(one), np.abs(other)))
    return float(np.max(np.where(np.equal(one, other), 0.0, errors), initial=0.0))


def _unit(shape: tuple[int, ...], k: int) -> Any:
    """Return the tangent of a node that is 1 in entry k, counted row by row, and 0 in the others."""
    unit = np.zeros(math.prod(shape))
    unit[k] = 1.0
    return unit.reshape(shape)


def _as(flat: Any, shape: tuple[int, ...]) -> Any:
    return flat.reshape(shape) if shape else float(flat[0])


# Forward mode ----------------------------------------------------------------------------------------------------


def _tangent(base: Run, place: int, unit: Any) -> float:
    """Return the derivative of the seeded output along one tangent of a node, carried from node to node."""
    graph = base.graph
    tangents: list[Any] = [None] * len(graph)
    tangents[place] = unit
    with np.errstate(all="ignore"):
        for i in range(place + 1, graph.output + 1):
            if base.gradients[i] is not None:
                tangents[i] = _carried(base, i, tangents)
        end = tangents[graph.output]
        return 0.0 if end is None else float(np.sum(base.seed * end))


def _carried(base: Run, i: int, tangents: Sequence[Any]) -> Any:
    """Return the tangent of a node: the sum of what the tangents of its inputs contribute."""
    op, operands = base.graph.ops[i], base.graph.operands[i]
    total = None
    for slot, source in enumerate(operands):
        tangent = tangents[source]
        handed = base.propagated[i]
        if tangent is None or handed is None or handed[slot] is None:
            continue
        local = base.local[i]
        if op.elementwise:
            part = local[slot] * tangent if local else None
        else:
            inputs = [np.asarray(base.values[each])[()] for each in operands]
            part = push(op, slot, tangent, base.values[i], inputs, base.graph.attrs[i] or {})
        total = part if total is None else total + part
    return total


def push(op: Op, slot: int, tangent: Any, y: Any, inputs: Sequence[Any], attrs: Mapping[str, Any]) -> Any:
    """Return the tangent of y for a tangent of one input: the Jacobian–vector product of an array op."""
    if callable(op.push):
        return op.push(slot, tangent, y, *inputs, **attrs)
    others = inputs if op.push == "multilinear" else [np.zeros_like(x) for x in inputs]
    return (op.forward or _no_rule)(*others[:slot], tangent, *others[slot + 1 :], **attrs)


def _no_rule(*_: Any) -> Any:
    raise TypeError("a leaf has no tangent rule")


# Differences -----------------------------------------------------------------------------------------------------


def _difference(base: Run, place: int, k: int, h: float | None) -> float:
    """Return (f(x + h) − f(x − h)) / 2h of the seeded output, with the step that the computer really took."""
    x = float(np.ravel(base.values[place])[k])
    step = h or STEP * (max(1.0, abs(x)) if math.isfinite(x) else 1.0)
    with np.errstate(all="ignore"):
        rise = _value(base, place, k, x + step) - _value(base, place, k, x - step)
        return float(np.sum(base.seed * rise)) / ((x + step) - (x - step) or math.nan)


def _value(base: Run, place: int, k: int, entry: float) -> Any:
    """Return the output's value with another number in entry k of a node, all else before it as it is."""
    graph = base.graph
    x = np.array(base.values[place])
    x.reshape(-1)[k] = entry
    values: list[Any] = list(base.values)
    values[place] = x[()]
    moved = {place}
    for i in range(place + 1, graph.output + 1):
        operands = graph.operands[i]
        if not moved.isdisjoint(operands):
            moved.add(i)
            inputs = [np.asarray(values[source])[()] for source in operands]
            values[i] = (graph.ops[i].forward or _no_rule)(*inputs, **(graph.attrs[i] or {}))
    return np.asarray(values[graph.output])
