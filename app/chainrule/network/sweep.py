"""Sweeps: learning rate × initialisation × optimiser × seed as one job of independent runs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

import orjson

from chainrule.errors import LimitError
from chainrule.network.fields import Reader, quote
from chainrule.network.initialisation import SCHEMES, canonical
from chainrule.network.limits import TRAINING, Limits
from chainrule.network.optimisers import OPTIMISERS
from chainrule.network.requests import read_training
from chainrule.network.spec import multiplications
from chainrule.network.wire import CURVE

AXES = ("learning_rates", "inits", "optimizers", "seeds")
COMMON = ("spec", "data", "steps", "batch_size", "schedule", "weight_decay", "clip")
OVERHEAD, SPEED = 25e-6, 2e9
"""Seconds a step of the smallest network takes, and multiplications a second of a large one."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """What is tried: the values on each axis, and a task of bytes for each run in the order of the axes."""

    axes: dict[str, list[Any]]
    tasks: list[bytes]


def read_sweep(data: Any, limits: Limits = TRAINING) -> Sweep:
    """The sweep that a request describes: a training request with lists on the axes instead of single values."""
    reader = Reader(limits)
    found = reader.record(data, "", (*COMMON, *AXES), "a sweep")
    axes = {name: _axis(reader, name, found.get(name)) for name in AXES}
    reader.finish()
    count = math.prod(map(len, axes.values()))
    if count > limits.runs:
        raise LimitError(f"The sweep has {count:,} runs, more than the limit of {limits.runs:,} (runs).", code="runs")
    common = {name: found[name] for name in COMMON if name in found}
    tasks = [_task(common, limits, number, *chosen) for number, chosen in enumerate(product(*axes.values()))]
    training = read_training(orjson.loads(tasks[0])["request"], limits)
    work = 3 * multiplications(training.spec) * training.batch_size / SPEED
    seconds = count * training.steps * (OVERHEAD + work)
    if seconds > limits.seconds:
        words = (
            f"The sweep would take about {seconds:.0f} seconds, more than the limit of {limits.seconds:g} (seconds)."
        )
        raise LimitError(words, code="seconds", pointer="/steps")
    return Sweep(axes, tasks)


def _axis(reader: Reader, name: str, value: Any) -> list[Any]:
    """The values of one axis; each is checked, and the same twice is a mistake."""
    if not isinstance(value, list) or not value or len(value) > reader.limits.runs:
        reader.wrong(f"/{name}", f"'{name}' is {quote(value)}; it should be a list of at least one value.")
        return []
    checks: dict[str, Callable[[Any, str], Any]] = {
        "learning_rates": lambda each, at: reader.number(each, at, 0.0, open_ends=True),
        "inits": lambda each, at: reader.choice(canonical(each), at, SCHEMES, "standard_normal"),
        "optimizers": lambda each, at: reader.choice(each, at, OPTIMISERS, "sgd"),
        "seeds": lambda each, at: reader.integer(each, at, 0),
    }
    found = [checks[name](each, f"/{name}/{i}") for i, each in enumerate(value)]
    if len(set(found)) < len(found):
        reader.wrong(f"/{name}", f"'{name}' holds the same value twice.")
    return found


def _task(
    common: dict[str, Any], limits: Limits, number: int, rate: float, init: str, optimizer: str, seed: int
) -> bytes:
    """One run: its request, and what tells it from the others."""
    spec = {**common["spec"], "init": {"scheme": init}} if isinstance(common.get("spec"), dict) else common.get("spec")
    steps = common.get("steps")
    every = max(math.ceil(steps / CURVE), 1) if isinstance(steps, int) else 1
    request = {
        **common,
        "spec": spec,
        "learning_rate": rate,
        "optimizer": optimizer,
        "seed": seed,
        "frame_every": every,
    }
    run = {"run": number, "learning_rate": rate, "init": init, "optimizer": optimizer, "seed": seed}
    return orjson.dumps({"request": request, "run": run, "limits": asdict(limits)})
