"""Literals that are no nodes: keyword values, shapes, axes, indices. All are written out, none is computed."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any

from chainrule.engine.op import Param
from chainrule.language import mistakes
from chainrule.language.faults import Fault
from chainrule.language.limits import Limits
from chainrule.language.reading import Reading
from chainrule.language.tokens import NEWLINES, Pair, is_number, is_whole

Tokens = Iterator[tuple[int, Pair]]
WHOLE = 2**53
"""Whole numbers beyond this are no shapes, axes or indices of anything."""
WORDS = {"True": True, "False": False, "None": None}
OPENERS = {"(": ")", "[": "]"}
SIGNS = {"+": 1, "-": -1, "−": -1}


class Word(str):
    """A name or a string as the value of a keyword, such as ``torch.float64``."""

    __slots__ = ()


def flat(tokens: Tokens) -> Iterator[tuple[int, str]]:
    """Yield the tokens of the pairs to come one by one; ends of lines mean nothing inside brackets."""
    for i, (atom, op) in tokens:
        if atom:
            yield i, atom
        if op and op not in NEWLINES:
            yield i + 1, op


def number(atom: str, at: int, limits: Limits) -> float:
    """Return the value of a number literal."""
    if not is_number(atom):  # .sum, .T
        raise Fault("missing-before", at)
    if len(atom) > limits.number:
        raise Fault("number-too-long", at, most=limits.number, length=len(atom))
    result = float(atom)
    if result == inf:
        raise Fault("number-too-large", at)
    return result


def scalar(atom: str, at: int, limits: Limits) -> float:
    """Return a number literal: an int where it is written as one."""
    result = number(atom, at, limits)
    if not is_whole(atom):
        return result
    if result > WHOLE:
        raise Fault("whole-too-large", at, most=WHOLE)
    return int(atom)


def value(reading: Reading, tokens: Tokens, keyword: int) -> tuple[Any, int, int]:
    """Read the value of the keyword at token ``keyword`` up to the comma or bracket behind it.

    Return the value, its last token, and the token that ended it.
    """
    entries: list[list[Any]] = [[]]  # the innermost list is the last one
    closers: list[str] = []
    sign, wanted, last = 0, True, keyword
    for at, word in flat(tokens):
        if wanted and word in SIGNS and not sign:
            sign = SIGNS[word]
        elif wanted and is_number(word):
            entries[-1].append((sign or 1) * scalar(word, at, reading.limits))
            sign, wanted = 0, False
        elif wanted and not sign and word in OPENERS:
            closers.append(OPENERS[word])
            entries.append([])
            if len(closers) > reading.limits.rank:
                raise Fault("rank", at, most=reading.limits.rank)
        elif closers and word == closers[-1] and not sign:
            closers.pop()
            done = entries.pop()
            alone = word == ")" and len(done) == 1 and not wanted
            entries[-1].append(done[0] if alone else tuple(done))
            wanted = False
        elif wanted and not sign and (word[0].isalpha() or word[0] in "'\""):
            entries[-1].append(WORDS[word] if word in WORDS else Word(word.strip("'\"")))
            wanted = False
        elif not wanted and word == "," and closers:
            wanted = True
        elif not wanted and word in (",", ")") and not closers:
            return entries[0][0], last, at
        else:
            raise Fault("keyword-literal", at, keyword=reading.text(keyword))
        last = at
    raise mistakes.unfinished(reading)


def key(reading: Reading, tokens: Tokens, opener: int) -> tuple[tuple[int | slice, ...], int]:
    """Read what stands in ``x[…]``, integers and slices; return it and the token of the closing bracket."""
    items: list[int | slice] = []
    part: list[tuple[int, str]] = []
    for at, word in flat(tokens):
        if word not in (",", "]"):
            part.append((at, word))
            continue
        if part:
            items.append(_part(part, reading.limits))
        elif word == "," or not items:
            raise Fault("index-empty", at)
        if word == "]":
            return tuple(items), at
        if len(items) >= reading.limits.rank:
            raise Fault("index-rank", at, most=reading.limits.rank)
        part = []
    raise Fault("unclosed-bracket", reading.preceding(2 * len(reading.pairs)), after=True, opener=opener)


def _part(part: list[tuple[int, str]], limits: Limits) -> int | slice:
    """Return one part of an index: a whole number, or two with a colon between them."""
    bounds: list[int | None] = [None]
    sign = 0
    for at, word in part:
        if word == ":" and not sign:
            if len(bounds) > 1:
                raise Fault("index-step", at)
            bounds.append(None)
        elif bounds[-1] is None and not sign and word in SIGNS:
            sign = SIGNS[word]
        elif bounds[-1] is None and is_whole(word):
            bounds[-1] = (sign or 1) * int(scalar(word, at, limits))
            sign = 0
        else:
            raise Fault("index", at)
    if sign:
        raise Fault("index", part[-1][0])
    return bounds[0] if len(bounds) == 1 and bounds[0] is not None else slice(*bounds)


def convert(param: Param, given: Any) -> Any:
    """Return ``given`` as ``param`` wants it; raise ValueError where it is of another kind."""
    if given is None and param.default is None and not param.required:
        return None
    if param.kind == "bool" and isinstance(given, bool):
        return given
    if param.kind == "float" and isinstance(given, int | float) and not isinstance(given, bool):
        return float(given)
    if param.kind in ("int", "ints", "shape") and type(given) is int:
        return given
    if param.kind in ("ints", "shape") and isinstance(given, tuple) and all(type(k) is int for k in given):
        return given
    raise ValueError(param.kind)
