"""Arrays: lists of values, indices, and the small powers that are written above the line."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine.ops import OPS
from chainrule.language import literals
from chainrule.language.faults import Fault
from chainrule.language.functions import SEQUENCE
from chainrule.language.literals import Tokens
from chainrule.language.reading import TAKEN, Bracket, Reading
from chainrule.language.tape import CONST, NEG

POWERS = frozenset({"^", "**", "²", "³"})


def array(reading: Reading, bracket: Bracket, closer: int) -> int:
    """Return the node of ``[a, b]``: one constant if all entries are numbers, else they are stacked."""
    _, at, entries, inner, _ = bracket
    tape, opener = reading.tape, at + 1
    values = _numbers(reading, entries, inner)
    if values is None:
        return tape.add(OPS["stack"], tuple(entries), opener, closer)
    if len({np.shape(v) for v in values}) > 1:
        raise Fault("ragged-array", opener, closer)
    value = np.array(values, dtype=np.float64)
    if value.ndim > reading.limits.rank:
        raise Fault("rank", opener, closer, most=reading.limits.rank)
    tape.cut(inner)
    return tape.constant(value, opener, closer)


def _numbers(reading: Reading, entries: list[int], inner: int) -> list[Any] | None:
    """Return the values of entries that are all literals, else None."""
    tape = reading.tape
    values = []
    expected = inner
    for x in entries:
        negative = tape.ops[x] is NEG and x == expected + 1
        source = x - 1 if negative else x
        if source != expected or tape.ops[source] is not CONST or source in tape.labels:
            return None
        if negative and np.ndim(tape.literals[source]):
            return None
        values.append(-tape.literals[source] if negative else tape.literals[source])
        expected = x + 1
    return values


def listed(reading: Reading, bracket: Bracket, closer: int) -> int | None:
    """Hand the entries of a list over as the arguments of the call around it, if that is what they are."""
    form, _, entries, *_ = bracket
    outer = reading.brackets[-1][0] if reading.brackets else None
    if form is not SEQUENCE or outer is None or not entries:
        return None
    after = reading.following(closer)
    alone = reading.text(after) == ")" or reading.text(reading.following(after) + 1) == "="
    if reading.text(after) not in (",", ")") or not (alone or outer.pasted):
        return None
    reading.listed = entries
    return TAKEN


def index(reading: Reading, tokens: Tokens, at: int, x: int, begins: int) -> tuple[int, int]:
    """Return the node of ``x[…]``, whose bracket pair ``at`` opens, and the token that closes it."""
    key, closer = literals.key(reading, tokens, at + 1)
    op = OPS["index"]
    return reading.tape.add(op, (x,), begins, closer, {op.params[0].name: key}), closer


def raised(reading: Reading, at: int, x: int, begins: int, power: float) -> int:
    """Return the node of ``x²``; with another power behind it nobody could say what it means."""
    after = reading.following(at)
    if reading.text(after) in POWERS and after == at + 2:
        raise Fault("double-power", at, after)
    return reading.tape.add(OPS["pow"], (x, reading.tape.constant(power, at, at)), begins, at)
