import math

import numpy as np
import pytest
from graphs import note, unary

from chainrule.engine import flags as module
from chainrule.engine.flags import flags
from chainrule.engine.graph import Builder
from chainrule.engine.passes import run


def flagged(graph, **options):
    """Return the flags as (id, kind, first) and the details by id."""
    found = flags(run(graph, **options))
    short = [(graph.ids[i], flag.kind, flag.first) for i, each in sorted(found.items()) for flag in each]
    return short, {graph.ids[i]: " ".join(flag.detail for flag in each) for i, each in found.items()}


def binary(op, a, b):
    build = Builder()
    build.node(op, build.input("a", a), build.input("b", b), name="y")
    return build.graph()


def test_a_clean_graph_has_no_flags():
    assert flags(run(note())) == {}


def test_a_clean_graph_of_numbers_is_not_searched(monkeypatch):
    monkeypatch.setattr(module, "_culprits", lambda _: pytest.fail("the graph was searched"))
    assert flags(run(unary("relu", 1))) == {}


class TestKinks:
    def test_a_convention_is_named_with_both_slopes(self):
        short, details = flagged(unary("relu", 0))
        assert short == [("y", "kink", False)]
        assert details["y"].startswith("y = relu(0): at x = 0 the derivative is a convention: relu′(0) = 0")
        assert "From the left it is 0, from the right 1." in details["y"]

    def test_without_a_slope_on_either_side_nothing_is_said_of_sides(self):
        _, details = flagged(unary("sign", 0))
        assert "the derivative is a convention" in details["y"]
        assert "From" not in details["y"]

    def test_slopes_that_are_the_same_are_said_once(self):
        _, details = flagged(binary("pow", 0, 0))
        assert "its local gradient for a is 0. From both sides it is 0." in details["y"]
        assert details["y"].startswith("y = 0 ** 0: for a ** b at a = 0, b = 0 the derivative is a convention")
        assert details["y"].count("From") == 1

    def test_slopes_may_be_rules_of_the_inputs(self):
        _, details = flagged(binary("mod", 3, -1.5))
        assert "From the left it is 1, from the right none." in details["y"]
        assert "for mod(a, b) where a is a multiple of b the derivative" in details["y"]

    def test_many_nodes_are_asked_at_once_and_only_those_on_the_kink_are_flagged(self):
        build = Builder()
        total = build.input("x0", 1)
        for i in range(1, 6):
            x = build.input(f"x{i}", i % 2)
            total = build.node("add", total, build.node("relu", x, name=f"r{i}"))
        short, _ = flagged(build.graph())
        assert short == [("r2", "kink", False), ("r4", "kink", False)]

    def test_a_tie_of_several_operands_is_a_kink(self):
        short, details = flagged(binary("maximum", 2, 2))
        assert short == [("y", "kink", False)]
        assert "y = maximum(2, 2): where several operands are the greatest the derivative" in details["y"]
        assert "share the gradient equally" in details["y"]

    def test_arrays_are_flagged_where_any_entry_is_on_the_kink(self):
        short, details = flagged(unary("abs", [1, 0, -1]))
        assert short == [("y", "kink", False)]
        assert "y = abs(x)" in details["y"]
        assert "From the left it is −1, from the right 1." in details["y"]

    def test_the_slopes_of_an_array_are_those_of_its_first_entry_on_the_kink(self):
        _, details = flagged(binary("mod", [4, 3], [3, -1.5]))
        assert "From the left it is 1, from the right none." in details["y"]

    def test_reductions_have_kinks_too(self):
        short, _ = flagged(unary("max", [2, 2, 1]))
        assert short == [("y", "kink", False)]

    def test_keywords_reach_the_test_for_a_kink(self):
        assert flagged(unary("max", [[2, 2], [3, 1]], axis=1))[0] == [("y", "kink", False)]
        assert flagged(unary("max", [[2, 2], [3, 1]], axis=0))[0] == []

    @pytest.mark.parametrize(
        ("lo", "hi", "at"), [(1, 2, "x = lo"), (0, 1, "x = hi"), (1, 1, "x = lo = hi"), (0, 2, None)]
    )
    def test_a_bound_of_clip_is_one_kink_also_where_both_bounds_are_equal(self, lo, hi, at):
        build = Builder()
        build.node("clip", build.input("x", 1), build.const(lo), build.const(hi), name="y")
        short, details = flagged(build.graph())
        assert short == ([("y", "kink", False)] if at else [])
        assert f"at {at} the derivative" in details["y"] if at else not details

    def test_a_kink_of_a_blocked_input_is_none(self):
        build = Builder()
        build.node("pow", build.input("x", 0), build.const(0), name="y")
        short, details = flagged(build.graph())
        assert short == [("y", "kink", False)]
        assert "0⁰ is 1" in details["y"]
        assert "for b" not in details["y"]

    def test_a_node_without_a_gradient_uses_no_convention(self):
        build = Builder()
        x = build.input("x", 0)
        build.node("relu", x)
        build.node("square", x)
        assert flagged(build.graph())[0] == []


