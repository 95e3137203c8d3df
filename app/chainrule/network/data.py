"""Data sets: what a network learns from, made by formula and seed or published facts, so that all can be made again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from chainrule.errors import ValueProblem

Array = NDArray[np.float64]
Kind = Literal["classes", "values"]


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """Rows to learn from: ``x`` (rows, inputs) or (rows, channels, height, width), ``y`` (rows, outputs).

    ``kind`` says whether y holds classes (0 and 1, or one-hot) or values. ``test_x`` and ``test_y`` are rows kept
    apart. ``names`` are the columns' names and ``classes`` what the columns of a one-hot y mean.
    """

    x: Array
    y: Array
    kind: Kind
    names: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    test_x: Array | None = None
    test_y: Array | None = None


@dataclass(frozen=True, slots=True)
class DataSet:
    """A set by name: what it is, where it comes from, and ``make(rng, rows, noise)`` that gives its rows.

    ``rows`` None means that the set is fixed and has no noise.
    """

    name: str
    sentence: str
    kind: Kind
    make: Callable[[np.random.Generator, int, float], tuple[Array, Array]]
    rows: int | None = None
    noise: float = 0.0
    classes: tuple[str, ...] = ()
    inputs: int | tuple[int, int, int] = 2
    source: str = ""
    names: tuple[str, ...] = ()


CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def _gate(*outputs: float) -> Callable[..., tuple[Array, Array]]:
    return lambda _rng, _rows, _noise: (CORNERS.copy(), np.array(outputs).reshape(4, 1))


def _labels(rows: int) -> Array:
    """Half zeros, then ones, as a column."""
    return (np.arange(rows) >= rows // 2).astype(float)[:, None]


def _circle(rng: np.random.Generator, rows: int, noise: float) -> tuple[Array, Array]:
    """A disc of radius ½ inside a ring from ¾ to 1, evenly spread over the area; the noise moves the points."""
    y = _labels(rows)
    low, high = np.where(y[:, 0] == 1, 0.0, 0.75**2), np.where(y[:, 0] == 1, 0.25, 1.0)
    radius, angle = np.sqrt(rng.uniform(low, high)), rng.uniform(0, 2 * np.pi, rows)
    return _polar(radius, angle) + noise * rng.standard_normal((rows, 2)), y


def _gauss(rng: np.random.Generator, rows: int, noise: float) -> tuple[Array, Array]:
    """Two clouds around (−½, −½) and (½, ½) with standard deviation ``noise``."""
    y = _labels(rows)
    return (y - 0.5) * np.ones((1, 2)) + noise * rng.standard_normal((rows, 2)), y


def _spiral(rng: np.random.Generator, rows: int, noise: float) -> tuple[Array, Array]:
    """Two arms: radius t and angle 3.5π t for t from 0.05 to 1, the second turned by π."""
    y = _labels(rows)
    half = rows // 2
    t = np.concatenate([np.linspace(0.05, 1, half), np.linspace(0.05, 1, rows - half)])
    return _polar(t, 3.5 * np.pi * t + np.pi * y[:, 0]) + noise * rng.standard_normal((rows, 2)), y


def _moons(rng: np.random.Generator, rows: int, noise: float) -> tuple[Array, Array]:
    """Two half circles: (cos t, sin t) and (1 − cos t, ½ − sin t), shifted to the middle and halved."""
    y = _labels(rows)
    half = rows // 2
    t = np.concatenate([np.linspace(0, np.pi, half), np.linspace(0, np.pi, rows - half)])
    upper, lower = np.stack([np.cos(t), np.sin(t)], 1), np.stack([1 - np.cos(t), 0.5 - np.sin(t)], 1)
    return (np.where(y == 1, lower, upper) - [0.5, 0.25]) / 2 + noise * rng.standard_normal((rows, 2)), y


def _checkerboard(rng: np.random.Generator, rows: int, noise: float) -> tuple[Array, Array]:
    """A board of 4 × 4 fields on [−1, 1]²: class 1 where the numbers of row and column add up to an odd number."""
    x = rng.uniform(-1, 1, (rows, 2))
    y = (np.floor(2 * x + 2).sum(1) % 2)[:, None]
    return x + noise * rng.standard_normal((rows, 2)), y


def _sine(rng: np.random.Generator, rows: int, noise: float) -> tuple[Array, Array]:
    """Draw y = sin(πx) for x evenly spaced from −1 to 1."""
    x = np.linspace(-1, 1, rows)[:, None]
    return x, np.sin(np.pi * x) + noise * rng.standard_normal((rows, 1))


def _line(rng: np.random.Generator, rows: int, noise: float) -> tuple[Array, Array]:
    """Draw y = ½x + ¼ for x evenly spaced from −1 to 1."""
    x = np.linspace(-1, 1, rows)[:, None]
    return x, 0.5 * x + 0.25 + noise * rng.standard_normal((rows, 1))


def _polar(radius: Array, angle: Array) -> Array:
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)


# Ten digits drawn on a board of 8 × 8: each string holds the eight rows of a board.
GLYPHS = (
    "..####.. .##..##. .##..##. .##..##. .##..##. .##..##. ..####.. ........",
    "...##... ..###... .####... ...##... ...##... ...##... ...##... ........",
    "..####.. .##..##. .....##. ....##.. ...##... ..##.... .######. ........",
    ".#####.. .....##. .....##. ..####.. .....##. .....##. .#####.. ........",
    "....##.. ...###.. ..####.. .##.##.. .######. ....##.. ....##.. ........",
    ".######. .##..... .##..... .#####.. .....##. .....##. .#####.. ........",
    "...###.. ..##.... .##..... .#####.. .##..##. .##..##. ..####.. ........",
    ".######. .....##. ....##.. ....##.. ...##... ...##... ...##... ........",
    "..####.. .##..##. .##..##. ..####.. .##..##. .##..##. ..####.. ........",
    "..####.. .##..##. .##..##. ..#####. .....##. ....##.. ..###... ........",
)


def _digits(rng: np.random.Generator, rows: int, noise: float) -> tuple[Array, Array]:
    """Ten drawn digits, each moved by up to one field both ways, made fainter by chance, with noise, kept in [0, 1]."""
    boards = np.array([[[dot == "#" for dot in line] for line in glyph.split()] for glyph in GLYPHS])
    digits = np.arange(rows) % len(GLYPHS)
    moves = rng.integers(-1, 2, (rows, 2))
    x = np.stack([np.roll(boards[d], tuple(move), (0, 1)) for d, move in zip(digits, moves, strict=True)]).astype(float)
    x = x * rng.uniform(0.6, 1.0, (rows, 1, 1)) + noise * rng.standard_normal(x.shape)
    return np.clip(x, 0, 1)[:, None], np.eye(len(GLYPHS))[digits]


IRIS = ("sepal length", "sepal width", "petal length", "petal width")
SPECIES = ("setosa", "versicolor", "virginica")


def _iris(_rng: np.random.Generator, _rows: int, _noise: float) -> tuple[Array, Array]:
    """The flowers as Fisher lists them: fifty of each species, in centimetres."""
    lines = files("chainrule.network").joinpath("iris.csv").read_text(encoding="utf-8").splitlines()[1:]
    cells = [line.split(",") for line in lines]
    x = np.array([[float(cell) for cell in row[:-1]] for row in cells])
    return x, np.eye(len(SPECIES))[[SPECIES.index(row[-1]) for row in cells]]


FISHER = (
    "R. A. Fisher 1936: The use of multiple measurements in taxonomic problems, Table I, "
    "doi:10.1111/j.1469-1809.1936.tb02137.x"
)
PLAYGROUND = "in the manner of the sets of TensorFlow Playground (Smilkov and Carter 2016)"
_ALL = (
    DataSet("xor", "Exclusive or: 1 where exactly one input is 1.", "classes", _gate(0, 1, 1, 0)),
    DataSet("and", "1 where both inputs are 1.", "classes", _gate(0, 0, 0, 1)),
    DataSet("or", "1 where at least one input is 1.", "classes", _gate(0, 1, 1, 1)),
    DataSet("circle", "A disc inside a ring.", "classes", _circle, 200, 0.02, source=PLAYGROUND),
    DataSet("gauss", "Two clouds of points.", "classes", _gauss, 200, 0.2, source=PLAYGROUND),
    DataSet("spiral", "Two arms wound around each other.", "classes", _spiral, 200, 0.01, source=PLAYGROUND),
    DataSet("moons", "Two half moons that reach into each other.", "classes", _moons, 200, 0.05),
    DataSet("checkerboard", "Fields of a board in turn.", "classes", _checkerboard, 400, 0.0),
    DataSet("sine", "One wave of a sine.", "values", _sine, 100, 0.05, inputs=1),
    DataSet("line", "A straight line with noise.", "values", _line, 50, 0.05, inputs=1),
    DataSet(
        "iris",
        "150 irises of three species: length and width of their sepals and petals in cm.",
        "classes",
        _iris,
        classes=SPECIES,
        inputs=len(IRIS),
        source=FISHER,
        names=IRIS,
    ),
    DataSet(
        "digits",
        "Drawn digits on a board of 8 × 8, moved, faded and noisy.",
        "classes",
        _digits,
        500,
        0.05,
        tuple("0123456789"),
        (1, 8, 8),
    ),
)
SETS: dict[str, DataSet] = {entry.name: entry for entry in _ALL}


def generate(name: str, rows: int | None = None, noise: float | None = None, seed: int = 0) -> Data:
    """The rows of a set. The same name, number of rows, noise and seed give the same numbers."""
    entry = SETS[name]
    rng = np.random.Generator(np.random.PCG64(seed))
    x, y = entry.make(rng, rows or entry.rows or 0, entry.noise if noise is None else noise)
    return Data(x, y, entry.kind, entry.names, entry.classes)


def split(data: Data, part: float, seed: int = 0) -> Data:
    """The set with ``part`` of its rows (rounded, at least one of each side) kept apart for testing, drawn by seed."""
    rows = len(data.x)
    if part <= 0 or rows < 2:  # noqa: PLR2004 - one row cannot be divided
        return data
    order = np.random.Generator(np.random.PCG64(seed)).permutation(rows)
    count = min(max(round(part * rows), 1), rows - 1)
    test, train = np.sort(order[:count]), np.sort(order[count:])
    return replace(data, x=data.x[train], y=data.y[train], test_x=data.x[test], test_y=data.y[test])


SCALINGS: dict[str, str] = {
    "none": "as they are",
    "standard": "(x − mean) / standard deviation",
    "minmax": "(x − least) / (greatest − least)",
}


def scale(data: Data, how: str) -> Data:
    """The inputs scaled column by column; mean and range come from the training rows alone. Raises ``ValueProblem``."""
    if how == "none":
        return data
    with np.errstate(all="ignore"):
        if how == "standard":
            low, high = data.x.mean(0), data.x.std(0)
        else:
            low, high = data.x.min(0), data.x.max(0) - data.x.min(0)
        spread = np.where(high == 0, 1.0, high)  # a column that never changes stays at 0
        x = (data.x - low) / spread
        test = None if data.test_x is None else (data.test_x - low) / spread
    every = (low, spread, x) if test is None else (low, spread, x, test)
    if not all(np.isfinite(array).all() for array in every):
        words = f"A column has numbers that are too large, or lie too far apart, for '{how}'; their range overflows."
        raise ValueProblem(words, pointer="/data/scaling")
    return replace(data, x=x, test_x=test)
