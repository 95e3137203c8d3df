"""What happens inside a worker process: its limits, and one call. Knows no NumPy, so the limits come first.

RLIMIT_CPU counts over the life of a process, so the soft limit is raised for each job to what is used plus its share;
there is no low hard limit. A job that uses more is ended by SIGXCPU, and the pool starts another worker.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any


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
