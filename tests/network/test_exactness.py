"""Gradients of small networks against mpmath at 50 digits."""

import mpmath
import pytest
from cases import drawn

from chainrule.network.plan import Memory, Plan
from chainrule.network.spec import LOSSES as NETWORK_LOSSES
from chainrule.network.weights import Weights

EPS = 2.0**-52

ACTIVATIONS = {
    "linear": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
    "tanh": mpmath.tanh,
    "relu": lambda z: max(z, mpmath.mpf(0)),
    "leaky_relu": lambda z: z if z > 0 else mpmath.mpf("0.01") * z,
    "elu": lambda z: z if z > 0 else mpmath.expm1(z),
    "gelu": lambda z: z * mpmath.ncdf(z),
    "silu": lambda z: z / (1 + mpmath.exp(-z)),
    "softplus": lambda z: mpmath.log(1 + mpmath.exp(z)),
}


def mean(terms):
    return mpmath.fsum(terms) / len(terms)


def exp_sum(p):
    return mpmath.log(mpmath.fsum(map(mpmath.exp, p)))


LOSSES = {
    "half_squared_error": lambda p, t: mpmath.fsum((a - b) ** 2 for a, b in zip(p, t, strict=True)) / 2,
    "mse": lambda p, t: mean([(a - b) ** 2 for a, b in zip(p, t, strict=True)]),
    "mae": lambda p, t: mean([abs(a - b) for a, b in zip(p, t, strict=True)]),
    "huber": lambda p, t: mean(
        [(a - b) ** 2 / 2 if abs(a - b) <= 1 else abs(a - b) - mpmath.mpf("0.5") for a, b in zip(p, t, strict=True)]
    ),
    "hinge": lambda p, t: mean([max(mpmath.mpf(0), 1 - a * b) for a, b in zip(p, t, strict=True)]),
    "bce": lambda p, t: -mean([b * mpmath.log(a) + (1 - b) * mpmath.log(1 - a) for a, b in zip(p, t, strict=True)]),
    "bce_with_logits": lambda p, t: mean([mpmath.log(1 + mpmath.exp(a)) - a * b for a, b in zip(p, t, strict=True)]),
    "cross_entropy": lambda p, t: -mpmath.fsum(b * mpmath.log(a) for a, b in zip(p, t, strict=True)),
    "softmax_cross_entropy": lambda p, t: mpmath.fsum(b * (exp_sum(p) - a) for a, b in zip(p, t, strict=True)),
}
OUTPUTS = {"bce": "sigmoid", "cross_entropy": "softmax"}


def output(z, activation):
    """The activations of the last layer."""
    if activation == "softmax":
        return [mpmath.exp(each - exp_sum(z)) for each in z]
    return [ACTIVATIONS[activation](each) for each in z]


def loss_at(arrays, activation, given, loss):
    """The loss of a network of two layers in high precision."""
    x, y = given.x, [mpmath.mpf(float(t)) for t in given.y]
    act, a = ACTIVATIONS[activation], [mpmath.mpf(float(each)) for each in x]
    for n in (2, 3):
        weights, biases = arrays[f"w{n}"], arrays[f"b{n}"]
        z = [sum(w * k for w, k in zip(row, a, strict=True)) + b for row, b in zip(weights, biases, strict=True)]
        a = [act(each) for each in z] if n == 2 else output(z, OUTPUTS.get(loss, "linear"))
    return LOSSES[loss](a, y)


def test_every_loss_of_the_networks_is_compared():
    assert set(LOSSES) == set(NETWORK_LOSSES)


@pytest.mark.parametrize(
    ("activation", "loss"),
    [*((activation, "half_squared_error") for activation in ACTIVATIONS), *(("tanh", loss) for loss in LOSSES)],
)
def test_gradients_are_exact_to_a_few_bits(activation, loss):
    spec, arrays, given = drawn(f"2 -> 3 {activation} -> 2 {OUTPUTS.get(loss, 'linear')}, loss {loss}", seed=2)
    weights = Weights(spec, arrays)
    plan = Plan(spec, weights, 1, Memory(spec))
    plan.load(given.x[None], given.y[None])
    plan.run()
    with mpmath.workdps(50):
        exact = {name: precise(array.tolist()) for name, array in arrays.items()}
        for name, gradient in weights.views(weights.gradient):
            for index in zip(*map(list, gradient.nonzero()), strict=True):
                reference = float(slope(exact, name, index, activation, given, loss))
                scale = abs(reference) + float(abs(gradient).max())
                assert abs(gradient[index] - reference) <= 1e-12 * abs(reference) + 16 * EPS * scale, (name, index)


def precise(nested):
    """Nested lists of floats as numbers of mpmath."""
    return [precise(entry) for entry in nested] if isinstance(nested, list) else mpmath.mpf(nested)


def slope(exact, name, index, activation, given, loss):
    """The derivative for one parameter by a complex-free central difference at 50 digits."""
    h = mpmath.mpf(10) ** -20
    found = []
    for sign in (1, -1):
        changed = {key: [row[:] if isinstance(row, list) else row for row in value] for key, value in exact.items()}
        *outer, last = index
        target = changed[name]
        for each in outer:
            target = target[int(each)]
        target[int(last)] += sign * h
        found.append(loss_at(changed, activation, given, loss))
    return (found[0] - found[1]) / (2 * h)
