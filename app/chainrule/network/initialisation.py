"""Where weights come from: published schemes, each drawn from NumPy's PCG64 generator by its seed.

One generator, ``np.random.Generator(np.random.PCG64(seed))``, fills the weights layer by layer from the input on, so
``np.random.default_rng(0).standard_normal((units, inputs))`` is w² of a network with seed 0. Biases start at 0, the
scale of a batch normalisation at 1 and its shift at 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule.network.spec import Init, Shape, Spec, parameter_shapes, shapes

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A published way to draw the weights of a layer with ``fan_in`` inputs and ``fan_out`` outputs a weight."""

    name: str
    formula: str
    source: str
    draw: Callable[[np.random.Generator, Shape, int, int, Init], Array]


def _uniform(limit: Callable[[int, int], float]) -> Callable[..., Array]:
    return lambda rng, shape, before, after, _: rng.uniform(-limit(before, after), limit(before, after), shape)


def _normal(deviation: Callable[[int, int], float]) -> Callable[..., Array]:
    return lambda rng, shape, before, after, _: rng.standard_normal(shape) * deviation(before, after)


GLOROT = "X. Glorot, Y. Bengio: Understanding the difficulty of training deep feedforward neural networks, 2010, eq. 16"
HE = "K. He, X. Zhang, S. Ren, J. Sun: Delving deep into rectifiers, 2015, eq. 10"
NOTE = "the note Back Propagation (2017), step 2 of its procedure"

_ALL = (
    Scheme("standard_normal", "w ~ N(0, 1)", NOTE, _normal(lambda _in, _out: 1.0)),
    Scheme(
        "uniform", "w ~ U(low, high)", "", lambda rng, shape, _in, _out, init: rng.uniform(init.low, init.high, shape)
    ),
    Scheme(
        "xavier_uniform", "w ~ U(−√(6/(in + out)), √(6/(in + out)))", GLOROT, _uniform(lambda i, o: sqrt(6 / (i + o)))
    ),
    Scheme("xavier_normal", "w ~ N(0, 2/(in + out))", GLOROT, _normal(lambda i, o: sqrt(2 / (i + o)))),
    Scheme("he_uniform", "w ~ U(−√(6/in), √(6/in))", HE, _uniform(lambda i, _: sqrt(6 / i))),
    Scheme("he_normal", "w ~ N(0, 2/in)", HE, _normal(lambda i, _: sqrt(2 / i))),
    Scheme("zeros", "w = 0", "", lambda _rng, shape, _in, _out, _init: np.zeros(shape)),
    Scheme("constant", "w = value", "", lambda _rng, shape, _in, _out, init: np.full(shape, init.value)),
)
SCHEMES: dict[str, Scheme] = {scheme.name: scheme for scheme in _ALL}
_TWINS = {"xavier": "xavier_uniform", "glorot": "xavier_uniform", "he": "he_normal", "kaiming": "he_normal"}


def canonical(name: Any) -> Any:
    """The house's name of a scheme: ``glorot_normal`` is ``xavier_normal``, ``kaiming`` is ``he_normal``."""
    if not isinstance(name, str):
        return name
    return _TWINS.get(name, name.replace("glorot_", "xavier_").replace("kaiming_", "he_"))


def fans(shape: Shape) -> tuple[int, int]:
    """How many inputs one entry of z has, and how many entries of z one input reaches, for weights of ``shape``."""
    window = prod(shape[2:])
    return shape[1] * window, shape[0] * window


def parameters(spec: Spec, seed: int | None = None) -> dict[str, Array]:
    """Every learnt array by name (``w2``, ``b2``, …): as given by the layer, else drawn.

    ``seed`` counts where the spec's initialisation names none; without either it is 0.
    """
    own = spec.init.seed
    chosen = own if own is not None else seed if seed is not None else 0
    rng = np.random.Generator(np.random.PCG64(chosen))
    found: dict[str, Array] = {}
    for n, (layer, before) in enumerate(zip(spec.layers, shapes(spec), strict=False), 2):
        for letter, shape in parameter_shapes(layer, before).items():
            given = getattr(layer, "weights" if letter == "w" else "biases", None)
            found[f"{letter}{n}"] = np.array(given) if given is not None else _start(rng, letter, shape, spec.init)
    return found


def _start(rng: np.random.Generator, letter: str, shape: Shape, init: Init) -> Array:
    if letter == "w":
        return SCHEMES[init.scheme].draw(rng, shape, *fans(shape), init)
    return np.ones(shape) if letter == "g" else np.zeros(shape)
