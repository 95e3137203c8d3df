"""Trace: what happened in the two passes, in order, as data.

The story is one list of steps: every node gets its value, the output is seeded, every edge hands back its propagated
gradient, and where several edges meet their sum completes. What is known after the first k steps is frame k.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from chainrule.engine.check import push
from chainrule.engine.flags import Flag, flags
from chainrule.engine.graph import Graph, blocked, reached
from chainrule.engine.passes import Run, pull

__all__ = ["Flag", "Step", "columns", "flags", "levels", "local_gradient", "steps"]

JACOBIAN = 400  # entries that a full Jacobian may have to be shown


class Step(NamedTuple):
    """One thing that happens: ``phase`` is forward, seed, backward or sum; ``input`` the slot of a backward step."""

    phase: str
    node: int
    input: int | None = None


_step = functools.partial(tuple.__new__, Step)  # Step(…) itself takes twice as long


def levels(graph: Graph) -> list[int | None]:
    """Return for every node its longest path to the output, over all edges; None if the output needs it not."""
    found: list[int | None] = [None] * len(graph)
    found[graph.output] = 0
    for i in range(graph.output, -1, -1):
        level = found[i]
        if level is not None:
            for source in graph.operands[i]:
                other = found[source]
                if other is None or other <= level:
                    found[source] = level + 1
    return found


def columns(levels: Sequence[int | None]) -> list[list[int]]:
    """Return the nodes of every level from the left (the highest) to the right (the output), in evaluation order."""
    deepest = max(level for level in levels if level is not None)
    found: list[list[int]] = [[] for _ in range(deepest + 1)]
    for i, level in enumerate(levels):
        if level is not None:
            found[deepest - level].append(i)
    return found


def steps(graph: Graph, levels: Sequence[int | None]) -> list[Step]:
    """Return the whole story in order.

    Forward goes by column from the left, nodes in no column last. Backward goes by receiving column from the right,
    then receiving node, consumer and slot, which is also the order of summation. Blocked edges hand nothing back.
    """
    by_column = columns(levels)
    rows: list[tuple[str, int, int | None]] = [("forward", i, None) for column in by_column for i in column]
    rows += [("forward", i, None) for i, level in enumerate(levels) if level is None]
    rows.append(("seed", graph.output, None))
    received = _received(graph)
    for column in reversed(by_column[:-1]):
        for i in column:
            rows += received[i]
            if len(received[i]) > 1:
                rows.append(("sum", i, None))
    return list(map(_step, rows))


def _received(graph: Graph) -> list[list[tuple[str, int, int | None]]]:
    """Return for every node the backward steps that reach it, by consumer and slot."""
    masks, alive = blocked(graph), reached(graph)
    received: list[list[tuple[str, int, int | None]]] = [[] for _ in graph.ops]
    for i, operands in enumerate(graph.operands):
        if alive[i]:
            for slot, source in enumerate(operands):
                if not masks[i] >> slot & 1:
                    received[source].append(("backward", i, slot))
    return received


def local_gradient(run: Run, node: int, slot: int) -> Any:
    """Return d(node)/d(input ``slot``): a number or array for elementwise ops, an object that shows it for others.

    None stands for an edge that no gradient flows through. The objects are ``{"kind": "matrix", "operand", "factor"}``
    where the factor is an operand that the learner knows, ``{"kind": "jacobian", "matrix", "shape"}`` with a row for
    each entry of the result (row by row) where there are few entries, and ``{"kind": "rule"}``; all of them have the
    ``rule`` in words.
    """
    handed = run.propagated[node]
    if handed is None or handed[slot] is None:
        return None
    op, operands = run.graph.ops[node], run.graph.operands[node]
    local = run.local[node]
    if local is not None and op.elementwise:
        return local[slot]
    words = op.slot_rule(op.rule, slot) if op.rule else op.story
    attrs, inputs = run.graph.attrs[node] or {}, [run.values[source] for source in operands]
    if op.factor is not None:
        operand, factor = op.factor(slot, *inputs, **attrs)
        return {"kind": "matrix", "operand": run.graph.ids[operands[operand]], "factor": factor, "rule": words}
    height, width = math.prod(run.shapes[node]), math.prod(run.shapes[operands[slot]])
    if height * width <= JACOBIAN:
        return {"kind": "jacobian", "matrix": jacobian(run, node, slot), "shape": [height, width], "rule": words}
    return {"kind": "rule", "rule": words}


def jacobian(run: Run, node: int, slot: int) -> Any:
    """Return the matrix of d(entry of node)/d(entry of input), entries counted row by row."""
    source = run.graph.operands[node][slot]
    above, below = run.shapes[node], run.shapes[source]
    height, width = math.prod(above), math.prod(below)
    op, attrs, y = run.graph.ops[node], run.graph.attrs[node] or {}, run.values[node]
    inputs = [np.asarray(run.values[each])[()] for each in run.graph.operands[node]]
    with np.errstate(all="ignore"):
        if height <= width:
            units = np.eye(height).reshape(height, *above)
            lines = [pull(op, slot, unit[()], y, inputs, attrs) for unit in units]
            return np.array(lines, dtype=np.float64).reshape(height, width)
        units = np.eye(width).reshape(width, *below)
        lines = [push(op, slot, unit[()], y, inputs, attrs) for unit in units]
        return np.array(lines, dtype=np.float64).reshape(width, height).T
