"""All paths of an input to the output: their products add up to its gradient, and they are counted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule import examples, language
from chainrule.engine.graph import Builder
from chainrule.engine.passes import run
from chainrule.engine.paths import count, paths, work


def program(text, **inputs):
    return run(language.parse(text).bind(inputs))


def node(result, name):
    return list(result.graph.ids).index(name)


def test_a_path_names_its_nodes_its_local_gradients_and_their_product():
    result = program("q = x + y\nf = q * z", x=-2, y=5, z=-4)
    found = paths(result, node(result, "x"))
    (path,) = found.first
    assert [result.graph.ids[i] for i in path.nodes] == ["x", "q", "f"]
    assert path.slots == (0, 0)
    assert path.factors == (1.0, -4.0)
    assert path.product == found.gradient == -4.0
    assert (found.count, found.complete) == (1, True)


def test_two_uses_are_two_paths_whose_products_add_up():
    result = program("x = 3\na = x * x\nf = a + x")
    found = paths(result, node(result, "x"))
    assert found.count == 3
    assert [path.product for path in found.first] == [3.0, 3.0, 1.0]
    assert found.gradient == 7.0


def test_the_output_has_one_path_without_edges():
    result = program("f = x * 2", x=1)
    found = paths(result, result.graph.output)
    assert found.count == 1
    assert found.first[0].nodes == (result.graph.output,)
    assert found.first[0].product == 1.0


def test_a_node_that_no_gradient_reaches_has_no_path():
    result = program("u = x + 1\nf = y * 2", x=1, y=1)
    found = paths(result, node(result, "x"))
    assert (found.count, found.first, found.gradient) == (0, [], None)


def test_a_condition_is_no_path():
    result = program("f = where(x > 0, x, 2 * x)", x=1)
    assert paths(result, node(result, "x")).count == 2


def test_a_billion_billion_paths_are_counted_and_the_first_few_written_out():
    build = Builder()
    at = build.input("x", 1.0)
    for _ in range(3_000):
        at = build.node("add", at, at)
    result = run(build.graph())
    found = paths(result, 0, most=5)
    assert found.count == 2**3_000
    assert len(found.first) == 5
    assert not found.complete


@pytest.mark.parametrize("example", examples.load(), ids=lambda example: example.id)
def test_the_products_of_all_paths_add_up_to_the_gradient_of_every_input_of_every_example(example):
    graph = language.parse(example.program).bind(example.inputs, example.output)
    result = run(graph)
    for i, op in enumerate(graph.ops):
        found = paths(result, i, most=5_000)
        if op.name == "input" and found.count and found.complete:
            total = sum(path.product for path in found.first)
            np.testing.assert_allclose(total, result.gradients[i], rtol=1e-9, atol=1e-12)


@given(st.lists(st.tuples(st.sampled_from(["add", "mul", "sub"]), st.integers(0, 9), st.integers(0, 9)), max_size=9))
def test_products_add_up_in_any_graph(steps):
    build = Builder()
    made = [build.input("x", 1.25), build.input("y", -0.5)]
    for op, a, b in steps:
        made.append(build.node(op, made[a % len(made)], made[b % len(made)]))
    result = run(build.graph())
    for source in (0, 1):
        found = paths(result, source, most=10_000)
        assert found.count == count(result.graph)[source]
        if found.count and found.complete:
            scale = sum(abs(path.product) for path in found.first)
            assert sum(path.product for path in found.first) == pytest.approx(
                result.gradients[source], abs=1e-12 * scale
            )


def test_reverse_mode_multiplies_once_an_edge_and_forward_mode_once_an_edge_and_input():
    result = program("q = x + y\nf = q * z", x=-2, y=5, z=-4)
    found = work(result.graph, result.shapes)
    assert found.reverse == 4
    assert [found.forward[node(result, name)] for name in "xyz"] == [2, 2, 1]
    assert found.forward_total == found.paths == 5


def test_shared_parts_make_paths_dearer_than_both_modes():
    result = program("a = x * x\nb = a * a\nf = b * b", x=1)
    found = work(result.graph, result.shapes)
    assert found.reverse == found.forward_total == 6
    assert found.paths == 8 * 3


def test_an_array_needs_a_forward_pass_for_each_of_its_entries():
    result = program("x = [1, 2, 3]\nf = sum(x * x)")
    found = work(result.graph, result.shapes)
    assert found.forward_total == 3 * found.reverse
