"""Boxes as LaTeX."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from chainrule.view.notation import (
    FENCES,
    MINUS,
    NAMES,
    SIGNS,
    WORDS,
    Box,
    Cases,
    Fence,
    Fraction,
    Root,
    Row,
    Script,
    Token,
)

_SIGNS = {shown: latex for latex, shown in SIGNS.items() if latex not in "+=<>,@[]'*"}
_NAMES = {shown: latex for latex, shown in NAMES.items()}
_FENCES = {left: (latex, end) for latex, (left, _, end) in FENCES.items()}
_LONE_MINUS = re.compile(r"(^|[=&<>,] |\\le |\\ge )- ")
"""A minus that is a sign and no difference."""
COMMANDS: Mapping[str, Any] = {
    "signs": _SIGNS,
    "names": _NAMES,
    "words": sorted(WORDS),
    "fences": {left: list(pair) for left, pair in _FENCES.items()},
}
"""What the printer in the browser knows, too."""
_ESCAPES = str.maketrans({char: f"\\{char}" for char in "_#$%&{}"})


def latex(box: Box) -> str:
    """LaTeX, for mathematics mode."""
    return _PRINTERS[type(box)](box)


def _fraction(box: Fraction) -> str:
    return rf"\frac{{{latex(box.above)}}}{{{latex(box.below)}}}"


def _root(box: Root) -> str:
    degree = f"[{latex(box.index)}]" if box.index else ""
    return rf"\sqrt{degree}{{{latex(box.body)}}}"


def _script(box: Script) -> str:
    lowered = f"_{{{latex(box.below)}}}" if box.below else ""
    raised = f"^{{{latex(box.above)}}}" if box.above else ""
    base, inner = latex(box.base), box.base
    if isinstance(inner, Script) and ((inner.below and box.below) or (inner.above and box.above)):
        base = f"{{{base}}}"  # the square of a name with a prime: TeX refuses a second script at the same place
    return f"{base}{lowered}{raised}"


def _fence(box: Fence) -> str:
    begin, end = _FENCES[box.left]
    inner = latex(box.body)
    if r"\frac" in inner or r"\begin" in inner:
        return rf"\left{begin} {inner} \right{end}"
    return f"{begin} {inner} {end}" if begin[0] == "\\" else f"{begin}{inner}{end}"


def _cases(box: Cases) -> str:
    lines = [f"{latex(value)} & {latex(condition)}" for value, condition in box.rows]
    return " ".join([r"\begin{cases}", r" \\ ".join(lines), r"\end{cases}"])


def _token(token: Token) -> str:
    text = token.text
    if token.kind == "word":
        return f"\\{text}" if text in WORDS else rf"\operatorname{{{text.translate(_ESCAPES)}}}"
    if token.kind == "text":
        return rf"\text{{{text.translate(_ESCAPES)}}}"
    if token.kind == "name":
        return _NAMES.get(text) or (text if len(text) == 1 else rf"\mathit{{{text.translate(_ESCAPES)}}}")
    if token.kind == "number":
        return text.replace(MINUS, "-")
    return _SIGNS.get(text) or (r"\prime" * len(text) if set(text) == {"′"} else text)


def _row(box: Row) -> str:
    """Boxes side by side: a function stands close to its argument, a comma to what is before it."""
    text = ""
    for before, item in zip((None, *box.items), box.items, strict=False):
        applied = (
            isinstance(item, Fence) and item.left == "(" and not (isinstance(before, Token) and before.kind == "sign")
        )
        comma = isinstance(item, Token) and item.text == ","
        text += latex(item) if not text or applied or comma else f" {latex(item)}"
    return _LONE_MINUS.sub(r"\1-", text)


_PRINTERS: Mapping[type, Callable[[Any], str]] = {
    Token: _token,
    Row: _row,
    Fraction: _fraction,
    Root: _root,
    Script: _script,
    Fence: _fence,
    Cases: _cases,
}
