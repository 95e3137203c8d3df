"""What a student probably did where the parser met something that it cannot read. All answer with a fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from chainrule.language.faults import Fault
from chainrule.language.functions import FORMS
from chainrule.language.names import plain, unseen
from chainrule.language.reading import Reading
from chainrule.language.tokens import NEWLINES, is_number

# Words of Python that begin something which is not in the language, and the sentence about them.
KEYWORDS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("def", "function", "lambda"), "definition"),
        **dict.fromkeys(("for", "while"), "loop"),
        **dict.fromkeys(("if", "elif", "else", "match"), "condition"),
        **dict.fromkeys(("let", "var", "const"), "declaration"),
        **dict.fromkeys(("import", "from"), "import"),
        **dict.fromkeys(("with", "try", "except", "finally", "async", "await", "assert", "raise", "del"), "block"),
        **dict.fromkeys(("global", "nonlocal", "pass", "yield", "break", "continue"), "block"),
        "return": "return",
        "class": "class",
        "not": "logic",
    }
)
# Words between two values.
INFIX: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("and", "or", "not"), "logic"),
        **dict.fromkeys(("if", "else", "then"), "condition"),
        **dict.fromkeys(("in", "is"), "membership"),
        "for": "comprehension",
        "as": "block",
        "mod": "percent",
    }
)
SIGNS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("&&", "&", "~"), "logic"),
        **dict.fromkeys(("{", "}"), "braces"),
        **dict.fromkeys(("<>", "!=="), "not-equal"),
        **dict.fromkeys(("$", "`"), "stray-sign"),
        **dict.fromkeys(("**=", "@=", "^=", "%=", "//="), "augmented"),
        "%": "percent",
        "//": "floor-division",
        "?": "condition",
        ":": "colon",
        ":=": "walrus",
        "=>": "at-least",
        "=<": "at-most",
        "===": "equality",
        ".": "stray-dot",
    }
)


def missing(reading: Reading, at: int) -> Fault:
    """Return the fault of an operator or bracket at token ``at`` where a value should stand."""
    word = reading.text(at)
    before = reading.preceding(at)
    if word in NEWLINES:
        return Fault("missing-after", before, after=True, name=reading.text(before))
    if before < reading.first or reading.text(before) == ";":
        return Fault("missing-before", at)
    code = "missing-at" if word in ",)]" else "missing-between"
    return Fault(code, at, before=reading.text(before))


def _between(reading: Reading, first: int, last: int) -> bool:
    """Tell whether a line ends between two tokens."""
    return any(reading.text(k) in NEWLINES for k in range(first + 1, last))


def following(reading: Reading, k: int) -> Fault:
    """Return the fault of what stands behind token ``k``, where a statement should have ended."""
    after = reading.following(k)
    return juxtaposed(reading, after) if after % 2 == 0 else unexpected(reading, after, operand=True)


def juxtaposed(reading: Reading, k: int) -> Fault:
    """Return the fault of two operands with nothing between them; the second is at token ``k``."""
    before = reading.preceding(k)
    word, last = reading.text(k), reading.text(before)
    if reading.brackets and _between(reading, before, k):
        opener = reading.brackets[-1][1] + 1
        return Fault("unclosed-bracket", before, after=True, opener=opener, resume=k & ~1)
    spoken = _spoken(reading, before, k)
    if spoken is not None:
        return spoken
    if reading.text(k + 1) == "=" and k % 2 == 0 and not reading.brackets:
        return Fault("two-statements", k, fix=(k, before, "; "))
    if is_number(last) and before == k - 2 and not reading.text(before + 1):
        return _number(reading, before, k)
    return Fault("implicit-multiplication", k, left=last, right=word, fix=(k, before, "*"))


def _spoken(reading: Reading, before: int, k: int) -> Fault | None:
    """Return the fault of a word of another language, of a function without brackets, or of too long a name."""
    word, last, env = reading.text(k), reading.text(before), reading.tape.env
    if last in KEYWORDS and last not in env:
        return Fault(KEYWORDS[last], before)
    if word in INFIX and word not in env:
        return Fault(INFIX[word], k)
    if len(word) > reading.limits.name and not is_number(word):
        return Fault("name-too-long", k, most=reading.limits.name, length=len(word))
    if last in FORMS and last not in env and k % 2 == 0:
        return Fault("call-brackets", k, name=last, argument=word, fix=(before, k, f"{last}({word})"))
    return None


def _number(reading: Reading, before: int, k: int) -> Fault:
    """Return the fault of a number with something glued to it: another notation, or a product."""
    last, word = reading.text(before), reading.text(k)
    glued = reading.places.token(before)[1] == reading.places.token(k)[0]
    if glued and is_number(word):
        return Fault("two-points", k, number=last + word)
    if glued and last == "0" and word[0] in "xXoObB" and word[1:].isalnum():
        return Fault("notation", k, number=last + word)
    if glued and word in ("e", "E") and "." not in reading.text(k + 1):
        return Fault("exponent", k, number=last + word, product=f"{last}*{word}")
    if glued and word[0] == "." and word[1:2].isalpha():
        method = word + "()" * (reading.text(k + 1) == "(")
        return Fault("number-method", k, number=last, method=method, fix=(before, before, f"({last})"))
    if glued and word in ("j", "J"):
        return Fault("imaginary", k, number=last + word)
    return Fault("implicit-multiplication", k, left=last, right=word, fix=(k, before, "*"))


def uncallable(reading: Reading, atom: str, at: int) -> Fault:
    """Return the fault of a parenthesis behind something that is no function."""
    if is_number(atom) or (atom in reading.tape.env and atom not in reading.tape.defaults):
        return Fault("implicit-multiplication", at + 1, left=atom, right="(", fix=(at + 1, at, "*"))
    if atom in KEYWORDS or atom in INFIX:
        return Fault(KEYWORDS.get(atom) or INFIX[atom], at)
    if _defines(reading, at):
        return Fault("definition", at)
    return Fault("unknown-function", at, name=atom)


def _defines(reading: Reading, at: int) -> bool:
    """Tell whether ``f(x) = …`` begins at pair ``at``."""
    if at != reading.first:
        return False
    depth = 1
    for i in range(at // 2 + 1, min(at // 2 + reading.limits.arguments, len(reading.pairs))):
        op = reading.pairs[i][1]
        depth += (op == "(") - (op == ")")
        if not depth:
            return reading.text(2 * i + 2) == "" and reading.text(2 * i + 3) == "="
    return False


def assignment(reading: Reading, at: int) -> Fault:
    """Return the fault of an equals sign where nothing can be assigned."""
    before = reading.preceding(at)
    if reading.brackets:
        return Fault("equals-in-brackets", at)
    if _between(reading, reading.preceding(before), before):
        return Fault(
            "missing-after", reading.preceding(before), after=True, name=reading.text(reading.preceding(before))
        )
    chained = any(reading.text(k) == "=" for k in range(reading.first, at))
    return Fault("assign-twice" if chained else "assign-to-expression", at)


def unclosed(reading: Reading, at: int) -> Fault:
    """Return the fault of a bracket that is still open where it cannot be, before token ``at``."""
    return Fault(
        "unclosed-bracket", reading.preceding(at), after=True, opener=reading.brackets[-1][1] + 1, resume=at + 1
    )


def unfinished(reading: Reading) -> Fault:
    """Return the fault of a text that ends within a statement."""
    end = reading.preceding(2 * len(reading.pairs))
    if reading.brackets:
        return Fault("unclosed-bracket", end, after=True, opener=reading.brackets[-1][1] + 1)
    return Fault("missing-after", end, after=True, name=reading.text(end))


def target(reading: Reading, at: int) -> Fault:
    """Return the fault of an assignment to what is no name: a number, or an attribute."""
    atom = reading.text(at)
    if is_number(atom):
        return Fault("assign-to-number", at, name=atom)
    return Fault("assign-to-attribute", at, name=atom)


def unexpected(reading: Reading, at: int, *, operand: bool) -> Fault:
    """Return the fault of an operator, sign or character that the language does not have.

    ``operand`` says whether a value stands before it.
    """
    word = reading.text(at)
    before = reading.text(at - 1)
    if before in KEYWORDS and (before not in reading.tape.env or reading.tape.defaults.get(before) == at - 1):
        return Fault(KEYWORDS[before], at - 1)
    if word in SIGNS:
        return Fault(SIGNS[word], at)
    if word[0] in BEGINNINGS:
        return BEGINNINGS[word[0]](reading, at, operand)
    if word.endswith("="):
        return assignment(reading, at)
    return _character(reading, at, word)


def _string(reading: Reading, at: int, operand: bool) -> Fault:  # noqa: ARG001, FBT001 -- one signature for all beginnings
    """Return the fault of a string, with the letter before it that belongs to it."""
    prefixed = reading.text(at - 1).lower() in ("f", "r", "b", "u", "fr", "rb")
    return Fault("string", at - 1 if prefixed else at, at)


def _backslash(reading: Reading, at: int, operand: bool) -> Fault:  # noqa: ARG001, FBT001 -- one signature for all beginnings
    """Return the fault of LaTeX, or of a line that goes on."""
    name = reading.text(at)[1:]
    return Fault("latex" if name else "backslash", at, name=name)


def _underscore(reading: Reading, at: int, operand: bool) -> Fault:  # noqa: ARG001, FBT001 -- one signature for all beginnings
    """Return the fault of a name that begins with an underscore, or of one between digits."""
    digits = is_number(reading.text(at - 1))
    return Fault("digit-separator" if digits else "underscore", at - 1 if digits else at, at)


def _exclamation(reading: Reading, at: int, operand: bool) -> Fault:  # noqa: ARG001, FBT001 -- one signature for all beginnings
    """Return the fault of a factorial, or of a 'not'."""
    return Fault("factorial" if operand else "logic", at)


def _bars(reading: Reading, at: int, operand: bool) -> Fault:  # noqa: FBT001 -- one signature for all beginnings
    """Return the fault of bars; more of them in a row than brackets may nest are a matter of size."""
    end, width = at, 0
    while reading.text(end) in ("|", "||"):
        width += len(reading.text(end))
        end = reading.following(end)
    if width > reading.limits.nesting:
        return Fault("nesting", at, most=reading.limits.nesting)
    return Fault("logic" if reading.text(at) == "||" and operand else "bars", at)


BEGINNINGS: Mapping[str, Callable[[Reading, int, bool], Fault]] = MappingProxyType(
    {
        **dict.fromkeys("'\"‘’“”", _string),
        "\\": _backslash,
        "_": _underscore,
        "!": _exclamation,
        "|": _bars,
    }
)
"""Who explains a sign, by its first character."""


def _character(reading: Reading, at: int, word: str) -> Fault:
    """Return the fault of a character that the language does not have."""
    if unseen(word):
        return Fault("invisible-character", at, fix=(at, at, " " if word.isspace() else ""))
    meant = plain(word)
    if meant is None:
        return Fault("foreign-letter" if word.isalpha() or word.isnumeric() else "unexpected-token", at)
    if "…" in meant:
        return Fault("foreign-sign", at, meant=meant)
    last = at
    while joined := _joined(meant, reading, last):
        meant, last = joined, last + 2
    return Fault("look-alike", at, last, meant=meant, fix=(at, last, meant))


def _joined(meant: str, reading: Reading, last: int) -> str | None:
    """Return ``meant`` with what the next character looks like, where the two make one word, number or power."""
    char = "" if reading.text(last + 1) else reading.text(last + 2)
    more = plain(char) if len(char) == 1 and not char.isascii() and char not in "²³" else None
    if more and meant[0] == more[0] == "^":
        return meant + more[1:]
    return meant + more if more and meant.isalnum() and more.isalnum() else None
