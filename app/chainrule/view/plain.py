"""Boxes as one line of text, for pictures and for a screen reader: f = (x + y) · z."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chainrule.view.notation import Box, Cases, Fence, Fraction, Root, Row, Script, Token, binding
from chainrule.view.primitives import ATOM, POWER, PRODUCT, SIGN

RAISED = str.maketrans("0123456789+−n⊤", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿᵀ")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
TIGHT = {"∂", "′", "\u2009"}
"""Signs without room around them."""


def plain(box: Box) -> str:
    """Text in Unicode."""
    return _PRINTERS[type(box)](box)


def _token(box: Token) -> str:
    return box.text


def _fraction(box: Fraction) -> str:
    return f"{_held(box.above, PRODUCT)}/{_held(box.below, SIGN)}"


def _root(box: Root) -> str:
    return f"{'∛' if box.index else '√'}{_held(box.body, ATOM)}"


def _fence(box: Fence) -> str:
    return f"{box.left}{plain(box.body)}{box.right}"


def _cases(box: Cases) -> str:
    *most, (last, _) = box.rows
    return ", ".join([*(f"{plain(value)} if {plain(condition)}" for value, condition in most), f"else {plain(last)}"])


def _held(box: Box, need: int) -> str:
    text = plain(box)
    return text if binding(box) >= need or isinstance(box, Token) else f"({text})"


def _script(box: Script) -> str:
    text = _held(box.base, ATOM)
    if box.below is not None:
        below = plain(box.below)
        text += below.translate(LOWERED) if below.isdigit() else f"_{below}"
    if box.above is None:
        return text
    above = plain(box.above)
    small = above.translate(RAISED)
    if set(above) == {"′"} or not set(small) & set(above):
        return text + small
    return f"{text}^{_held(box.above, POWER)}"


def _row(box: Row) -> str:
    """Items side by side, with room around signs that stand between two of them."""
    text = ""
    for before, item in zip((None, *box.items), box.items, strict=False):
        shown = plain(item)
        if isinstance(item, Token) and item.kind == "sign" and shown not in TIGHT:
            alone = before is None or (isinstance(before, Token) and before.kind == "sign")
            text += ", " if shown == "," else shown if alone else f" {shown} "
        elif _wants_room(before, item):
            text += f" {shown}"
        else:
            text += shown
    return text.strip()


def _wants_room(before: Box | None, item: Box) -> bool:
    """Whether a function's name meets something other than its argument in parentheses: 2 cos(x), ln p."""
    left = before.base if isinstance(before, Script) else before
    right = item.base if isinstance(item, Script) else item
    after_word = isinstance(left, Token) and left.kind == "word" and not isinstance(item, Fence)
    before_word = isinstance(right, Token) and right.kind == "word" and left is not None
    tall = isinstance(left, Fraction) or (isinstance(left, Token) and left.text in {"∑", "∏"})
    return after_word or tall or (before_word and not (isinstance(left, Token) and left.kind == "sign"))


_PRINTERS: Mapping[type, Callable[[Any], str]] = {
    Token: _token,
    Row: _row,
    Fraction: _fraction,
    Root: _root,
    Script: _script,
    Fence: _fence,
    Cases: _cases,
}
