"""Calls: a static plan of calls ``(ufunc, (inputs…, out))`` over buffers that are allocated once.

Constants are 0-d arrays, because NumPy takes twice as long over a Python float; products of matrices are bound
``ndarray.dot`` methods, because ``np.matmul`` takes three times as long over a small one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


EXTREMES = (np.maximum, np.minimum)
"""The ufuncs whose ``out`` NumPy wants by name."""


class Calls:
    """Calls in order. ``run`` makes them; nothing is allocated then."""

    __slots__ = ("list",)

    def __init__(self) -> None:
        self.list: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []

    def add(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Note one call. The last argument is its ``out``."""
        if function in EXTREMES:
            *inputs, out = arguments
            self.list.append((partial(function, out=out), tuple(inputs)))
        else:
            self.list.append((function, arguments))

    def dot(self, left: Array, right: Array, out: Array) -> None:
        """Note ``out = left @ right`` for matrices; ``out`` is contiguous."""
        self.list.append((left.dot, (right, out)))

    def extend(self, other: Calls) -> None:
        """Note all calls of another plan."""
        self.list.extend(other.list)

    def run(self) -> None:
        """Make the calls."""
        for function, arguments in self.list:
            function(*arguments)


def constant(value: float) -> Array:
    """A number as calls want it; ``constant(0.1)[()] = 0.2`` changes it."""
    return np.array(value, dtype=float)
