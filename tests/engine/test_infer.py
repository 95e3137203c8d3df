import dataclasses

import numpy as np
import pytest
from graphs import chain, note, unary

from chainrule.engine.graph import Builder
from chainrule.engine.infer import Bounds, Size, infer, scalar, size
from chainrule.errors import LimitError, ShapeError


def product(left, right):
    build = Builder()
    build.node("matmul", build.input("a", np.zeros(left)), build.input("b", np.zeros(right)))
    return build.graph()


def bounded(**limits):
    return dataclasses.replace(Bounds(), **limits)


def refusal(graph, **limits):
    with pytest.raises(LimitError) as caught:
        infer(graph, bounds=bounded(**limits))
    return caught.value


def test_a_graph_of_numbers_has_no_axes_anywhere():
    assert infer(note()) == [()] * 5


def test_shapes_follow_the_ops():
    build = Builder()
    x = build.input("x", np.zeros((2, 3)))
    build.node("sum", x, axis=1)
    build.node("add", x, build.input("b", [1, 2, 3]))
    build.node("zeros", shape=(4,))
    assert infer(build.graph()) == [(2, 3), (2,), (3,), (2, 3), (4,)]


def test_literals_may_be_given_beside_the_graph():
    assert infer(unary("tanh", 1), [np.zeros((2, 2)), None]) == [(2, 2), (2, 2)]


def test_operands_that_do_not_fit_name_their_node():
    with pytest.raises(ShapeError) as caught:
        infer(product((2, 3), (4, 5)))
    assert caught.value.node == 2
    assert "(2, 3) @ (4, 5)" in caught.value.detail


def test_a_reduction_of_numbers_is_inferred_too():
    assert infer(unary("sum", 1.0)) == [(), ()]


class TestScalar:
    def test_numbers_and_entrywise_ops_are(self):
        assert scalar(note(), note().literals)

    def test_arrays_are_not(self):
        graph = unary("tanh", [1, 2])
        assert not scalar(graph, graph.literals)

    @pytest.mark.parametrize("op", ["sum", "softmax"])
    def test_array_ops_are_not(self, op):
        graph = unary(op, 1)
        assert not scalar(graph, graph.literals)

    def test_made_arrays_are_not(self):
        build = Builder()
        build.node("zeros", shape=(2,))
        assert not scalar(build.graph(), [None])


class TestLimits:
    @pytest.mark.parametrize(("nodes", "fine"), [(6, True), (5, True), (4, False)])
    def test_nodes(self, nodes, fine):
        graph = note()
        if fine:
            assert infer(graph, bounds=bounded(nodes=nodes))
        else:
            assert refusal(graph, nodes=nodes).code == "graph-nodes"

    @pytest.mark.parametrize(("edges", "fine"), [(5, True), (4, True), (3, False)])
    def test_edges(self, edges, fine):
        graph = note()
        if fine:
            assert infer(graph, bounds=bounded(edges=edges))
        else:
            assert refusal(graph, edges=edges).code == "graph-edges"

    @pytest.mark.parametrize(("rank", "fine"), [(4, True), (3, True), (2, False)])
    def test_rank(self, rank, fine):
        graph = unary("tanh", np.zeros((2, 2, 2)))
        if fine:
            assert infer(graph, bounds=bounded(rank=rank))
        else:
            error = refusal(graph, rank=rank)
            assert (error.code, error.node) == ("array-rank", 0)

    @pytest.mark.parametrize(("elements", "fine"), [(7, True), (6, True), (5, False)])
    def test_elements(self, elements, fine):
        graph = product((2, 1), (1, 3))
        if fine:
            assert infer(graph, bounds=bounded(elements=elements))
        else:
            error = refusal(graph, elements=elements)
            assert (error.code, error.node) == ("array-elements", 2)
            assert "(2, 3)" in error.detail

    @pytest.mark.parametrize("off", [1, 0, -1])
    def test_memory(self, off):
        graph = unary("tanh", np.zeros(10))
        need = size(graph, [(10,)] * 2).memory
        if off < 0:
            error = refusal(graph, memory=need + off)
            assert (error.code, error.node) == ("array-bytes", 0)
        else:
            assert infer(graph, bounds=bounded(memory=need + off))

    @pytest.mark.parametrize("off", [1, 0, -1])
    def test_work(self, off):
        graph = product((2, 3), (3, 4))
        need = size(graph, [(2, 3), (3, 4), (2, 4)]).cost
        if off < 0:
            assert refusal(graph, work=need + off).code == "cost"
        else:
            assert infer(graph, bounds=bounded(work=need + off))

    def test_a_product_of_a_thousand_by_a_thousand_is_refused_at_once(self):
        assert refusal(product((1000, 1000), (1000, 1000))).code == "cost"

    def test_extents_beyond_all_machine_integers_are_refused_and_never_wrap(self):
        build = Builder()
        build.node("zeros", shape=(2**40, 2**40))
        error = refusal(build.graph())
        assert error.code == "array-elements"
        assert f"{2**80:,}" in error.detail


class TestSize:
    def test_cost_counts_the_value_and_every_gradient(self):
        graph = product((2, 3), (3, 4))
        assert size(graph, [(2, 3), (3, 4), (2, 4)]).cost == 3 * 24 + 6 + 12

    def test_memory_counts_values_gradients_and_what_edges_carry(self):
        graph = unary("tanh", np.zeros(10))
        assert size(graph, [(10,)] * 2) == Size(10 + 20, 8 * (20 + 40))

    def test_blocked_edges_carry_nothing(self):
        build = Builder()
        build.node("lt", build.input("a", 1), build.input("b", 2))
        assert size(build.graph(), [()] * 3) == Size(3, 8 * 6)

    def test_a_graph_of_numbers_is_small(self):
        assert size(chain(100), [()] * 101).cost == 201
