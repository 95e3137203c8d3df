"""Runs: long work as a chain of short jobs, so that progress, pause, cancel, resume and fair sharing are free.

A step is a function ``(state, order) -> (next state, whether there is more to do, [(kind, data), …])`` of bytes. What
it does depends on the state alone, so a step whose worker died is simply run again.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from functools import partial
from typing import Any

from chainrule.errors import ChainruleError, LimitError
from chainrule.jobs.frames import Frames
from chainrule.jobs.pool import Pool, Result

Progress = tuple[bytes, bool, list[tuple[str, bytes]]]
Step = Callable[[bytes, bytes], Progress]
Words = Callable[[str, str], bytes]
"""Makes the data of an ending from its code and its sentence."""

GONE = 15.0
"""Seconds after which a job stops that nobody watches."""
RETRIES = 2


class Run:
    """What chains and fans have in common: reports, watchers, and an end."""

    def __init__(
        self,
        pool: Pool,
        words: Words,
        *,
        gone: float = GONE,
        frames: Frames | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.id = secrets.token_urlsafe(16)
        self.frames = frames or Frames()
        self._pool, self._words, self._gone, self._clock = pool, words, gone, clock
        self._lock = threading.RLock()
        self._watchers, self._left = 0, clock()
        self.ended_at: float | None = None

    def watch(self) -> Callable[[], None]:
        """Someone reads the frames; the answer says that they have gone."""
        with self._lock:
            self._watchers += 1
        left = threading.Event()

        def leave() -> None:
            with self._lock:
                if not left.is_set():
                    left.set()
                    self._watchers -= 1
                    self._left = self._clock()

        return leave

    @property
    def deserted(self) -> bool:
        """Whether nobody has watched for too long."""
        return self._watchers == 0 and self._clock() - self._left > self._gone

    @property
    def ended(self) -> bool:
        """Whether nothing will follow."""
        return self.frames.closed

    def cancel(self) -> None:
        """Stop for good."""
        self._end("cancelled", "The job was cancelled.")

    def _end(self, code: str, sentence: str, kind: str = "done") -> None:
        with self._lock:
            if not self.frames.closed:
                self.frames.add(kind, self._words(code, sentence))
                self._finish()

    def _finish(self) -> None:
        self.ended_at = self._clock()
        self.frames.close()

    def _fail(self, error: BaseException) -> None:
        """End with what went wrong: a limit by its code, anything else without its inside."""
        if isinstance(error, ChainruleError):
            self._end(error.code, error.detail, "limit")
        else:
            self._end("failed", "The job failed; this is our mistake.", "limit")


class Chain(Run):
    """One state that is carried from step to step, one step at a time."""

    def __init__(
        self, pool: Pool, step: Step, state: bytes, words: Words, *, order: bytes = b"", **options: Any
    ) -> None:
        super().__init__(pool, words, **options)
        self._step, self.state, self._order = step, state, order
        self._running: Result | None = None
        self._paused, self._tries = True, 0

    @property
    def paused(self) -> bool:
        """Whether it waits for ``go``."""
        return self._paused and not self.ended

    def go(self, order: bytes | None = None) -> None:
        """Start or go on, by another order from now on if one is given."""
        with self._lock:
            self._order = self._order if order is None else order
            self._paused = False
            self._next()

    def once(self, order: bytes) -> None:
        """Make one step by this order, then wait; it counts where the chain waits now."""
        with self._lock:
            if self._paused and self._running is None and not self.ended:
                self._submit(order)

    def pause(self) -> None:
        """Wait after the present step."""
        self._paused = True

    def cancel(self) -> None:
        """Stop for good, in the middle of a step if need be."""
        running = self._running
        super().cancel()
        if running is not None:
            running.cancel()

    def _next(self) -> None:
        """Submit the next step unless there is a reason not to."""
        if self.ended or self._running is not None or self._paused:
            return
        if self.deserted:
            self._end("deserted", f"Nobody watched for {self._gone:g} seconds.")
            return
        self._submit(self._order)

    def _submit(self, order: bytes) -> None:
        try:
            self._running = self._pool.submit(self._step, self.state, order)
        except LimitError as error:
            self._fail(error)
            return
        self._running.add_done_callback(self._arrived)

    def _arrived(self, done: Result) -> None:
        with self._lock:
            self._running = None
            if self.ended:
                return
            if done.cancelled():
                self._end("cancelled", "The job was cancelled.")
                return
            error = done.exception()
            if error is None:
                self._take(*done.result())
            elif self._again(error):
                self._tries += 1
            else:
                self._fail(error)
            self._next()

    def _again(self, error: BaseException) -> bool:
        """Whether a step may be tried again: its worker died of something that need not be its fault."""
        return isinstance(error, LimitError) and error.code in ("died", "wall") and self._tries < RETRIES

    def _take(self, state: bytes, more: bool, reports: list[tuple[str, bytes]]) -> None:  # noqa: FBT001 - a step's answer
        self._tries, self.state = 0, state
        for kind, data in reports:
            self.frames.add(kind, data)
        if not more:
            self._finish()


class Fan(Run):
    """Many independent tasks of one function, a few at a time; results are reported in the order of the tasks.

    Each result is a report ``frame``; the end is a report ``done`` that ``words`` makes. A task whose worker died is
    run again, since that need not be its fault.
    """

    def __init__(
        self,
        pool: Pool,
        function: Callable[[bytes], Any],
        tasks: Sequence[bytes],
        words: Words,
        *,
        width: int = 4,
        **options: Any,
    ) -> None:
        super().__init__(pool, words, **options)
        self._function, self._tasks, self._width = function, tasks, width
        self._at, self._reported = 0, 0
        self._again: list[int] = []
        self._tries: Counter[int] = Counter()
        self._running: dict[int, Result] = {}
        self._results: dict[int, bytes] = {}

    @property
    def progress(self) -> tuple[int, int]:
        """How many results were reported, of how many."""
        return self._reported, len(self._tasks)

    def go(self) -> None:
        """Start."""
        with self._lock:
            self._fill()

    def cancel(self) -> None:
        """Stop for good, running tasks included."""
        super().cancel()
        for running in tuple(self._running.values()):
            running.cancel()

    def _told(self, result: Any) -> bytes:
        """What is reported of a task's result."""
        report: bytes = result
        return report

    def _failed(self, number: int, error: BaseException) -> bytes | None:
        """What is reported of a task that failed, or None where that is the end of them all."""
        del number, error
        return None

    def _fill(self) -> None:
        while not self.ended and len(self._running) < self._width and (self._again or self._at < len(self._tasks)):
            if self.deserted:
                self._end("deserted", f"Nobody watched for {self._gone:g} seconds.")
                return
            number = self._again[0] if self._again else self._at
            try:
                future = self._pool.submit(self._function, self._tasks[number])
            except LimitError as error:
                if not self._running:
                    self._fail(error)
                return
            if self._again:
                self._again.pop(0)
            else:
                self._at += 1
            self._running[number] = future
            future.add_done_callback(partial(self._arrived, number))

    def _arrived(self, number: int, done: Result) -> None:
        with self._lock:
            self._running.pop(number, None)
            if self.ended:
                return
            error = CancelledError() if done.cancelled() else done.exception()
            if isinstance(error, LimitError) and error.code == "died" and self._tries[number] < RETRIES:
                self._tries[number] += 1
                self._again.append(number)
                self._fill()
                return
            told = self._told(done.result()) if error is None else self._failed(number, error)
            if told is None:
                self._fail(error or CancelledError())
            if told is None or self.ended:
                return
            self._results[number] = told
            while self._reported in self._results:
                self.frames.add("frame", self._results.pop(self._reported))
                self._reported += 1
            if self._reported == len(self._tasks):
                self._end("done", f"All {len(self._tasks)} runs are done.")
            self._fill()


