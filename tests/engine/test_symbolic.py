"""The stand-in: NumPy rules become trees."""

import numpy as np
import pytest

from chainrule.engine.ops.prims import count
from chainrule.engine.symbolic import Expr, lift, symbol, trace


def text(tree):
    if tree.head in {"symbol", "number", "static"}:
        return str(tree.args[0])
    return f"{tree.head}({', '.join(map(text, tree.args))})"


CASES = [
    (lambda x: x + 1, "add(x, 1.0)"),
    (lambda x: 1 + x, "add(1.0, x)"),
    (lambda x: x - 1, "subtract(x, 1.0)"),
    (lambda x: 1 - x, "subtract(1.0, x)"),
    (lambda x: x * 2, "multiply(x, 2.0)"),
    (lambda x: 2 * x, "multiply(2.0, x)"),
    (lambda x: x / 2, "divide(x, 2.0)"),
    (lambda x: 2 / x, "divide(2.0, x)"),
    (lambda x: x**2, "power(x, 2.0)"),
    (lambda x: 2**x, "power(2.0, x)"),
    (lambda x: -x, "negative(x)"),
    (lambda x: x < 1, "less(x, 1.0)"),
    (lambda x: x <= 1, "less_equal(x, 1.0)"),
    (lambda x: x > 1, "greater(x, 1.0)"),
    (lambda x: x >= 1, "greater_equal(x, 1.0)"),
    (lambda x: (x > 0) & (x < 1), "logical_and(greater(x, 0.0), less(x, 1.0))"),
    (lambda x: np.exp(2 * x), "exp(multiply(2.0, x))"),
    (lambda x: np.equal(x, 0), "equal(x, 0.0)"),
    (lambda x: np.where(x > 0, x, 0.0), "where(greater(x, 0.0), x, 0.0)"),
    (lambda x: np.float64(3) * x, "multiply(3.0, x)"),
    (lambda x: count(x, (0, 1)), "count(x, (0, 1))"),
    (lambda x: count(2.5 * x, None), "count(multiply(2.5, x), None)"),
    (lambda _: 1.5, "1.5"),
]


@pytest.mark.parametrize(("rule", "expected"), CASES, ids=[expected for _, expected in CASES])
def test_a_rule_on_symbols_is_its_tree(rule, expected):
    assert text(trace(rule, "x")) == expected


def test_attributes_are_fixed_or_symbols_themselves():
    def rule(x, *, axis):
        return count(x, axis)

    assert text(trace(rule, "x", axis=0)) == "count(x, 0)"
    assert text(trace(rule, "x", axis=symbol("axis"))) == "count(x, axis)"


def test_what_has_no_symbolic_form_is_refused():
    x = symbol("x")
    with pytest.raises(TypeError, match=r"add\.reduce"):
        np.add.reduce(x)
    with pytest.raises(TypeError, match="sum with keywords"):
        np.sum(x, axis=0)


def test_lifting_keeps_trees_and_wraps_everything_else():
    x = symbol("x")
    assert lift(x) is x
    assert lift(2).args == (2.0,)
    assert lift(None).head == "static"
    assert isinstance(lift(np.int64(3)), Expr)
