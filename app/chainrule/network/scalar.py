"""The scalar view: every multiplication and sum of a layer run, as views into its arrays.

Nodes come in blocks of one op. The numbers of a block are an array of the run itself where it has one; what it does
not hold (the products inside a matrix product and their partial sums) takes one NumPy call a layer, and a gradient
that many nodes share is one array seen many times. Nothing is computed node by node. ``graph`` and ``run`` give the
same as an ordinary graph of numbers and an ordinary ``Run``, for whoever wants to draw or check it.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule.engine.graph import Graph
from chainrule.engine.op import Op
from chainrule.engine.passes import Run
from chainrule.errors import LimitError
from chainrule.network.build import SUBSCRIPTS, SUPERSCRIPTS
from chainrule.network.calls import Array
from chainrule.network.lowering import Block, Blocks, Lowering


class ScalarView:
    """Blocks of scalar nodes; ``refresh`` takes over the numbers of a layer run.

    ``blocks.value[k]`` and ``blocks.gradient[k]`` belong to block k, in its shape or one that broadcasts to it; the
    gradient is None where none arrives. The structure is made once, from the first run; any run of the same shape
    may follow.
    """

    def __init__(self, layer: Run, limit: int = 20_000) -> None:
        count = scalar_count(layer)
        if count > limit:
            words = f"The scalar view has about {count:,} nodes, more than the limit of {limit:,} (nodes)."
            raise LimitError(words, code="nodes", pointer="/view")
        self.blocks = Blocks()
        part = Lowering(self.blocks, layer, {})
        self.size = self.blocks.size
        self.output = int(part.where[layer.graph.output])
        self.where = dict(zip(layer.graph.ids, part.where, strict=True))
        """For each node of the layer graph the indices of its entries."""
        self._fill = part.fill
        self.reached = self._reach()
        self.refresh(layer)

    def refresh(self, layer: Run) -> None:
        """Take over the numbers of a run."""
        with np.errstate(all="ignore"):
            self._fill(layer)

    def values(self) -> Array:
        """All values as one column."""
        return self._column(self.blocks.value)

    def gradients(self) -> Array:
        """All gradients as one column, 0 where none arrives (``reached`` tells)."""
        return self._column([0.0 if g is None else g for g in self.blocks.gradient])

    def _column(self, numbers: list[Any]) -> Array:
        parts = [
            np.broadcast_to(own, block.shape).ravel() for own, block in zip(numbers, self.blocks.list, strict=True)
        ]
        return np.concatenate(parts)

    def _reach(self) -> NDArray[np.bool_]:
        """Which nodes get a gradient: those that the output depends on by a way that is not blocked."""
        reached = np.zeros(self.size, bool)
        reached[self.output] = True
        for block in reversed(self.blocks.list):
            own = reached[block.part].reshape(block.shape)
            if block.chained:
                own[...] = own[..., -1:]
            for slot in free_slots(block):
                reached[block.operands[slot][own.ravel()]] = True
        return reached

    # As an ordinary graph and run ------------------------------------------------------------------------------------

    def ids(self) -> list[str]:
        """``w2_1_2`` for w₁₂², ``z2_1``, …, and ``:1``, ``:2``, … for intermediate results."""
        counter = iter(range(1, self.size + 1))
        return [entry_id(*named) if named else f":{next(counter)}" for named in self._names()]

    def labels(self) -> list[str]:
        """The names as the note writes them, "" for intermediate results."""
        return [entry_label(*named) if named else "" for named in self._names()]

    def _names(self) -> list[tuple[str, tuple[int, ...]] | None]:
        """For each node the array of the layer graph that it is an entry of, and its place there."""
        found: list[tuple[str, tuple[int, ...]] | None] = [None] * self.size
        for name, where in self.where.items():
            if not name.startswith(":"):
                for index, node in np.ndenumerate(where):
                    found[node] = found[node] or (name, index)
        return found

    def graph(self) -> Graph:
        """The same as a graph of numbers that the engine can run by itself."""
        operands: list[tuple[int, ...]] = []
        ops: list[Op] = []
        for block in self.blocks.list:
            ops += [block.op] * block.size
            columns = [slot.tolist() for slot in block.operands]
            operands += zip(*columns, strict=True) if columns else [()] * block.size
        literals = [value if not op.arity else None for op, value in zip(ops, self.values().tolist(), strict=True)]
        return Graph(ops, operands, [None] * self.size, self.ids(), self.labels(), literals, self.output)

    def run(self) -> Run:
        """The numbers of the layer run as a run of ``graph``."""
        local: list[tuple[Any, ...] | None] = []
        propagated: list[tuple[Any, ...] | None] = []
        gradients: list[float | None] = []
        values, slopes = self.values(), self.gradients()
        with np.errstate(all="ignore"):
            for block in self.blocks.list:
                slots = _local(block, values)
                g, reached = slopes[block.part], self.reached[block.part].tolist()
                gradients += [x if ok else None for x, ok in zip(g.tolist(), reached, strict=True)]
                local += _rows(slots, reached)
                propagated += _rows([None if d is None else g * d for d in slots], reached)
        return Run(self.graph(), [()] * self.size, values.tolist(), local, propagated, gradients, 1.0)


def _local(block: Block, values: Array) -> list[Array | None]:
    """The local gradients of a block, a vector an input slot; None where no gradient flows."""
    inputs = [values[slot] for slot in block.operands]
    y, rules, free = values[block.part], block.op.partials or (), free_slots(block)
    return [
        np.broadcast_to(np.asarray(rules[slot](y, *inputs), dtype=float), y.shape) if slot in free else None
        for slot in range(len(inputs))
    ]


def free_slots(block: Block) -> list[int]:
    """The input slots of a block that a gradient flows to."""
    slots = range(len(block.operands))
    return [] if -1 in block.op.blocked else [slot for slot in slots if slot not in block.op.blocked]


def _rows(slots: list[Array | None], reached: list[bool]) -> list[tuple[Any, ...] | None]:
    """A tuple a node with an entry an input slot; None for nodes that get no gradient."""
    if not slots:
        return [() if ok else None for ok in reached]
    columns = ([None] * len(reached) if slot is None else slot.tolist() for slot in slots)
    return [row if ok else None for row, ok in zip(zip(*columns, strict=True), reached, strict=True)]


def entry_id(name: str, index: tuple[int, ...]) -> str:
    """The id of an entry of an array: ``w2`` at (0, 1) is ``w2_1_2``."""
    return "_".join([name, *(str(i + 1) for i in index)])


def entry_label(name: str, index: tuple[int, ...]) -> str:
    """An entry as the note writes it: ``w2`` at (0, 1) is w₁₂²; two-digit indices are set apart by commas."""
    letters = name.rstrip("0123456789")
    numbers = [str(i + 1) for i in index]
    joint = "," if any(len(number) > 1 for number in numbers) else ""
    return letters + joint.join(numbers).translate(SUBSCRIPTS) + name[len(letters) :].translate(SUPERSCRIPTS)


def scalar_count(layer: Run) -> int:
    """About how many nodes the scalar view of a run has, before anything is built."""
    total = 0
    for op, operands, shape in zip(layer.graph.ops, layer.graph.operands, layer.shapes, strict=True):
        before = [layer.shapes[i] for i in operands]
        work = op.cost(shape, *before) if op.cost and op.name in ("matmul", "conv2d") else 0
        total += 2 * work if work else max([prod(shape), *map(prod, before)])
    return total
