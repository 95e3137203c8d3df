"""Reading plain JSON strictly: every field is checked once, and all that is wrong is collected with its pointer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any, TypeVar

from chainrule.errors import ChainruleError, LimitError, ValueProblem
from chainrule.network.limits import Limits

Found = TypeVar("Found")
SAFE_INTEGER = 2**53 - 1
"""The greatest integer that every JSON reader keeps exactly."""


class Reader:
    """Reads fields and remembers what was wrong, so that one answer can name several errors.

    A method that finds a fault notes it and returns a value that fits, so that reading can go on.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.problems: list[ChainruleError] = []

    def wrong(self, pointer: str, detail: str) -> None:
        """Note that the value at ``pointer`` is wrong."""
        self.problems.append(ValueProblem(detail, pointer=pointer))

    def limited(self, pointer: str, detail: str, code: str) -> None:
        """Note that the value at ``pointer`` is beyond the limit that ``code`` names."""
        self.problems.append(LimitError(detail, pointer=pointer, code=code))

    def finish(self) -> None:
        """Raise what was wrong: the first error with the others as ``related``; a limit comes before the rest."""
        if self.problems:
            limits = [problem for problem in self.problems if isinstance(problem, LimitError)]
            others = [problem for problem in self.problems if not isinstance(problem, LimitError)]
            first, *rest = limits + others
            first.related = tuple(rest[: self.limits.errors - 1])
            raise first

    def joined(self, read: Callable[[], Found]) -> Found | None:
        """The result of another reader; its errors join these, and then the result is None."""
        try:
            return read()
        except ChainruleError as error:
            self.problems += [error, *error.related]
            return None

    def record(self, data: Any, pointer: str, known: Iterable[str], noun: str) -> dict[str, Any]:
        """An object whose keys are all ``known``; unknown ones are noted with a suggestion."""
        if not isinstance(data, dict):
            self.wrong(pointer, f"{_upper(noun)} is {quote(data)}; it should be an object.")
            return {}
        names = tuple(known)
        strangers = [key for key in data if key not in names]
        if len(data) > self.limits.columns:
            words = f"{_upper(noun)} has {len(data):,} keys, more than the limit of {self.limits.columns:,} (columns)."
            self.limited(pointer, words, "columns")
        for key in strangers[: self.limits.errors]:
            if self.is_vast(data[key], f"{pointer}/{escape(key)}"):
                continue
            self.wrong(f"{pointer}/{escape(key)}", f"{_upper(noun)} has no {quote(key)}. {suggestion(key, names)}")
        return {key: data[key] for key in names if key in data}

    def is_vast(self, value: Any, pointer: str) -> bool:
        """Whether something that nobody knows is beyond every limit besides, which is then noted as the fault."""
        if isinstance(value, list | dict) and len(value) > self.limits.rows:
            words = f"{quote(value)} is more than the limit of {self.limits.rows:,} (rows)."
            self.limited(pointer, words, "rows")
        elif isinstance(value, int) and value > self.limits.parameters:
            words = f"{quote(value)} is more than the limit of {self.limits.parameters:,} (parameters)."
            self.limited(pointer, words, "parameters")
        else:
            return False
        return True

    def choice(self, value: Any, pointer: str, choices: Iterable[str], default: str) -> str:
        """One of some names."""
        names = tuple(choices)
        if isinstance(value, str) and value in names:
            return value
        self.wrong(pointer, f"{quote(value)} is unknown here. {suggestion(value, names)}")
        return default

    def flag(self, value: Any, pointer: str) -> bool:
        """True or false."""
        if not isinstance(value, bool):
            self.wrong(pointer, f"{quote(value)} should be true or false.")
        return value is True

    def integer(self, value: Any, pointer: str, low: int, high: int = SAFE_INTEGER, code: str | None = None) -> int:
        """A whole number from ``low`` to ``high``. Beyond ``high`` it is a limit where ``code`` names one."""
        value = whole(value)
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(pointer, f"{quote(value)} should be a whole number such as {max(low, 1)}.")
            return low
        if value < low:
            self.wrong(pointer, f"{_upper(quote(value))} is too small; the least is {low}.")
        elif value > high and code:
            self.limited(pointer, f"{_upper(quote(value))} is more than the limit of {high:,} ({code}).", code)
        elif value > high:
            self.wrong(pointer, f"{_upper(quote(value))} is too large; the greatest is {high:,}.")
        return min(max(value, low), high)

    def number(
        self, value: Any, pointer: str, low: float = -math.inf, high: float = math.inf, *, open_ends: bool = False
    ) -> float:
        """A finite number between ``low`` and ``high``, which count themselves unless the ends are open."""
        found = finite(value)
        inside = found is not None and (low < found < high if open_ends else low <= found <= high)
        if found is not None and inside:
            return found
        self.wrong(pointer, f"{quote(value)} should be {_interval(low, high, open_ends=open_ends)}.")
        return min(max(0.0, low), high)

    def seed(self, value: Any, pointer: str) -> int | None:
        """A seed: a whole number from 0, or None to leave it to the house."""
        return None if value is None else self.integer(value, pointer, 0)

    def array(self, value: Any, pointer: str, shape: tuple[int, ...], noun: str) -> Any:
        """Nested lists of finite numbers of exactly this shape, as nested tuples; None after a fault."""
        if not isinstance(value, list | tuple):
            self.wrong(pointer, f"{noun} should be {_lists(shape)}, not {quote(value)}.")
            return None
        if len(value) != shape[0]:
            self.wrong(pointer, f"{noun} has {len(value)} entries here; {_lists(shape)} is wanted.")
            return None
        if len(shape) > 1:
            rows = tuple(self.array(row, f"{pointer}/{i}", shape[1:], noun) for i, row in enumerate(value))
            return None if None in rows else rows
        return self.numbers(value, pointer, noun)

    def numbers(self, value: Any, pointer: str, noun: str) -> tuple[float, ...] | None:
        """A list of finite numbers as a tuple; None after a fault."""
        found = tuple(map(finite, value))
        if None in found:
            at = found.index(None)
            self.wrong(f"{pointer}/{at}", f"{quote(value[at])} in {noun} should be a finite number.")
            return None
        return tuple(entry for entry in found if entry is not None)


