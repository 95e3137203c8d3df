"""Letters as paths: a browser paints its first text later than its first path (docs/performance.md says how much).

The outlines are those of the maths font, which ``static/fonts.py`` writes down when the page is built.
"""

from __future__ import annotations

import json
from pathlib import Path

from chainrule.view.picture.geometry import tidy
from chainrule.view.picture.paint import Outlines, Paint, element

EM = 1000
ITALIC = {"upper": 0x1D434 - ord("A"), "lower": 0x1D44E - ord("a")}
PLANCK = "\N{PLANCK CONSTANT}"
"""The slanted h, which Unicode had before the others."""


def read_outlines(folder: Path) -> Outlines:
    """The outlines that were built into a folder; none where none were."""
    file = folder / "outlines.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def slanted(letter: str) -> str:
    """The slanted sign of a Latin letter, as in mathematics; others are themselves."""
    if letter == "h":
        return PLANCK
    if not (len(letter) == 1 and letter.isascii() and letter.isalpha()):
        return letter
    return chr(ord(letter) + ITALIC["upper" if letter.isupper() else "lower"])


def drawn(paint: Paint, sign: str, *, x: float, y: float, size: float) -> str | None:
    """A sign around x, on the base line y, at a size in units of the picture; None if there is no outline of it."""
    if sign not in paint.outlines:
        return None
    advance, path = paint.outlines[sign]
    scale = size / EM
    place = f"translate({tidy(x - advance * scale / 2)} {tidy(y)}) scale({scale:g})"
    return element("path", d=path, transform=place, **paint.colours("ink"))
