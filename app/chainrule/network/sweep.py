"""Sweeps: learning rate × initialisation × optimiser × seed as one job of independent runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, overload

import orjson

from chainrule.errors import LimitError
from chainrule.network.fields import Reader, quote, whole
from chainrule.network.initialisation import SCHEMES, canonical
from chainrule.network.limits import TRAINING, Limits
from chainrule.network.optimisers import OPTIMISERS
from chainrule.network.requests import read_training
from chainrule.network.spec import multiplications
from chainrule.network.wire import CURVE

AXES = {"learning_rates": "learning_rate", "inits": "init", "optimizers": "optimizer", "seeds": "seed"}
"""The axes of a sweep, and how a run calls its place on each."""
COMMON = ("spec", "data", "steps", "batch_size", "schedule", "weight_decay", "clip")
START, OVERHEAD, SPEED = 10e-3, 25e-6, 2e9
"""Seconds of a run beside its steps, and of a step of the smallest network; multiplications a second of a large one."""


class Tasks(Sequence[bytes]):
    """A task of bytes for each run in the order of the axes, made when it is wanted: together they may be large."""

    def __init__(self, common: dict[str, Any], axes: dict[str, list[Any]], limits: Limits) -> None:
        self._common, self._axes, self._limits = orjson.dumps(common), axes, asdict(limits)

    def __len__(self) -> int:
        return math.prod(map(len, self._axes.values()))

    @overload
    def __getitem__(self, number: int) -> bytes: ...

    @overload
    def __getitem__(self, number: slice) -> list[bytes]: ...

    def __getitem__(self, number: int | slice) -> bytes | list[bytes]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        if not -len(self) <= number < len(self):
            raise IndexError(number)
        run = self.run(number % len(self))
        request = _request(orjson.loads(self._common), run)
        return orjson.dumps({"request": request, "run": run, "limits": self._limits})

    def run(self, number: int) -> dict[str, Any]:
        """What tells a run from the others: its number, and its place on each axis."""
        return _run(self._axes, number)


@dataclass(frozen=True, slots=True)
class Sweep:
    """What is tried: the values on each axis, and a task for each combination of them."""

    axes: dict[str, list[Any]]
    tasks: Tasks


def read_sweep(data: Any, limits: Limits = TRAINING) -> Sweep:
    """The sweep that a request describes: a training request with lists on the axes instead of single values."""
    reader = Reader(limits)
    found = reader.record(data, "", (*COMMON, *AXES), "a sweep")
    for name in AXES:
        if name not in found:
            reader.wrong(f"/{name}", f"The sweep needs '{name}', a list of at least one value.")
    axes = {name: _axis(reader, name, found[name]) for name in AXES if name in found}
    reader.finish()
    count = math.prod(map(len, axes.values()))
    if count > limits.runs:
        raise LimitError(f"The sweep has {count:,} runs, more than the limit of {limits.runs:,} (runs).", code="runs")
    common = {name: found[name] for name in COMMON if name in found}
    training = read_training(_request(common, _run(axes, 0)), limits)
    work = 3 * multiplications(training.spec) * training.batch_size / SPEED
    seconds = count * (START + training.steps * (OVERHEAD + work))
    if seconds > limits.seconds:
        words = (
            f"The sweep would take about {seconds:.0f} seconds, more than the limit of {limits.seconds:g} (seconds)."
        )
        raise LimitError(words, code="seconds", pointer="/steps")
    return Sweep(axes, Tasks(common, axes, limits))


def _run(axes: dict[str, list[Any]], number: int) -> dict[str, Any]:
    """A run by its number: its place on each axis, of which the last runs fastest."""
    chosen, left = {}, number
    for axis, name in reversed(AXES.items()):
        left, at = divmod(left, len(axes[axis]))
        chosen[name] = axes[axis][at]
    return {"run": number} | {name: chosen[name] for name in AXES.values()}


def _request(common: dict[str, Any], run: dict[str, Any]) -> dict[str, Any]:
    """The training request of a run."""
    spec, steps = common.get("spec"), whole(common.get("steps"))
    if isinstance(spec, dict):
        spec = {**spec, "init": {"scheme": run["init"]}}
    every = max(math.ceil(steps / CURVE), 1) if isinstance(steps, int) else 1
    own = {name: run[name] for name in ("learning_rate", "optimizer", "seed")}
    return {**common, "spec": spec, **own, "frame_every": every}


def _axis(reader: Reader, name: str, value: Any) -> list[Any]:
    """The values of one axis; each is checked, and the same twice is a mistake."""
    if isinstance(value, list) and len(value) > reader.limits.runs:
        words = f"'{name}' has {len(value):,} values, more than the limit of {reader.limits.runs:,} (runs)."
        reader.limited(f"/{name}", words, "runs")
        return []
    if not isinstance(value, list) or not value:
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
