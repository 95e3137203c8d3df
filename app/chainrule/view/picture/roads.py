"""Roads: an edge is a two-lane road with arrowheads, and the lens with the local gradient on it."""

from __future__ import annotations

from typing import NamedTuple

from chainrule.view.picture import words as say
from chainrule.view.picture.frames import Frame
from chainrule.view.picture.geometry import ARROWHEAD, Head, Way, tidy
from chainrule.view.picture.heat import cells, pitch_of
from chainrule.view.picture.paint import Attributes, Paint, element, text_width, words
from chainrule.view.picture.scene import Point, Scene
from chainrule.view.picture.values import brief, raw

LENS_HEIGHT, LENS_TEXT, LENS_ROOM, LIST_ROOM, LEAST_LENS = 30, 15, 22, 34, 46
TAG_HEIGHT, TAG_TEXT, TAG_APART = 20, 12, 7
TAG_BELOW = (LENS_HEIGHT + TAG_HEIGHT) / 2 + 3
MOST_NEIGHBOURS = 40
FACTOR_APART, FACTOR_WIDTH, FACTOR_HEIGHT, LARGEST_FACTOR = 8, 24, 20, 7
MOST_ROWS, MOST_COLUMNS = 10, 12
"""Of a factor that is shown in its lens."""


def wire(scene: Scene, frame: Frame, paint: Paint, edge: int, way: Way) -> str:
    """The two lanes of an edge; one where no gradient ever runs."""
    target, twofold = scene.edges.target[edge], scene.propagated_at[edge] >= 0
    sent, back = frame.values[target] is not None, frame.handed[edge]
    hot = edge in frame.edges
    value, head = (way.value, way.value_head) if twofold else (way.single, way.single_head)
    lanes = [_lane(paint, "value", value, head, known=sent, hot=hot and not back)]
    if twofold:
        lanes.append(_lane(paint, "gradient", way.gradient, way.gradient_head, known=back, hot=hot and back))
    dim = 0.55 if scene.levels[target] is None else None
    return element("g", *lanes, stroke_opacity=dim, fill_opacity=dim)  # opacity would be a layer of its own


def _lane(paint: Paint, kind: str, path: str, head: Head, *, known: bool, hot: bool) -> str:
    if not known:
        dots: Attributes = {"stroke_width": 2, "stroke_dasharray": ".5 6", "stroke_linecap": "round"}
        return element("path", d=path, **paint.colours(None, "wire"), **dots)
    place = f"translate({tidy(head.point.x)} {tidy(head.point.y)})rotate({tidy(head.angle)})"
    line = element("path", d=path, **paint.colours(None, kind), stroke_width=3 if hot else 2)
    return line + element("path", d=ARROWHEAD, transform=place, **paint.colours(kind))


def edge_group(scene: Scene, frame: Frame, paint: Paint, edge: int, way: Way) -> str:
    """The lens of an edge, and what it has handed back where several edges add up."""
    source, target = scene.edges.source[edge], scene.edges.target[edge]
    twice = sum(scene.edges.source[other] == source for other in scene.edges.into[target]) > 1
    return element(
        "g",
        _lens(scene, frame, paint, edge, way),
        _handed(scene, frame, paint, edge, way),
        data_edge=f"{scene.ids[source]}->{scene.ids[target]}",
        data_slot=str(scene.edges.slot[edge]) if twice else None,
    )


class _Parts(NamedTuple):
    """What stands in a lens: its width, where its words stand, a small factor, its pitch and where it begins."""

    width: float
    text: float
    factor: tuple[list[float], list[int]] | None
    pitch: float
    factor_at: float


def _lens_parts(scene: Scene, edge: int) -> _Parts:
    factor, pitch, across = say.factor_of(scene, edge), 0.0, 0.0
    if factor:
        columns = factor[1][-1]
        rows = len(factor[0]) // columns
        if columns <= MOST_COLUMNS and rows <= MOST_ROWS:
            pitch = pitch_of(rows, columns, FACTOR_WIDTH, FACTOR_HEIGHT, LARGEST_FACTOR)
            across = columns * pitch
        else:
            factor = None
    more = across + FACTOR_APART if factor else 0.0
    text = say.lens_text(scene, edge)
    wide = text_width(text, LENS_TEXT) + more
    return _Parts(
        max(LEAST_LENS, wide + (LIST_ROOM if "[" in text else LENS_ROOM)), -more / 2, factor, pitch, wide / 2 - across
    )


def _lens_width(scene: Scene, edge: int) -> float:
    return _lens_parts(scene, edge).width


def _factor(paint: Paint, parts: _Parts) -> str:
    """The cells of the factor of a matrix product."""
    if not parts.factor:
        return ""
    numbers, shape = parts.factor
    top = -len(numbers) // shape[-1] * parts.pitch / 2
    drawn = cells(paint, "local", numbers, shape[-1], parts.pitch, top)
    return element("g", *drawn, transform=f"translate({tidy(parts.factor_at)} 0)")


