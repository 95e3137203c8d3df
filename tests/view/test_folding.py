"""Folding: which nodes belong together, and that a folded graph is still a graph with everything in it."""

from hypothesis import given
from hypothesis import strategies as st

from chainrule.engine.graph import Builder
from chainrule.engine.trace import levels
from chainrule.view.folding import Group, fold, groups, layer, layout_folded, prefix
from chainrule.view.layout import layout

NAMES = ("a", "b", "c", "")


@st.composite
def grouped(draw, most=20):
    """Any graph whose nodes may belong to one of three groups, and any of these groups to be folded."""
    make = Builder()
    for i in range(draw(st.integers(1, most))):
        group = draw(st.sampled_from(NAMES))
        count = draw(st.integers(0, 3)) if i else 0
        operands = [draw(st.integers(0, i - 1)) for _ in range(count)]
        name = f"{group}_{i}" if group else f"n{i}"
        if operands:
            make.node(("neg", "add", "where")[count - 1], *operands, name=name if draw(st.booleans()) else "")
        else:
            make.input(name if group else f"x{i}", 1.0)
    graph = make.graph()
    chosen = draw(st.sets(st.sampled_from(NAMES[:3])))
    return graph, [group for group in groups(graph) if group.name in chosen]


def layered():
    """Two layers whose parts are named by them, and a loss."""
    make = Builder()
    h = make.input("x", 2.0)
    for name in ("layer1", "layer2"):
        w, b = make.input(f"{name}_w", 3.0), make.input(f"{name}_b", 1.0)
        h = make.node("add", make.node("mul", w, h), b, name=f"{name}_z")
    make.node("square", h, name="loss")
    return make.graph()


def edges(graph):
    return [(source, node) for node, sources in enumerate(graph.operands) for source in sources]


def test_names_with_the_same_beginning_are_a_group_with_the_steps_between_them():
    graph = layered()
    found = {group.name: [graph.ids[node] for node in group.nodes] for group in groups(graph)}
    assert found == {
        "layer1": ["layer1_w", "layer1_b", ":1", "layer1_z"],
        "layer2": ["layer2_w", "layer2_b", ":2", "layer2_z"],
    }


def test_one_name_is_no_group_and_what_is_used_elsewhere_too_belongs_to_none():
    make = Builder()
    x = make.input("a_x", 1.0)
    shared = make.node("mul", x, x)
    make.node("add", make.node("neg", shared, name="a_y"), make.node("exp", shared, name="b_z"), name="f")
    assert [(group.name, group.nodes) for group in groups(make.graph())] == [("a", [0, 2])]


def test_the_parts_of_a_network_are_grouped_by_layer():
    assert [layer(name) for name in ("w2_1_1", "z2", "a2_1", "x_1", ":3", "L")] == [
        "layer2",
        "layer2",
        "layer2",
        "x",
        None,
        None,
    ]
    assert prefix("w2") is None


def test_a_folded_layer_is_one_card_with_the_edges_that_leave_it():
    graph = layered()
    folding = fold(graph, groups(graph))
    assert folding.graph.labels == ["x", "layer1", "layer2", "loss"]
    assert edges(folding.graph) == [(0, 1), (1, 2), (2, 3)]
    assert [card.groups for card in folding.cards.values()] == [["layer1"], ["layer2"]]


def test_what_lies_between_the_members_of_a_group_goes_with_them():
    make = Builder()
    first = make.node("exp", make.input("x", 1.0), name="g_1")
    between = make.node("neg", first, name="t")
    make.node("sin", between, name="g_2")
    graph = make.graph()
    (card,) = fold(graph, groups(graph)).cards.values()
    assert card.nodes == [1, 2, 3]


def test_groups_that_feed_one_another_both_ways_share_a_card():
    make = Builder()
    x = make.input("x", 1.0)
    a, b = make.node("exp", x, name="a_1"), make.node("neg", x, name="b_1")
    make.node("add", make.node("sin", a, name="b_2"), make.node("cos", b, name="a_2"), name="f")
    graph = make.graph()
    (card,) = fold(graph, groups(graph)).cards.values()
    assert card.groups == ["a", "b"]


@given(grouped())
def test_a_folded_graph_has_its_operands_first_and_every_node_and_edge_in_it(case):
    graph, folded = case
    folding = fold(graph, folded)
    assert all(source < node for source, node in edges(folding.graph))
    assert len(folding.place) == len(graph)
    assert set(folding.place) == set(range(len(folding.graph)))
    there = set(edges(folding.graph))
    for (source, node), drawn in zip(edges(graph), folding.drawn, strict=True):
        a, b = folding.place[source], folding.place[node]
        assert (drawn is None) == (a == b)
        assert drawn is None or (a, b) in there
    kept = [edge for edge, drawn in enumerate(folding.drawn) if edge == drawn]
    assert len(kept) == len(edges(folding.graph))
    members = [node for card in folding.cards.values() for node in card.nodes]
    assert sorted({node for group in folded for node in group.nodes} - set(members)) == []


@given(grouped(), st.sampled_from(["right", "down"]))
def test_a_folded_layout_runs_along_its_columns_and_routes_what_is_drawn(case, direction):
    graph, folded = case
    folding = fold(graph, folded)
    picture = layout_folded(graph, folding, direction=direction)
    along = picture.x if direction == "right" else picture.y
    flat = [way for ways in picture.routes for way in ways]
    centres = [lens for lenses in picture.lenses for lens in lenses]
    reached = levels(folding.graph)
    for edge, (source, node) in enumerate(edges(graph)):
        drawn = folding.drawn[edge] == edge
        assert bool(flat[edge]) == drawn == (centres[edge] is not None)
        both = reached[folding.place[source]] is not None and reached[folding.place[node]] is not None
        if drawn and both:
            assert along[source] < along[node]
    for card in folding.cards.values():
        assert len({(picture.x[node], picture.y[node]) for node in card.nodes}) == 1


@given(grouped())
def test_unfolding_all_gives_the_layout_of_the_whole_graph_again(case):
    graph, _ = case
    unfolded = layout_folded(graph, fold(graph, []))
    assert unfolded == layout(graph, levels(graph))


def test_a_long_chain_folds_without_recursion():
    make = Builder()
    node = make.input("x", 1.0)
    for i in range(20_000):
        node = make.node("neg", node, name=f"g_{i}" if i % 2 else f"n{i}")
    graph = make.graph()
    assert len(fold(graph, [Group("g", [1, 20_000])]).graph) == 2
