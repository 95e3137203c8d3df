"""Where something stands in a program, as people and as editors say it."""

from __future__ import annotations

import unicodedata

QUOTED = 60
"""So many characters of the program an error repeats at most."""

Span = tuple[int, int]


def line_column(text: str, offset: int) -> tuple[int, int]:
    r"""Return the line and the column of ``offset``, both counted from 1 in code points.

    >>> line_column("a = 1\nb = a", 8)
    (2, 3)
    """
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1


def where(text: str, span: Span) -> str:
    """Return the place of ``span`` in words.

    >>> where("y = tahn(x)", (4, 8))
    'line 1, columns 5–8'
    >>> where("(1 + 2", (6, 6))
    'line 1, column 7'
    """
    line, column = line_column(text, span[0])
    last_line, last = line_column(text, max(span[0], span[1] - 1))
    if last_line > line:
        return f"lines {line}–{last_line}"
    return f"line {line}, column {column}" if last == column else f"line {line}, columns {column}–{last}"


def visible(text: str) -> str:
    r"""Return ``text`` with every character that is not seen, or not meant to be printed, as its code point.

    >>> visible("x\u200b+1")
    'x<U+200B>+1'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c.isprintable() and not unicodedata.combining(c) else f"<{code_point(c)}>" for c in text)


def code_point(char: str) -> str:
    """Return the code point of ``char`` as Unicode writes it.

    >>> code_point("x")
    'U+0078'
    """
    return f"U+{ord(char):04X}"


def quote(text: str, most: int = QUOTED) -> str:
    """Return ``text`` in quotes, on one line, at most ``most`` characters of it.

    >>> quote("a + b")
    "'a + b'"
    """
    short = text if len(text) <= most else text[: most - 1] + "…"
    return f"'{visible(' '.join(short.split()) if chr(10) in short else short)}'"