class TestValues:
    def test_outside_the_domain_is_said_in_words(self):
        short, details = flagged(unary("log", -1))
        assert short == [("y", "domain", True)]
        assert details["y"] == "y = log(−1): log needs x > 0, so the value and its local gradient are NaN."

    def test_at_the_edge_of_the_domain_the_value_may_be_infinite(self):
        short, details = flagged(unary("log", 0))
        assert ("y", "domain", True) in short
        assert "so the value is −∞" in details["y"]

    @pytest.mark.parametrize(("a", "value"), [(1, "∞"), (-1, "−∞"), (0, "NaN")])
    def test_division_by_zero(self, a, value):
        short, details = flagged(binary("div", a, 0))
        assert short[0] == ("y", "division", True)
        assert details["y"] == f"y = {'(−1)' if a < 0 else a} / 0: division by 0, so the value is {value}."

    def test_a_negative_power_of_zero_is_a_division(self):
        short, details = flagged(binary("pow", 0, -1))
        assert ("y", "division", True) in short
        assert "0 ** (−1)" in details["y"]

    def test_a_broken_power_of_a_negative_number_is_outside_the_domain(self):
        assert ("y", "domain", True) in flagged(binary("pow", -8, 0.5))[0]

    @pytest.mark.parametrize(
        ("op", "p", "t"), [("bce", 0, 1), ("bce", 1, 0), ("bce", 0, 0.5), ("cross_entropy", [0, 1], [1, 0])]
    )
    def test_a_loss_may_take_the_logarithm_of_0(self, op, p, t):
        short, details = flagged(binary(op, p, t))
        assert short == [("y", "domain", True)]
        assert details["y"].endswith("it takes the logarithm of 0, so the value is ∞.")

    def test_a_loss_may_overflow_without_a_logarithm_of_0(self):
        short, _ = flagged(binary("cross_entropy", [1e-300, 0], [1e308, 0]))
        assert ("y", "overflow", True) in short

    @pytest.mark.parametrize(
        ("op", "a", "b", "text"),
        [("pow", -2, 0.5, "y = (−2) ** 0.5: "), ("div", -1, 0, "y = (−1) / 0: "), ("div", 1, -0.0, "y = 1 / (−0): ")],
    )
    def test_negative_operands_of_a_sign_stand_in_brackets(self, op, a, b, text):
        assert flagged(binary(op, a, b))[1]["y"].startswith(text)

    def test_overflow(self):
        short, details = flagged(unary("exp", 1000))
        assert short == [("y", "overflow", True)]
        assert "beyond the largest number, 1.8e308, so the value is ∞" in details["y"]

    def test_infinity_less_infinity_is_invalid(self):
        build = Builder()
        x = build.input("x", 1000)
        a, b = build.node("exp", x, name="a"), build.node("exp", x, name="b")
        build.node("sub", a, b, name="y")
        short, details = flagged(build.graph())
        assert [entry for entry in short if entry[0] != "x"] == [
            ("a", "overflow", True),
            ("b", "overflow", False),
            ("y", "invalid", False),
        ]
        assert "y = ∞ − ∞: it has no value" in details["y"]

    def test_nodes_that_only_pass_it_on_are_not_to_blame(self):
        build = Builder()
        y = build.node("log", build.input("x", -1), name="y")
        build.node("exp", build.node("neg", y))
        assert flagged(build.graph())[0] == [("y", "domain", True)]

    def test_an_infinity_that_is_passed_on_is_flagged_once(self):
        build = Builder()
        y = build.node("exp", build.input("x", 1000), name="y")
        build.node("neg", y)
        assert flagged(build.graph())[0] == [("y", "overflow", True)]

    @pytest.mark.parametrize(("value", "word"), [(math.nan, "NaN"), (math.inf, "∞"), (-math.inf, "−∞")])
    def test_an_input_may_be_the_culprit(self, value, word):
        short, details = flagged(unary("neg", value))
        assert short == [("x", "invalid", True)]
        assert details["x"] == f"x is given as {word}."

    def test_arrays_say_how_many_entries_are_concerned(self):
        short, details = flagged(unary("log", [1, -1, 0]))
        assert ("y", "domain", True) in short
        assert "y = log(x) (2 of 3 entries): log needs x > 0" in details["y"]

    def test_an_array_without_a_name_is_shown_as_brackets(self):
        build = Builder()
        x = build.node("neg", build.input("x", [1, 2]))
        build.node("log", x)
        assert "log([…])" in flagged(build.graph())[1][":2"]


