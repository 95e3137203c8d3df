"""A run in other languages, by the ending of a file: the picture, the derivation, or code that finds the gradients."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chainrule.engine.passes import Run
from chainrule.engine.trace import levels
from chainrule.view import picture, scene
from chainrule.view.code import numpy_code
from chainrule.view.derivation import document
from chainrule.view.dot import dot, mermaid
from chainrule.view.frameworks import jax_code, micrograd_code, pytorch_code
from chainrule.view.layout import Layout, layout
from chainrule.view.picture import Scene
from chainrule.view.tikz import tikz

CODE: Mapping[str, Callable[[Run], str]] = {
    "py": numpy_code,
    "pytorch.py": pytorch_code,
    "jax.py": jax_code,
    "micrograd.py": micrograd_code,
}
"""Code by its ending."""
DRAWN: Mapping[str, Callable[[Scene, int | None], str]] = {"tikz": tikz, "dot": dot, "mmd": mermaid}
"""Pictures in languages of texts."""
FORMS = ("tex", *DRAWN, *CODE)


def write(run: Run, form: str, places: Layout | None = None, step: int | None = None) -> str:
    """The run in a form of ``FORMS``; pictures show it after so many steps. Raises ``NoCode`` where none can be."""
    if form in CODE:
        return CODE[form](run)
    where = places or layout(run.graph, levels(run.graph))
    drawing = picture.read_scene(scene.rows(run, layout=where))
    return document(run, drawing, step) if form == "tex" else DRAWN[form](drawing, step)
