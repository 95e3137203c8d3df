"""Leading a training run over HTTP: pause, steps, epochs, going on, and the data that it learns from."""

import asyncio
import itertools
import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from training_runs import QUIET, TRAIN, XOR, Hand, events, read_events, start

from chainrule.network import wire
from chainrule.web.gate import Shares
from chainrule.web.problems import Problem
from chainrule.web.running import Order, read_order
from chainrule.web.settings import Settings
from chainrule.web.training import Trainings, begin, limits_of, status

MOONS = {
    "spec": "2 -> 4 tanh -> dropout 0.1 -> 1 sigmoid, loss bce",
    "data": {"name": "moons", "rows": 50},
    "steps": 60,
    "learning_rate": 0.05,
    "optimizer": "adam",
    "batch_size": 20,
    "frame_every": 20,
    "seed": 4,
    "show": ["parameters"],
}


async def order(client, place, action, **more):
    response = await client.post(place, json={"action": action, **more})
    assert response.status_code == 200, response.text
    return response.json()


async def rests(client, place):
    """How the run stands when it has come to rest."""
    for _ in range(1_000):
        found = (await client.get(place)).json()
        if found["state"] != "running":
            return found
        await asyncio.sleep(0.01)
    raise AssertionError("the run does not come to rest")


async def test_a_run_made_paused_shows_how_it_starts_and_waits(client):
    answer = await start(client, MOONS, paused=True)
    place = answer.headers["location"]
    stands = await rests(client, place)
    assert stands == {
        "id": answer.json()["id"],
        "events": answer.json()["events"],
        "state": "paused",
        "step": 0,
        "epoch": 0.0,
        "reports": 2,
        "ended": False,
    }
    await order(client, place, "go")
    told = await events(client, answer)
    assert [kind for _, kind, _ in told] == ["frame", "paused", *["frame"] * 3, "done"]
    assert told[0][2]["step"] == 0
    assert set(told[0][2]["parameters"]) == {"w2", "b2", "w4", "b4"}
    assert told[1][2] == {"step": 0, "epoch": 0.0}


async def test_steps_and_epochs_end_with_a_frame_and_a_pause(client):
    answer = await start(client, MOONS, paused=True)
    place = answer.headers["location"]
    seen = []
    for action, more in (("step", {}), ("step", {"steps": 3}), ("epochs", {}), ("epochs", {"epochs": 2}), ("go", {})):
        await rests(client, place)
        await order(client, place, action, **more)
        seen.append((await rests(client, place))["step"])
    assert seen == [1, 4, 6, 12, 60]
    told = await events(client, answer)
    assert [data["step"] for _, kind, data in told if kind == "paused"] == [0, 1, 4, 6, 12]
    assert [data["step"] for _, kind, data in told if kind == "frame"] == [0, 1, 4, 6, 12, 20, 40, 60]
    assert [number for number, _, _ in told] == list(range(1, len(told) + 1))


async def test_what_a_run_learns_does_not_depend_on_its_pauses(client):
    whole = await events(client, await start(client, MOONS))
    answer = await start(client, MOONS, paused=True)
    place = answer.headers["location"]
    for action, more in (("step", {"steps": 19}), ("step", {}), ("step", {"steps": 7}), ("epochs", {}), ("go", {})):
        await rests(client, place)
        await order(client, place, action, **more)
    told = {data["step"]: data for _, kind, data in await events(client, answer) if kind == "frame"}
    assert [told[step] for step in (20, 40, 60)] == [data for _, kind, data in whole if kind == "frame"]


async def test_a_stream_that_resumes_gets_pauses_in_their_order(client):
    answer = await start(client, MOONS, paused=True)
    place = answer.headers["location"]
    for _ in range(3):
        await rests(client, place)
        await order(client, place, "step")
    await rests(client, place)
    await client.delete(place)
    whole = await events(client, answer)
    assert [kind for _, kind, _ in whole] == ["frame", "paused"] * 4 + ["done"]
    for last in range(1, 8):
        assert await events(client, answer, **{"Last-Event-ID": str(last)}) == whole[last:]


