"""Cards: a node with its name or operator, its value above and its gradient below. Pending is an empty slot."""

from __future__ import annotations

import re
from typing import Any

from chainrule.engine.ops import OPS
from chainrule.view.numbers import short
from chainrule.view.picture import words as say
from chainrule.view.picture.frames import Frame
from chainrule.view.picture.geometry import tidy
from chainrule.view.picture.heat import arranged, cells, most_of, pitch_of
from chainrule.view.picture.outlines import drawn, slanted
from chainrule.view.picture.paint import MATHS, SHADE, Attributes, Paint, cut, element, fitted, text_width, words
from chainrule.view.picture.scene import Scene
from chainrule.view.picture.values import brief, entries, raw, shape_text, sum_text, worded

RADIUS, ROUNDEL, NAME_AT = 18, 23, 40
SIGN_DOWN = 0.35
ROW_FROM, ROW_TO = 78, 159
ROWS = {"value": 22, "gradient": 62}
NUMBER, NUMBER_ROOM = 19, ROW_TO - ROW_FROM - 19
SLOT_WIDTH, SLOT_HEIGHT = 34, 24
TRIANGLES = {"value": "M-3.5 -5V5L5 0Z", "gradient": "M3.5 -5V5L-5 0Z"}
STACK_TEXT, STACK_ROOM = 15, 138
HEAT_ROOMS = {"wide": (62, 24, -18), "high": (33, 33, -16.5), "strip": (62, 10, 6)}
"""Width, height and upper end, from the middle of a row, of a map or of the strip below numbers."""
LIMIT_BELOW, LIMIT_ASIDE = 14, 4
OVER_Y, OVER_SIZE = -7, 15
LIMIT_SIZE, LEAST_NUMBER = 10, 11
LIMIT_LONGEST = {"high": 5, "wide": 8}
"""Characters of the number that there is room for, beside a high map and below a wide one."""
NOTE_SIZE, SHAPE_SIZE = 13, 11
MANY = 150
"""Cards beyond which none has a shadow."""
INDEXED = re.compile(r"([^\W\d_])([0-9]*)")


def card(scene: Scene, frame: Frame, paint: Paint, node: int, shade: str | None) -> str:
    """One card; ``shade`` is the id of the filter that blurs its shadow, None if it has none."""
    box, unreached = scene.boxes[node], scene.levels[node] is None
    active = node in frame.nodes and frame.phase != "done"
    kind = "value" if frame.phase == "forward" else "gradient"
    edge = paint.colours("surface", kind if active else "hairline")
    body: Attributes = {"width": box.width, "height": box.height, "rx": RADIUS}
    shadow = element(
        "rect",
        y=3,
        **body,
        **paint.colours("shadow"),
        fill_opacity=SHADE["dark" if paint.theme == "dark" else "light"],
        filter=f"url(#{shade})",
    )
    return element(
        "g",
        element("title", words(say.card_aloud(say.equation(scene, node), frame.values[node], frame.gradients[node]))),
        shadow if shade and len(scene.ids) <= MANY else "",
        element("rect", **body, **edge, stroke_width=2 if active else 1.25),
        *_left(scene, paint, node),
        element(
            "path",
            d=f"M{ROW_FROM - 2} {tidy(box.height / 2)}H{ROW_TO + 1}",
            **paint.colours(None, "hairline"),
            stroke_width=1.25,
        ),
        _row(scene, paint, node, "value", frame.values[node], free=True),
        _row(scene, paint, node, "gradient", frame.gradients[node], free=not frame.parts[node]),
        _stack(paint, frame.parts[node], len(scene.summands[node])),
        _flag(scene, frame, paint, node),
        _note(scene, frame, paint, node),
        data_node=scene.ids[node],
        transform=f"translate({tidy(box.x)} {tidy(box.y)})",
        opacity=0.55 if unreached else None,
    )


# What does not change from frame to frame ------------------------------------------------------------------------


def _left(scene: Scene, paint: Paint, node: int) -> list[str]:
    """The roundel with the operator, the shape, and the name: within the card of a leaf, above that of a result."""
    height, leaf, label = scene.boxes[node].height, scene.leaf(node), scene.labels[node]
    parts = []
    if not leaf:
        ring = paint.colours("background", "hairline")
        parts.append(element("circle", cx=NAME_AT, cy=height / 2, r=ROUNDEL, **ring, stroke_width=1.25))
    if not leaf or not label:
        parts.append(_symbol(scene, paint, node))
    if label:
        y, size, room = (height / 2 + 8, 27, 62) if leaf else (-9.0, 24, 120)
        parts.append(_name(paint, label, say.version_of(scene, node), y=y, size=size, room=room))
    if shape := shape_text(scene.shapes[node]):
        middle: Attributes = {"x": NAME_AT, "y": height - 7, "text_anchor": "middle"}
        parts.append(element("text", words(shape), **middle, **paint.colours("secondary"), font_size=SHAPE_SIZE))
    return parts


