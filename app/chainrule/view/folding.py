"""Folding: groups of nodes that are drawn as one card, and the smaller graph that is laid out then.

Values, gradients and steps are those of the whole graph; what is folded is only drawn in one place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from itertools import chain, islice
from typing import Any

from chainrule.engine.graph import Graph
from chainrule.engine.trace import levels
from chainrule.view.layout import Direction, Layout, layout
from chainrule.view.routes import Point

LEAST = 2
"""A group has at least so many named members."""
_PREFIX = re.compile(r"([A-Za-z][A-Za-z0-9]*)_")
_LAYER = re.compile(r"[A-Za-z]+([0-9]+)(?:_|$)")


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that belong together, in the order of evaluation."""

    name: str
    nodes: list[int]


@dataclass(frozen=True, slots=True)
class Card:
    """Nodes that are drawn as one card: those of the groups, and what lies between them."""

    groups: list[str]
    nodes: list[int]


@dataclass(frozen=True, slots=True)
class Folding:
    """A graph with some groups folded.

    ``graph`` is the smaller graph and ``place`` where each node went in it. ``cards`` are the folded ones by their
    place. ``drawn`` is for each edge of the whole graph, by consumer and slot, the one that is drawn in its stead:
    itself, another one between the same cards, or None within a card.
    """

    graph: Graph
    place: list[int]
    cards: dict[int, Card]
    drawn: list[int | None]


def prefix(name: str) -> str | None:
    """The group that a name belongs to by its beginning: ``layer1_w`` belongs to ``layer1``."""
    found = _PREFIX.match(name)
    return found[1] if found else None


def layer(name: str) -> str | None:
    """The layer that a part of a network belongs to: ``w2_1_1``, ``z2`` and ``a2_1`` belong to ``layer2``."""
    found = _LAYER.match(name)
    return f"layer{found[1]}" if found else prefix(name)


def groups(graph: Graph, key: Callable[[str], str | None] = prefix) -> list[Group]:
    """The groups of a graph in the order in which they begin; a step without a name belongs where all its use is."""
    named = [key(name) if label else None for name, label in zip(graph.ids, graph.labels, strict=True)]
    counts: dict[str, int] = {}
    for name in named:
        if name is not None:
            counts[name] = counts.get(name, 0) + 1
    owner = [name if name is not None and counts[name] >= LEAST else None for name in named]
    use: list[str | None] = [""] * len(graph)
    for i in range(len(graph) - 1, -1, -1):
        if not graph.labels[i] and i != graph.output:
            owner[i] = use[i] or None
        for source in graph.operands[i]:
            use[source] = owner[i] if use[source] in ("", owner[i]) else None
    members: dict[str, list[int]] = {}
    for i, name in enumerate(owner):
        if name is not None:
            members.setdefault(name, []).append(i)
    return [Group(name, nodes) for name, nodes in members.items()]


def fold(graph: Graph, folded: Sequence[Group]) -> Folding:
    """Fold groups. What lies between the members of one, or of several that feed one another, goes with them."""
    together = list(range(len(graph)))
    for group in folded:
        for node in group.nodes:
            together[node] = group.nodes[0]
    together = _without_cycles(graph, together)
    names: dict[int, list[str]] = {}
    for group in folded:
        names.setdefault(together[group.nodes[0]], []).append(group.name)
    order = _order(graph, together)
    index = {head: at for at, head in enumerate(order)}
    place = [index[head] for head in together]
    cards = {index[head]: Card(each, []) for head, each in names.items()}
    for node, at in enumerate(place):
        if at in cards:
            cards[at].nodes.append(node)
    smaller, drawn = _contracted(graph, place, order, cards)
    return Folding(smaller, place, cards, drawn)


def _contracted(
    graph: Graph, place: list[int], order: list[int], cards: dict[int, Card]
) -> tuple[Graph, list[int | None]]:
    """The smaller graph, each of its edges once, and for every edge the one that stands for it."""
    operands: list[list[int]] = [[] for _ in order]
    first: dict[tuple[int, int], int] = {}
    drawn: list[int | None] = []
    for node, sources in enumerate(graph.operands):
        here, plain = place[node], place[node] not in cards
        for source in sources:
            there, edge = place[source], len(drawn)
            if there == here:
                drawn.append(None)
            elif plain and there not in cards:
                operands[here].append(there)
                drawn.append(edge)
            else:
                if (there, here) not in first:
                    first[there, here] = edge
                    operands[here].append(there)
                drawn.append(first[there, here])
    labels = [", ".join(cards[at].groups) if at in cards else graph.labels[head] for at, head in enumerate(order)]
    smaller = replace(
        graph,
        ops=[graph.ops[head] for head in order],
        operands=[tuple(each) for each in operands],
        attrs=[graph.attrs[head] for head in order],
        ids=[graph.ids[head] for head in order],
        labels=labels,
        literals=[graph.literals[head] for head in order],
        output=place[graph.output],
        spans=(),
    )
    return smaller, drawn


