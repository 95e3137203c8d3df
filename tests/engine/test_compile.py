"""The fast executor: rules printed from the records say what the records say."""

import itertools
import math

import exact
import numpy as np
import pytest
from exact import ELEMENTWISE

from chainrule.engine.compile import exact_rule, local, scalar_rule, scalar_source
from chainrule.engine.ops import OPS
from chainrule.engine.tape import evaluate

EACH = pytest.mark.parametrize(
    ("op", "arity"),
    [
        pytest.param(op, n, id=f"{name}-{n}")
        for name, op in ELEMENTWISE.items()
        for n in ({op.arity, 4} if op.variadic else {op.arity})
    ],
)
SPECIAL = (
    0.0,
    -0.0,
    0.5,
    -0.5,
    1.0,
    -1.0,
    2.0,
    -2.0,
    3.0,
    6.0,
    -8.0,
    1e-310,
    710.0,
    -800.0,
    1e200,
    math.inf,
    -math.inf,
    math.nan,
)


def same(got, want):
    """Whether two results agree to a few units in the last place."""
    if got is None or want is None:
        return got is want
    if math.isnan(want):
        return math.isnan(got)
    return got == want or math.isclose(got, want, rel_tol=1e-14, abs_tol=1e-320)


def agree(got, want):
    return len(got) == len(want) and all(map(same, got, want)) and all(type(x) in {float, type(None)} for x in got)


@EACH
def test_the_scalar_rule_equals_the_array_rule(op, arity):
    rule = scalar_rule(op, arity)
    for inputs in exact.points(op, arity, 30):
        x = tuple(map(np.float64, inputs))
        with np.errstate(all="ignore"):
            y = op.forward(*x)
            rows = [
                None if -1 in op.blocked or i in op.blocked else float(local(op, i, y, x, {})) for i in range(arity)
            ]
        try:
            got = rule(*inputs)
        except (ArithmeticError, ValueError):
            got = exact_rule(op, arity)(*inputs)
        assert agree(got, (float(y), *rows)), (inputs, got, rows)


@EACH
def test_where_math_gives_up_the_exact_rule_knows_and_elsewhere_both_agree(op, arity):
    fast, slow = scalar_rule(op, arity), exact_rule(op, arity)
    values = SPECIAL if arity < 3 else SPECIAL[::3]
    for inputs in itertools.product(values, repeat=min(arity, 3)):
        x = (*inputs, *inputs[: arity - 3]) if arity > 3 else inputs
        try:
            got = fast(*x)
        except (ArithmeticError, ValueError):
            assert all(type(each) in {float, type(None)} for each in slow(*x))
            continue
        assert agree(got, slow(*x)), (x, got, slow(*x))


def test_a_blocked_partial_is_none_and_is_not_computed():
    rule = scalar_rule(OPS["pow"], 2, 0b10)
    assert rule(-2.0, 3.0) == (-8.0, 12.0, None)
    assert "log" not in scalar_source(OPS["pow"], 2, 0b10)
    assert exact_rule(OPS["pow"], 2, 0b10)(-2.0, 0.5)[2] is None


def test_inputs_that_an_op_blocks_itself_are_none():
    assert scalar_rule(OPS["where"], 3)(1.0, 2.0, 3.0) == (2.0, None, 1.0, 0.0)
    assert scalar_rule(OPS["lt"], 2)(1.0, 2.0) == (1.0, None, None)
    assert exact_rule(OPS["lt"], 2)(1.0, 2.0) == (1.0, None, None)


def test_rules_are_compiled_once():
    assert scalar_rule(OPS["tanh"], 1) is scalar_rule(OPS["tanh"], 1)
    assert scalar_rule(OPS["maximum"], 2) is not scalar_rule(OPS["maximum"], 3)


def test_the_value_and_its_partials_share_their_common_parts():
    source = scalar_source(OPS["sigmoid"], 1)
    assert source.count("exp(") == 1
    assert scalar_source(OPS["exp"], 1).count("exp(") == 1
    assert scalar_source(OPS["mul"], 2) == "def rule(x0, x1):\n    return ((x0 * x1), x1, x0,)"


def test_a_choice_computes_only_the_branch_that_is_taken():
    assert scalar_rule(OPS["pow"], 2)(0.0, 2.0) == (0.0, 0.0, 0.0)
    assert scalar_rule(OPS["hypot"], 2)(0.0, 0.0) == (0.0, 0.0, 0.0)


def test_only_elementwise_ops_have_scalar_rules():
    for name in ("sum", "input"):
        with pytest.raises(TypeError, match="only elementwise ops"):
            scalar_rule(OPS[name], 1)


def test_sixty_four_operands_share_a_maximum():
    rule = scalar_rule(OPS["maximum"], 64)
    y, *shares = rule(*([1.0] * 32 + [0.0] * 32))
    assert y == 1.0
    assert shares == [1 / 32] * 32 + [0.0] * 32


@pytest.mark.parametrize("name", ["sign", "floor", "ceil", "round"])
@pytest.mark.parametrize("x", [-0.5, -0.2, -0.0, 0.0, 0.2])
def test_zeros_have_the_sign_that_arrays_give_them(name, x):
    y, _ = scalar_rule(OPS[name], 1)(x)
    want, _ = exact_rule(OPS[name], 1)(x)
    assert (y, math.copysign(1, y)) == (want, math.copysign(1, want))


@pytest.mark.parametrize(
    ("name", "inputs", "slope"),
    [
        ("div", (0.0, 0.0), math.nan),
        ("div", (1.0, 0.0), math.inf),
        ("div", (1.0, -0.0), -math.inf),
        ("div", (0.0, 4.0), 0.25),
        ("mod", (math.inf, 3.0), math.nan),
        ("mod", (-math.inf, 3.0), math.nan),
        ("mod", (1.0, 0.0), math.nan),
        ("mod", (1.0, math.inf), 1.0),
    ],
)
def test_what_has_no_value_has_no_slope_either(name, inputs, slope):
    assert same(evaluate(OPS[name], inputs, 0, None)[1], slope)
    y, *_ = exact_rule(OPS[name], 2)(*inputs)
    columns = [np.array([value]) for value in inputs]
    with np.errstate(all="ignore"):
        assert same(float(local(OPS[name], 0, np.array([y]), columns, {})[0]), slope)
