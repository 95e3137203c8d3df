"""Frames: what a job has reported, numbered, bounded, and readable by any number of clients at their own pace."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """One report: its number from 1 (the ``id`` of the event), its kind, and its data as JSON."""

    id: int
    kind: str
    data: bytes


PASSING = ("frame", "paused")
"""Kinds of reports that may follow one another without end, so that the oldest go."""
LEFT = 2
"""So many passing reports are kept however large they are: the newest frame, and the pause that it led to."""


class Frames:
    """A buffer whose newest entries win: beyond ``count`` reports or ``size`` bytes the oldest ``frame`` goes.

    What ends a job (``done``, ``limit``, ``diverged``, …) is never dropped. ``close`` says that nothing follows. Where
    ``distinct``, each frame says something of its own, and a reader who is behind gets them all.
    """

    def __init__(self, count: int = 1_000, size: int = 8 * 1024 * 1024, *, distinct: bool = False) -> None:
        self._count, self._size, self._distinct = count, size, distinct
        self._frames: deque[Frame] = deque()
        self._endings: list[Frame] = []
        self._bytes = 0
        self._next = 1
        self._closed = False
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []

    @property
    def closed(self) -> bool:
        """Whether the job has ended."""
        return self._closed

    @property
    def last(self) -> int:
        """The number of the newest report, 0 before the first."""
        return self._next - 1

    def add(self, kind: str, data: bytes) -> Frame:
        """Append a report and wake who listens."""
        with self._lock:
            frame = Frame(self._next, kind, data)
            self._next += 1
            if kind in PASSING:
                self._frames.append(frame)
                self._bytes += len(data)
                self._forget()
            else:
                self._endings.append(frame)
        self._wake()
        return frame

    def _forget(self) -> None:
        """Let go of the oldest reports that are too many or too large."""
        least = 1 if self._frames[-1].kind == "frame" else LEFT
        while len(self._frames) > least and (len(self._frames) > self._count or self._bytes > self._size):
            self._bytes -= len(self._frames.popleft().data)

    def close(self) -> None:
        """Nothing follows."""
        self._closed = True
        self._wake()

    def since(self, last: int = 0) -> list[Frame]:
        """All reports after number ``last`` that are still held, in order; ``last`` is a Last-Event-ID."""
        with self._lock:
            held = [frame for frame in self._frames if frame.id > last]
            return held + [frame for frame in self._endings if frame.id > last]

    def newest(self, last: int = 0) -> list[Frame]:
        """For a reader who is behind: the newest frame after ``last``, and what came after it."""
        found = self.since(last)
        if self._distinct:
            return found
        at = max((i for i, frame in enumerate(found) if frame.kind == "frame"), default=0)
        return found[at:]

    def listen(self, wake: Callable[[], None]) -> Callable[[], None]:
        """Call ``wake`` (from any thread) after each change; the answer stops that."""
        with self._lock:
            self._listeners.append(wake)

        def stop() -> None:
            with self._lock:
                if wake in self._listeners:
                    self._listeners.remove(wake)

        return stop

    def _wake(self) -> None:
        for wake in tuple(self._listeners):
            wake()
