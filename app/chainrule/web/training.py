"""``/api/v1/train``: training runs, which go on in workers of their own, in short steps.

A run belongs to whoever knows its id. It ends by itself, by its limits, when it is cancelled, or when nobody has
watched it for a while.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import Any, TypeVar

from chainrule.errors import ChainruleError, LimitError
from chainrule.jobs import Desk, Frames, Pool
from chainrule.network import wire
from chainrule.network.fields import quote
from chainrule.network.limits import Limits
from chainrule.network.line import located, read_words
from chainrule.network.requests import Training
from chainrule.network.spec import parameter_count
from chainrule.network.sweep import read_sweep
from chainrule.web.gate import Shares, busy, log
from chainrule.web.problems import Problem, from_error, from_fields
from chainrule.web.running import TrainingRun, read_order, read_surface
from chainrule.web.settings import Settings
from chainrule.web.sweeps import SweepRun

PATH = "/api/v1/train"
TICK = 1.0
"""Seconds between two looks at what nobody watches, and at what waits for its share."""
PASSING = ("busy", "cluster", "stopping", "wall", "died")
"""Limits that a job met without its own fault; the same may be asked again."""
SHOWN_ROWS = 100
"""Rows of the last batch on which a run's network is shown."""
Found = TypeVar("Found")


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
        runs=settings.sweep_runs,
        frames=settings.training_frames,
        seconds=settings.training_cpu_seconds,
        errors=settings.problem_errors,
    )


class Trainings:
    """The training runs of a server."""

    def __init__(self, settings: Settings, pool: Pool, shares: Shares) -> None:
        self.settings, self.pool, self.shares = settings, pool, shares
        self._desk = Desk(settings.training_runs, kept=settings.training_kept_seconds)
        self._going: list[TrainingRun | SweepRun] = []
        self._lock = threading.RLock()

    def start(self, asked: Any, client: str) -> dict[str, Any]:
        """Start a run; what its client wants to know. Raises ``Problem``."""
        self._admit(client)
        asked, paused = _paused(asked)
        training, state = begin(asked, limits_of(self.settings))
        run = TrainingRun(self.pool, training, state, self.shares, client, **self._kept(self._frames()))
        self._place(run)
        if paused:
            run.begin()
        else:
            run.go()
        return described(run.id, training)

    def sweep(self, asked: Any, client: str) -> SweepRun:
        """Start a sweep. Raises ``Problem``."""
        self._admit(client)
        settings, limits = self.settings, limits_of(self.settings)
        sweep = told(asked, lambda plain: read_sweep(plain, limits))
        width, kept = settings.training_workers, self._kept(self._frames(distinct=True))
        run = SweepRun(self.pool, sweep, self.shares, client, seconds=limits.seconds, width=width, **kept)
        self._place(run)
        run.go()
        return run

    def _frames(self, *, distinct: bool = False) -> Frames:
        """Room for the frames of a run, or of a sweep, which are ``distinct``."""
        settings = self.settings
        count = settings.sweep_runs if distinct else settings.training_frames
        return Frames(count, settings.training_frame_bytes, distinct=distinct)

    def _kept(self, frames: Frames) -> dict[str, Any]:
        """What is kept of a run, and for how long nobody may watch it."""
        return {"gone": self.settings.training_gone_seconds, "frames": frames}

    def _place(self, run: TrainingRun | SweepRun) -> None:
        """Keep a run. Raises ``Problem`` where there is no room for it."""
        with self._lock:
            self._admit(run.client)
            try:
                self._desk.add(run)
            except LimitError as error:
                raise busy(503, 30, error.detail, "training-runs") from None
            self._going.append(run)

    def snapshot(self, name: str) -> dict[str, Any]:
        """One step of a run from its present weights, as a question of ``/api/v1/network``. Raises ``Problem``."""
        return wire.snapshot(self.find(name).state, SHOWN_ROWS)

    def surface(self, name: str, asked: Any, client: str) -> bytes:
        """The loss around the present weights of a run, from a worker. Raises ``Problem``."""
        run, settings = self.find(name), self.settings
        order = read_surface(asked, limits_of(settings), settings.training_surface_side)
        try:
            job = self.pool.submit(wire.timed, wire.loss_surface, run.state, order)
            found, seconds = job.result(settings.worker_wall_seconds)
        except TimeoutError:
            job.cancel()
            raise busy(503, 5, "All workers are busy.", "busy") from None
        except CancelledError:
            raise busy(503, 5, "The server is about to stop.", "stopping") from None
        except LimitError as error:
            passing = error.code in PASSING
            raise busy(503, 5, error.detail, error.code) if passing else from_error(error) from None
        self.shares.processor.charge(client, seconds)
        return bytes(found)

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

    def find_sweep(self, name: str) -> SweepRun:
        """The sweep of this id; raises ``Problem`` where there is none."""
        run = self._desk.get(name)
        if not isinstance(run, SweepRun):
            raise Problem(404, "There is no sweep of this id; ended ones are forgotten after a while.", "no-sweep")
        return run

    def _admit(self, client: str) -> None:
        """Refuse a run where too many go on already."""
        self._tidy()
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
            if isinstance(run, TrainingRun) and run.idle > self.settings.training_idle_seconds:
                run.forget()
            run.look()

    async def keep(self) -> None:
        """Tick for ever."""
        while True:
            await asyncio.sleep(TICK)
            try:
                await asyncio.to_thread(self.tick)
            except Exception as error:  # noqa: BLE001 - it is logged, and the other runs still need their ticks
                log(error)

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
    """A run and its first state. Raises ``Problem``."""
    return told(asked, lambda plain: wire.begin(plain, limits))


def told(asked: Any, read: Callable[[Any], Found]) -> Found:
    """What a request says. Its spec may be one line of text, whose errors have the pointer ``/spec`` and spans.

    Raises ``Problem``.
    """
    given = asked.get("spec") if isinstance(asked, dict) else None
    text = given if isinstance(given, str) else None
    try:
        if text is None:
            return read(asked)
        line = read_words(text, "/spec")
        try:
            return read({**asked, "spec": line.data})
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
