"""Columns: which item stands where in each column, top to bottom, so that few edges cross.

An item is a node or a *dummy*: a place that a long edge keeps in a column which it passes. A source has one chain of
dummies for all its edges, at most ``LONGEST_CHAIN`` of them; what goes further runs in a lane beside the columns.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

LONGEST_CHAIN = 8
SMALL, MEDIUM, LARGE = 150, 1_000, 5_000
"""Item counts: below the first every refinement is affordable, below the second several starts, above the third few."""
_KEY = itemgetter(0)


@dataclass(slots=True)
class Columns:
    """Items in columns, left to right. Items below ``nodes`` are nodes, the others dummies.

    ``left[i]`` and ``right[i]`` are the items of the neighbouring columns that item i is joined to, once an edge, and
    ``near[i]`` is both. ``first[i]`` is the first dummy of node i's chain (the others follow it), -1 without a chain;
    ``owner[k]`` is the node of the k-th dummy. ``tilt[i]`` draws the operands of one consumer into the order of its
    slots. ``place[i]`` counts from the middle of the column.
    """

    nodes: int
    items: list[list[int]]
    left: list[list[int]]
    right: list[list[int]]
    near: list[list[int]]
    first: list[int]
    owner: list[int]
    tilt: list[float]
    place: list[float]

    def seat(self, column: int, order: list[int]) -> None:
        """Give a column its order."""
        self.items[column] = order
        place = self.place
        at = (1 - len(order)) / 2
        for item in order:
            place[item] = at
            at += 1


def build(column_of: Sequence[int | None], operands: Sequence[tuple[int, ...]]) -> Columns:
    """Join nodes and dummies, and seat them in the order in which one meets them from the right-most column."""
    nodes = len(operands)
    first, owner = _chains(_chain_lengths(column_of, operands))
    count = nodes + len(owner)
    left: list[list[int]] = [[] for _ in range(count)]
    right: list[list[int]] = [[] for _ in range(count)]
    result = Columns(nodes, [], left, right, [], first, owner, [0.0] * count, [0.0] * count)
    _join(result, column_of, operands)
    for item, source in enumerate(owner, nodes):
        before = item - 1 if item > first[source] else source
        left[item].append(before)
        right[before].append(item)
    result.near = [a + b or [item] for item, (a, b) in enumerate(zip(left, right, strict=True))]
    result.tilt = [lean / len(near) for lean, near in zip(result.tilt, result.near, strict=True)]
    _seat_as_met(result, column_of)
    return result


def _chain_lengths(column_of: Sequence[int | None], operands: Sequence[tuple[int, ...]]) -> list[int]:
    """How many dummies each node's chain has: as many as its longest edge that still runs between the columns."""
    passes = [0] * len(operands)
    for here, sources in zip(column_of, operands, strict=True):
        if here is None:
            continue
        for source in sources:
            there = column_of[source]
            if there is not None and passes[source] < here - there - 1 <= LONGEST_CHAIN:
                passes[source] = here - there - 1
    return passes


def _chains(passes: list[int]) -> tuple[list[int], list[int]]:
    """The first dummy of every node, and the owner of every dummy."""
    first = [-1] * len(passes)
    owner: list[int] = []
    for node, length in enumerate(passes):
        if length:
            first[node] = len(passes) + len(owner)
            owner += [node] * length
    return first, owner


def _join(result: Columns, column_of: Sequence[int | None], operands: Sequence[tuple[int, ...]]) -> None:
    """Join every consumer to its operands, or to the last dummies on the way from them."""
    left, right, first, tilt = result.left, result.right, result.first, result.tilt
    for node, sources in enumerate(operands):
        here = column_of[node]
        if here is None:
            continue
        step = 1 / (len(sources) + 1)
        lean = -0.5
        for source in sources:
            lean += step
            there = column_of[source]
            if there is not None and here - there <= LONGEST_CHAIN + 1:
                tail = source if here - there == 1 else first[source] + here - there - 2
                left[node].append(tail)
                right[tail].append(node)
                tilt[tail] += lean


def _seat_as_met(result: Columns, column_of: Sequence[int | None]) -> None:
    """Walk from the outputs over the operands, depth first: a tree is drawn without a crossing at once."""
    nodes, left, first = result.nodes, result.left, result.first
    column = list(column_of)
    column += [(column_of[node] or 0) + 1 + item - first[node] for item, node in enumerate(result.owner, nodes)]
    items: list[list[int]] = [[] for _ in range(max((c for c in column if c is not None), default=-1) + 1)]
    met = bytearray(len(column))
    for root in range(nodes - 1, -1, -1):
        stack = [] if met[root] or column[root] is None else [root]
        while stack:
            item = stack.pop()
            if not met[item]:
                met[item] = 1
                items[column[item] or 0].append(item)
                stack += reversed(left[item])
    result.items = items
    for index, order in enumerate(items):
        result.seat(index, order)


def untangle(columns: Columns) -> int:
    """Order every column so that few edges cross; the number of crossings that are left.

    Barycentre sweeps to and fro, then exchanges of neighbours; in small pictures again while that helps.
    """
    count = len(columns.left)
    sweeps, turns = (8, 4) if count < SMALL else (6, 3) if count < LARGE else (4, 2)
    best, fewest = columns.items, crossings(columns)
    while fewest:
        for turn in range(sweeps):
            if not _sweep(columns, rightward=turn % 2 == 1):
                break
        _exchange(columns, turns=turns)
        now = crossings(columns)
        helped = now < fewest
        if helped:
            best, fewest = [order[:] for order in columns.items], now
        if not helped or count >= SMALL:
            break
    for index, order in enumerate(best):
        columns.seat(index, order)
    return fewest


