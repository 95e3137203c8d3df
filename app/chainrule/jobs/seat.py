"""A seat: one worker process at a time, the pipe to it, and the job that it does."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from chainrule.errors import LimitError
from chainrule.jobs.worker import WorkerLimits, serve

STARTS = 3
"""So many workers may die before they have begun a job, which then is not run again."""
ENDING = 5.0
"""Seconds that a process is given to end."""
_children = threading.Lock()
"""Held while a process is started or waited for: `multiprocessing` looks after all of them, whoever asks."""


class Job(Future[Any]):
    """The future that callers hold. Cancelling it stops the job even if it runs already."""

    def __init__(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        super().__init__()
        self.call = (function, *arguments)
        self.seat: Seat | None = None
        self._unsettled = threading.Lock()

    def cancel(self) -> bool:
        """Stop the job; whether it was stopped before its end."""
        if self._claim():
            super().cancel()
            self.set_running_or_notify_cancel()
            if self.seat is not None:
                self.seat.stop(self)
        return self.cancelled()

    def settle(self, found: Any) -> None:
        """End with a result, unless the job has been cancelled."""
        if self._claim():
            self.set_result(found)

    def fail(self, error: BaseException) -> None:
        """End with an error, unless the job has been cancelled."""
        if self._claim():
            self.set_exception(error)

    def _claim(self) -> bool:
        """Whether the one who asks may settle it: the job's end and a caller may both get here, the first does."""
        return self._unsettled.acquire(blocking=False)


class Late(Exception):
    """A job has run into the wall clock."""


class Seat:
    """Runs jobs one by one, by one thread; ``stop`` may be called by any. A worker that died has a successor."""

    def __init__(self, context: Any, limits: WorkerLimits) -> None:
        self._context, self._limits = context, limits
        self._worker: tuple[BaseProcess, Connection] | None = None
        self._lock = threading.Lock()
        self._job: Job | None = None
        self._stopped = False

    def fill(self) -> None:
        """Have a worker ready, so that the next job need not wait for it. Where none starts, that job says so."""
        with suppress(OSError, EOFError):
            if not self._stopped:
                self._ready()

    def do(self, job: Job) -> Callable[[], object]:
        """Run a job to its end. What is returned settles it."""
        try:
            return partial(job.settle, self._run(job))
        except CancelledError:
            return job.cancel
        except Late:
            words = f"The job took longer than the limit of {self._limits.wall_seconds:g} seconds."
            return partial(job.fail, LimitError(words, code="wall"))
        except MemoryError:
            words = f"The job needs more than the limit of {self._limits.memory // 2**20} MiB of memory."
            return partial(job.fail, LimitError(words, code="memory"))
        except BaseException as error:  # noqa: BLE001 - a future carries whatever was raised
            return partial(job.fail, error)

    def stop(self, job: Job | None = None) -> None:
        """End the worker if it does this job; without one whatever it does, and nothing is begun any more."""
        with self._lock:
            self._stopped = self._stopped or job is None
            if self._worker and self._job is not None and job in (None, self._job):
                self._worker[0].kill()

    def leave(self) -> None:
        """Let the worker go, which ends when its pipe is closed."""
        self._bury()

    def _run(self, job: Job) -> Any:
        """The job's result, or whatever it raises. Where a worker dies before it has begun, another gets the job."""
        job.seat = self
        try:
            for _ in range(STARTS):
                pipe = self._open(job)
                try:
                    pipe.send((self._limits.cpu_seconds, *job.call))
                    self._hear(pipe)
                except (OSError, EOFError):
                    self._bury()
                else:
                    return self._end(pipe, job)
        finally:
            with self._lock:
                self._job = None
        raise LimitError("The workers die before they begin.", code="died")

    def _end(self, pipe: Connection, job: Job) -> Any:
        """How a job ends that a worker has begun."""
        try:
            good, found = self._hear(pipe)
        except (OSError, EOFError):
            status = self._bury()
            if self._stopped or job.done():
                raise CancelledError from None
            if status == -signal.SIGXCPU:
                words = f"The job used more than the limit of {self._limits.cpu_seconds:g} seconds of processor time."
                raise LimitError(words, code="cpu") from None
            raise LimitError("The worker that did this died.", code="died") from None
        if good:
            return found
        raise found

    def _open(self, job: Job) -> Connection:
        """The pipe to a worker, which is this job's from now on."""
        try:
            pipe = self._ready()
        except (OSError, EOFError) as error:
            raise LimitError("No worker can be started.", code="died") from error
        with self._lock:
            if self._stopped or job.done():
                raise CancelledError
            self._job = job
        return pipe

    def _ready(self) -> Connection:
        """The pipe to a worker, a new one if need be."""
        if self._worker is None:
            ours, theirs = self._context.Pipe()
            process = self._context.Process(target=serve, args=(theirs, self._limits), daemon=True)
            with _children, theirs:
                process.start()
            self._worker = process, ours
        return self._worker[1]

    def _hear(self, pipe: Connection) -> Any:
        """What the worker says next. An end of the pipe is an ``EOFError`` or an ``OSError``."""
        if not pipe.poll(self._limits.wall_seconds):
            if self._worker:
                self._worker[0].kill()
            self._bury()
            raise Late
        return pipe.recv()

    def _bury(self) -> int | None:
        """Close the pipe and wait for the end of the process; the signal that ended it is negative."""
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is None:
            return None
        process, pipe = worker
        pipe.close()
        with _children:
            process.join(ENDING)
            if process.exitcode is None:
                process.kill()
                process.join(ENDING)
            return process.exitcode
