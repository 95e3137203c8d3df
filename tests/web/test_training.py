"""Training over HTTP: what starts a run, its events, who may watch, and how it ends."""

import asyncio
import json
import signal
import socket
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from training_runs import QUIET, TRAIN, XOR, Hand, events, read_events, start

from chainrule.jobs import Run
from chainrule.network import wire
from chainrule.web import streams as streams_module
from chainrule.web.app import create_app
from chainrule.web.gate import Shares
from chainrule.web.problems import Problem
from chainrule.web.serving import forget_the_vanished
from chainrule.web.settings import Settings
from chainrule.web.streams import EventStream, Streams
from chainrule.web.training import Trainings, begin, limits_of
from servers import process_of, serving

HOSTILE = json.loads((Path(__file__).parents[1] / "data" / "hostile_networks.json").read_text(encoding="utf-8"))
NAMES = {"lr": "learning_rate", "batch": "batch_size"}


async def test_a_run_is_made_and_says_where_it_is_and_what_its_seed_is(client):
    response = await start(client)
    answer = response.json()
    assert response.headers["location"] == f"{TRAIN}/{answer['id']}"
    assert answer["events"] == f"{TRAIN}/{answer['id']}/events"
    assert (answer["seed"], answer["steps"], answer["rows"], answer["parameters"]) == (0, 40, 4, 17)
    assert (await client.get(response.headers["location"])).json()["id"] == answer["id"]


async def test_the_events_are_frames_in_order_and_an_end(client):
    answer = await start(client)
    response = await client.get(answer.json()["events"])
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["x-accel-buffering"] == "no"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.text.startswith("retry: 1000\n\n")
    told = read_events(response.text)
    assert [number for number, _, _ in told] == list(range(1, 42))
    assert [kind for _, kind, _ in told] == ["frame"] * 40 + ["done"]
    assert [data["step"] for _, kind, data in told if kind == "frame"] == list(range(1, 41))
    assert {"step", "loss", "gradient_norm", "gradient_norms"} <= told[0][2].keys()
    assert told[39][2]["loss"] < told[0][2]["loss"]


async def test_a_seed_that_nobody_gave_is_drawn_and_reported(client):
    drawn = await start(client, seed=None)
    again = await start(client, seed=drawn.json()["seed"])
    assert await events(client, drawn) == await events(client, again)


async def test_the_same_seed_gives_the_same_stream_to_the_bit(client):
    asked = {**XOR, "data": "moons", "batch_size": 16, "steps": 300, "optimizer": "adam", "show": ["parameters"]}
    first, second = await start(client, asked), await start(client, asked)
    texts = [(await client.get(each.json()["events"], timeout=30)).content for each in (first, second)]
    assert texts[0] == texts[1]
    assert len(read_events(texts[0].decode())) == 301


async def test_a_stream_resumes_after_the_last_event_that_the_client_has(client):
    answer = await start(client)
    whole = await events(client, answer)
    assert await events(client, answer, **{"Last-Event-ID": "7"}) == whole[7:]
    for nonsense in ("x", "-1", "9" * 30, "9999"):
        assert await events(client, answer, **{"Last-Event-ID": nonsense}) == whole


async def test_a_client_that_has_everything_need_not_come_back(client):
    answer = await start(client)
    last = (await events(client, answer))[-1][0]
    response = await client.get(answer.json()["events"], headers={"Last-Event-ID": str(last)})
    assert (response.status_code, response.content) == (204, b"")


async def test_a_run_that_has_ended_can_still_be_read(client):
    answer = await start(client)
    first = await events(client, answer)
    assert await events(client, answer) == first
    assert (await client.get(answer.headers["location"])).json()["ended"] is True


async def test_a_run_that_diverges_names_the_layer(client):
    told = await events(client, await start(client, learning_rate=1e300))
    assert told[-1][1] == "diverged"
    assert {"step", "layer", "array", "detail"} <= told[-1][2].keys()


async def test_a_run_is_cancelled_by_delete_as_often_as_one_likes(client):
    answer = await start(client, QUIET)
    for _ in range(2):
        response = await client.delete(answer.headers["location"])
        assert (response.status_code, response.content) == (204, b"")
    told = await events(client, answer)
    assert (told[-1][1], told[-1][2]["code"]) == ("done", "cancelled")


