"""Numbers as people read them: 4 significant digits and a real minus, the same as in the browser."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context
from typing import Any

DIGITS = 4
LARGEST_PLAIN, SMALLEST_PLAIN = 1e6, 1e-4
LISTED, LISTED_CHARACTERS = 4, 18
MINUS = "−"
ROUNDING = {places: Context(prec=places, rounding=ROUND_HALF_UP) for places in range(DIGITS, 7)}
"""By how many digits are kept: up to six stand before the point."""
"""As JavaScript rounds: 1234.5 is 1235, where Python would say 1234."""


def short(number: float) -> str:
    """A number to 4 significant digits, and all before the point; whole numbers below a million in full.

    >>> short(-12.0), short(0.29102777), short(1234567.0), short(float("-inf"))
    ('−12', '0.291', '1.235e6', '−∞')
    """
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else "∞" if number > 0 else f"{MINUS}∞"
    size = abs(number)
    if size == 0:
        return "0"
    if size < LARGEST_PLAIN and number == int(number):
        return str(int(number)).replace("-", MINUS)
    plain = SMALLEST_PLAIN <= size < LARGEST_PLAIN
    places = max(DIGITS, len(str(int(size)))) if plain else DIGITS
    digits, exponent = f"{ROUNDING[places].create_decimal_from_float(number):.{places - 1}e}".split("e")
    if plain:
        rounded = float(f"{digits}e{exponent}")
        return (f"{rounded:.0f}" if rounded == int(rounded) else repr(rounded)).replace("-", MINUS)
    return f"{digits.rstrip('0').rstrip('.')}e{int(exponent)}".replace("-", MINUS)


def brief(value: Any) -> str:
    """A number, a short list of numbers, or else the shape of an array."""
    shape: tuple[int, ...] = getattr(value, "shape", ())
    if not shape:
        return short(float(value))
    if len(shape) == 1 and shape[0] <= LISTED:
        listed = f"[{', '.join(map(short, value.tolist()))}]"
        if len(listed) <= LISTED_CHARACTERS:
            return listed
    return f"{'×'.join(map(str, shape))} array"
