"""Layout: where every card stands and how the edges run, made once, for the page and for pictures alike.

Columns are given (the longest path to the output); ``columns`` orders them, ``relax`` finds the places in them and
``routes`` the edges. All is deterministic, and takes time about linear in the size of the graph.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from chainrule.engine.graph import Graph
from chainrule.view.columns import LONGEST_CHAIN, Columns, build, keep, untangle
from chainrule.view.relax import relax
from chainrule.view.routes import Point, Site, lanes, routes

Direction = Literal["right", "down"]
CARD = (176.0, 84.0)
GAP = {"right": 190.0, "down": 96.0}
"""Between columns: room for a lens and a token on either side of it."""
LENS = (70.0, 32.0)
PORT, ENTRY = {"right": 26.0, "down": 44.0}, {"right": 56.0, "down": 132.0}
"""The usual distance between two entries of a card, and the room for all of them."""
NAME_ROOM, SLIDER_ROOM, PLAIN_ROOM, DUMMY_ROOM = 40.0, 44.0, 20.0, 16.0
"""Above a card for its name, below it for its slider or caption, around one that has neither, around a dummy."""
MARGIN, BAND_ROOM = 24.0, 56.0
"""Around the picture; and between it and the nodes that the output does not depend on."""
WORTH = 1.5
"""An old order is kept unless it has so many times the crossings of a new one."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions in pixels, one decimal. Lists have an entry for every node (and in it one for every slot).

    ``x`` and ``y`` are the upper left corner of a card, ``size`` the size of all cards. A route's points are to be
    joined by a curve that is level (``right``) or upright (``down``) at each of them; ``lenses`` are points on it.
    ``columns`` are ``{"level", "x", "y"}``, where the cards of a column begin. ``order`` is a node's place within
    its column, to be handed back as ``previous`` when the graph was edited.
    """

    direction: Direction
    x: list[float]
    y: list[float]
    routes: list[list[list[Point]]]
    lenses: list[list[Point]]
    order: list[int]
    columns: list[dict[str, float]]
    width: float
    height: float
    crossings: int
    size: Point = CARD


def layout(
    graph: Graph,
    levels: Sequence[int | None],
    *,
    previous: Mapping[str, float] | None = None,
    direction: Direction = "right",
) -> Layout:
    """Lay out a graph in columns by ``levels``; nodes of level None stand in a band of their own beside the others.

    ``previous`` gives an old order within columns by node id, which is kept unless that costs many crossings.
    """
    known = previous or {}
    ranks = {node: known[name] for node, name in enumerate(graph.ids) if name in known} if known else {}
    last = max((level for level in levels if level is not None), default=0)
    reached = [None if level is None else last - level for level in levels]
    bands = [_band(graph, reached, ranks, direction)]
    column_of = reached
    if None in levels:
        loose = loose_columns(graph, reached)
        bands.append(_band(graph, loose, ranks, direction))
        column_of = [a if a is not None else b for a, b in zip(reached, loose, strict=True)]
    picture = _compose(graph, [column or 0 for column in column_of], bands, direction)
    heads = [{"level": last - column, "x": picture.starts[column], "y": picture.first} for column in range(last + 1)]
    return _turned(picture, heads, direction)


def loose_columns(graph: Graph, reached: Sequence[int | None]) -> list[int | None]:
    """A column for each node that the output does not depend on: right of its operands, a leaf left of its use."""
    loose: list[int | None] = [None] * len(reached)
    latest: dict[int, int] = {}
    for node, sources in enumerate(graph.operands):
        if reached[node] is not None:
            continue
        here = max((loose[source] or reached[source] or 0 for source in sources), default=-1) + 1
        loose[node] = here
        for source in sources:
            if not graph.operands[source] and reached[source] is None:
                latest[source] = min(latest.get(source, here - 1), here - 1)
    for source, column in latest.items():
        loose[source] = column
    return loose


@dataclass(frozen=True, slots=True)
class _Band:
    """Nodes that are laid out together: their columns, and places across from ``top`` to ``bottom``."""

    columns: Columns
    across: list[float]
    top: float
    bottom: float
    crossings: int


def _band(graph: Graph, column_of: Sequence[int | None], ranks: Mapping[int, float], direction: Direction) -> _Band:
    """Order the columns of some nodes, and place the nodes in them."""
    columns = build(column_of, graph.operands)
    crossings = untangle(columns)
    if ranks:
        old = build(column_of, graph.operands)
        kept = keep(old, ranks)
        if kept <= WORTH * crossings and _nodes(old) != _nodes(columns):
            columns, crossings = old, kept
    above, below = _rooms(graph, len(columns.left), direction)
    across = relax(columns, above, below)
    ends = [(order[0], order[-1]) for order in columns.items if order]
    top = min((across[first] - above[first] for first, _ in ends), default=0.0)
    bottom = max((across[last] + below[last] for _, last in ends), default=0.0)
    return _Band(columns, across, top, bottom, crossings)


def _nodes(columns: Columns) -> list[list[int]]:
    """The order of the nodes alone."""
    return [[item for item in order if item < columns.nodes] for order in columns.items]


def _rooms(graph: Graph, count: int, direction: Direction) -> tuple[list[float], list[float]]:
    """How far each item with what belongs to it reaches from its middle, on either side in its column."""
    dummies = [DUMMY_ROOM] * (count - len(graph))
    if direction == "down":
        room = [CARD[0] / 2 + PLAIN_ROOM] * len(graph) + dummies
        return room, room
    half = CARD[1] / 2
    above = [half + (NAME_ROOM if label else PLAIN_ROOM) for label in graph.labels]
    below = [half + (SLIDER_ROOM if label else PLAIN_ROOM) for label in graph.labels]
    return above + dummies, below + dummies


@dataclass(frozen=True, slots=True)
class _Picture:
    """A layout in the axes of its columns: along from column to column, across within one."""

    across: list[float]
    along: list[float]
    edges: list[list[list[Point]]]
    lenses: list[list[Point]]
    order: list[int]
    starts: list[float]
    extent: Point
    crossings: int

    @property
    def first(self) -> float:
        """Where the first card begins across."""
        return min(self.across, default=MARGIN)


def _compose(graph: Graph, column_of: list[int], bands: list[_Band], direction: Direction) -> _Picture:
    """Put lanes and bands beside the columns, and find the routes."""
    main = bands[0]
    tracks = lanes(_far(graph, column_of, bands), column_of, main.top, main.bottom)
    across, order = [0.0] * len(graph), [0] * len(graph)
    ways: list[list[float]] = [[] for _ in across]
    at = MARGIN + tracks.upper
    _adopt(main, at - main.top, across, order, ways)
    lane_of = {source: round(lane + at - main.top, 1) for source, lane in tracks.across.items()}
    at += main.bottom - main.top + tracks.lower
    for band in bands[1:]:
        _adopt(band, at + BAND_ROOM - band.top, across, order, ways)
        at += BAND_ROOM + band.bottom - band.top
    starts, ends = _borders(graph, column_of, direction)
    lens = LENS if direction == "right" else LENS[::-1]
    site = Site(graph.operands, column_of, across, ways, starts, ends, PORT[direction], ENTRY[direction], lens)
    edges, lenses = routes(site, lane_of)
    half = CARD[direction == "right"] / 2
    extent = (ends[-1] + MARGIN + (SLIDER_ROOM if direction == "down" else 0), round(at + MARGIN, 1))
    along = [starts[column] for column in column_of]
    return _Picture(
        [round(place - half, 1) for place in across], along, edges, lenses, order, starts, extent, main.crossings
    )


def _far(graph: Graph, column_of: list[int], bands: list[_Band]) -> dict[int, tuple[int, bool]]:
    """The sources of edges that run in lanes: up to which column, and whether below the picture."""
    main = bands[0]
    middle = (main.top + main.bottom) / 2
    loose = {item for band in bands[1:] for items in band.columns.items for item in items}
    result: dict[int, tuple[int, bool]] = {}
    for node, sources in enumerate(graph.operands):
        for source in sources:
            span = column_of[node] - column_of[source]
            apart = (node in loose) != (source in loose)
            if span > LONGEST_CHAIN + 1 or (apart and span > 1):
                until, below = result.get(source, (0, main.across[source] > middle))
                result[source] = (max(until, column_of[node]), below or node in loose)
    return result


def _adopt(band: _Band, shift: float, across: list[float], order: list[int], ways: list[list[float]]) -> None:
    """Enter a band's places into the lists for the whole picture."""
    columns = band.columns
    places = [round(place + shift, 1) for place in band.across]
    for items in columns.items:
        for index, item in enumerate(items):
            if item < columns.nodes:
                across[item] = places[item]
                order[item] = index
    for item, source in enumerate(columns.owner, columns.nodes):
        ways[source].append(places[item])


