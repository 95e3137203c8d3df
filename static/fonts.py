"""Write the maths font, the outlines of its letters, and a font for PNG: ``python static/fonts.py OUTDIR``.

A subset of STIX Two Math (SIL Open Font License 1.1) with the characters that our formulas use. The font comes from
the PyPI package ``ziamath``. Its MATH table stays, since fences, roots and fraction bars take their measures from it;
layout features go, since MathML needs none. The subset has a name of its own, as the licence asks of changed fonts.

The outlines are for the picture in the explorer's document, which is painted sooner without text
(view/picture/outlines.py). The font for PNG is a subset of DejaVu Sans, from the PyPI package ``ziafont``, for servers
that have no fonts (view/picture/png.py).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import ziafont
import ziamath
from fontTools import subset
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

LATIN = "".join(map(chr, range(0x20, 0x7F)))
ITALIC = "".join(map(chr, range(0x1D434, 0x1D468))) + "ℎ"
ITALIC_GREEK = "".join(map(chr, range(0x1D6FC, 0x1D715))) + "𝛤𝛥𝛩𝛬𝛯𝛱𝛴𝛷𝛹𝛺"
OPERATORS = "∂∇·×÷±−√∑∏∫′″∞≤≥≠≈∈⊤⊙⊗⟂‖∣⌊⌋⌈⌉⟨⟩→←↦⋯…∘∗ℝ²³½¯ˆ"
DRAWN = ITALIC + OPERATORS + "+/^"
"""What stands alone on a card: a slanted letter, or the sign of an op."""
CHARACTERS = LATIN + ITALIC + ITALIC_GREEK + OPERATORS

RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x370, 0x3FF), (0x1D40, 0x1D6A), (0x2010, 0x2044), (0x2070, 0x209C),
          (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2308, 0x230B), (0x25A0, 0x25FF))  # fmt: skip
"""What texts in pictures may be made of: names, numbers, signs and English."""

EM = 1000
FAMILY = "Chainrule Maths"
SANS = "Chainrule Sans"
COPYRIGHT, FAMILY_NAME, SUBFAMILY, FULL_NAME, POSTSCRIPT, LICENCE, LICENCE_URL = 0, 1, 2, 4, 6, 13, 14


def source() -> Path:
    """The whole font, as it ships."""
    return Path(ziamath.__file__).parent / "fonts" / "STIXTwoMath-Regular.ttf"


def sans() -> TTFont:
    """DejaVu Sans with the characters that pictures use, under a name of its own, as its licence asks."""
    font = TTFont(Path(ziafont.__file__).parent / "fonts" / "DejaVuSans.ttf", recalcTimestamp=False)
    names = [COPYRIGHT, FAMILY_NAME, SUBFAMILY, FULL_NAME, POSTSCRIPT, LICENCE, LICENCE_URL]
    options = subset.Options(layout_features=["kern", "mark"], hinting=False, name_IDs=names)
    options.drop_tables += ["FFTM"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (FAMILY_NAME, FULL_NAME, POSTSCRIPT):
            record.string = SANS if record.nameID != POSTSCRIPT else SANS.replace(" ", "")
    return font


def shrink(font: TTFont) -> None:
    """Drop everything from the font that no formula of ours uses."""
    names = [COPYRIGHT, FAMILY_NAME, FULL_NAME, LICENCE, LICENCE_URL]
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=names)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=CHARACTERS)
    subsetter.subset(font)


def rename(font: TTFont) -> None:
    """Give the font the name of the subset."""
    for record in font["name"].names:
        if record.nameID in (FAMILY_NAME, FULL_NAME):
            record.string = FAMILY


def licence(font: TTFont) -> str:
    """The font's copyright statement and the whole licence."""
    note = f"{FAMILY} is a subset of STIX Two Math; the font and its changes are under the licence below."
    text = (Path(__file__).parent / "OFL-1.1.txt").read_text(encoding="utf-8")
    return "\n\n".join([note, font["name"].getDebugName(COPYRIGHT), text])


def outlines(font: TTFont) -> dict[str, tuple[int, str]]:
    """By character: how far the next one stands off, and the path; in thousandths of an em, y pointing down."""
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    unit = EM / font["head"].unitsPerEm
    found = {}
    for character in DRAWN:
        if name := names.get(ord(character)):
            pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.0f}")
            glyphs[name].draw(TransformPen(pen, (unit, 0, 0, -unit, 0, 0)))
            found[character] = (round(glyphs[name].width * unit), pen.getCommands())
    return found


def write(folder: Path) -> Path:
    """Write the fonts, their licences and ``outlines.json`` into ``folder``; return the maths font's path."""
    folder.mkdir(parents=True, exist_ok=True)
    font = TTFont(source(), recalcTimestamp=False)
    (folder / "OFL.txt").write_text(licence(font), encoding="utf-8")
    (folder / "outlines.json").write_text(json.dumps(outlines(font)), encoding="utf-8")
    text = sans()
    text.save(folder / "sans.ttf")
    note = f"{SANS} is a subset of DejaVu Sans; the font is under the licence below."
    terms = [text["name"].getDebugName(number) for number in (COPYRIGHT, LICENCE)]
    (folder / "DejaVu.txt").write_text("\n\n".join([note, *terms]), encoding="utf-8")
    shrink(font)
    rename(font)
    font.flavor = "woff2"
    font.save(folder / "maths.woff2")
    return folder / "maths.woff2"


if __name__ == "__main__":
    write(Path(sys.argv[1]))
