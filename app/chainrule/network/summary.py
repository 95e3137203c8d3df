"""What a large network shows at a glance: a heat map a layer and its strongest edges, never 100,000 lines."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.network.calls import Array
from chainrule.network.rounding import rounded
from chainrule.network.scalar import entry_id, entry_label
from chainrule.network.spec import Dense, Spec
from chainrule.network.step import Step

TILES = 64
"""The most tiles of a heat map a side."""
DIGITS = 4
"""Digits of a tile, counted from the greatest."""
STRONGEST = 100
"""How many edges of a layer are drawn one by one."""


def edge_count(spec: Spec, step: Step) -> int:
    """How many edges with a weight the neuron view of a step would have."""
    total = 0
    for n, layer in enumerate(spec.layers, 2):
        if f"w{n}" in step.arrays:
            w, z = step.arrays[f"w{n}"], np.asarray(step.value(f"z{n}"))
            total += w.size if isinstance(layer, Dense) else z.size * (w.size // len(w))
    return total


def summary(step: Step) -> list[dict[str, Any]]:
    """For each layer with weights: heat maps of w and its gradient, the neurons' numbers, and the strongest edges."""
    found = []
    for n in range(2, len(step.spec.layers) + 2):
        if f"w{n}" not in step.arrays:
            continue
        w, gradient = step.arrays[f"w{n}"], step.gradients[f"w{n}"]
        maps = {"weights": heat_map(w.reshape(len(w), -1)), "gradients": heat_map(gradient.reshape(len(w), -1))}
        numbers = {"z": step.value(f"z{n}"), "a": step.value(f"a{n}"), "delta": step.gradient(f"z{n}")}
        found.append({"n": n, "shape": list(w.shape), **maps, **numbers, "strongest": strongest(step, n)})
    return found


def heat_map(matrix: Array) -> dict[str, Any]:
    """Means over at most ``TILES`` × ``TILES`` tiles, with the extremes of all entries; rows are neurons j.

    The tiles are colours: four digits of the greatest are enough, and take half of the bytes.
    """
    tiles = matrix
    for axis in (0, 1):
        edges = np.linspace(0, tiles.shape[axis], min(TILES, tiles.shape[axis]) + 1).astype(int)
        sums = np.add.reduceat(tiles, edges[:-1], axis=axis)
        widths = np.diff(edges)
        tiles = sums / (widths[:, None] if axis == 0 else widths[None])
    return {
        "tiles": rounded(tiles, DIGITS),
        "min": float(matrix.min()),
        "max": float(matrix.max()),
        "mean": float(matrix.mean()),
    }


def strongest(step: Step, n: int, count: int = STRONGEST) -> dict[str, list[Any]]:
    """The edges of layer n with the greatest |w|, the greatest first, as columns (ties in the order of the weights)."""
    w, gradient, updated = (array[f"w{n}"] for array in (step.arrays, step.gradients, step.updated))
    size = np.abs(w.ravel())
    few = min(count, size.size)
    floor = np.partition(size, size.size - few)[size.size - few]
    places = np.flatnonzero(size >= floor)
    places = places[np.argsort(-size[places], kind="stable")][:few]
    index = [tuple(map(int, each)) for each in np.stack(np.unravel_index(places, w.shape), 1)]
    return {
        "name": [entry_id(f"w{n}", each) for each in index],
        "label": [entry_label(f"w{n}", each) for each in index],
        "to": [each[0] for each in index],
        "from": [each[1] for each in index],
        "value": w.ravel()[places].tolist(),
        "gradient": gradient.ravel()[places].tolist(),
        "update": updated.ravel()[places].tolist(),
    }
