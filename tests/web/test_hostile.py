"""Requests that someone may send on purpose, each with the outcomes that are acceptable (tests/data/hostile.json)."""

import json
import math
import re
import socket
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

CORPUS = json.loads((Path(__file__).parents[1] / "data" / "hostile.json").read_text(encoding="utf-8"))
LIMITED = {413, 414, 415, 422, 429, 431, 503}
LEAKS = re.compile(r"Traceback|File \"|/app/|site-packages|\.py\b|pydantic|numpy|starlette|uvicorn", re.IGNORECASE)
LARGEST_PROBLEM = 16 * 1024
PATIENCE = 5
JSON = {"Content-Type": "application/json"}


def cases(surface, *, scripted=False):
    chosen = [case for case in CORPUS["cases"] if case["surface"] == surface and ("action" in case) == scripted]
    return [pytest.param(case, id=case["id"]) for case in chosen]


def text_of(case):
    return case["input"] if "input" in case else "".join(part * count for part, count in case["build"])


def strictly(text):
    def refuse(name):
        raise AssertionError(f"a bare {name} in JSON")

    return json.loads(text, parse_constant=refuse)


def outcomes(status, content_type, body):
    """The classes of outcome that a response belongs to, after the invariants are checked."""
    assert status < 500 or status in (503, 505)
    answer = strictly(body) if "json" in content_type and body else None
    if status < 400:
        flagged = isinstance(answer, dict) and any(node["flags"] for node in answer.get("nodes", []))
        return {"accept_flagged" if flagged else "accept", "inert"}
    assert not LEAKS.search(body)
    assert len(body.encode()) <= LARGEST_PROBLEM
    found = {"reject", "inert"} | ({"limited"} if status in LIMITED else set())
    if answer is not None:
        assert content_type == "application/problem+json"
        assert answer["status"] == status
        assert len(answer["errors"]) <= 20
        if any({"span", "pointer", "line"} & error.keys() for error in answer["errors"]):
            found.add("reject_pos")
    return found


async def ask(client, **request):
    started = time.monotonic()
    response = await client.post("/api/v1/graph", **request)
    assert time.monotonic() - started < PATIENCE
    return response, outcomes(response.status_code, response.headers["content-type"], response.text)


@pytest.mark.parametrize("case", cases("json_body"))
async def test_a_hostile_body_ends_in_an_acceptable_way(client, case):
    _, found = await ask(client, content=text_of(case).encode(), headers=JSON)
    assert found & set(case["expect"])


@pytest.mark.parametrize("case", cases("header"))
async def test_a_hostile_header_ends_in_an_acceptable_way(client, case):
    headers = {name: value.encode() for name, value in (JSON | case["input"]["headers"]).items()}
    response, found = await ask(client, content=b'{"program":"y = x"}', headers=headers)
    assert found & set(case["expect"])
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers


def given(inputs):
    """The inputs of a case, with zeros for those that are given by their shape."""

    def zeros(shape):
        return 0.0 if not shape else [zeros(shape[1:])] * shape[0]

    def value(entry):
        shape = entry.get("shape") if isinstance(entry, dict) else None
        whole = shape is not None and all(type(side) is int for side in shape)
        return zeros(shape) if whole and math.prod(shape) <= 100_000 else entry

    return {name: value(entry) for name, entry in inputs.items()}


def same(found, expected):
    """Whether a number is (one of) the expected, where strings stand for what JSON has no number for."""
    if isinstance(expected, list):
        return any(same(found, each) for each in expected)
    if isinstance(expected, str) and expected != "-0":
        return found == expected
    return not isinstance(found, str) and found == pytest.approx(float(expected), rel=1e-12)


@pytest.mark.parametrize("case", cases("evaluate"))
async def test_a_hostile_program_ends_in_an_acceptable_way(client, case):
    body = {"program": case["input"]["program"], "inputs": given(case["input"]["inputs"])}
    response, found = await ask(client, content=json.dumps(body).encode(), headers=JSON)
    assert found & set(case["expect"])
    check = case.get("check", {})
    if response.status_code != 200:
        return
    answer = response.json()
    nodes = {node["id"]: node for node in answer["nodes"]}
    if check.get("value") is not None:
        assert same(nodes[answer["output"]]["value"], check["value"])
    for name, gradient in check.get("grad", {}).items():
        assert same(nodes[name]["gradient"], gradient)
    if "flag" in check:
        assert check["flag"] in {flag["kind"] for node in nodes.values() for flag in node["flags"]}


def talk(server, data, wait=3):
    """What a server answers to bytes: status, content type and body; status 0 if it only hangs up or waits."""
    address = urlsplit(server)
    with socket.create_connection((address.hostname, address.port), timeout=wait) as connection:
        received = b""
        try:
            connection.sendall(data)
            while not complete(received) and (part := connection.recv(65536)):
                received += part
        except (TimeoutError, ConnectionError):
            pass
    return parse(received)


def complete(received):
    head, gap, body = received.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return bool(gap and length and len(body) >= int(length.group(1)))


def parse(received):
    head, _, body = received.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    if len(lines[0].split()) < 2:
        return 0, "", ""
    headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
    return int(lines[0].split()[1]), headers.get("content-type", ""), body.decode("utf-8", "replace")


def alive(server):
    host = urlsplit(server).netloc
    status, _, body = talk(server, f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    return status == 200 and "ok" in body


@pytest.mark.parametrize("case", cases("url"))
def test_a_hostile_address_ends_in_an_acceptable_way(server, case):
    target = quote(case["input"], safe="/%?=&.:_#-()<>")
    status, kind, body = talk(server, f"GET {target} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n".encode())
    assert outcomes(status, kind, body) & set(case["expect"])
    assert "root:" not in body
    assert "<script>alert" not in body


@pytest.mark.parametrize("case", cases("http_raw"))
def test_hostile_bytes_end_in_an_acceptable_way(server, case):
    places = {"{root}": "/", "{evaluate}": "/api/v1/graph", "{host}": urlsplit(server).netloc}
    text = text_of(case)
    for mark, place in places.items():
        text = text.replace(mark, place)
    status, kind, body = talk(server, text.encode("latin-1"))
    found = outcomes(status, kind, body) if status else {"contained", "reject"}
    assert found & set(case["expect"])
    assert alive(server)


def test_a_body_that_is_declared_enormous_is_refused_before_it_is_sent(server):
    head = b"POST /api/v1/graph HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n"
    status, _, body = talk(server, head)
    assert status == 413
    assert strictly(body)["code"] == "body-size"


def test_pipelined_requests_that_nobody_reads_do_not_hold_up_others(server):
    address = urlsplit(server)
    request = f"GET /healthz HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode()
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(request * 1_000)
        assert alive(server)


def test_slow_readers_do_not_hold_up_others(server):
    address = urlsplit(server)
    request = f"GET /static/docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode()
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(request)
        assert connection.recv(1)
        assert alive(server)
