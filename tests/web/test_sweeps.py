"""Sweeps, and the loss around a run's weights, over HTTP."""

import asyncio
import json
from concurrent.futures import CancelledError, Future
from dataclasses import replace

import pytest
from training_runs import TRAIN, XOR, Hand, events, start

from chainrule.errors import LimitError
from chainrule.network.evaluate import surface
from chainrule.network.requests import read_training
from chainrule.network.train import Trainer
from chainrule.network.wire import encode
from chainrule.web import training
from chainrule.web.gate import Shares
from chainrule.web.problems import Problem
from chainrule.web.running import LEAST_SIDE, read_surface
from chainrule.web.settings import Settings
from chainrule.web.training import Trainings, limits_of

SWEEP_PATH = "/api/v1/sweep"
SWEEP = {
    "spec": "2 -> 3 tanh -> 1 sigmoid, loss bce",
    "data": "xor",
    "steps": 100,
    "learning_rates": [0.1, 1e300],
    "inits": ["xavier", "he"],
    "optimizers": ["sgd", "adam"],
    "seeds": [0, 1],
}


async def swept(client, **more):
    response = await client.post(SWEEP_PATH, json={**SWEEP, **more})
    assert response.status_code == 201, response.text
    return response


async def test_a_sweep_says_where_it_is_and_what_it_tries(client):
    response = await swept(client)
    answer = response.json()
    assert response.headers["location"] == f"{SWEEP_PATH}/{answer['id']}"
    assert answer["events"] == f"{SWEEP_PATH}/{answer['id']}/events"
    assert answer["runs"] == 16
    assert answer["axes"] == {
        "learning_rates": [0.1, 1e300],
        "inits": ["xavier_uniform", "he_normal"],
        "optimizers": ["sgd", "adam"],
        "seeds": [0, 1],
    }


async def test_every_run_of_a_sweep_is_reported_once_and_in_order(client):
    answer = await swept(client)
    told = await events(client, answer)
    assert [kind for _, kind, _ in told] == ["frame"] * 16 + ["done"]
    assert [data["run"] for _, kind, data in told if kind == "frame"] == list(range(16))
    ends = {(data["learning_rate"], data["ended"]) for _, kind, data in told if kind == "frame"}
    assert (0.1, "done") in ends
    assert (1e300, "diverged") in ends
    stands = (await client.get(answer.headers["location"])).json()
    assert stands == {
        "id": answer.json()["id"],
        "events": answer.json()["events"],
        "state": "ended",
        "done": 16,
        "runs": 16,
        "reports": 17,
        "ended": True,
    }
    assert await events(client, answer, **{"Last-Event-ID": "9"}) == told[9:]


async def test_a_run_of_a_sweep_is_the_training_run_of_the_same_request(client):
    told = await events(client, await swept(client))
    last = told[15 - 8][2]
    assert (last["learning_rate"], last["init"], last["optimizer"], last["seed"]) == (0.1, "he_normal", "adam", 1)
    request = {"data": "xor", "steps": 100, "learning_rate": 0.1, "optimizer": "adam", "seed": 1, "frame_every": 2}
    request["spec"] = "2 -> 3 tanh -> 1 sigmoid, loss bce, init he"
    alone = [data for _, kind, data in await events(client, await start(client, request)) if kind == "frame"]
    assert last["curve"] == [[data["step"], data["loss"]] for data in alone]
    assert (last["loss"], last["accuracy"]) == (alone[-1]["loss"], alone[-1]["accuracy"])


async def test_the_same_sweep_gives_the_same_stream_to_the_bit(client):
    one, two = await swept(client), await swept(client)
    texts = [(await client.get(each.json()["events"], timeout=30)).content for each in (one, two)]
    assert texts[0] == texts[1]


async def test_a_sweep_is_cancelled_as_often_as_one_likes(client):
    answer = await swept(client, steps=10_000, learning_rates=[1e-6])
    for _ in range(2):
        assert (await client.delete(answer.headers["location"])).status_code == 204
    told = await events(client, answer)
    assert (told[-1][1], told[-1][2]["code"]) == ("done", "cancelled")
    assert (await client.get(answer.headers["location"])).json()["done"] < 8


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"seeds": []}, "/seeds"),
        ({"steps": 10**30}, "/steps"),
        ({"learning_rates": [10**30, 0]}, "/learning_rates/1"),
        ({"inits": [{}]}, "/inits/0"),
        ({"optimizers": [["sgd"]]}, "/optimizers/0"),
        ({"seeds": [10**30]}, "/seeds/0"),
        ({"data": {"x": [], "y": []}}, "/data/x"),
        ({"momentum": 0.9}, "/momentum"),
        ({"spec": {"layers": "x"}}, "/spec/layers"),
    ],
)
async def test_a_wrong_sweep_is_refused_with_a_pointer(client, change, pointer):
    response = await client.post(SWEEP_PATH, json={**SWEEP, **change})
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == pointer


