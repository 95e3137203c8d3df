"""Array ops against mpmath: pulls, pushes and shapes of every op of the registry, on all kinds of shapes."""

import math

import exact
import mpmath
import numpy as np
import pytest
from exact import ARRAY, EPS, TINY

from chainrule.engine.op import Op
from chainrule.engine.ops import OPS
from chainrule.engine.symbolic import Expr, symbol, trace

EACH = pytest.mark.parametrize("op", ARRAY.values(), ids=ARRAY)


def pull(op: Op, slot, g, y, inputs, attrs):
    rule = op.slot_rule(op.pull, slot)
    return rule(g, y, slot, *inputs, **attrs) if op.variadic else rule(g, y, *inputs, **attrs)


def push(op: Op, slot, tangent, y, inputs, attrs):
    if callable(op.push):
        return op.push(slot, tangent, y, *inputs, **attrs)
    rest = inputs if op.push == "multilinear" else [np.zeros_like(x) for x in inputs]
    return op.forward(*rest[:slot], tangent, *rest[slot + 1 :], **attrs)


def upstream(y, seed):
    return np.random.default_rng(seed + 1000).normal(size=np.shape(y))[()]


def tied(op, inputs, attrs):
    with np.errstate(all="ignore"):
        return any(np.any(kink.when(*inputs, **attrs)) for kink in op.kinks)


def check_pulls(op, inputs, attrs, seed):
    """Hold every pull to the exact Jacobian, within the tolerance the house promises."""
    with np.errstate(all="ignore"):
        y = op.forward(*inputs, **attrs)
    g = upstream(y, seed)
    with mpmath.workdps(100):
        function = exact.forward(op, len(inputs), attrs)
        for slot, x in enumerate(inputs):
            with np.errstate(all="ignore"):
                got = pull(op, slot, g, y, inputs, attrs)
            assert np.shape(got) == np.shape(x)
            terms = exact.jacobian(function, inputs, slot) * np.expand_dims(np.asarray(g), -1)
            terms = terms.reshape(-1, np.size(x)) if np.size(x) else terms
            for one, column in zip(np.ravel(got), terms.T, strict=True):
                want, weight = sum(column), sum(map(abs, column))
                error = abs(exact.exact(float(one)) - want)
                if mpmath.isnan(want):
                    assert not np.isfinite(one)
                    continue
                assert error <= 1e-12 * abs(want) + 16 * EPS * weight + 64 * TINY, (slot, attrs, float(one), want)


@EACH
def test_pulls_agree_with_exact_jacobians(op):
    for seed, (shapes, attrs) in enumerate(exact.cases(op, 12)):
        inputs = exact.arrays(op, shapes, seed)
        if not tied(op, inputs, attrs):
            check_pulls(op, inputs, attrs, seed)


@EACH
def test_pulls_keep_their_digits_for_values_far_apart(op):
    for seed, (shapes, attrs) in enumerate(exact.cases(op, 4)):
        inputs = exact.arrays(op, shapes, seed, spread=15.0)
        if not tied(op, inputs, attrs):
            check_pulls(op, inputs, attrs, seed)


@EACH
def test_values_agree_with_mpmath(op):
    for seed, (shapes, attrs) in enumerate(exact.cases(op, 30)):
        inputs = exact.arrays(op, shapes, seed, spread=1 + seed % 3 * 7.0)
        with mpmath.workdps(60), np.errstate(all="ignore"):
            want = exact.forward(op, len(inputs), attrs)(*map(exact.exact, inputs))
            got = op.forward(*inputs, **attrs)
            scale = max(map(abs, np.ravel(want)), default=0)
            for a, b in zip(np.ravel(got), np.ravel(want), strict=True):
                if not mpmath.isfinite(b):
                    assert not np.isfinite(a)
                else:
                    assert abs(exact.exact(float(a)) - b) <= 1e-12 * abs(b) + 64 * EPS * scale, (shapes, attrs, a, b)


@EACH
def test_push_is_the_adjoint_of_pull_also_at_ties(op):
    for seed, (shapes, attrs) in enumerate(exact.cases(op, 40)):
        inputs = exact.arrays(op, shapes, seed)
        if seed % 2 and not op.domain:
            inputs = [np.round(x) for x in inputs]
        with np.errstate(all="ignore"):
            y = op.forward(*inputs, **attrs)
            g = upstream(y, seed)
            for slot, x in enumerate(inputs):
                t = np.random.default_rng(seed).normal(size=np.shape(x))[()]
                forward = np.sum(g * push(op, slot, t, y, inputs, attrs))
                reverse = np.sum(pull(op, slot, g, y, inputs, attrs) * t)
                if np.isfinite(forward) or np.isfinite(reverse):
                    assert math.isclose(forward, reverse, rel_tol=1e-9, abs_tol=1e-9), (shapes, attrs, slot)


