"""What the parts of the parser share while a program is read."""

from __future__ import annotations

from typing import Any

from chainrule.engine.op import Op
from chainrule.language.faults import Fault
from chainrule.language.functions import Form
from chainrule.language.limits import Limits
from chainrule.language.tape import Tape
from chainrule.language.tokens import Pair, Places

FLOOR, COMPARISON, SUM, PRODUCT, SIGN, POWER = 0, 2, 4, 5, 6, 7
"""The ranks of operators: the higher binds tighter. The floor is that of a statement, and of an open bracket."""
NESTED = (FLOOR, SIGN, POWER)
"""The ranks that count as nesting."""
TAKEN = -1
"""Stands for an argument that became no node of its own: a keyword, a literal parameter, a list of arguments."""

Frame = tuple[int, Op, int, int]
"""An operator that waits for its right operand: its rank, its op, its left operand, and the token it begins with."""


class Arguments(list[int]):
    """The arguments of a call that is more than a plain function: nodes, and what else was given.

    ``keywords`` are the attributes, ``slots`` says which argument was given by name, ``taken`` counts the parameters
    that came by position, and ``sequence`` is true once the arguments came as one list.
    """

    __slots__ = ("keywords", "sequence", "slots", "taken")

    def __init__(self, *receiver: int) -> None:
        super().__init__(receiver)
        self.keywords: dict[str, Any] = {}
        self.slots: dict[int, int] = {}
        self.taken = 0
        self.sequence = False


Bracket = tuple[Form | None, int, list[int], int, int]
"""An open bracket: what it belongs to (None: it only groups), the pair that it ends, the entries so far, the first node
inside, and the token that the whole begins with."""


class Reading:
    """A program while it is read: its pairs, the tape, the open brackets, and what is to be said about it."""

    def __init__(self, text: str, pairs: list[Pair], limits: Limits) -> None:
        self.pairs = pairs
        self.limits = limits
        self.places = Places(text)
        self.tape = Tape(limits)
        self.brackets: list[Bracket] = []
        self.stack: list[Frame] = []
        self.numbers: dict[str, float] = {}
        self.listed: list[int] = []
        self.faults: list[Fault] = []
        self.notices: list[Fault] = []
        self.first = 0
        self.last = -1

    def text(self, k: int) -> str:
        """Return the text of token ``k``; nothing beyond the end."""
        return self.pairs[k >> 1][k & 1] if k >> 1 < len(self.pairs) else ""

    def following(self, k: int) -> int:
        """Return the next token after ``k`` that is there, and is no line's end."""
        k += 1
        while k >> 1 < len(self.pairs) and self.text(k) in {"", "\n", "\r\n"}:
            k += 1
        return k

    def preceding(self, k: int) -> int:
        """Return the last token before ``k`` that is there, and is no line's end; -1 if there is none."""
        k -= 1
        while k >= 0 and self.text(k) in {"", "\n", "\r\n"}:
            k -= 1
        return k

    def inside(self, opener: int, closer: int) -> tuple[int, int] | None:
        """Return the first and the last token between two brackets, None if there is nothing."""
        first, last = self.following(opener), self.preceding(closer)
        return (first, last) if first <= last else None

    def notice(self, code: str, first: int, last: int, **fields: Any) -> None:
        """Say something about the program that is no fault."""
        self.notices.append(Fault(code, first, last, **fields))
