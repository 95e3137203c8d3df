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
from uvicorn.protocols.http.h11_impl import H11Protocol

from chainrule.web.app import create_app
from chainrule.web.settings import Settings

GRACE = 5
KEEP_ALIVE = 15
HEAD_BYTES = 64 * 1024
"""What may lie unread while a request's head is incomplete. The gate refuses less; this bounds the memory."""
TOO_LARGE = {413: b"Content Too Large", 414: b"URI Too Long", 431: b"Request Header Fields Too Large"}


class Protocol(H11Protocol):
    """HTTP/1.1 that does not wait for ever: a connection whose request does not arrive is closed."""

    deadline: asyncio.TimerHandle | None = None
    patience: float = 10
    unheard: float = 10

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Expect a request from now on."""
        super().connection_made(transport)
        forget_the_vanished(transport.get_extra_info("socket"), self.unheard)
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
        error = sys.exc_info()[1]
        status = getattr(error, "error_status_hint", 400)
        if status not in TOO_LARGE:
            super().send_400_response(msg)
            return
        head = b"HTTP/1.1 %d %s\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        self.transport.write(head % (status, TOO_LARGE[status]))
        self.transport.close()

    def _expect(self) -> None:
        if self.deadline is None:
            self.deadline = self.loop.call_later(self.patience, self.transport.close)

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
    patient = type(
        "Protocol", (Protocol,), {"patience": settings.body_seconds, "unheard": settings.stream_send_seconds}
    )
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
