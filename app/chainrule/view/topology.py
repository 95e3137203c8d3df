"""Topology: what a scene says about the structure of a graph alone, worked out once and remembered.

A program is often run again with other numbers. Its ids, ops, levels and edges stay the same then, and so does their
JSON, which is most of the answer's bytes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any

import orjson

from chainrule.engine import trace
from chainrule.engine.graph import Graph

REMEMBERED = 60_000
"""How many nodes the remembered graphs may have together."""
_NAME = attrgetter("name")


@dataclass(frozen=True, slots=True)
class Topology:
    """The structure of a graph as lists; edges by consumer and slot.

    ``slopes`` picks the local gradients of all edges from two columns (first inputs, then second ones), ``upstream``
    the gradients of their consumers; both are None where a node has more than two inputs or there are no two edges.
    ``kinked`` says whether any op has kinks. ``encoded`` is the same lists as JSON.
    """

    levels: list[int | None]
    ops: list[str]
    source: list[int]
    target: list[int]
    slot: list[int]
    slopes: Callable[[Sequence[Any]], tuple[Any, ...]] | None
    upstream: Callable[[Sequence[Any]], tuple[Any, ...]] | None
    kinked: bool
    encoded: dict[str, orjson.Fragment]


def topology(graph: Graph) -> Topology:
    """The structure of a graph, from memory if a graph with the very same lists was asked about before."""
    return _MEMORY.get(graph)


def _worked_out(graph: Graph) -> Topology:
    levels = trace.levels(graph)
    operands = graph.operands
    source = list(chain.from_iterable(operands))
    target = [i for i, sources in enumerate(operands) for _ in sources]
    slot = [k for sources in operands for k in range(len(sources))]
    narrow = len(source) > 1 and max(slot) < 2  # noqa: PLR2004 -- two columns
    size = len(operands)
    ops = list(map(_NAME, graph.ops))
    lists = {"ids": graph.ids, "labels": graph.labels, "ops": ops, "levels_of": levels}
    lists |= {"from": source, "to": target, "slot": slot}
    return Topology(
        levels,
        ops,
        source,
        target,
        slot,
        itemgetter(*(i + k * size for i, k in zip(target, slot, strict=True))) if narrow else None,
        itemgetter(*target) if narrow else None,
        any(op.kinks for op in set(graph.ops)),
        {key: orjson.Fragment(orjson.dumps(value)) for key, value in lists.items()},
    )


@dataclass(slots=True)
class _Memory:
    """The graphs of late, by the identity of their lists, which are kept so that none is given away again."""

    kept: dict[tuple[int, int, int], tuple[Graph, Topology]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, graph: Graph) -> Topology:
        key = (id(graph.operands), id(graph.ops), graph.output)
        with self.lock:
            found = self.kept.pop(key, None)
            if found is not None:
                self.kept[key] = found
                return found[1]
        result = _worked_out(graph)
        with self.lock:
            self.kept[key] = graph, result
            while len(self.kept) > 1 and sum(len(each) for each, _ in self.kept.values()) > REMEMBERED:
                self.kept.pop(next(iter(self.kept)))
        return result


_MEMORY = _Memory()