def whole(value: Any) -> Any:
    """A JSON value, as an int where it is a whole number. JSON has one kind of number: 3.0 and 3e0 are whole."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def finite(value: Any) -> float | None:
    """A JSON number as a finite float, else None; texts, truth values and numbers beyond 1.8e308 are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def quote(value: Any, limit: int = 60) -> str:
    """What was given, in quotes and cut short, for a sentence."""
    if isinstance(value, dict | list | tuple):
        name = "an object" if isinstance(value, dict) else "a list"
        return f"{name} of {len(value)} entries"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > SAFE_INTEGER:
        return "a whole number of more than 15 digits"
    names = {None: "null", True: "true", False: "false"}
    text = names[value] if value is None or isinstance(value, bool) else str(value)
    return f"'{text if len(text) <= limit else text[:limit] + '…'}'"


def suggestion(name: Any, names: tuple[str, ...]) -> str:
    """What was probably meant, else what there is."""
    close = get_close_matches(name[:64].lower(), names, n=1) if isinstance(name, str) else []
    return f"Did you mean '{close[0]}'?" if close else f"There are: {', '.join(names)}."


def escape(key: str) -> str:
    """A key as a part of a JSON Pointer (RFC 6901), cut short."""
    return key[:64].replace("~", "~0").replace("/", "~1")


def _interval(low: float, high: float, *, open_ends: bool) -> str:
    if low == -math.inf and high == math.inf:
        return "a finite number"
    if high == math.inf:
        return f"a finite number greater than {low:g}" if open_ends else f"a finite number from {low:g}"
    return f"a number between {low:g} and {high:g}" + (", both excluded" if open_ends else "")


def _lists(shape: tuple[int, ...]) -> str:
    return f"a list of {shape[0]} numbers" if len(shape) == 1 else "lists of shape " + " × ".join(map(str, shape))


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
