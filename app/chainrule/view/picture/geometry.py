"""Where lanes run: curves through the points of a route, two lanes beside them, and places along the way."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

from chainrule.view.picture.scene import Point, Scene

LANE = 5.0
SAMPLES = 16
SHARPEST = 0.35
ARROWHEAD = "M0 0L-9 -4.5V4.5Z"
"""An arrowhead that points to the right, its tip at the origin."""

Cubic = tuple[Point, Point, Point, Point]


class Head(NamedTuple):
    """Where an arrowhead stands and where it points, in degrees."""

    point: Point
    angle: float


class Way(NamedTuple):
    """The way of an edge.

    ``value`` and ``gradient`` are the paths of the two lanes, ``single`` the one in the middle, where there is but one;
    then their heads, the place of the lens, how far along it sits, and points along the middle with their distances.
    """

    value: str
    gradient: str
    single: str
    value_head: Head
    gradient_head: Head
    single_head: Head
    lens: Point
    lens_at: float
    points: list[Point]
    lengths: list[float]

    @property
    def length(self) -> float:
        """The length of the road."""
        return self.lengths[-1]

    def at(self, share: float) -> Point:
        """The place in the middle of the road at a share of its length."""
        length = share * self.length
        after = max(1, next((i for i, each in enumerate(self.lengths) if each >= length), len(self.lengths) - 1))
        (a, b), (start, end) = self.points[after - 1 : after + 1], self.lengths[after - 1 : after + 1]
        t = 0.0 if start == end else min(1.0, max(0.0, (length - start) / (end - start)))
        return Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)


def ways(scene: Scene) -> list[Way]:
    """The ways of all edges."""
    return [_way(*each, down=scene.down) for each in zip(scene.edges.routes, scene.edges.lenses, strict=True)]


def _way(route: Sequence[Point], lens: Point, *, down: bool) -> Way:
    middle = [_bump(a, b, down=down) for a, b in itertools.pairwise(route)]
    left = [_offset(cubic, -LANE) for cubic in middle]
    right = [_offset(cubic, LANE) for cubic in middle]
    points, lengths = _measure(middle)
    distances = [math.dist(point, lens) for point in points]
    nearest = distances.index(min(distances))
    return Way(
        value=_path(left),
        gradient=_path([(d, c, b, a) for a, b, c, d in reversed(right)]),
        single=_path(middle),
        value_head=_head(*left[-1][2:]),
        gradient_head=_head(right[0][1], right[0][0]),
        single_head=_head(*middle[-1][2:]),
        lens=lens,
        lens_at=lengths[nearest] / lengths[-1],
        points=points,
        lengths=lengths,
    )


def _bump(a: Point, b: Point, *, down: bool) -> Cubic:
    """A bend that leaves and arrives level, or upright where columns run downwards."""
    if down:
        y = (a.y + b.y) / 2
        return a, Point(a.x, y), Point(b.x, y), b
    x = (a.x + b.x) / 2
    return a, Point(x, a.y), Point(x, b.y), b


def _offset(cubic: Cubic, aside: float) -> Cubic:
    """A curve beside another one: the legs of its control polygon are moved aside and meet again."""
    chord = _normal(cubic[0], cubic[3]) or Point(0.0, 0.0)
    a, b, c = (_normal(p, q) or chord for p, q in itertools.pairwise(cubic))
    moves = (a, _mitre(a, b), _mitre(b, c), c)
    p, q, r, s = (
        Point(point.x + move.x * aside, point.y + move.y * aside) for point, move in zip(cubic, moves, strict=True)
    )
    return p, q, r, s


def _normal(a: Point, b: Point) -> Point | None:
    length = math.dist(a, b)
    return None if length < 1e-6 else Point(-(b.y - a.y) / length, (b.x - a.x) / length)  # noqa: PLR2004 - no length


def _mitre(a: Point, b: Point) -> Point:
    scale = max(SHARPEST, 1 + a.x * b.x + a.y * b.y)
    return Point((a.x + b.x) / scale, (a.y + b.y) / scale)


def _path(cubics: Sequence[Cubic]) -> str:
    def xy(point: Point) -> str:
        return f"{tidy(point.x, 1)} {tidy(point.y, 1)}"

    return f"M{xy(cubics[0][0])}" + "".join(f"C{xy(b)} {xy(c)} {xy(d)}" for _, b, c, d in cubics)


def tidy(number: float, digits: int = 2) -> str:
    """A coordinate, without zeros that say nothing."""
    return f"{round(number, digits) + 0.0:g}" if abs(number) < 1e4 else f"{number:.{digits}f}"  # noqa: PLR2004 - %g


def _head(before: Point, point: Point) -> Head:
    return Head(point, math.degrees(math.atan2(point.y - before.y, point.x - before.x)))


def _measure(cubics: Sequence[Cubic]) -> tuple[list[Point], list[float]]:
    """Places along the way with the lengths that lead to them."""
    points, lengths = [cubics[0][0]], [0.0]
    for cubic in cubics:
        for i in range(1, SAMPLES + 1):
            point = _bezier(cubic, i / SAMPLES)
            lengths.append(lengths[-1] + math.dist(points[-1], point))
            points.append(point)
    return points, lengths


def _bezier(cubic: Cubic, u: float) -> Point:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = cubic
    v = 1 - u
    p, q, r, s = v**3, 3 * v * v * u, 3 * v * u * u, u**3
    return Point(p * ax + q * bx + r * cx + s * dx, p * ay + q * by + r * cy + s * dy)
