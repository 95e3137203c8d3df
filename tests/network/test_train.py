import itertools
import math

import numpy as np
import pytest

from chainrule.errors import ChainruleError, LimitError
from chainrule.network.diagnose import histogram
from chainrule.network.evaluate import pictured, regions, surface
from chainrule.network.limits import Limits
from chainrule.network.optimisers import OPTIMISERS
from chainrule.network.plan import Plan
from chainrule.network.requests import read_training
from chainrule.network.schedules import SCHEDULES
from chainrule.network.train import Trainer
from chainrule.network.wire import encode

TANH = {"type": "dense", "units": 4, "activation": "tanh"}
SIGMOID = {"type": "dense", "units": 1, "activation": "sigmoid"}
REQUEST = {"spec": {"layers": [TANH, SIGMOID]}, "data": "xor", "steps": 60, "learning_rate": 0.5, "seed": 1}


def trainer(limits=None, **change):
    return Trainer(read_training({**REQUEST, **change}, *([limits] if limits else [])))


def stream(**change):
    """All events of a run as bytes."""
    return [(event.kind, encode(event.data)) for event in trainer(**change).run()]


def last(**change):
    """The last frame of a run."""
    return [event for event in trainer(**change).run() if event.kind == "frame"][-1].data


# What a run teaches ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", OPTIMISERS)
def test_every_optimiser_gets_better(optimizer):
    first, *_, end = [
        e.data for e in trainer(optimizer=optimizer, learning_rate=0.05, steps=200).run() if e.kind == "frame"
    ]
    assert end["loss"] < first["loss"]


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_every_schedule_runs(schedule):
    assert last(schedule={"name": schedule})["step"] == 60


def test_one_full_batch_step_is_gradient_descent_on_the_graph():
    found = trainer(steps=1)
    before = found.weights.theta.copy()
    list(found.run())
    assert np.allclose(found.weights.theta, before - 0.5 * found.weights.gradient, rtol=1e-15)


def test_digits_are_learnt_by_a_small_convolution():
    layers = [{"type": "conv2d", "filters": 4, "activation": "relu"}, {"type": "maxpool2d"}, {"type": "flatten"}]
    spec = {
        "layers": [*layers, {"type": "dense", "units": 10}],
        "loss": "softmax_cross_entropy",
        "init": {"scheme": "he"},
    }
    data = {"name": "digits", "rows": 200, "test": 0.25}
    frame = last(spec=spec, data=data, steps=120, batch_size=50, optimizer="adam", learning_rate=0.02)
    assert frame["accuracy"] > 0.9
    assert frame["test_accuracy"] > 0.7


# Frames ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("steps", "count", "second"), [(1, 1, None), (999, 999, 2), (1000, 1000, 2), (1001, 501, 4)])
def test_frames_come_at_fixed_steps_and_at_the_last(steps, count, second):
    frames = [event.data["step"] for event in trainer(steps=steps).run() if event.kind == "frame"]
    every = math.ceil(steps / 1000)
    assert frames == sorted({*range(every, steps + 1, every), steps})
    assert len(frames) == count
    assert second is None or frames[1] == second


def test_the_same_seed_gives_the_same_bits():
    options = {"batch_size": 3, "optimizer": "adam", "show": ["parameters", "state", "histograms", "regions"]}
    assert stream(**options) == stream(**options)
    assert stream(**options) != stream(**options, seed=2)


def test_dropout_and_normalisation_repeat_too():
    spec = {"layers": [TANH, {"type": "dropout", "rate": 0.3}, {"type": "batch_norm"}, SIGMOID]}
    assert stream(spec=spec, batch_size=2) == stream(spec=spec, batch_size=2)


