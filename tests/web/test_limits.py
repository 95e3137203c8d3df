"""Each limit: what is just below it and at it is served, what is just beyond is not."""

import asyncio
import json
from dataclasses import replace

import httpx
import pytest

from chainrule.engine.infer import infer
from chainrule.web import compute
from chainrule.web.app import create_app
from chainrule.web.compute import Desk, Heavy, Question
from chainrule.web.problems import Problem
from chainrule.web.settings import Settings
from chainrule.web.weight import ENTRY_BYTES, weight

GRAPH = "/api/v1/graph"
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def with_limits():
    """A client of a server with limits of the test's own."""
    apps = []

    def make(**limits):
        app = create_app(replace(Settings(), **limits))
        apps.append(app)
        transport = httpx.ASGITransport(app=app, client=("198.51.100.7", 50_000))
        return httpx.AsyncClient(transport=transport, base_url="http://chainrule.test")

    yield make
    for app in apps:
        app.state.service.pool.close()


async def post(client, program, **more):
    return await client.post(GRAPH, json={"program": program, **more})


def repeat(part, count, between=""):
    return between.join([part] * count)


def padded(size):
    body = b'{"program":"y = x"'
    return body + b" " * (size - len(body) - 1) + b"}"


@pytest.mark.parametrize(("excess", "status"), [(-1, 200), (0, 200), (1, 413)])
async def test_a_body_may_have_256_kib(client, excess, status):
    response = await client.post(GRAPH, content=padded(256 * 1024 + excess), headers=JSON)
    assert response.status_code == status
    assert status == 200 or response.json()["code"] == "body-size"


async def test_a_body_of_unknown_length_is_counted_as_it_comes(client):
    async def chunks():
        for _ in range(300):
            yield b" " * 1024

    response = await client.post(GRAPH, content=chunks(), headers=JSON)
    assert response.status_code == 413


@pytest.mark.parametrize(("excess", "status"), [(-1, 200), (0, 200), (1, 414)])
async def test_an_address_may_have_16_kib(client, excess, status):
    query = "program=y=x&pad="
    pad = "a" * (16 * 1024 + excess - len(f"{GRAPH}?{query}"))
    response = await client.get(f"{GRAPH}?{query}{pad}")
    assert response.status_code == status


@pytest.mark.parametrize(("count", "status"), [(99, 200), (100, 200), (101, 431)])
async def test_a_request_may_have_a_hundred_headers(client, count, status):
    usual = len(client.build_request("GET", "/healthz").headers)
    response = await client.get("/healthz", headers={f"x-{i}": "1" for i in range(count - usual)})
    assert response.status_code == status


@pytest.mark.parametrize(("excess", "status"), [(-1, 200), (0, 200), (1, 431)])
async def test_headers_may_have_16_kib_together(client, excess, status):
    usual = client.build_request("GET", "/healthz", headers={"x-pad": ""}).headers.raw
    size = sum(len(name) + len(value) + 4 for name, value in usual)
    response = await client.get("/healthz", headers={"x-pad": "a" * (16 * 1024 + excess - size)})
    assert response.status_code == status


