"""Functions that tests send to workers, and a pool that does what the test says, when the test says."""

import os
import time
from concurrent.futures import Future


class HandPool:
    """Keeps what was submitted until ``work`` runs the oldest of it."""

    def __init__(self):
        self.waiting = []
        self.refuse = None

    def submit(self, function, /, *arguments):
        if self.refuse:
            raise self.refuse
        future = Future()
        self.waiting.append((future, function, arguments))
        return future

    def work(self, count=1):
        for _ in range(count):
            future, function, arguments = self.waiting.pop(0)
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(function(*arguments))
                except Exception as error:  # noqa: BLE001 - a future carries whatever was raised
                    future.set_exception(error)

    def close(self):
        self.waiting.clear()


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def counted(state, order):
    """Count from the state to 5; an order is how far to go at a time."""
    start = int(state)
    end = min(start + int(order or b"1"), 5)
    return str(end).encode(), end < 5, [("frame", str(k).encode()) for k in range(start + 1, end + 1)]


def spin():
    while True:
        pass


def doze(seconds):
    time.sleep(seconds)
    return seconds


def hog():
    return len(bytearray(10**10))


def die():
    os._exit(3)


def broken():
    raise ZeroDivisionError


class Odd(Exception):
    """An error that cannot be read where it arrives."""

    def __init__(self, one, two):
        super().__init__(one + two)


class Deadly:
    """What ends the process that reads it."""

    def __reduce__(self):
        return os._exit, (3,)


def odd():
    raise Odd("a", "b")


def leave():
    raise SystemExit(3)


def nothing():
    """A result that cannot be sent."""
    return lambda: 0


def variables():
    import resource  # noqa: PLC0415 - of the worker

    files, size = (resource.getrlimit(kind)[0] for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE))
    return os.getpid(), os.environ["OPENBLAS_NUM_THREADS"], files, size
