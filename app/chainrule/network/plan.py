"""Plan: the forward and backward pass of a network over a fixed number of rows, with all buffers allocated once."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from chainrule.engine.ops import OPS
from chainrule.engine.symbolic import trace
from chainrule.network import images, stages
from chainrule.network.calls import Array, Calls, constant
from chainrule.network.formulas import Formulas
from chainrule.network.spec import BatchNorm, Conv2d, Dense, Dropout, Layer, Spec, shapes
from chainrule.network.stages import Slot, Stage
from chainrule.network.weights import Weights

STAGES = {**stages.STAGES, **images.STAGES}


class Memory:
    """What a network keeps between steps beside its weights: running statistics, and a generator a dropout layer."""

    def __init__(self, spec: Spec, seed: int = 0) -> None:
        self.statistics: dict[str, Array] = {}
        self.generators: dict[int, np.random.Generator] = {}
        for n, (layer, shape) in enumerate(zip(spec.layers, shapes(spec), strict=False), 2):
            if isinstance(layer, BatchNorm):
                self.statistics |= {f"mean{n}": np.zeros(shape[0]), f"var{n}": np.ones(shape[0])}
            elif isinstance(layer, Dropout):
                self.generators[n] = dropout_generator(layer, n, seed)

    def kept(self) -> dict[str, Any]:
        """All of it, as arrays and plain numbers."""
        return {
            "statistics": {name: array.copy() for name, array in self.statistics.items()},
            "generators": {str(n): rng.bit_generator.state for n, rng in self.generators.items()},
        }

    def recall(self, kept: dict[str, Any]) -> None:
        """Be as it was then."""
        for name, array in self.statistics.items():
            array[...] = kept["statistics"][name]
        for n, rng in self.generators.items():
            rng.bit_generator.state = kept["generators"][str(n)]


def dropout_generator(layer: Dropout, n: int, seed: int) -> np.random.Generator:
    """The numbers that decide what layer n drops: PCG64 of the layer's seed, else of the run's seed and n."""
    own = layer.seed
    return np.random.Generator(np.random.PCG64(own if own is not None else np.random.SeedSequence([seed, n])))


class Plan:
    """``load`` rows, ``run``, and read ``loss``, ``weights.gradient`` and the stages; nothing is allocated in between.

    With ``training`` False there is no backward pass, dropout passes everything and batch normalisation recalls
    its running statistics; with ``loss`` False there is no target either, only the prediction.
    """

    def __init__(
        self, spec: Spec, weights: Weights, rows: int, memory: Memory, *, training: bool = True, loss: bool = True
    ) -> None:
        self.spec, self.weights, self.rows, self.training = spec, weights, rows, training
        self.calls = Calls()
        sizes = shapes(spec)
        self.slots = self._slots(sizes)
        self.stages = [self._stage(i, layer, memory) for i, layer in enumerate(spec.layers)]
        self.target = np.zeros((rows, *sizes[-1]))
        self.loss = constant(0.0)
        for stage in self.stages:
            self.calls.extend(stage.forward)
        if loss:
            self._add_loss()
        if training:
            self._add_penalties_and_back()

    @property
    def prediction(self) -> Array:
        """The activations of the last layer, a row each."""
        return self.slots[-1].value

    def _slots(self, sizes: list[tuple[int, ...]]) -> list[Slot]:
        """One before each layer and one behind the last. The gradient of x is not asked for."""
        wants_ones = [isinstance(layer, Dense) and layer.bias for layer in self.spec.layers]
        return [
            Slot.make(self.rows, size, ones=ones, gradient=self.training and i > 0)
            for i, (size, ones) in enumerate(zip(sizes, [*wants_ones, False], strict=True))
        ]

    def _stage(self, i: int, layer: Layer, memory: Memory) -> Stage:
        stage = Stage(
            i + 2,
            layer,
            self.slots[i],
            self.slots[i + 1],
            self.weights,
            self.training,
            memory.generators.get(i + 2),
            memory.statistics,
        )
        STAGES[type(layer)](stage, layer)
        return stage

    def _add_loss(self) -> None:
        """L from the op of that name: the mean of the rows' losses, and dL/da of the last layer."""
        op, last = OPS[self.spec.loss], self.slots[-1]
        if op.forward is None or op.pull is None:
            raise ValueError(f"'{self.spec.loss}' is no loss")
        names = {"p": last.value, "t": self.target}
        formulas = Formulas(self.calls)
        share = constant(row_share(self.spec.loss, self.rows))
        formulas.emit(trace(op.forward, "p", "t"), names, self.loss)
        if share != 1:
            self.calls.add(np.multiply, self.loss, share, self.loss)
        if last.gradient is not None:
            pull = trace(op.pull[0], "g", "y", "p", "t")
            formulas.emit(pull, {**names, "g": share, "y": self.loss}, last.gradient)

    def _add_penalties_and_back(self) -> None:
        """The backward pass, then what the penalties add to loss and gradient."""
        for stage in reversed(self.stages):
            self.calls.extend(stage.backward)
        theta, gradient = self.weights.theta, self.weights.gradient
        scratch, part = np.zeros_like(theta), constant(0.0)
        for size, first, half in ((self.spec.l1, np.sign, 1.0), (self.spec.l2, np.positive, 0.5)):
            if size:
                self.calls.add(first, theta, scratch)
                self.calls.add(np.multiply, scratch, self.weights.spread(size), scratch)
                self.calls.add(np.add, gradient, scratch, gradient)
                self.calls.add(theta.dot, scratch, part)
                self.calls.add(np.multiply, part, constant(half), part)
                self.calls.add(np.add, self.loss, part, self.loss)

    def load(self, x: Array, y: Array | None = None) -> None:
        """Copy rows of x and of the target in."""
        self.slots[0].value[...] = x.reshape(self.slots[0].value.shape)
        if y is not None:
            self.target[...] = y

    def run(self) -> float:
        """One pass; the loss."""
        for function, arguments in self.calls.list:
            function(*arguments)
        return float(self.loss)


def row_share(loss: str, rows: int) -> float:
    """What one row's loss is multiplied by: half_squared_error is a sum, all the others are means already."""
    return 1.0 / rows if loss == "half_squared_error" else 1.0


def penalty(spec: Spec, weights: Weights) -> float:
    """``l1`` · Σ|w| + ½ ``l2`` · Σw² over all weights."""
    if not spec.l1 and not spec.l2:
        return 0.0
    own = weights.spread(1.0) * weights.theta
    return float(spec.l1 * np.abs(own).sum() + 0.5 * spec.l2 * own.dot(own))


def plan_bytes(spec: Spec, rows: int) -> int:
    """About how many bytes the buffers of a training plan take: twelve a value, and the gathered windows of images."""
    sizes = shapes(spec)
    total = sum(prod(size) for size in sizes) * 12
    for layer, before, after in zip(spec.layers, sizes, sizes[1:], strict=False):
        if isinstance(layer, Conv2d):
            total += 2 * before[0] * prod(layer.kernel) * prod(after[1:]) + 2 * before[0] * prod(before[1:])
    return 8 * rows * total
