"""Learning-rate schedules: α of step k (from 0) of a run of n steps, as a factor of the rate that was asked for."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from chainrule.network.optimisers import Setting


@dataclass(frozen=True, slots=True)
class Schedule:
    """A published schedule: ``factor(k, n, **settings)``."""

    name: str
    formula: str
    factor: Callable[..., float]
    settings: Mapping[str, Setting] = field(default_factory=lambda: MappingProxyType({}))
    source: str = ""


_ALL = (
    Schedule("constant", "αₖ = α", lambda _k, _n: 1.0),
    Schedule(
        "step",
        "αₖ = α · factor^⌊k / every⌋",
        lambda k, _n, factor, every: float(factor ** (k // every)),
        {"factor": Setting(0.5, 0.0, 1.0), "every": Setting(100, 1, 10_000)},
    ),
    Schedule(
        "exponential",
        "αₖ = α · factorᵏ",
        lambda k, _n, factor: float(factor**k),
        {"factor": Setting(0.999, 0.0, 1.0)},
    ),
    Schedule(
        "inverse",
        "αₖ = α / (1 + decay · k)",
        lambda k, _n, decay: 1.0 / (1.0 + decay * k),
        {"decay": Setting(0.01, 0.0, 1e6)},
        "H. Robbins, S. Monro: A stochastic approximation method, 1951",
    ),
    Schedule("linear", "αₖ = α · (1 − k / n)", lambda k, n: 1.0 - k / n),
    Schedule(
        "cosine",
        "αₖ = ½ α (1 + cos(π k / n))",
        lambda k, n: 0.5 * (1.0 + math.cos(math.pi * k / n)),
        source="I. Loshchilov, F. Hutter: SGDR, 2017, equation 5",
    ),
    Schedule(
        "warmup",
        "αₖ = α · min(1, (k + 1) / steps)",
        lambda k, _n, steps: min(1.0, (k + 1) / steps),
        {"steps": Setting(100, 1, 10_000)},
        "P. Goyal and others: Accurate, large minibatch SGD, 2017, section 2.2",
    ),
)
SCHEDULES: dict[str, Schedule] = {schedule.name: schedule for schedule in _ALL}


def rate(name: str, alpha: float, k: int, n: int, settings: Mapping[str, float] | None = None) -> float:
    """The learning rate of step ``k`` from 0, of ``n`` steps in all."""
    schedule = SCHEDULES[name]
    defaults = {key: setting.default for key, setting in schedule.settings.items()}
    return alpha * schedule.factor(k, n, **(defaults | dict(settings or {})))
