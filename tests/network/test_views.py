import numpy as np
import pytest
from cases import LINES, apart, drawn, graph_of

from chainrule.engine.passes import run
from chainrule.errors import LimitError, ValueProblem
from chainrule.network.build import network_graph, sample
from chainrule.network.initialisation import parameters
from chainrule.network.line import read_line
from chainrule.network.scalar import ScalarView, entry_id, entry_label
from chainrule.network.spec import LOSSES
from chainrule.network.views import VIEWS, look

TOLERANCE = 1e-12
SMALL = [line for line in LINES if "conv" not in line]
ACTIVATIONS = ("linear", "sigmoid", "tanh", "gelu", "silu", "softplus", "relu", "elu")
MANY = [f"2 -> 3 tanh -> 2 sigmoid, loss {loss}, l1 0.03, l2 0.1" for loss in LOSSES]


def agree(mine, theirs):
    """Values, gradients, local and propagated gradients of two runs of one graph."""
    assert all(apart(a, b) <= TOLERANCE for a, b in zip(mine.values, theirs.values, strict=True))
    assert all(apart(a, b) <= TOLERANCE for a, b in zip(mine.gradients, theirs.gradients, strict=True))
    for ours, engines in ((mine.local, theirs.local), (mine.propagated, theirs.propagated)):
        for a, b in zip(ours, engines, strict=True):
            assert (a is None) == (b is None)
            pairs = zip(a or (), b or (), strict=True)
            assert all(q is None or apart(p, q) <= TOLERANCE for p, q in pairs)


@pytest.mark.parametrize("rows", [None, 2])
@pytest.mark.parametrize("line", [*LINES, *MANY])
def test_the_scalar_view_is_what_the_engine_computes_node_by_node(line, rows):
    view = ScalarView(run(graph_of(line, rows)))
    assert len(set(view.ids())) == view.size
    agree(view.run(), run(view.graph()))


@pytest.mark.parametrize("line", [*LINES, *MANY])
def test_the_neuron_view_is_what_the_engine_computes_node_by_node(line):
    if "5x5" in line:
        pytest.skip("the normalisation of an image mixes its places; a test of its own says so")
    spec, arrays, given = drawn(line)
    found = look(spec, arrays, given, 0.1, kind="neuron", seed=5)
    theirs = run(found.run.graph)
    reached = [i for i, g in enumerate(theirs.gradients) if g is not None]
    assert all(apart(a, b) <= TOLERANCE for a, b in zip(found.run.values, theirs.values, strict=True))
    assert all(apart(found.run.gradients[i], theirs.gradients[i]) <= TOLERANCE for i in reached)
    for i in reached:
        pairs = zip(found.run.propagated[i], theirs.propagated[i], strict=True)
        assert all(apart(a, b) <= TOLERANCE for a, b in pairs)


@pytest.mark.parametrize("line", SMALL)
def test_all_three_views_agree_about_every_neuron_and_weight(line):
    spec, arrays, given = drawn(line)
    layer, neuron, scalar = (look(spec, arrays, given, 0.1, kind=kind, seed=5) for kind in VIEWS)
    facts = {kind: dict(zip(v.run.graph.ids, zip(v.run.values, v.run.gradients, strict=True), strict=True))
             for kind, v in (("neuron", neuron), ("scalar", scalar))}  # fmt: skip
    for name, value, gradient in zip(layer.run.graph.ids, layer.run.values, layer.run.gradients, strict=True):
        if name.startswith((":", "l", "m")) or name == "y":
            continue
        for index in np.ndindex(np.shape(value)):
            entry, numbers = entry_id(name, index), (np.asarray(value)[index], np.asarray(gradient)[index])
            for kind, known in facts.items():
                if kind == "scalar" or name[0] in "xzaL":
                    assert all(apart(a, b) <= TOLERANCE for a, b in zip(known[entry], numbers, strict=True)), entry
    for name, value, gradient, update in zip(
        neuron.edges.name, neuron.edges.value, neuron.edges.gradient, neuron.edges.update, strict=True
    ):
        assert apart(value, facts["scalar"][name][0]) <= TOLERANCE
        assert apart(gradient, facts["scalar"][name][1]) <= TOLERANCE
        assert update == value - 0.1 * gradient
    for target, bias in neuron.biases.items():
        known = facts["scalar"][target.replace("z", "b", 1)]
        assert apart(bias["value"], known[0]) <= TOLERANCE
        assert apart(bias["gradient"], known[1]) <= TOLERANCE


@pytest.mark.parametrize("seed", range(25))
def test_all_three_views_agree_on_random_networks(seed):
    rng = np.random.default_rng(seed)
    layers = [f"{rng.integers(1, 6)} {rng.choice(ACTIVATIONS)}" for _ in range(rng.integers(1, 5))]
    line = " -> ".join([str(rng.integers(1, 5)), *layers]) + f", loss {rng.choice(['mse', 'half_squared_error'])}"
    test_all_three_views_agree_about_every_neuron_and_weight(line)


def test_a_kink_is_read_the_same_way_in_every_view():
    spec = read_line("1x2x2 -> maxpool2d 2 -> flatten -> 1 relu weights [[0]] -> 1, loss mae")
    given = sample(spec, [[[1.0, 1.0], [1.0, 1.0]]], [0.0])
    layer = run(network_graph(spec, parameters(spec), given))
    agree(ScalarView(layer).run(), run(ScalarView(layer).graph()))
    found = look(spec, parameters(spec), given, 0.1, kind="neuron")
    assert found.run.gradients == run(found.run.graph).gradients