def _lens(scene: Scene, frame: Frame, paint: Paint, edge: int, way: Way) -> str:
    """The local gradient in its glass; an empty glass while it is pending."""
    local, known = scene.edges.local[edge], frame.local[edge]
    if local is None:
        return ""
    inside = _lens_parts(scene, edge)
    width, height, rule = inside.width, LENS_HEIGHT, say.is_rule(local)
    halo: Attributes = {
        "x": -width / 2 - 4,
        "y": -height / 2 - 4,
        "width": width + 8,
        "height": height + 8,
        "rx": height / 2 + 4,
    }
    glass: Attributes = {"x": -width / 2, "y": -height / 2, "width": width, "height": height, "rx": height / 2}
    look = paint.colours("local-tint", "local") if known else paint.colours("background", "wire")
    number: Attributes = {"dy": ".36em", "text_anchor": "middle", "font_size": LENS_TEXT, "font_weight": 600}
    parts = [
        element("rect", **halo, **paint.colours("background")),
        element(
            "rect",
            **glass,
            **look,
            stroke_width=2.25 if known and edge in frame.edges else 1.5,
            stroke_dasharray=None if known else "3 4",
        ),
    ]
    if known:
        shown = element(
            "text",
            words(say.lens_text(scene, edge)),
            data_part="local",
            x=inside.text or None,
            data_value=None if rule else raw(local),
            **number,
            **paint.colours("local"),
        )
        parts += [shown, _factor(paint, inside)]
        parts.insert(0, element("title", words(_tip(scene, edge, say.local_in_full(scene, edge)))))
    return element("g", *parts, transform=f"translate({tidy(way.lens.x)} {tidy(way.lens.y)})")


def _tip(scene: Scene, edge: int, shown: str) -> str:
    source, target = scene.edges.source[edge], scene.edges.target[edge]
    tip = f"local gradient ∂{say.name_of(scene, target)}/∂{say.name_of(scene, source)} = {shown}"
    more = say.factor_words(scene, edge)
    return f"{tip}\n{more}" if more else tip


def _handed(scene: Scene, frame: Frame, paint: Paint, edge: int, way: Way) -> str:
    """The propagated gradient beside the lens, shown where several add up and where it has room."""
    value = scene.edges.propagated[edge] if frame.handed[edge] else None
    if value is None:
        return ""
    text = brief(value)
    width = text_width(text, TAG_TEXT) + 14
    place = _handed_at(scene, way, edge, width)
    shown = len(scene.summands[scene.edges.source[edge]]) > 1 and place is not None
    at = place or way.lens
    tag: Attributes = {
        "x": -width / 2,
        "y": -TAG_HEIGHT / 2,
        "width": width,
        "height": TAG_HEIGHT,
        "rx": TAG_HEIGHT / 2,
    }
    number: Attributes = {"dy": ".36em", "text_anchor": "middle", "font_size": TAG_TEXT, "font_weight": 600}
    plate = element("rect", **tag, **paint.colours("gradient-tint", "gradient"), stroke_width=1)
    return element(
        "g",
        plate if shown else "",
        element(
            "text",
            words(text),
            data_part="propagated",
            data_value=raw(value),
            **number,
            **paint.colours("gradient"),
        ),
        transform=f"translate({at.x:.1f} {at.y:.1f})",
        opacity=None if shown else 0,
    )


def _handed_at(scene: Scene, way: Way, edge: int, width: float) -> Point | None:
    """Where a propagated gradient stands: before its lens or below it, where it covers no lens of a neighbour.

    Among very many lenses none is looked for.
    """
    at = way.lens_at - ((_lens_width(scene, edge) + width) / 2 + TAG_APART) / way.length
    places = [way.at(at)] if at * way.length > width / 2 else []
    places.append(Point(way.lens.x, way.lens.y + TAG_BELOW))
    edges = scene.edges
    near = [*scene.summands[edges.source[edge]], *edges.into[edges.target[edge]]]
    others = [other for other in near if other != edge]
    if len(others) > MOST_NEIGHBOURS:
        return places[0]
    return next((place for place in places if all(_apart(scene, other, place, width) for other in others)), None)


def _apart(scene: Scene, edge: int, tag: Point, width: float) -> bool:
    """Whether a tag of a width covers nothing of the lens of an edge."""
    lens = scene.edges.lenses[edge]
    upright, sideways = abs(lens.y - tag.y), abs(lens.x - tag.x)
    return upright >= (LENS_HEIGHT + TAG_HEIGHT) / 2 or sideways >= (_lens_width(scene, edge) + width) / 2
