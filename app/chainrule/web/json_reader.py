"""A strict JSON reader (RFC 8259) that knows where everything stands.

It reads bytes that a stranger sent: linear time, no recursion, nothing built beyond the limits. Duplicate keys, lone
surrogates, ``NaN`` and ``Infinity`` are refused. Whole numbers of up to 15 digits become ``int``, all others ``float``;
so no big integers ever exist.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

SPACE = re.compile(r"[ \t\n\r]*")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
MEMBER = re.compile(SPACE.pattern + "(" + NUMBER.pattern + ")" + SPACE.pattern + ",")
PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
HEX = re.compile(r"[0-9a-fA-F]{4}")
WORD = re.compile(r"[A-Za-z0-9_+.-]*")
ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
WORDS = {"true": True, "false": False, "null": None}
HIGH_SURROGATES = range(0xD800, 0xDC00)
LOW_SURROGATES = range(0xDC00, 0xE000)
FIRST_ASTRAL = 0x10000
EXACT_DIGITS = 15
ECHO = 20


class JsonProblem(Exception):
    """A JSON document that is refused.

    ``malformed`` tells a text that is no JSON (400) from JSON that we do not take (422). ``line`` and ``column`` count
    from 1 in characters; ``pointer`` (RFC 6901) names the value that was being read.
    """

    def __init__(self, detail: str, *, code: str, place: tuple[int, int], pointer: str) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code
        self.line, self.column = place
        self.pointer = pointer

    @property
    def malformed(self) -> bool:
        """Whether the text is no JSON at all."""
        return self.code == "json-syntax"


@dataclass(frozen=True, slots=True)
class JsonLimits:
    """How large a document may be."""

    depth: int = 32
    values: int = 200_000
    string: int = 100_000
    number: int = 40


def read_json(body: bytes, limits: JsonLimits = JsonLimits()) -> Any:
    """The value that a body of UTF-8 JSON stands for; raises ``JsonProblem``."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8")
        raise _Reader(before, limits).problem("The body is not UTF-8.", len(before)) from None
    if _plain(text, limits):
        try:
            return _decoder(limits.number).decode(text)
        except (ValueError, RecursionError):
            pass  # the reader below says what is wrong, and where
    return _Reader(text, limits).document()


def _plain(text: str, limits: JsonLimits) -> bool:
    """Whether a text is so short and flat that it cannot pass a limit, and has no escapes of surrogates.

    Such a text, if it is good, may be read by Python's own decoder, which is some times faster.
    """
    flat = text.count("[") + text.count("{") <= limits.depth
    return flat and len(text) <= min(limits.values, limits.string) and "\\u" not in text


