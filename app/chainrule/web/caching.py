"""What is remembered: a bounded store, and the entity tags by which a client asks whether anything changed."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from starlette.requests import Request
from starlette.responses import Response

Value = TypeVar("Value")

FRESH = "public, max-age=300, stale-while-revalidate=86400"
"""For answers that only a new version of the server changes."""


@dataclass(slots=True)
class Store(Generic[Value]):
    """The values used last, of at most ``capacity`` together, each weighing what its owner says."""

    capacity: int
    _values: OrderedDict[Hashable, tuple[Value, int]] = field(default_factory=OrderedDict)
    _weight: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: Hashable) -> Value | None:
        """The value, or None if it is not (or no longer) there."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key][0]

    def put(self, key: Hashable, value: Value, weight: int) -> None:
        """Remember a value; forget those used longest ago to make room."""
        with self._lock:
            self._weight -= self._values.pop(key, (None, 0))[1]
            self._values[key] = (value, weight)
            self._weight += weight
            while self._weight > self.capacity:
                self._weight -= self._values.popitem(last=False)[1][1]


def entity_tag(body: bytes) -> str:
    """A strong entity tag: equal bytes, equal tag."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def cacheable(request: Request, body: bytes, tag: str, media_type: str = "application/json") -> Response:
    """The answer to a GET that may be kept: 304 without a body if the client has it already."""
    headers = {"ETag": tag, "Cache-Control": FRESH}
    if known(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


def known(if_none_match: str, tag: str) -> bool:
    """Whether an ``If-None-Match`` header names the tag (weakly compared, RFC 9110 section 13.1.2)."""
    given = [entry.strip().removeprefix("W/") for entry in if_none_match.split(",")]
    return tag in given or "*" in given
