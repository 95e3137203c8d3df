"""Values that come beside the program, as JSON has them: numbers, nested lists, and three words."""

from __future__ import annotations

from itertools import chain
from math import inf, nan
from typing import Any

import numpy as np

from chainrule.errors import ChainruleError, LimitError, ValueProblem
from chainrule.language.limits import Limits
from chainrule.language.span import quote

WORDS = {"NaN": nan, "Infinity": inf, "-Infinity": -inf}
"""What stands for the numbers that JSON does not have."""
EXPECTED = "a number, nested lists of numbers, or one of the words NaN, Infinity and -Infinity"


def pointer(*keys: str) -> str:
    """Return the JSON Pointer (RFC 6901) to what lies under ``keys``.

    >>> pointer("inputs", "a/b")
    '/inputs/a~1b'
    """
    return "".join(f"/{key.replace('~', '~0').replace('/', '~1')}" for key in keys)


def read_value(name: str, given: Any, limits: Limits) -> float | np.ndarray:
    """Return a value given for the input ``name`` as a float or a float64 array."""
    kind = type(given)
    if kind is float:
        return float(given)
    if isinstance(given, np.ndarray):
        return _array(name, given, limits)
    if isinstance(given, list | tuple):
        return _nested(name, given, limits)
    return _number(name, given)


def _number(name: str, given: Any) -> float:
    """Return one number."""
    if isinstance(given, str) and given in WORDS:
        return WORDS[given]
    if isinstance(given, bool | np.bool) or not isinstance(given, int | float | np.integer | np.floating):
        raise _refused(name, f"The value of {quote(name)} must be {EXPECTED}, not {_shown(given)}.")
    try:
        return float(given)
    except OverflowError:
        raise _refused(
            name, f"The value of {quote(name)} is beyond the largest number there is, about 1.8e308."
        ) from None


def _nested(name: str, given: Any, limits: Limits) -> np.ndarray:
    """Return nested lists as an array; all lists of a level must be of one length."""
    shape: list[int] = []
    level: Any = [given]
    while level and isinstance(level[0], list | tuple):
        lengths = {len(row) if isinstance(row, list | tuple) else -1 for row in level}
        if len(lengths) > 1:
            raise _refused(name, f"The rows of {quote(name)} differ in length or depth; all must be alike.")
        shape.append(lengths.pop())
        if len(shape) > limits.rank:
            raise _too_deep(name, limits)
        level = list(chain.from_iterable(level))
    if set(map(type, level)) <= {float}:
        return np.array(level, dtype=np.float64).reshape(shape)
    if any(isinstance(entry, list | tuple) for entry in level):
        raise _refused(name, f"The rows of {quote(name)} differ in length or depth; all must be alike.")
    return np.array([_number(name, entry) for entry in level], dtype=np.float64).reshape(shape)


def _array(name: str, given: np.ndarray, limits: Limits) -> float | np.ndarray:
    """Return a NumPy array as one of float64."""
    if given.dtype.kind not in "fiu":
        raise _refused(name, f"The value of {quote(name)} must be {EXPECTED}, not an array of {given.dtype}.")
    if given.ndim > limits.rank:
        raise _too_deep(name, limits)
    return given.astype(np.float64) if given.ndim else float(given)


def _shown(given: Any) -> str:
    """Return a refused value as JSON shows it, or its kind."""
    if given is None or isinstance(given, bool | np.bool):
        return {"None": "null", "True": "true", "False": "false"}[str(given)]
    return quote(given) if isinstance(given, str) else f"a value of type {type(given).__name__}"


def _refused(name: str, detail: str) -> ChainruleError:
    """Return the error about the value of an input."""
    return ValueProblem(detail, pointer=pointer("inputs", name))


def _too_deep(name: str, limits: Limits) -> ChainruleError:
    """Return the error about an array with too many axes."""
    detail = f"An array has at most {limits.rank} axes; the value of {quote(name)} has more."
    return LimitError(detail, code="rank", pointer=pointer("inputs", name))
