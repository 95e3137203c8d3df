"""Event streams: what a run reports, as server-sent events, to any number of clients at their own pace.

A stream starts with a word about when to come back, so that a client which is cut off (by the end of the stream's
life, or since the server stops) does so by itself, and names the last event it has: ``Last-Event-ID``.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from chainrule.jobs import Frame, Run
from chainrule.web.gate import busy
from chainrule.web.settings import Settings

MEDIA_TYPE = "text/event-stream"
HEADERS = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
COME_BACK, COME_BACK_LATER = 1_000, 3_000
"""Milliseconds after which a client that was cut off comes back, by itself and when the server stops."""
NUMBER = re.compile(r"[0-9]{1,15}")
PART = 32 * 1024
"""Bytes of reports that are sent at once."""
BEHIND = 1.0
"""A client that takes longer than so many seconds over one part gets the newest report next, not all of them."""


@dataclass
class Streams:
    """All streams of a server: how many are open, to whom, and whether it is time to close them."""

    settings: Settings
    open: Counter[str] = field(default_factory=Counter)
    closing: bool = False
    _wakes: set[Callable[[], None]] = field(default_factory=set)

    @contextmanager
    def place(self, client: str, wake: Callable[[], None]) -> Iterator[None]:
        """Room for a stream while it is open. Raises ``Problem`` where there is none."""
        most, each = self.settings.streams_open, self.settings.streams_per_client
        if self.closing:
            raise busy(503, 3, "The server is about to stop.", "stopping")
        if self.open[client] >= each:
            raise busy(429, 5, f"This address has {each} event streams open, which is the most.", "streams-per-client")
        if self.open.total() >= most:
            raise busy(429, 5, f"There are {most} event streams open, which is the most.", "streams-open")
        self.open[client] += 1
        self._wakes.add(wake)
        try:
            yield
        finally:
            self._wakes.discard(wake)
            self.open[client] -= 1
            if not self.open[client]:
                del self.open[client]

    def close(self) -> None:
        """Tell every client to come back later. Belongs to the loop that the streams run in."""
        self.closing = True
        for wake in tuple(self._wakes):
            wake()


def stream(request: Request, run: Run, streams: Streams) -> Response:
    """The events of a run after the one that the client has. 204, which ends the matter, if it has them all."""
    last = seen(request.headers.get("last-event-id", ""), run)
    if run.ended and last == run.frames.last:
        return Response(status_code=204)
    if request.scope.get("chainrule.head"):
        return Response(media_type=MEDIA_TYPE, headers=HEADERS)
    return EventStream(run, streams, request.scope.get("chainrule.client", ""), last)


def seen(header: str, run: Run) -> int:
    """The number of the last event that a client has; 0 where it says nothing sensible."""
    number = int(header) if NUMBER.fullmatch(header) else 0
    return number if number <= run.frames.last else 0


def event(frame: Frame) -> bytes:
    """A report on the wire; its data is JSON without line breaks."""
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (frame.id, frame.kind.encode(), frame.data)


def farewell(milliseconds: int) -> bytes:
    """When to come back."""
    return b"retry: %d\n\n" % milliseconds


class EventStream(Response):
    """The answer that goes on while its run does."""

    media_type = MEDIA_TYPE

    def __init__(self, run: Run, streams: Streams, client: str, last: int) -> None:
        super().__init__(headers=HEADERS)
        del self.headers["content-length"]
        self.frames, self.run, self.streams, self.client, self.last = run.frames, run, streams, client, last
        self.settings = streams.settings
        self.wake, self.gone = asyncio.Event(), False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the run has ended, the client has left, or it is time to come back."""
        del scope
        loop = asyncio.get_running_loop()
        with self.streams.place(self.client, self.wake.set):
            leave, stop = self.run.watch(), self.frames.listen(lambda: _from_thread(loop, self.wake))
            watcher = asyncio.create_task(self._notice(receive))
            try:
                await self._tell(send)
            except TimeoutError:
                return  # the client takes nothing: the connection is closed without an end
            finally:
                leave()
                stop()
                watcher.cancel()

    async def _notice(self, receive: Receive) -> None:
        """Wait for the client to leave."""
        while (await receive())["type"] != "http.disconnect":
            pass
        self.gone = True
        self.wake.set()

    async def _tell(self, send: Send) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + self.settings.stream_seconds
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await self._send(send, farewell(COME_BACK))
        behind = False
        while not self.gone:
            self.wake.clear()
            finished = self.run.ended  # looked at first: what ends a run is reported before
            if not finished and (self.streams.closing or loop.time() >= end):
                await self._send(send, farewell(COME_BACK_LATER if self.streams.closing else COME_BACK))
                break
            found = self.frames.newest(self.last) if behind else self.frames.since(self.last)
            if found:
                behind = await self._send_all(send, found)
            elif finished:
                break
            else:
                await self._wait(send, end - loop.time())
        await send({"type": "http.response.body", "body": b""})

    async def _wait(self, send: Send, left: float) -> None:
        """Wait for something to happen; give a sign of life if nothing does for a while."""
        try:
            await asyncio.wait_for(self.wake.wait(), min(self.settings.stream_ping_seconds, left))
        except TimeoutError:
            await self._send(send, b": ping\n\n")

    async def _send_all(self, send: Send, found: list[Frame]) -> bool:
        """Send reports in parts. True, and the rest is left, where the client takes its time."""
        loop, parts, size = asyncio.get_running_loop(), [], 0
        for frame in found:
            parts.append(event(frame))
            size += len(parts[-1])
            if size < PART and frame is not found[-1]:
                continue
            before = loop.time()
            await self._send(send, b"".join(parts))
            self.last, parts, size = frame.id, [], 0
            if self.gone or self.streams.closing or loop.time() - before > BEHIND:
                return True
        return False

    async def _send(self, send: Send, data: bytes) -> None:
        async with asyncio.timeout(self.settings.stream_send_seconds):
            await send({"type": "http.response.body", "body": data, "more_body": True})


def _from_thread(loop: asyncio.AbstractEventLoop, wake: asyncio.Event) -> None:
    """Wake a stream from a worker's thread, unless its loop is gone."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(wake.set)
