"""A training run that its client leads: it pauses, makes so many steps or epochs, and goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from chainrule.errors import ChainruleError
from chainrule.jobs import Chain, Pool
from chainrule.network import wire
from chainrule.network.fields import Reader
from chainrule.network.limits import Limits
from chainrule.network.requests import Training
from chainrule.web.gate import Shares
from chainrule.web.problems import from_error

RESERVE = 0.5
"""The part of a client's processor time that training leaves for its other requests."""
ACTIONS = {"go": None, "pause": None, "step": "steps", "epochs": "epochs"}
"""What may be ordered, and how the number of an order is called."""
SURFACE_SIDE, LEAST_SIDE, GREATEST_RADIUS = 21, 3, 100.0
"""Points a side of a loss surface, unless said, and the least; how many lengths of the weights it may reach."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a client wants of a run: ``action`` is one of ``ACTIONS``, ``count`` how many steps or epochs."""

    action: str
    count: int = 1


def read_order(asked: Any, limits: Limits) -> Order:
    """The order that a request describes. Raises ``Problem``."""
    reader = Reader(limits)
    found = reader.record(asked, "", ("action", "steps", "epochs"), "an order")
    if "action" not in found:
        reader.wrong("/action", f"The order needs an 'action': one of {', '.join(ACTIONS)}.")
    action = reader.choice(found.get("action", "go"), "/action", ACTIONS, "go")
    noun = ACTIONS[action]
    for name in ("steps", "epochs"):
        if name in found and name != noun and not reader.problems:
            reader.wrong(f"/{name}", f"'{action}' takes no '{name}'.")
    count = 1 if noun is None else reader.integer(found.get(noun, 1), f"/{noun}", 1, limits.steps, "steps")
    try:
        reader.finish()
    except ChainruleError as error:
        raise from_error(error) from None
    return Order(action, count)


def read_surface(asked: Any, limits: Limits, side: int) -> bytes:
    """The order of a loss surface that a request describes. Raises ``Problem``."""
    reader = Reader(limits)
    found = reader.record(asked, "", ("side", "radius", "seed"), "the request")
    order = {
        "side": reader.integer(found.get("side", min(SURFACE_SIDE, side)), "/side", LEAST_SIDE, side, "points"),
        "radius": reader.number(found.get("radius", 1.0), "/radius", 0.0, GREATEST_RADIUS, open_ends=True),
        "seed": reader.seed(found.get("seed"), "/seed") or 0,
    }
    try:
        reader.finish()
    except ChainruleError as error:
        raise from_error(error) from None
    return orjson.dumps(order)


class TrainingRun(Chain):
    """A run whose processor time is its client's, and which waits while that has little left.

    An order takes effect after the step of the chain that is being made, a quarter of a second at most.
    """

    def __init__(
        self, pool: Pool, training: Training, state: bytes, shares: Shares, client: str, **options: Any
    ) -> None:
        super().__init__(pool, wire.advance, state, wire.words, **options)
        self.client, self.step = client, 0
        self.batches = -(-len(training.data.x) // training.batch_size)
        self.rested_at = self._clock()
        self._shares, self._charged = shares, 0.0
        self._new: Order | None = None

    @property
    def standing(self) -> str:
        """Whether the run is running, paused or ended."""
        return "ended" if self.ended else "paused" if self.paused else "running"

    @property
    def idle(self) -> float:
        """For how many seconds it has waited for an order."""
        return self._clock() - self.rested_at if self.paused else 0.0

    def take(self, order: Order) -> None:
        """Do what the client wants. A run that rests need not be paused, and one that has ended does nothing more."""
        with self._lock:
            if self.ended or (order.action == "pause" and self.paused):
                return
            self._new, self._paused = order, False
            self._next()

    def begin(self) -> None:
        """Show how it stands before the first step, then wait."""
        with self._lock:
            self._order, self._paused = _until(0), False
            self._next()

    def forget(self) -> None:
        """End, since nobody ordered anything for too long."""
        self._end("idle", "The run waited too long for an order.")

    def look(self) -> None:
        """Go on if there is a reason to."""
        with self._lock:
            self._next()

    def _next(self) -> None:
        processor = self._shares.processor
        if not self.deserted and processor.level(self.client) < RESERVE * processor.burst:
            return
        if self._new is not None and self._running is None:
            self._order, self._new = self._target(self._new), None
        super()._next()

    def _target(self, order: Order) -> bytes:
        """The order of the chain's next steps. A pause takes one step more, whose frame then tells how things stand."""
        if order.action == "go":
            return b""
        if order.action == "epochs":
            return _until((self.step // self.batches + order.count) * self.batches)
        return _until(self.step + order.count)

    def _take(self, state: bytes, more: bool, reports: list[tuple[str, bytes]]) -> None:  # noqa: FBT001 - as in Chain
        self.step, spent = wire.progress(state)
        if self._new is None and any(kind == "paused" for kind, _ in reports):
            self._paused, self.rested_at = True, self._clock()
        super()._take(state, more, reports)
        self._shares.processor.charge(self.client, spent - self._charged)
        self._charged = spent


def _until(step: int) -> bytes:
    return orjson.dumps({"until": step})