@pytest.mark.parametrize("steps", [[1] * 60, [7, 13, 40], [59, 1]])
def test_pauses_leave_no_trace(steps):
    spec = {"layers": [TANH, {"type": "dropout", "rate": 0.3}, {"type": "batch_norm"}, SIGMOID]}
    options = {"spec": spec, "batch_size": 3, "optimizer": "adam", "schedule": "cosine"}
    whole = stream(**options)
    events, state = [], None
    for count in steps:
        found = trainer(**options)
        if state is not None:
            found.restore(state)
        events += [(event.kind, encode(event.data)) for event in found.run(steps=count)]
        state = found.state()
    assert events == whole


def test_no_seed_draws_one_and_says_so():
    found = read_training({**REQUEST, "seed": None})
    assert 0 <= found.seed < 2**32


def test_an_epoch_sees_every_row_once():
    found = trainer(batch_size=3, steps=1)
    seen = [found._permutation(epoch).tolist() for epoch in range(3)]
    assert all(sorted(rows) == [0, 1, 2, 3] for rows in seen)
    sizes = [found._batch(step).rows for step in range(4)]
    assert sizes == [3, 1, 3, 1]


def test_a_frame_carries_what_was_asked_for():
    frame = last(show=["parameters", "state", "histograms", "regions"], optimizer="momentum", data="gauss")
    assert set(frame["parameters"]) == {"w2", "b2", "w3", "b3"}
    assert set(frame["state"]) == {"v"}
    assert [entry["n"] for entry in frame["histograms"]] == [2, 3]
    assert sum(frame["histograms"][0]["activations"]["counts"]) == 200 * 4
    assert frame["regions"]["outputs"].shape == (1, 40, 40)
    assert set(frame["gradient_norms"]) == {"w2", "b2", "w3", "b3"}


# Ends ------------------------------------------------------------------------------------------------------------


def test_a_run_whose_units_are_saturated_and_whose_loss_overflows_is_told_to_the_end():
    events = list(
        trainer(
            spec={"layers": [{**TANH, "units": 8}, {"type": "dense", "units": 1}], "loss": "mse"},
            data="sine",
            learning_rate=1000,
            steps=600,
            show=["histograms", "regions"],
        ).run()
    )
    spreads = [event.data["histograms"] for event in events if event.kind == "frame"]
    assert all(
        sum(each["activations"]["counts"]) == 100 * n
        for spread in spreads
        for n, each in zip((8, 1), spread, strict=True)
    )
    assert events[-1].kind == "diverged"
    assert "so large that it overflows" in events[-1].data["detail"]


@pytest.mark.parametrize(
    "values", [[1.0, 1.0 - 1e-16, 1.0], [1e308, -1e308, 0.0], [1e20, 1e20, 1e20], [5e-324, 0.0, 0.0]]
)
def test_numbers_that_lie_very_close_or_very_far_apart_are_counted_all_the_same(values):
    found = histogram(np.array([*values, math.nan]))
    assert sum(found["counts"]) == 3
    assert (found["low"], found["high"], found["not_finite"]) == (min(values), max(values), 1)


def test_a_loss_that_is_not_finite_ends_the_run_and_names_the_layer():
    layers = [{"type": "dense", "units": 3}, {"type": "dense", "units": 1}]
    events = list(trainer(spec={"layers": layers}, learning_rate=1e200, steps=1000).run())
    assert events[-1].kind == "diverged"
    assert events[-1].data["layer"] in (2, 3)
    assert "layer" in events[-1].data["detail"]
    assert not any(event.kind == "done" for event in events)
    assert all(math.isfinite(event.data["loss"]) for event in events if event.kind == "frame")


@pytest.mark.parametrize(("weights", "array", "layer"), [([[1e308, 1e308]], "z2", 2), ([[1e200, 1e200]], "L", 2)])
def test_the_first_array_that_is_not_finite_is_named(weights, array, layer):
    spec = {"layers": [{"type": "dense", "units": 1, "weights": weights}]}
    events = list(trainer(spec=spec).run())
    assert [event.kind for event in events] == ["diverged"]
    assert (events[0].data["array"], events[0].data["layer"]) == (array, layer)


