import functools
import math
import operator

import numpy as np
import pytest
from graphs import BOUNDLESS, chain, note, unary

from chainrule.engine import passes, tape
from chainrule.engine.compile import exact_rule
from chainrule.engine.graph import Builder, consumers
from chainrule.engine.infer import Bounds
from chainrule.engine.ops import OPS
from chainrule.engine.passes import backward, forward, run
from chainrule.errors import LimitError, ShapeError, ValueProblem


@pytest.fixture(params=["numbers", "arrays"])
def way(request, monkeypatch):
    """Both ways through a graph of numbers: the fast loops, and the general ones."""
    if request.param == "arrays":
        monkeypatch.setattr(tape, "forward", lambda *_: None)
    return request.param


def same(a, b):
    """Return whether two values are equal, NaN to NaN and None to None."""
    return (a is None and b is None) or (a is not None and b is not None and np.array_equal(a, b, equal_nan=True))


@pytest.mark.usefixtures("way")
class TestNumbers:
    def test_the_example_of_the_note_has_the_numbers_of_the_note(self):
        found = run(note())
        assert found.values == [-2.0, 5.0, 3.0, -4.0, -12.0]
        assert found.gradients == [-4.0, -4.0, -4.0, 3.0, 1.0]
        assert list(found.local) == [(), (), (1.0, 1.0), (), (-4.0, 3.0)]
        assert list(found.propagated) == [(), (), (-4.0, -4.0), (), (-4.0, 3.0)]

    def test_numbers_are_floats_everywhere(self):
        found = run(note())
        every = [*found.values, *found.gradients, found.seed]
        every += [entry for rows in (found.local, found.propagated) for row in rows for entry in row]
        assert {type(number) for number in every} == {float}

    def test_gradients_from_two_uses_are_summed(self):
        build = Builder()
        a = build.input("a", 3)
        build.node("add", a, a)
        assert run(build.graph()).gradients == [2.0, 1.0]

    def test_sums_go_up_by_consumer_and_slot_bit_by_bit(self):
        build = Builder()
        x = build.input("x", 0.1)
        total = build.const(0.0)
        for factor in (1e16, 3.0, -1e16, 0.7, 1e-3):
            total = build.node("add", total, build.node("mul", x, build.const(factor)))
        build.node("maximum", x, total, build.node("mul", x, x))
        build.node("add", 0, len(build.ops) - 1)
        graph = build.graph()
        found = run(graph)
        edges = [found.propagated[target][slot] for target, slot in consumers(graph)[x]]
        assert len(edges) == 9
        assert found.gradients[x] == functools.reduce(operator.add, edges)

    def test_a_node_that_the_output_does_not_need_has_no_gradient(self):
        build = Builder()
        x = build.input("x", 1)
        build.node("square", x)
        y = build.node("neg", x)
        after = build.node("neg", y)
        found = run(build.graph(y))
        assert found.gradients == [-1.0, None, 1.0, None]
        assert (found.local[1], found.local[after], found.propagated[1]) == (None, None, None)
        assert found.values[after] == 1.0

    def test_any_node_may_be_the_output(self):
        found = run(note(), output=2)
        assert found.graph.output == 2
        assert found.gradients == [1.0, 1.0, 1.0, None, None]

    def test_the_seed_is_where_the_gradient_starts(self):
        found = run(note(), seed=-2)
        assert found.seed == -2.0
        assert found.gradients == [8.0, 8.0, 8.0, -6.0, -2.0]

    def test_inputs_take_the_place_of_literals(self):
        found = run(note(), {"x": 1, "z": np.float64(2)})
        assert found.values == [1.0, 5.0, 6.0, 2.0, 12.0]
        assert note().literals[0] == -2.0

    def test_the_condition_of_where_gets_nothing_and_the_branch_not_taken_gets_zero(self):
        build = Builder()
        x, y = build.input("x", 1), build.input("y", 2)
        test = build.node("gt", x, y)
        build.node("where", test, x, y)
        found = run(build.graph())
        assert found.gradients == [0.0, 1.0, None, 1.0]
        assert found.local[3] == (None, 0.0, 1.0)
        assert found.propagated[3] == (None, 0.0, 1.0)
        assert found.local[2] is None

    def test_zero_times_infinity_from_the_branch_not_taken_is_kept(self):
        build = Builder()
        x = build.input("x", 0)
        root = build.node("sqrt", x)
        build.node("where", build.node("gt", x, build.const(0)), root, x)
        assert math.isnan(run(build.graph()).gradients[x])

    def test_a_constant_exponent_gets_no_gradient(self):
        build = Builder()
        x = build.input("x", 3)
        two = build.node("square", build.const(2))
        build.node("pow", x, two)
        found = run(build.graph())
        assert found.values[-1] == 81.0
        assert found.gradients[x] == 108.0
        assert found.gradients[two] is None
        assert found.local[3] == (108.0, None)

    def test_a_variable_exponent_gets_its_gradient(self):
        build = Builder()
        build.node("pow", build.input("x", 2), build.input("n", 3))
        assert run(build.graph()).gradients == [12.0, pytest.approx(8 * math.log(2)), 1.0]

    def test_a_negative_base_under_a_variable_exponent_has_nan_for_the_exponent(self):
        build = Builder()
        build.node("pow", build.input("x", -2), build.input("n", 2))
        base, exponent, _ = run(build.graph()).gradients
        assert base == -4.0
        assert math.isnan(exponent)

    @pytest.mark.parametrize(
        ("op", "x", "value", "slope"),
        [
            ("log", -1, math.nan, math.nan),
            ("log", 0, -math.inf, math.inf),
            ("sqrt", 0, 0.0, math.inf),
            ("exp", 1000, math.inf, math.inf),
            ("reciprocal", 0, math.inf, -math.inf),
            ("asin", 2, math.nan, math.nan),
        ],
    )
    def test_where_math_raises_ieee_answers(self, op, x, value, slope):
        found = run(unary(op, x))
        assert same(found.values[1], value)
        assert same(found.gradients[0], slope)

    def test_one_node_that_math_cannot_do_leaves_the_others_alone(self):
        build = Builder()
        x = build.input("x", -1)
        log = build.node("log", x)
        build.node("mul", x, build.node("pow", log, build.const(2)))
        y = build.node("exp", x)
        graph = build.graph(y)
        assert run(graph).gradients[x] == run(unary("exp", -1)).gradients[0]

    def test_many_operands_share_a_tie(self):
        build = Builder()
        a, b, c = (build.input(name, value) for name, value in (("a", 2), ("b", 2), ("c", 1)))
        build.node("maximum", a, b, c, a)
        found = run(build.graph())
        assert found.gradients[:3] == [pytest.approx(2 / 3), pytest.approx(1 / 3), 0.0]
        assert len(found.local[3]) == 4

    def test_attributes_and_three_operands_are_fine(self):
        build = Builder()
        build.node("clip", build.input("x", 0.5), build.const(0), build.const(1))
        assert run(build.graph()).gradients == [1.0, 0.0, 0.0, 1.0]

    @pytest.mark.parametrize("op", ["add", "sub", "mul"])
    @pytest.mark.parametrize(("a", "b"), [(1.5, -2.25), (1e308, 1e308), (0.0, -0.0), (math.inf, math.nan)])
    def test_ops_that_are_written_out_do_what_their_records_say(self, op, a, b):
        build = Builder()
        build.node(op, build.input("a", a), build.input("b", b))
        found = run(build.graph())
        assert same([found.values[2], *found.local[2]], exact_rule(OPS[op], 2)(a, b))

    def test_results_repeat_bit_by_bit(self):
        graph = chain(50)
        first, second = run(graph), run(graph)
        assert first.gradients == second.gradients
        ahead = forward(graph)
        assert backward(graph, ahead).gradients == backward(graph, ahead).gradients == first.gradients
        assert backward(graph, ahead, seed=2.0).gradients[0] == 2 * first.gradients[0]