async def test_a_run_pauses_in_the_middle_and_says_where(client):
    answer = await start(client, QUIET)
    place = answer.headers["location"]
    await order(client, place, "pause")
    stands = await rests(client, place)
    assert stands["state"] == "paused"
    assert 0 < stands["step"] < QUIET["steps"]
    assert await order(client, place, "pause") == stands
    await order(client, place, "step", steps=10_000)
    await order(client, place, "pause")
    again = await rests(client, place)
    assert stands["step"] < again["step"] < QUIET["steps"]
    await client.delete(place)
    told = await events(client, answer)
    assert [(kind, data.get("step")) for _, kind, data in told] == [
        *((kind, at["step"]) for at in (stands, again) for kind in ("frame", "paused")),
        ("done", None),
    ]


async def test_an_order_to_a_run_that_has_ended_changes_nothing(client):
    answer = await start(client, XOR)
    whole = await events(client, answer)
    for action in ("go", "pause", "step", "epochs"):
        stands = await order(client, answer.headers["location"], action)
        assert (stands["state"], stands["step"], stands["ended"]) == ("ended", 40, True)
    assert await events(client, answer) == whole


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({}, "/action"),
        ({"action": "stop"}, "/action"),
        ({"action": ["go"]}, "/action"),
        ({"action": "step", "steps": 0}, "/steps"),
        ({"action": "step", "steps": 10_001}, "/steps"),
        ({"action": "step", "steps": 1.5}, "/steps"),
        ({"action": "step", "epochs": 1}, "/epochs"),
        ({"action": "go", "steps": 1}, "/steps"),
        ({"action": "epochs", "epochs": True}, "/epochs"),
        ({"action": "go", "seed": 1}, "/seed"),
        ([], ""),
    ],
)
async def test_an_order_that_makes_no_sense_is_refused_with_a_pointer(client, asked, pointer):
    answer = await start(client, QUIET, paused=True)
    response = await client.post(answer.headers["location"], json=asked)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == pointer
    await client.delete(answer.headers["location"])


def test_an_order_without_an_action_is_told_which_there_are():
    with pytest.raises(Problem) as caught:
        read_order({}, limits_of(Settings()))
    (error,) = caught.value.errors
    assert error["detail"] == "The order needs an 'action': one of go, pause, step, epochs."


@pytest.mark.parametrize("steps", [29, 30, 31])
def test_an_order_takes_as_many_steps_as_a_run(steps):
    limits = limits_of(replace(Settings(), training_steps=30))
    if steps <= 30:
        assert read_order({"action": "step", "steps": steps}, limits) == Order("step", steps)
    else:
        with pytest.raises(Problem, match="422"):
            read_order({"action": "step", "steps": steps}, limits)


@pytest.mark.parametrize("paused", [1, None, "yes", []])
async def test_paused_is_true_or_false(client, paused):
    response = await client.post(TRAIN, json={**XOR, "paused": paused})
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/paused"


async def test_only_a_run_that_is_known_takes_orders(client):
    assert (await client.post(f"{TRAIN}/guessed", json={"action": "go"})).status_code == 404


def paused_run(settings, now):
    """A paused run and its hand, with a clock of the test's own."""
    hand = Hand()
    trainings = Trainings(settings, hand, Shares.of(settings))
    run = trainings.find(trainings.start({**XOR, "paused": True}, "one")["id"])
    run._clock = lambda: now[0]
    hand.work()
    return trainings, run, hand


def test_a_paused_run_that_nobody_watches_ends():
    now = [0.0]
    trainings, run, _ = paused_run(Settings(), now)
    run._left, now[0] = 0.0, 15.0
    trainings.tick()
    assert not run.ended
    now[0] = 15.1
    trainings.tick()
    assert run.ended


@pytest.mark.parametrize(("seconds", "ended"), [(1_799, False), (1_800, False), (1_801, True)])
def test_a_paused_run_that_gets_no_order_ends_though_it_is_watched(seconds, ended):
    now = [0.0]
    trainings, run, _ = paused_run(Settings(), now)
    run.watch()
    now[0] = seconds
    trainings.tick()
    assert run.ended is ended
    if ended:
        assert json.loads(run.frames.since()[-1].data)["code"] == "idle"


