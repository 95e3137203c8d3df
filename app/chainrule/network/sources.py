"""Where the rows of a request come from: a set by name, rows of numbers, or a table as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from chainrule.network.calls import Array
from chainrule.network.data import SCALINGS, SETS, Data, generate, scale, split
from chainrule.network.fields import Reader, quote
from chainrule.network.limits import TRAINING, Limits
from chainrule.network.table import read_csv


def read_data(value: Any, limits: Limits = TRAINING, *, seed: int = 0, pointer: str = "/data") -> Data:
    """A data set by name, as {"name": …}, as rows {"x": …, "y": …}, or as a table {"csv": …}."""
    reader = Reader(limits)
    if isinstance(value, str):
        reader.choice(value, pointer, SETS, "xor")
        reader.finish()
        return generate(value, seed=seed)
    if not isinstance(value, dict):
        reader.wrong(pointer, f"The data is {quote(value)}; it should be a name or an object with 'x' and 'y'.")
        reader.finish()
    kind = "csv" if "csv" in value else "x" if "x" in value or "y" in value else "name"
    own = {"csv": ("csv", "x", "y"), "x": ("x", "y"), "name": ("name", "rows", "noise", "seed")}[kind]
    found = reader.record(value, pointer, (*own, "test", "scaling"), "the data")
    part = reader.number(found.get("test", 0.0), f"{pointer}/test", 0.0, 0.9)
    scaling = reader.choice(found.get("scaling", "none"), f"{pointer}/scaling", SCALINGS, "none")
    data = {"csv": _table, "x": _rows, "name": _named}[kind](reader, found, pointer, seed)
    reader.finish()
    if data is None:
        raise RuntimeError("a reader failed and noted nothing")
    return scale(split(data, part, seed), scaling)


def _named(reader: Reader, found: Mapping[str, Any], at: str, seed: int) -> Data | None:
    if "name" not in found:
        words = f"The data needs a 'name', rows 'x' and 'y', or a table 'csv'. The names are: {', '.join(SETS)}."
        reader.wrong(f"{at}/name", words)
    name = reader.choice(found.get("name", "xor"), f"{at}/name", SETS, "xor")
    rows = reader.integer(found.get("rows", SETS[name].rows or 4), f"{at}/rows", 2, reader.limits.rows, "rows")
    noise = reader.number(found.get("noise", SETS[name].noise), f"{at}/noise", 0.0, 10.0)
    own = reader.seed(found.get("seed"), f"{at}/seed")
    return None if reader.problems else generate(name, rows, noise, seed if own is None else own)


def _table(reader: Reader, found: Mapping[str, Any], at: str, _seed: int) -> Data | None:
    if not isinstance(found["csv"], str):
        reader.wrong(f"{at}/csv", f"The table is {quote(found['csv'])}; it should be text.")
        return None
    columns = {name: found.get(name) or [] for name in ("x", "y")}
    for name, given in columns.items():
        if not isinstance(given, list):
            reader.wrong(f"{at}/{name}", f"{quote(given)} should be a list of names or numbers of columns.")
            return None
    return reader.joined(lambda: read_csv(found["csv"], **columns, limits=reader.limits, pointer=f"{at}/csv"))


def _rows(reader: Reader, found: Mapping[str, Any], at: str, _seed: int) -> Data | None:
    """Rows of numbers. A y of plain numbers is one column."""
    for name in ("x", "y"):
        given = found.get(name)
        if name not in found:
            reader.wrong(f"{at}/{name}", f"The data needs '{name}', a list of at least one row.")
            return None
        if not isinstance(given, list) or not given:
            reader.wrong(f"{at}/{name}", f"'{name}' is {quote(given)}; it should be a list of at least one row.")
            return None
        if len(given) > reader.limits.rows:
            words = f"'{name}' has {len(given):,} rows, more than the limit of {reader.limits.rows:,} (rows)."
            reader.limited(f"{at}/{name}", words, "rows")
            return None
    if len(found["x"]) != len(found["y"]):
        reader.wrong(
            f"{at}/y", f"'y' has {len(found['y'])} rows; 'x' has {len(found['x'])}. Each row of x needs one of y."
        )
        return None
    plain = [row if isinstance(row, list) else [row] for row in found["y"]]
    x, y = (_matrix(reader, rows, f"{at}/{name}", name) for name, rows in (("x", found["x"]), ("y", plain)))
    if x is None or y is None:
        return None
    one_hot = bool((y.sum(1) == 1).all()) or y.shape[1] == 1
    return Data(x, y, "classes" if one_hot and bool(np.isin(y, (0.0, 1.0)).all()) else "values")


def _matrix(reader: Reader, rows: list[Any], at: str, name: str) -> Array | None:
    """Rows of equal length; a row may be an image of nested lists, whose entries are all taken."""
    first = _entries(rows[0])
    if not first:
        reader.wrong(f"{at}/0", f"{quote(rows[0])} should be a list of numbers.")
        return None
    if len(first) > reader.limits.columns:
        words = f"'{name}' has {len(first):,} columns, more than the limit of {reader.limits.columns:,} (columns)."
        reader.limited(at, words, "columns")
        return None
    matrix = []
    for i, row in enumerate(rows):
        entries = _entries(row)
        if entries is None or len(entries) != len(first):
            reader.wrong(f"{at}/{i}", f"Row {i} of '{name}' should be a list of {len(first)} numbers, as row 0 is.")
            return None
        numbers = reader.numbers(entries, f"{at}/{i}", f"'{name}'")
        if numbers is None:
            return None
        matrix.append(numbers)
    return np.array(matrix)


def _entries(row: Any) -> list[Any] | None:
    """The entries of a row; those of an image channel by channel, row by row (at most three lists deep)."""
    if not isinstance(row, list):
        return None
    entries: list[Any] = row
    for _ in range(2):
        if entries and all(isinstance(part, list) for part in entries):
            entries = [entry for part in entries for entry in part]
    return entries