@pytest.mark.parametrize(("method", "tail"), [("GET", ""), ("DELETE", ""), ("GET", "/events"), ("HEAD", "/events")])
async def test_a_run_that_nobody_knows_is_not_found(client, method, tail):
    response = await client.request(method, f"{TRAIN}/guessed{tail}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE"])
async def test_only_a_post_starts_work(app, client, method):
    response = await client.request(method, TRAIN)
    assert response.status_code == 405
    assert "POST" in response.headers["allow"]
    assert "trainings" not in app.state.service.__dict__


async def test_head_on_a_stream_tells_its_headers_and_opens_none(app, client):
    answer = await start(client, QUIET)
    response = await client.head(answer.json()["events"])
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    assert app.state.service.streams.open.total() == 0
    await client.delete(answer.headers["location"])


async def test_a_spec_may_be_a_line_and_its_errors_have_spans(client):
    layers = [{"type": "dense", "units": 4, "activation": "tanh"}, {"type": "dense", "units": 1}]
    line, record = await start(client), await start(client, spec={"layers": layers})
    assert await events(client, line) == await events(client, record)
    response = await client.post(TRAIN, json={**XOR, "spec": "2 -> 4 tahn -> 1"})
    assert response.status_code == 422
    (error,) = response.json()["errors"]
    assert error["span"] == {"start": 7, "end": 11, "line": 1, "column": 8}
    assert error["pointer"] == "/spec"
    response = await client.post(TRAIN, json={**XOR, "steps": 0})
    assert response.json()["errors"][0]["pointer"] == "/steps"


@pytest.mark.parametrize(
    ("line", "span"),
    [("0 -> 1", (0, 1)), ("3 -> 1", (0, 1)), ("2 -> 5", (5, 6)), ("2 ->", (0, 4)), ("", (0, 0)), ("2", (0, 1))],
)
async def test_an_error_in_a_line_points_at_the_line_whose_text_has_no_members(client, line, span):
    response = await client.post(TRAIN, json={**XOR, "spec": line})
    (error,) = response.json()["errors"]
    assert error["pointer"] == "/spec"
    assert (error["span"]["start"], error["span"]["end"]) == span


async def test_a_member_whose_name_begins_like_the_spec_is_not_looked_for_in_its_line(client):
    (error,) = (await client.post(TRAIN, json={**XOR, "specs": 1})).json()["errors"]
    assert (error["pointer"], "span" in error) == ("/specs", False)


async def test_a_body_that_is_no_object_is_refused(client):
    for body in ("[]", '"xor"', "null", "3"):
        response = await client.post(TRAIN, content=body, headers={"Content-Type": "application/json"})
        assert response.status_code == 422
        assert response.json()["errors"][0]["pointer"] == ""


@pytest.mark.parametrize(
    "case", [case for case in HOSTILE["cases"] if case["surface"] == "train"], ids=lambda case: case["id"]
)
async def test_a_hostile_training_request_ends_as_it_may(client, case):
    asked = {NAMES.get(key, key): value for key, value in case["input"].items()}
    response = await client.post(TRAIN, json=asked)
    if response.status_code == 201:
        told = await events(client, response)
        flagged = told[-1][1] == "diverged" or any(data.get("warnings") for _, _, data in told)
        assert {"accept_flagged" if flagged else "accept", "contained"} & set(case["expect"])
        assert told[-1][1] in ("done", "diverged", "limit")
    else:
        assert response.status_code == 422
        assert {"reject", "reject_pos", "limited"} & set(case["expect"])
        assert "pointer" in response.json()["errors"][0]


# Limits ----------------------------------------------------------------------------------------------------------


def rows(count, columns=1):
    return {"x": [[0.1] * columns] * count, "y": [[0]] * count}


