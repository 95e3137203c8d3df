"""What the explorer shows before any script runs: the first example, drawn, with the answers its script would ask for.

The picture is the page's own, at step 0, once for each direction that it may run in; the style sheet shows the one that
fits. Its letters are paths, since a browser paints text later. The script takes the place of it with the answers that
came along, so that nothing is asked and nothing moves.
"""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from chainrule.examples import Example
from chainrule.view.formulas import program
from chainrule.view.mathml import mathml
from chainrule.view.picture import inset, read_outlines, read_scene
from chainrule.web.compute import Desk
from chainrule.web.wire import GraphRequest, read

DIRECTIONS = ("right", "down")
"""As the element asks: columns run down where it is narrow."""
MARKUP = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
"""What could end a script element, or begin a comment in it, as JSON writes it in a string."""


@dataclass(frozen=True, slots=True)
class First:
    """The formula as MathML, a picture for each direction as SVG, and the known answers as JSON within a script."""

    formula: str
    pictures: dict[str, str]
    known: str


def first(desk: Desk, example: Example) -> First:
    """The first sight of an example."""
    asked: dict[str, object] = {"program": example.program, "inputs": example.inputs}
    outlines = read_outlines(desk.settings.static_folder / "fonts")
    answers, pictures = {}, {}
    for direction in DIRECTIONS:
        question = asked | {"layout": {"direction": direction}}
        answers[direction] = orjson.Fragment(_answer(desk, question | {"format": "columns"}))
        pictures[direction] = inset(read_scene(orjson.loads(_answer(desk, question))), outlines)
    known = orjson.dumps(asked | {"answers": answers}).decode()
    for sign, escape in MARKUP.items():
        known = known.replace(sign, escape)
    graph = desk.program(example.program).bind(example.inputs)
    return First(mathml(program(graph)), pictures, known)


def _answer(desk: Desk, question: dict[str, object]) -> bytes:
    """What POST /graph says."""
    return desk.answer(read(GraphRequest, question, desk.settings).question())