def _symbol(scene: Scene, paint: Paint, node: int) -> str:
    leaf, op = scene.leaf(node), scene.ops[node]
    sign = say.CONSTANT if leaf else (OPS[op].symbol or op if op in OPS else op)
    single = len(sign) == 1
    size = 13 if leaf else 25 if single else fitted(sign, 17, 2 * ROUNDEL - 8, 8)
    middle = scene.boxes[node].height / 2
    if not leaf and (outline := drawn(paint, sign, x=NAME_AT, y=middle + SIGN_DOWN * size, size=size)):
        return outline
    return element(
        "text",
        words(sign),
        x=NAME_AT,
        y=middle,
        dy=f"{SIGN_DOWN:g}em".removeprefix("0"),
        text_anchor="middle",
        font_size=size,
        font_family=MATHS if single else None,
        font_weight=400 if single else None,
        **paint.colours("secondary" if leaf else "ink"),
    )


def _name(paint: Paint, label: str, version: str, *, y: float, size: float, room: float) -> str:
    """A name as mathematics writes it: one letter slanted, its digits as an index, longer names upright."""
    indexed = INDEXED.fullmatch(label)
    if not version and (outline := drawn(paint, slanted(label), x=NAME_AT, y=y, size=size)):
        return outline
    word = cut(label, room)
    if indexed is None:
        size = fitted(word, size * 0.68, room)
    maths: Attributes = {"font_family": MATHS, "font_weight": 400}
    parts = []
    if indexed:
        parts.append(element("tspan", words(indexed[1]), **maths, font_style="italic"))
        if indexed[2]:
            parts.append(element("tspan", words(indexed[2]), **maths, font_size=size * 0.7, dy=".28em"))
    else:
        parts.append(element("tspan", words(word)))
    if version:
        parts.append(element("tspan", words(version), **maths, font_size=size * 0.55, **paint.colours("secondary")))
    return element("text", *parts, x=NAME_AT, y=y, text_anchor="middle", font_size=size, **paint.colours("ink"))


# What a frame knows ----------------------------------------------------------------------------------------------


def _row(scene: Scene, paint: Paint, node: int, kind: str, value: Any, *, free: bool) -> str:
    """A row with its number, its heat map, or the slot of what is pending where nothing else stands in it."""
    pending = value is None
    never = kind == "gradient" and scene.gradients[node] is None
    text = "" if pending else brief(value)
    form = "words" if pending else _form(value, scene.shapes[node])
    parts = [
        element(
            "path",
            d=TRIANGLES[kind],
            transform=f"translate({ROW_FROM + 4} {ROWS[kind]})",
            **paint.colours(None if pending else kind, "wire" if pending else kind),
            stroke_width=1.3,
            stroke_linejoin="round",
        )
    ]
    if pending and free and not never:
        parts.append(_slot(paint, kind))
    if form != "words":
        parts.append(_heat(paint, kind, value, scene.shapes[node], form))
    if not pending:
        number = element(
            "text",
            words(text),
            data_part=kind,
            data_value=raw(value),
            x=ROW_TO,
            y=ROWS[kind] + (OVER_Y if form == "strip" else 0),
            dy=".36em",
            text_anchor="end",
            font_size=fitted(text, OVER_SIZE if form == "strip" else NUMBER, NUMBER_ROOM, 10),
            font_weight=600,
            visibility=None if form in {"words", "strip"} else "hidden",
            **paint.colours(kind),
        )
        parts.append(number)
    tip = say.UNREACHED if never else "" if pending else f"{kind} {worded(value)}"
    return element("g", element("title", words(tip)) if tip else "", *parts)


def _slot(paint: Paint, kind: str) -> str:
    place: Attributes = {
        "x": ROW_TO - SLOT_WIDTH,
        "y": ROWS[kind] - SLOT_HEIGHT / 2,
        "width": SLOT_WIDTH,
        "height": SLOT_HEIGHT,
    }
    return element("rect", **place, rx=8, **paint.colours(None, "wire"), stroke_width=1.4, stroke_dasharray="3 3")


