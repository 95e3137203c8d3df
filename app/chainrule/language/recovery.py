"""After a fault: where reading can go on without making up faults of its own."""

from __future__ import annotations

from chainrule.language.faults import Fault
from chainrule.language.reading import NESTED, Reading
from chainrule.language.tape import INPUT
from chainrule.language.tokens import ENDS, is_number

LIMITS = frozenset(
    {
        "nesting",
        "rank",
        "index-rank",
        "number-too-long",
        "whole-too-large",
        "name-too-long",
        "too-many-arguments",
        "too-many-tokens",
        "too-many-nodes",
        "program-too-long",
    }
)
"""The codes of faults that say that something is too large."""
BLOCKS = frozenset({"definition", "class", "loop", "condition", "block"})
"""The codes of faults after which the lines of an indented block follow."""


def check_nesting(reading: Reading, at: int) -> None:
    """Raise a fault if more brackets, signs and powers are open than may be."""
    depth = sum(rank in NESTED for rank, *_ in reading.stack)
    if depth > reading.limits.nesting:
        raise Fault("nesting", at, most=reading.limits.nesting)


def resume(reading: Reading, fault: Fault) -> int | None:
    """Keep ``fault`` and return the pair with which the next statement begins; None if that cannot be told."""
    reading.faults.append(fault)
    if fault.code in LIMITS or len(reading.faults) >= reading.limits.errors:
        return None
    _bind(reading)
    reading.stack.clear()
    reading.brackets.clear()
    reading.listed = []
    reading.tape.late.clear()
    pair = fault.resume >> 1 if fault.resume is not None else _next(reading, fault)
    if pair is not None and fault.code in BLOCKS:
        pair = _outdented(reading, pair)
    return pair if pair is not None and pair < len(reading.pairs) else None


def _bind(reading: Reading) -> None:
    """Give the name that the statement would have bound a node, so that later lines may use it."""
    tape, first = reading.tape, reading.first
    atom = reading.text(first)
    if reading.text(first + 1) not in {"=", "+=", "-=", "*=", "/="} or "." in atom or is_number(atom):
        return
    used = tape.defaults.get(atom, first)
    if used < first:
        reading.faults.append(Fault("use-before-assignment", used, part=atom, name=atom, until=first))
        del tape.defaults[atom]
    elif atom and atom not in tape.env:
        tape.name(atom, tape.add(INPUT, (), first, first))


def _next(reading: Reading, fault: Fault) -> int | None:
    """Return the pair behind the end of the statement, brackets and all."""
    depth = 0
    for pair in range(reading.first >> 1, len(reading.pairs)):
        op = reading.pairs[pair][1]
        depth = max(0, depth + (op in ("(", "[", "{")) - (op in (")", "]", "}")))
        if pair >= fault.reached >> 1 and depth == 0 and op in ENDS:
            return pair + 1
    return None


def _outdented(reading: Reading, pair: int) -> int:
    """Return the first pair from ``pair`` on that begins a line without a blank before it."""
    text = reading.places.text
    while pair < len(reading.pairs):
        start = reading.places.token(2 * pair - 1)[1]
        if text[start : start + 1] not in (" ", "\t", "\n", "\r"):
            break
        while pair < len(reading.pairs) and reading.pairs[pair][1] not in ENDS:
            pair += 1
        pair += 1
    return pair
