"""``/api/v1/sweep``: many training runs as one job, each of which is reported when it is done."""

from __future__ import annotations

from functools import partial
from typing import Any

from chainrule.errors import LimitError
from chainrule.jobs import Fan, Pool
from chainrule.network import wire
from chainrule.network.sweep import Sweep
from chainrule.web.gate import Shares
from chainrule.web.running import RESERVE

PATH = "/api/v1/sweep"


class SweepRun(Fan):
    """A sweep whose processor time is its client's; it waits while that has little left, and ends at ``seconds``."""

    def __init__(
        self, pool: Pool, sweep: Sweep, shares: Shares, client: str, *, seconds: float, **options: Any
    ) -> None:
        super().__init__(pool, partial(wire.timed, wire.sweep_run), sweep.tasks, wire.words, **options)
        self.client, self.sweep = client, sweep
        self._shares, self._seconds, self._spent = shares, seconds, 0.0

    def look(self) -> None:
        """Go on if there is a reason to."""
        self.go()

    def _fill(self) -> None:
        processor = self._shares.processor
        if self.deserted or processor.level(self.client) >= RESERVE * processor.burst:
            super()._fill()

    def _told(self, result: tuple[bytes, float]) -> bytes:
        report, seconds = result
        self._shares.processor.charge(self.client, seconds)
        self._spent += seconds
        if self._spent > self._seconds:
            self._end("seconds", f"The sweep used {self._seconds:g} seconds of processor time, the limit.", "limit")
        return report

    def _failed(self, number: int, error: BaseException) -> bytes | None:
        """A run that is too much for its worker is reported as such, and the others go on."""
        if not isinstance(error, LimitError):
            return None
        self._shares.processor.charge(self.client, 1.0)
        return wire.encode({**self.sweep.tasks.run(number), "curve": [], "ended": "limit", "detail": error.detail})


def described(run: SweepRun) -> dict[str, Any]:
    """The answer of 201."""
    return {"id": run.id, "events": f"{PATH}/{run.id}/events", "axes": run.sweep.axes, "runs": len(run.sweep.tasks)}


def status(run: SweepRun) -> dict[str, Any]:
    """How a sweep stands."""
    done, runs = run.progress
    return {
        "id": run.id,
        "events": f"{PATH}/{run.id}/events",
        "state": "ended" if run.ended else "running",
        "done": done,
        "runs": runs,
        "reports": run.frames.last,
        "ended": run.ended,
    }
