"""How a layer run is taken apart into blocks of scalar nodes, each with a filler that takes over the run's numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule.engine.op import Op, Shape
from chainrule.engine.ops import OPS
from chainrule.engine.passes import Run, run
from chainrule.network.calls import Array
from chainrule.network.expand import EXPANSIONS, expansion

Indices = NDArray[np.intp]
Attrs = dict[str, Any]
MAPPED: dict[str, Callable[[Indices, Attrs], Indices]] = {
    "reshape": lambda at, attrs: at.reshape(attrs["shape"]),
    "transpose": lambda at, _: at.transpose(),
}
"""Ops that only move entries about: they are no nodes of the scalar view."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Nodes of one op in a row, with their operand slots as indices."""

    op: Op
    start: int
    shape: Shape
    operands: tuple[Indices, ...]
    chained: bool = False
    """Whether each node of the last axis has the one before it as an operand."""

    @property
    def size(self) -> int:
        """How many nodes."""
        return prod(self.shape)

    @property
    def part(self) -> slice:
        """Where they stand among all nodes."""
        return slice(self.start, self.start + self.size)

    @property
    def at(self) -> Indices:
        """The indices of the nodes, in the shape of the block."""
        return np.arange(self.start, self.start + self.size).reshape(self.shape)


class Blocks:
    """The blocks in order, with the numbers of each: ``value[k]`` and ``gradient[k]`` belong to ``list[k]``."""

    def __init__(self) -> None:
        self.list: list[Block] = []
        self.value: list[Any] = []
        self.gradient: list[Any] = []
        self.size = 0

    def add(self, op: str, shape: Shape, operands: tuple[Indices, ...] = (), *, chained: bool = False) -> Block:
        """Append a block."""
        flat = tuple(np.broadcast_to(operand, shape).ravel() for operand in operands)
        block = Block(OPS[op], self.size, shape, flat, chained)
        self.list.append(block)
        self.value.append(0.0)
        self.gradient.append(None)
        self.size += block.size
        return block


class Lowering:
    """One run being taken apart. ``where[i]`` holds the indices of the entries of its node i.

    ``aliases`` says of some nodes that they are nodes which are there already.
    """

    def __init__(self, blocks: Blocks, layer: Run, aliases: dict[int, Indices]) -> None:
        self.blocks, self.layer, self.graph = blocks, layer, layer.graph
        self.fillers: list[Callable[[Run], None]] = []
        self.where: list[Indices] = []
        for i, op in enumerate(self.graph.ops):
            self.where.append(aliases[i] if i in aliases else self._lower(i, op))

    def fill(self, layer: Run) -> None:
        """Take over the numbers of a run of the same shape."""
        for filler in self.fillers:
            filler(layer)

    def _lower(self, i: int, op: Op) -> Indices:
        attrs = self.graph.attrs[i] or {}
        operands = [self.where[k] for k in self.graph.operands[i]]
        if op.name in MAPPED:
            return MAPPED[op.name](operands[0], attrs)
        special = {"matmul": self._matmul, "conv2d": self._conv2d, "maxpool2d": self._maxpool2d, "sum": self._sum}
        if op.name in special:
            return special[op.name](i, operands, attrs)
        if op.name in EXPANSIONS:
            return self._open(i, op.name, operands, attrs)
        return self._taken(i, op.name, tuple(operands))

    def _taken(self, i: int, op: str, operands: tuple[Indices, ...]) -> Indices:
        """Leaves and elementwise nodes: their arrays are in the run already."""
        block = self.blocks.add(op, self.layer.shapes[i], operands)
        blocks, k = self.blocks, len(self.blocks.list) - 1

        def fill(layer: Run) -> None:
            blocks.value[k], blocks.gradient[k] = layer.values[i], layer.gradients[i]

        self.fillers.append(fill)
        return block.at

    def _matmul(self, i: int, operands: list[Indices], _: Attrs) -> Indices:
        """Products first, all of one result side by side, then the sum of each result from left to right."""
        a, b = self.graph.operands[i]
        return self._products(i, paired(*operands), lambda layer: paired(layer.values[a], layer.values[b]))

    def _conv2d(self, i: int, operands: list[Indices], attrs: Attrs) -> Indices:
        """The same over windows; what lies beyond the edge is one constant 0."""
        x, w = self.graph.operands[i]
        pad, stride = attrs.get("padding", 0), attrs.get("stride", 1)
        edge = self.blocks.add("const", ()).start if pad else -1
        pairs = windowed(operands[0], operands[1], pad, stride, edge)
        k = len(self.blocks.list)
        where = self._products(i, pairs, lambda layer: windowed(layer.values[x], layer.values[w], pad, stride, 0.0))
        if pad:
            self._edge(k, np.broadcast_to(pairs[0] == edge, self.blocks.list[k].shape), w)
        return where

    def _edge(self, products: int, beyond: Any, w: int) -> None:
        """The 0 beyond the edge, the block before the products, collects a gradient from every weight laid on it."""
        blocks = self.blocks

        def fill(layer: Run) -> None:
            weights = np.reshape(layer.values[w], (len(layer.values[w]), 1, 1, -1))
            blocks.gradient[products - 1] = np.sum(blocks.gradient[products] * weights, where=beyond)

        self.fillers.append(fill)

    def _products(self, i: int, pairs: tuple[Any, Any], factors: Callable[[Run], tuple[Any, Any]]) -> Indices:
        """Nodes for the sum over the last axis of products of two arrays of indices; ``factors`` are their values."""
        shape = np.broadcast_shapes(pairs[0].shape, pairs[1].shape)
        at = self.blocks.add("mul", shape, pairs).at
        blocks, k, table = self.blocks, len(self.blocks.list) - 1, np.zeros(shape)
        chain = Chain(blocks, at)

        def fill(layer: Run) -> None:
            np.multiply(*factors(layer), out=table)
            g = np.asarray(layer.gradients[i])[..., None]
            blocks.value[k], blocks.gradient[k] = table, g
            chain.fill(table, g)

        self.fillers.append(fill)
        return chain.ends

    def _sum(self, i: int, operands: list[Indices], attrs: Attrs) -> Indices:
        """A chain of additions for each result."""
        at, axis, source = operands[0], attrs.get("axis"), self.graph.operands[i][0]
        axes = tuple(range(at.ndim)) if axis is None else tuple(int(k) % at.ndim for k in np.atleast_1d(axis))
        kept = tuple(n for k, n in enumerate(at.shape) if k not in axes)
        last = range(at.ndim - len(axes), at.ndim)
        terms = np.moveaxis(at, axes, last).reshape(*kept, -1)
        chain = Chain(self.blocks, terms)

        def fill(layer: Run) -> None:
            moved = np.moveaxis(np.asarray(layer.values[source]), axes, last)
            chain.fill(moved.reshape(terms.shape), np.reshape(layer.gradients[i], (*kept, 1)))

        self.fillers.append(fill)
        return chain.ends.reshape(self.layer.shapes[i])

    def _open(self, i: int, name: str, operands: list[Indices], attrs: Attrs) -> Indices:
        """The inside of a composite node, run with the node's gradient as its seed."""
        sources = self.graph.operands[i]

        def inside(layer: Run) -> Run:
            return run(expansion(name, [layer.values[k] for k in sources], attrs), seed=layer.gradients[i])

        first = inside(self.layer)
        part = Lowering(self.blocks, first, dict(enumerate(operands)))
        self.fillers.append(lambda layer: part.fill(inside(layer)))
        return part.where[first.graph.output]

    def _maxpool2d(self, i: int, operands: list[Indices], attrs: Attrs) -> Indices:
        """The greatest so far is kept unless the next is greater: of several that tie the first remains."""
        size, step, source = attrs["size"], attrs.get("stride") or attrs["size"], self.graph.operands[i][0]
        places = pooled(operands[0], size, step)
        best, first, blocks = places[0], len(self.blocks.list), self.blocks
        for new in places[1:]:
            greater = blocks.add("gt", best.shape, (new, best)).at
            best = blocks.add("where", best.shape, (greater, new, best)).at

        def fill(layer: Run) -> None:
            top, *others = pooled(layer.values[source], size, step)
            for k, new in enumerate(others):
                blocks.value[first + 2 * k], top = (new > top) * 1.0, np.where(new > top, new, top)
                blocks.value[first + 2 * k + 1] = top
            g = layer.gradients[i]
            for k in reversed(range(len(others))):
                blocks.gradient[first + 2 * k + 1] = g
                g = g * (1 - blocks.value[first + 2 * k])

        self.fillers.append(fill)
        found: Indices = best
        return found