def _order(graph: Graph, together: list[int]) -> list[int]:
    """The heads in an order in which operands come first; of several possible ones, that of the graph."""
    after: dict[int, set[int]] = {head: set() for head in together}
    waiting = dict.fromkeys(after, 0)
    for node, sources in enumerate(graph.operands):
        for source in sources:
            a, b = together[source], together[node]
            if a != b and b not in after[a]:
                after[a].add(b)
                waiting[b] += 1
    ready = [head for head, count in waiting.items() if count == 0]
    heapify(ready)
    order = []
    while ready:
        head = heappop(ready)
        order.append(head)
        for other in after[head]:
            waiting[other] -= 1
            if waiting[other] == 0:
                heappush(ready, other)
    return order


def _without_cycles(graph: Graph, together: list[int]) -> list[int]:
    """The same with everything in one place that would else stand in a cycle: the strongly connected parts."""
    after: dict[int, list[int]] = {head: [] for head in together}
    for node, sources in enumerate(graph.operands):
        for source in sources:
            if together[source] != together[node]:
                after[together[source]].append(together[node])
    part = _parts(after)
    least: dict[int, int] = {}
    for head, each in part.items():
        least[each] = min(least.get(each, head), head)
    return [least[part[head]] for head in together]


def _parts(after: dict[int, list[int]]) -> dict[int, int]:
    """The strongly connected part of every head (Tarjan's algorithm, without recursion)."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    part: dict[int, int] = {}
    stack: list[int] = []
    for root, first in after.items():
        if root in number:
            continue
        work = [(root, iter(first))]
        number[root] = low[root] = len(number)
        stack.append(root)
        while work:
            head, others = work[-1]
            new = next((other for other in others if _is_new(other, head, number, low, part)), None)
            if new is not None:
                number[new] = low[new] = len(number)
                stack.append(new)
                work.append((new, iter(after[new])))
                continue
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[head])
            if low[head] == number[head]:
                _close(head, stack, part)
    return part


def _is_new(other: int, head: int, number: dict[int, int], low: dict[int, int], part: dict[int, int]) -> bool:
    """Whether nobody has been there; where somebody has, who is not done, the way back is noted."""
    if other not in number:
        return True
    if other not in part:
        low[head] = min(low[head], number[other])
    return False


def _close(head: int, stack: list[int], part: dict[int, int]) -> None:
    """Take a part that is complete off the stack."""
    while True:
        other = stack.pop()
        part[other] = head
        if other == head:
            return


def layout_folded(
    graph: Graph, folding: Folding, *, previous: Mapping[str, float] | None = None, direction: Direction = "right"
) -> Layout:
    """The layout with groups folded: every node stands where its card does, and an edge that is not drawn has no route.

    Its lens is None then.
    """
    small = layout(folding.graph, levels(folding.graph), previous=previous, direction=direction)
    ways = chain.from_iterable(small.routes)
    centres = chain.from_iterable(small.lenses)
    consumer = [node for node, operands in enumerate(graph.operands) for _ in operands]
    drawn = [edge for edge, other in enumerate(folding.drawn) if edge == other]
    drawn.sort(key=lambda edge: folding.place[consumer[edge]])
    routes: list[list[Point]] = [[] for _ in folding.drawn]
    lenses: list[Any] = [None] * len(folding.drawn)
    for edge, way, centre in zip(drawn, ways, centres, strict=True):
        routes[edge], lenses[edge] = way, centre
    each, middle = iter(routes), iter(lenses)
    return replace(
        small,
        x=[small.x[place] for place in folding.place],
        y=[small.y[place] for place in folding.place],
        order=[small.order[place] for place in folding.place],
        routes=[list(islice(each, len(operands))) for operands in graph.operands],
        lenses=[list(islice(middle, len(operands))) for operands in graph.operands],
    )


def told(
    answer: dict[str, Any], graph: Graph, every: Sequence[Group], folding: Folding | None = None
) -> dict[str, Any]:
    """An answer with its groups, and with the cards that are folded; in rows nodes are named, in columns numbered."""
    rows = "nodes" in answer

    def named(nodes: list[int]) -> list[Any]:
        return [graph.ids[node] for node in nodes] if rows else nodes

    folded = {name for card in folding.cards.values() for name in card.groups} if folding else set()
    if every:
        answer["groups"] = [
            {"name": group.name, "nodes": named(group.nodes), "folded": group.name in folded} for group in every
        ]
    if folding:
        cards = [{"groups": card.groups, "nodes": named(card.nodes)} for card in folding.cards.values()]
        answer["layout"]["cards"] = cards
        if not rows:
            answer["edges"]["drawn"] = folding.drawn
    return answer
