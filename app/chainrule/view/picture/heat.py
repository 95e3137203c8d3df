"""Heat maps: the entries of an array as a grid of cells, square above zero and round below, strong by size."""

from __future__ import annotations

import math
from collections.abc import Sequence

from chainrule.view.picture.paint import Paint, element

FAINTEST, LARGEST_CELL = 0.12, 11
MOST_CELLS, MOST_ROWS, MOST_COLUMNS = 400, 24, 48
LONGEST, ASPECT = 24, 2.5
"""A vector of more entries runs on in further rows, in a map of about the shape of its room on a card."""
FEW = 8
"""So few rows or columns stay apart, however many of the others there are."""


def arranged(numbers: Sequence[float], shape: Sequence[int]) -> tuple[list[float], int, int]:
    """The numbers that the cells of a map show, and the map's rows and columns.

    Leading axes stand one below the other, and a long vector in rows, one after the other. Where there are more entries
    than cells that can be told apart, a cell stands for a block of them, and shows the one of the largest size, or one
    that is no number.
    """
    width, height = shape[-1], math.prod(shape[:-1])
    if height == 1 and width > LONGEST:
        run = math.ceil(width / MOST_CELLS)
        columns = math.ceil(math.sqrt(math.ceil(width / run) * ASPECT))
        found = [max(numbers[at : at + run], key=_size) for at in range(0, width, run)]
        return found, math.ceil(len(found) / columns), columns
    down, across = _steps(height, width)
    rows, columns = math.ceil(height / down), math.ceil(width / across)
    found = [
        max(
            (numbers[i * width + j] for i in _block(row, down, height) for j in _block(column, across, width)),
            key=_size,
        )
        for row in range(rows)
        for column in range(columns)
    ]
    return found, rows, columns


def _steps(height: int, width: int) -> tuple[int, int]:
    """How many rows and columns of entries a cell stands for."""
    step = 0
    while True:
        step += 1
        down, across = 1 if height <= FEW else step, 1 if width <= FEW else step
        rows, columns = math.ceil(height / down), math.ceil(width / across)
        if rows <= MOST_ROWS and columns <= MOST_COLUMNS and rows * columns <= MOST_CELLS:
            return down, across


def _block(place: int, size: int, end: int) -> range:
    return range(place * size, min(place * size + size, end))


def _size(entry: float) -> float:
    return abs(entry) if math.isfinite(entry) else math.inf


def most_of(numbers: Sequence[float]) -> float:
    """The largest size of the entries that are finite: the scale of a map, on both sides of zero."""
    return max((abs(entry) for entry in numbers if math.isfinite(entry)), default=0.0)


def pitch_of(rows: int, columns: int, width: float, height: float, largest: float = LARGEST_CELL) -> float:
    """The distance of two cells of a map that fits into a box."""
    return min(largest, width / columns, height / rows)


def cells(
    paint: Paint, kind: str, numbers: Sequence[float], columns: int, pitch: float, top: float, most: float | None = None
) -> list[str]:
    """The cells from their upper left corner at ``top``, in the colour of what they are: value, gradient or local.

    ``most`` is the scale where not all entries are shown: the largest may stand behind one that is no number.
    """
    inner = pitch - (1 if pitch > 4 else 0)  # noqa: PLR2004 - small cells touch
    most = (most_of(numbers) if most is None else most) or 1.0
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
