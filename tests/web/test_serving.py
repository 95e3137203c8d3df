"""The command and the server around the application."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import httpx
import pytest
from training_runs import TRAIN, XOR

import chainrule
from chainrule.cli import main
from servers import ROOT, serving

PROGRAM = [sys.executable, "-m", "chainrule"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "app")}


def run(*arguments, **variables):
    return subprocess.run(
        [*PROGRAM, *arguments], env=ENVIRONMENT | variables, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_command_tells_its_version(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"chainrule {chainrule.__version__}\n"


def test_a_port_that_is_none_is_refused(capsys):
    for port in ("70000", "-1", "http"):
        with pytest.raises(SystemExit):
            main(["serve", "--port", port])
        assert "is no port" in capsys.readouterr().err


def test_a_setting_that_makes_no_sense_is_named_and_nothing_starts():
    ended = run("serve", CHAINRULE_BODY_BYTES="lots")
    assert ended.returncode != 0
    assert "CHAINRULE_BODY_BYTES='lots' must be a number of bytes" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_importing_the_application_builds_and_reads_nothing():
    code = (
        "import sys, builtins, io; import fastapi, jinja2, numpy, orjson, h11, uvicorn\n"
        "opened = []\n"
        "sys.addaudithook(lambda name, args: opened.append(str(args[0])) if name == 'open' else None)\n"
        "import chainrule.web.app\n"
        "print([name for name in opened if not name.endswith(('.py', '.pyc')) and '__pycache__' not in name])\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"


def test_a_server_serves_the_page_and_the_api(server):
    assert "<chain-rule" in httpx.get(server).text
    answer = httpx.post(f"{server}/api/v1/graph", json={"program": "y = x^2", "inputs": {"x": 3}})
    assert answer.json()["nodes"][-1]["value"] == 9.0
    assert "server" not in answer.headers
    assert httpx.get(f"{server}/readyz").json() == {"status": "ok"}


def test_a_server_stops_when_it_is_told_to_and_its_workers_with_it():
    with serving() as url:
        heavy = {"program": "x = ones([200, 200])\ny = sum(x @ x)"}
        assert httpx.post(f"{url}/api/v1/graph", json=heavy, timeout=30).status_code == 200
        address = urlsplit(url)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address.hostname, address.port), timeout=1)


def test_the_log_of_a_server_holds_no_programs():
    process = subprocess.Popen(
        [*PROGRAM, "serve", "--port", "0"], env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    url = process.stdout.readline().split()[-1]
    httpx.get(f"{url}/api/v1/graph?program=secret%3D42")
    httpx.get(f"{url}/secret")
    process.send_signal(signal.SIGTERM)
    output, log = process.communicate(timeout=30)
    assert "GET /api/v1/graph 200" in log
    assert "secret" not in output + log
    assert "127.0.0.1" not in log


def connect(url):
    address = urlsplit(url)
    return socket.create_connection((address.hostname, address.port), timeout=5)


def send_slowly(connection, data):
    for byte in data:
        connection.sendall(bytes([byte]))
        time.sleep(0.02)


def read_to_end(connection):
    received = b""
    while part := connection.recv(65536):
        received += part
    return received


@pytest.fixture(scope="module")
def impatient():
    with serving(body_seconds=0.5) as url:
        yield url


def test_a_connection_on_which_nothing_comes_is_closed(impatient):
    with connect(impatient) as connection:
        assert read_to_end(connection) == b""


def refusal(received, status):
    """The problem of an answer that the server gives in place of the application."""
    head, _, body = received.partition(b"\r\n\r\n")
    lines = head.decode().lower().split("\r\n")
    assert lines[0].startswith(f"http/1.1 {status} ")
    assert {"content-type: application/problem+json", "connection: close", "x-content-type-options: nosniff"} < set(
        lines
    )
    assert f"content-length: {len(body)}" in lines
    return json.loads(body)


@pytest.mark.parametrize("sent", [b"GET / HTTP/1.1\r\nHost: x\r\n", b"G"], ids=["half a head", "one letter"])
def test_a_head_that_does_not_arrive_is_answered_with_408(impatient, sent):
    with connect(impatient) as connection:
        connection.sendall(sent)
        assert refusal(read_to_end(connection), 408)["code"] == "head-time"


@pytest.mark.parametrize(
    "sent", [b"hello\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"GET / HTTP/1.1\r\na b\r\n\r\n"]
)
def test_what_is_no_http_is_answered_with_a_problem(server, sent):
    with connect(server) as connection:
        connection.sendall(sent + b"\r\n\r\n")
        assert refusal(read_to_end(connection), 400)["detail"] == "This is no request of HTTP/1.1."


def test_nothing_is_written_into_an_answer_that_has_begun(server):
    run = httpx.post(f"{server}{TRAIN}", json={**XOR, "paused": True}).json()
    with connect(server) as connection:
        head = f"GET {run['events']} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        connection.sendall(head.encode())
        received = connection.recv(65536)
        connection.sendall(b"no chunk\r\n")
        received += read_to_end(connection)
    assert received.startswith(b"HTTP/1.1 200 ")
    assert received.count(b"HTTP/1.1 ") == 1


def test_a_request_head_that_comes_letter_by_letter_is_cut_off(impatient):
    with connect(impatient) as connection, pytest.raises(ConnectionError):
        send_slowly(connection, b"G" * 100)


def test_a_second_request_on_a_connection_must_arrive_too(impatient):
    with connect(impatient) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        connection.sendall(b"GET /he")
        received = read_to_end(connection)
    assert received.count(b"HTTP/1.1 200 OK") == 1
    assert received.count(b"HTTP/1.1 408 ") == 1


def test_a_body_that_does_not_arrive_is_answered_with_408(impatient):
    head = b"POST /api/v1/graph HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
    with connect(impatient) as connection:
        connection.sendall(head + b"{")
        received = read_to_end(connection)
    assert received.startswith(b"HTTP/1.1 408 ")
    assert json.loads(received.partition(b"\r\n\r\n")[2])["code"] == "body-time"


def test_idle_connections_do_not_keep_others_out(impatient):
    idle = [connect(impatient) for _ in range(200)]
    assert httpx.get(f"{impatient}/healthz").status_code == 200
    time.sleep(1)
    assert all(connection.recv(1) == b"" for connection in idle)
    for connection in idle:
        connection.close()


def test_a_head_that_never_ends_is_answered_with_431(server):
    with connect(server) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 300_000)
        assert refusal(connection.recv(65536), 431)["code"] == "headers"


def test_a_trusted_proxy_tells_who_the_client_is():
    def ask(url, client):
        return httpx.get(f"{url}/api/v1/limits", headers={"X-Forwarded-For": client}).status_code

    with serving(request_burst=1, request_rate=0, proxies="127.0.0.1") as url:
        assert [ask(url, "192.0.2.1"), ask(url, "192.0.2.1"), ask(url, "192.0.2.2")] == [200, 429, 200]
    with serving(request_burst=1, request_rate=0) as url:
        assert [ask(url, "192.0.2.1"), ask(url, "192.0.2.2")] == [200, 429]
