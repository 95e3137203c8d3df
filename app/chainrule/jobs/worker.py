"""What happens inside a worker process: its limits, then one call after another. Knows no NumPy: limits come first.

RLIMIT_CPU counts over the life of a process, so the soft limit is raised for each job to what is used plus its share;
there is no low hard limit. A job that uses more is ended by SIGXCPU, and the pool starts another worker.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from multiprocessing.connection import Connection
from typing import Any

BEGUN = b"begun"
"""What a worker says when it has a job."""


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What one worker, and one job in it, may take."""

    cpu_seconds: float = 2.0
    wall_seconds: float = 10.0
    memory: int = 512 * 1024 * 1024
    files: int = 32
    file_size: int = 0


def prepare(limits: WorkerLimits) -> None:
    """Set the limits of this process. One BLAS thread: two collapse under load."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    for kind, value in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def call(cpu_seconds: float, function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function with ``cpu_seconds`` of processor time from now on."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = ceil(usage.ru_utime + usage.ru_stime + cpu_seconds)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
    return function(*arguments)


def serve(pipe: Connection, limits: WorkerLimits) -> None:
    """Do what comes through the pipe until its other end is closed.

    A job is ``(seconds of processor time, function, *arguments)``. A worker says ``BEGUN``, and then
    ``(True, result)`` or ``(False, error)``.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which ends its workers
    prepare(limits)
    with suppress(EOFError, ConnectionError):  # the server has closed the pipe, or is gone
        while True:
            job = _next(pipe, limits)
            pipe.send(BEGUN)
            pipe.send_bytes(_answer(job))


def _next(pipe: Connection, limits: WorkerLimits) -> tuple[Any, ...]:
    """The next job; where it cannot be read, one that says why."""
    message = pipe.recv_bytes()
    try:
        job: tuple[Any, ...] = pickle.loads(message)  # noqa: S301 - the server's own
    except Exception as error:  # noqa: BLE001 - whatever happens where classes and functions are looked up
        return limits.cpu_seconds, _throw, error
    return job


def _throw(error: Exception) -> None:
    raise error


def _answer(job: tuple[Any, ...]) -> bytes:
    """How a job ended, pickled. What is not an ``Exception`` becomes one, so that nobody ends with a worker."""
    try:
        return pickle.dumps((True, call(*job)))
    except MemoryError:
        return pickle.dumps((False, MemoryError()))
    except BaseException as error:  # noqa: BLE001 - whatever a job raises, or its result where it cannot be sent
        trace = "".join(traceback.format_exception(error))
        named = error if isinstance(error, Exception) else RuntimeError(f"{type(error).__name__}: {error}")
    named.add_note(trace)
    try:
        body = pickle.dumps((False, named))
        pickle.loads(body)  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - classes decide what happens there
        return pickle.dumps((False, RuntimeError(trace)))
    return body
