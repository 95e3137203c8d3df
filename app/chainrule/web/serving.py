"""Serving with uvicorn: the guards that the application cannot have, since they stand before it."""

from __future__ import annotations

import asyncio
import gc
import logging
import resource
import socket
import sys
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import STATUS_PHRASES, H11Protocol

from chainrule.web import headers
from chainrule.web.app import create_app
from chainrule.web.problems import MEDIA_TYPE, Problem
from chainrule.web.settings import Settings

GRACE = 5
KEEP_ALIVE = 15
HEAD_BYTES = 64 * 1024
"""What may lie unread while a request's head is incomplete. The gate refuses less; this bounds the memory."""
LONG_HEAD = (413, 414, 431)
"""What h11 hints at where it gives a head up for its length."""


class Protocol(H11Protocol):
    """HTTP/1.1 that does not wait for ever: a connection whose request does not arrive is closed."""

    deadline: asyncio.TimerHandle | None = None
    settings: Settings

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Expect a request from now on."""
        super().connection_made(transport)
        forget_the_vanished(transport.get_extra_info("socket"), self.settings.stream_send_seconds)
        self._expect()

    def data_received(self, data: bytes) -> None:
        """Take bytes; while they are no whole request head, time runs."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._expect()
        else:
            self._arrived()

    def on_response_complete(self) -> None:
        """Go on to the next request; if a part of it lies here already, time runs for the rest."""
        super().on_response_complete()
        if self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing more."""
        self._arrived()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP; say so where only the head was too long."""
        del msg
        status = getattr(sys.exc_info()[1], "error_status_hint", 400)
        if status in LONG_HEAD:
            self._refuse(Problem(status, "The head of the request is too long.", "headers"))
        else:
            self._refuse(Problem(400, "This is no request of HTTP/1.1.", "http-syntax"))

    def _refuse(self, problem: Problem) -> None:
        """Answer in place of the application, and close. Into an answer that has begun nothing is written."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.close()
            return
        body = problem.body(self.settings)
        fields = [
            *headers.API,
            (b"content-type", MEDIA_TYPE.encode()),
            (b"cache-control", b"no-store"),
            (b"content-length", b"%d" % len(body)),
            (b"connection", b"close"),
        ]
        head = [b"HTTP/1.1 %d %s" % (problem.status, STATUS_PHRASES[problem.status])]
        head += [name.title() + b": " + value for name, value in fields]
        self.transport.write(b"\r\n".join(head) + b"\r\n\r\n" + body)
        self.transport.close()

    def _expect(self) -> None:
        if self.deadline is None:
            self.deadline = self.loop.call_later(self.settings.body_seconds, self._late)

    def _late(self) -> None:
        """Close a connection on which nothing has come; answer half a head first."""
        if self.conn.trailing_data[0]:
            detail = f"The head of the request was not there after {self.settings.body_seconds:g} s."
            self._refuse(Problem(408, detail, "head-time"))
        else:
            self.transport.close()

    def _arrived(self) -> None:
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None


def forget_the_vanished(connection: Any, seconds: float) -> None:
    """End a connection when what was sent has not been acknowledged for so long: its client is gone without a word."""
    if hasattr(socket, "TCP_USER_TIMEOUT") and connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(1_000 * seconds))


class Server(uvicorn.Server):
    """Says where it serves once it does, and leaves what start-up made out of garbage collection."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the streams, which have no end of their own, then wait for what is being answered."""
        self.config.app.state.service.streams.close()  # type: ignore[union-attr]  # ours is no name of a module
        await super().shutdown(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then freeze."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()
        for server in getattr(self, "servers", []):
            for listener in server.sockets:
                print(f"Chainrule serves at {address(listener)}", flush=True)  # noqa: T201 - this is for people


def address(listener: socket.socket) -> str:
    """The URL of a listening socket."""
    host, port, *_ = listener.getsockname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def configuration(settings: Settings, host: str, port: int) -> uvicorn.Config:
    """How uvicorn runs the application."""
    patient = type("Protocol", (Protocol,), {"settings": settings})
    proxies: dict[str, Any] = {"proxy_headers": bool(settings.proxies), "forwarded_allow_ips": settings.proxies}
    return uvicorn.Config(
        create_app(settings),
        host=host,
        port=port,
        http=patient,
        ws="none",
        server_header=False,
        access_log=False,
        log_level="warning",
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=HEAD_BYTES,
        **proxies,
    )


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until a signal says to stop."""
    allow_connections()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    Server(configuration(settings, host, port)).run()


def allow_connections() -> None:
    """Let the process have as many connections as the system grants; some systems start with 256."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