class Chain:
    """Nodes that add the entries of the last axis of ``terms`` from left to right; ``ends`` are the results."""

    def __init__(self, blocks: Blocks, terms: Indices) -> None:
        self.blocks, self.ends = blocks, terms[..., 0]
        self.count = terms.shape[-1]
        if self.count > 1:
            shape = (*terms.shape[:-1], self.count - 1)
            own = np.arange(blocks.size, blocks.size + prod(shape)).reshape(shape)
            before = np.concatenate([terms[..., :1], own[..., :-1]], axis=-1)
            blocks.add("add", shape, (before, terms[..., 1:]), chained=True)
            self.ends, self.k, self.sums = own[..., -1], len(blocks.list) - 1, np.zeros(terms.shape)

    def fill(self, terms: Array, g: Array) -> None:
        """All partial sums in one call; the first column is no sum. All have the gradient ``g`` of their result."""
        if self.count > 1:
            np.add.accumulate(terms, axis=-1, out=self.sums)
            self.blocks.value[self.k], self.blocks.gradient[self.k] = self.sums[..., 1:], g


def paired(left: Any, right: Any) -> tuple[Any, Any]:
    """The factors of a matrix product, result by result, with the axis that is summed last."""
    return (left[:, None, :], right.T[None]) if right.ndim > 1 else (left, right)


def windowed(image: Any, kernel: Any, pad: int, stride: int, edge: float) -> tuple[Any, Any]:
    """The factors of a cross-correlation in the same form: windows (…, 1, h, w, k) and kernels (f, 1, 1, k)."""
    padded = np.pad(image, (*((0, 0),) * (image.ndim - 2), (pad, pad), (pad, pad)), constant_values=edge)
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape[2:], axis=(-2, -1))
    windows = np.moveaxis(windows[..., ::stride, ::stride, :, :], -5, -3)
    return windows.reshape(*windows.shape[:-3], -1)[..., None, :, :, :], kernel.reshape(len(kernel), 1, 1, -1)


def pooled(image: Any, size: int, step: int) -> list[Any]:
    """For each place of a window, row by row, what stands there in all windows."""
    windows = np.lib.stride_tricks.sliding_window_view(image, (size, size), axis=(-2, -1))[..., ::step, ::step, :, :]
    return list(np.moveaxis(windows.reshape(*windows.shape[:-2], -1), -1, 0))