@pytest.mark.parametrize("loss", ["bce", "cross_entropy", "softmax_cross_entropy"])
def test_sure_answers_stay_finite_when_they_are_taken_apart(loss):
    activation = {"bce": "sigmoid", "cross_entropy": "softmax"}.get(loss, "linear")
    spec = read_line(f"1 -> 2 {activation} no bias weights [[800], [-800]], loss {loss}")
    layer = run(network_graph(spec, parameters(spec), sample(spec, [1.0], [1.0, 0.0])))
    scalar = ScalarView(layer).run()
    assert apart(scalar.values[-1], layer.values[layer.graph.output]) <= TOLERANCE
    known = dict(zip(scalar.graph.ids, scalar.gradients, strict=True))
    assert all(np.isfinite(known[name]) for name in ("w2_1_1", "z2_1", "z2_2", "x_1"))


def test_numbers_of_another_run_take_the_same_structure():
    line = "2 -> 3 tanh -> 2 softmax, loss cross_entropy"
    view = ScalarView(run(graph_of(line)))
    spec, arrays, given = drawn(line, seed=9)
    other = run(network_graph(spec, arrays, given))
    view.refresh(other)
    assert np.array_equal(view.values(), ScalarView(other).values())
    assert np.array_equal(view.gradients(), ScalarView(other).gradients())


def test_leaves_and_activations_are_the_runs_own_arrays():
    layer = run(graph_of("2 -> 3 tanh -> 1"))
    view = ScalarView(layer)
    starts = {block.start: view.blocks.value[k] for k, block in enumerate(view.blocks.list)}
    for name in ("x", "w2", "b2", "z2", "a2"):
        assert starts[view.where[name].flat[0]] is layer.values[list(layer.graph.ids).index(name)]


def test_names_are_written_as_in_the_note():
    assert entry_id("w2", (0, 1)) == "w2_1_2"
    assert entry_label("w2", (0, 1)) == "w₁₂²"
    assert entry_label("w3", (10, 1)) == "w₁₁,₂³"
    assert entry_label("L", ()) == "L"


def test_weights_stand_on_the_edges_from_k_to_j():
    spec, arrays, given = drawn("2 -> 3 tanh -> 1")
    found = look(spec, arrays, given, 0.1, kind="neuron")
    at = found.edges.name.index("w2_3_1")
    assert (found.edges.source[at], found.edges.target[at], found.edges.slot[at]) == ("x_1", "z2_3", 0)
    assert found.edges.value[at] == arrays["w2"][2, 0]
    assert found.biases["z2_3"]["value"] == arrays["b2"][2]


def test_a_large_network_is_summed_up():
    spec = read_line("784 -> 128 relu -> 10, loss softmax_cross_entropy, init he seed 1")
    given = sample(spec, np.linspace(-1, 1, 784), np.eye(10)[3])
    found = look(spec, parameters(spec), given, 0.1, kind="neuron")
    assert found.edges is None
    first, second = found.summary
    w = found.step.arrays["w2"]
    assert first["weights"]["tiles"].shape == (64, 64)
    assert second["weights"]["tiles"].shape == (10, 64)
    assert first["weights"]["tiles"].mean() == pytest.approx(w.mean(), abs=0.01)
    assert len(first["strongest"]["name"]) == 100
    assert abs(first["strongest"]["value"][0]) == np.abs(w).max()
    j, k = first["strongest"]["to"][0], first["strongest"]["from"][0]
    assert w[j, k] == first["strongest"]["value"][0]


def test_heat_maps_average_their_tiles():
    spec = read_line("128 -> 64, init standard_normal seed 1, loss mse")
    found = look(spec, parameters(spec), sample(spec, np.ones(128), np.ones(64)), 0.1, kind="neuron")
    tiles = found.summary[0]["weights"]["tiles"]
    means = found.step.arrays["w2"].reshape(64, 64, 2).mean(2)
    assert np.allclose(tiles, means, rtol=0, atol=0.51e-4 * 10)
    assert np.array_equal(tiles, tiles.round(3))


def test_the_scalar_view_is_limited_before_it_is_built():
    spec = read_line("784 -> 32, init zeros")
    with pytest.raises(LimitError) as caught:
        look(spec, parameters(spec), sample(spec, np.ones(784), np.ones(32)), 0.1, kind="scalar")
    assert caught.value.code == "nodes"


def test_an_unknown_view_or_row_is_refused():
    spec, arrays, given = drawn("2 -> 1", 3)
    with pytest.raises(ValueProblem, match="'neuron'"):
        look(spec, arrays, given, 0.1, kind="neurons")
    with pytest.raises(ValueProblem, match="rows are 0 to 2"):
        look(spec, arrays, given, 0.1, kind="neuron", row=3)


def test_the_neuron_view_of_several_rows_shows_one_of_them():
    spec, arrays, given = drawn("2 -> 2 tanh -> 1", 3)
    found = look(spec, arrays, given, 0.1, kind="neuron", row=2)
    assert found.run.values[:2] == given.x[2].tolist()


def test_the_neuron_view_says_why_it_cannot_split_an_images_normalisation():
    spec, arrays, given = drawn(LINES[-1])
    with pytest.raises(ValueProblem, match="mixes all its places"):
        look(spec, arrays, given, 0.1, kind="neuron")
