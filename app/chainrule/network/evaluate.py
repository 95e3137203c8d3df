"""What a network makes of rows: loss and accuracy, the prediction over a plane, and the loss around a point."""

from __future__ import annotations

from math import isqrt
from typing import Any

import numpy as np

from chainrule.network.calls import Array
from chainrule.network.data import Kind
from chainrule.network.plan import Memory, Plan, penalty
from chainrule.network.requests import Training
from chainrule.network.rounding import rounded
from chainrule.network.spec import Conv2d, Dense, Spec, multiplications, shapes
from chainrule.network.weights import Weights

BLOCK = 1000
"""Rows that are evaluated at a time."""
SURFACE, LEAST_ROWS = 300_000_000, 10
"""Multiplications of a loss surface; of larger sets so many of the first rows stand for all, but never fewer."""
SIDE = 40
"""Points a side of the grid of a decision region."""
NEURON_SIDES = 6, 24
"""The least and the most points a side of the grid on which single neurons are shown."""
NEURON_VALUES = 12_000
"""Numbers of all neurons together in one frame, from which the side of their grid follows."""
DIGITS = 3
"""Digits of the numbers of a picture, counted from its greatest."""
NEURONS, NEURONS_OF_LAYER = 256, 32
"""How many neurons are shown of a network, and of one layer."""


class Evaluator:
    """Loss and accuracy over fixed rows, with buffers allocated once."""

    def __init__(self, spec: Spec, weights: Weights, memory: Memory, x: Array, y: Array) -> None:
        self.loss_name, self.y = spec.loss, y
        self.parts = [(x[i : i + BLOCK], y[i : i + BLOCK]) for i in range(0, len(x), BLOCK)]
        sizes = {len(part) for part, _ in self.parts}
        self.plans = {size: Plan(spec, weights, size, memory, training=False) for size in sizes}
        for part, target in self.parts[:1]:
            self.plans[len(part)].load(part, target)

    def measure(self, kind: Kind) -> tuple[float, float | None]:
        """The mean loss of the rows without penalties, and the share of right answers where y holds classes."""
        total, right = 0.0, 0
        for x, y in self.parts:
            plan = self.plans[len(x)]
            if len(self.parts) > 1:
                plan.load(x, y)
            total += plan.run() * len(x)
            right += correct(plan.prediction, y, self.loss_name)
        return total / len(self.y), right / len(self.y) if kind == "classes" else None


def correct(prediction: Array, y: Array, loss: str) -> int:
    """How many rows are right: the greatest output for several, else the side of the threshold for one."""
    if y.shape[1] > 1:
        return int((prediction.argmax(1) == y.argmax(1)).sum())
    edge = threshold(loss)
    return int(((prediction > edge) == (y > edge)).sum())


def threshold(loss: str) -> float:
    """Where yes begins: 0 for logits and margins, ½ for probabilities and values."""
    return 0.0 if loss in ("bce_with_logits", "hinge") else 0.5


def predict(spec: Spec, weights: Weights, memory: Memory, x: Array) -> Array:
    """The prediction for every row, as after training."""
    return activations(spec, weights, memory, x)[-1]


def activations(spec: Spec, weights: Weights, memory: Memory, x: Array) -> list[Array]:
    """The activations of layers 2, 3, … for every row, as after training."""
    found: list[list[Array]] = [[] for _ in spec.layers]
    with np.errstate(all="ignore"):
        for i in range(0, len(x), BLOCK):
            part = x[i : i + BLOCK]
            plan = Plan(spec, weights, len(part), memory, training=False, loss=False)
            plan.load(part)
            plan.run()
            for rows, slot in zip(found, plan.slots[1:], strict=True):
                rows.append(slot.value.copy())
    return [np.concatenate(rows) for rows in found]


def plane(x: Array, side: int = SIDE) -> tuple[Array, list[float]]:
    """A grid over the rows of x with two columns (or one), a tenth wider, and its edges [x₁ low, high, x₂ low, …].

    Rows of the grid run along x₁ first; the first row has the least x₂.
    """
    low, high = x.min(0), x.max(0)
    margin = np.where(high > low, (high - low) / 10, 1.0)
    axes = [np.linspace(a, b, side) for a, b in zip(low - margin, high + margin, strict=True)]
    edges = [float(edge) for axis in axes for edge in (axis[0], axis[-1])]
    mesh = np.meshgrid(*axes)
    return np.stack([column.ravel() for column in mesh], 1), edges


