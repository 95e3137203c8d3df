"""Values of an answer (numbers, nested lists, summaries of large arrays) as the page writes them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from typing import Any

from chainrule.view.numbers import LISTED, LISTED_CHARACTERS, MINUS, short

WORDED = 64
"""Entries of an array that are listed one by one in full words."""
SUMMANDS = 4
PLAIN_DIGITS, PLAIN_ZEROS = 21, 7
"""JavaScript writes numbers from 1e21, and below 1e-6, with an exponent."""


def from_wire(slot: Any) -> Any:
    """A slot of an answer: words become the numbers that JSON lacks."""
    if isinstance(slot, list):
        return [from_wire(entry) for entry in slot]
    return slot if slot is None or isinstance(slot, dict) else float(slot)


def shape_of(value: Any) -> list[int]:
    """The shape of a value."""
    if isinstance(value, dict):
        return list(value["shape"])
    if not isinstance(value, list):
        return []
    return [len(value), *shape_of(value[0])] if value else [0]


def shape_text(shape: Sequence[int]) -> str:
    """The shape as one says it: 2×3; empty for a number."""
    return "×".join(map(str, shape))


def entries(value: Any) -> list[float]:
    """All numbers of a value in order; a summary has none to show."""
    if isinstance(value, list):
        return [number for entry in value for number in entries(entry)]
    return [value] if isinstance(value, float) else []


def brief(value: Any) -> str:
    """Any value in brief: a number, a short list, else its shape."""
    if isinstance(value, float):
        return short(value)
    shape = shape_of(value)
    if isinstance(value, list) and len(shape) == 1 and shape[0] <= LISTED:
        listed = _list(value)
        if len(listed) <= LISTED_CHARACTERS:
            return listed
    return entries_text(shape[0]) if len(shape) == 1 else shape_text(shape)


def entries_text(count: int) -> str:
    """A vector that is not listed: its length alone would read as its value."""
    return f"{count} {'entry' if count == 1 else 'entries'}"


def worded(value: Any) -> str:
    """Any value in full: all digits of a number, every entry of a small array, the extremes of a large one."""
    if isinstance(value, float):
        return script_number(value).replace("-", MINUS) if math.isfinite(value) else short(value)
    numbers = entries(value)
    if 0 < len(numbers) <= WORDED:
        return _list(value)
    low, high = (float(value["min"]), float(value["max"])) if isinstance(value, dict) else _extremes(numbers)
    return f"{shape_text(shape_of(value))} array, {short(low)} … {short(high)}"


def _extremes(numbers: Sequence[float]) -> tuple[float, float]:
    if any(map(math.isnan, numbers)):
        return math.nan, math.nan
    return min(numbers, default=math.inf), max(numbers, default=-math.inf)


def operand(value: Any) -> str:
    """A value that stands behind another sign: negative numbers in parentheses."""
    text = brief(value)
    return f"({text})" if text.startswith(MINUS) else text


def sum_text(parts: Sequence[Any], count: int) -> str:
    """−4 + 3; a long sum is cut, and so is one of which not all is there yet."""
    shown = parts if len(parts) <= SUMMANDS else parts[: SUMMANDS - 1]
    text = " + ".join([brief(shown[0]), *map(operand, shown[1:])])
    return f"{text} + …" if len(shown) < count else text


def raw(value: Any) -> str:
    """What one types to get the value: plain ASCII, all digits."""
    return script_number(value) if isinstance(value, float) else "".join(_json(value))


def script_number(number: float) -> str:
    """A number as JavaScript writes it: 5, 0.1, 1e+21, 1e-7, Infinity.

    >>> script_number(5.0), script_number(-1e21), script_number(0.000001), script_number(1.5e-7)
    ('5', '-1e+21', '0.000001', '1.5e-7')
    """
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
    if number == 0:
        return "0"
    mantissa, _, exponent = repr(number).partition("e")
    if not exponent:
        return mantissa.removesuffix(".0")
    power = int(exponent)
    if -PLAIN_ZEROS < power < PLAIN_DIGITS:
        whole, _, rest = mantissa.lstrip("-").removesuffix(".0").partition(".")
        sign = "-" if number < 0 else ""
        if power < 0:
            return f"{sign}0.{'0' * (-power - 1)}{whole}{rest}"
        return f"{sign}{whole}{rest}{'0' * (power - len(rest))}"
    return f"{mantissa.removesuffix('.0')}e{power:+d}"


def _list(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_list, value))}]"
    return short(value)


def _json(value: Any) -> Iterator[str]:
    """JSON without spaces, as JavaScript writes it."""
    if isinstance(value, list):
        for i, entry in enumerate(value):
            yield "," if i else "["
            yield from _json(entry)
        yield "]" if value else "[]"
    elif isinstance(value, dict):
        yield json.dumps(value, separators=(",", ":"))
    else:
        text = script_number(value)
        yield text if math.isfinite(value) else f'"{text}"'
