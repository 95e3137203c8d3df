"""What travels between processes: a training run's state as bytes, its events as JSON, and the functions of its steps.

``advance``, ``sweep_run`` and ``loss_surface`` take bytes and give bytes, so any pool of workers can run them.
"""

from __future__ import annotations

import io
import math
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import numpy as np
import orjson

from chainrule.network.data import Data
from chainrule.network.evaluate import pictured, regions, surface
from chainrule.network.limits import TRAINING, Limits
from chainrule.network.requests import Training, read_training
from chainrule.network.schedules import rate
from chainrule.network.spec import to_json
from chainrule.network.train import Trainer

CHUNK = 0.25
"""Seconds of processor time after which a step of a run hands over."""
LARGE = 512 * 1024
"""Bytes of reports after which it hands over, so that a reader who keeps up misses none of them."""
CURVE = 50
"""Points of the loss curve of one run of a sweep."""


def plain(value: Any) -> Any:
    """Arrays as lists, and numbers that are not finite as the strings that CONTRACT.md names."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, np.ndarray):
        return value.tolist() if value.dtype.kind != "f" or np.isfinite(value).all() else plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, np.floating):
        value = float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def encode(value: Any) -> bytes:
    """Strict JSON."""
    return orjson.dumps(plain(value))


def words(code: str, sentence: str) -> bytes:
    """The data of an ending."""
    return encode({"code": code, "detail": sentence})


# A run's state ---------------------------------------------------------------------------------------------------


def pack(request: bytes, state: dict[str, Any] | None) -> bytes:
    """A request (as ``begin`` wrote it) and a trainer's state as bytes."""
    arrays: dict[str, Any] = {"request": np.frombuffer(request, np.uint8)}
    if state is not None:
        facts = {key: state[key] for key in ("step", "spent", "ended")}
        header = orjson.dumps({**facts, "generators": _texts(state["generators"])})
        arrays |= {"header": np.frombuffer(header, np.uint8), "theta": state["theta"]}
        arrays |= {f"optimizer.{key}": array for key, array in state["optimizer"].items()}
        arrays |= {f"statistics.{key}": array for key, array in state["statistics"].items()}
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def unpack(packed: bytes) -> tuple[bytes, dict[str, Any] | None]:
    """The request and the state again."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as file:
        request = file["request"].tobytes()
        if "header" not in file.files:
            return request, None
        header = orjson.loads(file["header"].tobytes())
        state: dict[str, Any] = {"theta": file["theta"], "optimizer": {}, "statistics": {}, **header}
        for name in file.files:
            group, dot, key = name.partition(".")
            if dot:
                state[group][key] = file[name]
    state["generators"] = _numbers(header["generators"])
    return request, state


def progress(packed: bytes) -> tuple[int, float]:
    """How many steps a run has made up to this state, and the seconds of processor time that they took."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as file:
        if "header" not in file.files:
            return 0, 0.0
        header = orjson.loads(file["header"].tobytes())
        return int(header["step"]), float(header["spent"])


def _texts(value: Any) -> Any:
    """The 128-bit integers of a generator's state as texts, which JSON carries."""
    if isinstance(value, dict):
        return {key: _texts(entry) for key, entry in value.items()}
    return f"#{value}" if isinstance(value, int) else value


def _numbers(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _numbers(entry) for key, entry in value.items()}
    return int(value[1:]) if isinstance(value, str) and value.startswith("#") else value


@lru_cache(maxsize=8)
def read_again(request: bytes) -> Training:
    """The run of a request that was checked before. A worker often gets the same one again, a chunk later."""
    asked = orjson.loads(request)
    return read_training(asked["request"], Limits(**asked["limits"]))


# Steps of jobs ---------------------------------------------------------------------------------------------------


def begin(request: dict[str, Any], limits: Limits = TRAINING) -> tuple[Training, bytes]:
    """Check a request and give its first state. The seed that was drawn for it and the limits go with it."""
    training = read_training(request, limits)
    asked = {"request": {**request, "seed": training.seed}, "limits": asdict(limits)}
    return training, pack(orjson.dumps(asked), None)


