"""Elementwise ops against mpmath: every op of the registry, at scattered points and far out."""

import itertools
import math
import warnings

import exact
import mpmath
import numpy as np
import pytest
from exact import ELEMENTWISE, EPS, TINY
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule.engine.compile import local
from chainrule.engine.ops import OPS

GREATEST = np.finfo(float).max


def arities(op):
    return (2, 3) if op.variadic else (op.arity,)


EACH = pytest.mark.parametrize(
    ("op", "arity"),
    [pytest.param(op, n, id=f"{name}-{n}") for name, op in ELEMENTWISE.items() for n in arities(op)],
)


def close(got, want, relative=1e-12):
    """Whether a double is as near to an mpmath number as a double can ask for."""
    if abs(want) > GREATEST:
        return got == math.copysign(math.inf, want)
    # What is too small for a normal double has fewer digits: TINY is one unit there.
    return abs(exact.exact(float(got)) - want) <= relative * abs(want) + 16 * EPS * abs(want) + 64 * TINY


def at_kink(op, inputs):
    return any(np.any(kink.when(*inputs)) for kink in op.kinks)


def check(op, inputs, digits):
    with mpmath.workdps(digits):
        function = exact.forward(op, len(inputs), {})
        numbers = tuple(map(exact.exact, inputs))
        x = tuple(map(np.float64, inputs))
        with np.errstate(all="ignore"):
            y = op.forward(*x)
            assert close(y, function(*numbers)), (inputs, y, function(*numbers))
            for slot in range(len(inputs)):
                if slot in op.blocked or -1 in op.blocked:
                    continue
                got, want = float(local(op, slot, y, x, {})), exact.slope(function, numbers, slot)
                assert close(got, want), (inputs, slot, got, want)


@EACH
def test_values_and_partials_agree_with_mpmath_within_the_domain(op, arity):
    for inputs in exact.points(op, arity, 16):
        if not at_kink(op, inputs):
            check(op, inputs, 70)


@pytest.mark.parametrize("op", [op for op in ELEMENTWISE.values() if op.arity == 1], ids=lambda op: op.name)
def test_values_and_partials_keep_their_digits_far_out_and_next_to_the_ends(op):
    for inputs in exact.tails(op):
        if not at_kink(op, inputs):
            check(op, inputs, 900)


