"""Pools: where a call runs. All give futures of ``concurrent.futures``; functions get bytes and return bytes."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from chainrule.errors import LimitError
from chainrule.jobs.seat import Job, Seat
from chainrule.jobs.worker import WorkerLimits

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
    or ``died``; another one takes its seat. At most ``queue`` jobs wait or run at a time.

    Workers share nothing that one could take with it when it dies, no lock and no channel: jobs wait in this process,
    and each worker has a pipe of its own to a thread of its own.
    """

    def __init__(
        self, workers: int = 2, *, queue: int = 64, limits: WorkerLimits | None = None, preload: tuple[str, ...] = ()
    ) -> None:
        self.limits = limits or WorkerLimits()
        self._room, self._queue = threading.BoundedSemaphore(queue), queue
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        context = _context(preload)
        self._seats = [Seat(context, self.limits) for _ in range(workers)]
        self._threads: list[threading.Thread] = []
        self._lock, self._closed = threading.Lock(), False

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Result:
        """Run a function in a worker, with its share of processor time and the wall clock as the outer net."""
        with self._lock:
            if self._closed:
                raise LimitError("The workers are about to stop.", code="stopping")
            if not self._room.acquire(blocking=False):
                raise LimitError(f"More than {self._queue} jobs are waiting; try again in a few seconds.", code="busy")
            job = Job(function, arguments)
            self._jobs.put(job)
            if not self._threads:
                self._threads = [
                    threading.Thread(target=self._serve, args=(seat,), daemon=True) for seat in self._seats
                ]
                for thread in self._threads:
                    thread.start()
        return job

    def _serve(self, seat: Seat) -> None:
        """Give a seat one job after another. Room is made before a job is settled: what hears of it may submit more."""
        seat.fill()
        while (job := self._jobs.get()) is not None:
            settle = seat.do(job)
            self._room.release()
            settle()
            seat.fill()
        seat.leave()

    def close(self) -> None:
        """Stop at once, running jobs included."""
        with self._lock:
            self._closed = True
        for seat in self._seats:
            seat.stop()
        try:
            while job := self._jobs.get_nowait():
                job.cancel()
        except Empty:
            pass
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()


def _context(preload: tuple[str, ...]) -> Any:
    """Workers are forked from a small server that has no threads; it imports ``preload`` once for all of them."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context