def test_an_order_during_a_step_of_the_chain_counts_from_its_end():
    trainings, run, hand = paused_run(Settings(), [0.0])
    run.take(Order("step", 5))
    run.take(Order("step", 2))
    hand.work()
    assert (run.step, run.standing, len(hand.jobs)) == (5, "running", 1)
    hand.work()
    assert (run.step, run.standing, hand.jobs) == (7, "paused", [])
    run.take(Order("step", 5))
    run.take(Order("go"))
    hand.work()
    assert (run.step, run.standing, len(hand.jobs)) == (12, "running", 1)
    hand.work()
    assert (run.step, run.standing) == (40, "ended")
    assert status(run)["state"] == "ended"
    trainings.close()


HANDS = st.sampled_from(
    [Order("go"), Order("pause"), Order("step"), Order("step", 7), Order("epochs"), Order("epochs", 2), "work", "work"]
)


@settings(max_examples=80, deadline=None)
@given(hands=st.lists(HANDS, max_size=12))
def test_whatever_the_orders_a_run_rests_where_it_should_and_learns_the_same(hands):
    asked = {**MOONS, "spec": "2 -> 2 tanh -> 1 sigmoid, loss bce", "data": {"name": "moons", "rows": 10}, "steps": 30}
    asked |= {"batch_size": 4, "frame_every": 30}
    hand = Hand()
    trainings = Trainings(Settings(), hand, Shares.of(Settings()))
    run = trainings.find(trainings.start({**asked, "paused": True}, "one")["id"])
    for each in hands:
        if isinstance(each, Order):
            run.take(each)
        elif hand.jobs:
            hand.work()
        assert len(hand.jobs) == (run.standing == "running")
    run.take(Order("go"))
    while hand.jobs:
        hand.work()
    assert (run.standing, run.step) == ("ended", 30)
    told = [frame for frame in run.frames.since() if frame.kind != "done"]
    for before, after in itertools.pairwise(told):
        steps = [json.loads(frame.data)["step"] for frame in (before, after)]
        assert steps[0] == steps[1] if after.kind == "paused" else steps[0] < steps[1]
    assert told[-1].data == whole(json.dumps(asked))


@cache
def whole(asked):
    """The last frame of a run that nothing interrupts."""
    _, state = begin(json.loads(asked), limits_of(Settings()))
    return wire.advance(state, b'{"seconds": 1e9}')[2][-2][1]


# A run's network -------------------------------------------------------------------------------------------------


async def test_a_runs_network_is_shown_with_its_present_weights_on_its_last_batch(client):
    asked = {**MOONS, "spec": "2 -> 4 tanh -> 1 sigmoid, loss bce", "optimizer": "sgd", "show": ["parameters", "batch"]}
    answer = await start(client, asked, paused=True)
    place = answer.headers["location"]
    for steps in (1, 5):
        await rests(client, place)
        await order(client, place, "step", steps=steps)
    await rests(client, place)
    response = await client.post(f"{place}/network", json={"stations": True})
    assert response.status_code == 200
    found = response.json()["network"]
    await client.delete(place)
    told = {data["step"]: data for _, kind, data in await events(client, answer) if kind == "frame"}
    assert found["layers"][0]["weights"] == told[6]["parameters"]["w2"]
    assert (len(found["stations"]), found["learning_rate"]) == (7, 0.05)
    rows = (await client.post("/api/v1/data", json={"data": asked["data"], "seed": 4})).json()
    sample = {name: [rows[name][row] for row in told[6]["batch"]] for name in "xy"}
    layers = [{"type": "dense", "units": 4, "activation": "tanh"}, {"type": "dense", "units": 1}]
    layers[1]["activation"] = "sigmoid"
    for n, layer in enumerate(layers, 2):
        layer |= {"weights": told[6]["parameters"][f"w{n}"], "biases": told[6]["parameters"][f"b{n}"]}
    given = {"spec": {"layers": layers, "loss": "bce"}, "sample": sample, "learning_rate": 0.05}
    own = (await client.post("/api/v1/network", json=given)).json()["network"]
    for name in ("loss", "loss_after_update", "layers"):
        assert found[name] == own[name]


