"""Names: what a word stands for, alone, with a dot, or in front of a bracket."""

from __future__ import annotations

from chainrule.engine.ops import OPS
from chainrule.language import mistakes
from chainrule.language.faults import Fault
from chainrule.language.functions import CONSTANTS, FORMS, METHODS, MODULES, PREFIXED, PREFIXED_CONSTANTS, Form
from chainrule.language.reading import Arguments, Reading

RESERVED = frozenset({"True", "False", "None"})
Receiver = tuple[int | None, int, int]
"""The operand in hand, the token it begins with, and the first node of the statement."""


def unbound(reading: Reading, atom: str, at: int, start: int) -> int:
    """Return the node of a name that no statement has bound: a constant, a new input, or what a dot means."""
    tape = reading.tape
    if "." in atom:
        return dotted(reading, atom, at, start)
    if atom in CONSTANTS:
        tape.constants.setdefault(atom, at)
        return tape.constant(CONSTANTS[atom], at, at, atom)
    if atom in RESERVED:
        raise Fault("reserved", at)
    if len(atom) > reading.limits.name:
        raise Fault("name-too-long", at, most=reading.limits.name, length=len(atom))
    return tape.default(atom, at, start)


def name(reading: Reading, atom: str, at: int, start: int) -> int:
    """Return the node of a name, bound or not."""
    bound = reading.tape.env.get(atom)
    return unbound(reading, atom, at, start) if bound is None else bound


def dotted(reading: Reading, atom: str, at: int, start: int) -> int:
    """Return the node of ``np.pi`` or ``x.T``."""
    if atom in PREFIXED_CONSTANTS:
        constant = PREFIXED_CONSTANTS[atom]
        return reading.tape.constant(CONSTANTS[constant], at, at, constant)
    head, *rest = atom.split(".")
    if head in MODULES and head not in reading.tape.env:
        raise Fault("unknown-function", at, name=atom)
    return attributes(reading, rest, at, name(reading, head, at, start), at)


def attributes(reading: Reading, words: list[str], at: int, x: int, begins: int) -> int:
    """Return the node of ``x.T``, whose text begins with token ``begins``; there are no other attributes."""
    for word in words:
        if word != "T":
            raise Fault(
                "method-uncalled" if word in METHODS else "attribute", at, part=word, name=_called(reading, at, word)
            )
        x = reading.tape.add(OPS["transpose"], (x,), begins, at)
    return x


def _called(reading: Reading, at: int, word: str) -> str:
    """Return the dotted name at token ``at`` with the brackets that ``word`` lacks."""
    before, after = f"{reading.text(at)}.".split(f".{word}.", 1)
    return f"{before}.{word}()" + f".{after[:-1]}" * bool(after) + "()" * (reading.text(at + 1) == "(")


def suffix(reading: Reading, atom: str, at: int, x: int, begins: int) -> int:
    """Return the node of what follows an operand without an operator: ``.T``, and nothing else is right."""
    if atom[0] != "." or not atom[1].isalpha():
        raise mistakes.juxtaposed(reading, at)
    return attributes(reading, atom[1:].split("."), at, x, begins)


def callee(reading: Reading, atom: str, at: int, receiver: Receiver) -> tuple[Form, list[int]]:
    """Return how the call of ``atom`` is read, and the arguments so far (the value before the dot of a method)."""
    form = FORMS.get(atom) or PREFIXED.get(atom)
    head, *rest = atom.split(".")
    if form is not None and (not rest or head not in reading.tape.env):
        return form, Arguments() if form.exact < 0 else []
    if not rest or (head in MODULES and head not in reading.tape.env):
        raise mistakes.uncallable(reading, atom, at)
    form = METHODS.get(rest[-1])
    if form is None:
        raise Fault("unknown-method", at, part=rest[-1], name=rest[-1])
    return form, Arguments(valued(reading, atom, at, receiver))


def valued(reading: Reading, atom: str, at: int, receiver: Receiver) -> int:
    """Return the node before the last dot of a method call, such as ``x`` or ``x.T``."""
    x, begins, start = receiver
    head, *rest = atom.split(".")
    if head in MODULES and head not in reading.tape.env:
        raise mistakes.uncallable(reading, atom, at)
    if head:
        x = name(reading, head, at, start)
    elif x is None:
        raise Fault("missing-before", at)
    return attributes(reading, rest[:-1], at, x, begins)
