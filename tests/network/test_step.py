import numpy as np
import pytest
from cases import LINES, drawn

from chainrule.network.build import sample
from chainrule.network.initialisation import parameters
from chainrule.network.line import read_line
from chainrule.network.plan import Memory, Plan
from chainrule.network.step import network_object, stations, take_step
from chainrule.network.weights import Weights

# Matt Mazur, A Step by Step Backpropagation Example (2015), with its published digits.
MAZUR = read_line(
    "2 -> 2 sigmoid weights [[0.15, 0.20], [0.25, 0.30]] biases [0.35, 0.35] "
    "-> 2 sigmoid weights [[0.40, 0.45], [0.50, 0.55]] biases [0.60, 0.60], loss half_squared_error"
)
X, Y = [0.05, 0.10], [0.01, 0.99]


@pytest.fixture
def mazur():
    return take_step(MAZUR, parameters(MAZUR), sample(MAZUR, X, Y), 0.5)


def shown(number, digits):
    return f"{number:.{digits}f}"


def test_the_forward_pass_of_mazurs_example_has_the_published_digits(mazur):
    assert shown(mazur.value("z2")[0], 4) == "0.3775"
    assert shown(mazur.value("a2")[0], 9) == "0.593269992"
    assert shown(mazur.value("a2")[1], 9) == "0.596884378"
    assert shown(mazur.value("z3")[0], 9) == "1.105905967"
    assert shown(mazur.value("a3")[0], 8) == "0.75136507"
    assert shown(mazur.value("a3")[1], 9) == "0.772928465"
    assert shown(mazur.loss, 9) == "0.298371109"


def test_the_backward_pass_of_mazurs_example_has_the_published_digits(mazur):
    assert shown(mazur.gradient("a3")[0], 8) == "0.74136507"
    assert shown(mazur.gradient("z3")[0], 8) == "0.13849856"
    assert shown(mazur.gradients["w3"][0, 0], 9) == "0.082167041"
    assert shown(mazur.gradient("a2")[0], 9) == "0.036350306"
    assert shown(mazur.gradients["w2"][0, 0], 9) == "0.000438568"


def test_every_factor_of_mazurs_example_has_the_published_digits(mazur):
    """The factors between the lines: the two errors, the slopes of the sigmoid, what each output sends back."""
    errors = (mazur.value("a3") - Y) ** 2 / 2
    assert [shown(error, 9) for error in errors] == ["0.274811083", "0.023560026"]
    a2, a3 = mazur.value("a2"), mazur.value("a3")
    assert shown((a3 * (1 - a3))[0], 9) == "0.186815602"
    assert shown((a2 * (1 - a2))[0], 9) == "0.241300709"
    assert shown(mazur.gradient("z3")[0], 9) == "0.138498562"
    sent_back = mazur.gradient("z3") * mazur.arrays["w3"][:, 0]
    assert shown(sent_back[0], 9) == "0.055399425"
    assert shown(sent_back[1], 8) == "-0.01904912"  # published with one digit more, from factors that were rounded
    assert sent_back.sum() == pytest.approx(mazur.gradient("a2")[0], rel=1e-14)


def test_mazurs_error_in_the_ten_thousandth_round_has_the_published_digits():
    weights = Weights(MAZUR, parameters(MAZUR))
    plan = Plan(MAZUR, weights, 1, Memory(MAZUR))
    plan.load(np.array([X]), np.array([Y]))
    for _ in range(9_999):
        plan.run()
        for name in ("w2", "w3"):  # the biases stay as they are
            weights.view(weights.theta, name)[...] -= 0.5 * weights.view(weights.gradient, name)
    assert shown(plan.run(), 10) == "0.0000351085"
    # The published outputs are those of about three rounds later.
    assert plan.prediction[0] == pytest.approx([0.015912196, 0.984065734], abs=3e-6)


def test_the_update_of_mazurs_example_has_the_published_digits(mazur):
    new = mazur.updated
    assert [shown(w, 9) for w in new["w3"].ravel()] == ["0.358916480", "0.408666186", "0.511301270", "0.561370121"]
    published = ["0.149780716", "0.19956143", "0.24975114", "0.29950229"]
    assert [shown(w, len(text) - 2) for w, text in zip(new["w2"].ravel(), published, strict=True)] == published


