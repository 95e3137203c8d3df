"""What a training request says: data, run and optimiser, read once and held to the limits."""

from __future__ import annotations

import math
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np

from chainrule.errors import LimitError, ValueProblem
from chainrule.network.data import Data
from chainrule.network.fields import Reader, quote
from chainrule.network.limits import TRAINING, Limits
from chainrule.network.optimisers import OPTIMISERS, Setting
from chainrule.network.plan import plan_bytes
from chainrule.network.reading import read_spec
from chainrule.network.schedules import SCHEDULES
from chainrule.network.sources import read_data
from chainrule.network.spec import Conv2d, MaxPool2d, Spec

SHOWN = ("parameters", "state", "histograms", "regions", "batch")
"""What a frame can carry beside its numbers."""
MEMORY = 256 * 1024 * 1024
"""Bytes of the buffers of one training run."""
KEYS = (
    "spec",
    "data",
    "steps",
    "learning_rate",
    "batch_size",
    "optimizer",
    "seed",
    "schedule",
    "weight_decay",
    "clip",
    "frame_every",
    "show",
)
SETTINGS = tuple(dict.fromkeys(name for rule in OPTIMISERS.values() for name in rule.settings))


@dataclass(frozen=True, slots=True, eq=False)
class Training:
    """One training run: everything that decides its numbers."""

    spec: Spec
    data: Data
    steps: int
    learning_rate: float
    batch_size: int
    optimizer: str = "sgd"
    settings: Mapping[str, float] | None = None
    schedule: str = "constant"
    schedule_settings: Mapping[str, float] | None = None
    weight_decay: float = 0.0
    clip: float | None = None
    seed: int = 0
    every: int = 1
    show: tuple[str, ...] = ()
    seconds: float = TRAINING.seconds


def read_training(data: Any, limits: Limits = TRAINING) -> Training:
    """The run that a request describes. Raises ``ValueProblem`` or ``LimitError`` with pointers into the request."""
    reader = Reader(limits)
    found = reader.record(data, "", (*KEYS, *SETTINGS), "a training request")
    for name in ("spec", "data", "steps", "learning_rate"):
        if name not in found:
            reader.wrong(f"/{name}", f"The request needs '{name}'.")
    reader.finish()
    given = reader.seed(found.get("seed"), "/seed")
    seed = secrets.randbits(32) if given is None else given
    rows = reader.joined(lambda: read_data(found["data"], limits, seed=seed))
    spec = reader.joined(lambda: _spec(found["spec"], rows, limits))
    run = _read_run(reader, found, limits)
    reader.finish()
    if rows is None or spec is None:
        raise RuntimeError("a reader failed and noted nothing")
    fitted = fit(rows, spec)
    size = min(run.batch_size or len(fitted.x), len(fitted.x))
    if plan_bytes(spec, size) > MEMORY:
        words = f"A batch of {size:,} rows needs more memory than the limit of {MEMORY:,} bytes; take a smaller one."
        raise LimitError(words, code="memory", pointer="/batch_size")
    return replace(run, spec=spec, data=fitted, batch_size=size, seed=seed)


NOTHING = Data(np.zeros((1, 1)), np.zeros((1, 1)), "values")


def _read_run(reader: Reader, found: Mapping[str, Any], limits: Limits) -> Training:
    """What a request says beside its spec, data and seed."""
    steps = reader.integer(found["steps"], "/steps", 1, limits.steps, "steps")
    optimizer = reader.choice(found.get("optimizer", "sgd"), "/optimizer", OPTIMISERS, "sgd")
    schedule, numbers = _schedule(reader, found.get("schedule", "constant"))
    clip, size = found.get("clip"), found.get("batch_size")
    every = reader.integer(found.get("frame_every", 1), "/frame_every", 1)
    return Training(
        spec=Spec(1, ()),
        data=NOTHING,
        steps=steps,
        learning_rate=reader.number(found["learning_rate"], "/learning_rate", 0.0, open_ends=True),
        batch_size=0 if size is None else reader.integer(size, "/batch_size", 1),
        optimizer=optimizer,
        settings=_settings(reader, found, OPTIMISERS[optimizer].settings, optimizer),
        schedule=schedule,
        schedule_settings=numbers,
        weight_decay=reader.number(found.get("weight_decay", 0.0), "/weight_decay", 0.0),
        clip=None if clip is None else reader.number(clip, "/clip", 0.0, open_ends=True),
        every=max(every, math.ceil(steps / limits.frames)),
        show=_shown(reader, found.get("show", [])),
        seconds=limits.seconds,
    )