@pytest.mark.parametrize(
    ("limit", "most", "asked"),
    [
        ("training_parameters", 9, lambda n: {"spec": f"1 -> {n} no bias -> 1 no bias", "data": rows(2)}),
        ("training_rows", 20, lambda n: {"data": rows(n), "spec": "1 -> 1"}),
        ("training_columns", 20, lambda n: {"data": rows(2, n), "spec": f"{n} -> 1"}),
        ("training_steps", 30, lambda n: {"steps": n}),
    ],
)
def test_a_run_is_taken_up_to_each_limit(limit, most, asked):
    shown = 2 * most + 1 if limit == "training_parameters" else most
    limits = limits_of(replace(Settings(), **{limit: shown}))
    for size in (most - 1, most):
        assert begin({**XOR, **asked(size)}, limits)
    with pytest.raises(Problem) as caught:
        begin({**XOR, **asked(most + 1)}, limits)
    assert caught.value.status == 422
    assert f"limit of {shown}" in caught.value.detail


@pytest.mark.parametrize(("steps", "frames"), [(9, 9), (10, 10), (11, 6)])
def test_a_run_sends_at_most_so_many_frames(steps, frames):
    _, state = begin({**XOR, "steps": steps}, limits_of(replace(Settings(), training_frames=10)))
    kinds = [kind for kind, _ in wire.advance(state)[2]]
    assert kinds == ["frame"] * frames + ["done"]


def test_a_run_that_uses_up_its_processor_time_says_so():
    _, state = begin(XOR, limits_of(replace(Settings(), training_cpu_seconds=0)))
    kind, data = wire.advance(state)[2][-1]
    assert (kind, json.loads(data)["limit"]) == ("limit", "seconds")
    _, state = begin(XOR, limits_of(replace(Settings(), training_cpu_seconds=60)))
    assert wire.advance(state)[2][-1][0] == "done"


@pytest.mark.parametrize(
    ("limit", "most", "status"),
    [("training_going", 3, 503), ("training_per_client", 3, 429), ("training_runs", 3, 503)],
)
def test_so_many_runs_may_go_on_and_one_more_is_turned_away(limit, most, status):
    settings = replace(Settings(), **{limit: most})
    trainings = Trainings(settings, Hand(), Shares.of(settings))
    names = [trainings.start(XOR, "one")["id"] for _ in range(most)]
    with pytest.raises(Problem) as caught:
        trainings.start(XOR, "one")
    assert caught.value.status == status
    assert int(caught.value.headers["Retry-After"]) >= 1
    if limit == "training_per_client":
        assert trainings.start(XOR, "another")
    trainings.find(names[0]).cancel()
    assert trainings.start(XOR, "one")


def test_a_run_that_has_ended_is_forgotten_after_a_while():
    settings = replace(Settings(), training_kept_seconds=0)
    trainings = Trainings(settings, Hand(), Shares.of(settings))
    name = trainings.start(XOR, "one")["id"]
    trainings.find(name).cancel()
    trainings.tick()
    with pytest.raises(Problem, match="404"):
        trainings.find(name)


def test_a_run_that_nobody_watches_ends():
    settings = replace(Settings(), training_gone_seconds=0)
    trainings = Trainings(settings, Hand(), Shares.of(settings))
    run = trainings.find(trainings.start(XOR, "one")["id"])
    trainings.tick()
    assert run.ended


def test_a_run_is_charged_to_its_client_and_waits_while_little_is_left():
    now, hand = [0.0], Hand()
    shares = Shares.of(replace(Settings(), cpu_burst=10, cpu_rate=60))
    shares.processor.clock = lambda: now[0]
    trainings = Trainings(replace(Settings(), training_gone_seconds=1e9), hand, shares)
    shares.processor.charge("one", 4)
    run = trainings.find(trainings.start(QUIET, "one")["id"])
    hand.work()
    assert shares.processor.level("one") < 6
    assert len(hand.jobs) == 1
    shares.processor.charge("one", 3)
    hand.work()
    assert hand.jobs == []
    trainings.tick()
    assert hand.jobs == []
    now[0] += 5
    trainings.tick()
    assert len(hand.jobs) == 1
    assert not run.ended


# Streams by hand -------------------------------------------------------------------------------------------------


def turned_away(streams, open_to, client):
    """The refusal of a stream while others are open."""
    with ExitStack() as stack:
        for other in open_to:
            stack.enter_context(streams.place(other, lambda: None))
        with pytest.raises(Problem) as caught, streams.place(client, lambda: None):
            pass
    return caught.value


def test_a_client_may_have_so_many_streams_open():
    streams = Streams(replace(Settings(), streams_per_client=3))
    refused = turned_away(streams, ["another", "one", "one", "one"], "one")
    assert (refused.status, refused.code) == (429, "streams-per-client")
    assert refused.headers["Retry-After"]
    assert streams.open.total() == 0


