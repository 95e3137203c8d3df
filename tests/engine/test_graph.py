import doctest

import numpy as np
import pytest
from graphs import note

from chainrule.engine import graph as module
from chainrule.engine.graph import (
    Builder,
    GraphError,
    Node,
    assemble,
    blocked,
    constants,
    consumers,
    leaf_value,
    reached,
)


def test_the_examples_in_the_docstrings_are_true():
    assert doctest.testmod(module).failed == 0


class TestBuilder:
    def test_names_are_ids_and_intermediate_results_are_counted(self):
        build = Builder()
        x = build.input("x", 1)
        build.node("add", x, build.const(2), name="y")
        build.node("neg", x)
        graph = build.graph()
        assert graph.ids == ["x", ":1", "y", ":2"]
        assert graph.labels == ["x", "", "y", ""]
        assert len(graph) == 4
        assert graph.output == 3

    def test_a_name_bound_again_gets_a_version(self):
        build = Builder()
        c = build.input("c", 1)
        c = build.node("square", c, name="c")
        build.node("square", c, name="c")
        assert build.graph().ids == ["c", "c.2", "c.3"]
        assert build.graph().labels == ["c", "c", "c"]

    def test_the_output_may_be_any_node(self):
        build = Builder()
        x = build.input("x", 1)
        build.node("neg", x)
        assert build.graph(x).output == x

    def test_a_graph_does_not_change_when_its_builder_goes_on(self):
        build = Builder()
        x = build.input("x", 1)
        graph = build.graph()
        build.node("neg", x)
        assert len(graph) == 1

    def test_keywords_are_kept_as_attributes(self):
        build = Builder()
        x = build.input("x", [[1, 2]])
        build.node("sum", x, axis=1)
        assert build.graph().attrs == [None, {"axis": 1}]

    def test_an_input_may_wait_for_its_value(self):
        build = Builder()
        build.input("x")
        assert build.graph().literals == [None]


class TestLeafValue:
    @pytest.mark.parametrize("value", [2, 2.0, np.float64(2), np.array(2.0), True + 1])
    def test_numbers_become_floats(self, value):
        assert type(leaf_value(value)) is float
        assert leaf_value(value) == 2.0

    def test_lists_become_float_arrays_of_their_own(self):
        given = np.array([1, 2])
        value = leaf_value(given)
        given[0] = 9
        assert value.dtype == np.float64
        assert value.tolist() == [1.0, 2.0]


class TestStructure:
    def test_consumers_are_listed_by_consumer_and_slot(self):
        build = Builder()
        x = build.input("x", 1)
        build.node("mul", x, x)
        build.node("add", 1, x)
        assert consumers(build.graph()) == [[(1, 0), (1, 1), (2, 1)], [(2, 0)], []]

    def test_a_node_is_constant_if_no_input_is_behind_it(self):
        build = Builder()
        x, two = build.input("x", 1), build.const(2)
        four = build.node("square", two)
        build.node("mul", x, four)
        assert constants(build.graph()) == [False, True, True, False]

    def test_comparisons_and_the_condition_of_where_are_blocked(self):
        build = Builder()
        x, y = build.input("x", 1), build.input("y", 2)
        test = build.node("lt", x, y)
        build.node("where", test, x, y)
        assert blocked(build.graph()) == [0, 0, 0b11, 0b001]

    def test_an_exponent_is_blocked_if_it_is_constant(self):
        build = Builder()
        x, two = build.input("x", 3), build.const(2)
        four = build.node("square", two)
        build.node("pow", x, two)
        build.node("pow", x, four)
        build.node("pow", two, x)
        build.node("pow", x, build.node("neg", x))
        build.node("pow", x, build.node("neg", two))
        assert blocked(build.graph()) == [0, 0, 0, 0b10, 0b10, 0, 0, 0, 0, 0b10]

    def test_nothing_is_blocked_in_a_graph_of_sums_and_products(self):
        assert blocked(note()) == [0] * 5

    def test_a_gradient_reaches_what_has_an_open_path_to_the_output(self):
        build = Builder()
        x, y = build.input("x", 1), build.input("y", 2)
        test = build.node("gt", x, y)
        build.node("neg", y)
        where = build.node("where", test, y, build.const(0))
        assert reached(build.graph(where)) == [False, True, False, False, True, True]


