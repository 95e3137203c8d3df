"""Values as JSON writes them, turned into the engine's: floats and float64 arrays.

A value is a number, one of the strings ``"NaN"``, ``"Infinity"``, ``"-Infinity"``, or nested lists of them. Anything
else is refused with a pointer to the very entry.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule.errors import LimitError, ValueProblem
from chainrule.web.json_reader import escape_pointer

Value = float | NDArray[np.float64]

NON_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
KINDS: dict[type, str] = {bool: "true or false", type(None): "null", dict: "an object", str: "a string"}
LONGEST_ECHO = 20


def read_value(given: Any, pointer: str, rank: int) -> Value:
    """The engine's value for a JSON value, which stands at ``pointer`` and has at most ``rank`` axes."""
    if not isinstance(given, list):
        return read_number(given, pointer)
    entries: list[Any] = [given]
    shape: list[int] = []
    while entries and isinstance(entries[0], list):
        if len(shape) == rank:
            raise LimitError(f"An array here has at most {rank} axes.", code="array-rank", pointer=pointer)
        shape.append(len(entries[0]))
        _check_row(entries, shape, pointer)
        entries = [entry for row in entries for entry in row]
    numbers = [
        entry if type(entry) is float else _entry(entry, place, shape, pointer) for place, entry in enumerate(entries)
    ]
    return np.array(numbers, dtype=np.float64).reshape(shape)


def read_number(given: Any, pointer: str) -> float:
    """A single number."""
    if isinstance(given, float | int) and not isinstance(given, bool):
        return float(given)
    if isinstance(given, str) and given in NON_FINITE:
        return NON_FINITE[given]
    raise ValueProblem(f"{_kind(given)} stands where a number must stand.{_hint(given)}", pointer=pointer)


def read_query_number(text: str, pointer: str, longest: int) -> float | str:
    """A number as it stands in a query, such as ``-2`` or ``NaN``, as a JSON value."""
    if text in NON_FINITE:
        return text
    if len(text) > longest:
        raise LimitError(f"A number here has at most {longest} characters.", code="number-length", pointer=pointer)
    if not text.isascii() or "_" in text or not text or text != text.strip():
        raise ValueProblem(f"{_quote(text)} is no number.{_hint(text)}", pointer=pointer)
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueProblem(f"{_quote(text)} is no finite decimal number.{_hint(text)}", pointer=pointer)
    return number


def _check_row(rows: list[Any], shape: list[int], pointer: str) -> None:
    for place, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != shape[-1]:
            found = f"A list of {len(row)}" if isinstance(row, list) else _kind(row)
            raise ValueProblem(
                f"{found} stands where the rows before are lists of {shape[-1]}.",
                pointer=pointer + _path(place, shape[:-1]),
            )


def _entry(entry: Any, place: int, shape: list[int], pointer: str) -> float:
    if isinstance(entry, list):
        raise ValueProblem(
            "A list stands here where the entries before are numbers.", pointer=pointer + _path(place, shape)
        )
    return read_number(entry, pointer + _path(place, shape) if type(entry) is not int else pointer)


def _path(place: int, shape: list[int]) -> str:
    """The pointer from the top of an array to the entry with this number, counted through."""
    indices = np.unravel_index(place, shape) if shape else ()
    return "".join(f"/{index}" for index in indices)


def _kind(given: Any) -> str:
    if isinstance(given, str):
        return f"The string {_quote(given)}"
    kind = KINDS.get(type(given), "a list" if isinstance(given, list) else "a number")
    return kind[0].upper() + kind[1:]


def _quote(text: str) -> str:
    return repr(text if len(text) <= LONGEST_ECHO else text[:LONGEST_ECHO] + "…")


def _hint(given: Any) -> str:
    if not isinstance(given, str):
        return ""
    name = given.lower().lstrip("+-")
    if name in ("nan", "inf", "infinity"):
        return ' Write "NaN", "Infinity" or "-Infinity".'
    return ""


def input_pointer(name: str) -> str:
    """The pointer to an input's value in a request."""
    return f"/inputs/{escape_pointer(name)}"


def write_value(value: Any) -> Any:
    """What ``orjson`` may write for a result: arrays as nested lists, non-finite numbers as their names."""
    if isinstance(value, float):
        return value if math.isfinite(value) else _name(value)
    if isinstance(value, np.ndarray):
        return value.tolist() if np.isfinite(value).all() else write_value(value.tolist())
    if isinstance(value, list | tuple):
        return [write_value(entry) for entry in value]
    if isinstance(value, dict):
        return {key: write_value(entry) for key, entry in value.items()}
    return value


def _name(value: float) -> str:
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
