"""``/api/v1/data``: what a network can learn from: the catalogue, and the rows of a set as they are trained on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson

from chainrule.errors import ChainruleError
from chainrule.network import wire
from chainrule.network.data import SETS, Data, DataSet
from chainrule.network.fields import Reader
from chainrule.network.limits import Limits
from chainrule.network.line import print_line
from chainrule.network.requests import read_training
from chainrule.network.sources import read_data
from chainrule.network.starters import STARTERS
from chainrule.web.problems import from_error

PATH = "/api/v1/data"


def answer(asked: Any, limits: Limits, most: int) -> bytes:
    """The rows of a set, split and scaled as a run with this seed learns from them. Raises ``Problem``."""
    try:
        data = _read(asked, limits)
    except ChainruleError as error:
        raise from_error(error) from None
    totals = {"rows": len(data.x), "test_rows": 0 if data.test_x is None else len(data.test_x)}
    return wire.encode(wire.rows_of(_first(data, most)) | totals)


def _read(asked: Any, limits: Limits) -> Data:
    reader = Reader(limits)
    found = reader.record(asked, "", ("data", "seed"), "the request")
    seed = reader.seed(found.get("seed"), "/seed") or 0
    if "data" not in found:
        reader.wrong("/data", "The request needs 'data'.")
    reader.finish()
    return read_data(found["data"], limits, seed=seed)


def _first(data: Data, most: int) -> Data:
    """The set with its first rows alone."""
    if data.test_x is None or data.test_y is None:
        return replace(data, x=data.x[:most], y=data.y[:most])
    return replace(data, x=data.x[:most], y=data.y[:most], test_x=data.test_x[:most], test_y=data.test_y[:most])


def catalogue() -> bytes:
    """The body of ``GET /api/v1/data``."""
    return orjson.dumps({"sets": [_entry(each) for each in SETS.values()]})


def _entry(each: DataSet) -> dict[str, Any]:
    """What people read about a set, and a training request that learns it."""
    starter = STARTERS[each.name]
    return {
        "name": each.name,
        "sentence": each.sentence,
        "kind": each.kind,
        "inputs": each.inputs,
        "classes": each.classes,
        "rows": each.rows,
        "noise": each.noise,
        "source": each.source,
        "starter": starter,
        "line": print_line(read_training(starter).spec),
    }