class TestAssemble:
    def test_nodes_may_come_in_any_order(self):
        graph = assemble(
            [
                Node("f", "mul", ("q", "z")),
                Node("q", "add", ("x", "y")),
                Node("x", "input", literal=-2),
                Node("y", "input", literal=5),
                Node("z", "input", literal=-4),
            ],
            output="f",
        )
        assert graph.ids == ["x", "y", "q", "z", "f"]
        assert graph.operands == [(), (), (0, 1), (), (2, 3)]
        assert graph.output == 4

    def test_an_order_that_is_right_stays(self):
        graph = assemble([Node("a", "input", literal=1), Node("b", "const", literal=2), Node("c", "add", ("b", "a"))])
        assert graph.ids == ["a", "b", "c"]
        assert graph.operands[2] == (1, 0)
        assert graph.output == 2

    def test_labels_leave_out_versions_and_numbers(self):
        graph = assemble([Node("a", "input", literal=1), Node("a.2", "neg", ("a",)), Node(":1", "neg", ("a.2",))])
        assert graph.labels == ["a", "a", ""]

    def test_attributes_travel(self):
        graph = assemble([Node("x", "input", literal=[1, 2]), Node("s", "sum", ("x",), {"axis": 0})])
        assert graph.attrs == [None, {"axis": 0}]

    def test_a_class_index_stands_for_the_target_of_a_cross_entropy(self):
        graph = assemble([Node("z", "input", literal=[1, 2]), Node("L", "softmax_cross_entropy", ("z",), {"index": 0})])
        assert graph.operands[1] == (0,)

    def test_variadic_ops_take_as_many_operands_as_one_likes(self):
        leaves = [Node(name, "input", literal=1) for name in "abc"]
        assert assemble([*leaves, Node("m", "maximum", ("a", "b", "c"))]).operands[3] == (0, 1, 2)

    def test_a_circle_is_refused_and_named(self):
        nodes = [Node("a", "neg", ("c",)), Node("b", "neg", ("a",)), Node("c", "neg", ("b",))]
        with pytest.raises(GraphError, match="a ← c ← b ← a"):
            assemble(nodes)

    def test_a_node_that_is_its_own_operand_is_a_circle(self):
        with pytest.raises(GraphError, match="a ← a"):
            assemble([Node("a", "neg", ("a",))])

    def test_an_id_used_twice_is_refused(self):
        with pytest.raises(GraphError, match="Two nodes are called 'a'"):
            assemble([Node("a", "input", literal=1), Node("a", "input", literal=2)])

    def test_a_dangling_operand_is_refused(self):
        with pytest.raises(GraphError, match="names the operand 'x', which there is not"):
            assemble([Node("a", "neg", ("x",))])

    def test_an_unknown_op_is_refused(self):
        with pytest.raises(GraphError, match="the op 'tahn'"):
            assemble([Node("x", "input", literal=1), Node("a", "tahn", ("x",))])

    @pytest.mark.parametrize(
        ("op", "operands", "takes"), [("add", ("x",), "takes 2"), ("maximum", ("x",), "takes at least 2")]
    )
    def test_a_wrong_number_of_operands_is_refused(self, op, operands, takes):
        with pytest.raises(GraphError, match=takes):
            assemble([Node("x", "input", literal=1), Node("a", op, operands)])

    @pytest.mark.parametrize(("nodes", "output"), [([], None), ([Node("x", "input", literal=1)], "y")])
    def test_an_output_that_is_not_there_is_refused(self, nodes, output):
        with pytest.raises(GraphError, match="could be the output"):
            assemble(nodes, output)

    def test_a_chain_of_100_000_nodes_given_backwards_is_sorted(self):
        nodes = [Node(f"n{i}", "neg", (f"n{i - 1}",)) for i in range(100_000, 0, -1)]
        graph = assemble([*nodes, Node("n0", "input", literal=1)], output="n100000")
        assert graph.operands[100_000] == (99_999,)
        assert graph.output == 100_000