def test_large_sets_are_evaluated_in_blocks():
    rows = {"name": "gauss", "rows": 2500}
    found = trainer(data=rows)
    whole = np.mean(
        (1 / (1 + np.exp(-_hidden(found) @ found.weights.view(found.weights.theta, "w3").T)) - found.training.data.y)
        ** 2
    )
    assert found.train.measure("classes")[0] == pytest.approx(whole, rel=1e-12)


def _hidden(found):
    """The activations of layer 2 for all rows; its biases are 0 at the start."""
    return np.tanh(found.training.data.x @ found.weights.view(found.weights.theta, "w2").T)


def test_a_limit_of_processor_time_ends_the_run_with_an_event():
    events = list(trainer(Limits(seconds=0.0), steps=10_000).run())
    assert events[-1].kind == "limit"
    assert events[-1].data["limit"] == "seconds"
    assert events[-1].data["step"] < 10_000


def test_a_run_hands_over_after_its_share_of_time():
    found = trainer(steps=10_000)
    list(found.run(seconds=0.01))
    assert 0 < found.step < 10_000
    assert not found.ended


def test_whoever_stops_asking_stops_the_run():
    found = trainer(steps=10_000)
    taken = list(itertools.islice(found.run(), 3))
    assert [event.data["step"] for event in taken] == [10, 20, 30]
    assert found.step == 30


# Words -----------------------------------------------------------------------------------------------------------


def kinds(**change):
    return {warning["kind"] for warning in last(**change)["warnings"]}


def test_vanishing_gradients_are_named():
    layers = [{"type": "dense", "units": 3, "activation": "sigmoid"}] * 8
    assert "vanishing" in kinds(spec={"layers": [*layers, SIGMOID], "init": {"scheme": "xavier"}}, steps=1)


def test_exploding_gradients_are_named():
    layers = [{"type": "dense", "units": 20}] * 6
    assert "exploding" in kinds(spec={"layers": [*layers, {"type": "dense", "units": 1}]}, steps=1, learning_rate=1e-30)


def test_dead_relus_are_named():
    dead = {"type": "dense", "units": 2, "activation": "relu", "weights": [[-1, -1], [-1, -2]], "biases": [-1, -1]}
    assert "dead" in kinds(spec={"layers": [dead, SIGMOID]}, steps=1)


def test_saturated_units_are_named_but_not_sure_answers():
    wild = {**TANH, "weights": [[99, 98]] * 4, "biases": [50] * 4}
    assert "saturated" in kinds(spec={"layers": [wild, SIGMOID]}, steps=1)
    sure = {**SIGMOID, "weights": [[99, 98]], "biases": [50]}
    assert "saturated" not in kinds(spec={"layers": [sure]}, steps=1)


# Around a point --------------------------------------------------------------------------------------------------


def test_regions_are_predictions_over_the_plane():
    found = trainer(data="gauss")
    answer = regions(found.training, found.weights, found.memory, 5, neurons=True)
    assert answer["outputs"].shape == (1, 5, 5)
    assert answer["layers"]["2"].shape == (4, 24, 24)
    low1, high1, _, high2 = answer["edges"]
    x = np.array([[low1 + (high1 - low1) * 0.25, high2]])
    hidden = np.tanh(x @ found.weights.view(found.weights.theta, "w2").T)
    output = 1 / (1 + np.exp(-(hidden @ found.weights.view(found.weights.theta, "w3").T)))
    assert answer["outputs"][0, 4, 1] == pytest.approx(output[0, 0], rel=1e-12)