@pytest.mark.parametrize(
    ("limit", "most", "program"),
    [
        ("program_characters", 30, lambda n: "y = x #" + "." * (n - 7)),
        ("program_tokens", 9, lambda n: repeat("x", (n + 1) // 2, "+") + ("" if n % 2 else ";")),
        ("program_nesting", 5, lambda n: "(" * n + "x" + ")" * n),
        ("name_characters", 10, lambda n: "a" * n),
        ("call_arguments", 4, lambda n: f"max({repeat('x', n, ', ')})"),
        ("number_characters", 10, lambda n: "y = 0." + "1" * (n - 2)),
        ("graph_nodes", 10, lambda n: "y = x\n" + repeat("y = -y", n - 2, "\n")),
        ("graph_edges", 10, lambda n: "y = x\n" + repeat("y = -y", n - 1, "\n")),
        ("array_rank", 3, lambda n: f"y = zeros([{repeat('1', n, ',')}])"),
        ("array_elements", 50, lambda n: f"y = zeros({n})"),
    ],
)
async def test_a_program_is_run_up_to_each_limit(with_limits, limit, most, program):
    async with with_limits(**{limit: most}) as client:
        for size in (most - 1, most):
            response = await post(client, program(size))
            assert response.status_code == 200, response.text
        response = await post(client, program(most + 1))
        assert response.status_code == 422
        assert response.json()["title"] in ("This is more than the server computes", "The program cannot be read")
        assert f"{most}" in response.json()["detail"]


@pytest.mark.parametrize(
    ("limit", "most", "body"),
    [
        ("json_depth", 5, lambda n: '{"program":"y = x","inputs":{"x":' + "[" * (n - 2) + "1" + "]" * (n - 2) + "}}"),
        ("json_values", 20, lambda n: json.dumps({"program": "y = x", "inputs": {"x": [1] * (n - 4)}})),
        ("json_string", 20, lambda n: json.dumps({"program": "y = x" + " " * (n - 5)})),
        ("number_characters", 20, lambda n: '{"program":"y = x","inputs":{"x":0.' + "1" * (n - 2) + "}}"),
    ],
)
async def test_a_body_is_read_up_to_each_limit(with_limits, limit, most, body):
    async with with_limits(**{limit: most}) as client:
        for size in (most - 1, most):
            response = await client.post(GRAPH, content=body(size), headers=JSON)
            assert response.status_code == 200, response.text
        response = await client.post(GRAPH, content=body(most + 1), headers=JSON)
        assert response.status_code == 422
        assert "pointer" in response.json()["errors"][0]


def needed(measure, low=1, high=10**9):
    """The smallest number that suffices, by bisection."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if measure(middle) else (middle + 1, high)
    return low


def answers(question, **limits):
    try:
        Desk(replace(Settings(), **limits), confined=True).answer(question)
    except Problem:
        return False
    return True


@pytest.mark.parametrize("limit", ["request_cost", "live_bytes", "answer_bytes"])
def test_work_memory_and_answers_have_a_limit_that_may_be_reached(limit):
    question = Question("graph", "x = ones([20, 20])\ny = sum(x @ x)")
    least = needed(lambda most: answers(question, **{limit: most}))
    assert least > 1_000
    assert answers(question, **{limit: least})
    assert not answers(question, **{limit: least - 1})


def test_more_work_than_the_inline_cost_is_left_to_a_worker():
    question = Question("graph", "x = ones([20, 20])\ny = sum(x @ x)")

    def inline(most):
        try:
            Desk(replace(Settings(), inline_cost=most)).answer(question)
        except Heavy:
            return False
        return True

    least = needed(inline)
    assert inline(least)
    assert not inline(least - 1)


def test_a_layout_counts_as_work():
    settings = replace(Settings(), inline_cost=5_000)
    program = "y = x\n" + repeat("y = -y", 20, "\n")
    assert Desk(settings).answer(Question("graph", program))
    with pytest.raises(Heavy):
        Desk(settings).answer(Question("graph", program, layout={}))


def test_jacobians_count_as_work():
    program = "y = x\n" + repeat("y = softmax(y)", 200, "\n")
    with pytest.raises(Heavy):
        Desk(Settings()).answer(Question("graph", program, {"x": [0.1] * 20}))
    assert Desk(Settings()).answer(Question("graph", program, {"x": [0.1] * 21}))  # too large to be shown


def test_an_answer_that_must_be_too_large_is_refused_before_it_is_computed(monkeypatch):
    monkeypatch.setattr(compute, "run", pytest.fail)
    program = "y = x\n" + repeat("y = softmax(y)", 200, "\n")
    with pytest.raises(Problem) as refusal:
        Desk(replace(Settings(), answer_bytes=350_000)).answer(Question("graph", program, {"x": [0.1] * 20}))
    assert refusal.value.code == "answer-too-large"


@pytest.mark.parametrize("arrays", ["summary", "full"])
@pytest.mark.parametrize(
    "program",
    [
        "x = zeros(5)\ny = softmax(-x)",
        "x = zeros(10001)\ny = x + 0\nz = zeros([2, 3])",
        "x = zeros([4, 4])\ny = sum(relu(x @ x.T) + x^2)\nz = norm(x)",
    ],
)
def test_no_answer_is_smaller_than_foreseen(program, arrays):
    desk = Desk(Settings(), confined=True)
    graph = desk.program(program).graph
    entries = weight(graph, infer(graph), full=arrays == "full").entries
    assert ENTRY_BYTES * entries < len(desk.answer(Question("graph", program, format="columns", arrays=arrays)))


async def test_one_address_may_ask_so_often_and_is_then_told_to_wait(with_limits):
    async with with_limits(request_burst=3, request_rate=0.001) as client:
        statuses = [(await client.get("/api/v1/limits")).status_code for _ in range(4)]
        assert statuses == [200, 200, 200, 429]
        refused = await client.get("/api/v1/limits")
        assert 900 < int(refused.headers["retry-after"]) <= 1000
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["access-control-allow-origin"] == "*"
        spoofed = await client.get("/api/v1/limits", headers={"X-Forwarded-For": "192.0.2.1"})
        assert spoofed.status_code == 429


async def test_files_and_health_checks_are_not_counted(with_limits):
    async with with_limits(request_burst=0, request_rate=0) as client:
        assert (await client.get("/healthz")).status_code == 200
        assert (await client.get("/static/nothing.js")).status_code == 404
        assert (await client.get("/")).status_code == 429


async def test_a_client_that_has_used_its_processor_time_waits(with_limits):
    async with with_limits(cpu_burst=0, cpu_rate=0) as client:
        assert (await post(client, "y = x")).status_code == 200
        assert (await post(client, "y = x")).status_code == 429
        assert (await client.get("/")).status_code == 200


async def test_the_server_lists_its_own_limits(with_limits):
    async with with_limits(body_bytes=1_000) as client:
        limits = (await client.get("/api/v1/limits")).json()["limits"]
        assert limits["body_bytes"]["value"] == 1_000
        assert limits["body_bytes"]["unit"] == "bytes"
        assert (await client.post(GRAPH, content=padded(1_001), headers=JSON)).status_code == 413


# Workers ---------------------------------------------------------------------------------------------------------

HEAVY = "x = ones([150, 150])\ny = sum(x @ x)"


async def test_heavy_work_runs_in_a_worker_with_the_same_result(with_limits):
    async with with_limits() as client:
        answer = (await post(client, HEAVY)).json()
    assert answer["nodes"][-1]["value"] == 150.0**3


async def test_a_mistake_in_heavy_work_is_reported_as_usual(with_limits):
    async with with_limits(inline_cost=0) as client:
        response = await post(client, "x = ones(3)\ny = 2 * x", seed=[1, 2])
        assert response.status_code == 422
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["errors"][0]["pointer"] == "/seed"


GENEROUS = {"request_cost": 10**13, "live_bytes": 2**33, "answer_bytes": 2**31}


async def test_work_that_takes_too_long_ends_and_nobody_else_notices(with_limits):
    endless = "x = ones([900, 900])\n" + repeat("x = x @ x / 900", 60, "\n") + "\ny = sum(x)"
    async with with_limits(worker_cpu_seconds=1, worker_bytes=2**33, **GENEROUS) as client:
        slow, *quick = await asyncio.gather(post(client, endless), *(post(client, HEAVY) for _ in range(3)))
    assert slow.status_code == 422
    assert slow.json()["code"] == "cpu"
    assert [response.status_code for response in quick] == [200, 200, 200]


async def test_work_that_takes_too_much_memory_ends(with_limits):
    enormous = "x = ones([1000, 1000])\n" + repeat("x = sin(x)", 40, "\n") + "\ny = sum(x)"
    async with with_limits(worker_cpu_seconds=30, worker_wall_seconds=60, **GENEROUS) as client:
        large = await post(client, enormous)
        assert large.status_code == 422
        assert large.json()["code"] == "memory"
        assert (await post(client, HEAVY)).status_code == 200


async def test_when_all_workers_are_busy_one_is_told_when_to_come_back(with_limits):
    async with with_limits(worker_queue=0) as client:
        response = await post(client, HEAVY)
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) >= 1
    assert response.json()["code"] == "worker-busy"