def trainer(packed: bytes) -> tuple[bytes, Trainer]:
    """The trainer in a state, and its request."""
    request, state = unpack(packed)
    found = Trainer(read_again(request))
    if state is not None:
        found.restore(state)
    return request, found


def advance(packed: bytes, order: bytes = b"") -> tuple[bytes, bool, list[tuple[str, bytes]]]:
    """One step of a training job: the next state, whether the run goes on, and what it reports.

    ``order`` may be JSON with ``seconds``, the time after which the step hands over, and ``until``, the number of
    steps of the run at which it comes to rest: there it reports a ``frame``, and ``paused``.
    """
    request, found = trainer(packed)
    wish = orjson.loads(order) if order else {}
    until = wish.get("until", found.training.steps)
    events: list[tuple[str, bytes]] = []

    def enough() -> bool:
        return sum(len(data) for _, data in events) >= LARGE

    for event in found.run(wish.get("seconds", CHUNK), until - found.step, enough):
        events.append((event.kind, encode(event.data)))  # noqa: PERF401 - enough looks at them as they come
    if "until" in wish and found.step >= until and not found.ended:
        events += [(event.kind, encode(event.data)) for event in found.rest()]
    return pack(request, found.state()), not found.ended, events


def snapshot(packed: bytes, rows: int) -> dict[str, Any]:
    """One step of a run from its present weights, as plain JSON: what ``POST /api/v1/network`` is asked, and more.

    The sample holds the rows of the last batch, or of the first one before any step, at most ``rows``.
    """
    _, found = trainer(packed)
    training = found.training
    batch = found.batch_rows(max(found.step - 1, 0))[:rows]
    alpha = rate(training.schedule, training.learning_rate, found.step, training.steps, training.schedule_settings)
    return {
        "spec": to_json(training.spec),
        "parameters": plain(found.weights.copy()),
        "sample": {"x": training.data.x[batch].tolist(), "y": training.data.y[batch].tolist()},
        "learning_rate": float(alpha),
        "seed": training.seed,
    }


def timed(function: Callable[..., bytes], *arguments: bytes) -> tuple[bytes, float]:
    """What a function of this module gives, and the seconds of processor time that it took."""
    start = time.process_time()
    found = function(*arguments)
    return found, time.process_time() - start


def loss_surface(packed: bytes, order: bytes = b"") -> bytes:
    """The loss around the present weights as JSON. ``order`` may be JSON with ``side``, ``radius`` and ``seed``."""
    _, found = trainer(packed)
    wish = orjson.loads(order) if order else {}
    return encode(surface(found.training, found.weights, found.memory, **wish) | {"step": found.step})


def decision(packed: bytes, order: bytes = b"") -> bytes:
    """The prediction, and every neuron's activation, over the plane of two inputs as JSON."""
    _, found = trainer(packed)
    side = orjson.loads(order).get("side", 40) if order else 40
    return encode(pictured(regions(found.training, found.weights, found.memory, side, neurons=True)))


def sweep_run(task: bytes) -> bytes:
    """One run of a sweep from start to end: its settings, its curve of the loss, and where it ended."""
    asked = orjson.loads(task)
    found = Trainer(read_training(asked["request"], Limits(**asked["limits"])))
    curve, last = [], None
    for event in found.run():
        if event.kind == "frame":
            curve.append([event.data["step"], event.data["loss"]])
            last = event.data
        elif event.kind != "done":
            return encode({**asked["run"], "curve": curve, "ended": event.kind, "detail": event.data["detail"]})
    ending = {key: last[key] for key in ("loss", "accuracy", "test_loss", "test_accuracy") if last and key in last}
    return encode({**asked["run"], "curve": curve, "ended": "done", **ending})


def rows_of(data: Data) -> dict[str, Any]:
    """A data set for a page: rows, names, classes, and the rows kept for testing."""
    return {
        "kind": data.kind,
        "names": data.names,
        "classes": data.classes,
        "x": data.x,
        "y": data.y,
        "test": None if data.test_x is None else {"x": data.test_x, "y": data.test_y},
    }
