import math

import numpy as np
import orjson
import pytest

from chainrule.errors import ChainruleError, LimitError
from chainrule.network import wire
from chainrule.network.limits import Limits
from chainrule.network.sweep import read_sweep

LAYERS = [
    {"type": "dense", "units": 3, "activation": "tanh"},
    {"type": "dropout", "rate": 0.2},
    {"type": "dense", "units": 1},
]
REQUEST = {"spec": {"layers": LAYERS}, "data": "moons", "steps": 50, "learning_rate": 0.1, "batch_size": 20, "seed": 3}
SWEEP = {
    "spec": {"layers": [{"type": "dense", "units": 2, "activation": "tanh"}, {"type": "dense", "units": 1}]},
    "data": "xor",
    "steps": 20,
    "learning_rates": [0.1, 0.5],
    "inits": ["xavier", "he"],
    "optimizers": ["sgd", "adam"],
    "seeds": [0, 1, 2],
}


def chained(order):
    """The events of a run that is carried as bytes from step to step."""
    _, state = wire.begin(REQUEST)
    events, more = [], True
    while more:
        state, more, found = wire.advance(state, order)
        events += found
    return events, state


def test_a_run_carried_as_bytes_is_the_same_to_the_bit():
    whole, _ = chained(b"")
    halting, _ = chained(b'{"seconds": 0.0}')
    assert whole == halting
    assert whole[-1][0] == "done"


def test_the_limits_of_the_server_go_with_the_run():
    with pytest.raises(LimitError):
        wire.begin({**REQUEST, "steps": 20_000})
    _, state = wire.begin({**REQUEST, "steps": 20_000}, Limits(steps=20_000, seconds=0.0))
    assert wire.advance(state)[2][-1][0] == "limit"


def stepped(request, stops):
    """The events of a run that rests at some steps, and its last state."""
    _, state = wire.begin(request)
    events, more = [], True
    for until in stops:
        reached = False
        while more and not reached:
            state, more, found = wire.advance(state, orjson.dumps({"until": until, "seconds": 0.0}))
            events += found
            reached = bool(found) and found[-1][0] == "paused"
    return events, state


def test_one_step_at_a_time_shows_a_frame_and_a_pause_each():
    events, _ = stepped(REQUEST, range(1, 51))
    assert [kind for kind, _ in events] == ["frame", "paused"] * 49 + ["frame", "done"]
    assert [orjson.loads(data)["step"] for kind, data in events if kind == "frame"] == list(range(1, 51))


@pytest.mark.parametrize("stops", [range(51), [0, 17, 18, 50], [49, 50]])
@pytest.mark.parametrize("every", [1, 20])
def test_pausing_and_stepping_change_no_number(stops, every):
    layers = [*LAYERS[:2], {"type": "batch_norm"}, LAYERS[2]]
    request = {**REQUEST, "spec": {"layers": layers}, "optimizer": "adam", "schedule": "cosine", "frame_every": every}
    request["show"] = ["parameters", "state", "histograms", "batch"]
    whole, last = stepped(request, [50])
    events, state = stepped(request, stops)
    told = {orjson.loads(data)["step"]: data for kind, data in events if kind == "frame"}
    assert set(stops) <= told.keys()
    assert [told[orjson.loads(data)["step"]] for kind, data in whole if kind == "frame"] == [
        data for kind, data in whole if kind == "frame"
    ]
    theta = [wire.trainer(each)[1].weights.theta.tobytes() for each in (state, last)]
    assert theta[0] == theta[1]


def test_a_step_of_a_job_hands_over_when_its_reports_are_large():
    spec = {"layers": [{"type": "dense", "units": 300}, {"type": "dense", "units": 1}]}
    request = {**REQUEST, "spec": spec, "frame_every": 1, "show": ["parameters", "state"], "optimizer": "adam"}
    _, state = wire.begin(request)
    order, sizes, frames, more = b'{"seconds": 1e9}', [], 0, True
    while more:
        state, more, events = wire.advance(state, order)
        sizes.append(sum(len(data) for _, data in events))
        frames += sum(kind == "frame" for kind, _ in events)
    assert frames == 50
    assert len(sizes) > 2
    assert max(sizes) < wire.LARGE + max(len(data) for _, data in wire.advance(wire.begin(request)[1], order)[2]) + 100


def test_a_frame_of_step_0_shows_the_first_weights_and_leaves_no_trace():
    events, _ = stepped({**REQUEST, "show": ["parameters", "batch"]}, [0, 1])
    first, second = (orjson.loads(data) for kind, data in events if kind == "frame")
    assert (first["step"], first["epoch"]) == (0, 0.0)
    assert first["batch"] == second["batch"]
    start = wire.trainer(wire.begin(REQUEST)[1])[1].weights
    assert np.array(first["parameters"]["w2"]).tobytes() == start.view(start.theta, "w2").tobytes()


