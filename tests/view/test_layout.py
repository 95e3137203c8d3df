"""Layout: what holds for every picture, by hypothesis; and what small pictures look like."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule import language
from chainrule.engine.graph import Builder
from chainrule.engine.trace import levels
from chainrule.view.columns import LONGEST_CHAIN, build, crossings, untangle
from chainrule.view.layout import CARD, layout

WIDTH, HEIGHT = CARD
DIRECTIONS = ("right", "down")


@st.composite
def graphs(draw, most=24):
    """Any graph: leaves, then ops of one to three operands; some nodes without a name, any node as output."""
    size = draw(st.integers(1, most))
    make = Builder()
    for i in range(size):
        count = draw(st.integers(0, 3)) if i else 0
        operands = [draw(st.integers(0, i - 1)) for _ in range(count)]
        name = f"n{i}" if draw(st.booleans()) else ""
        if not operands:
            make.input(f"x{i}", 1.0)
        else:
            make.node(("neg", "add", "where")[count - 1], *operands, name=name)
    return make.graph(draw(st.integers(0, size - 1)))


def note():
    make = Builder()
    q = make.node("add", make.input("x", -2), make.input("y", 5), name="q")
    make.node("mul", q, make.input("z", -4), name="f")
    return make.graph()


def chain(length):
    """A sum of one input, x + x + … + x."""
    make = Builder()
    x = total = make.input("x", 1.0)
    for _ in range(length - 1):
        total = make.node("add", total, x)
    return make.graph(total)


def placed(graph, **wishes):
    return layout(graph, levels(graph), **wishes)


def boxes(picture):
    return [(x, y, x + WIDTH, y + HEIGHT) for x, y in zip(picture.x, picture.y, strict=True)]


def edges(graph, picture):
    for node, sources in enumerate(graph.operands):
        for slot, source in enumerate(sources):
            yield source, node, picture.routes[node][slot], picture.lenses[node][slot]


@given(graphs(), st.sampled_from(DIRECTIONS))
@settings(max_examples=150, deadline=None)
def test_no_two_cards_overlap(graph, direction):
    cards = boxes(placed(graph, direction=direction))
    for i, (left, top, right, bottom) in enumerate(cards):
        for x0, y0, x1, y1 in cards[i + 1 :]:
            assert x1 <= left or right <= x0 or y1 <= top or bottom <= y0


@given(graphs())
@settings(max_examples=100, deadline=None)
def test_every_edge_leads_to_a_later_column(graph):
    picture = placed(graph)
    depth = levels(graph)
    for source, node, _, _ in edges(graph, picture):
        assert picture.x[source] + WIDTH < picture.x[node]
        if depth[source] is not None and depth[node] is not None:
            assert depth[source] > depth[node]


@given(graphs(), st.sampled_from(DIRECTIONS))
@settings(max_examples=150, deadline=None)
def test_routes_start_and_end_at_the_borders_of_their_cards(graph, direction):
    picture = placed(graph, direction=direction)
    for source, node, route, _ in edges(graph, picture):
        (x0, y0), (x1, y1) = route[0], route[-1]
        if direction == "right":
            assert (x0, y0) == (picture.x[source] + WIDTH, pytest.approx(picture.y[source] + HEIGHT / 2, abs=0.11))
            assert x1 == picture.x[node]
            assert picture.y[node] <= y1 <= picture.y[node] + HEIGHT
        else:
            assert (x0, y0) == (pytest.approx(picture.x[source] + WIDTH / 2, abs=0.11), picture.y[source] + HEIGHT)
            assert y1 == picture.y[node]
            assert picture.x[node] <= x1 <= picture.x[node] + WIDTH


@given(graphs())
@settings(max_examples=150, deadline=None)
def test_no_route_runs_through_a_card(graph):
    picture = placed(graph)
    for _, _, route, _ in edges(graph, picture):
        for (x0, y0), (x1, y1) in itertools.pairwise(route):
            assert x0 <= x1
            for left, top, right, bottom in boxes(picture):
                if x0 < right and left < x1:  # the stretch lies beside this column's cards
                    assert y0 == y1
                    assert not top < y0 < bottom


@given(graphs(), st.sampled_from(DIRECTIONS))
@settings(max_examples=100, deadline=None)
def test_everything_lies_within_the_picture(graph, direction):
    picture = placed(graph, direction=direction)
    points = [(x, y) for x0, y0, x1, y1 in boxes(picture) for x, y in ((x0, y0), (x1, y1))]
    points += [point for _, _, route, lens in edges(graph, picture) for point in (*route, lens)]
    for x, y in points:
        assert 0 <= x <= picture.width
        assert 0 <= y <= picture.height


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_the_same_graph_is_always_drawn_the_same(graph):
    assert placed(graph) == placed(graph)


@given(graphs())
@settings(max_examples=150, deadline=None)
def test_a_picture_that_is_given_its_own_order_stays_as_it_is(graph):
    first = placed(graph)
    order = dict(zip(graph.ids, first.order, strict=True))
    assert placed(graph, previous=order) == first


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_coordinates_have_at_most_one_decimal(graph):
    picture = placed(graph)
    numbers = [*picture.x, *picture.y, picture.width, picture.height]
    numbers += [each for _, _, route, lens in edges(graph, picture) for point in (*route, lens) for each in point]
    assert all(round(number, 1) == number for number in numbers)


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_downwards_the_columns_are_rows(graph):
    picture = placed(graph, direction="down")
    for source, node, _, _ in edges(graph, picture):
        assert picture.y[source] + HEIGHT < picture.y[node]


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_what_the_output_does_not_need_stands_below_all_else(graph):
    picture, depth = placed(graph), levels(graph)
    needed = [picture.y[i] + HEIGHT for i, level in enumerate(depth) if level is not None]
    others = [picture.y[i] for i, level in enumerate(depth) if level is None]
    assert not others or max(needed) < min(others)


def test_the_notes_example_is_arranged_as_in_the_mock_up():
    graph = note()
    picture = placed(graph)
    at = {name: (x, y) for name, x, y in zip(graph.ids, picture.x, picture.y, strict=True)}
    pitch = at["y"][1] - at["x"][1]
    assert pitch == 168.0
    assert at["x"][0] == at["y"][0] < at["q"][0] == at["z"][0] < at["f"][0]
    assert at["q"][1] == at["x"][1] + pitch / 2
    assert at["z"][1] == at["q"][1] + pitch
    assert at["f"][1] == (at["q"][1] + at["z"][1]) / 2
    assert picture.crossings == 0


def test_operands_enter_side_by_side_in_the_order_of_their_slots():
    graph = note()
    picture = placed(graph)
    q, f = graph.ids.index("q"), graph.ids.index("f")
    for node in (q, f):
        first, second = (route[-1][1] for route in picture.routes[node])
        assert (first + second) / 2 == picture.y[node] + HEIGHT / 2
        assert second - first == 26.0


def test_a_node_used_twice_by_another_has_two_ways_and_two_lenses():
    make = Builder()
    x = make.input("x", 3.0)
    make.node("mul", x, x, name="f")
    picture = placed(make.graph())
    first, second = picture.routes[1]
    assert first[0] == second[0]
    assert first[-1] != second[-1]
    (_, above), (_, below) = picture.lenses[1]
    assert below - above >= 30


def test_no_lens_hides_another_where_two_edges_cross():
    make = Builder()
    a, b = make.input("a", 1.0), make.input("b", 2.0)
    s, t = make.node("add", a, b, name="s"), make.node("sub", a, b, name="t")
    make.node("mul", s, t, name="f")
    picture = placed(make.graph())
    lenses = [lens for centres in picture.lenses for lens in centres]
    for i, (x, y) in enumerate(lenses):
        assert all(abs(x - u) >= 60 or abs(y - v) >= 30 for u, v in lenses[i + 1 :])


def test_a_long_sum_of_one_input_stays_small():
    graph = chain(1000)
    picture = placed(graph)
    assert picture.height < 500
    column_of = [max(levels(graph)) - level for level in levels(graph)]
    assert len(build(column_of, graph.operands).owner) == LONGEST_CHAIN
    assert sum(len(route) for _, _, route, _ in edges(graph, picture)) < 10_000


def test_edges_too_long_for_the_columns_share_a_lane():
    graph = chain(30)
    picture = placed(graph)
    far = (route for _, _, route, _ in edges(graph, picture) if route[-1][0] - route[0][0] > 10 * 366)
    lanes = {route[1][1] for route in far}
    assert len(lanes) == 1
    assert not any(top <= lane <= bottom for lane in lanes for _, top, _, bottom in boxes(picture))


def test_nodes_keep_their_order_when_one_is_added():
    def program(*, more):
        make = Builder()
        inputs = [make.input(name, 1.0) for name in "abcd"]
        parts = [make.node("mul", inputs[i], inputs[3 - i], name=f"p{i}") for i in range(4)]
        if more:
            parts.append(make.node("exp", inputs[1], name="new"))
        total = parts[0]
        for i, part in enumerate(parts[1:]):
            total = make.node("add", total, part, name=f"t{i}")
        return make.graph(total)

    before, after = program(more=False), program(more=True)
    old = placed(before)
    new = placed(after, previous=dict(zip(before.ids, old.order, strict=True)))
    height = dict(zip(after.ids, new.y, strict=True))
    column = dict(zip(after.ids, new.x, strict=True))
    for i, one in enumerate(before.ids):
        for j, other in enumerate(before.ids):
            if old.x[i] == old.x[j] and old.y[i] < old.y[j] and column[one] == column[other]:
                assert height[one] < height[other]


def test_an_order_of_another_program_is_not_kept_if_edges_would_cross():
    graph = note()
    assert placed(graph, previous={"x": 5, "y": 1, "z": 0, "q": 9}).crossings == 0


def test_a_tree_is_drawn_without_crossings():
    make = Builder()
    layer = [make.input(f"x{i}", 1.0) for i in range(32)]
    while len(layer) > 1:
        layer = [make.node("add", a, b) for a, b in zip(layer[::2], layer[1::2], strict=True)]
    picture = placed(make.graph())
    assert picture.crossings == 0
    assert picture.height < 32 * 170


def test_sweeps_take_most_crossings_out_of_a_tangle():
    source = random.Random(4)  # noqa: S311 -- a tangle, no secret
    operands = [() for _ in range(40)] + [(source.randrange(40), source.randrange(40)) for _ in range(40)]
    columns = build([0] * 40 + [1] * 40, operands)
    before = crossings(columns)
    assert untangle(columns) < 0.6 * before
    assert untangle(columns) == crossings(columns)


def test_crossings_are_counted_pair_by_pair():
    columns = build([0, 0, 0, 1, 1], [(), (), (), (0, 1), (2, 0)])
    pairs = [(columns.place[a], columns.place[b]) for a in range(3) for b in columns.right[a]]
    by_hand = sum(1 for a, b in pairs for c, d in pairs if a < c and b > d)
    assert crossings(columns) == by_hand


def test_a_single_node_and_a_deep_chain_are_pictures_too():
    make = Builder()
    make.input("x", 1.0)
    alone = placed(make.graph())
    assert (alone.x, alone.routes) == ([24.0], [[]])
    deep = Builder()
    node = deep.input("x", 1.0)
    for _ in range(5_000):
        node = deep.node("neg", node)
    assert placed(deep.graph(node)).height == 216.0


@pytest.mark.parametrize(
    ("program", "edited"),
    [
        ("q = x + y; f = q * z", "q = x + y; f = q * z; g = f * x"),
        ("a = x * y; b = a + z; f = b * b", "a = x * y; b = a + z; f = b * b; g = f + x"),
        ("e = a * b; d = e + c; L = d * f", "e = a * b; d = e + c; L = d * f; M = L * a + c"),
    ],
)
def test_what_was_above_stays_above_when_a_long_edge_comes_in(program, edited):
    before, after = (language.parse(text).graph for text in (program, edited))
    old = placed(before)
    new = placed(after, previous=dict(zip(before.ids, old.order, strict=True)))
    assert new.crossings == 0
    height = dict(zip(after.ids, new.y, strict=True))
    columns = levels(before)
    for i, one in enumerate(before.ids):
        for k, other in enumerate(before.ids):
            if columns[i] == columns[k] and old.order[i] < old.order[k]:
                assert height[one] < height[other]