@given(st.sampled_from(list(ELEMENTWISE.values())), st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_partials_agree_with_mpmath_at_any_point_of_the_domain(op, data):
    intervals = [exact.interval(op, slot) for slot in range(op.arity)]
    inputs = tuple(data.draw(st.floats(lo, hi, exclude_min=True, exclude_max=True)) for lo, hi in intervals)
    near = [x for x in inputs if x != 0 and abs(x) < 1e-20]
    if not near and not at_kink(op, inputs) and not crossing(op, inputs):
        check(op, inputs, 120)


def crossing(op, inputs):
    """Whether a partial is a difference of nearly equal terms here, or the function jumps within a step."""
    with np.errstate(all="ignore"):
        around = [
            tuple(x + d for x, d in zip(inputs, ds, strict=True))
            for ds in itertools.product((-1e-4, 1e-4), repeat=len(inputs))
        ]
        return any(at_kink(op, each) for each in around) or any(
            np.sign(local(op, slot, op.forward(*inputs), inputs, {}))
            != np.sign(local(op, slot, op.forward(*each), each, {}))
            for each in (tuple(map(np.float64, each)) for each in around)
            for slot in range(op.arity)
        )


@EACH
def test_shown_forms_equal_the_forms_that_run(op, arity):
    for slot, shown in enumerate(op.shown):
        if shown is None:
            continue
        for inputs in exact.points(op, arity, 20):
            x = tuple(np.clip(np.float64(each), -6, 6) for each in inputs)
            y = op.forward(*x)
            if not at_kink(op, x):
                assert np.isclose(shown(y, *x), local(op, slot, y, x, {}), rtol=1e-9, atol=1e-12)


@EACH
def test_rules_on_arrays_equal_rules_on_numbers_and_keep_the_shape(op, arity):
    # The first point may be 0, where some functions have a kink.
    rows = np.array(list(exact.points(op, arity, 7))[1:]).T.reshape(arity, 2, 3)
    y = op.forward(*rows)
    assert np.shape(y) == (2, 3)
    for slot in range(arity):
        d = np.broadcast_to(local(op, slot, y, rows, {}), (2, 3))
        for place in np.ndindex(2, 3):
            x = tuple(np.float64(row[place]) for row in rows)
            assert np.isclose(op.forward(*x), y[place], rtol=1e-14)
            assert np.isclose(local(op, slot, op.forward(*x), x, {}), d[place], rtol=1e-14)


@EACH
def test_nothing_warns_within_the_domain(op, arity):
    with warnings.catch_warnings(), np.errstate(divide="raise", invalid="raise", over="raise"):
        warnings.simplefilter("error")
        far = [(x,) for (x,) in exact.tails(op) if 1e-100 < abs(x) < 1e100] if arity == 1 else []
        for inputs in [*exact.points(op, arity, 20), *far]:
            x = tuple(map(np.float64, inputs))
            with mpmath.workdps(60):
                finite = abs(exact.forward(op, arity, {})(*map(exact.exact, inputs))) < GREATEST
            if not finite or at_kink(op, x):
                continue
            y = op.forward(*x)
            if all(abs(value) < 700 for value in x):
                for slot in range(arity):
                    local(op, slot, y, x, {})


@EACH
def test_outside_the_domain_the_local_gradient_is_nan(op, arity):
    if op.inside is None:
        return
    grid = [np.float64(x) for x in (-1e300, -700.0, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5)]
    with np.errstate(all="ignore"):
        for x in itertools.product(grid, repeat=arity):
            if op.inside(*x):
                continue
            y = op.forward(*x)
            assert all(np.isnan(local(op, slot, y, x, {})) for slot in range(arity)), x


@EACH
def test_sampling_intervals_lie_inside_the_domain(op, arity):
    if op.inside:
        assert all(op.inside(*map(np.float64, inputs)) for inputs in exact.points(op, arity, 50))


@EACH
@mpmath.workdps(100)
def test_one_sided_derivatives_of_kinks_are_what_difference_quotients_say(op, arity):
    grid = [mpmath.mpf(x) for x in (-3, -1, -0.5, 0, 0.5, 1, 2, 3, 6)]
    function = exact.forward(op, arity, {})
    for kink in op.kinks:
        found = 0
        for inputs in itertools.product(grid, repeat=arity):
            x = tuple(np.float64(float(each)) for each in inputs)
            with np.errstate(all="ignore"):
                if not kink.when(*x):
                    continue
            found += 1
            y = exact.evaluate_safely(function, inputs)
            for slot in range(arity) if kink.slot < 0 else (kink.slot,):
                if kink.slot < 0 and op.variadic and inputs[slot] != y:
                    continue
                for side, sign in ((kink.left, -1), (kink.right, 1)):
                    expected = side(*x) if callable(side) else side
                    h = sign * mpmath.mpf(10) ** -24
                    moved = exact.evaluate_safely(function, (*inputs[:slot], inputs[slot] + h, *inputs[slot + 1 :]))
                    quotient = (moved - y) / h
                    what = (op.name, inputs, slot, sign, quotient, expected)
                    if expected is None or np.isnan(expected):
                        assert not mpmath.isfinite(quotient) or abs(quotient) > 1e10, what
                    elif np.isinf(expected):
                        assert quotient * np.sign(expected) > 1e5, what
                    else:
                        assert abs(quotient - float(expected)) < 1e-9, what
        assert found, f"no point of the grid is the kink {kink.at} of {op.name}"


def test_every_comparison_blocks_all_of_its_inputs():
    assert all(OPS[name].blocked == (-1,) for name in ("lt", "le", "gt", "ge", "eq", "ne"))
