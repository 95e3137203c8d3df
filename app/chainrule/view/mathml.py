"""Boxes as MathML Core, which browsers draw themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from chainrule.view.notation import Box, Cases, Fence, Fraction, Root, Row, Script, Token

APPLY = "<mo>\u2061</mo>"
"""The invisible sign between a function and its argument."""
SPACE = "\u2009"


def mathml(box: Box, *, block: bool = False) -> str:
    """A ``<math>`` element; ``block`` sets it in display style."""
    style = ' display="block"' if block else ""
    return f"<math{style}>{elements(box)}</math>"


def elements(box: Box) -> str:
    """What stands within ``<math>``: one element, or several in a row."""
    return _PRINTERS[type(box)](box)


def _fraction(box: Fraction) -> str:
    return f"<mfrac>{_one(box.above)}{_one(box.below)}</mfrac>"


def _root(box: Root) -> str:
    if box.index is None:
        return f"<msqrt>{elements(box.body)}</msqrt>"
    return f"<mroot>{_one(box.body)}{_one(box.index)}</mroot>"


def _script(box: Script) -> str:
    tag = "m" + "sub" * (box.below is not None) + "sup" * (box.above is not None)
    parts = [_one(part) for part in (box.base, box.below, box.above) if part is not None]
    return f"<{tag}>{''.join(parts)}</{tag}>"


def _fence(box: Fence) -> str:
    fence = "<mo>{}</mo>" if _tall(box.body) else '<mo stretchy="false">{}</mo>'
    return f"<mrow>{fence.format(box.left)}{elements(box.body)}{fence.format(box.right)}</mrow>"


def _tall(box: Box) -> bool:
    """Whether a box is taller than a line, so that what stands around it must grow."""
    match box:
        case Row():
            return any(map(_tall, box.items))
        case Script():
            return any(part is not None and _tall(part) for part in (box.base, box.above, box.below))
        case Fence():
            return _tall(box.body)
    return not isinstance(box, Token)


def _cases(box: Cases) -> str:
    return f"<mrow><mo>{{</mo><mtable>{''.join(map(_case, box.rows))}</mtable></mrow>"


def _token(token: Token) -> str:
    if token.text == SPACE:
        return '<mspace width="0.17em"></mspace>'
    tag = {"name": "mi", "word": "mi", "number": "mn", "sign": "mo", "text": "mtext"}[token.kind]
    upright = ' mathvariant="normal"' if token.kind == "name" and token.text == "∞" else ""
    return f"<{tag}{upright}>{escape(token.text, quote=False)}</{tag}>"


def _row(box: Row) -> str:
    """Boxes in a row, with the sign for application behind the name of a function."""
    parts = []
    for item, after in zip(box.items, (*box.items[1:], None), strict=True):
        parts.append(elements(item))
        name = item.base if isinstance(item, Script) else item
        if isinstance(name, Token) and name.kind == "word" and after is not None:
            parts.append(APPLY)
    return "".join(parts)


def _one(box: Box) -> str:
    """The box as exactly one element."""
    inner = elements(box)
    return f"<mrow>{inner}</mrow>" if isinstance(box, Row) else inner


def _case(row: tuple[Box, Box]) -> str:
    value, condition = (f"<mtd>{elements(cell)}</mtd>" for cell in row)
    return f"<mtr>{value}{condition}</mtr>"


_PRINTERS: Mapping[type, Callable[[Any], str]] = {
    Token: _token,
    Row: _row,
    Fraction: _fraction,
    Root: _root,
    Script: _script,
    Fence: _fence,
    Cases: _cases,
}