def _form(value: Any, shape: list[int]) -> str:
    """How a row shows a value: a short vector's numbers with a strip, other arrays as a map, the rest in words."""
    if not isinstance(value, list) or 0 in shape:
        return "words"
    text = brief(value)
    if text.startswith("[") and text_width(text, LEAST_NUMBER) <= NUMBER_ROOM:
        return "strip"
    _, rows, columns = arranged(entries(value), shape)
    return "wide" if columns > rows else "high"


def _heat(paint: Paint, kind: str, value: Any, shape: list[int], form: str) -> str:
    """The entries of an array as a grid: square above zero and round below, strong by size; a map with its scale."""
    every = entries(value)
    numbers, rows, columns = arranged(every, shape)
    width, height, top = HEAT_ROOMS[form]
    size, most = pitch_of(rows, columns, width, height), most_of(every)
    drawn = cells(paint, kind, numbers, columns, size, (height - rows * size) / 2, most)
    if form != "strip":
        x, y = (columns * size, LIMIT_BELOW) if form == "wide" else (-LIMIT_ASIDE, 0)
        place: Attributes = {"x": x, "y": y - top, "dy": ".36em", "text_anchor": "end", "font_size": LIMIT_SIZE}
        drawn.append(element("text", _limit(most, LIMIT_LONGEST[form]), **place, **paint.colours("secondary")))
    return element("g", *drawn, transform=f"translate({tidy(ROW_TO - columns * size)} {tidy(ROWS[kind] + top)})")


def _limit(most: float, longest: int) -> str:
    """The scale of a map, on both sides of 0. A long number is rounded further."""
    if not most:
        return "0"
    texts = [short(rounded) for rounded in (most, float(f"{most:.2g}"), float(f"{most:.1g}"))]
    return "±" + next((text for text in texts if len(text) <= longest), texts[-1])


def _stack(paint: Paint, parts: list[Any], count: int) -> str:
    """The contributions that have arrived and are not summed up yet."""
    if not parts:
        return ""
    text = sum_text(parts, count)
    size = fitted(text, STACK_TEXT, STACK_ROOM, 9)
    width, y = text_width(text, size) + 14, ROWS["gradient"]
    plate = element(
        "rect", x=ROW_TO - width + 6, y=y - 13, width=width, height=26, rx=8, **paint.colours("gradient-tint")
    )
    place: Attributes = {
        "x": ROW_TO,
        "y": y,
        "dy": ".36em",
        "text_anchor": "end",
        "font_size": size,
        "font_weight": 600,
    }
    return plate + element("text", words(text), data_part="partial", **place, **paint.colours("gradient"))


def flags_at(scene: Scene, frame: Frame, node: int) -> list[dict[str, Any]]:
    """Kinks and results that are no numbers, as soon as they are there."""
    known = {"backward": frame.gradients[node], "forward": frame.values[node]}
    return [flag for flag in scene.flags[node] if known[flag.get("phase", "forward")] is not None]


def _flag(scene: Scene, frame: Frame, paint: Paint, node: int) -> str:
    """The mark of what is odd about a node, with its words."""
    flags = flags_at(scene, frame, node)
    if not flags:
        return ""
    sign = "∧" if all(flag["kind"] == "kink" for flag in flags) else "!"
    text: Attributes = {"text_anchor": "middle", "font_size": NOTE_SIZE, "font_weight": 700}
    return element(
        "g",
        element("title", words(" ".join(flag["detail"] for flag in flags))),
        element("circle", r=10, **paint.colours("mark-tint", "mark"), stroke_width=1.5),
        element("text", sign, dy=".36em", **text, **paint.colours("mark")),
        transform=f"translate({tidy(scene.boxes[node].width - 4)} 4)",
    )


def _note(scene: Scene, frame: Frame, paint: Paint, node: int) -> str:
    """What stands below a card: where the pass starts, or that the node is not on the way."""
    seeded = node == scene.output and frame.gradients[node] is not None
    text = say.seed_note(say.title_of(scene, node), scene.gradients[node]) if seeded else ""
    if not seeded and scene.levels[node] is None:
        text = say.UNREACHED
    if not text:
        return ""
    box, slider = scene.boxes[node], scene.ops[node] == "input" and not scene.down
    place: Attributes = {"x": box.width / 2, "y": box.height + (46 if slider else 24), "text_anchor": "middle"}
    return element("text", words(text), **place, font_size=NOTE_SIZE, **paint.colours("secondary"))