def test_a_server_may_have_so_many_streams_open():
    streams = Streams(replace(Settings(), streams_open=4))
    refused = turned_away(streams, ["one", "two", "three", "four"], "five")
    assert (refused.status, refused.code) == (429, "streams-open")


def test_no_stream_is_opened_while_the_server_stops():
    streams = Streams(Settings())
    streams.close()
    assert turned_away(streams, [], "one").status == 503


def reported(count):
    """A run that has ended after so many frames."""
    run = Run(None, wire.words)
    for number in range(1, count + 1):
        run.frames.add("frame", b'{"step":%d}' % number)
    run.cancel()
    return run


async def sent_by(run, settings, send=None):
    """What a stream sends."""
    messages = []

    async def keep(message):
        messages.append(message)
        if send is not None:
            await send(len(messages))

    async def receive():
        await asyncio.Event().wait()

    await EventStream(run, Streams(settings), "one", 0)({"type": "http"}, receive, keep)
    return messages


def text_of(messages):
    return b"".join(message.get("body", b"") for message in messages).decode()


async def test_a_slow_reader_gets_the_newest(monkeypatch):
    monkeypatch.setattr(streams_module, "PART", 1)
    monkeypatch.setattr(streams_module, "BEHIND", -1.0)
    told = read_events(text_of(await sent_by(reported(10), Settings())))
    assert [number for number, _, _ in told] == [1, 10, 11]
    assert told[-1][1] == "done"


async def test_a_reader_that_keeps_up_gets_everything(monkeypatch):
    monkeypatch.setattr(streams_module, "PART", 1)
    messages = await sent_by(reported(10), Settings())
    assert [number for number, _, _ in read_events(text_of(messages))] == list(range(1, 12))
    assert messages[-1] == {"type": "http.response.body", "body": b""}


async def test_a_reader_that_takes_nothing_is_cut_off():
    async def stuck(count):
        if count == 3:
            await asyncio.Event().wait()

    messages = await sent_by(reported(1), replace(Settings(), stream_send_seconds=0.01), stuck)
    assert len(messages) == 3
    assert messages[-1]["more_body"] is True


async def test_a_quiet_stream_gives_signs_of_life_and_ends_with_when_to_come_back():
    run = Run(None, wire.words)
    messages = await sent_by(run, replace(Settings(), stream_ping_seconds=0.01, stream_seconds=0.1))
    text = text_of(messages)
    assert text.startswith("retry: 1000\n\n: ping\n\n")
    assert text.endswith("retry: 1000\n\n")
    assert messages[-1] == {"type": "http.response.body", "body": b""}


def test_of_large_frames_the_newest_are_kept():
    hand, settings = Hand(), replace(Settings(), training_frame_bytes=3_000)
    trainings = Trainings(settings, hand, Shares.of(settings))
    run = trainings.find(trainings.start(XOR, "one")["id"])
    hand.work()
    kept = run.frames.since()
    assert [frame.id for frame in kept] == list(range(42 - len(kept), 42))
    assert sum(len(frame.data) for frame in kept[:-1]) <= 3_000


async def test_a_stream_is_watched_while_it_is_open():
    run = Run(None, wire.words, gone=-1)
    assert run.deserted
    seen = []

    async def look(_):
        seen.append(run.deserted)

    run.frames.add("frame", b"{}")
    await sent_by(run, replace(Settings(), stream_seconds=0), look)
    assert seen == [False] * len(seen)
    assert run.deserted


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="this system does not count unheard seconds")
def test_a_connection_whose_client_vanished_without_a_word_ends_by_itself():
    with socket.socket(socket.AF_INET) as connection:
        forget_the_vanished(connection, 10)
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 10_000


# With a real server ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def brisk():
    """A server whose streams give signs of life often, and whose runs end soon when nobody watches."""
    with serving(stream_ping_seconds=0.2, streams_per_client=3, training_gone_seconds=0.5) as url:
        yield url


def begun(url, asked=QUIET):
    response = httpx.post(f"{url}{TRAIN}", json=asked, timeout=30)
    assert response.status_code == 201
    return response.json(), url + response.headers["location"]


