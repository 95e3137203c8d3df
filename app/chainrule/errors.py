"""What can go wrong, as one tree.

::

    ChainruleError              a code, a sentence, and where it can be known
    ├── ProgramError            the text is wrong; carries a span of code points
    ├── ValueProblem            a given value is wrong; carries a JSON pointer
    ├── ShapeError              a node's operands do not fit; carries the node
    └── LimitError              more than this server computes; carries what it is about

Every sentence says what is wrong, quotes the offending text, and says what would be right.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fix:
    """What would be right: ``text`` in place of ``span`` (which may be empty)."""

    span: tuple[int, int]
    text: str


class ChainruleError(Exception):
    """Something a user can mend: a stable ``code``, a ``detail`` sentence, and a place.

    ``span`` is ``(start, end)`` in code points of the program, ``pointer`` a JSON Pointer (RFC 6901) into the
    request, ``node`` the index of a node of the graph. Any of them may be None. ``related`` holds further errors
    of the same request, so that one answer can list several; ``fix`` is a correction, where one is certain or a
    misspelt word is like one that there is.
    """

    code = "invalid"

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        span: tuple[int, int] | None = None,
        pointer: str | None = None,
        node: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.span = span
        self.pointer = pointer
        self.node = node
        self.related: tuple[ChainruleError, ...] = ()
        self.fix: Fix | None = None


class ProgramError(ChainruleError):
    """The program text is wrong; ``span`` covers exactly the offending text."""

    code = "program"


class ValueProblem(ChainruleError):
    """A value beside the program (an input, the output name, the seed) is wrong; ``pointer`` says which."""

    code = "value"


class ShapeError(ChainruleError):
    """The operands of ``node`` do not fit together."""

    code = "shape"


class LimitError(ChainruleError):
    """The request is larger than the limit that ``code`` names; refused before anything is allocated."""

    code = "limit"
