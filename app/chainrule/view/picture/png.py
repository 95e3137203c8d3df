"""PNG: an SVG picture as pixels, by the optional package resvg-py (MIT; the renderer in it is MIT or Apache-2.0)."""

from __future__ import annotations

import functools
import importlib
import re
from typing import Any

from chainrule.errors import ChainruleError

PIXELS = 16_000_000
"""Of one picture, unless another number is given."""
PROBE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">{}</svg>'


class NoPixels(ChainruleError):
    """No PNG can be made here: the converter is not installed, or there is no font for it."""

    code = "no-png"


SIZE = re.compile(r'<svg[^>]* width="([^"]+)" height="([^"]+)"')


def png(svg: str, pixels: int = PIXELS) -> bytes:
    """The picture as a PNG of its own size, or smaller where that is more than so many ``pixels``.

    Raises ``NoPixels`` where no PNG can be made.
    """
    convert = _converter()
    found = SIZE.match(svg)
    if found is None:
        raise ValueError("a picture says how large it is")
    width, height = map(float, found.groups())
    scale = min(1.0, (pixels / (width * height)) ** 0.5)
    return bytes(convert(svg_string=svg, width=max(1, round(width * scale)), height=max(1, round(height * scale))))


@functools.cache
def _converter() -> Any:
    """The converter's function, once it is known that it draws text: without a font it silently draws none."""
    try:
        convert = importlib.import_module("resvg_py").svg_to_bytes
    except ImportError:
        raise NoPixels(
            "PNG needs the package resvg-py; SVG needs nothing. To install it: pip install resvg-py"
        ) from None
    letter = PROBE.format('<text x="4" y="30" font-size="30" font-family="sans-serif">M</text>')
    if bytes(convert(svg_string=letter)) == bytes(convert(svg_string=PROBE.format(""))):
        raise NoPixels("PNG needs a font, and this machine has none; SVG needs nothing.")
    return convert