class TestRows:
    def test_rows_are_read_like_a_list(self):
        found = run(note())
        assert len(found.local) == len(found.propagated) == 5
        assert found.local[-1] == found.local[4] == (-4.0, 3.0)
        assert found.local[2:] == [(1.0, 1.0), (), (-4.0, 3.0)]
        assert found.propagated[2::2] == [(-4.0, -4.0), (-4.0, 3.0)]
        with pytest.raises(IndexError):
            found.local[5]

    def test_rows_of_many_operands_are_read_from_the_end_too(self):
        build = Builder()
        a = build.input("a", 1)
        build.node("maximum", a, build.const(0), build.const(-1))
        assert run(build.graph()).local[-1] == (1.0, 0.0, 0.0)


class TestArrays:
    def test_entrywise_ops_keep_local_gradients_in_the_shape_of_the_result(self):
        build = Builder()
        x, b = build.input("x", [[1, 2, 3], [4, 5, 6]]), build.input("b", [10, 20, 30])
        y = build.node("mul", x, b)
        build.node("sum", y)
        found = run(build.graph())
        assert found.local[y][0].tolist() == [[10, 20, 30], [10, 20, 30]]
        assert found.local[y][1].shape == (2, 3)
        assert found.gradients[b].tolist() == [5, 7, 9]
        assert found.shapes == [(2, 3), (3,), (2, 3), ()]

    def test_broadcasting_is_undone_for_numbers_and_for_axes_of_one(self):
        build = Builder()
        x, s = build.input("x", [[1], [2]]), build.input("s", 3)
        build.node("sum", build.node("add", build.node("mul", x, build.input("w", [1, 2, 3])), s))
        found = run(build.graph())
        assert found.gradients[x].tolist() == [[6], [6]]
        assert found.gradients[s] == 6.0
        assert type(found.gradients[s]) is float

    def test_a_product_of_matrices_hands_back_matrices(self):
        build = Builder()
        a, b = build.input("a", [[1, 2], [3, 4]]), build.input("b", [[5], [6]])
        y = build.node("matmul", a, b)
        found = run(build.graph())
        assert found.gradients[a].tolist() == [[5, 6], [5, 6]]
        assert found.gradients[b].tolist() == [[4], [6]]
        assert found.local[y] == (None, None)
        assert found.seed.tolist() == [[1], [1]]

    def test_variadic_array_ops_hand_back_to_every_operand(self):
        build = Builder()
        a, b = build.input("a", [1, 2]), build.input("b", [3])
        y = build.node("concat", a, b)
        build.node("sum", build.node("mul", y, build.const([1, 10, 100])))
        found = run(build.graph())
        assert found.gradients[a].tolist() == [1, 10]
        assert found.gradients[b].tolist() == [100]

    def test_numbers_within_a_graph_of_arrays_use_the_scalar_rules(self):
        build = Builder()
        x = build.input("x", [1, 2])
        s = build.node("sum", x)
        build.node("log", build.node("sub", s, build.const(3)))
        found = run(build.graph())
        assert found.values[-1] == -math.inf
        assert found.gradients[x].tolist() == [math.inf, math.inf]

    def test_numbers_into_an_array_op_never_raise(self):
        build = Builder()
        build.node("mse", build.input("p", 1e200), build.input("t", -1e200))
        assert run(build.graph()).values[-1] == math.inf

    def test_made_arrays_are_leaves_with_a_gradient(self):
        build = Builder()
        build.node("sum", build.node("ones", shape=(2,)))
        found = run(build.graph())
        assert found.values[0].tolist() == [1, 1]
        assert found.gradients[0].tolist() == [1, 1]

    def test_a_seed_for_an_array_has_its_shape(self):
        found = run(unary("square", [1, 2]), seed=[1, 10])
        assert found.gradients[0].tolist() == [2, 40]

    def test_nothing_that_is_given_is_changed(self):
        x = np.array([1.0, 2.0])
        graph = unary("square", [3, 4])
        run(graph, {"x": x})
        run(graph)
        assert x.tolist() == [1, 2]
        assert graph.literals[0].tolist() == [3, 4]

    def test_the_backward_pass_of_arrays_repeats_bit_by_bit(self):
        graph = unary("softmax", [[0.1, 0.2], [0.3, 0.4]])
        ahead = forward(graph)
        assert same(backward(graph, ahead).gradients[0], backward(graph, ahead).gradients[0])


