"""Heat maps: the entries of an array as a grid of cells, square above zero and round below, strong by size."""

from __future__ import annotations

import math
from collections.abc import Sequence

from chainrule.view.picture.paint import Paint, element

FAINTEST, LARGEST_CELL = 0.12, 11


def most_of(numbers: Sequence[float]) -> float:
    """The largest size of the entries that are finite: the scale of a map, on both sides of zero."""
    return max((abs(entry) for entry in numbers if math.isfinite(entry)), default=0.0)


def pitch_of(rows: int, columns: int, width: float, height: float, largest: float = LARGEST_CELL) -> float:
    """The distance of two cells of a map that fits into a box."""
    return min(largest, width / columns, height / rows)


def cells(paint: Paint, kind: str, numbers: Sequence[float], columns: int, pitch: float, top: float) -> list[str]:
    """The cells from their upper left corner at ``top``, in the colour of what they are: value, gradient or local."""
    inner = pitch - (1 if pitch > 4 else 0)  # noqa: PLR2004 - small cells touch
    most = most_of(numbers) or 1.0
    found = []
    for i, entry in enumerate(numbers):
        strength = 0.0 if entry == 0 else FAINTEST + (1 - FAINTEST) * min(1.0, abs(entry) / most)
        odd = not math.isfinite(entry)
        found.append(
            element(
                "rect",
                x=i % columns * pitch,
                y=top + i // columns * pitch,
                width=inner,
                height=inner,
                rx=inner / 2 if entry < 0 else 2 if inner > 5 else 0,  # noqa: PLR2004 - small cells have no corners
                fill_opacity=None if odd else strength,
                **(paint.colours(None, "mark") if odd else paint.colours("ink" if entry < 0 else kind)),
            )
        )
    return found