async def test_an_error_in_the_line_of_a_sweep_has_a_span(client):
    response = await client.post(SWEEP_PATH, json={**SWEEP, "spec": "2 -> 4 tahn -> 1"})
    (error,) = response.json()["errors"]
    assert (error["pointer"], error["span"]) == ("/spec", {"start": 7, "end": 11, "line": 1, "column": 8})


@pytest.mark.parametrize(("method", "tail"), [("GET", ""), ("DELETE", ""), ("GET", "/events")])
async def test_a_training_run_is_no_sweep_and_the_other_way_round(client, method, tail):
    run, sweep = (await start(client)).json()["id"], (await swept(client)).json()["id"]
    for path in (f"{SWEEP_PATH}/{run}{tail}", f"{TRAIN}/{sweep}{tail}", f"{SWEEP_PATH}/guessed{tail}"):
        response = await client.request(method, path)
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"


# Limits ----------------------------------------------------------------------------------------------------------


def trainings_of(**limits):
    hand, settings = Hand(), replace(Settings(), **limits)
    return Trainings(settings, hand, Shares.of(settings)), hand


@pytest.mark.parametrize(("seeds", "fits"), [(2, True), (3, True), (4, False)])
def test_a_sweep_has_so_many_runs_and_no_more(seeds, fits):
    trainings, _ = trainings_of(sweep_runs=24)
    asked = {**SWEEP, "seeds": list(range(seeds))}
    if fits:
        assert len(trainings.sweep(asked, "one").sweep.tasks) == 8 * seeds
    else:
        with pytest.raises(Problem, match="422") as caught:
            trainings.sweep(asked, "one")
        assert caught.value.code == "runs"


def test_a_thousand_runs_are_the_default_and_all_their_reports_are_kept():
    trainings, hand = trainings_of()
    asked = {**SWEEP, "steps": 100, "learning_rates": [0.1], "seeds": list(range(250))}
    run = trainings.sweep(asked, "one")
    assert len(run.sweep.tasks) == 1_000
    report, _ = hand.jobs[0][1](*hand.jobs[0][2])
    while not run.ended:
        future, _, _ = hand.jobs.pop(0)
        future.set_result((report, 0.0))
    assert [frame.id for frame in run.frames.since()] == list(range(1, 1_002))
    with pytest.raises(Problem, match="422"):
        trainings.sweep({**asked, "seeds": list(range(251))}, "one")


def test_a_slow_reader_of_a_sweep_misses_no_run():
    trainings, hand = trainings_of()
    run = trainings.sweep(SWEEP, "one")
    while not run.ended:
        hand.jobs.pop(0)[0].set_result((b"{}", 0.0))
    assert len(run.frames.newest(3)) == 14


def test_a_sweep_takes_a_few_workers_at_a_time_and_waits_while_its_client_has_little_left():
    trainings, hand = trainings_of(cpu_burst=10)
    run = trainings.sweep(SWEEP, "one")
    assert len(hand.jobs) == 2
    trainings.shares.processor.charge("one", 6)
    hand.work()
    hand.work()
    trainings.tick()
    assert (hand.jobs, run.progress) == ([], (2, 16))
    trainings.shares.processor.charge("one", -6)
    trainings.tick()
    assert len(hand.jobs) == 2


def test_a_sweep_that_uses_up_its_processor_time_ends():
    trainings, hand = trainings_of(training_cpu_seconds=1)
    run = trainings.sweep({**SWEEP, "steps": 20}, "one")
    for seconds in (0.5, 0.5, 0.1):
        hand.jobs.pop(0)[0].set_result((b"{}", seconds))
    assert [frame.kind for frame in run.frames.since()] == ["frame", "frame", "limit"]
    assert json.loads(run.frames.since()[-1].data)["code"] == "seconds"


