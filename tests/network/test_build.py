import numpy as np
import pytest
from cases import LINES, drawn, facts, graph_of

from chainrule.engine.passes import run
from chainrule.network.build import network_graph, notation, sample
from chainrule.network.initialisation import parameters
from chainrule.network.line import read_line
from chainrule.network.plan import Memory, Plan
from chainrule.network.reading import read_spec
from chainrule.network.spec import LOSSES
from chainrule.network.weights import Weights

TORCH = facts("torch_networks")["cases"]


def place(found, name):
    return list(found.graph.ids).index(name)


@pytest.mark.parametrize("case", TORCH, ids=lambda case: case["id"])
def test_value_and_gradients_are_those_of_pytorch(case):
    spec = read_spec(case["spec"])
    found = run(network_graph(spec, parameters(spec), sample(spec, case["sample"]["x"], case["sample"]["y"])))
    assert found.values[found.graph.output] == pytest.approx(case["value"], rel=1e-9, abs=1e-12)
    for n, (weights, biases) in enumerate(zip(case["weight_gradients"], case["bias_gradients"], strict=True), 2):
        assert np.allclose(found.gradients[place(found, f"w{n}")], weights, rtol=1e-9, atol=1e-12)
        if biases is not None:
            assert np.allclose(found.gradients[place(found, f"b{n}")], biases, rtol=1e-9, atol=1e-12)


def test_nodes_have_the_names_of_the_note():
    graph = graph_of("2 -> 3 sigmoid -> 1 sigmoid, loss half_squared_error")
    named = [name for name in graph.ids if not name.startswith(":")]
    assert named == ["x", "w2", "b2", "z2", "a2", "w3", "b3", "z3", "a3", "y", "L"]
    assert graph.labels[list(graph.ids).index("z2")] == "z²"
    assert notation("w12") == "w¹²"


def test_penalties_are_visible_nodes():
    graph = graph_of("2 -> 3 tanh -> 1, l1 0.1, l2 0.2")
    assert {"loss", "l1_w2", "l1_w3", "l2_w2", "l2_w3", "L"} <= set(graph.ids)


def planned(spec, arrays, given, seed=5):
    """Loss and gradients by the training plan."""
    weights = Weights(spec, arrays)
    plan = Plan(spec, weights, given.rows or 1, Memory(spec, seed))
    plan.load(given.x.reshape(-1, *spec.input_shape), given.y.reshape(-1, *spec.outputs))
    return plan.run(), {name: array.copy() for name, array in weights.views(weights.gradient)}


@pytest.mark.parametrize("rows", [None, 1, 2, 5])
@pytest.mark.parametrize("line", LINES)
def test_the_training_plan_has_the_graphs_loss_and_gradients(line, rows):
    spec, arrays, given = drawn(line, rows)
    if rows == 1 and "batch_norm" in line and "conv" not in line:
        pytest.skip("one row of a vector is normalised by the running statistics")
    loss, gradients = planned(spec, arrays, given)
    found = run(network_graph(spec, arrays, given, seed=5))
    assert loss == pytest.approx(found.values[found.graph.output], rel=1e-12)
    for name, gradient in gradients.items():
        theirs = found.gradients[place(found, name)]
        assert np.allclose(gradient, theirs, rtol=1e-12, atol=1e-14), name


@pytest.mark.parametrize("rows", [1, 2, 7])
@pytest.mark.parametrize("loss", LOSSES)
def test_a_batchs_gradient_is_the_mean_of_the_rows_gradients(loss, rows):
    last = "softmax" if loss == "cross_entropy" else "sigmoid"
    spec, arrays, given = drawn(f"3 -> 4 tanh -> 2 {last}, loss {loss}", rows)
    batch_loss, batch = planned(spec, arrays, given)
    single = [planned(spec, arrays, sample(spec, x, y)) for x, y in zip(given.x, given.y, strict=True)]
    assert batch_loss == pytest.approx(np.mean([loss for loss, _ in single]), rel=1e-12)
    for name, gradient in batch.items():
        assert np.allclose(gradient, np.mean([one[name] for _, one in single], axis=0), rtol=1e-12, atol=1e-15)


def test_logistic_regression_has_its_closed_gradient():
    spec, arrays, given = drawn("3 -> 1, loss bce_with_logits", 6)
    _, gradients = planned(spec, arrays, given)
    p = 1 / (1 + np.exp(-(given.x @ arrays["w2"].T + arrays["b2"])))
    assert np.allclose(gradients["w2"], (p - given.y).T @ given.x / 6, rtol=1e-12)
    assert np.allclose(gradients["b2"], (p - given.y).mean(0), rtol=1e-12)


def test_saturated_gradients_keep_their_digits():
    spec = read_line("1 -> 1 tanh weights [[20]] no bias -> 1 no bias weights [[1]], loss half_squared_error")
    loss, gradients = planned(spec, parameters(spec), sample(spec, [1.0], [0.0]))
    assert loss == 0.5
    assert gradients["w2"][0, 0] == pytest.approx(4 * np.exp(-40.0), rel=1e-12)


def test_dropout_is_off_and_normalisation_recalls_outside_training():
    spec = read_line("2 -> dropout 0.5 -> batch_norm -> 1 weights [[1, 1]]")
    memory = Memory(spec)
    memory.statistics["mean3"][...] = 1.0
    memory.statistics["var3"][...] = 4.0 - 1e-5
    plan = Plan(spec, Weights(spec), 1, memory, training=False)
    plan.load(np.array([[3.0, 5.0]]), np.zeros((1, 1)))
    plan.run()
    assert plan.prediction[0, 0] == pytest.approx((3 - 1) / 2 + (5 - 1) / 2, rel=1e-12)
