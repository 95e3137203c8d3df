import math

import numpy as np
import pytest
from graphs import note, unary

from chainrule.engine import check as module
from chainrule.engine.check import check, push
from chainrule.engine.graph import Builder
from chainrule.engine.infer import Bounds
from chainrule.engine.ops import OPS
from chainrule.errors import LimitError, ValueProblem


def test_three_ways_lead_to_the_same_number():
    found = check(note())
    assert [entry["node"] for entry in found] == ["x", "y", "z"]
    assert [entry["reverse"] for entry in found] == [-4.0, -4.0, 3.0]
    assert [entry["forward"] for entry in found] == [-4.0, -4.0, 3.0]
    assert [entry["difference"] for entry in found] == pytest.approx([-4, -4, 3], abs=1e-8)
    assert all(entry["error"] < 1e-8 for entry in found)


def test_arrays_are_compared_entry_by_entry():
    build = Builder()
    a, w = build.input("a", [[0.1, 0.2]]), build.input("w", [[1, 2], [3, 4]])
    build.node("sum", build.node("softmax", build.node("tanh", build.node("matmul", a, w))))
    for entry in check(build.graph(), seed=3.0):
        assert entry["forward"] == pytest.approx(entry["reverse"], abs=1e-12)
        assert np.shape(entry["difference"]) == np.shape(entry["reverse"])
        assert entry["error"] < 1e-8


def test_a_seed_and_an_output_may_be_chosen():
    first, *_ = check(note(), {"x": 1}, output=2, seed=10)
    assert (first["reverse"], first["forward"]) == (10.0, 10.0)
    assert first["difference"] == pytest.approx(10)


def test_the_output_may_be_the_input_itself():
    build = Builder()
    build.input("x", [1, 2])
    (entry,) = check(build.graph())
    assert entry["forward"].tolist() == [1, 1]
    assert entry["error"] < 1e-9


def test_an_input_that_no_gradient_reaches_has_nothing_to_compare():
    _, entry = check(note(), output=0)[:2]
    assert entry.pop("node") == "y"
    assert entry == dict.fromkeys(("reverse", "forward", "difference", "error", "forward_error"))


def test_any_node_can_be_proved_by_moving_it_alone():
    build = Builder()
    a, b = build.input("a", -2), build.input("b", 3)
    d, e = build.node("mul", a, b), build.node("add", a, b)
    build.node("mul", d, e)
    found = check(build.graph(), nodes=[d, e, 4, a])
    assert [entry["reverse"] for entry in found] == [1.0, -6.0, 1.0, -3.0]
    for entry in found:
        assert entry["forward"] == entry["reverse"]
        assert entry["forward_error"] == 0
        assert entry["difference"] == pytest.approx(entry["reverse"], rel=1e-9)


def test_an_array_within_the_graph_is_proved_entry_by_entry():
    build = Builder()
    a, w = build.input("a", [[0.1, 0.2]]), build.input("w", [[1, 2], [3, 4]])
    hidden = build.node("tanh", build.node("matmul", a, w))
    build.node("sum", build.node("softmax", hidden))
    (entry,) = check(build.graph(), nodes=[hidden], seed=2)
    assert np.shape(entry["difference"]) == (1, 2)
    assert entry["error"] < 1e-8


def test_equal_infinities_agree_and_a_wrong_rule_would_not():
    assert check(unary("sqrt", 0))[0]["forward_error"] == 0
    assert module._error(np.array([1.0]), np.array([1.5])) == pytest.approx(1 / 3)


def test_blocked_inputs_stand_still_in_forward_mode_too():
    build = Builder()
    x, y = build.input("x", 1), build.input("y", 3)
    test = build.node("lt", x, y)
    build.node("where", test, build.node("mul", x, y), y)
    first, second = check(build.graph())
    assert (first["forward"], second["forward"]) == (3.0, 1.0)


def test_a_jump_is_seen_by_the_difference_alone():
    build = Builder()
    x = build.input("x", 2)
    build.node("add", build.node("floor", x), build.node("gt", x, build.const(1)))
    (entry,) = check(build.graph())
    assert (entry["reverse"], entry["forward"]) == (0.0, 0.0)
    assert entry["difference"] > 10_000
    assert entry["error"] == pytest.approx(1)


def test_the_step_may_be_chosen():
    assert check(unary("square", 3), h=0.5)[0]["difference"] == 6.0
    assert check(unary("exp", 0), h=1.0)[0]["difference"] == pytest.approx(math.sinh(1))


def test_the_step_grows_with_a_large_input():
    (entry,) = check(unary("square", 1e12))
    assert entry["difference"] == pytest.approx(2e12, rel=1e-9)


@pytest.mark.parametrize("h", [0.0, -1.0, math.nan, math.inf])
def test_a_step_must_be_positive(h):
    with pytest.raises(ValueProblem) as caught:
        check(note(), h=h)
    assert caught.value.pointer == "/h"


def test_a_step_that_is_lost_in_a_huge_input_answers_nan():
    (entry,) = check(unary("neg", 1e300), h=1e-6)
    assert math.isnan(entry["difference"])
    assert math.isnan(entry["error"])


def test_an_infinite_input_answers_without_a_warning():
    (entry,) = check(unary("neg", math.inf))
    assert entry["reverse"] == entry["forward"] == -1.0
    assert math.isnan(entry["difference"])


def test_an_empty_input_is_no_disagreement():
    build = Builder()
    build.node("sum", build.input("x", np.zeros((0,))))
    assert check(build.graph())[0]["error"] == 0.0


def test_more_entries_than_can_be_checked_are_refused_before_the_start():
    with pytest.raises(LimitError) as caught:
        check(unary("sum", np.zeros(100)), bounds=Bounds(work=10_000))
    assert caught.value.code == "cost"


def test_every_array_op_carries_tangents_of_every_input():
    assert all(OPS[name].push for name in OPS if OPS[name].pull)


def test_a_linear_op_carries_a_tangent_with_the_other_inputs_zero():
    x, y = np.array([1.0, 2.0]), np.array([3.0])
    assert push(OPS["concat"], 1, np.array([5.0]), None, [x, y], {}).tolist() == [0, 0, 5]


def test_a_leaf_carries_nothing():
    with pytest.raises(TypeError, match="no tangent rule"):
        module._no_rule()