def test_a_run_that_is_too_much_for_its_worker_leaves_the_others_alone():
    trainings, hand = trainings_of()
    run = trainings.sweep(SWEEP, "one")
    hand.jobs.pop(0)[0].set_exception(LimitError("Too much.", code="cpu"))
    hand.work()
    found = [json.loads(frame.data) for frame in run.frames.since()]
    assert [each["ended"] for each in found] == ["limit", "done"]
    assert found[0] == {
        "run": 0,
        "learning_rate": 0.1,
        "init": "xavier_uniform",
        "optimizer": "sgd",
        "seed": 0,
        "curve": [],
        "ended": "limit",
        "detail": "Too much.",
    }
    hand.jobs.pop(0)[0].set_exception(ValueError())
    assert run.ended
    assert run.frames.since()[-1].kind == "limit"


def test_a_sweep_that_nobody_watches_ends():
    trainings, _ = trainings_of(training_gone_seconds=0)
    run = trainings.sweep(SWEEP, "one")
    trainings.tick()
    assert run.ended


# The loss around the weights -------------------------------------------------------------------------------------


async def test_the_loss_around_the_present_weights_is_that_of_the_run(client):
    answer = await start(client, XOR)
    await events(client, answer)
    response = await client.post(f"{answer.headers['location']}/surface", json={"side": 5, "radius": 0.5, "seed": 2})
    assert response.status_code == 200
    found = Trainer(
        read_training(
            {
                **XOR,
                "spec": {
                    "layers": [{"type": "dense", "units": 4, "activation": "tanh"}, {"type": "dense", "units": 1}]
                },
            }
        )
    )
    assert [event.kind for event in found.run()][-1] == "done"
    own = surface(found.training, found.weights, found.memory, side=5, radius=0.5, seed=2) | {"step": 40}
    assert response.content == encode(own)
    assert response.json()["steps"] == [-0.5, -0.25, 0, 0.25, 0.5]
    assert response.json()["rows"] == 4


async def test_a_loss_surface_is_given_of_a_run_that_is_paused_too(client):
    answer = await start(client, XOR, paused=True)
    found = (await client.post(f"{answer.headers['location']}/surface", json={})).json()
    assert (len(found["loss"]), len(found["loss"][0]), found["step"]) == (21, 21, 0)
    assert (await client.post(f"{TRAIN}/guessed/surface", json={})).status_code == 404


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({"side": 2}, "/side"),
        ({"side": 2.5}, "/side"),
        ({"radius": 0}, "/radius"),
        ({"radius": 1e9}, "/radius"),
        ({"radius": "1"}, "/radius"),
        ({"seed": -1}, "/seed"),
        ({"sides": 3}, "/sides"),
        ([], ""),
    ],
)
async def test_a_wrong_surface_is_refused_with_a_pointer(client, asked, pointer):
    answer = await start(client, XOR)
    response = await client.post(f"{answer.headers['location']}/surface", json=asked)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (LimitError("Many wait.", code="busy"), 503, "busy"),
        (LimitError("It is gone.", code="cluster"), 503, "cluster"),
        (LimitError("Too long.", code="cpu"), 422, "cpu"),
        (CancelledError(), 503, "stopping"),
        (TimeoutError(), 503, "busy"),
    ],
)
def test_a_surface_that_is_not_made_says_why(failure, status, code):
    trainings, hand = trainings_of()
    name = trainings.start({**XOR, "paused": True}, "one")["id"]

    def submit(*_):
        future = Future()
        future.set_exception(failure)
        return future

    hand.submit = submit
    with pytest.raises(Problem) as caught:
        trainings.surface(name, {}, "one")
    assert (caught.value.status, caught.value.code) == (status, code)
    assert status == 422 or int(caught.value.headers["Retry-After"]) >= 1


async def test_a_fault_in_one_tick_is_logged_and_the_next_one_comes(monkeypatch, caplog):
    trainings, _ = trainings_of()
    ticks, third, loop = [], asyncio.Event(), asyncio.get_running_loop()

    def tick():
        ticks.append(len(ticks))
        if len(ticks) == 1:
            raise ValueError("secret")
        if len(ticks) == 3:
            loop.call_soon_threadsafe(third.set)

    monkeypatch.setattr(trainings, "tick", tick)
    monkeypatch.setattr(training, "TICK", 0.0)
    keeper = asyncio.create_task(trainings.keep())
    await asyncio.wait_for(third.wait(), 30)
    keeper.cancel()
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("side", [40, 41, 42])
def test_a_surface_has_so_many_points_a_side(side):
    limits = limits_of(Settings())
    if side <= 41:
        assert json.loads(read_surface({"side": side}, limits, 41))["side"] == side
    else:
        with pytest.raises(Problem, match="422"):
            read_surface({"side": side}, limits, 41)
    assert json.loads(read_surface({}, limits, LEAST_SIDE))["side"] == LEAST_SIDE
