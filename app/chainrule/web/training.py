"""``/api/v1/train``: training runs, which go on in workers of their own, in short steps.

A run belongs to whoever knows its id. It ends by itself, by its limits, when it is cancelled, or when nobody has
watched it for a while.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Any

from chainrule.errors import ChainruleError, LimitError
from chainrule.jobs import Desk, Frames, Pool
from chainrule.network import wire
from chainrule.network.fields import quote
from chainrule.network.limits import Limits
from chainrule.network.line import located, read_words
from chainrule.network.requests import KEYS, SETTINGS, Training
from chainrule.network.spec import parameter_count
from chainrule.web.gate import Shares, busy
from chainrule.web.problems import Problem, from_error, from_fields
from chainrule.web.running import ACTIONS, TrainingRun, read_order
from chainrule.web.settings import Settings

PATH = "/api/v1/train"
TICK = 1.0
"""Seconds between two looks at what nobody watches, and at what waits for its share."""


def limits_of(settings: Settings) -> Limits:
    """What a training run is held to."""
    return Limits(
        parameters=settings.training_parameters,
        layers=settings.network_layers,
        side=settings.network_side,
        elements=settings.array_elements,
        cost=settings.request_cost,
        rows=settings.training_rows,
        columns=settings.training_columns,
        steps=settings.training_steps,
        frames=settings.training_frames,
        seconds=settings.training_cpu_seconds,
        errors=settings.problem_errors,
    )


class Trainings:
    """The training runs of a server."""

    def __init__(self, settings: Settings, pool: Pool, shares: Shares) -> None:
        self.settings, self.pool, self.shares = settings, pool, shares
        self._desk = Desk(settings.training_runs, kept=settings.training_kept_seconds)
        self._going: list[TrainingRun] = []
        self._lock = threading.Lock()

    def start(self, asked: Any, client: str) -> dict[str, Any]:
        """Start a run; what its client wants to know. Raises ``Problem``."""
        self._tidy()
        self._admit(client)
        asked, paused = _paused(asked)
        training, state = begin(asked, limits_of(self.settings))
        frames = Frames(self.settings.training_frames, self.settings.training_frame_bytes)
        gone = self.settings.training_gone_seconds
        run = TrainingRun(self.pool, training, state, self.shares, client, gone=gone, frames=frames)
        with self._lock:
            self._admit(client)
            try:
                self._desk.add(run)
            except LimitError as error:
                raise busy(503, 30, error.detail, "training-runs") from None
            self._going.append(run)
        if paused:
            run.begin()
        else:
            run.go()
        return described(run.id, training)

    def lead(self, name: str, asked: Any) -> TrainingRun:
        """Carry out an order; the run. Raises ``Problem``."""
        run = self.find(name)
        run.take(read_order(asked, limits_of(self.settings)))
        return run

    def find(self, name: str) -> TrainingRun:
        """The run of this id; raises ``Problem`` where there is none."""
        run = self._desk.get(name)
        if not isinstance(run, TrainingRun):
            raise Problem(404, "There is no training run of this id; ended ones are forgotten after a while.", "no-run")
        return run

    def _admit(self, client: str) -> None:
        """Refuse a run where too many go on already."""
        settings = self.settings
        if sum(run.client == client for run in self._going) >= settings.training_per_client:
            detail = f"This address has {settings.training_per_client} training runs going on, which is the most."
            raise busy(429, 10, detail, "training-per-client")
        if len(self._going) >= settings.training_going:
            detail = f"There are {settings.training_going} training runs going on, which is the most."
            raise busy(503, 10, detail, "training-going")

    def _tidy(self) -> None:
        """Cancel what nobody watches, forget what ended long ago."""
        self._desk.tidy()
        with self._lock:
            self._going = [run for run in self._going if not run.ended]

    def tick(self) -> None:
        """Tidy, and let runs go on that waited for their share."""
        self._tidy()
        for run in tuple(self._going):
            if run.idle > self.settings.training_idle_seconds:
                run.forget()
            run.look()

    async def keep(self) -> None:
        """Tick for ever."""
        while True:
            await asyncio.sleep(TICK)
            await asyncio.to_thread(self.tick)

    def close(self) -> None:
        """Cancel every run and let go of the workers."""
        self._desk.close()
        self.pool.close()


def _paused(asked: Any) -> tuple[Any, bool]:
    """A request without its member ``paused``, and what that says. Raises ``Problem``."""
    if not isinstance(asked, dict) or "paused" not in asked:
        return asked, False
    paused = asked["paused"]
    if not isinstance(paused, bool):
        raise from_fields([("/paused", f"'paused' is {quote(paused)}; it should be true or false.")])
    return {name: value for name, value in asked.items() if name != "paused"}, paused


def begin(asked: Any, limits: Limits) -> tuple[Training, bytes]:
    """A run and its first state. A spec may be one line of text, whose errors have spans. Raises ``Problem``."""
    given = asked.get("spec") if isinstance(asked, dict) else None
    text = given if isinstance(given, str) else None
    try:
        if text is None:
            return wire.begin(asked, limits)
        line = read_words(text)
        try:
            return wire.begin({**asked, "spec": line.data}, limits)
        except ChainruleError as error:
            every = [located(each, line, "/spec") for each in (error, *error.related)]
            every[0].related = tuple(every[1:])
            raise every[0] from error
    except ChainruleError as error:
        raise from_error(error, text) from None


def described(name: str, training: Training) -> dict[str, Any]:
    """The answer of 201."""
    return {
        "id": name,
        "events": f"{PATH}/{name}/events",
        "seed": training.seed,
        "steps": training.steps,
        "frame_every": training.every,
        "batch_size": training.batch_size,
        "rows": len(training.data.x),
        "parameters": parameter_count(training.spec),
    }


def status(run: TrainingRun) -> dict[str, Any]:
    """What is known of a run without its reports."""
    return {
        "id": run.id,
        "events": f"{PATH}/{run.id}/events",
        "state": run.standing,
        "step": run.step,
        "epoch": run.step / run.batches,
        "reports": run.frames.last,
        "ended": run.ended,
    }


# The description of the request, for OpenAPI; the network package reads it.
EXAMPLE: dict[str, Any] = {
    "spec": "2 -> 4 tanh -> 1 sigmoid, loss bce",
    "data": "xor",
    "steps": 500,
    "learning_rate": 0.05,
    "optimizer": "adam",
    "seed": 0,
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "A training run, as in docs/network.md.",
    "required": ["spec", "data", "steps", "learning_rate"],
    "properties": {name: {} for name in (*KEYS, *SETTINGS, "paused")},
    "additionalProperties": False,
}
ORDER: dict[str, Any] = {
    "type": "object",
    "description": "What a run is to do: see docs/network.md.",
    "required": ["action"],
    "properties": {
        "action": {"type": "string", "enum": list(ACTIONS)},
        "steps": {"type": "integer", "minimum": 1, "default": 1, "description": "With step: how many."},
        "epochs": {"type": "integer", "minimum": 1, "default": 1, "description": "With epochs: how many."},
    },
    "additionalProperties": False,
}
