"""Paint: the two palettes, SVG elements with escaped text, and how wide a text is.

Colours are presentation attributes, so that every viewer knows them. In the theme ``auto`` they are those of ``light``,
and classes stand beside them by which a style sheet swaps them where a dark scheme is preferred.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from xml.sax.saxutils import escape

from chainrule.view.picture.geometry import tidy

Theme = Literal["light", "dark", "auto"]
Attribute = str | float | None
Attributes = dict[str, Attribute]
Outlines = Mapping[str, tuple[float, str]]
"""By character: how far the next one stands off, and the path from the left end of the base line, in thousandths of an
em, y pointing down."""

PALETTES: Mapping[str, Mapping[str, str]] = {
    "light": {
        "background": "#f6f7f9",
        "surface": "#ffffff",
        "ink": "#171c26",
        "secondary": "#5a6474",
        "value": "#00707a",
        "gradient": "#bc3f0a",
        "gradient-tint": "#fdece4",
        "local": "#5a3db5",
        "local-tint": "#eeeafb",
        "wire": "#828c9b",
        "hairline": "#e2e6ec",
        "mark": "#8a5a00",
        "mark-tint": "#fff1cf",
        "shadow": "#171c26",
    },
    "dark": {
        "background": "#0f131a",
        "surface": "#181e28",
        "ink": "#edf1f7",
        "secondary": "#a2adbd",
        "value": "#4ed0c4",
        "gradient": "#ff8f63",
        "gradient-tint": "#3a2118",
        "local": "#b7a6ff",
        "local-tint": "#272142",
        "wire": "#6e7a8c",
        "hairline": "#2a3240",
        "mark": "#f2c14e",
        "mark-tint": "#35290d",
        "shadow": "#000000",
    },
}
SHADE = {"light": 0.09, "dark": 0.35}
"""How strong the shadow is."""
SANS = "Inter,system-ui,-apple-system,'Segoe UI',Roboto,sans-serif"
MATHS = "'STIX Two Math','STIX Two Text','Latin Modern Math','Cambria Math','Times New Roman',serif"

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""
PLAIN = re.compile(r"[\w .,:;#%/()+-]*", re.ASCII)
QUOTED = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}

NARROW, WIDE, BRACKET, OTHER = 0.3, 0.63, 0.45, 0.56
LEAST = 9.0
NARROW_SIGNS = frozenset(".,:;|'′ iljI()")
WIDE_SIGNS = frozenset("0123456789−+×=∞…M")


def element(tag: str, *children: str, **attributes: Attribute) -> str:
    """An element with children that are elements already; an attribute of None is left out, ``_`` stands for ``-``."""
    written = "".join(
        [f' {name.replace("_", "-")}="{_written(value)}"' for name, value in attributes.items() if value is not None]
    )
    inside = "".join(children)
    return f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>"


def words(text: str) -> str:
    """Text as it may stand inside an element; what XML cannot hold is replaced."""
    return escape(ILLEGAL.sub("\ufffd", text))


def _written(value: str | float) -> str:
    """The value of an attribute, as it may stand in quotes."""
    if not isinstance(value, str):
        return tidy(value)
    return value if PLAIN.fullmatch(value) else escape(ILLEGAL.sub("\ufffd", value), QUOTED)


def text_width(text: str, size: float) -> float:
    """About how wide a text is: the same estimate as the page's, so that boxes around texts are the same."""
    ems = sum(
        NARROW if sign in NARROW_SIGNS else WIDE if sign in WIDE_SIGNS else BRACKET if sign in "[]" else OTHER
        for sign in text
    )
    return ems * size


def cut(name: str, room: float) -> str:
    """As much of a name as fits into a width at the least size."""
    most = int(room / (LEAST * OTHER))
    return f"{name[: most - 1]}…" if len(name) > most else name


def fitted(text: str, size: float, room: float, least: float = LEAST) -> float:
    """The size at which a text fits into a width."""
    width = text_width(text, size)
    return size if width <= room else max(least, int(size * room / width * 2) / 2)


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours by what they mean."""

    theme: Theme
    tokens: bool = False
    """Whether the colours are named, by the custom properties of the page around."""
    outlines: Outlines = field(default_factory=dict)
    """Letters that are drawn, not written."""

    @property
    def palette(self) -> Mapping[str, str]:
        """The colours that stand in the attributes."""
        palette = PALETTES["dark" if self.theme == "dark" else "light"]
        return {name: f"var(--{name})" for name in palette} if self.tokens else palette

    def colours(self, fill: str | None = None, stroke: str | None = None) -> Attributes:
        """Attributes for a fill and a stroke, each named by its meaning; without a fill there is none."""
        result: Attributes = {"fill": self.palette[fill] if fill else "none"}
        if stroke:
            result["stroke"] = self.palette[stroke]
        if self.theme == "auto" and (fill or stroke):
            classes = [f"f-{fill}"] * bool(fill) + [f"s-{stroke}"] * bool(stroke)
            result["class"] = " ".join(classes)
        return result

    def style(self) -> str:
        """The style sheet that swaps the colours, for ``auto`` alone."""
        if self.theme != "auto":
            return ""
        rules = [f".f-{name}{{fill:{colour}}}.s-{name}{{stroke:{colour}}}" for name, colour in PALETTES["dark"].items()]
        shade = f".f-shadow{{fill-opacity:{SHADE['dark']}}}"
        return element("style", f"@media (prefers-color-scheme:dark){{{''.join(rules)}{shade}}}")