@EACH
def test_shape_rules_say_what_numpy_gives_and_costs_are_whole_numbers(op):
    for seed, (shapes, attrs) in enumerate(exact.cases(op, 300, (*exact.SHAPES, *exact.EMPTY))):
        inputs = exact.arrays(op, shapes, seed)
        with np.errstate(all="ignore"):
            y = op.forward(*inputs, **attrs)
        out = op.shape(*shapes, **attrs)
        assert np.shape(y) == out
        assert all(type(n) is int for n in out)
        if op.cost:
            cost = op.cost(out, *shapes, **attrs)
            assert type(cost) is int
            assert cost >= 0


@EACH
def test_rules_work_on_plain_floats_and_never_change_their_operands(op):
    for seed, (shapes, attrs) in enumerate(exact.cases(op, 60, (*exact.SHAPES, *exact.EMPTY))):
        inputs = [x if x.shape else float(x) for x in exact.arrays(op, shapes, seed)]
        copies = [np.copy(x) for x in inputs]
        with np.errstate(all="ignore"):
            y = op.forward(*inputs, **attrs)
            g = upstream(y, seed)
            for slot in range(len(inputs)):
                pull(op, slot, g, y, inputs, attrs)
        assert all(np.array_equal(a, b) for a, b in zip(inputs, copies, strict=True))


def heads(tree):
    yield tree.head
    for arg in tree.args:
        if isinstance(arg, Expr):
            yield from heads(arg)


@EACH
def test_rules_trace_with_attributes_still_open_and_the_trees_compute_the_same(op):
    numpy = {"equal": np.equal}
    for seed, (shapes, attrs) in enumerate(exact.cases(op, 6)):
        inputs = exact.arrays(op, shapes, seed)
        names = [f"x{i}" for i in range(len(inputs))]
        open_attrs = {param.name: symbol(param.name) for param in op.params if param.name in attrs}
        with np.errstate(all="ignore"):
            y = op.forward(*inputs, **attrs)
            g = upstream(y, seed)
            values = dict(zip(names, inputs, strict=True)) | attrs | {"g": g, "y": y}
            tree = trace(op.forward, *names, **open_attrs)
            np.testing.assert_array_equal(exact.evaluate(tree, values, numpy), y)
            for slot in range(len(inputs)):
                rule = op.slot_rule(op.pull, slot)
                if op.variadic:

                    def rule(g, y, *x, rule=rule, slot=slot, **attrs):
                        return rule(g, y, slot, *x, **attrs)

                tree = trace(rule, "g", "y", *names, **open_attrs)
                np.testing.assert_array_equal(exact.evaluate(tree, values, numpy), pull(op, slot, g, y, inputs, attrs))


@EACH
def test_factors_are_the_other_operand(op):
    if op.factor is None:
        return
    for seed, (shapes, _) in enumerate(exact.cases(op, 4)):
        inputs = exact.arrays(op, shapes, seed)
        for slot in range(2):
            index, array = op.factor(slot, *inputs)
            assert index == 1 - slot
            assert array is inputs[index]


def test_array_constants_have_the_shape_that_is_asked_for():
    for name, attrs in (
        ("zeros", {"shape": (2, 3)}),
        ("zeros", {"shape": 0}),
        ("ones", {"shape": 2}),
        ("eye", {"n": 3}),
        ("arange", {"start": 4.0}),
        ("arange", {"start": 1.0, "stop": 2.05, "step": 0.25}),
        ("arange", {"start": 5.0, "stop": 1.0}),
        ("arange", {"start": 5.0, "stop": 1.0, "step": -1.5}),
    ):
        op = OPS[name]
        assert op.forward(**attrs).shape == op.shape(**attrs)
    np.testing.assert_array_equal(OPS["arange"].forward(start=1.0, stop=2.0, step=0.25), [1, 1.25, 1.5, 1.75])
    np.testing.assert_array_equal(OPS["arange"].forward(start=3.0), [0, 1, 2])