def _borders(graph: Graph, column_of: list[int], direction: Direction) -> tuple[list[float], list[float]]:
    """Where the cards of each column begin and end along; rows need room for the names and sliders in them."""
    count = max(column_of, default=0) + 1
    size, gap = CARD[direction == "down"], GAP[direction]
    named, sliding = [0.0] * count, [0.0] * count
    if direction == "down":
        for column, label, sources in zip(column_of, graph.labels, graph.operands, strict=True):
            if label and sources:
                named[column] = NAME_ROOM
            elif label:
                sliding[column] = SLIDER_ROOM
    starts, at = [], MARGIN
    for column in range(count):
        starts.append(at + named[column])
        at = starts[-1] + size + sliding[column] + gap
    return starts, [start + size for start in starts]


def _turned(picture: _Picture, heads: list[dict[str, float]], direction: Direction) -> Layout:
    """The layout in x and y: along is x where columns follow one another to the right, else y."""
    across, along, edges, lenses = picture.across, picture.along, picture.edges, picture.lenses
    width, height = picture.extent
    if direction == "right":
        x, y = along, across
    else:
        x, y, width, height = across, along, height, width
        edges = [[[(b, a) for a, b in way] for way in entering] for entering in edges]
        lenses = [[(b, a) for a, b in centres] for centres in lenses]
        heads = [{"level": head["level"], "x": head["y"], "y": head["x"]} for head in heads]
    return Layout(direction, x, y, edges, lenses, picture.order, heads, width, height, picture.crossings)