def test_every_neuron_is_shown_over_the_plane():
    found = trainer(data="gauss")
    answer = regions(found.training, found.weights, found.memory, neurons=True)
    side, (low1, high1, low2, high2) = answer["neuron_side"], answer["edges"]
    x = np.array([[low1 + (high1 - low1) * 3 / (side - 1), low2 + (high2 - low2) * 7 / (side - 1)]])
    hidden = np.tanh(x @ found.weights.view(found.weights.theta, "w2").T)[0]
    assert answer["layers"]["2"][:, 7, 3] == pytest.approx(hidden, rel=1e-12)
    seen = pictured(answer)
    assert seen["layers"]["2"][:, 7, 3] == pytest.approx(hidden, abs=1e-3)
    assert seen["outputs"] == pytest.approx(answer["outputs"], abs=1e-3)


@pytest.mark.parametrize(
    ("layers", "side"), [([8], 24), ([16, 16], 19), ([400], 19), ([32] * 8, 6), ([20] * 40, 6), ([1], 24)]
)
@pytest.mark.parametrize("data", ["gauss", "sine"])
def test_a_frame_with_regions_stays_small_however_large_the_network_is(layers, side, data):
    spec = {"layers": [*({**TANH, "units": units} for units in layers), SIGMOID]}
    frame = last(spec=spec, data={"name": data, "rows": 10}, steps=1, show=["regions"])
    found = frame["regions"]
    assert found["neuron_side"] == (side if data == "gauss" else 40)
    assert sum(map(len, found["layers"].values())) == min(sum(min(units, 32) for units in layers) + 1, 256)
    assert len(encode(frame)) < 100_000


def test_the_numbers_of_a_picture_keep_their_size():
    answer = {"outputs": np.array([[1.23456e-8, -9e-9], [12345.6, 0.4]]), "layers": {}}
    assert pictured(answer)["outputs"].tolist() == [[1.23e-8, -0.9e-8], [12300.0, 0.0]]
    odd = {"outputs": np.array([[0.0, 0.0], [math.inf, 1.25], [math.nan, 1.0], [1e-308, 0.0]]), "layers": {}}
    assert np.array_equal(pictured(odd)["outputs"], odd["outputs"], equal_nan=True)


def test_a_frame_names_the_rows_of_its_batch():
    found = trainer(data="moons", batch_size=60, steps=4, show=["batch", "parameters"], optimizer="sgd")
    frames = [event.data for event in found.run() if event.kind == "frame"]
    assert [len(frame["batch"]) for frame in frames] == [60, 60, 60, 20]
    assert sorted(row for frame in frames for row in frame["batch"]) == list(range(200))
    again = trainer(data="moons", steps=1)
    again.weights.load(frames[0]["parameters"])
    rows = frames[1]["batch"]
    plan = Plan(again.training.spec, again.weights, 60, again.memory)
    plan.load(again.training.data.x[rows], again.training.data.y[rows])
    plan.run()
    step = again.weights.theta - found.training.learning_rate * again.weights.gradient
    found.weights.load(frames[1]["parameters"])
    assert found.weights.theta == pytest.approx(step, rel=1e-12)
    assert frames[0]["batch"].tolist() != frames[1]["batch"].tolist()
    assert last(data={"name": "moons", "rows": 2_000}, steps=1, show=["batch"])["batch"].tolist() == list(range(1_000))


def test_one_input_gives_a_curve_and_three_give_none():
    found = trainer(data="sine")
    assert regions(found.training, found.weights, found.memory, 7)["outputs"].shape == (1, 7)
    found = trainer(data={"x": [[1, 2, 3]], "y": [1]})
    assert regions(found.training, found.weights, found.memory) is None


def test_the_loss_surface_has_the_present_loss_in_its_middle():
    found = trainer()
    answer = surface(found.training, found.weights, found.memory, side=5, seed=3)
    assert answer["loss"][2, 2] == pytest.approx(found.train.measure("classes")[0], rel=1e-12)
    assert np.array_equal(answer["loss"], surface(found.training, found.weights, found.memory, side=5, seed=3)["loss"])
    assert answer["steps"].tolist() == [-1, -0.5, 0, 0.5, 1]