class TestLongChains:
    def test_a_chain_of_100_000_nodes_goes_forward_and_backward(self):
        found = run(chain(100_000, "neg"), bounds=BOUNDLESS)
        assert found.values[-1] == 1.0
        assert found.gradients[0] == 1.0

    def test_a_chain_of_array_ops_is_no_deeper_than_any_graph(self):
        found = run(chain(5_000, "neg", [1.0, 2.0]), bounds=BOUNDLESS)
        assert found.gradients[0].tolist() == [1.0, 1.0]

    def test_an_input_used_10_000_times_sums_them_all(self):
        build = Builder()
        x = build.input("x", 1)
        total = build.const(0)
        for _ in range(10_000):
            total = build.node("add", total, x)
        assert run(build.graph(), bounds=BOUNDLESS).gradients[x] == 10_000.0


class TestRefusals:
    def test_an_input_that_is_not_there_is_refused_with_its_pointer(self):
        with pytest.raises(ValueProblem, match=r"no input 'w/1'\. The inputs are: 'x', 'y', 'z'") as caught:
            run(note(), {"w/1": 1})
        assert caught.value.pointer == "/inputs/w~11"

    def test_a_graph_without_inputs_says_so(self):
        build = Builder()
        build.const(1)
        with pytest.raises(ValueProblem, match="none at all"):
            run(build.graph(), {"x": 1})

    @pytest.mark.parametrize("value", ["abc", [[1], [2, 3]], object()])
    def test_what_is_no_number_and_no_array_is_refused(self, value):
        with pytest.raises(ValueProblem, match="'x' must be a number") as caught:
            run(note(), {"x": value})
        assert caught.value.pointer == "/inputs/x"

    def test_an_input_without_a_value_is_refused(self):
        build = Builder()
        build.node("neg", build.input("x"))
        with pytest.raises(ValueProblem, match="'x' has no value") as caught:
            run(build.graph())
        assert (caught.value.pointer, caught.value.node) == ("/inputs/x", 0)

    @pytest.mark.parametrize(("graph", "seed"), [(note(), [1]), (unary("tanh", [1, 2]), 1.0)])
    def test_a_seed_of_another_shape_is_refused(self, graph, seed):
        with pytest.raises(ValueProblem, match="must be equal") as caught:
            run(graph, seed=seed)
        assert caught.value.pointer == "/seed"

    def test_a_seed_that_is_no_number_is_refused(self):
        with pytest.raises(ValueProblem, match="The seed must be a number") as caught:
            run(note(), seed="one")
        assert caught.value.pointer == "/seed"

    def test_shapes_that_do_not_fit_are_refused(self):
        build = Builder()
        build.node("add", build.input("a", [1, 2]), build.input("b", [1, 2, 3]))
        with pytest.raises(ShapeError):
            run(build.graph())

    @pytest.mark.parametrize("bounds", [Bounds(nodes=4), Bounds(edges=3)])
    def test_a_graph_beyond_the_bounds_is_refused(self, bounds):
        with pytest.raises(LimitError):
            run(note(), bounds=bounds)

    def test_edges_of_nodes_with_many_operands_count(self):
        build = Builder()
        x = build.input("x", 1)
        build.node("maximum", *[x] * 20)
        with pytest.raises(LimitError):
            run(build.graph(), bounds=Bounds(edges=19))
        assert run(build.graph(), bounds=Bounds(edges=20)).gradients[x] == pytest.approx(1.0)

    def test_nothing_is_allocated_for_what_is_refused(self, monkeypatch):
        monkeypatch.setattr(passes, "_plain", lambda _: pytest.fail("something was computed"))
        build = Builder()
        build.node("zeros", shape=(10**5, 10**5))
        with pytest.raises(LimitError):
            run(build.graph())

    def test_a_record_without_a_rule_is_a_mistake_of_ours(self):
        with pytest.raises(TypeError, match="no rule"):
            passes._no_value()
        with pytest.raises(tape.NotScalarError):
            tape._no_rule()