def keep(columns: Columns, ranks: Mapping[int, float]) -> int:
    """Like ``untangle``, but the nodes of ``ranks`` keep their old order; the number of crossings.

    What is new, dummies too, begins below the others, above them, or on both sides: above where its owner stands in
    the upper half of its column. From one of these starts it often cannot get past what stays.
    """
    met = [order[:] for order in columns.items]
    best: list[list[int]] = []
    fewest = -1
    for start in (_below, _above, _aside) if len(columns.left) < MEDIUM else (_below,):
        for index, order in enumerate(met):
            known = sorted((item for item in order if item in ranks), key=ranks.__getitem__)
            new = [item for item in order if item not in ranks]
            upper = [start(columns, item) for item in new]
            over = [item for item, high in zip(new, upper, strict=True) if high]
            under = [item for item, high in zip(new, upper, strict=True) if not high]
            columns.seat(index, over + known + under)
        for turn in range(4):
            _sweep(columns, rightward=turn % 2 == 1, frozen=ranks)
        _exchange(columns, frozen=ranks)
        now = crossings(columns)
        if fewest < 0 or now < fewest:
            best, fewest = [order[:] for order in columns.items], now
        if not fewest:
            break
    for index, order in enumerate(best):
        columns.seat(index, order)
    return fewest


def _below(_columns: Columns, _item: int) -> bool:
    return False


def _above(_columns: Columns, _item: int) -> bool:
    return True


def _aside(columns: Columns, item: int) -> bool:
    """Whether the owner of a dummy stands in the upper half of its column, which is seated by now."""
    return item >= columns.nodes and columns.place[columns.owner[item - columns.nodes]] < 0


def _sweep(columns: Columns, *, rightward: bool, frozen: Mapping[int, float] | None = None) -> bool:
    """Sort every column by the mean place of the neighbours on both sides; whether that changed anything."""
    place, near, tilt = columns.place, columns.near, columns.tilt
    look = place.__getitem__
    changed = False
    for index in range(len(columns.items))[:: 1 if rightward else -1]:
        order = columns.items[index]
        if len(order) == 1:
            continue
        keyed = [(sum(map(look, near[item])) / len(near[item]) + tilt[item], item) for item in order]
        if frozen:
            keyed = _monotone(keyed, frozen)
        keyed.sort(key=_KEY)
        new = [item for _, item in keyed]
        if new != order:
            changed = True
            columns.seat(index, new)
    return changed


def _monotone(keyed: list[tuple[float, int]], frozen: Mapping[int, float]) -> list[tuple[float, int]]:
    """Raise keys so that the frozen items, which come in their order, keep it when sorted."""
    least = float("-inf")
    result = []
    for key, item in keyed:
        if item in frozen:
            least = max(least, key)
        result.append((least if item in frozen else key, item))
    return result


def crossings(columns: Columns) -> int:
    """How many pairs of edges between neighbouring columns cross."""
    place, right = columns.place, columns.right
    look = place.__getitem__
    total = 0
    for order in columns.items:
        ends: list[float] = []
        for item in order:
            near = right[item]
            for end in sorted(map(look, near)) if len(near) > 1 else map(look, near):
                if not ends or end >= ends[-1]:
                    ends.append(end)
                else:
                    index = bisect_right(ends, end)
                    total += len(ends) - index
                    ends.insert(index, end)
    return total


def _exchange(columns: Columns, frozen: Mapping[int, float] | None = None, turns: int = 3) -> None:
    """Swap neighbours in a column where that saves crossings, until it does not or ``turns`` are over."""
    last = len(columns.items) - 1
    stale = set(range(last + 1))
    for _ in range(turns):
        changed = {index for index in sorted(stale) if _exchange_in(columns, columns.items[index], frozen or {})}
        stale = {near for index in changed for near in (max(index - 1, 0), index, min(index + 1, last))}


def _exchange_in(columns: Columns, order: list[int], frozen: Mapping[int, float]) -> bool:
    """One pass of exchanges down a column; whether there was any."""
    place, left, right = columns.place, columns.left, columns.right
    changed = False
    for index in range(len(order) - 1):
        upper, lower = order[index], order[index + 1]
        gain = 0
        for a, b in ((left[upper], left[lower]), (right[upper], right[lower])):
            if len(a) == 1 == len(b):
                gain += (place[a[0]] > place[b[0]]) - (place[a[0]] < place[b[0]])
            elif a and b:
                gain += _gain(a, b, place)
        if gain > 0 and not (upper in frozen and lower in frozen):
            order[index], order[index + 1] = lower, upper
            place[lower], place[upper] = place[upper], place[lower]
            changed = True
    return changed


def _gain(upper: list[int], lower: list[int], place: list[float]) -> int:
    """Crossings between the edges of two neighbours, minus those after an exchange of the two."""
    ends = sorted([place[item] for item in lower])
    gain = -len(ends) * len(upper)
    for item in upper:
        gain += bisect_left(ends, place[item]) + bisect_right(ends, place[item])
    return gain
