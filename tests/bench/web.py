"""The server: requests a second, against the framework that it stands on and against itself."""

import asyncio
import contextlib
import itertools
import json
import random
import socket
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from measure import rated

from chainrule.web.app import create_app
from chainrule.web.settings import Settings

sys.path.append(str(Path(__file__).resolve().parents[1]))
from servers import listening, serving

HERE = Path(__file__).resolve().parent
NOTE = {"program": "q = x + y\nf = q * z", "inputs": {"x": -2, "y": 5, "z": -4}, "output": "f"}
GENEROUS = {"request_rate": 1e9, "request_burst": 1e9, "cpu_rate": 1e9, "cpu_burst": 1e9}
REQUESTS = 300
ROUNDS = 7


def program(count, seed=0):
    """Return a program of about ``count`` nodes whose numbers stay small."""
    chance, names, lines = random.Random(seed), ["x", "y"], ["x = 0.5", "y = 0.7"]  # noqa: S311 -- no secret
    for i in range((count - 2) // 3):
        left, right = chance.choice(names[-20:]), chance.choice(names[-20:])
        lines.append(f"v{i} = tanh({left} {chance.choice('+-*')} {right}) + {chance.choice(names[-20:])}")
        names.append(f"v{i}")
    return "\n".join(lines)


def bench_requests():
    """The note's example by POST, against a handler that says hello on the same framework and server, over HTTP."""
    note = json.dumps(NOTE).encode()
    post = b"POST /api/v1/graph HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
    get = b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
    with serving(**GENEROUS) as ours, listening([sys.executable, str(HERE / "hello.py")]) as theirs:
        rates = rates_of((ours, post % (len(note), note)), (theirs, get))
    return rated("POST /api/v1/graph, 5 nodes", "hello", 0.55, *rates, unit="/s", higher=True)


def rates_of(*askers):
    """Return the median requests a second that each server answers, on one connection, by turns."""
    rates = [[] for _ in askers]
    with contextlib.ExitStack() as stack:
        lines = [(stack.enter_context(connected(url)), request) for url, request in askers]
        for _ in range(ROUNDS):
            for (connection, request), found in zip(lines, rates, strict=True):
                found.append(http_rate(connection, request))
    return [statistics.median(found[1:]) for found in rates]


def connected(url):
    address = urlsplit(url)
    return socket.create_connection((address.hostname, address.port))


def http_rate(connection, request):
    start = time.perf_counter()
    for _ in range(REQUESTS):
        connection.sendall(request)
        answer = b""
        while not complete(answer):
            answer += connection.recv(65536)
        assert answer.startswith(b"HTTP/1.1 200 ")
    return REQUESTS / (time.perf_counter() - start)


def complete(answer):
    head, gap, body = answer.partition(b"\r\n\r\n")
    return gap and len(body) >= int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])


def bench_request_again():
    """A link that is asked for again, against links that nobody has asked for."""
    app = create_app(Settings(**GENEROUS))
    text = program(100).replace("\n", "%0A").replace("+", "%2B").replace(" ", "")
    again = asking(app, "GET", "/api/v1/graph", queries=itertools.repeat(f"program={text}&x=0"))
    fresh = (f"program={text}%0Az=x*{i}" for i in itertools.count())
    rates = by_turns(again, asking(app, "GET", "/api/v1/graph", queries=fresh))
    return rated("GET /api/v1/graph again, 100 nodes", "the first time", 3.0, *rates, unit="/s", higher=True)


def by_turns(*askers):
    """Return the median requests a second of processor time; the askers take turns."""

    async def measure():
        rates = [[] for _ in askers]
        for _ in range(ROUNDS):
            for ask, found in zip(askers, rates, strict=True):
                found.append(await rate(ask))
        return [statistics.median(found[1:]) for found in rates]

    return asyncio.run(measure())


async def rate(ask):
    start = time.process_time()
    for _ in range(REQUESTS):
        await ask()
    return REQUESTS / (time.process_time() - start)


def asking(app, method, path, *, body=b"", queries=None):
    """Return a function that sends one request through an application, as a server would."""
    headers = [(b"host", b"localhost"), (b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        assert message.get("status", 200) == 200

    async def ask():
        query = next(queries).encode() if queries else b""
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query,
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 50_000),
            "server": ("127.0.0.1", 8000),
        }
        await app(scope, receive, send)

    return ask
