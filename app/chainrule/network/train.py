"""Training: steps in chunks that can be paused, carried elsewhere and resumed without changing a single bit.

What happens depends on the request and its seed alone: frames come at fixed steps, rows are shuffled by seed and
epoch, and the end of a chunk (which depends on the clock) leaves no trace in the numbers.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule.network.calls import Array
from chainrule.network.diagnose import culprit, histograms, warnings
from chainrule.network.evaluate import Evaluator, pictured, regions
from chainrule.network.optimisers import Update
from chainrule.network.plan import Memory, Plan, penalty
from chainrule.network.requests import Training
from chainrule.network.schedules import rate
from chainrule.network.spec import multiplications
from chainrule.network.weights import Weights

Indices = NDArray[np.int_]
SHUFFLED = 4096
"""How many row numbers are shuffled at a time, so that small sets do not make a generator an epoch."""
BREATH = 2_000_000
"""Multiplications between two looks at the clock."""
SHARE = 5_000_000
"""Multiplications that the evaluation of one frame may take; of larger sets the first rows stand for all."""
BATCH_SHOWN = 1_000
"""Row numbers of a batch that a frame tells."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a run reports: ``frame``, ``diverged``, ``limit`` or ``done``, with plain data."""

    kind: str
    data: dict[str, Any]


