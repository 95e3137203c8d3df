"""What tests of pictures draw: the note, all examples, and a graph with names that try to be more than names."""

import json

from chainrule import examples, language
from chainrule.engine.passes import run
from chainrule.engine.trace import levels
from chainrule.view import picture, scene
from chainrule.view.layout import layout

NOTE = ("q = x + y\nf = q * z", {"x": -2.0, "y": 5.0, "z": -4.0})
EXAMPLES = examples.load()
HOSTILE = '"]; end \\" --> x | <b> \\end{document} $ % # _ ~ ^ & {\n\x00\u202e\ud800'


def passed(text, inputs=None, **how):
    return run(language.parse(text).bind(inputs or {}), **how)


def answered(result):
    return scene.rows(result, layout=layout(result.graph, levels(result.graph)))


def drawing(result):
    return picture.read_scene(answered(result))


def hostile():
    text = json.dumps(answered(passed(*NOTE)))
    for name in ("q", "z"):
        text = text.replace(f'"{name}"', json.dumps(HOSTILE + name))
    return picture.read_scene(json.loads(text))
