"""Shapes, bytes and cost of a graph, with Python integers and before anything is allocated.

``np.zeros(10**9)`` succeeds lazily and ``np.prod(shape)`` wraps silently, so nothing here touches NumPy: a graph that
is too large is refused with the node that is to blame. The detail of an error may contain ``{}`` for the text of
that node and ``{0}``, ``{1}``, … for its operands; the language puts the text of the program there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from chainrule.engine.graph import Graph, blocked
from chainrule.engine.op import Op, Shape
from chainrule.engine.ops.shapes import broadcast
from chainrule.errors import LimitError, ShapeError

WORD = 8  # bytes of a float64


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a graph may be. ``work`` counts element operations, ``memory`` bytes of live arrays."""

    nodes: int = 20_000
    edges: int = 80_000
    rank: int = 6
    elements: int = 1_000_000
    memory: int = 64 * 1024 * 1024
    work: int = 500_000_000


DEFAULT = Bounds()


class Size(NamedTuple):
    """What a forward and backward pass takes: element operations, and bytes of the arrays it keeps."""

    cost: int
    memory: int


def infer(graph: Graph, literals: Sequence[Any] | None = None, bounds: Bounds = DEFAULT) -> list[Shape]:
    """Return the shape of every node, or raise ``ShapeError`` or ``LimitError`` with the ``node`` to blame.

    ``literals`` are the values of the leaves, the graph's own unless others are given.
    """
    values = graph.literals if literals is None else literals
    check_count(graph, bounds)
    if scalar(graph, values):
        return [()] * len(graph)
    shapes: list[Shape] = []
    for i, operands in enumerate(graph.operands):
        shapes.append(_shape(graph, i, [shapes[source] for source in operands], values[i]))
        _check_array(i, shapes[i], bounds)
    _check_size(graph, shapes, bounds)
    return shapes


def scalar(graph: Graph, literals: Sequence[Any]) -> bool:
    """Return whether all leaves are numbers and all ops entrywise, so that every node is a number."""
    if not set(map(type, literals)) <= {float, type(None)}:
        return False
    return all(op.elementwise or (op.arity == 0 and op.forward is None) for op in set(graph.ops))


def size(graph: Graph, shapes: Sequence[Shape]) -> Size:
    """Return the cost and the memory of a forward and backward pass.

    The cost counts an op once for its value and once for every input that gets a gradient. The memory counts every
    array that is there at the end: values, gradients, local and propagated gradients.
    """
    cost = memory = 0
    for i, mask in enumerate(blocked(graph)):
        inputs = [shapes[source] for source in graph.operands[i]]
        entries = math.prod(shapes[i])
        free = [shape for slot, shape in enumerate(inputs) if not mask >> slot & 1]
        cost += effort(graph, i, shapes) * (1 + len(free))
        memory += 2 * entries + sum(map(math.prod, free)) + (entries * len(free) if graph.ops[i].elementwise else 0)
    return Size(cost, WORD * memory)


def effort(graph: Graph, i: int, shapes: Sequence[Shape]) -> int:
    """Return the element operations of one node's value, or of handing one gradient back through it."""
    op = graph.ops[i]
    if not op.cost:
        return math.prod(shapes[i])
    return op.cost(shapes[i], *[shapes[source] for source in graph.operands[i]], **(graph.attrs[i] or {}))


def check_count(graph: Graph, bounds: Bounds) -> None:
    """Raise ``LimitError`` if there are too many nodes or edges."""
    if len(graph) > bounds.nodes:
        _refuse("graph-nodes", f"The graph has {len(graph):,} nodes; at most {bounds.nodes:,} are computed here.")
    edges = sum(map(len, graph.operands))
    if edges > bounds.edges:
        _refuse("graph-edges", f"The graph has {edges:,} edges; at most {bounds.edges:,} are computed here.")


def _shape(graph: Graph, i: int, inputs: list[Shape], literal: Any) -> Shape:
    op = graph.ops[i]
    if op.arity == 0 and op.shape is None:
        return tuple(getattr(literal, "shape", ()))
    try:
        return _result(op, inputs, graph.attrs[i] or {})
    except ShapeError as error:
        error.node = i
        raise


def _result(op: Op, inputs: list[Shape], attrs: dict[str, Any]) -> Shape:
    return broadcast(*inputs) if op.shape is None else op.shape(*inputs, **attrs)


def _check_array(i: int, shape: Shape, bounds: Bounds) -> None:
    if len(shape) > bounds.rank:
        _refuse(
            "array-rank", f"'{{}}' has the shape {shape}, {len(shape)} axes; at most {bounds.rank} are allowed here.", i
        )
    entries = math.prod(filter(None, shape))  # a side of 0 does not excuse the others: (0, 10**12) is no array to hold
    if entries > bounds.elements:
        _refuse(
            "array-elements",
            f"'{{}}' has the shape {shape}, {entries:,} entries; at most {bounds.elements:,} are computed here.",
            i,
        )


def _check_size(graph: Graph, shapes: Sequence[Shape], bounds: Bounds) -> None:
    total = size(graph, shapes)
    if total.memory > bounds.memory:
        i = max(range(len(shapes)), key=lambda node: math.prod(shapes[node]))
        _refuse(
            "array-bytes",
            f"All values and gradients together take {total.memory:,} bytes; at most {bounds.memory:,} are kept here. "
            f"The largest array is '{{}}' with the shape {shapes[i]}.",
            i,
        )
    if total.cost > bounds.work:
        _refuse(
            "cost",
            f"The two passes take {total.cost:,} element operations; at most {bounds.work:,} are computed here.",
        )


def _refuse(code: str, detail: str, node: int | None = None) -> None:
    raise LimitError(detail, code=code, node=node)