class Desk:
    """The runs of a server by their unguessable ids, at most ``most``.

    Ended ones are kept for ``kept`` seconds, or until their room is wanted: who ended first goes first.
    """

    def __init__(self, most: int = 500, *, kept: float = 600.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._runs: dict[str, Run] = {}
        self._most, self._kept, self._clock = most, kept, clock
        self._lock = threading.Lock()

    def add(self, run: Run) -> str:
        """Keep a run; its id. Raises ``LimitError`` (code ``busy``) where there is no room."""
        self.tidy()
        with self._lock:
            ended = [each for each in self._runs.values() if each.ended_at is not None]
            if len(self._runs) >= self._most and ended:
                self._runs.pop(min(ended, key=lambda each: each.ended_at or 0.0).id)
            if len(self._runs) >= self._most:
                raise LimitError(f"There are {self._most} jobs already; try again later.", code="busy")
            self._runs[run.id] = run
        return run.id

    def get(self, name: str) -> Run | None:
        """The run of this id."""
        return self._runs.get(name)

    def tidy(self) -> None:
        """Cancel what nobody watches, and forget what ended long ago."""
        now = self._clock()
        for run in tuple(self._runs.values()):
            if not run.ended and run.deserted:
                run.cancel()
            if run.ended_at is not None and now - run.ended_at > self._kept:
                with self._lock:
                    self._runs.pop(run.id, None)

    def close(self) -> None:
        """Cancel everything."""
        for run in tuple(self._runs.values()):
            run.cancel()
