"""Each rule against its published formula, written here a second time, parameter by parameter on plain floats."""

import math

import numpy as np
import pytest

from chainrule.network.optimisers import OPTIMISERS, Update
from chainrule.network.schedules import SCHEDULES, rate

RATE, STEPS = 0.05, 7
GRADIENTS = [[math.sin(3 * t + k) * (1 + k) for k in range(3)] for t in range(STEPS)]
START = [0.5, -1.0, 2.0]


def sgd(theta, gradients, _):
    for g in gradients:
        theta -= RATE * g
    return theta


def momentum(theta, gradients, s):
    v = 0.0
    for g in gradients:
        v = s["momentum"] * v + g
        theta -= RATE * v
    return theta


def nesterov(theta, gradients, s):
    v = 0.0
    for g in gradients:
        v = s["momentum"] * v + g
        theta -= RATE * (g + s["momentum"] * v)
    return theta


def rmsprop(theta, gradients, s):
    square = 0.0
    for g in gradients:
        square = s["rho"] * square + (1 - s["rho"]) * g**2
        theta -= RATE * g / (math.sqrt(square) + s["eps"])
    return theta


def adagrad(theta, gradients, s):
    total = 0.0
    for g in gradients:
        total += g**2
        theta -= RATE * g / (math.sqrt(total) + s["eps"])
    return theta


def adam(theta, gradients, s, decay=0.0):
    m = v = 0.0
    for t, g in enumerate(gradients, 1):
        theta -= RATE * decay * theta
        m = s["beta1"] * m + (1 - s["beta1"]) * g
        v = s["beta2"] * v + (1 - s["beta2"]) * g**2
        theta -= RATE * (m / (1 - s["beta1"] ** t)) / (math.sqrt(v / (1 - s["beta2"] ** t)) + s["eps"])
    return theta


PUBLISHED = {
    "sgd": sgd, "momentum": momentum, "nesterov": nesterov, "rmsprop": rmsprop, "adagrad": adagrad, "adam": adam,
    "adamw": adam,
}  # fmt: skip


def walked(name, **options):
    """Where a rule of ours is after all steps."""
    theta, gradient = np.array(START), np.zeros(3)
    update = Update(name, theta, gradient, **options)
    for t, g in enumerate(GRADIENTS, 1):
        gradient[:] = g
        update.run(t, RATE)
    return theta, update


def defaults(name):
    return {key: setting.default for key, setting in OPTIMISERS[name].settings.items()}


@pytest.mark.parametrize("name", OPTIMISERS)
def test_a_rule_is_its_published_formula(name):
    theta, _ = walked(name)
    for k, start in enumerate(START):
        expected = PUBLISHED[name](start, [g[k] for g in GRADIENTS], defaults(name))
        assert theta[k] == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("name", ["momentum", "rmsprop", "adam"])
def test_settings_are_used(name):
    settings = {"momentum": {"momentum": 0.5}, "rmsprop": {"rho": 0.5, "eps": 0.1}, "adam": {"beta1": 0.5, "eps": 0.1}}
    theta, _ = walked(name, settings=settings[name])
    expected = PUBLISHED[name](START[0], [g[0] for g in GRADIENTS], defaults(name) | settings[name])
    assert theta[0] == pytest.approx(expected, rel=1e-13)


def test_weight_decay_joins_the_gradient_but_adamw_shrinks_the_weights():
    decay = np.array([0.1, 0.0, 0.1])
    theta, _ = walked("sgd", decay=decay)
    expected = START[0]
    for g in GRADIENTS:
        expected -= RATE * (g[0] + 0.1 * expected)
    assert theta[0] == pytest.approx(expected, rel=1e-13)
    assert theta[1] == pytest.approx(sgd(START[1], [g[1] for g in GRADIENTS], {}), rel=1e-13)
    theta, _ = walked("adamw", decay=decay)
    assert theta[2] == pytest.approx(adam(START[2], [g[2] for g in GRADIENTS], defaults("adamw"), 0.1), rel=1e-13)


def test_a_long_gradient_is_shortened_to_the_limit_and_a_short_one_left_alone():
    theta, _ = walked("sgd", clip=1.0)
    expected = np.array(START)
    for g in np.array(GRADIENTS):
        expected = expected - RATE * g * min(1.0, 1.0 / np.linalg.norm(g))
    assert np.allclose(theta, expected, rtol=1e-13)
    assert np.array_equal(walked("sgd", clip=1e6)[0], walked("sgd")[0])


def test_the_state_is_a_number_a_parameter_and_has_a_name():
    _, update = walked("adam")
    assert set(update.state) == set(OPTIMISERS["adam"].states) == {"m", "v"}
    m = 0.0
    for g in GRADIENTS:
        m = 0.9 * m + 0.1 * g[1]
    assert update.state["m"][1] == pytest.approx(m, rel=1e-13)


def test_every_rule_names_its_formula_and_source():
    assert all(rule.formula and rule.source and rule.title for rule in OPTIMISERS.values())


@pytest.mark.parametrize(
    ("name", "settings", "expected"),
    [
        ("constant", {}, [1, 1, 1]),
        ("step", {"factor": 0.5, "every": 4}, [1, 0.5, 0.25]),
        ("exponential", {"factor": 0.9}, [1, 0.9**5, 0.9**9]),
        ("inverse", {"decay": 1.0}, [1, 1 / 6, 1 / 10]),
        ("linear", {}, [1, 0.5, 0.1]),
        ("cosine", {}, [1, 0.5, 0.5 * (1 + math.cos(0.9 * math.pi))]),
        ("warmup", {"steps": 10}, [0.1, 0.6, 1.0]),
    ],
)
def test_a_schedule_is_its_formula(name, settings, expected):
    assert [rate(name, 2.0, k, 10, settings) for k in (0, 5, 9)] == pytest.approx([2.0 * each for each in expected])


def test_every_schedule_starts_within_the_rate_that_was_asked_for():
    assert all(0 < rate(name, 1.0, 0, 100) <= 1 for name in SCHEDULES)
