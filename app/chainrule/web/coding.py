"""Content coding (RFC 9110, section 8.4): answers of some size are gzipped for clients that take it.

What has an entity tag is gzipped once and kept, under that tag; its gzipped form has a tag of its own (``caching``).
"""

from __future__ import annotations

import gzip
import re

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chainrule.web.caching import Store, gzipped_tag

LEAST = 4_096
"""Bytes of a body that is worth it: fewer arrive together anyway."""
MOST_HERE = 16_384
"""Bytes that are gzipped in the event loop, in under half a millisecond; more, on a thread."""
KEPT = 8 * 1024 * 1024
"""Bytes of gzipped bodies that are kept: all files and pages have less."""
QUICK, SMALL = 1, 9
"""Levels: for what is sent once (100 MB/s), and for what is kept."""
TEXTS = re.compile(rb"text/(?!event-stream)|application/(json|problem\+json)|image/svg\+xml")
NEVER = re.compile(r"\s*q\s*=\s*0(\.0{0,3})?\s*", re.IGNORECASE)

Fields = list[tuple[bytes, bytes]]


class Coding:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: Store[bytes] = Store(KEPT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self.app(scope, receive, Reply(scope, send, self.kept).send if scope["type"] == "http" else send)


class Reply:
    """One answer on its way out. Its head waits for the body, except before a body that comes in parts."""

    def __init__(self, scope: Scope, send: Send, kept: Store[bytes]) -> None:
        self.scope = scope
        self.kept = kept
        self._send = send
        self._head: Message | None = None

    async def send(self, message: Message) -> None:
        """Pass a part of the answer on."""
        if message["type"] == "http.response.start" and TEXTS.match(field(message["headers"], b"content-type")):
            self._head = {**message, "headers": [*message["headers"], (b"vary", b"Accept-Encoding")]}
            return
        if self._head:
            head, self._head = self._head, None
            body = message.get("body", b"")
            if len(body) >= LEAST and not message.get("more_body") and takes_gzip(self.scope["headers"]):
                tag = field(head["headers"], b"etag")
                message = {**message, "body": await self._gzipped(body, tag)}
                head["headers"] = _renamed(head["headers"], len(message["body"]))
            await self._send(head)
        await self._send(message)

    async def _gzipped(self, body: bytes, tag: bytes) -> bytes:
        known = self.kept.get(tag) if tag else None
        if known is not None:
            return known
        level = SMALL if tag else QUICK
        found = gzipped(body, level) if len(body) <= MOST_HERE else await run_in_threadpool(gzipped, body, level)
        if tag:
            self.kept.put(tag, found, len(found))
        return found


def gzipped(body: bytes, level: int) -> bytes:
    """Equal bodies, equal bytes: no time is in them."""
    return gzip.compress(body, level, mtime=0)


def field(fields: Fields, name: bytes) -> bytes:
    """The first header of this name; empty where there is none."""
    return next((value for key, value in fields if key == name), b"")


def takes_gzip(fields: Fields) -> bool:
    """Whether ``Accept-Encoding`` names gzip, or everything, with a weight that is not 0."""
    taken: dict[str, bool] = {}
    for name, value in fields:
        if name == b"accept-encoding":
            for part in value.decode("latin-1").split(","):
                coding, _, weight = part.partition(";")
                taken[coding.strip().lower()] = not NEVER.fullmatch(weight)
    return taken.get("gzip", taken.get("*", False))


def _renamed(fields: Fields, length: int) -> Fields:
    """The headers of the gzipped form."""
    own = {b"content-length": str(length).encode()}
    if tag := field(fields, b"etag"):
        own[b"etag"] = gzipped_tag(tag.decode("latin-1")).encode("latin-1")
    return [(name, own.get(name, value)) for name, value in fields] + [(b"content-encoding", b"gzip")]
