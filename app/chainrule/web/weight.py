"""What it takes to show a run of arrays, found from the shapes alone: the work of Jacobians, the entries written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from chainrule.engine.graph import Graph, blocked, reached
from chainrule.engine.infer import effort
from chainrule.engine.op import Op, Shape
from chainrule.engine.trace import JACOBIAN
from chainrule.view.scene import ENTRIES

PULL_COST = 500
"""What a row or a column of a Jacobian costs beside its arithmetic, in element operations."""
ENTRY_BYTES = 4
"""The least that a number takes in JSON: ``0.0`` and what stands after it."""


class Weight(NamedTuple):
    """Element operations beside the two passes, and numbers that the answer has at least."""

    cost: int
    entries: int


def weight(graph: Graph, shapes: Sequence[Shape], *, full: bool) -> Weight:
    """The weight of an answer about a graph; ``full`` arrays travel whole whatever their size."""
    written = [_written(math.prod(shape), full=full) for shape in shapes]
    alive, masks = reached(graph), blocked(graph)
    cost, entries = 0, sum(written)
    for i, operands in enumerate(graph.operands):
        if not alive[i]:
            continue
        entries += written[i]  # the gradient
        for slot, source in enumerate(operands):
            if not masks[i] >> slot & 1:
                jacobian = _jacobian(graph.ops[i], shapes[i], shapes[source])
                cost += jacobian.cost * (effort(graph, i, shapes) + PULL_COST)
                entries += written[source] + (written[i] if graph.ops[i].elementwise else jacobian.entries)
    return Weight(cost, entries)


def _written(entries: int, *, full: bool) -> int:
    return entries if full or entries <= ENTRIES else 1


def _jacobian(op: Op, above: Shape, below: Shape) -> Weight:
    """The lines of a local gradient that is shown as a Jacobian, and its entries; none of one shown otherwise."""
    height, width = math.prod(above), math.prod(below)
    if op.elementwise or op.factor is not None or height * width > JACOBIAN:
        return Weight(0, 0)
    return Weight(min(height, width), height * width)
