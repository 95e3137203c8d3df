"""Optimisers: each one record with its published formula, over one flat vector of all weights and biases.

In the formulas θ is a parameter, g its gradient (after clipping, and with weight decay added where it is coupled),
α the learning rate of the step, t the number of the step from 1. ``step`` writes the same formula as a list of calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from chainrule.network.calls import Array, Calls, constant


@dataclass(frozen=True, slots=True)
class Setting:
    """A number that an optimiser takes, with the interval it must lie in; the ends are open where a bool says so."""

    default: float
    low: float
    high: float
    open_ends: bool = False


class Moment:
    """Where an optimiser works: parameters, gradient, α, its state by letter, scratch, and constants that change.

    ``rates`` holds 0-d arrays that ``Optimiser.before`` sets anew before each step, such as Adam's corrections.
    """

    def __init__(self, optimiser: Optimiser, settings: Mapping[str, float], parameters: Array, gradient: Array) -> None:
        self.theta, self.gradient = parameters, gradient
        self.alpha = constant(0.0)
        self.state = {letter: np.zeros_like(parameters) for letter in optimiser.states}
        self.scratch = (np.empty_like(parameters), np.empty_like(parameters))
        self.number = {name: constant(value) for name, value in settings.items()}
        self.rest = {name: constant(1.0 - value) for name, value in settings.items()}
        self.rates = {name: constant(1.0) for name in optimiser.rates}
        self.decay = constant(0.0) * parameters
        """Weight decay, a parameter each: biases are spared."""


@dataclass(frozen=True, slots=True)
class Optimiser:
    """A published rule. ``states`` are letters with a word for people, ``rates`` what ``before`` sets for step t."""

    name: str
    title: str
    formula: tuple[str, ...]
    source: str
    step: Callable[[Calls, Moment], None]
    settings: Mapping[str, Setting] = field(default_factory=lambda: MappingProxyType({}))
    states: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    rates: tuple[str, ...] = ()
    before: Callable[[Moment, int], None] | None = None
    decoupled: bool = False
    """Whether weight decay shrinks θ itself and stays out of the gradient."""


def _subtract(calls: Calls, at: Moment, direction: Array, out: Array) -> None:
    """Note θ ← θ − α · direction."""
    calls.add(np.multiply, direction, at.alpha, out)
    calls.add(np.subtract, at.theta, out, at.theta)


def _average(calls: Calls, at: Moment, letter: str, name: str, new: Array, out: Array) -> None:
    """Note s ← β s + (1 − β) new, with β the setting ``name``."""
    state = at.state[letter]
    calls.add(np.multiply, state, at.number[name], state)
    calls.add(np.multiply, new, at.rest[name], out)
    calls.add(np.add, state, out, state)


def _sgd(calls: Calls, at: Moment) -> None:
    _subtract(calls, at, at.gradient, at.scratch[0])


def _velocity(calls: Calls, at: Moment) -> Array:
    """Note v ← μ v + g."""
    v = at.state["v"]
    calls.add(np.multiply, v, at.number["momentum"], v)
    calls.add(np.add, v, at.gradient, v)
    return v


def _momentum(calls: Calls, at: Moment) -> None:
    _subtract(calls, at, _velocity(calls, at), at.scratch[0])


def _nesterov(calls: Calls, at: Moment) -> None:
    v, ahead = _velocity(calls, at), at.scratch[0]
    calls.add(np.multiply, v, at.number["momentum"], ahead)
    calls.add(np.add, ahead, at.gradient, ahead)
    _subtract(calls, at, ahead, ahead)


def _divided(calls: Calls, at: Moment, top: Array, bottom: Array) -> None:
    """Note θ ← θ − α · top / (√bottom + ε)."""
    out = at.scratch[0]
    calls.add(np.sqrt, bottom, out)
    calls.add(np.add, out, at.number["eps"], out)
    calls.add(np.divide, top, out, out)
    _subtract(calls, at, out, out)


def _rmsprop(calls: Calls, at: Moment) -> None:
    calls.add(np.multiply, at.gradient, at.gradient, at.scratch[1])
    _average(calls, at, "s", "rho", at.scratch[1], at.scratch[0])
    _divided(calls, at, at.gradient, at.state["s"])


def _adagrad(calls: Calls, at: Moment) -> None:
    calls.add(np.multiply, at.gradient, at.gradient, at.scratch[1])
    calls.add(np.add, at.state["s"], at.scratch[1], at.state["s"])
    _divided(calls, at, at.gradient, at.state["s"])


def _adam(calls: Calls, at: Moment) -> None:
    one, two = at.scratch
    _average(calls, at, "m", "beta1", at.gradient, one)
    calls.add(np.multiply, at.gradient, at.gradient, two)
    _average(calls, at, "v", "beta2", two, one)
    calls.add(np.multiply, at.state["m"], at.rates["first"], one)
    calls.add(np.multiply, at.state["v"], at.rates["second"], two)
    calls.add(np.sqrt, two, two)
    calls.add(np.add, two, at.number["eps"], two)
    calls.add(np.divide, one, two, one)
    _subtract(calls, at, one, one)


def _adamw(calls: Calls, at: Moment) -> None:
    shrink = at.scratch[0]
    calls.add(np.multiply, at.theta, at.decay, shrink)
    _subtract(calls, at, shrink, shrink)
    _adam(calls, at)


def _corrections(at: Moment, t: int) -> None:
    """1/(1 − β₁ᵗ) and 1/(1 − β₂ᵗ)."""
    at.rates["first"][()] = 1.0 / (1.0 - float(at.number["beta1"]) ** t)
    at.rates["second"][()] = 1.0 / (1.0 - float(at.number["beta2"]) ** t)


EPS = Setting(1e-8, 0.0, 1.0, open_ends=True)
MU = {"momentum": Setting(0.9, 0.0, 0.9999999)}
BETAS = {"beta1": Setting(0.9, 0.0, 0.9999999), "beta2": Setting(0.999, 0.0, 0.9999999), "eps": EPS}
MOMENTS = {"m": "mean of the gradient", "v": "mean of its square"}
ADAM = (
    "m ← β₁ m + (1 − β₁) g",
    "v ← β₂ v + (1 − β₂) g²",
    "m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)",
    "θ ← θ − α m̂ / (√v̂ + ε)",
)

_ALL = (
    Optimiser("sgd", "Gradient descent", ("θ ← θ − α g",), "the note Back Propagation (2017), equation 12", _sgd),
    Optimiser(
        "momentum",
        "Momentum",
        ("v ← μ v + g", "θ ← θ − α v"),
        "B. T. Polyak: Some methods of speeding up the convergence of iteration methods, 1964",
        _momentum,
        MU,
        {"v": "velocity"},
    ),
    Optimiser(
        "nesterov",
        "Nesterov's momentum",
        ("v ← μ v + g", "θ ← θ − α (g + μ v)"),
        "Y. Nesterov 1983; I. Sutskever, J. Martens, G. Dahl, G. Hinton: On the importance of initialization and "
        "momentum in deep learning, 2013",
        _nesterov,
        MU,
        {"v": "velocity"},
    ),
    Optimiser(
        "rmsprop",
        "RMSProp",
        ("s ← ρ s + (1 − ρ) g²", "θ ← θ − α g / (√s + ε)"),
        "T. Tieleman, G. Hinton: Neural Networks for Machine Learning, lecture 6.5, 2012",
        _rmsprop,
        {"rho": Setting(0.9, 0.0, 0.9999999), "eps": EPS},
        {"s": "mean of the squared gradient"},
    ),
    Optimiser(
        "adagrad",
        "AdaGrad",
        ("s ← s + g²", "θ ← θ − α g / (√s + ε)"),
        "J. Duchi, E. Hazan, Y. Singer: Adaptive subgradient methods, JMLR 12, 2011",
        _adagrad,
        {"eps": EPS},
        {"s": "sum of the squared gradients"},
    ),
    Optimiser(
        "adam",
        "Adam",
        ADAM,
        "D. P. Kingma, J. Ba: Adam, a method for stochastic optimization, 2015, algorithm 1",
        _adam,
        BETAS,
        MOMENTS,
        ("first", "second"),
        _corrections,
    ),
    Optimiser(
        "adamw",
        "AdamW",
        ("θ ← θ − α λ θ, with λ the weight decay", *ADAM),
        "I. Loshchilov, F. Hutter: Decoupled weight decay regularization, 2019, algorithm 2",
        _adamw,
        BETAS,
        MOMENTS,
        ("first", "second"),
        _corrections,
        decoupled=True,
    ),
)
OPTIMISERS: dict[str, Optimiser] = {optimiser.name: optimiser for optimiser in _ALL}


class Update:
    """One optimiser at work on a flat vector: clipping, weight decay, the rule. State is inspectable by letter."""

    def __init__(
        self,
        name: str,
        parameters: Array,
        gradient: Array,
        settings: Mapping[str, float] | None = None,
        *,
        clip: float | None = None,
        decay: Array | float = 0.0,
    ) -> None:
        self.rule = OPTIMISERS[name]
        defaults = {key: setting.default for key, setting in self.rule.settings.items()}
        self.at = Moment(self.rule, defaults | dict(settings or {}), parameters, gradient)
        self.clip = clip
        self.at.decay[...] = decay
        self.calls = Calls()
        if self.at.decay.any() and not self.rule.decoupled:
            self.calls.add(np.multiply, parameters, self.at.decay, self.at.scratch[0])
            self.calls.add(np.add, gradient, self.at.scratch[0], gradient)
        self.rule.step(self.calls, self.at)

    @property
    def state(self) -> dict[str, Array]:
        """The optimiser's memory, a number a parameter, by letter."""
        return self.at.state

    def run(self, t: int, alpha: float) -> None:
        """Change the parameters once: step number ``t`` from 1, learning rate ``alpha``."""
        at = self.at
        at.alpha[()] = alpha
        if self.rule.before:
            self.rule.before(at, t)
        if self.clip is not None:
            self._shorten(self.clip)
        for function, arguments in self.calls.list:
            function(*arguments)

    def _shorten(self, limit: float) -> None:
        """Scale a gradient longer than ``limit`` down to it (Pascanu, Mikolov and Bengio 2013, algorithm 1)."""
        norm = float(np.linalg.norm(self.at.gradient))
        if norm > limit:
            np.multiply(self.at.gradient, limit / norm, self.at.gradient)
