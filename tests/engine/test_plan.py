import dataclasses
import itertools
import math

import numpy as np
import pytest
from graphs import note, unary

from chainrule.engine import plan as module
from chainrule.engine.graph import Builder
from chainrule.engine.infer import Bounds, size
from chainrule.engine.passes import run
from chainrule.engine.plan import evaluate_points, plan
from chainrule.errors import LimitError, ValueProblem


def layers():
    """Return a graph of two layers of relu neurons, with kinks, constants, powers and attributes beside."""
    build = Builder()
    xs = [build.input(f"x{i}", i - 2) for i in range(5)]
    w = build.const(0.5)
    hidden = [build.node("relu", build.node("sub", build.node("mul", x, w), y)) for x, y in itertools.pairwise(xs)]
    total = hidden[0]
    for unit in hidden[1:]:
        total = build.node("add", total, unit)
    square = build.node("pow", total, build.const(2))
    build.node("log", build.node("neg", square), name="aside")
    top = build.node("maximum", square, xs[0], total)
    test = build.node("gt", xs[1], xs[2])
    build.node("where", test, top, build.node("div", top, xs[4]), name="f")
    return build.graph()


def agrees(graph, values, gradients, found):
    expected = [0.0 if gradient is None else gradient for gradient in found.gradients]
    assert values == pytest.approx(found.values, nan_ok=True)
    assert gradients == pytest.approx(expected, nan_ok=True)
    assert [gradient is not None for gradient in found.gradients] == plan(graph).reached.tolist()


@pytest.mark.parametrize("graph", [note(), layers(), unary("tanh", 0.5), unary("log", -1)])
def test_a_plan_finds_what_the_passes_find(graph):
    agrees(graph, *plan(graph).run(), run(graph))


def test_a_plan_is_run_with_other_inputs():
    graph = layers()
    agrees(graph, *plan(graph).run({"x1": 3.5, "x4": -1}), run(graph, {"x1": 3.5, "x4": -1}))


def test_a_plan_may_be_run_again_and_again():
    ready = plan(layers())
    first, second = ready.run(), ready.run()
    assert np.array_equal(first[0], second[0])
    assert np.array_equal(first[1], second[1])


def test_ops_of_one_depth_are_one_group():
    build = Builder()
    xs = [build.input(f"x{i}", i) for i in range(8)]
    while len(xs) > 1:
        xs = [build.node("mul", *pair) for pair in zip(xs[::2], xs[1::2], strict=True)]
    ready = plan(build.graph())
    assert len(ready.groups) == 3
    assert all(place.__class__ is slice for group in ready.groups[:2] for place in group.sources)


def test_what_the_output_does_not_need_spoils_no_gradient():
    build = Builder()
    x = build.input("x", -1)
    build.node("log", x)
    graph = build.graph(build.node("neg", x))
    assert plan(graph).run()[1].tolist() == [-1.0, 0.0, 1.0]


def test_plans_are_for_numbers():
    with pytest.raises(ValueError, match="only graphs of numbers"):
        plan(unary("tanh", [1, 2]))
    with pytest.raises(ValueProblem) as caught:
        plan(note()).run({"x": [1, 2]})
    assert caught.value.pointer == "/inputs/x"


def test_a_leaf_has_no_rule():
    with pytest.raises(TypeError, match="a leaf"):
        module._no_rule()


class TestPoints:
    def test_every_point_has_a_value_and_gradients_by_input(self):
        found = evaluate_points(note(), [{"x": 1}, {"x": 2, "z": 1}, {}])
        assert found.values == [-24.0, 7.0, -12.0]
        assert found.gradients == {"x": [-4.0, 1.0, -4.0], "y": [-4.0, 1.0, -4.0], "z": [6.0, 7.0, 3.0]}

    def test_points_together_are_what_they_are_alone(self):
        graph = layers()
        points = [{"x0": math.sin(k), "x3": math.cos(k)} for k in range(20)]
        found = evaluate_points(graph, points)
        for k, point in enumerate(points):
            alone = run(graph, point)
            assert found.values[k] == pytest.approx(alone.values[graph.output])
            assert [found.gradients[f"x{i}"][k] for i in range(5)] == pytest.approx(alone.gradients[:5])

    def test_points_that_do_not_fit_into_memory_together_go_in_pieces(self, monkeypatch):
        pieces = []
        monkeypatch.setattr(module, "run", lambda *args, **more: pieces.append(1) or run(*args, **more))
        graph = note()
        room = dataclasses.replace(Bounds(), memory=3 * size(graph, [()] * 5).memory)
        found = evaluate_points(graph, [{"x": k} for k in range(7)], room)
        assert found.values == [-4.0 * (k + 5) for k in range(7)]
        assert found.gradients["z"] == [k + 5.0 for k in range(7)]
        assert len(pieces) == 3

    def test_arrays_are_evaluated_point_by_point(self):
        graph = unary("sum", [1, 2])
        found = evaluate_points(graph, [{}, {"x": [[3, 4, 5]]}])
        assert found.values == [3.0, 12.0]
        assert [gradient.tolist() for gradient in found.gradients["x"]] == [[1, 1], [[1, 1, 1]]]

    def test_an_input_that_no_gradient_reaches_has_none_at_every_point(self):
        build = Builder()
        build.input("x", 1)
        build.node("neg", build.input("y", 2))
        found = evaluate_points(build.graph(), [{}, {"x": 5}])
        assert found.gradients == {"x": [None, None], "y": [-1.0, -1.0]}

    def test_an_output_that_is_constant_is_the_same_everywhere(self):
        build = Builder()
        build.input("x", 1)
        build.const(4)
        found = evaluate_points(build.graph(), [{"x": 1}, {"x": 2}])
        assert found.values == [4.0, 4.0]

    def test_no_points_have_no_values(self):
        assert evaluate_points(note(), []) == ([], {"x": [], "y": [], "z": []})
        assert evaluate_points(unary("sum", [1]), []).values == []

    def test_an_unknown_input_is_refused_with_its_point(self):
        with pytest.raises(ValueProblem) as caught:
            evaluate_points(note(), [{}, {"w": 1}])
        assert caught.value.pointer == "/points/1/w"

    def test_an_input_without_a_value_is_refused(self):
        build = Builder()
        build.node("neg", build.input("x"))
        assert evaluate_points(build.graph(), [{"x": 1}]).values == [-1.0]
        with pytest.raises(ValueProblem, match="has no value") as caught:
            evaluate_points(build.graph(), [{"x": 1}, {}])
        assert caught.value.pointer == "/points/1/x"

    @pytest.mark.parametrize("graph", [note(), unary("sum", [1, 2])])
    def test_points_that_would_take_too_long_are_refused(self, graph):
        with pytest.raises(LimitError) as caught:
            evaluate_points(graph, [{}] * 100, Bounds(work=300))
        assert caught.value.code == "cost"