def loss_of(arrays):
    plan = Plan(MAZUR, Weights(MAZUR, arrays), 1, Memory(MAZUR), training=False)
    plan.load(np.array([X]), np.array([Y]))
    return plan.run()


def test_the_error_after_mazurs_round_is_the_simultaneous_one(mazur):
    """The published 0.291027924 mixes two algorithms: its weights are from the simultaneous update, its error is not.

    Mazur leaves the biases as they are, so only the weights are replaced here.
    """
    old = parameters(MAZUR)
    simultaneous = loss_of({**old, "w2": mazur.updated["w2"], "w3": mazur.updated["w3"]})
    assert simultaneous == pytest.approx(0.29102777369359933, rel=1e-14)
    assert shown(simultaneous, 9) == "0.291027774"


def test_the_published_error_comes_from_an_update_in_place(mazur):
    """w³ is replaced first, and the gradients of w² are taken with the new w³."""
    old = parameters(MAZUR)
    half_way = {**old, "w3": mazur.updated["w3"]}
    delta = mazur.gradient("z3") @ half_way["w3"]
    a2 = mazur.value("a2")
    in_place = old["w2"] - 0.5 * np.outer(delta * a2 * (1 - a2), X)
    assert shown(loss_of({**half_way, "w2": in_place}), 9) == "0.291027924"


def test_the_contracts_network_object_is_complete(mazur):
    found = network_object(mazur)
    assert found["loss"] == mazur.loss
    assert found["loss_after_update"] == mazur.loss_after_update < mazur.loss
    keys = {"n", "z", "a", "delta", "weights", "weight_gradients", "updated_weights"}
    keys |= {"biases", "bias_gradients", "updated_biases"}
    assert [layer["n"] for layer in found["layers"]] == [2, 3]
    assert all(keys <= set(layer) for layer in found["layers"])


def test_a_layer_without_biases_says_null():
    spec, arrays, given = drawn("2 -> 3 tanh no bias -> 1")
    layers = network_object(take_step(spec, arrays, given, 0.1))["layers"]
    assert (layers[0]["biases"], layers[0]["bias_gradients"], layers[0]["updated_biases"]) == (None, None, None)


@pytest.mark.parametrize("rows", [None, 3])
@pytest.mark.parametrize("line", LINES)
def test_the_seven_stations_tell_every_equation(line, rows):
    spec, arrays, given = drawn(line, rows)
    step = take_step(spec, arrays, given, 0.1, seed=5)
    told = stations(step)
    assert [station["number"] for station in told] == [1, 2, 3, 4, 5, 6, 7]
    assert [entry["number"] for station in told for entry in station["equations"]] == [7, 8, 9, 10, 11, 12]
    assert all(name in step.run.graph.ids for station in told for name in station["nodes"])


def test_the_stations_numbers_satisfy_their_equations(mazur):
    _, _, forward, last, back, weights, update = stations(mazur)
    w2, w3 = (mazur.arrays[name] for name in ("w2", "w3"))
    first, second = forward["layers"]
    assert np.allclose(first["z"], w2 @ X + 0.35, rtol=1e-15)
    assert np.allclose(second["a"], 1 / (1 + np.exp(-second["z"])), rtol=1e-15)
    delta3, delta2 = last["layers"][0], back["layers"][0]
    assert np.allclose(delta3["delta"], delta3["from_above"] * delta3["slope"], rtol=1e-15)
    assert np.allclose(delta2["from_above"], w3.T @ delta2["delta_above"], rtol=1e-14)
    assert np.allclose(delta2["delta"], delta2["from_above"] * delta2["slope"], rtol=1e-15)
    entry = weights["layers"][0]
    assert np.allclose(entry["gradient"], np.outer(entry["delta"], entry["a_before"]), rtol=1e-15)
    change = update["layers"][0]
    assert np.array_equal(change["updated"], change["value"] - 0.5 * change["gradient"])
    assert np.allclose(change["change"], -0.5 * change["gradient"])


def test_every_update_uses_the_old_weights():
    spec, arrays, given = drawn("2 -> 3 tanh -> 2 tanh -> 1")
    before = {name: array.copy() for name, array in arrays.items()}
    step = take_step(spec, arrays, given, 0.3)
    assert all(np.array_equal(arrays[name], before[name]) for name in arrays)
    assert all(np.array_equal(step.updated[name], before[name] - 0.3 * step.gradients[name]) for name in arrays)
