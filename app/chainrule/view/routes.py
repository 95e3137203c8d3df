"""Routes: the way of every edge from its source's card to its consumer's, and where its lens sits.

Everything is in the axes of the columns: *along* counts from column to column, *across* within one. A route is a list
of points at the borders of columns, to be drawn by a curve that passes them parallel to the way along (d3's bumpX, or
bumpY where columns run downwards): it bends between the columns and is straight beside the cards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Point = tuple[float, float]

LANE_PITCH, LANES, LANE_ROOM = 16.0, 24, 28.0
PARALLEL_PITCH = 44.0
LENSES_IN_DETAIL = 1_000
ASIDE = (0.36, 0.64, 0.25, 0.75, 0.16, 0.84)
"""Where else on its bend a lens may sit, as the parameter of the curve."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where things are: what the routes run between.

    ``column_of`` and ``across`` are given for every node, and ``ways``: the places across of its dummies, in the
    columns that follow. ``starts`` and ``ends`` are the borders of the cards in each column, ``port``
    the usual distance of two entries and ``entry`` the room for all; ``lens`` is a lens's size, along and across.
    """

    operands: Sequence[tuple[int, ...]]
    column_of: Sequence[int]
    across: Sequence[float]
    ways: Sequence[list[float]]
    starts: Sequence[float]
    ends: Sequence[float]
    port: float
    entry: float
    lens: Point


@dataclass(frozen=True, slots=True)
class Lanes:
    """Tracks outside the columns for edges that are too long to run between them.

    ``across`` gives the lane of a source, ``upper`` and ``lower`` the room that the tracks on either side take.
    """

    across: dict[int, float]
    upper: float
    lower: float


def lanes(far: dict[int, tuple[int, bool]], column_of: Sequence[int], top: float, bottom: float) -> Lanes:
    """Give each source in ``far`` (to its farthest consumer's column, above or below) a track.

    Sources whose lanes do not meet share a track; beyond ``LANES`` tracks a side they share all the same.
    """
    sides: tuple[list[int], list[int]] = ([], [])
    across = {}
    for source in sorted(far, key=lambda node: (column_of[node], node)):
        until, below = far[source]
        tracks = sides[below]
        track = next((index for index, end in enumerate(tracks) if end <= column_of[source]), len(tracks))
        if track == LANES:
            track = source % LANES
        elif track == len(tracks):
            tracks.append(0)
        tracks[track] = max(tracks[track], until)
        away = LANE_ROOM + LANE_PITCH * track
        across[source] = bottom + away if below else top - away
    upper, lower = (LANE_ROOM + LANE_PITCH * len(tracks) if tracks else 0.0 for tracks in sides)
    return Lanes(across, upper, lower)


def routes(site: Site, lane_of: dict[int, float]) -> tuple[list[list[list[Point]]], list[list[Point]]]:
    """The points of every edge and the place of its lens: lists for every node, with an entry for every slot."""
    starts, ends, across, column_of = site.starts, site.ends, site.across, site.column_of
    result: list[list[list[Point]]] = []
    centres: list[list[Point]] = []
    for node, sources in enumerate(site.operands):
        if not sources:
            result.append([])
            centres.append([])
            continue
        here = column_of[node]
        ways = [_way(site, lane_of, source, here) for source in sources]
        entries = _entries(ways, across[node], site)
        start, middle = starts[here], round((ends[here - 1] + starts[here]) / 2, 1)
        lenses = [(middle, round((way[-1][1] + entry) / 2, 1)) for way, entry in zip(ways, entries, strict=True)]
        if len(sources) > 1 and len(set(sources)) < len(sources):
            _part(ways, sources, lenses)
        for way, entry in zip(ways, entries, strict=True):
            way.append((start, entry))
        result.append(ways)
        centres.append(lenses)
    if sum(map(len, centres)) <= LENSES_IN_DETAIL:
        _spread(site, result, centres)
    return result, centres


def _way(site: Site, lane_of: dict[int, float], source: int, here: int) -> list[Point]:
    """The points from a source to the end of the column before ``here``."""
    there, at = site.column_of[source], site.across[source]
    starts, ends = site.starts, site.ends
    points = [(ends[there], at)]
    if there == here - 1:
        return points
    way = site.ways[source]
    if here - there - 1 > len(way):
        lane = lane_of[source]
        return [*points, (starts[there + 1], lane), (ends[here - 1], lane)]
    for column, place in zip(range(there + 1, here), way, strict=False):
        if place == at:
            points[-1] = (ends[column], at)
            if len(points) == 1:
                points.insert(0, (ends[there], at))
        else:
            points += [(starts[column], place), (ends[column], place)]
        at = place
    return points


def _entries(ways: list[list[Point]], middle: float, site: Site) -> list[float]:
    """Where the edges enter a card: side by side in the order in which they come, equal ones in slot order."""
    count = len(ways)
    if count == 1:
        return [middle]
    pitch = min(site.port, site.entry / (count - 1))
    first = middle - pitch * (count - 1) / 2
    entries = [0.0] * count
    for index, slot in enumerate(sorted(range(count), key=lambda slot: ways[slot][-1][1])):
        entries[slot] = round(first + pitch * index, 1)
    return entries


def _part(ways: list[list[Point]], sources: Sequence[int], lenses: list[Point]) -> None:
    """Let edges from one source into one card part in the last gap, so that each can be seen."""
    counts = Counter(sources)
    taken: Counter[int] = Counter()
    for slot, source in enumerate(sources):
        if (count := counts[source]) > 1:
            along, across = lenses[slot]
            pitch = min(PARALLEL_PITCH, 4 * PARALLEL_PITCH / count)
            lenses[slot] = (along, round(across + pitch * (taken[source] - (count - 1) / 2), 1))
            ways[slot].append(lenses[slot])
            taken[source] += 1


def _spread(site: Site, ways: list[list[list[Point]]], lenses: list[list[Point]]) -> None:
    """Slide lenses along their curves until none hides another, where there is room; flat curves choose first."""
    edges = []
    for column, node, entering in zip(site.column_of, range(len(ways)), ways, strict=True):
        for slot, way in enumerate(entering):
            edges.append((column, abs(way[-1][1] - way[-2][1]), node, slot))
    taken: dict[tuple[int, int], list[Point]] = {}
    for column, _, node, slot in sorted(edges):
        lens, way = lenses[node][slot], ways[node][slot]
        if not _is_free(lens, column, taken, site.lens) and lens not in way:
            lens = next((place for place in _along(way) if _is_free(place, column, taken, site.lens)), lens)
            lenses[node][slot] = lens
        taken.setdefault((column, int(lens[1] // site.lens[1])), []).append(lens)


def _along(way: list[Point]) -> Iterator[Point]:
    """Other places for a lens on the last bend of a route."""
    (start, at), (end, entry) = way[-2:]
    for t in ASIDE:
        along = start + (end - start) * (1.5 * t - 1.5 * t**2 + t**3)
        yield round(along, 1), round(at + (entry - at) * (3 * t**2 - 2 * t**3), 1)


def _is_free(place: Point, column: int, taken: dict[tuple[int, int], list[Point]], size: Point) -> bool:
    """Whether a lens there hides none of those before the same column; they are kept by their height."""
    x, y = place
    along, across = size
    row = int(y // across)
    others = (other for near in (row - 1, row, row + 1) for other in taken.get((column, near), ()))
    return not any(abs(y - b) < across and abs(x - a) < along for a, b in others)
