import numpy as np
import pytest
from graphs import chain, note, unary

from chainrule.engine.graph import Builder
from chainrule.engine.passes import run
from chainrule.engine.trace import Step, columns, jacobian, levels, local_gradient, steps


def story(graph):
    """Return the steps as short texts, such as "forward x" or "backward f0"."""
    return [
        f"{step.phase} {graph.ids[step.node]}{'' if step.input is None else step.input}"
        for step in steps(graph, levels(graph))
    ]


class TestLevels:
    def test_the_example_of_the_contract_has_three_columns(self):
        graph = note()
        found = levels(graph)
        assert found == [2, 2, 1, 1, 0]
        assert [[graph.ids[i] for i in column] for column in columns(found)] == [["x", "y"], ["q", "z"], ["f"]]

    def test_the_level_is_the_longest_path(self):
        build = Builder()
        x = build.input("x", 1)
        y = build.node("neg", build.node("neg", x))
        build.node("add", x, y)
        assert levels(build.graph()) == [3, 2, 1, 0]

    def test_what_the_output_does_not_need_has_no_level_and_no_column(self):
        build = Builder()
        x = build.input("x", 1)
        build.node("neg", x)
        y = build.node("neg", x)
        build.node("neg", y)
        found = levels(build.graph(y))
        assert found == [1, None, 0, None]
        assert columns(found) == [[0], [2]]

    def test_blocked_edges_count_for_levels(self):
        build = Builder()
        x = build.input("x", 1)
        test = build.node("gt", x, build.const(0))
        build.node("where", test, x, x)
        assert levels(build.graph()) == [2, 2, 1, 0]


class TestSteps:
    def test_the_example_of_the_contract_is_told_in_its_order(self):
        assert story(note()) == [
            "forward x",
            "forward y",
            "forward q",
            "forward z",
            "forward f",
            "seed f",
            "backward f0",
            "backward f1",
            "backward q0",
            "backward q1",
        ]

    def test_a_step_is_a_record_with_three_fields(self):
        first, *_, last = steps(note(), levels(note()))
        assert first == Step(phase="forward", node=0, input=None)
        assert last == Step(phase="backward", node=2, input=1)
        assert (last.phase, last.node, last.input) == ("backward", 2, 1)

    def test_forward_goes_by_column_and_nodes_in_no_column_come_last(self):
        build = Builder()
        late = build.input("late", 1)
        x = build.input("x", 1)
        build.node("neg", x, name="aside")
        build.node("add", build.node("neg", x, name="early"), late, name="f")
        assert story(build.graph())[:5] == [
            "forward x",
            "forward late",
            "forward early",
            "forward f",
            "forward aside",
        ]

    def test_backward_goes_by_receiver_then_consumer_then_slot_and_sums_where_several_meet(self):
        build = Builder()
        x = build.input("x", 2)
        a = build.node("mul", x, x, name="a")
        b = build.node("neg", x, name="b")
        build.node("add", a, b, name="f")
        assert story(build.graph())[4:] == [
            "seed f",
            "backward f0",
            "backward f1",
            "backward a0",
            "backward a1",
            "backward b0",
            "sum x",
        ]

    def test_blocked_edges_have_no_step(self):
        build = Builder()
        x, y = build.input("x", 1), build.input("y", 2)
        test = build.node("gt", x, y, name="test")
        build.node("where", test, x, y, name="f")
        assert story(build.graph())[4:] == ["seed f", "backward f1", "backward f2"]

    def test_consumers_that_the_output_does_not_need_hand_nothing_back(self):
        build = Builder()
        x = build.input("x", 1)
        build.node("neg", x, name="aside")
        build.node("neg", x, name="f")
        assert story(build.graph())[3:] == ["seed f", "backward f0"]

    def test_an_output_that_is_a_leaf_is_seeded_and_that_is_all(self):
        build = Builder()
        build.input("x", 1)
        assert story(build.graph()) == ["forward x", "seed x"]

    def test_a_chain_of_100_000_nodes_has_200_002_steps(self):
        graph = chain(100_000, "neg")
        assert len(steps(graph, levels(graph))) == 200_002


class TestLocalGradient:
    def test_entrywise_ops_have_numbers_and_arrays(self):
        assert local_gradient(run(note()), 4, 1) == 3.0
        assert local_gradient(run(unary("square", [1, 2])), 1, 0).tolist() == [2, 4]

    def test_a_matrix_product_shows_the_other_factor(self):
        build = Builder()
        a, w = build.input("a", [[1, 2]]), build.input("w", [[3], [4]])
        z = build.node("matmul", a, w)
        found = local_gradient(run(build.graph()), z, 0)
        assert found["kind"] == "matrix"
        assert found["operand"] == "w"
        assert found["factor"].tolist() == [[3], [4]]
        assert "the right factor, transposed" in found["rule"]
        assert local_gradient(run(build.graph()), z, 1)["operand"] == "a"

    def test_a_small_jacobian_is_shown_in_full(self):
        found = local_gradient(run(unary("softmax", [0, 0])), 1, 0)
        assert found["kind"] == "jacobian"
        assert found["shape"] == [2, 2]
        assert found["matrix"].tolist() == [[0.25, -0.25], [-0.25, 0.25]]

    @pytest.mark.parametrize(("entries", "kind"), [(20, "jacobian"), (21, "rule")])
    def test_a_jacobian_beyond_400_entries_becomes_words(self, entries, kind):
        found = local_gradient(run(unary("softmax", [0] * entries)), 1, 0)
        assert found["kind"] == kind
        assert len(found["rule"]) > 20

    def test_a_reduction_of_a_number_has_a_jacobian_of_one_entry(self):
        found = local_gradient(run(unary("sum", 3)), 1, 0)
        assert found["matrix"].tolist() == [[1.0]]

    def test_blocked_edges_and_unreached_nodes_have_none(self):
        build = Builder()
        x = build.input("x", [1, 2])
        test = build.node("gt", x, build.const(0))
        s = build.node("sum", x)
        build.node("sum", build.node("where", test, x, x))
        found = run(build.graph())
        assert local_gradient(found, 4, 0) is None
        assert local_gradient(found, s, 0) is None

    @pytest.mark.parametrize(
        ("op", "others"), [("sum", []), ("softmax", []), ("stack", [[7, 8, 9]]), ("concat", [[7]])]
    )
    def test_a_jacobian_holds_what_each_entry_of_the_result_owes_to_each_of_the_input(self, op, others):
        build = Builder()
        x = build.input("x", [1, 2, 4])
        y = build.node(op, x, *map(build.const, others))
        found = run(build.graph())
        matrix = jacobian(found, y, 0)
        for k in range(3):
            nudged = np.array([1.0, 2.0, 4.0])
            nudged[k] += 1e-6
            change = np.ravel(run(build.graph(), {"x": nudged}).values[y]) - np.ravel(found.values[y])
            assert matrix[:, k] == pytest.approx(change / 1e-6, abs=1e-5)
