"""What goes wrong in training, in words: vanishing and exploding gradients, dead and saturated units, divergence."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.network.calls import Array
from chainrule.network.plan import Plan
from chainrule.network.stages import Stage

VANISHED, EXPLODED = 1e-4, 1e3
"""Root mean squares of δ beyond which a layer learns next to nothing, or jumps."""
FADED = 1e-3
"""The ratio of δ at the first to δ at the last layer below which gradients vanish on their way back."""
DEAD, SATURATED = 0.5, 0.9
"""Shares of units that are dead, or flat, from which it is worth a word."""
FLAT = {"sigmoid": (0.01, 0.99), "tanh": (-0.99, 0.99), "hardtanh": (-1.0, 1.0), "hardsigmoid": (0.0, 1.0)}
"""Activations with two flat ends, and the values that count as flat."""
HUGE = 1e150
"""The square of an output beyond that, or the sum of a few, is no finite number any more."""
BINS = 20


def warnings(plan: Plan) -> list[dict[str, Any]]:
    """What is worth a word after this step: ``{"kind", "layer", "detail"}``, in the order of the layers."""
    stages = [stage for stage in plan.stages if stage.z is not None and stage.after.gradient is not None]
    found = [word for stage in stages for word in (_overflow(stage), _units(stage, stages[-1]), _size(stage)) if word]
    return found + _fading(stages)


def _word(kind: str, stage: Stage, detail: str) -> dict[str, Any]:
    return {"kind": kind, "layer": stage.n, "detail": detail}


def _overflow(stage: Stage) -> dict[str, Any] | None:
    if stage.z is None or np.isfinite(stage.z).all():
        return None
    return _word(
        "overflow", stage, f"A pre-activation z of layer {stage.n} is infinite; the inputs or weights are huge."
    )


def _units(stage: Stage, last: Stage) -> dict[str, Any] | None:
    """Units that answered 0 to every row of the batch, or that sit on the flat ends of their curve.

    An output that is flat is an answer that is sure of itself, so the last layer is left alone.
    """
    name, a = getattr(stage.layer, "activation", ""), stage.after.value
    if name in ("relu", "relu6") and len(a) > 1:
        dead = float((a.max(axis=tuple(i for i in range(a.ndim) if i != 1)) <= 0).mean())
        if dead >= DEAD:
            words = f"{dead:.0%} of the units of layer {stage.n} are 0 for every row: dead relus learn nothing."
            return _word("dead", stage, words)
    if name in FLAT and stage is not last:
        low, high = FLAT[name]
        flat = float(((a <= low) | (a >= high)).mean())
        if flat >= SATURATED:
            words = (
                f"{flat:.0%} of the activations of layer {stage.n} lie on the flat ends of {name}: they are saturated."
            )
            return _word("saturated", stage, words)
    return None


def _size(stage: Stage) -> dict[str, Any] | None:
    """Gradients that are huge at this layer."""
    size = _root_mean_square(stage)
    if size <= EXPLODED:
        return None
    words = (
        f"The gradients at layer {stage.n} explode: δ is about {size:.1e}. A smaller learning rate or clipping helps."
    )
    return _word("exploding", stage, words)


def _fading(stages: list[Stage]) -> list[dict[str, Any]]:
    """Gradients that fade on their way from the last layer to the first."""
    if len(stages) <= 1:
        return []
    first, last = _root_mean_square(stages[0]), _root_mean_square(stages[-1])
    if last == 0 or first >= FADED * last or first >= VANISHED:
        return []
    n, m = stages[0].n, stages[-1].n
    words = f"The gradients vanish on their way back: δ is {last:.1e} at layer {m}, {first:.1e} at layer {n}."
    return [_word("vanishing", stages[0], words)]


def _root_mean_square(stage: Stage) -> float:
    delta = stage.after.gradient
    if delta is None or not delta.size:
        return 0.0
    flat = delta.ravel()
    return float(np.sqrt(flat.dot(flat) / flat.size))


def histograms(plan: Plan) -> list[dict[str, Any]]:
    """For each layer with a pre-activation how its activations and its δ are spread over the last batch."""
    return [
        {"n": stage.n, "activations": histogram(stage.after.value), "gradients": histogram(stage.after.gradient)}
        for stage in plan.stages
        if stage.z is not None and stage.after.gradient is not None
    ]


def histogram(values: Array) -> dict[str, Any]:
    """Counts in ``BINS`` equal bins from ``low`` to ``high``; entries that are not finite are counted apart.

    ``np.histogram`` refuses entries so close to one another that no twenty numbers lie between them, as those of a
    layer that is saturated do, and a range that overflows. Half of everything does not.
    """
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    span = high / 2 - low / 2
    shares = (finite / 2 - low / 2) / span if span > 0 else np.zeros(finite.size)
    counts = np.bincount(np.minimum(shares * BINS, BINS - 1).astype(int), minlength=BINS)
    return {"low": low, "high": high, "counts": counts, "not_finite": int(values.size - finite.size)}


def culprit(plan: Plan) -> dict[str, Any]:
    """The first array, from the input on, that holds something that is not finite: its layer, name and a sentence."""
    for name, array in plan.weights.views(plan.weights.theta):
        if not np.isfinite(array).all():
            n = int(name[1:])
            words = f"The parameters {name} of layer {n} are no longer finite; the learning rate is probably too high."
            return {"layer": n, "array": name, "detail": words}
    for stage in plan.stages:
        arrays: tuple[tuple[str, Array | None], ...] = (("z", stage.z), ("a", stage.after.value))
        for letter, values in arrays:
            if values is not None and not np.isfinite(values).all():
                words = f"The loss is not finite; the first to overflow is {letter} of layer {stage.n}."
                return {"layer": stage.n, "array": f"{letter}{stage.n}", "detail": words}
    last = plan.stages[-1].n
    # The activations may be those from before the last update: then the parameters tell.
    largest = max(
        float(np.abs(values).max(initial=0.0)) for values in (plan.weights.theta, plan.stages[-1].after.value)
    )
    words = "The loss is not finite, although every activation is: " + (
        f"the outputs of layer {last} are so large that it overflows; the learning rate is probably too high."
        if largest > HUGE
        else f"an output of layer {last} lies outside its domain."
    )
    return {"layer": last, "array": "L", "detail": words}
