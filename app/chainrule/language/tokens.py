"""From text to tokens, in one pass of one regular expression.

The text is read as *pairs*: an atom (a name, a number, or nothing) and the operator after it (or nothing). In
``t = sin(x) / 2`` they are ``t =``, ``sin (``, ``x )``, ``/`` and ``2 ⏎``. A parser then turns its loop once for two
tokens, and sees at a glance whether a name is called, assigned or used. Pair i holds the tokens 2i, its atom, and
2i + 1, its operator. Where they stand in the text is worked out only when somebody asks.
"""

from __future__ import annotations

import re
from itertools import islice

from chainrule.language.span import Span

Pair = tuple[str, str]

# Every alternative begins with characters of its own and repeats one class, possessively: the time is linear.
PAIR = re.compile(
    r"""
    [ \t]*+
    ( [A-Za-z] [A-Za-z0-9_.]*+                                              # a name, or names with dots between
    | (?: [0-9]++ (?: \. [0-9]*+ )? | \. [0-9]++ ) (?: [eE] [+-]? [0-9]++ )?  # a number
    | [Α-ΡΣ-Ωα-ω] [0-9_]*+ (?: \. [A-Za-z_] [A-Za-z0-9_.]*+ )?               # a Greek letter
    | \. [A-Za-z_] [A-Za-z0-9_.]*+                                          # what follows a bracket: .T, .sum
    | )
    [ \t]*+ (?: \# [^\n]*+ )?
    ( [-+] =? | [()\[\],;²³\n] | \* \*? =? | / /? =? | = [=<>]? =? | [−·×÷@^%] =?
    | < [=>]? | >=? | ! =? =? | :=? | &&? | \|\|?
    | \r \n
    | " [^"\n]*+ "? | ' [^'\n]*+ '?                                         # strings
    | _ [A-Za-z0-9_]*+ | \\ [A-Za-z]*+                                      # bad names, LaTeX
    | \. (?! [A-Za-z0-9_] )
    | [^A-Za-z0-9Α-ΡΣ-Ωα-ω. \t]                                             # any other character
    | )
    """,
    re.VERBOSE,
)

NEWLINES = frozenset({"\n", "\r\n"})
ENDS = frozenset({"\n", "\r\n", ";"})


def scan(text: str) -> list[Pair]:
    r"""Return the pairs of ``text``; the last operator is always a line's end.

    >>> scan("y = 2x")
    [('y', '='), ('2', ''), ('x', '\n')]
    """
    pairs: list[Pair] = PAIR.findall(text + "\n")
    pairs.pop()  # nothing, found at the very end
    return pairs


def is_number(word: str) -> bool:
    """Tell whether a token is a number literal."""
    return "0" <= word[:1] <= "9" or (word[:1] == "." and "0" <= word[1:2] <= "9")


def is_whole(word: str) -> bool:
    """Tell whether a token is a whole number, written as one."""
    return is_number(word) and word.isdigit()


def count(pairs: list[Pair]) -> int:
    """Return the number of tokens; ends of lines do not count."""
    return sum((atom != "") + (op != "" and op not in NEWLINES) for atom, op in pairs)


class Places:
    """Where the tokens of a text stand; found as far as needed, and remembered."""

    __slots__ = ("_found", "_source", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._source = text + "\n"
        self._found: list[tuple[Span, Span]] = []

    def token(self, k: int) -> Span:
        """Return the span of token ``k``, in code points."""
        if len(self._found) <= k >> 1:
            self._find(k >> 1)
        start, end = self._found[k >> 1][k & 1]
        return min(start, len(self.text)), min(end, len(self.text))

    def span(self, first: int, last: int) -> Span:
        """Return the span from token ``first`` to token ``last``, both included."""
        return self.token(first)[0], self.token(last)[1]

    def _find(self, pair: int) -> None:
        """Extend what is known up to ``pair``."""
        found = self._found
        matches = PAIR.finditer(self._source, found[-1][1][1] if found else 0)
        found += [(match.span(1), match.span(2)) for match in islice(matches, pair + 1 - len(found))]
