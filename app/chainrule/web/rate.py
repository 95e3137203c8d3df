"""Fair shares: how much of the server one client may use, as token buckets."""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

IPV6_HOME = 64  # a household or a campus gets a /64 of its own


@lru_cache(maxsize=4096)
def client(address: str | None) -> str:
    """Who an address counts as: an IPv4 address is itself, an IPv6 address its network."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, IPV6_HOME), strict=False))


@dataclass(slots=True)
class Buckets:
    """A bucket a client: it holds ``burst`` tokens at first and gains ``rate`` a second.

    At most ``clients`` are remembered; who was seen longest ago is forgotten first, with a full bucket.
    """

    rate: float
    burst: float
    clients: int
    clock: Callable[[], float] = time.monotonic
    _levels: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, name: str, tokens: float = 1) -> float:
        """Take tokens and return 0; or, where fewer are left, take none and return the seconds to wait."""
        with self._lock:
            level = self._level(name)
            if level < tokens:
                return (tokens - level) / self.rate if self.rate else math.inf
            self._store(name, level - tokens)
            return 0.0

    def wait(self, name: str) -> float:
        """The seconds until the bucket is no longer overdrawn; 0 where it is not."""
        with self._lock:
            level = self._level(name)
            if level >= 0:
                return 0.0
            return -level / self.rate if self.rate else math.inf

    def level(self, name: str) -> float:
        """How many tokens are left; less than none where the bucket is overdrawn."""
        with self._lock:
            return self._level(name)

    def charge(self, name: str, tokens: float) -> None:
        """Take tokens that were already used; the bucket may be overdrawn by that."""
        with self._lock:
            self._store(name, self._level(name) - tokens)

    def _level(self, name: str) -> float:
        level, then = self._levels.get(name, (self.burst, self.clock()))
        return min(self.burst, level + (self.clock() - then) * self.rate)

    def _store(self, name: str, level: float) -> None:
        self._levels[name] = (level, self.clock())
        self._levels.move_to_end(name)
        while len(self._levels) > self.clients:
            self._levels.popitem(last=False)