# Requests --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"steps": 0}, "/steps"),
        ({"steps": 10_001}, "/steps"),
        ({"learning_rate": 0}, "/learning_rate"),
        ({"learning_rate": "0.1"}, "/learning_rate"),
        ({"batch_size": 0}, "/batch_size"),
        ({"optimizer": "adma"}, "/optimizer"),
        ({"optimizer": "adam", "momentum": 0.9}, "/momentum"),
        ({"optimizer": "momentum", "momentum": 1.0}, "/momentum"),
        ({"schedule": "cosin"}, "/schedule"),
        ({"schedule": {"name": "step", "every": 0}}, "/schedule/every"),
        ({"schedule": {"name": "cosine", "every": 3}}, "/schedule/every"),
        ({"schedule": 3}, "/schedule"),
        ({"schedule": {"name": 3}}, "/schedule/name"),
        ({"clip": 0}, "/clip"),
        ({"show": ["weights"]}, "/show/0"),
        ({"show": "parameters"}, "/show"),
        ({"seed": -1}, "/seed"),
        ({"spec": {"layers": [{"type": "dense", "units": 0}]}}, "/spec/layers/0/units"),
        ({"spec": {"inputs": 3, "layers": [SIGMOID]}}, "/spec/inputs"),
        ({"spec": {"layers": [{**SIGMOID, "units": 3}]}}, "/spec/layers/0/units"),
        ({"data": {"x": [[1e999, 1]], "y": [1]}}, "/data/x/0/0"),
    ],
)
def test_a_wrong_request_is_refused_with_a_pointer(change, pointer):
    with pytest.raises(ChainruleError) as caught:
        read_training({**REQUEST, **change})
    assert caught.value.pointer == pointer


@pytest.mark.parametrize("name", ["spec", "data", "steps", "learning_rate"])
def test_a_missing_part_is_named(name):
    with pytest.raises(ChainruleError) as caught:
        read_training({key: value for key, value in REQUEST.items() if key != name})
    assert caught.value.pointer == f"/{name}"


def test_a_schedule_without_a_name_is_told_which_there_are():
    with pytest.raises(ChainruleError) as caught:
        read_training({**REQUEST, "schedule": {}})
    assert caught.value.pointer == "/schedule/name"
    assert caught.value.detail.startswith("The schedule needs a 'name': one of constant, step, ")


def test_problems_of_spec_data_and_run_come_together():
    with pytest.raises(ChainruleError) as caught:
        read_training({**REQUEST, "spec": {"layers": []}, "data": "xro", "learning_rate": -1})
    pointers = {caught.value.pointer, *(error.pointer for error in caught.value.related)}
    assert pointers == {"/spec/layers", "/data", "/learning_rate"}


def test_a_batch_that_needs_too_much_memory_is_refused_before_it_is_made():
    layers = [{"type": "conv2d", "filters": 16, "kernel": 5}] * 2 + [{"type": "flatten"}, {"type": "dense", "units": 1}]
    data = {"x": [[0.0] * 784] * 400, "y": [[0.0]] * 400}
    with pytest.raises(LimitError) as caught:
        read_training({**REQUEST, "spec": {"inputs": [1, 28, 28], "layers": layers}, "data": data})
    assert caught.value.code == "memory"


def test_yes_or_no_may_be_two_classes_and_hinge_takes_signs():
    two = {"layers": [{"type": "dense", "units": 2, "activation": "softmax"}], "loss": "cross_entropy"}
    assert read_training({**REQUEST, "spec": two}).data.y.tolist() == [[1, 0], [0, 1], [0, 1], [1, 0]]
    hinge = {"layers": [{"type": "dense", "units": 1}], "loss": "hinge"}
    assert read_training({**REQUEST, "spec": hinge}).data.y.ravel().tolist() == [-1, 1, 1, -1]