class Trainer:
    """One run. ``run`` yields events; ``step`` counts finished steps; ``state`` and ``restore`` carry it elsewhere."""

    def __init__(self, training: Training) -> None:
        self.training = training
        spec, self.rows = training.spec, len(training.data.x)
        self.weights = Weights(spec, seed=training.seed)
        self.memory = Memory(spec, training.seed)
        self.update = Update(
            training.optimizer,
            self.weights.theta,
            self.weights.gradient,
            training.settings,
            clip=training.clip,
            decay=self.weights.spread(training.weight_decay),
        )
        self.step = 0
        self._framed: int | None = None
        self.spent = 0.0
        self.ended = False
        self._batches = math.ceil(self.rows / training.batch_size)
        self._plans: dict[int, Plan] = {}
        self._order: tuple[int, Indices | None] = (-1, None)
        self._x, self._y = self._prepare()
        cost = max(multiplications(spec), 1)
        self._pause = min(max(BREATH // (3 * cost * training.batch_size), 1), 200)
        count = min(self.rows, max(SHARE // cost, 64))
        self.train = Evaluator(spec, self.weights, self.memory, training.data.x[:count], training.data.y[:count])
        data = training.data
        self.test = (
            None
            if data.test_x is None or data.test_y is None
            else Evaluator(spec, self.weights, self.memory, data.test_x[:count], data.test_y[:count])
        )

    # Running ---------------------------------------------------------------------------------------------------------

    @property
    def batches(self) -> int:
        """How many steps make an epoch."""
        return self._batches

    def run(
        self, seconds: float = math.inf, steps: int | None = None, enough: Callable[[], bool] = lambda: False
    ) -> Iterator[Event]:
        """Go on for about ``seconds`` of processor time, for ``steps``, until ``enough``, or to the end.

        Yields events as they happen.
        """
        last = self.training.steps if steps is None else min(self.step + steps, self.training.steps)
        start, before = time.process_time(), self.spent
        while self.step < last and not self.ended:
            yield from self._block(min(self.step + self._pause, last, self._next_frame()))
            self.spent = before + time.process_time() - start
            if self.spent > self.training.seconds and self.step < self.training.steps and not self.ended:
                yield self._limit()
            if self.spent - before >= seconds or enough():
                return

    def _next_frame(self) -> int:
        every = self.training.every
        return min((self.step // every + 1) * every, self.training.steps)

    def _block(self, until: int) -> Iterator[Event]:
        """Steps up to ``until``, and the frame if one is due there."""
        with np.errstate(all="ignore"):
            found = self._steps(until)
            if found is None and (self.step % self.training.every == 0 or self.step == self.training.steps):
                found = self.frame()
        if found is None:
            return
        self.ended = found.kind != "frame"
        yield found
        if self.step == self.training.steps and not self.ended:
            self.ended = True
            yield Event("done", {"step": self.step, "loss": found.data["loss"]})

    def _steps(self, until: int) -> Event | None:
        """The loop that all the time goes into."""
        training, update = self.training, self.update
        alpha, steps, constant = training.learning_rate, training.steps, training.schedule == "constant"
        while self.step < until:
            plan = self._batch(self.step)
            if not math.isfinite(plan.run()):
                return self._diverged(plan)
            if not constant:
                alpha = rate(training.schedule, training.learning_rate, self.step, steps, training.schedule_settings)
            self.step += 1
            update.run(self.step, alpha)
        return None

    def rest(self) -> Iterator[Event]:
        """What tells of a pause at this step, which this trainer has just made: a frame, unless it had one already."""
        if self._framed != self.step:
            with np.errstate(all="ignore"):
                found = self.frame()
            self.ended = found.kind != "frame"
            yield found
        if not self.ended:
            yield Event("paused", {"step": self.step, "epoch": self.step / self._batches})

    # Rows ------------------------------------------------------------------------------------------------------------

    def _prepare(self) -> tuple[Array, Array]:
        """The rows as the first slot takes them: with a 1 behind each where layer 2 has biases."""
        x, y = self.training.data.x, self.training.data.y
        plan = self._plan(self.training.batch_size)
        if plan.slots[0].full is not None:
            x = np.hstack([x, np.ones((len(x), 1))])
        if self._batches == 1:
            plan.load(self.training.data.x, y)
        return np.ascontiguousarray(x), np.ascontiguousarray(y, dtype=float)

    def _plan(self, rows: int) -> Plan:
        if rows not in self._plans:
            self._plans[rows] = Plan(self.training.spec, self.weights, rows, self.memory)
        return self._plans[rows]

    def _batch(self, step: int) -> Plan:
        """The plan for the next step with its rows loaded. An epoch ends with what is left, be it fewer rows."""
        if self._batches == 1:
            return self._plan(self.rows)
        rows = self.batch_rows(step)
        plan = self._plan(len(rows))
        first = plan.slots[0]
        self._x.take(rows, 0, first.value if first.full is None else first.full, "clip")
        self._y.take(rows, 0, plan.target, "clip")
        return plan

    def batch_rows(self, step: int) -> Indices:
        """The numbers of the rows that step ``step`` (from 0) learns from, in their order."""
        if self._batches == 1:
            return np.arange(self.rows)
        epoch, number = divmod(step, self._batches)
        size = self.training.batch_size
        return self._permutation(epoch)[number * size : (number + 1) * size]

    def _permutation(self, epoch: int) -> Indices:
        """The order of the rows in an epoch, from PCG64 of the run's seed and the number of a block of epochs."""
        length = max(SHUFFLED // self.rows, 1)
        block, at = divmod(epoch, length)
        if self._order[0] != block:
            rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.training.seed, 1, block])))
            self._order = block, rng.permuted(np.tile(np.arange(self.rows), (length, 1)), axis=1)
        orders = self._order[1]
        if orders is None:
            raise RuntimeError("the order of the rows was not drawn")
        found: Indices = orders[at]
        return found

    # What is reported ------------------------------------------------------------------------------------------------

    def frame(self) -> Event:
        """How things stand after this step: losses, accuracy, gradient norms, warnings, and what was asked for."""
        loss, accuracy = self.train.measure(self.training.data.kind)
        loss += penalty(self.training.spec, self.weights)
        plan = self._last_plan()
        if not math.isfinite(loss):
            return self._diverged(plan)
        gradient = self.weights.gradient
        self._framed = self.step
        data: dict[str, Any] = {
            "step": self.step,
            "epoch": self.step / self._batches,
            "loss": loss,
            "gradient_norm": norm(gradient),
            "gradient_norms": {name: norm(array) for name, array in self.weights.views(gradient)},
            "warnings": warnings(plan),
        }
        if accuracy is not None:
            data["accuracy"] = accuracy
        if self.test is not None:
            data["test_loss"], test_accuracy = self.test.measure(self.training.data.kind)
            if test_accuracy is not None:
                data["test_accuracy"] = test_accuracy
        return Event("frame", data | self._extras(plan))

    def _last_plan(self) -> Plan:
        """The plan that made the last step; before the first one, that of the first batch, run for its gradients."""
        if self.step:
            return self._plan(self._rows_of(self.step - 1))
        before = self.memory.kept()
        plan = self._batch(0)
        plan.run()
        self.memory.recall(before)  # a look leaves no trace: the first step drops what it would have dropped
        return plan

    def _rows_of(self, step: int) -> int:
        size, number = self.training.batch_size, step % self._batches
        return min(size, self.rows - number * size)

    def _extras(self, plan: Plan) -> dict[str, Any]:
        """What ``show`` asked for."""
        makers: dict[str, Any] = {
            "parameters": lambda: dict(self.weights.views(self.weights.theta)),
            "state": lambda: {s: dict(self.weights.views(vector)) for s, vector in self.update.state.items()},
            "histograms": lambda: histograms(plan),
            "regions": lambda: pictured(regions(self.training, self.weights, self.memory, neurons=True)),
            "batch": lambda: self.batch_rows(max(self.step - 1, 0))[:BATCH_SHOWN],
        }
        return {name: copied(makers[name]()) for name in self.training.show}

    def _diverged(self, plan: Plan) -> Event:
        return Event("diverged", {"step": self.step, **culprit(plan)})

    def _limit(self) -> Event:
        self.ended = True
        words = f"The run used {self.training.seconds:g} seconds of processor time, which is the limit."
        return Event("limit", {"step": self.step, "limit": "seconds", "value": self.training.seconds, "detail": words})

    # Carrying --------------------------------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """All that the next step depends on, as arrays and plain numbers."""
        return {
            "step": self.step,
            "spent": self.spent,
            "ended": self.ended,
            "theta": self.weights.theta.copy(),
            "optimizer": {letter: vector.copy() for letter, vector in self.update.state.items()},
            **self.memory.kept(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a state of the same run."""
        self.step, self.spent, self.ended = state["step"], state["spent"], state["ended"]
        self.weights.theta[...] = state["theta"]
        for letter, vector in self.update.state.items():
            vector[...] = state["optimizer"][letter]
        self.memory.recall(state)


def norm(array: Array) -> float:
    """The 2-norm of all entries."""
    flat = array.ravel()
    return math.sqrt(float(flat.dot(flat)))


def copied(value: Any) -> Any:
    """Nested dictionaries of arrays with arrays of their own, since the run goes on in the old ones."""
    if isinstance(value, dict):
        return {key: copied(entry) for key, entry in value.items()}
    return value.copy() if isinstance(value, np.ndarray) else value
