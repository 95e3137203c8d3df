"""Weights: all that is learnt, as one flat vector with a view for every array, and the same for the gradient.

A dense layer's weights and biases stand together, each row of w^n followed by its bias, so that one product with
rows that end in a 1 computes z = w a + b, and one product backward gives both gradients.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod

import numpy as np

from chainrule.network.calls import Array
from chainrule.network.initialisation import parameters
from chainrule.network.spec import Dense, Spec, parameter_shapes, shapes


class Weights:
    """``theta`` and ``gradient`` are flat; ``view(vector, "w2")`` is the array of that name in any such vector."""

    def __init__(self, spec: Spec, start: Mapping[str, Array] | None = None, *, seed: int | None = None) -> None:
        self.names: list[str] = []
        self._places: dict[str, tuple[int, tuple[int, ...]]] = {}
        self._joined: dict[int, tuple[int, tuple[int, int]]] = {}
        self.size = 0
        for n, (layer, before) in enumerate(zip(spec.layers, shapes(spec), strict=False), 2):
            sizes = parameter_shapes(layer, before)
            self.names += [f"{letter}{n}" for letter in sizes]
            if isinstance(layer, Dense) and layer.bias:
                self._joined[n] = (self.size, (layer.units, before[0] + 1))
                self.size += layer.units * (before[0] + 1)
                continue
            for letter, shape in sizes.items():
                self._places[f"{letter}{n}"] = (self.size, shape)
                self.size += prod(shape)
        self.theta, self.gradient = np.zeros(self.size), np.zeros(self.size)
        self.load(start if start is not None else parameters(spec, seed))

    def joined(self, vector: Array, n: int) -> Array | None:
        """The weights of layer n with the biases as their last column; None for a layer without biases."""
        if n not in self._joined:
            return None
        at, shape = self._joined[n]
        return vector[at : at + prod(shape)].reshape(shape)

    def view(self, vector: Array, name: str) -> Array:
        """The array of this name within a flat vector."""
        both = self.joined(vector, int(name[1:]))
        if both is not None:
            return both[:, :-1] if name[0] == "w" else both[:, -1]
        at, shape = self._places[name]
        return vector[at : at + prod(shape)].reshape(shape)

    def views(self, vector: Array) -> Iterator[tuple[str, Array]]:
        """Every name with its array within a flat vector."""
        for name in self.names:
            yield name, self.view(vector, name)

    def load(self, arrays: Mapping[str, Array]) -> None:
        """Set the parameters."""
        for name, array in self.views(self.theta):
            array[...] = arrays[name]

    def copy(self) -> dict[str, Array]:
        """The parameters by name, as arrays of their own."""
        return {name: array.copy() for name, array in self.views(self.theta)}

    def spread(self, value: float) -> Array:
        """A flat vector with ``value`` at every weight, and 0 at biases, scales and shifts."""
        vector = np.zeros(self.size)
        for name, array in self.views(vector):
            if name[0] == "w":
                array[...] = value
        return vector
