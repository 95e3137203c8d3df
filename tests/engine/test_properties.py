"""What holds for every graph, on graphs that hypothesis draws."""

import functools
import itertools
import operator
import random

import numpy as np
import pytest
from graphs import array_graphs, scalar_graphs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chainrule.engine import tape
from chainrule.engine.check import check
from chainrule.engine.graph import Graph, Node, assemble, blocked, consumers, reached
from chainrule.engine.passes import backward, forward, run
from chainrule.engine.plan import evaluate_points, plan
from chainrule.engine.trace import columns, levels, steps

SMOOTH = ("add", "sub", "mul", "hypot")
GENTLE = ("neg", "tanh", "sin", "sigmoid", "identity", "atan", "softplus")

several = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def equal(a, b):
    return (a is None and b is None) or (a is not None and b is not None and np.array_equal(a, b, equal_nan=True))


def all_equal(left, right):
    return all(equal(a, b) for a, b in zip(left, right, strict=True))


def sizes(found):
    """Return for every node the sum of the absolute contributions of all paths, which bounds rounding errors."""
    size = [0.0] * len(found.values)
    size[found.graph.output] = 1.0
    for i in range(found.graph.output, -1, -1):
        for source, d in zip(found.graph.operands[i], found.local[i] or (), strict=False):
            size[source] += size[i] * abs(d or 0.0)
    return size


def close(a, b, size):
    if a is None or b is None:
        return a is b
    return (np.isnan(a) and np.isnan(b)) or a == b or abs(a - b) <= 1e-12 * abs(b) + 64 * 2.0**-52 * size


@several
@given(scalar_graphs())
def test_a_gradient_is_the_sum_of_what_is_handed_back_in_ascending_order(graph):
    found = run(graph)
    for i, edges in enumerate(consumers(graph)):
        handed = [found.propagated[target][slot] for target, slot in edges if found.propagated[target] is not None]
        handed = [p for p in handed if p is not None]
        if i != graph.output:
            assert equal(found.gradients[i], functools.reduce(operator.add, handed) if handed else None)


@several
@given(scalar_graphs())
def test_what_is_handed_back_is_upstream_times_local(graph):
    found = run(graph)
    for g, local, handed in zip(found.gradients, found.local, found.propagated, strict=True):
        assert (g is None) == (local is None) == (handed is None)
        if local is not None:
            assert all_equal(handed, [None if d is None else g * d for d in local])


@several
@given(scalar_graphs())
def test_a_second_run_gives_the_same_bits(graph):
    first, second = run(graph), run(graph)
    assert all_equal(first.values, second.values)
    assert all_equal(first.gradients, second.gradients)
    ahead = forward(graph)
    backward(graph, ahead)
    assert all_equal(backward(graph, ahead).gradients, first.gradients)


@several
@given(scalar_graphs(), st.randoms(use_true_random=False))
def test_the_order_of_the_nodes_does_not_matter(graph, chance):
    found, order = run(graph), shuffled(graph, chance)
    again = run(reordered(graph, order))
    size = sizes(found)
    for place, i in enumerate(order):
        assert equal(again.values[place], found.values[i])
        assert close(again.gradients[place], found.gradients[i], size[i])


def shuffled(graph: Graph, chance: random.Random):
    """Return the nodes in another order in which operands come first."""
    order, ready = [], []
    missing = [len(set(operands)) for operands in graph.operands]
    users = [sorted({target for target, _ in edges}) for edges in consumers(graph)]
    ready = [i for i, count in enumerate(missing) if not count]
    while ready:
        i = ready.pop(chance.randrange(len(ready)))
        order.append(i)
        for target in users[i]:
            missing[target] -= 1
            if not missing[target]:
                ready.append(target)
    return order


def reordered(graph: Graph, order):
    place = {i: k for k, i in enumerate(order)}
    return Graph(
        ops=[graph.ops[i] for i in order],
        operands=[tuple(place[source] for source in graph.operands[i]) for i in order],
        attrs=[graph.attrs[i] for i in order],
        ids=[graph.ids[i] for i in order],
        labels=[graph.labels[i] for i in order],
        literals=[graph.literals[i] for i in order],
        output=place[graph.output],
    )


@several
@given(scalar_graphs(), st.randoms(use_true_random=False))
def test_a_graph_that_was_written_down_in_any_order_is_assembled_again(graph, chance):
    nodes = [
        Node(graph.ids[i], op.name, tuple(graph.ids[k] for k in graph.operands[i]), graph.attrs[i], graph.literals[i])
        for i, op in enumerate(graph.ops)
    ]
    chance.shuffle(nodes)
    again = assemble(nodes, graph.ids[graph.output])
    values = dict(zip(again.ids, run(again).values, strict=True))
    assert all_equal([values[name] for name in graph.ids], run(graph).values)


