"""PNG: an SVG picture as pixels, by resvg-py (MIT; the renderer in it is MIT or Apache-2.0)."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import resvg_py

from chainrule.errors import ChainruleError

PIXELS = 16_000_000
"""Of one picture, unless another number is given."""
FONT = "sans.ttf"
"""The font in the folder of fonts, which ``static/fonts.py`` writes when the page is built."""
FAMILY = "Chainrule Sans"
PROBE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">{}</svg>'


class NoPixels(ChainruleError):
    """No PNG can be made here: there is no font for it."""

    code = "no-png"


SIZE = re.compile(r'<svg[^>]* width="([^"]+)" height="([^"]+)"')


def png(svg: str, pixels: int = PIXELS, fonts: Path | None = None) -> bytes:
    """The picture as a PNG of its own size, or smaller where that is more than so many ``pixels``.

    Text is set in the font of the folder ``fonts``, and in one of the machine where that has one which the picture
    names, or signs that the other lacks. Raises ``NoPixels`` where there is neither.
    """
    font = str(fonts / FONT) if fonts and (fonts / FONT).is_file() else None
    if not _writes(font):
        raise NoPixels("PNG needs a font, and this machine has none; SVG needs nothing.")
    found = SIZE.match(svg)
    if found is None:
        raise ValueError("a picture says how large it is")
    width, height = map(float, found.groups())
    scale = min(1.0, (pixels / (width * height)) ** 0.5)
    return _pixels(svg, font, max(1, round(width * scale)), max(1, round(height * scale)))


def _pixels(svg: str, font: str | None, width: int | None = None, height: int | None = None) -> bytes:
    """What the renderer makes of a picture."""
    family = FAMILY if font else None
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width,
            height=height,
            font_files=[font] if font else None,
            sans_serif_family=family,
            serif_family=family,
        )
    )


@functools.cache
def _writes(font: str | None) -> bool:
    """Whether text is drawn: without a font it silently is not."""
    letter = PROBE.format('<text x="4" y="30" font-size="30" font-family="sans-serif">M</text>')
    return _pixels(letter, font) != _pixels(PROBE.format(""), font)