def regions(training: Training, weights: Weights, memory: Memory, side: int = SIDE, *, neurons: bool = False) -> Any:
    """The prediction over the plane of two inputs, or the curve over one; None where there are more inputs.

    ``outputs[k]`` holds output k, a row of the grid a list. With ``neurons`` there is also ``layers``, the same for
    every neuron of every layer of units on a grid of ``neuron_side``; of wide and of many layers the first neurons.
    """
    x = training.data.x
    if x.ndim != 2 or x.shape[1] > 2:  # noqa: PLR2004 - a plane has two axes
        return None
    grid, edges = plane(x, side)
    found = activations(training.spec, weights, memory, grid)
    answer: dict[str, Any] = {"edges": edges, "side": side, "outputs": maps(found[-1], side)}
    if neurons:
        counts = neurons_shown(training.spec)
        low, high = NEURON_SIDES
        fine = side if x.shape[1] == 1 else min(max(isqrt(NEURON_VALUES // max(sum(counts.values()), 1)), low), high)
        found = activations(training.spec, weights, memory, plane(x, fine)[0])
        answer["neuron_side"] = fine
        answer["layers"] = {str(n): maps(found[n - 2][:, :count], fine) for n, count in counts.items()}
    return answer


def maps(columns: Array, side: int) -> Array:
    """Each column of values over a grid as a picture of its own, or a curve."""
    return columns.T.reshape((-1, side, side) if len(columns) > side else (-1, side))


def pictured(answer: Any) -> Any:
    """Regions for the eye: each map to three digits of its greatest value, which takes a third of the bytes."""
    if answer is None:
        return None
    layers = {n: _shortened(planes) for n, planes in answer["layers"].items()}
    return answer | {"outputs": _shortened(answer["outputs"]), "layers": layers}


def _shortened(planes: Array) -> Array:
    return np.stack([rounded(values, DIGITS) for values in planes])


def neurons_shown(spec: Spec) -> dict[int, int]:
    """How many neurons of each layer of units are shown: the first of each layer, until there are enough."""
    found: dict[int, int] = {}
    for n, shape in enumerate(shapes(spec)[1:], 2):
        if len(shape) == 1:
            found[n] = min(shape[0], NEURONS_OF_LAYER, NEURONS - sum(found.values()))
    return {n: count for n, count in found.items() if count}


def surface(
    training: Training, centre: Weights, memory: Memory, *, side: int = 21, radius: float = 1.0, seed: int = 0
) -> dict[str, Any]:
    """The loss over the plane of two seeded random directions around the present weights.

    Each direction is scaled, neuron by neuron (kernel by kernel), to the length of the weights there, and is 0 for
    biases, so that the picture does not depend on the scale of the weights (H. Li, Z. Xu, G. Taylor, C. Studer,
    T. Goldstein: Visualizing the loss landscape of neural nets, 2018, section 4). ``loss[i][j]`` stands at
    (``steps[j]``, ``steps[i]``), and is that of the first ``rows`` rows to learn from.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    along, across = (direction(training.spec, centre, rng) for _ in range(2))
    steps = np.linspace(-radius, radius, side)
    weights = Weights(training.spec, centre.copy())
    work = side * side * max(multiplications(training.spec), 1)
    rows = min(len(training.data.x), BLOCK, max(SURFACE // work, LEAST_ROWS))
    judge = Evaluator(training.spec, weights, memory, training.data.x[:rows], training.data.y[:rows])
    losses = np.zeros((side, side))
    with np.errstate(all="ignore"):
        for i, up in enumerate(steps):
            for j, right in enumerate(steps):
                weights.theta[...] = centre.theta + right * along + up * across
                losses[i, j] = judge.measure("values")[0] + penalty(training.spec, weights)
    return {"steps": steps, "loss": losses, "seed": seed, "rows": rows}


def direction(spec: Spec, weights: Weights, rng: np.random.Generator) -> Array:
    """A random direction in the space of the weights, filter-normalised."""
    vector = np.zeros(weights.size)
    for n, layer in enumerate(spec.layers, 2):
        if isinstance(layer, Dense | Conv2d):
            own = weights.view(weights.theta, f"w{n}")
            drawn = rng.standard_normal(own.shape)
            axes = tuple(range(1, own.ndim))
            lengths = np.sqrt((own**2).sum(axes, keepdims=True) / (drawn**2).sum(axes, keepdims=True))
            weights.view(vector, f"w{n}")[...] = drawn * lengths
    return vector