@several
@given(scalar_graphs(binary=SMOOTH, unaries=GENTLE))
def test_reverse_and_forward_mode_agree(graph):
    size = sizes(run(graph))
    for entry in check(graph):
        assert close(entry["reverse"], entry["forward"], size[graph.ids.index(entry["node"])])


@several
@given(array_graphs())
def test_reverse_and_forward_mode_and_differences_agree_for_arrays(graph):
    for entry in check(graph):
        if entry["reverse"] is not None:
            assert entry["forward"] == pytest.approx(entry["reverse"], rel=1e-9, abs=1e-9)
            assert entry["difference"] == pytest.approx(entry["reverse"], rel=1e-4, abs=1e-4)


@several
@given(scalar_graphs())
def test_the_loops_for_arrays_find_the_same_numbers(graph):
    fast = run(graph)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tape, "forward", lambda *_: None)
        slow = run(graph)
    assert all_equal(fast.values, slow.values)
    assert all_equal(fast.gradients, slow.gradients)
    for left, right in ((fast.local, slow.local), (fast.propagated, slow.propagated)):
        for a, b in zip(left, right, strict=True):
            assert (a is None) == (b is None)
            assert a is None or all_equal(a, b)


@several
@given(scalar_graphs(), st.data())
def test_any_node_may_be_the_output_and_exactly_what_it_needs_has_a_gradient(graph, data):
    output = data.draw(st.integers(0, len(graph) - 1))
    found = run(graph, output=output)
    assert [gradient is not None for gradient in found.gradients] == reached(found.graph)
    assert found.gradients[output] == 1.0
    assert all(gradient is None for gradient in found.gradients[output + 1 :])


@several
@given(scalar_graphs(), st.data())
def test_levels_are_longest_paths_and_columns_hold_them(graph, data):
    graph = run(graph, output=data.draw(st.integers(0, len(graph) - 1))).graph
    found = levels(graph)
    for i, edges in enumerate(consumers(graph)):
        above = [found[target] for target, _ in edges if found[target] is not None and i != graph.output]
        assert found[i] == (0 if i == graph.output else 1 + max(above) if above else None)
    assert [found[i] for column in columns(found) for i in column[:1]] == list(
        range(max(filter(None, found), default=0), -1, -1)
    )


@several
@given(scalar_graphs(), st.data())
def test_the_story_tells_every_value_and_every_edge_once_and_in_an_order_that_can_be(graph, data):
    graph = run(graph, output=data.draw(st.integers(0, len(graph) - 1))).graph
    story, masks, alive = steps(graph, levels(graph)), blocked(graph), reached(graph)
    told = list(itertools.groupby(story, key=lambda step: step.phase == "forward"))
    assert len(told) == 2
    known, complete = set(), set()
    edges = {
        (i, slot)
        for i, operands in enumerate(graph.operands)
        for slot in range(len(operands))
        if alive[i] and not masks[i] >> slot & 1
    }
    waiting = [sum(graph.operands[i][slot] == k for i, slot in edges) for k in range(len(graph))]
    sums = {k for k, count in enumerate(waiting) if count > 1}
    for step in story:
        if step.phase == "forward":
            assert known.issuperset(graph.operands[step.node])
            known.add(step.node)
        elif step.phase == "seed":
            assert step.node == graph.output
            complete.add(step.node)
        elif step.phase == "backward":
            edges.remove((step.node, step.input))
            source = graph.operands[step.node][step.input]
            assert step.node in complete
            waiting[source] -= 1
            if not waiting[source] and source not in sums:
                complete.add(source)
        else:
            assert not waiting[step.node]
            sums.remove(step.node)
            complete.add(step.node)
    assert known == set(range(len(graph)))
    assert not edges
    assert not sums
    assert complete == {i for i, there in enumerate(alive) if there}


@several
@given(scalar_graphs(binary=("add", "sub", "mul", "maximum", "lt")))
def test_a_plan_and_a_point_find_what_a_run_finds(graph):
    found, size = run(graph), sizes(run(graph))
    values, gradients = plan(graph).run()
    assert values.tolist() == pytest.approx(found.values, rel=1e-12, nan_ok=True)
    for i, expected in enumerate(found.gradients):
        assert close(float(gradients[i]), 0.0 if expected is None else expected, size[i])
    inputs = {graph.ids[i]: found.values[i] for i, op in enumerate(graph.ops) if op.name == "input"}
    points = evaluate_points(graph, [inputs, inputs])
    for name, column in points.gradients.items():
        i = graph.ids.index(name)
        assert all(close(entry, found.gradients[i], size[i]) for entry in column)
