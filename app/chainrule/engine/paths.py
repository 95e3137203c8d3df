"""Paths: the chain rule as a sum over all ways from an input to the output, and what each mode costs.

A path's product is the seed times the local gradients along it, handed back edge by edge (for arrays by the pull-back
of each op). The products of all paths of a node add up to its gradient. There may be more paths than atoms in the
universe, so they are counted, and only the first ones are written out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from chainrule.engine.graph import INPUT, Graph, blocked, reached
from chainrule.engine.op import Shape
from chainrule.engine.ops.prims import fold
from chainrule.engine.passes import Run, pull

SHOWN = 64
"""Paths that are written out unless another number is asked for."""

Edge = tuple[int, int]
"""A consumer and its slot."""


class Path(NamedTuple):
    """One way from a node to the output.

    ``nodes`` run from the node to the output, ``slots`` say into which input of the next node each edge leads, and
    ``factors`` hold the edges' local gradients (None for an op that is not elementwise). ``product`` is what the output
    hands back to the node along this path alone.
    """

    nodes: tuple[int, ...]
    slots: tuple[int, ...]
    factors: tuple[Any, ...]
    product: Any


@dataclass(frozen=True, slots=True)
class Paths:
    """All paths of a node: how many there are, the first of them, and the gradient that their products add up to."""

    source: int
    count: int
    first: list[Path]
    gradient: Any

    @property
    def complete(self) -> bool:
        """Whether every path is written out."""
        return len(self.first) == self.count


class Work(NamedTuple):
    """Multiplications that the gradients of all inputs take, for each way of finding them.

    ``forward`` has a number for each input, which needs a pass of its own (an array a pass for each entry).
    ``reverse`` is the one backward pass, and ``paths`` multiplies out every path by itself.
    """

    forward: dict[int, int]
    reverse: int
    paths: int

    @property
    def forward_total(self) -> int:
        """All passes of forward mode together."""
        return sum(self.forward.values())


def open_edges(graph: Graph) -> list[list[Edge]]:
    """Return for every node the edges that hand it a gradient, ``(consumer, slot)`` ascending, as they are summed."""
    edges: list[list[Edge]] = [[] for _ in graph.ops]
    alive, masks = reached(graph), blocked(graph)
    for i in range(graph.output + 1):
        if alive[i]:
            for slot, source in enumerate(graph.operands[i]):
                if not masks[i] >> slot & 1:
                    edges[source].append((i, slot))
    return edges


def count(graph: Graph) -> list[int]:
    """Return for every node the number of its paths to the output; 1 for the output itself, 0 where none leads."""
    edges, found = open_edges(graph), [0] * len(graph)
    found[graph.output] = 1
    for i in range(graph.output - 1, -1, -1):
        found[i] = sum(found[consumer] for consumer, _ in edges[i])
    return found


def paths(run: Run, source: int, most: int = SHOWN) -> Paths:
    """Return the paths of a node, at most ``most`` of them written out, in the order in which gradients are summed."""
    graph = run.graph
    found: list[Path] = []
    for edges in _walks(open_edges(graph), source, graph.output):
        if len(found) == most:
            break
        found.append(_path(run, source, edges))
    return Paths(source, count(graph)[source], found, run.gradients[source])


def _walks(edges: Sequence[Sequence[Edge]], source: int, output: int) -> Iterator[list[Edge]]:
    """Yield every way from ``source`` to ``output``; each open edge leads on to the output, so nothing is in vain."""
    walk: list[Edge] = []
    open_: list[Iterator[Edge]] = [iter(edges[source])]
    if source == output:
        yield []
        return
    while open_:
        edge = next(open_[-1], None)
        if edge is None:
            open_.pop()
            if walk:
                walk.pop()
        elif edge[0] == output:
            yield [*walk, edge]
        else:
            walk.append(edge)
            open_.append(iter(edges[edge[0]]))


def _path(run: Run, source: int, edges: Sequence[Edge]) -> Path:
    """Return a path with its product, which is handed back from the output as the backward pass does it."""
    product = run.seed
    for node, slot in reversed(edges):
        product = _hand_back(run, node, slot, product)
    factors = tuple(None if (row := run.local[node]) is None else row[slot] for node, slot in edges)
    return Path((source, *(node for node, _ in edges)), tuple(slot for _, slot in edges), factors, product)


def _hand_back(run: Run, node: int, slot: int, g: Any) -> Any:
    """Return upstream times local for one edge; the pull-back where the op is not elementwise."""
    graph, local = run.graph, run.local[node]
    operands = graph.operands[node]
    with np.errstate(all="ignore"):
        if local is not None and local[slot] is not None:
            handed = fold(g * local[slot], run.values[operands[slot]])
            return handed if np.ndim(handed) else float(handed)
        inputs = [np.asarray(run.values[each])[()] for each in operands]
        return pull(graph.ops[node], slot, g, run.values[node], inputs, graph.attrs[node] or {})


# Work ------------------------------------------------------------------------------------------------------------


def work(graph: Graph, shapes: Sequence[Shape]) -> Work:
    """Return how many multiplications each way of finding the gradients of all inputs takes.

    One for each entry of each edge; an op that is not elementwise counts as its record says.
    """
    edges = open_edges(graph)
    price = [_price(graph, shapes, node) for node in range(len(graph))]
    reverse = sum(price[consumer] for outgoing in edges for consumer, _ in outgoing)
    inputs = [i for i in range(graph.output + 1) if graph.ops[i] is INPUT]
    forward = {i: math.prod(shapes[i]) * _swept(edges, price, i, graph.output) for i in inputs}
    along = _along(edges, price, graph.output)
    return Work(forward, reverse, sum(along[i] for i in inputs))


def _price(graph: Graph, shapes: Sequence[Shape], node: int) -> int:
    """Return the multiplications of one edge into a node."""
    op = graph.ops[node]
    if op.elementwise or op.cost is None:
        return math.prod(shapes[node])
    inputs = [shapes[source] for source in graph.operands[node]]
    return op.cost(shapes[node], *inputs, **(graph.attrs[node] or {}))


def _swept(edges: Sequence[Sequence[Edge]], price: Sequence[int], source: int, output: int) -> int:
    """Return the price of all edges that a tangent put on ``source`` runs through."""
    met = {source}
    total = 0
    for i in range(source, output):
        if i in met:
            met.update(consumer for consumer, _ in edges[i])
            total += sum(price[consumer] for consumer, _ in edges[i])
    return total


def _along(edges: Sequence[Sequence[Edge]], price: Sequence[int], output: int) -> list[int]:
    """Return for every node the price of all its paths, each multiplied out by itself."""
    ways, total = [0] * len(edges), [0] * len(edges)
    ways[output] = 1
    for i in range(output - 1, -1, -1):
        ways[i] = sum(ways[consumer] for consumer, _ in edges[i])
        total[i] = sum(total[consumer] + ways[consumer] * price[consumer] for consumer, _ in edges[i])
    return total
