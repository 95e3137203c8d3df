"""Stages: what a layer does in a training step, as calls of two tapes. Here those for vectors; ``images`` has more.

A stage reads ``before.value`` and writes ``after.value``; on the way back it finds dL/da in ``after.gradient``, turns
it into δ = dL/dz in place, and overwrites ``before.gradient``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from chainrule.engine.op import Op
from chainrule.engine.ops import OPS
from chainrule.engine.symbolic import trace
from chainrule.network.calls import Array, Calls, constant
from chainrule.network.formulas import Formulas
from chainrule.network.spec import BatchNorm, Dense, Dropout, Layer, Shape
from chainrule.network.weights import Weights


@dataclass(slots=True, eq=False)
class Slot:
    """What stands between two layers: rows of values, and of their gradients where those are wanted.

    ``full`` is the same rows with a 1 behind each, where the next layer multiplies weights and biases at once.
    """

    value: Array
    gradient: Array | None = None
    full: Array | None = None

    @classmethod
    def make(cls, rows: int, shape: Shape, *, ones: bool, gradient: bool) -> Slot:
        """Empty buffers for ``rows`` rows of ``shape``."""
        back = np.zeros((rows, *shape)) if gradient else None
        if not ones:
            return cls(np.zeros((rows, *shape)), back)
        full = np.ones((rows, shape[0] + 1))
        return cls(full[:, :-1], back, full)


@dataclass(slots=True, eq=False)
class Stage:
    """A layer at work for a fixed number of rows. ``z`` is its pre-activation, for layers that have one."""

    n: int
    layer: Layer
    before: Slot
    after: Slot
    weights: Weights
    training: bool
    generator: np.random.Generator | None = None
    statistics: dict[str, Array] = field(default_factory=dict)
    forward: Calls = field(default_factory=Calls)
    backward: Calls = field(default_factory=Calls)
    z: Array | None = None

    def parameter(self, letter: str) -> Array:
        """The learnt array of this layer with this letter."""
        return self.weights.view(self.weights.theta, f"{letter}{self.n}")

    def slope(self, letter: str) -> Array:
        """Its gradient."""
        return self.weights.view(self.weights.gradient, f"{letter}{self.n}")


def activation_op(name: str) -> Op:
    """The op of an activation: ``linear`` is the identity."""
    return OPS["identity" if name == "linear" else name]


def dense(stage: Stage, layer: Dense) -> None:
    """Compute z = w a + b for every row, then the activation; backward δ, then dL/dw = δᵀ a and dL/da = δ w."""
    joined = stage.weights.joined(stage.weights.theta, stage.n)
    weights = stage.parameter("w")
    rows = stage.before.value if joined is None else stage.before.full
    table = weights if joined is None else joined
    if rows is None:
        raise ValueError("the slot before a layer with biases ends in ones")
    direct = layer.activation == "linear" and stage.after.full is None
    stage.z = stage.after.value if direct else np.zeros((len(rows), layer.units))
    stage.forward.dot(rows, table.T, stage.z)
    activate(stage, layer.activation, stage.z)
    if stage.after.gradient is None:
        return
    delta = stage.after.gradient
    slope = stage.weights.joined(stage.weights.gradient, stage.n)
    stage.backward.dot(delta.T, rows, stage.slope("w") if slope is None else slope)
    if stage.before.gradient is not None:
        stage.backward.dot(delta, weights, stage.before.gradient)


def activate(stage: Stage, name: str, z: Array) -> None:
    """Compute a = σ(z), and on the way back δ = dL/da · σ′(z); σ′ is computed with σ, to share what they can."""
    op = activation_op(name)
    if op.forward is None:
        raise ValueError(f"'{name}' computes nothing")
    formulas = Formulas(stage.forward)
    delta = stage.after.gradient
    y = formulas.emit(trace(op.forward, "x"), {"x": z}, stage.after.value)
    if delta is None:
        return
    if op.partials is not None:
        slope = formulas.emit(trace(op.partials[0], "y", "x"), {"x": z, "y": y})
        if slope.ndim or slope != 1:
            stage.backward.add(np.multiply, delta, slope, delta)
    elif op.pull is not None:
        pull = trace(op.pull[0], "g", "y", "x")
        stage.backward.add(np.copyto, delta, Formulas(stage.backward).emit(pull, {"g": delta, "y": y, "x": z}))


def dropout(stage: Stage, layer: Dropout) -> None:
    """Compute a · m, where m is 0 at a rate of ``rate``, else 1/(1 − rate) (Srivastava and others 2014, inverted)."""
    a, out = stage.before.value, stage.after.value
    if not stage.training or stage.generator is None or layer.rate == 0:
        stage.forward.add(np.copyto, out, a)
        if stage.before.gradient is not None and stage.after.gradient is not None:
            stage.backward.add(np.copyto, stage.before.gradient, stage.after.gradient)
        return
    mask, kept = np.zeros(a.shape), np.zeros(a.shape, bool)
    stage.forward.list.append((stage.generator.random, (None, np.float64, mask)))
    stage.forward.add(np.greater_equal, mask, constant(layer.rate), kept)
    stage.forward.add(np.multiply, kept, constant(1 / (1 - layer.rate)), mask)
    stage.forward.add(np.multiply, a, mask, out)
    if stage.before.gradient is not None and stage.after.gradient is not None:
        stage.backward.add(np.multiply, stage.after.gradient, mask, stage.before.gradient)


def batch_norm(stage: Stage, layer: BatchNorm) -> None:
    """γ (a − mean) / √(var + ε) + β, over the rows (and places) of each unit (or channel).

    A single row of a vector has no variance, so the running statistics stand in for it, as they do after training.
    """
    a = stage.before.value
    axes = (0, *range(2, a.ndim))
    wide = (1, -1, *(1,) * (a.ndim - 2))
    count = a.size // a.shape[1]
    norm = _Norm(stage, axes, wide, count, layer)
    if stage.training and count > 1:
        norm.measure()
    else:
        norm.recall()
    norm.finish()


class _Norm:
    """The buffers of one batch normalisation."""

    def __init__(
        self, stage: Stage, axes: tuple[int, ...], wide: tuple[int, ...], count: int, layer: BatchNorm
    ) -> None:
        self.stage, self.axes, self.wide, self.count, self.layer = stage, axes, wide, count, layer
        self.a, self.forward, self.backward = stage.before.value, stage.forward, stage.backward
        units = self.a.shape[1]
        self.mean, self.variance, self.inverse = np.zeros(units), np.zeros(units), np.zeros(units)
        self.hat, self.scratch = np.zeros(self.a.shape), np.zeros(self.a.shape)
        self.measured = False

    def _mean(self, calls: Calls, x: Array, out: Array) -> None:
        calls.add(np.add.reduce, x, self.axes, None, out)
        calls.add(np.divide, out, constant(self.count), out)

    def measure(self) -> None:
        """Mean and variance of this batch; the running statistics follow them."""
        self.measured = True
        self._mean(self.forward, self.a, self.mean)
        self.forward.add(np.subtract, self.a, self.mean.reshape(self.wide), self.hat)
        self.forward.add(np.multiply, self.hat, self.hat, self.scratch)
        self._mean(self.forward, self.scratch, self.variance)
        unbiased = constant(self.count / (self.count - 1))
        step, rest = constant(self.layer.momentum), constant(1 - self.layer.momentum)
        new = np.zeros_like(self.mean)
        for letter, source, factor in (("mean", self.mean, constant(1.0)), ("var", self.variance, unbiased)):
            running = self.stage.statistics[f"{letter}{self.stage.n}"]
            self.forward.add(np.multiply, source, factor, new)
            self.forward.add(np.multiply, new, step, new)
            self.forward.add(np.multiply, running, rest, running)
            self.forward.add(np.add, running, new, running)

    def recall(self) -> None:
        """Mean and variance as they ran in training; 0 and 1 before it."""
        n = self.stage.n
        self.mean, self.variance = self.stage.statistics[f"mean{n}"], self.stage.statistics[f"var{n}"]
        self.forward.add(np.subtract, self.a, self.mean.reshape(self.wide), self.hat)

    def finish(self) -> None:
        """The normalised rows, scaled and shifted, and the way back."""
        gamma = self.stage.parameter("g").reshape(self.wide)
        self.forward.add(np.add, self.variance, constant(self.layer.epsilon), self.inverse)
        self.forward.add(np.sqrt, self.inverse, self.inverse)
        self.forward.add(np.divide, constant(1.0), self.inverse, self.inverse)
        self.forward.add(np.multiply, self.hat, self.inverse.reshape(self.wide), self.hat)
        self.forward.add(np.multiply, self.hat, gamma, self.scratch)
        out = self.stage.after.value
        self.forward.add(np.add, self.scratch, self.stage.parameter("b").reshape(self.wide), out)
        if self.stage.after.gradient is not None:
            self._back(self.stage.after.gradient, gamma)

    def _back(self, delta: Array, gamma: Array) -> None:
        self.backward.add(np.multiply, delta, self.hat, self.scratch)
        self.backward.add(np.add.reduce, self.scratch, self.axes, None, self.stage.slope("g"))
        self.backward.add(np.add.reduce, delta, self.axes, None, self.stage.slope("b"))
        back = self.stage.before.gradient
        if back is None:
            return
        self.backward.add(np.multiply, delta, gamma, back)
        if self.measured:
            self._through_statistics(back)
        self.backward.add(np.multiply, back, self.inverse.reshape(self.wide), back)

    def _through_statistics(self, back: Array) -> None:
        """Mean and variance depend on the rows too: what is left is d − mean(d) − â · mean(d â)."""
        means, shares = np.zeros_like(self.inverse), np.zeros_like(self.inverse)
        self._mean(self.backward, back, means)
        self.backward.add(np.multiply, back, self.hat, self.scratch)
        self._mean(self.backward, self.scratch, shares)
        self.backward.add(np.multiply, self.hat, shares.reshape(self.wide), self.scratch)
        self.backward.add(np.subtract, back, means.reshape(self.wide), back)
        self.backward.add(np.subtract, back, self.scratch, back)


STAGES: dict[type[Layer], Callable[..., None]] = {Dense: dense, Dropout: dropout, BatchNorm: batch_norm}
