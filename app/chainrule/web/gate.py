"""The gate: what every request passes before the application sees it, and every answer on its way out.

It refuses what no route could answer (smuggled, oversized or too frequent requests), answers CORS preflights, lets
HEAD stand for GET, adds the security headers, and turns an unforeseen error into a problem report without details.
"""

from __future__ import annotations

import logging
import re
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chainrule.web import headers
from chainrule.web.problems import Problem
from chainrule.web.rate import Buckets, client
from chainrule.web.settings import Settings

ACCESS = logging.getLogger("chainrule.access")
ERRORS = logging.getLogger("chainrule.errors")

HOST = re.compile(rb"(?:[A-Za-z0-9._-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
LENGTH = re.compile(rb"[0-9]{1,20}")
VERSIONS = ("1.0", "1.1", "2")
UNCOUNTED = ("/static/", "/healthz", "/readyz")
MINUTE = 60

CLOSE = {"Connection": "close"}

Answer = Callable[[Problem, Scope], ASGIApp]


@dataclass(slots=True)
class Shares:
    """What each client may use: requests, and processor time."""

    requests: Buckets
    processor: Buckets

    @classmethod
    def of(cls, settings: Settings) -> Shares:
        """Full buckets of the sizes in the settings."""
        most = settings.clients_remembered
        return cls(
            Buckets(settings.request_rate, settings.request_burst, most),
            Buckets(settings.cpu_rate / MINUTE, settings.cpu_burst, most),
        )


class Gate:
    """ASGI middleware.

    ``answer(problem, scope)`` makes the response for a refusal, ``methods(scope)`` are those that the path takes, in
    the form of the Allow header, none where there is no such path.
    """

    def __init__(
        self, app: ASGIApp, *, settings: Settings, shares: Shares, answer: Answer, methods: Callable[[Scope], str]
    ) -> None:
        self.app = app
        self.settings = settings
        self.shares = shares
        self.answer = answer
        self.methods = methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        visit = Visit(scope, send)
        problem = self.refusal(scope)
        try:
            if problem:
                await self.answer(problem, scope)(scope, receive, visit.send)
            elif scope["method"] == "OPTIONS" and (methods := self.methods(scope)):
                await visit.preflight(methods.encode())
            else:
                await self.app(visit.enter(), receive, visit.send)
        except Exception as error:  # noqa: BLE001 - whatever it is, the client gets a report and the server goes on
            log(error)
            if visit.status is None:
                await self.answer(UNFORESEEN, scope)(scope, receive, visit.send)
        visit.log()

    def refusal(self, scope: Scope) -> Problem | None:
        """Why the request is not answered, if it is not."""
        facts = Facts.of(scope["headers"])
        return malformed(scope, facts) or oversized(scope, facts, self.settings) or self.too_frequent(scope)

    def too_frequent(self, scope: Scope) -> Problem | None:
        """Refuse a client that has used up its share; files and health checks are not counted."""
        path: str = scope["path"]
        if path.startswith(UNCOUNTED):
            return None
        name = scope["chainrule.client"] = client((scope.get("client") or ("",))[0])
        wait = self.shares.requests.take(name)
        if not wait and path.startswith("/api/"):
            wait = self.shares.processor.wait(name)
        return busy(429, wait, "This address has used up its share of the server for now.", "rate") if wait else None


UNFORESEEN = Problem(500, "The server has made a mistake. It is logged; nothing of yours was.", "internal")


def busy(status: int, seconds: float, detail: str, code: str) -> Problem:
    """A refusal that says when to come back."""
    wait = max(1, round(min(seconds, 3600)))
    return Problem(status, f"{detail} Try again in {wait} s.", code, headers={"Retry-After": str(wait)})


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gate wants to know of a request's headers, found in one pass."""

    count: int
    size: int
    hosts: list[bytes]
    length: bytes
    chunked: bool

    @classmethod
    def of(cls, fields: Iterable[tuple[bytes, bytes]]) -> Facts:
        """The facts of raw headers."""
        count = size = 0
        hosts: list[bytes] = []
        length, chunked = b"", False
        for name, value in fields:
            count += 1
            size += len(name) + len(value) + 4
            if name == b"host":
                hosts.append(value)
            elif name == b"content-length":
                length = value
            elif name == b"transfer-encoding":
                chunked = True
        return cls(count, size, hosts, length, chunked)


def malformed(scope: Scope, facts: Facts) -> Problem | None:
    """Refuse what HTTP leaves to the application: strange versions, targets, hosts and framing."""
    if scope.get("http_version", "1.1") not in VERSIONS:
        return Problem(505, "This server speaks HTTP/1.1.", "http-version", headers=CLOSE)
    if not scope["path"].startswith("/"):
        return Problem(400, "The request must name a path of this server.", "request-target", headers=CLOSE)
    if len(facts.hosts) > 1 or (facts.hosts and not HOST.fullmatch(facts.hosts[0])):
        return Problem(400, "The Host header is not a host.", "host", headers=CLOSE)
    if facts.length and facts.chunked:
        return Problem(400, "Content-Length and Transfer-Encoding exclude each other.", "framing", headers=CLOSE)
    return None


def oversized(scope: Scope, facts: Facts, settings: Settings) -> Problem | None:
    """Refuse an address, headers or a declared body that are too long, before anything is read."""
    query = scope["query_string"]
    target = len(scope.get("raw_path") or b"") + (len(query) + 1 if query else 0)
    if target > settings.url_bytes:
        return Problem(414, f"The address has {target:,} bytes; at most {settings.url_bytes:,} are read.", "url-length")
    if facts.count > settings.header_count or facts.size > settings.header_bytes:
        detail = f"At most {settings.header_count} headers of {settings.header_bytes:,} bytes together are read."
        return Problem(431, detail, "headers", headers=CLOSE)
    if facts.length and (not LENGTH.fullmatch(facts.length) or int(facts.length) > settings.body_bytes):
        return too_large(settings.body_bytes)
    return None


def too_large(most: int) -> Problem:
    """The refusal of a body."""
    return Problem(413, f"The body has more than {most:,} bytes.", "body-size", headers=CLOSE)


class Visit:
    """One request and its answer, as they pass the gate."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.scope = scope
        self.status: int | None = None
        self.sent = 0
        self.started = time.perf_counter()
        self._send = send
        self.head = scope["method"] == "HEAD"
        self.inner: dict[str, Any] = {}

    def enter(self) -> dict[str, Any]:
        """The request as the application sees it: HEAD has become GET, and is remembered for what has no end."""
        self.inner = {**self.scope, "method": "GET", "chainrule.head": True} if self.head else dict(self.scope)
        return self.inner

    async def send(self, message: Message) -> None:
        """Pass a part of the answer on: with the headers of its path, and without a body for HEAD."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            own = {name for name, _ in message["headers"]}
            extra = [header for header in headers.for_path(self.scope["path"]) if header[0] not in own]
            if b"cache-control" not in own:
                extra = [*extra, (b"cache-control", b"no-store")]
            message["headers"] = [*message["headers"], *extra]
        elif message["type"] == "http.response.body":
            self.sent += len(message.get("body", b""))
            if self.head:
                message = {**message, "body": b""}
        await self._send(message)

    async def preflight(self, methods: bytes) -> None:
        """Answer OPTIONS: the methods of this path, and the headers that pages elsewhere may use."""
        allowed = [(b"access-control-allow-methods", methods), *headers.PREFLIGHT]
        fields = [(b"allow", methods), *(allowed if self.scope["path"].startswith("/api/") else [])]
        await self.send({"type": "http.response.start", "status": 204, "headers": fields})
        await self.send({"type": "http.response.body", "body": b""})

    def log(self) -> None:
        """One line: method, route, status, time and size; never what the client sent."""
        if ACCESS.isEnabledFor(logging.INFO):
            route = getattr(self.inner.get("route"), "path", "-")
            took = (time.perf_counter() - self.started) * 1000
            ACCESS.info("%s %s %s %.1f ms %d B", self.scope["method"], route, self.status, took, self.sent)


def log(error: Exception) -> None:
    """One line for an unforeseen error: its kind and where it came from, without its message, which may quote input."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-8:]))
    ERRORS.error("%s at %s", type(error).__name__, places)
