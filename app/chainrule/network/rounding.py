"""Numbers for the eye: pictures need few digits, and an answer with few digits is short."""

from __future__ import annotations

import math

import numpy as np

from chainrule.network.calls import Array

TINY = 1e-200
"""Arrays whose greatest entry is smaller than that are left as they are."""


def rounded(values: Array, digits: int) -> Array:
    """The values with so many digits, counted from the greatest of them; as they are if that is not finite."""
    greatest = float(np.abs(values).max(initial=0.0))
    if not TINY < greatest < math.inf:
        return values
    with np.errstate(all="ignore"):
        found: Array = values.round(digits - math.ceil(math.log10(greatest)))
    return found
