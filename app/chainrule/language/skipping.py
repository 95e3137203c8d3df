"""Lines of pasted code that make sense elsewhere: they are passed over, and a notice says so."""

from __future__ import annotations

from chainrule.language import mistakes
from chainrule.language.faults import Fault
from chainrule.language.functions import MODULES, NEUTRAL
from chainrule.language.literals import Tokens
from chainrule.language.reading import Reading
from chainrule.language.tokens import ENDS

CALLS = frozenset({"print", "plt.show", "draw_dot", "display"})
"""Calls that show something there; here everything is shown."""
METHODS = NEUTRAL | {"backward", "zero_grad", "zero_", "manual_seed", "seed", "set_printoptions", "set_default_dtype"}
"""Methods that say what the page does by itself, or what has no meaning here."""
ATTRIBUTES = frozenset({"label", "requires_grad", "grad"})
IMPORTS = frozenset({"import", "from"})


def is_call(atom: str) -> bool:
    """Tell whether a statement that begins with a call of ``atom`` is passed over."""
    head, dot, method = atom.rpartition(".")
    allowed = METHODS - NEUTRAL if head in MODULES else METHODS
    return atom in CALLS or bool(dot and head and method in allowed)


def is_neutral(atom: str) -> bool:
    """Tell whether ``atom`` ends in a method that changes nothing, as in ``torch.tensor(2.0).double()``."""
    _, dot, method = atom.rpartition(".")
    return bool(dot) and (method in NEUTRAL or method == "backward")


def is_label(atom: str) -> bool:
    """Tell whether an assignment to ``atom`` is one to an attribute that is passed over."""
    return atom.rpartition(".")[2] in ATTRIBUTES


def statement(reading: Reading, tokens: Tokens, at: int) -> None:
    """Pass over the statement whose first pair is at token ``at``, with a notice."""
    reading.tape.forget(reading.text(at), at)
    end = at if reading.text(at + 1) in ENDS else _end(reading, tokens)
    reading.notice("skipped-line", at, reading.preceding(end + 1))
    reading.first = end + 2


def call(reading: Reading, tokens: Tokens, at: int) -> None:
    """Pass over a statement that is a call and nothing else."""
    closer = brackets(reading, tokens, at)
    if reading.text(closer + 1) or reading.text(closer + 2) not in ENDS:
        raise mistakes.following(reading, closer)
    next(tokens, None)
    reading.notice("skipped-line", at, closer)
    reading.first = closer + 3


def neutral(reading: Reading, tokens: Tokens, at: int) -> int:
    """Pass over the brackets of a method that changes nothing; return the token that closes them."""
    closer = brackets(reading, tokens, at)
    if reading.text(at).endswith(".backward"):
        if reading.text(closer + 1) or reading.text(closer + 2) not in ENDS:
            raise mistakes.following(reading, closer)
        reading.notice("skipped-method", at, closer)
    return closer


def brackets(reading: Reading, tokens: Tokens, at: int) -> int:
    """Pass over the brackets that pair ``at`` opens; return the token that closes them."""
    depth = 1
    for i, (_, op) in tokens:
        depth += (op in ("(", "[", "{")) - (op in (")", "]", "}"))
        if not depth:
            return i + 1
    raise Fault("unclosed-bracket", reading.preceding(2 * len(reading.pairs)), after=True, opener=at + 1)


def _end(reading: Reading, tokens: Tokens) -> int:
    """Return the pair that ends the statement, brackets and all."""
    openers: list[int] = []
    for i, (_, op) in tokens:
        if op in ("(", "[", "{"):
            openers.append(i + 1)
        elif op in (")", "]", "}"):
            del openers[-1:]
        elif op in ENDS and not openers:
            return i
    raise Fault("unclosed-bracket", reading.preceding(2 * len(reading.pairs)), after=True, opener=openers[0])
