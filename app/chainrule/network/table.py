"""A table of one's own: CSV text to rows of numbers, with every fault named by line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from chainrule.errors import LimitError, ValueProblem
from chainrule.network.data import Array, Data
from chainrule.network.fields import finite, quote, suggestion, whole
from chainrule.network.limits import TRAINING, Limits

SEPARATORS = (",", ";", "\t")
LONGEST_CELL = 40
"""Characters of a number."""


def read_csv(
    text: str,
    *,
    x: Sequence[str | int] | None = None,
    y: Sequence[str | int] | None = None,
    limits: Limits = TRAINING,
    pointer: str = "/data/csv",
) -> Data:
    """The columns ``x`` and ``y`` of a table (by name or by number from 0; the last column is y unless said).

    The first line holds names if none of its cells is a number. A y of words becomes one-hot, its classes in the
    order of their first row. The separator is the comma, semicolon or tabulator that the first line has most of.
    """
    header, lines, numbers = _cells(text, limits, pointer)
    outputs = [_column(header, name, f"{_parent(pointer)}/y/{i}") for i, name in enumerate(y or [])]
    outputs = outputs or [len(header) - 1]
    inputs = [_column(header, name, f"{_parent(pointer)}/x/{i}") for i, name in enumerate(x or [])]
    inputs = inputs or [i for i in range(len(header)) if i not in outputs]
    if not inputs:
        raise ValueProblem("The table has one column; x and y need a column each.", pointer=pointer)
    columns = tuple(header[i] for i in inputs)
    found_x = _numbers(header, lines, numbers, inputs, pointer)
    if len(outputs) == 1 and any(finite_text(line[outputs[0]]) is None for line in lines):
        labels = [line[outputs[0]] for line in lines]
        return _classified(found_x, labels, columns, pointer)
    found_y = _numbers(header, lines, numbers, outputs, pointer)
    return Data(found_x, found_y, "classes" if set(np.unique(found_y)) <= {0.0, 1.0} else "values", columns)


def finite_text(text: str) -> float | None:
    """The finite number that a cell holds, else None. ``1_000``, ``nan`` and ``inf`` are no numbers here."""
    cell = text.strip()
    if not cell or len(cell) > LONGEST_CELL or not set(cell) <= set("0123456789+-.eE"):
        return None
    try:
        return finite(float(cell))
    except ValueError:
        return None


def _cells(text: str, limits: Limits, pointer: str) -> tuple[list[str], list[list[str]], list[int]]:
    """Names of the columns, the lines as cells, and the number of each line in the text."""
    first = text.lstrip("\ufeff").partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    header: list[str] = []
    lines: list[list[str]] = []
    numbers: list[int] = []
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = _header(cells, limits, pointer)
                if header == [cell.strip() for cell in cells]:
                    continue
            _check_line(cells, header, reader.line_num, pointer)
            lines.append(cells)
            numbers.append(reader.line_num)
            if len(lines) > limits.rows:
                words = f"The table has more rows than the limit of {limits.rows:,} (rows)."
                raise LimitError(words, code="rows", pointer=pointer)
    except csv.Error as error:
        words = f"Line {reader.line_num} of the table cannot be read: a quotation mark is not closed or stands alone."
        raise ValueProblem(words, pointer=pointer) from error
    if not lines:
        raise ValueProblem("The table has no rows of numbers.", pointer=pointer)
    return header, lines, numbers


def _header(cells: list[str], limits: Limits, pointer: str) -> list[str]:
    """The names in the first line, else ``column 1``, ``column 2`` and so on."""
    if len(cells) > limits.columns:
        words = f"The table has {len(cells):,} columns, more than the limit of {limits.columns:,} (columns)."
        raise LimitError(words, code="columns", pointer=pointer)
    if any(finite_text(cell) is not None for cell in cells):
        return [f"column {i}" for i in range(1, len(cells) + 1)]
    return [cell.strip() for cell in cells]


def _check_line(cells: list[str], header: list[str], number: int, pointer: str) -> None:
    if len(cells) != len(header):
        words = f"Line {number} of the table has {len(cells)} cells; the first line has {len(header)}."
        raise ValueProblem(words, pointer=pointer)


def _column(header: list[str], name: Any, pointer: str) -> int:
    """The place of a column by name or by number."""
    name = whole(name)
    if isinstance(name, int) and not isinstance(name, bool) and 0 <= name < len(header):
        return name
    if isinstance(name, str) and name in header:
        return header.index(name)
    raise ValueProblem(
        f"The table has no column {quote(name)}. {suggestion(name, tuple(header[:20]))}", pointer=pointer
    )


def _numbers(header: list[str], lines: list[list[str]], numbers: list[int], columns: list[int], pointer: str) -> Array:
    rows = [[finite_text(line[i]) for i in columns] for line in lines]
    for row, line, number in zip(rows, lines, numbers, strict=True):
        if None in row:
            at = columns[row.index(None)]
            where = f"line {number}, column '{header[at][:40]}'"
            raise ValueProblem(f"{quote(line[at])} is not a finite number ({where}).", pointer=pointer)
    return np.array(rows, dtype=float)


def _classified(x: Array, labels: list[str], columns: tuple[str, ...], pointer: str) -> Data:
    """One-hot targets for words."""
    classes = tuple(dict.fromkeys(label.strip() for label in labels))
    if len(classes) > min(len(labels), 100):
        raise ValueProblem(f"The y column holds {len(classes)} different words; 100 is the most.", pointer=pointer)
    places = {name: i for i, name in enumerate(classes)}
    return Data(x, np.eye(len(classes))[[places[label.strip()] for label in labels]], "classes", columns, classes)


def _parent(pointer: str) -> str:
    return pointer.rpartition("/")[0]