class TestGradients:
    def test_a_slope_that_divides_by_zero(self):
        short, details = flagged(unary("asin", 1))
        assert ("y", "division", True) in short
        assert "the local gradient is ∞" in details["y"]

    def test_zero_times_infinity_is_explained(self):
        build = Builder()
        x = build.input("x", 0)
        root = build.node("sqrt", x, name="root")
        build.node("where", build.node("gt", x, build.const(0)), root, x)
        short, details = flagged(build.graph())
        assert ("root", "invalid", True) in short
        assert "the upstream gradient 0 meets the local gradient ∞, and 0 · ∞ is NaN" in details["root"]

    @pytest.mark.parametrize(
        ("op", "before", "after", "slope"),
        [("log", (), (), "∞"), ("div", (1,), (), "∞"), ("pow", (), (-1,), "−∞")],
        ids=["log(x)", "1/x", "x**-1"],
    )
    def test_zero_times_infinity_is_explained_where_the_value_is_infinite_too(self, op, before, after, slope):
        build = Builder()
        x = build.input("x", 0)
        y = build.node(op, *map(build.const, before), x, *map(build.const, after), name="y")
        build.node("where", build.node("gt", x, build.const(0)), y, build.const(0), name="z")
        result = run(build.graph())
        assert math.isnan(result.gradients[x])
        why = [flag.detail for flag in flags(result)[y] if flag.kind == "invalid"]
        assert len(why) == 1
        assert f"the upstream gradient 0 meets the local gradient {slope}, and 0 · ∞ is NaN" in why[0]

    def test_the_infinity_that_0_meets_is_named_among_other_entries(self):
        build = Builder()
        x = build.input("x", [0, -1, 2])
        y = build.node("log", x, name="y")
        build.node("where", build.node("gt", x, build.const(0)), y, build.const(0))
        details = [flag.detail for flag in flags(run(build.graph()))[y]]
        assert "the upstream gradient 0 meets the local gradient ∞" in details[-1]

    def test_an_infinite_slope_of_an_infinite_value_is_flagged_once(self):
        assert flagged(unary("log", 0))[0] == [("y", "kink", False), ("y", "domain", True)]

    def test_the_target_of_a_loss_meets_the_logarithm_of_0_only_on_the_way_back(self):
        short, details = flagged(binary("bce", 0, 0))
        assert short == [("y", "domain", True)]
        assert details["y"] == "y = bce(0, 0): the local gradient for the target is ∞, a logarithm of 0."

    def test_the_exponent_of_a_negative_base_has_no_slope(self):
        short, details = flagged(binary("pow", -2, 2))
        assert short == [("y", "domain", True)]
        assert "the exponent has a gradient for a > 0, so its local gradient is NaN" in details["y"]

    def test_a_product_that_overflows_on_the_way_back(self):
        build = Builder()
        y = build.node("mul", build.input("x", 1e-200), build.const(1e200), name="y")
        build.node("mul", y, build.const(1e200))
        short, details = flagged(build.graph(), seed=1e10)
        assert short == [("y", "overflow", True)]
        assert "what it hands back is ∞, beyond the largest number" in details["y"]

    def test_a_slope_that_overflows_although_all_values_are_finite(self):
        build = Builder()
        build.node("pow", build.input("x", 1e-200), build.const(-1.53), name="y")
        short, details = flagged(build.graph())
        assert short == [("y", "overflow", True)]
        assert "the local gradient is −∞: beyond the largest number" in details["y"]

    def test_a_sum_that_overflows_is_flagged_where_it_is_made(self):
        build = Builder()
        x = build.input("x", 0)
        build.node("mul", build.node("add", x, x), build.const(1e308))
        short, details = flagged(build.graph())
        assert short == [("x", "overflow", True)]
        assert "the sum of its gradients" in details["x"]

    def test_infinite_gradients_that_cancel_have_no_sum(self):
        build = Builder()
        x = build.input("x", 0)
        build.node("sub", build.node("sqrt", x, name="a"), build.node("sqrt", x, name="b"))
        short, details = flagged(build.graph())
        assert ("x", "invalid", False) in short
        assert "∞ and −∞ have no sum" in details["x"]

    def test_an_array_op_may_overflow_on_the_way_back(self):
        build = Builder()
        x = build.input("x", [[1e-300, 1e-300]])
        build.node("matmul", x, build.const([[1e200], [1]]), name="y")
        short, details = flagged(build.graph(), seed=[[1e200]])
        assert short == [("y", "overflow", True)]
        assert "beyond the largest number" in details["y"]

    def test_infinities_that_meet_in_one_sum_hand_back_nan(self):
        build = Builder()
        build.node("mul", build.input("x", 1e-300), build.const([1e200, -1e200]), name="y")
        short, details = flagged(build.graph(), seed=[1e200, 1e200])
        assert short == [("y", "invalid", True)]
        assert "what it hands back is NaN, which has no value" in details["y"]

    def test_a_seed_may_be_the_culprit(self):
        short, details = flagged(note(), seed=math.inf)
        assert short[0] == ("f", "invalid", True)
        assert details["f"] == "The seed of f = 3 × (−4) is ∞."

    def test_huge_numbers_whose_sum_overflows_are_no_culprits(self):
        build = Builder()
        build.node("maximum", build.input("a", 1.5e308), build.input("b", 1.4e308))
        assert flagged(build.graph())[0] == []

    def test_a_long_chain_of_nan_is_searched_in_no_time(self):
        build = Builder()
        last = build.node("log", build.input("x", -1), name="y")
        for _ in range(5_000):
            last = build.node("neg", last)
        assert flagged(build.graph())[0] == [("y", "domain", True)]


def test_numbers_in_sentences_are_short_and_have_real_minus_signs():
    assert [module._number(x) for x in (-0.1, 1 / 3, -1e-7, 2.0, np.inf)] == ["−0.1", "0.333333", "−1e−07", "2", "∞"]
