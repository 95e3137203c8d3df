"""A fault: something wrong with a program, still in tokens. It becomes a sentence when the reading is over."""

from __future__ import annotations

from typing import Any


class Fault(Exception):
    """What is wrong (``code``), from token ``first`` to token ``last``.

    With ``after`` it is the empty place behind token ``first``, with ``part`` only that word of a dotted name. ``fix``
    is what would be right: the first and the last token, and the text in their place; a first token behind the last
    one stands for the gap between the two. ``fields`` go into the sentence that belongs to the code. ``resume`` is a
    token where reading can go on, and ``reached`` the last one that was looked at.
    """

    def __init__(
        self,
        code: str,
        first: int,
        last: int | None = None,
        *,
        after: bool = False,
        fix: tuple[int, int, str] | None = None,
        resume: int | None = None,
        part: str = "",
        **fields: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.first = first
        self.last = first if last is None else last
        self.after = after
        self.fix = fix
        self.resume = resume
        self.part = part
        self.reached = self.last
        self.fields = fields
