"""Write the maths font: ``python static/fonts.py OUTDIR``.

A subset of STIX Two Math (SIL Open Font License 1.1) with the characters that our formulas use. The font comes from
the PyPI package ``ziamath``. Its MATH table stays, since fences, roots and fraction bars take their measures from it;
layout features go, since MathML needs none. The subset has a name of its own, as the licence asks of changed fonts.
"""

from __future__ import annotations

import sys
from pathlib import Path

import ziamath
from fontTools import subset
from fontTools.ttLib import TTFont

LATIN = "".join(map(chr, range(0x20, 0x7F)))
ITALIC = "".join(map(chr, range(0x1D434, 0x1D468))) + "ℎ"
ITALIC_GREEK = "".join(map(chr, range(0x1D6FC, 0x1D715))) + "𝛤𝛥𝛩𝛬𝛯𝛱𝛴𝛷𝛹𝛺"
OPERATORS = "∂∇·×÷±−√∑∏∫′″∞≤≥≠≈∈⊤⊙⊗⟂‖∣⌊⌋⌈⌉⟨⟩→←↦⋯…∘∗ℝ²³½¯ˆ"
CHARACTERS = LATIN + ITALIC + ITALIC_GREEK + OPERATORS

FAMILY = "Chainrule Maths"
COPYRIGHT, FAMILY_NAME, FULL_NAME, LICENCE, LICENCE_URL = 0, 1, 4, 13, 14


def source() -> Path:
    """The whole font, as it ships."""
    return Path(ziamath.__file__).parent / "fonts" / "STIXTwoMath-Regular.ttf"


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


def write(folder: Path) -> Path:
    """Write ``maths.woff2`` and its licence into ``folder``; return the font's path."""
    folder.mkdir(parents=True, exist_ok=True)
    font = TTFont(source(), recalcTimestamp=False)
    (folder / "OFL.txt").write_text(licence(font), encoding="utf-8")
    shrink(font)
    rename(font)
    font.flavor = "woff2"
    font.save(folder / "maths.woff2")
    return folder / "maths.woff2"


if __name__ == "__main__":
    write(Path(sys.argv[1]))
