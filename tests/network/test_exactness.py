"""Gradients of small networks against mpmath at 50 digits."""

import mpmath
import pytest
from cases import drawn

from chainrule.network.plan import Memory, Plan
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


def loss_at(arrays, activation, x, y):
    """Half of the squared error of a 2-3-1 network in high precision."""
    act, a = ACTIVATIONS[activation], [mpmath.mpf(float(each)) for each in x]
    for n in (2, 3):
        weights, biases = arrays[f"w{n}"], arrays[f"b{n}"]
        z = [sum(w * k for w, k in zip(row, a, strict=True)) + b for row, b in zip(weights, biases, strict=True)]
        a = [act(each) for each in z] if n == 2 else z
    return sum((p - mpmath.mpf(float(t))) ** 2 for p, t in zip(a, y, strict=True)) / 2


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_are_exact_to_a_few_bits(activation):
    spec, arrays, given = drawn(f"2 -> 3 {activation} -> 1, loss half_squared_error", seed=2)
    weights = Weights(spec, arrays)
    plan = Plan(spec, weights, 1, Memory(spec))
    plan.load(given.x[None], given.y[None])
    plan.run()
    with mpmath.workdps(50):
        exact = {name: precise(array.tolist()) for name, array in arrays.items()}
        for name, gradient in weights.views(weights.gradient):
            for index in zip(*map(list, gradient.nonzero()), strict=True):
                reference = float(slope(exact, name, index, activation, given))
                scale = abs(reference) + float(abs(gradient).max())
                assert abs(gradient[index] - reference) <= 1e-12 * abs(reference) + 16 * EPS * scale, (name, index)


def precise(nested):
    """Nested lists of floats as numbers of mpmath."""
    return [precise(entry) for entry in nested] if isinstance(nested, list) else mpmath.mpf(nested)


def slope(exact, name, index, activation, given):
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
        found.append(loss_at(changed, activation, given.x, given.y))
    return (found[0] - found[1]) / (2 * h)