def test_a_seed_that_was_drawn_stays():
    training, state = wire.begin({**REQUEST, "seed": None})
    assert orjson.loads(wire.unpack(state)[0])["request"]["seed"] == training.seed
    assert wire.trainer(state)[1].training.seed == training.seed


def test_numbers_that_are_not_finite_travel_as_words():
    value = {"a": np.array([1.0, math.nan, math.inf]), "b": -math.inf, "c": (1, np.float64(2)), "d": np.arange(2)}
    assert orjson.loads(wire.encode(value)) == {
        "a": [1.0, "NaN", "Infinity"],
        "b": "-Infinity",
        "c": [1, 2.0],
        "d": [0, 1],
    }


def test_rows_of_a_set_are_plain():
    found = wire.rows_of(wire.read_training({**REQUEST, "data": {"name": "moons", "rows": 10, "test": 0.2}}).data)
    assert orjson.loads(wire.encode(found))["kind"] == "classes"
    assert len(found["test"]["x"]) == 2


def test_surface_and_regions_are_made_from_a_state():
    _, state = chained(b"")
    found = orjson.loads(wire.loss_surface(state, b'{"side": 3, "seed": 1}'))
    assert len(found["loss"]) == 3
    planes = orjson.loads(wire.decision(state, b'{"side": 4}'))
    assert len(planes["outputs"][0]) == 4
    assert set(planes["layers"]) == {"2", "3", "4"}


def test_a_sweep_has_a_task_for_every_combination():
    sweep = read_sweep(SWEEP)
    assert len(sweep.tasks) == 24
    first = orjson.loads(wire.sweep_run(sweep.tasks[0]))
    assert (first["learning_rate"], first["init"], first["optimizer"], first["seed"]) == (
        0.1,
        "xavier_uniform",
        "sgd",
        0,
    )
    assert first["ended"] == "done"
    assert len(first["curve"]) == 20
    assert wire.sweep_run(sweep.tasks[0]) == wire.sweep_run(sweep.tasks[0])


def test_a_run_of_a_sweep_that_diverges_says_so():
    sweep = read_sweep({**SWEEP, "learning_rates": [1e300], "optimizers": ["sgd"]})
    assert orjson.loads(wire.sweep_run(sweep.tasks[0]))["ended"] == "diverged"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"seeds": []}, "/seeds"),
        ({"seeds": 3}, "/seeds"),
        ({"seeds": [1, 1]}, "/seeds"),
        ({"inits": ["hee"]}, "/inits/0"),
        ({"optimizers": ["sgd", "adma"]}, "/optimizers/1"),
        ({"learning_rates": [0]}, "/learning_rates/0"),
        ({"spec": {"layers": []}}, "/spec/layers"),
        ({"learning_rate": 0.1}, "/learning_rate"),
    ],
)
def test_a_wrong_sweep_is_refused_with_a_pointer(change, pointer):
    with pytest.raises(ChainruleError) as caught:
        read_sweep({**SWEEP, **change})
    assert caught.value.pointer == pointer


def test_a_list_that_a_sweep_lacks_is_said_to_be_missing():
    with pytest.raises(ChainruleError) as caught:
        read_sweep({name: value for name, value in SWEEP.items() if name != "seeds"})
    assert (caught.value.pointer, caught.value.related) == ("/seeds", ())
    assert caught.value.detail == "The sweep needs 'seeds', a list of at least one value."


def test_a_curve_has_as_many_points_when_the_steps_are_written_with_a_point():
    whole, pointed = (read_sweep({**SWEEP, "steps": steps}).tasks[0] for steps in (200, 200.0))
    every = [orjson.loads(task)["request"]["frame_every"] for task in (whole, pointed)]
    assert every == [4, 4]


@pytest.mark.parametrize(("count", "fits"), [(83, True), (84, False)])
def test_a_sweep_has_at_most_a_thousand_runs(count, fits):
    change = {
        **SWEEP,
        "learning_rates": [0.1, 0.2, 0.3],
        "seeds": list(range(count)),
        "inits": ["he", "xavier"],
        "optimizers": ["sgd", "adam"],
    }
    if fits:
        assert len(read_sweep(change).tasks) == 12 * count
    else:
        with pytest.raises(LimitError) as caught:
            read_sweep(change)
        assert caught.value.code == "runs"


def test_an_axis_that_is_too_long_is_a_limit_and_says_so():
    with pytest.raises(LimitError, match="1,001 values") as caught:
        read_sweep({**SWEEP, "seeds": list(range(1_001))})
    assert (caught.value.code, caught.value.pointer) == ("runs", "/seeds")


def test_a_sweep_that_would_take_too_long_is_refused():
    with pytest.raises(LimitError) as caught:
        read_sweep({**SWEEP, "steps": 10_000, "seeds": list(range(80))})
    assert caught.value.code == "seconds"
