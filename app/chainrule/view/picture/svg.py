"""The whole picture as one SVG file: the page's picture at a step, with its description inside."""

from __future__ import annotations

import hashlib
import re

from chainrule.view.picture import words as say
from chainrule.view.picture.around import columns, extent, key, key_height, sliders
from chainrule.view.picture.cards import MANY, card, flags_at
from chainrule.view.picture.frames import Frame, frame_at
from chainrule.view.picture.geometry import tidy, ways
from chainrule.view.picture.paint import SANS, Outlines, Paint, Theme, element, words
from chainrule.view.picture.roads import edge_group, wire
from chainrule.view.picture.scene import Scene

LARGEST_FIT = 1.2
"""Of the picture in the page: small ones are enlarged so far, as in the element (view.js)."""
MARGIN = 16.0
"""Around the picture, where it has no page around it."""
PART = re.compile(r' data-[a-z]+="[^"]*"')
DESCRIBED = 60
"""Nodes that the description names one by one."""


def draw(scene: Scene, step: int | None = None, theme: Theme = "light", width: float | None = None) -> str:
    """The picture after ``step`` steps (all of them unless given), ``width`` pixels wide (as large as it is drawn).

    What a viewer sees is drawn with presentation attributes; there are no scripts and nothing from elsewhere.
    """
    paint = Paint(theme)
    frame = frame_at(scene, len(scene.steps) if step is None else step)
    box = extent(scene)
    across, high = box.width + 2 * MARGIN, box.height + 2 * MARGIN + key_height(scene)
    left, top = box.x - MARGIN, box.y - MARGIN
    facts = repr((scene.ids, scene.values, scene.boxes, frame.k, theme))
    name = hashlib.sha256(facts.encode("utf-8", "replace")).hexdigest()[:8]  # several pictures may stand in one page
    shown = width or across
    return element(
        "svg",
        element("title", words(f"Computation graph of {say.formula(scene)}"), id=f"title-{name}"),
        element("desc", words(description(scene, frame)), id=f"about-{name}"),
        paint.style(),
        _blur(name) if len(scene.ids) <= MANY else "",
        element("rect", x=left, y=top, width=across, height=high, **paint.colours("background")),
        _content(scene, frame, paint, f"shade-{name}"),
        key(scene, paint, box.x, top + high - MARGIN / 2),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=" ".join(map(tidy, (left, top, across, high))),
        width=shown,
        height=high * shown / across,
        role="img",
        aria_labelledby=f"title-{name} about-{name}",
        font_family=SANS,
        font_size=14,
        font_weight=500,
        style="font-variant-numeric:tabular-nums",
    )


def inset(scene: Scene, outlines: Outlines) -> str:
    """The picture before the first step, for a page that has the colours as custom properties and the fonts.

    Without a margin, a ground and shadows: the element draws the same at the same place as soon as it is there. And
    without the names of parts, since no script works on it. Letters that there are outlines of are paths.
    """
    paint = Paint("light", tokens=True, outlines=outlines)
    frame = frame_at(scene, 0)
    box = extent(scene)
    return element(
        "svg",
        element("title", words(f"Computation graph of {say.formula(scene)}")),
        PART.sub("", _content(scene, frame, paint, None)),
        viewBox=" ".join(map(tidy, box)),
        width=LARGEST_FIT * box.width,
        height=LARGEST_FIT * box.height,
        role="img",
    )


def _content(scene: Scene, frame: Frame, paint: Paint, shade: str | None) -> str:
    """The layers, in the page's order: columns, wires, lenses, cards, sliders."""
    roads = ways(scene)
    layers = [
        columns(scene, frame, paint),
        [wire(scene, frame, paint, edge, way) for edge, way in enumerate(roads)],
        [edge_group(scene, frame, paint, edge, way) for edge, way in enumerate(roads)],
        [card(scene, frame, paint, node, shade) for node in range(len(scene.ids))],
        sliders(scene, paint),
    ]
    return "".join(element("g", *layer) for layer in layers)


def _blur(name: str) -> str:
    place = {"x": "-20%", "y": "-30%", "width": "140%", "height": "170%"}
    return element("defs", element("filter", element("feGaussianBlur", stdDeviation=5), id=f"shade-{name}", **place))


def description(scene: Scene, frame: Frame) -> str:
    """What the picture shows, in words: how far the story is, and every card (the first of very many)."""
    nodes = range(min(len(scene.ids), DESCRIBED))
    cards = [
        say.card_aloud(say.equation(scene, node), frame.values[node], frame.gradients[node]) + "." for node in nodes
    ]
    cards += [flag["detail"] for node in nodes for flag in flags_at(scene, frame, node)]
    rest = [say.more_nodes(len(scene.ids) - DESCRIBED)] if len(scene.ids) > DESCRIBED else []
    return " ".join([say.progress(frame.k, len(scene.steps)), *cards, *rest])