@lru_cache(maxsize=8)
def _decoder(longest: int) -> json.JSONDecoder:
    """Python's decoder, made strict; ValueError says that something is wrong."""

    def number(literal: str) -> float:
        found = _number(literal)
        if len(literal) > longest or math.isinf(found):
            raise ValueError(literal)
        return found

    def unique(members: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(members)
        if len(found) < len(members):
            raise ValueError(members)
        return found

    def refuse(word: str) -> Any:
        raise ValueError(word)

    return json.JSONDecoder(object_pairs_hook=unique, parse_float=number, parse_int=number, parse_constant=refuse)


def escape_pointer(part: str) -> str:
    """A key as a part of a JSON Pointer."""
    return part.replace("~", "~0").replace("/", "~1")


@dataclass(slots=True)
class _Reader:
    text: str
    limits: JsonLimits
    at: int = 0
    values: int = 0
    stack: list[dict[str, Any] | list[Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def document(self) -> Any:
        """Read one value and nothing after it."""
        value = self.value()
        while self.stack:
            container = self.stack[-1]
            if self.closed(container):
                self.stack.pop()
                self.keys.pop()
                continue
            if isinstance(container, dict):
                self.keys.pop()
                key = self.key(container)
                self.keys.append(key)
                container[key] = self.value()
            else:
                self.numbers(container)
                self.keys[-1] = str(len(container))
                container.append(self.value())
        self.space()
        if self.at < len(self.text):
            raise self.problem(f"After the JSON value nothing may follow, but there is {self.here()}.")
        return value

    def closed(self, container: dict[str, Any] | list[Any]) -> bool:
        """Whether the container ends here; else step over the comma before its next member."""
        end = "}" if isinstance(container, dict) else "]"
        self.space()
        if self.text.startswith(end, self.at):
            self.at += 1
            return True
        if container:
            if not self.text.startswith(",", self.at):
                raise self.problem(f"Here a ',' or '{end}' must stand, not {self.here()}.")
            self.at += 1
        return False

    def key(self, container: dict[str, Any]) -> str:
        """Read a key and its colon."""
        self.space()
        start = self.at
        if not self.text.startswith('"', self.at):
            raise self.problem(f"Here a key in double quotes must stand, not {self.here()}.")
        key = self.string()
        if key in container:
            self.keys.append(key)
            raise self.problem(
                f"The key {_quote(key)} stands here for the second time.", start, code="json-duplicate-key"
            )
        self.space()
        if not self.text.startswith(":", self.at):
            raise self.problem(f"After a key a ':' must stand, not {self.here()}.")
        self.at += 1
        return key

    def value(self) -> Any:
        """Read a value; of an array or object only its opening bracket."""
        self.space()
        self.values += 1
        if self.values > self.limits.values:
            raise self.problem(f"The document has more than {self.limits.values:,} values.", code="json-values")
        first = self.text[self.at : self.at + 1]
        if first in ("{", "["):
            return self.open({} if first == "{" else [])
        if first == '"':
            return self.string()
        if first == "-" or first.isdecimal():
            return self.number()
        return self.word()

    def open(self, container: dict[str, Any] | list[Any]) -> Any:
        """Go one level deeper."""
        if len(self.stack) == self.limits.depth:
            raise self.problem(f"Arrays and objects nest more than {self.limits.depth} levels deep.", code="json-depth")
        self.at += 1
        self.stack.append(container)
        self.keys.append("")
        return container

    def number(self) -> float:
        """Read a number."""
        start = self.at
        match = NUMBER.match(self.text, start)
        end = match.end() if match else start
        word = WORD.match(self.text, start)
        if word and word.end() > end:
            raise self.problem(f"{_quote(word.group())} is no number in JSON.", start)
        if end == start:
            raise self.problem(f"{self.here()} is no number in JSON.", start)
        if end - start > self.limits.number:
            raise self.problem(
                f"This number has {end - start:,} characters; at most {self.limits.number} are read.",
                start,
                code="json-number",
            )
        self.at = end
        literal = self.text[start:end]
        number = _number(literal)
        if math.isinf(number):
            raise self.problem(f"{literal} is larger than any double-precision number.", start, code="json-number")
        return number

    def numbers(self, container: list[Any]) -> None:
        """Read the numbers that come next in an array and have a comma behind them: a short cut, as data is long."""
        most = self.limits.values - self.values
        while most > 0 and (match := MEMBER.match(self.text, self.at)):
            literal = match.group(1)
            number = _number(literal)
            if len(literal) > self.limits.number or math.isinf(number):
                return
            container.append(number)
            self.values += 1
            self.at = match.end()
            most -= 1

    def word(self) -> bool | None:
        """Read true, false or null."""
        match = WORD.match(self.text, self.at)
        name = match.group() if match else ""
        if name not in WORDS:
            raise self.problem(f"Here a value must stand, not {_quote(name) if name else self.here()}.{_hint(name)}")
        self.at += len(name)
        return WORDS[name]

    def string(self) -> str:
        """Read a string; the opening quote is next."""
        start = self.at
        self.at += 1
        parts: list[str] = []
        while True:
            match = PLAIN.match(self.text, self.at)
            if match:
                parts.append(match.group())
                self.at = match.end()
            if self.text.startswith('"', self.at):
                break
            parts.append(self.escape(start))
        self.at += 1
        text = "".join(parts)
        if len(text) > self.limits.string:
            detail = f"This string has {len(text):,} characters; at most {self.limits.string:,} are read."
            raise self.problem(detail, start, code="json-string")
        return text

    def escape(self, start: int) -> str:
        """Read one escape sequence; anything else that ends a plain run is an error."""
        if self.at >= len(self.text):
            raise self.problem("This string has no end.", start)
        if self.text[self.at] != "\\":
            raise self.problem(f"A string cannot hold the control character U+{ord(self.text[self.at]):04X} as it is.")
        letter = self.text[self.at + 1 : self.at + 2]
        if letter == "u":
            return self.unicode()
        if letter not in ESCAPES:
            raise self.problem(f"{_quote(self.text[self.at : self.at + 2])} is no escape sequence in JSON.")
        self.at += 2
        return ESCAPES[letter]

    def unicode(self) -> str:
        """Read a hexadecimal escape, or two of them that make one character."""
        start = self.at
        unit = self.unit()
        if unit in HIGH_SURROGATES and self.text.startswith("\\u", self.at):
            low = self.unit()
            if low in LOW_SURROGATES:
                return chr(FIRST_ASTRAL + ((unit - HIGH_SURROGATES.start) << 10) + (low - LOW_SURROGATES.start))
        if unit in HIGH_SURROGATES or unit in LOW_SURROGATES:
            detail = f"'\\u{unit:04x}' is half of a character (a lone surrogate)."
            raise self.problem(detail, start, code="json-surrogate")
        return chr(unit)

    def unit(self) -> int:
        """Read the four hexadecimal digits of an escape."""
        match = HEX.match(self.text, self.at + 2)
        if not match:
            raise self.problem("After '\\u' four hexadecimal digits must stand.")
        self.at = match.end()
        return int(match.group(), 16)

    def space(self) -> None:
        """Step over white space."""
        match = SPACE.match(self.text, self.at)
        if match:
            self.at = match.end()

    def here(self) -> str:
        """What stands at the present place, for a sentence."""
        return _quote(self.text[self.at]) if self.at < len(self.text) else "the end"

    def problem(self, detail: str, at: int | None = None, *, code: str = "json-syntax") -> JsonProblem:
        """The error, with where it is."""
        at = self.at if at is None else at
        line = self.text.count("\n", 0, at) + 1
        column = at - self.text.rfind("\n", 0, at)
        pointer = "".join("/" + escape_pointer(key) for key in self.keys)
        return JsonProblem(detail, code=code, place=(line, column), pointer=pointer)


def _number(literal: str) -> float:
    if len(literal) <= EXACT_DIGITS and literal.isdecimal():
        return int(literal)
    number = float(literal)
    whole = len(literal) <= EXACT_DIGITS and literal[1:].isdecimal()
    return int(literal) if whole and number else number


def _quote(text: str) -> str:
    shown = text if len(text) <= ECHO else text[:ECHO] + "…"
    return "'" + "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in shown) + "'"


def _hint(name: str) -> str:
    if name.lstrip("+-") in ("NaN", "Infinity", "nan", "inf", "Inf", "infinity"):
        return ' Non-finite numbers are the strings "NaN", "Infinity" and "-Infinity".'
    return ""