@pytest.mark.parametrize(
    "spec",
    [
        "2 -> 4 -> batch_norm -> dropout 0.5 -> 1 tanh, loss hinge",
        "2 -> 3 relu -> 2 softmax, loss cross_entropy, l2 0.1",
    ],
)
@pytest.mark.parametrize("view", ["layer", "neuron", "scalar"])
async def test_any_network_of_a_run_can_be_shown(client, spec, view):
    answer = await start(client, {**MOONS, "spec": spec, "batch_size": 3}, paused=True)
    place = answer.headers["location"]
    await rests(client, place)
    await order(client, place, "step")
    await rests(client, place)
    response = await client.post(f"{place}/network", json={"view": view, "layout": True})
    assert response.status_code == 200, response.text
    assert response.json()["network"]["view"] == view
    response = await client.post(f"{place}/network", json={"view": "none"})
    assert response.json()["errors"][0]["pointer"] == "/view"
    assert (await client.post(f"{TRAIN}/guessed/network", json={})).status_code == 404
    await client.delete(place)


# Data ------------------------------------------------------------------------------------------------------------


async def test_the_rows_are_those_that_a_run_learns_from(client):
    data = {"name": "moons", "rows": 40, "test": 0.25, "scaling": "standard"}
    rows = (await client.post("/api/v1/data", json={"data": data, "seed": 9})).json()
    assert (rows["kind"], rows["rows"], rows["test_rows"]) == ("classes", 30, 10)
    assert np.array(rows["x"]).mean(0) == pytest.approx([0, 0], abs=1e-12)
    given = {"x": rows["x"], "y": rows["y"]}
    asked = {**MOONS, "spec": "2 -> 4 tanh -> 1 sigmoid, loss bce", "batch_size": 7, "frame_every": 60}
    seeded = {**asked, "seed": 9}
    one = await events(client, await start(client, seeded, data=data))
    two = await events(client, await start(client, seeded, data=given))
    assert one[0][2]["parameters"] == two[0][2]["parameters"]


@pytest.mark.parametrize(("rows", "told"), [(1_999, 1_999), (2_000, 2_000), (2_001, 2_000)])
async def test_so_many_rows_are_answered_and_all_are_counted(client, rows, told):
    found = (await client.post("/api/v1/data", json={"data": {"name": "gauss", "rows": rows}})).json()
    assert (len(found["x"]), len(found["y"]), found["rows"], found["test"]) == (told, told, rows, None)


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({}, "/data"),
        ({"data": "xro"}, "/data"),
        ({"data": {"name": "moons", "rows": 1}}, "/data/rows"),
        ({"data": {"csv": "a,b\n1,x,2\n"}}, "/data/csv"),
        ({"data": "xor", "seed": -1}, "/seed"),
        ({"data": "xor", "steps": 3}, "/steps"),
        (3, ""),
    ],
)
async def test_data_that_cannot_be_read_is_refused_with_a_pointer(client, asked, pointer):
    response = await client.post("/api/v1/data", json=asked)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == pointer


async def test_every_set_of_the_catalogue_can_be_started_as_it_is_told(client):
    response = await client.get("/api/v1/data")
    assert response.headers["etag"]
    sets = response.json()["sets"]
    assert {"xor", "and", "or", "circle", "gauss", "spiral", "moons", "checkerboard", "sine", "line", "digits"} <= {
        each["name"] for each in sets
    }
    for each in sets:
        assert each["sentence"].endswith(".")
        request = {**each["starter"], "spec": each["line"], "steps": 1, "seed": 0}
        told = read_events((await client.get((await start(client, request)).json()["events"])).text)
        assert told[-1][1] == "done"
        assert told == await events(client, await start(client, {**request, "spec": each["starter"]["spec"]}))