def _settings(reader: Reader, found: Mapping[str, Any], known: Mapping[str, Setting], name: str) -> dict[str, float]:
    """The optimiser's own numbers; one that belongs to another optimiser is refused."""
    for key in SETTINGS:
        if key in found and key not in known:
            owners = [rule.name for rule in OPTIMISERS.values() if key in rule.settings]
            reader.wrong(f"/{key}", f"'{name}' has no '{key}'; it belongs to {' and '.join(owners)}.")
    return {key: _number(reader, found[key], f"/{key}", known[key]) for key in known if key in found}


def _number(reader: Reader, value: Any, pointer: str, setting: Setting) -> float:
    return reader.number(value, pointer, setting.low, setting.high, open_ends=setting.open_ends)


def _schedule(reader: Reader, value: Any) -> tuple[str, dict[str, float]]:
    """A schedule by name, or {"name": …} with its numbers."""
    given = {"name": value} if isinstance(value, str) else value
    if not isinstance(given, dict):
        reader.wrong("/schedule", f"The schedule is {quote(value)}; it should be a name or an object with a 'name'.")
        return "constant", {}
    if "name" not in given:
        reader.wrong("/schedule/name", f"The schedule needs a 'name': one of {', '.join(SCHEDULES)}.")
        return "constant", {}
    pointer = "/schedule" if isinstance(value, str) else "/schedule/name"
    chosen = reader.choice(given["name"], pointer, SCHEDULES, "constant")
    known = SCHEDULES[chosen].settings
    found = reader.record(given, "/schedule", ("name", *known), f"the schedule '{chosen}'")
    return chosen, {key: _number(reader, found[key], f"/schedule/{key}", known[key]) for key in known if key in found}


def _shown(reader: Reader, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > len(SHOWN):
        reader.wrong("/show", f"{quote(value)} should be a list of some of: {', '.join(SHOWN)}.")
        return ()
    return tuple(reader.choice(entry, f"/show/{i}", SHOWN, SHOWN[0]) for i, entry in enumerate(value))


def _spec(value: Any, data: Data | None, limits: Limits) -> Spec:
    """The spec, with its inputs taken from the data where it does not name them."""
    if data is None:
        return read_spec(value, limits, inputs=1)
    shape = data.x.shape[1:]
    layers = value.get("layers") if isinstance(value, dict) else None
    first = layers[0].get("type") if isinstance(layers, list) and layers and isinstance(layers[0], dict) else None
    wants_image = first in (Conv2d.type, MaxPool2d.type) and len(shape) > 1
    inputs = (shape[0], shape[1], shape[2]) if wants_image else prod(shape)
    spec = read_spec(value, limits, inputs=inputs)
    if prod(spec.input_shape) != prod(shape):
        words = f"The network has {prod(spec.input_shape)} inputs; the data has {prod(shape)} columns of x."
        raise ValueProblem(words, pointer="/spec/inputs")
    wanted, given = spec.outputs[0], data.y.shape[1]
    if wanted != given and not (given == 1 and wanted == 2 and data.kind == "classes"):  # noqa: PLR2004 - yes or no
        words = f"The last layer has {wanted} outputs; the data has {given} columns of y."
        raise ValueProblem(words, pointer=f"/spec/layers/{len(spec.layers) - 1}/units")
    return spec


def fit(data: Data, spec: Spec) -> Data:
    """The rows as the network takes them: x as image or vector; yes or no as two classes if need be; ±1 for hinge."""

    def inputs(x: Any) -> Any:
        return None if x is None else x.reshape(len(x), *spec.input_shape)

    def targets(y: Any) -> Any:
        if y is None:
            return None
        if data.kind == "classes" and y.shape[1] == 1 and spec.outputs[0] == 2:  # noqa: PLR2004 - yes or no
            y = np.hstack([1 - y, y])
        zero_or_one = data.kind == "classes" and bool(np.isin(y, (0.0, 1.0)).all())
        return 2 * y - 1 if spec.loss == "hinge" and zero_or_one else y

    return replace(data, x=inputs(data.x), y=targets(data.y), test_x=inputs(data.test_x), test_y=targets(data.test_y))
