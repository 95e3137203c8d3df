"""How a benchmark is measured: two functions that do the same work, by turns, in one process.

Every figure is a ratio inside one run, because absolute times drift with the machine. Samples alternate between ours
and the peer, and the median of many counts, so that a neighbour's burst of work hits both alike; the clock counts the
time that this thread computes. The garbage collector stays on, as it is in every program, but what is there before a
sample is frozen: each side pays for its own garbage and for nobody else's.
"""

import gc
import statistics
import time
from typing import NamedTuple

ROUNDS = 11
SAMPLE_SECONDS = 0.05  # long enough for the collector to come round
ATTEMPTS = 3


class Row(NamedTuple):
    """One line of the table; ``ratio`` says how many times better ours is, ``floor`` how many it must be."""

    name: str
    peer: str
    ratio: float
    floor: float
    ours: float
    theirs: float
    unit: str


def compare(name, peer, floor, ours, theirs, *, unit="ns", per=1, rounds=ROUNDS):
    """Measure two functions without arguments; times are divided by ``per`` (nodes, say) and given in ``unit``.

    A row below its floor is measured again, twice at most: a shared machine can stall for as long as a row takes.
    """
    row = None
    for _ in range(ATTEMPTS):
        times = by_turns(ours, theirs, rounds)
        scale = {"ns": 1e9, "µs": 1e6, "ms": 1e3, "s": 1.0}[unit] / per
        row = rated(
            name, peer, floor, *(seconds * scale for seconds in times), unit=f"{unit}/node" if per > 1 else unit
        )
        if row.ratio >= floor:
            break
    return row


def rated(name, peer, floor, ours, theirs, *, unit, higher=False):
    """Return the row of two figures; more is better where ``higher``, as for requests a second."""
    ratio = ours / theirs if higher else theirs / ours
    return Row(name, peer, ratio, floor, ours, theirs, unit)


def by_turns(ours, theirs, rounds):
    """Return the median seconds that a call of each takes."""
    calls = [calibrated(function) for function in (ours, theirs)]
    samples = [[], []]
    for _ in range(rounds):
        for function, count, found in zip((ours, theirs), calls, samples, strict=True):
            found.append(sample(function, count))
    return [statistics.median(found) for found in samples]


def calibrated(function):
    """Return how many calls make a sample long enough for the clock, after a call that warms things up."""
    function()
    count = 1
    while sample(function, count) * count < SAMPLE_SECONDS:
        count *= 2
    return count


def sample(function, count):
    """Return the seconds a call takes, as the mean of ``count`` calls in a row."""
    gc.collect()
    gc.freeze()
    start = time.thread_time()
    for _ in range(count):
        function()
    seconds = time.thread_time() - start
    gc.unfreeze()
    return seconds / count
