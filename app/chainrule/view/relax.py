"""Relaxation: where in its column every item stands, so that edges run straight and nothing overlaps."""

from __future__ import annotations

from collections.abc import Sequence

from chainrule.view.columns import Columns

LEAST_ROUNDS, MORE_MOVES = 4, 600
"""Large pictures come nearly to rest in a few rounds; small ones get rounds until these moves are spent."""
REST = 0.004
STIFF = 6


def relax(columns: Columns, above: Sequence[float], below: Sequence[float]) -> list[float]:
    """The middle of every item across its column; ``above`` and ``below`` are the rooms it needs from there.

    Edges are springs, stiffer between dummies so that long edges run straight. Column by column, to the left and
    back, the items take the places that are best for their springs on both sides, in the order they have.
    """
    places = [0.0] * len(columns.left)
    for order in columns.items:
        _stack(order, places, above, below)
    springs = _springs(columns)
    before = places[:]
    for turn in range(LEAST_ROUNDS + MORE_MOVES // max(len(places), 1)):
        for order in columns.items[:: 1 if turn % 2 else -1]:
            _settle(order, places, springs, above, below)
        if turn % LEAST_ROUNDS == 0:
            if all(abs(old - new) < REST for old, new in zip(before, places, strict=True)):
                break
            before = places[:]
    return places


def _stack(order: list[int], places: list[float], above: Sequence[float], below: Sequence[float]) -> None:
    """Stack a column without gaps, its middle at 0."""
    at = -sum(above[item] + below[item] for item in order) / 2
    for item in order:
        places[item] = at + above[item]
        at += above[item] + below[item]


def _springs(columns: Columns) -> list[list[int]]:
    """What each item is drawn to: its neighbours, ``STIFF`` times over an edge with a dummy at both ends."""
    nodes, more = columns.nodes, STIFF - 1
    result = columns.near[:nodes]
    for near in columns.near[nodes:]:
        result.append(near + [other for other in near if other >= nodes] * more)
    return result


def _settle(
    order: list[int],
    places: list[float],
    springs: list[list[int]],
    above: Sequence[float],
    below: Sequence[float],
) -> None:
    """Move the items of one column to the best places for their springs.

    Items that would overlap form a block that moves as one (pooling of adjacent violators).
    """
    look = places.__getitem__
    offsets: list[float] = []  # from the first item of the column, were all packed
    wants: list[float] = []  # for each block, where it wants to be if its items' offsets are added,
    weights: list[int] = []  # by how many springs,
    sizes: list[int] = []  # and of how many items it is
    offset = 0.0
    for item in order:
        near = springs[item]
        weight, size = len(near), 1
        offset += above[item]
        want = sum(map(look, near)) / weight - offset
        offsets.append(offset)
        offset += below[item]
        while wants and wants[-1] > want:
            other = weights.pop()
            want = (want * weight + wants.pop() * other) / (weight + other)
            weight += other
            size += sizes.pop()
        wants.append(want)
        weights.append(weight)
        sizes.append(size)
    index = 0
    for want, size in zip(wants, sizes, strict=True):
        for step in range(index, index + size):
            places[order[step]] = want + offsets[step]
        index += size