def lines_of(response, count):
    """The first lines of a stream that are not empty."""
    found = []
    for line in response.iter_lines():
        if line:
            found.append(line)
        if len(found) == count:
            return found
    return found


def test_a_stream_starts_at_once_and_gives_signs_of_life(brisk):
    answer, place = begun(brisk)
    with httpx.stream("GET", brisk + answer["events"], timeout=20) as response:
        assert response.headers["x-accel-buffering"] == "no"
        assert lines_of(response, 3) == ["retry: 1000", ": ping", ": ping"]
    assert httpx.delete(place).status_code == 204


def test_a_run_ends_when_its_last_client_has_left(brisk):
    answer, place = begun(brisk)
    with httpx.stream("GET", brisk + answer["events"], timeout=20) as response:
        assert len(lines_of(response, 8)) == 8
    assert ended_within(place, 30)
    told = read_events(httpx.get(brisk + answer["events"]).text)
    assert told[-1][1] == "done"


def test_a_run_that_nobody_ever_watched_ends_too(brisk):
    _, place = begun(brisk)
    assert ended_within(place, 30)


def ended_within(place, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if httpx.get(place).json()["ended"]:
            return True
        time.sleep(0.1)
    return False


def test_a_client_that_lost_its_connection_goes_on_where_it_was(brisk):
    asked = {**XOR, "steps": 1_000, "data": "moons"}
    answer, place = begun(brisk, asked)
    with httpx.stream("GET", brisk + answer["events"], timeout=20) as response:
        numbers = (int(line[4:]) for line in response.iter_lines() if line.startswith("id: "))
        first = [next(numbers) for _ in range(5)]
    rest = read_events(httpx.get(brisk + answer["events"], headers={"Last-Event-ID": str(first[-1])}).text)
    assert first + [number for number, _, _ in rest] == list(range(1, 1_002))
    assert httpx.get(place).json()["ended"]


def test_one_stream_too_many_is_refused_and_others_are_served(brisk):
    answer, place = begun(brisk)
    with httpx.Client(timeout=20) as client, ExitStack() as stack:
        for _ in range(3):
            response = stack.enter_context(client.stream("GET", brisk + answer["events"]))
            assert response.status_code == 200
        refused = client.get(brisk + answer["events"])
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) >= 1
        assert refused.json()["code"] == "streams-per-client"
        assert client.get(f"{brisk}/healthz").status_code == 200
    assert httpx.delete(place).status_code == 204


async def connected(url, path):
    """A raw stream with its head read."""
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())
    assert b" 200 " in await reader.readuntil(b"retry: 1000\n\n")
    return reader, writer


async def test_a_server_that_is_told_to_stop_closes_its_streams_with_when_to_come_back():
    with process_of(streams_per_client=500, request_burst=2_000) as (process, url):
        answer, _ = await asyncio.to_thread(begun, url)
        opened = await asyncio.gather(*(connected(url, answer["events"]) for _ in range(200)))
        process.send_signal(signal.SIGTERM)
        for reader, writer in opened:
            assert b"retry: 3000\n\n" in await reader.read()
            writer.close()
        assert await asyncio.to_thread(process.wait, 20) is not None


async def test_a_cluster_gives_the_same_streams(cluster):
    asked = {"data": "xor", "spec": "2 -> 4 tanh -> dropout 0.1 -> 1", "steps": 40}
    axes = {"learning_rates": [0.1, 0.2], "inits": ["he"], "optimizers": ["sgd", "adam"], "seeds": [0, 1]}
    found = []
    for dask in ("", cluster):
        app = create_app(replace(Settings(), dask=dask))
        transport = httpx.ASGITransport(app=app, client=("198.51.100.7", 50_000))
        async with httpx.AsyncClient(transport=transport, base_url="http://chainrule.test") as client:
            run = await start(client, {**XOR, **asked}, show=["parameters", "regions"])
            sweep = await client.post("/api/v1/sweep", json={**asked, **axes})
            told = [await events(client, each) for each in (run, sweep)]
            surface = await client.post(f"{run.headers['location']}/surface", json={"side": 5})
            found.append((*told, surface.content))
        app.state.service.close()
    assert found[0] == found[1]
    assert [len(each) for each in found[0][:2]] == [41, 9]
