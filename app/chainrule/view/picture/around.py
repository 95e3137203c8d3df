"""What stands around cards and roads: the titles of columns, the sliders of inputs, and how far the picture reaches."""

from __future__ import annotations

import math

from chainrule.view.picture import words as say
from chainrule.view.picture.frames import Frame
from chainrule.view.picture.geometry import tidy
from chainrule.view.picture.heat import cells
from chainrule.view.picture.paint import Attributes, Paint, element, words
from chainrule.view.picture.scene import Box, Scene

NAME, SLIDER, NOTE, PLAIN, ROAD, TITLE, ROW_TITLE, GUIDE, APART = 34, 30, 34, 8, 10, 16, 28, 34, 8
TITLE_SIZE = 13
TRACK_FROM, TRACK_TO, BELOW, THUMB = 13, 163, 18, 8
LEAST_RANGE = 10.0
KEY_HEIGHT, KEY_SIZE, KEY_TEXT, KEY_PITCH = 26.0, 12, 72.0, 11
"""The line below a picture that says how to read heat maps."""


def room(scene: Scene, node: int) -> tuple[float, float]:
    """What stands above and below a card."""
    slider = SLIDER if scene.ops[node] == "input" else 0
    note = NOTE if node == scene.output or scene.levels[node] is None else 0
    above = (slider if scene.down else 0) if scene.leaf(node) or not scene.labels[node] else NAME
    below = note if scene.down else max(slider, slider + NOTE - 12 if slider and note else note)
    return above or PLAIN, below or PLAIN


def _tops(scene: Scene) -> float:
    """The upper end of all cards with their names, and of all roads."""
    cards = [box.y - room(scene, node)[0] for node, box in enumerate(scene.boxes)]
    return min([*cards, *(point.y - ROAD for route in scene.edges.routes for point in route)])


def extent(scene: Scene) -> Box:
    """The box around everything."""
    roads = [point for route in scene.edges.routes for point in route]
    left = min([*(box.x - PLAIN for box in scene.boxes), *(point.x - ROAD for point in roads)])
    right = max([*(box.x + box.width + PLAIN for box in scene.boxes), *(point.x + ROAD for point in roads)])
    below = [box.y + box.height + room(scene, node)[1] for node, box in enumerate(scene.boxes)]
    bottom = max([*below, *(point.y + ROAD for point in roads)])
    top = _tops(scene) - (ROW_TITLE if scene.down else TITLE + GUIDE)
    return Box(left, top, right - left, bottom - top)


def columns(scene: Scene, frame: Frame, paint: Paint) -> list[str]:
    """The titles of the columns, the present one marked, with guides down to the cards."""
    line, left = _tops(scene) - GUIDE, min(box.x for box in scene.boxes)
    phase = frame.stage.phase if frame.stage else "forward"
    kind = "value" if phase == "forward" else "gradient"
    found = []
    for index, nodes in enumerate(scene.columns):
        now = frame.stage is not None and frame.stage.column == index and frame.phase not in {"start", "done"}
        number = index + 1 if phase == "forward" else len(scene.columns) - index
        above, top = min((scene.boxes[node].y - room(scene, node)[0], -place) for place, node in enumerate(nodes))
        box = scene.boxes[nodes[-top]]
        middle, above = box.x + box.width / 2, above - APART
        guide: Attributes = {"stroke_width": 1.2, "stroke_dasharray": "3.5 4.5"}
        if not scene.down:
            path = f"M{tidy(middle)} {tidy(line + 2 * APART)}V{tidy(above)}"
            found.append(element("path", d=path, **paint.colours(None, "hairline"), **guide))
        found.append(
            element(
                "text",
                words(say.column_title(phase, number, now=now)),
                x=left if scene.down else middle,
                y=above if scene.down else line,
                text_anchor="start" if scene.down else "middle",
                font_size=TITLE_SIZE,
                font_weight=600 if now else None,
                paint_order="stroke",
                stroke_width=4,
                stroke_linejoin="round",
                **paint.colours(kind if now else "secondary", "background"),
            )
        )
    return found


def sliders(scene: Scene, paint: Paint) -> list[str]:
    """The sliders of the inputs that are numbers, where they stand."""
    return [
        _slider(scene, paint, node)
        for node, op in enumerate(scene.ops)
        if op == "input" and isinstance(scene.values[node], float)
    ]


def _slider(scene: Scene, paint: Paint, node: int) -> str:
    box, value = scene.boxes[node], scene.values[node]
    reach = max(LEAST_RANGE, 2 * abs(value)) if math.isfinite(value) else LEAST_RANGE
    share = min(1.0, max(0.0, (value + reach) / (2 * reach))) if not math.isnan(value) else 0.0
    at = TRACK_FROM + share * (TRACK_TO - TRACK_FROM)
    line: Attributes = {"stroke_width": 3, "stroke_linecap": "round"}
    return element(
        "g",
        element("path", d=f"M{TRACK_FROM} 0H{TRACK_TO}", **paint.colours(None, "wire"), **line),
        element("path", d=f"M{TRACK_FROM} 0H{tidy(at)}", **paint.colours(None, "value"), **line),
        element("circle", cx=at, r=THUMB, **paint.colours("surface", "value"), stroke_width=2.5),
        data_input=scene.ids[node],
        transform=f"translate({tidy(box.x)} {tidy(box.y - BELOW if scene.down else box.y + box.height + BELOW)})",
    )


def key_height(scene: Scene) -> float:
    """The room that the key takes below a picture: none where there are only numbers."""
    return KEY_HEIGHT if any(scene.shapes) else 0.0


def key(scene: Scene, paint: Paint, left: float, bottom: float) -> str:
    """How to read heat maps, from far below zero to far above it, in the lower left corner."""
    if not any(scene.shapes):
        return ""
    scale = [-1.0, -0.4, 0.0, 0.4, 1.0]
    text: Attributes = {"font_size": KEY_SIZE, "dy": ".36em", **paint.colours("secondary")}
    return element(
        "g",
        *cells(paint, "value", scale, len(scale), KEY_PITCH, -KEY_PITCH / 2),
        element("text", "0", x=2.5 * KEY_PITCH - 0.5, text_anchor="middle", **text),
        element("text", words(say.ENTRIES), x=KEY_TEXT, **text),
        data_part="key",
        transform=f"translate({tidy(left)} {tidy(bottom - KEY_HEIGHT / 2)})",
    )
