"""Pools: where a call runs. All give futures of ``concurrent.futures``; functions get bytes and return bytes."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as LateError
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any, Protocol

from pebble import ProcessExpired, ProcessPool

from chainrule.errors import LimitError
from chainrule.jobs.worker import WorkerLimits, call, prepare

Result = Future[Any]


class Pool(Protocol):
    """Somewhere that functions run."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Result:
        """Run ``function(*arguments)``. Raises ``LimitError`` (code ``busy``) where the queue is full."""

    def close(self) -> None:
        """Stop what runs and let go of the workers."""


class LocalPool:
    """Worker processes of this machine, each under the operating system's limits and free to die.

    What kills a worker is answered by its own job alone, as a ``LimitError`` with code ``cpu``, ``wall``, ``memory``
    or ``worker``; the pool starts another one. At most ``queue`` jobs wait or run at a time.

    Pebble gives a whole pool up where a worker dies that has no job, as when the machine runs out of memory. Then the
    next job finds a new pool in its place.
    """

    def __init__(
        self, workers: int = 2, *, queue: int = 64, limits: WorkerLimits | None = None, preload: tuple[str, ...] = ()
    ) -> None:
        self.limits = limits or WorkerLimits()
        self._room = threading.BoundedSemaphore(queue)
        self._queue = queue
        self._jobs: dict[Result, tuple[ProcessPool, _Linked]] = {}
        self._replacing, self._closed = threading.Lock(), False
        self._new = partial(
            ProcessPool, max_workers=workers, initializer=prepare, initargs=(self.limits,), context=_context(preload)
        )
        self._pool = self._new()

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Result:
        """Run a function in a worker, with its share of processor time and the wall clock as the outer net."""
        if not self._room.acquire(blocking=False):
            raise LimitError(f"More than {self._queue} jobs are waiting; try again in a few seconds.", code="busy")
        try:
            pool, inner = self._start(self.limits.cpu_seconds, function, *arguments)
        except BaseException:
            self._room.release()
            raise
        outer = _Linked(inner)
        self._jobs[inner] = (pool, outer)
        inner.add_done_callback(lambda done: self._finish(done, outer))
        if not pool.active:
            self._replace(pool)
        return outer

    def _start(self, *arguments: Any) -> tuple[ProcessPool, Result]:
        """Hand a job to the pool, or to a new one if that has broken."""
        pool = self._pool
        try:
            return pool, pool.submit(call, self.limits.wall_seconds, *arguments)
        except RuntimeError:
            self._replace(pool)
        return self._pool, self._pool.submit(call, self.limits.wall_seconds, *arguments)

    def _replace(self, broken: ProcessPool) -> None:
        """Put a new pool in the place of one that has broken, if nobody has yet. Raises ``LimitError`` at the end."""
        with self._replacing:
            if self._closed:
                raise LimitError("The workers are about to stop.", code="stopping")
            if self._pool is not broken:
                return
            self._pool = self._new()
        threading.Thread(target=self._bury, args=(broken,), daemon=True).start()

    def _bury(self, broken: ProcessPool) -> None:
        """End what is left of a pool that has broken, and answer the jobs that it took with it."""
        broken.stop()  # type: ignore[no-untyped-call] # pebble leaves it untyped
        broken.join()
        for inner, (pool, outer) in tuple(self._jobs.items()):
            if pool is broken:
                if outer.claim():
                    outer.set_exception(self._named(BrokenProcessPool()))
                inner.cancel()

    def _finish(self, inner: Result, outer: _Linked) -> None:
        self._room.release()
        self._jobs.pop(inner, None)
        error = CancelledError() if inner.cancelled() else inner.exception()
        if isinstance(error, CancelledError):
            outer.give_up()
        elif outer.claim():
            if error is None:
                outer.set_result(inner.result())
            else:
                outer.set_exception(self._named(error))

    def _named(self, error: BaseException) -> BaseException:
        """What ended a job, in words."""
        limits = self.limits
        if isinstance(error, MemoryError):
            words = f"The job needs more than the limit of {limits.memory // 2**20} MiB of memory."
            return LimitError(words, code="memory")
        if isinstance(error, LateError):
            return LimitError(f"The job took longer than the limit of {limits.wall_seconds:g} seconds.", code="wall")
        if isinstance(error, ProcessExpired) and -(error.exitcode or 0) == signal.SIGXCPU:
            words = f"The job used more than the limit of {limits.cpu_seconds:g} seconds of processor time."
            return LimitError(words, code="cpu")
        if isinstance(error, ProcessExpired | BrokenProcessPool):
            return LimitError("The worker of this job died; try again with less work.", code="worker")
        return error

    def close(self) -> None:
        """Stop at once, running jobs included."""
        with self._replacing:
            self._closed = True
        self._pool.stop()  # type: ignore[no-untyped-call] # pebble leaves it untyped
        self._pool.join()


class _Linked(Future[Any]):
    """The future that callers hold. Cancelling it stops the job even if it runs already."""

    def __init__(self, inner: Result) -> None:
        super().__init__()
        self._inner, self._unsettled = inner, threading.Lock()

    def cancel(self) -> bool:
        """Stop the job."""
        self._inner.cancel()
        return self.give_up()

    def give_up(self) -> bool:
        """Settle as cancelled."""
        if self.claim():
            super().cancel()
            self.set_running_or_notify_cancel()
        return self.cancelled()

    def claim(self) -> bool:
        """Whether the one who asks may settle it: the job's end and a caller may both get here, the first does."""
        return self._unsettled.acquire(blocking=False)


def _context(preload: tuple[str, ...]) -> Any:
    """Workers are forked from a small server that has no threads; it imports ``preload`` once for all of them."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context
