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


def gzipped_tag(tag: str) -> str:
    """The tag of the same in gzip: other bytes, so another tag (RFC 9110, section 8.8.3)."""
    return f'{tag[:-1]}-gzip"'


def cacheable(request: Request, body: bytes, tag: str, media_type: str = "application/json") -> Response:
    """The answer to a GET that may be kept: 304 without a body if the client has it already."""
    headers = {"ETag": tag, "Cache-Control": FRESH}
    return unchanged(request, headers) or Response(body, headers=headers, media_type=media_type)


def unchanged(request: Request, headers: dict[str, str]) -> Response | None:
    """304 if ``If-None-Match`` names the tag among the headers, plain or gzipped (weakly compared, section 13.1.2)."""
    tag = headers["ETag"]
    given = [entry.strip().removeprefix("W/") for entry in request.headers.get("if-none-match", "").split(",")]
    forms = {tag: tag, gzipped_tag(tag): gzipped_tag(tag), "*": tag}
    found = next((form for form in forms if form in given), None)
    if found is None:
        return None
    return Response(status_code=304, headers={**headers, "ETag": forms[found], "Vary": "Accept-Encoding"})
