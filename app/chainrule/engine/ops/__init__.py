"""The op records: what every function of the language is, one module a family, joined here."""

from __future__ import annotations

from collections.abc import Iterable

from chainrule.engine.op import Op, Rule
from chainrule.engine.ops import (
    activations,
    arithmetic,
    arrays,
    comparisons,
    convolution,
    exponential,
    leaves,
    losses,
    prims,
    probability,
    products,
    reductions,
    trigonometric,
    windows,
)


def join(*families: Iterable[Op]) -> dict[str, Op]:
    """Return all records by name; two records of one name are a mistake of ours."""
    ops: dict[str, Op] = {}
    for family in families:
        for op in family:
            if op.name in ops:
                raise ValueError(f"two ops are named '{op.name}'")
            ops[op.name] = op
    return ops


OPS = join(
    leaves.OPS,
    arithmetic.OPS,
    comparisons.OPS,
    exponential.OPS,
    trigonometric.OPS,
    activations.OPS,
    reductions.OPS,
    probability.OPS,
    products.OPS,
    arrays.OPS,
    convolution.OPS,
    losses.OPS,
)

PRIMITIVES: dict[str, Rule] = prims.PRIMITIVES | windows.PRIMITIVES
"""What rules are written with beside NumPy's ufuncs, by the name that heads its trees."""
