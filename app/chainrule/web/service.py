"""What one server has: its desk, its workers, the clients' shares, and what it remembers."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson
from starlette.responses import Response
from starlette.types import Scope

from chainrule import examples
from chainrule.errors import LimitError
from chainrule.jobs import LocalPool, WorkerLimits, open_pool
from chainrule.web import catalogue, datasets
from chainrule.web.caching import Store, entity_tag
from chainrule.web.compute import HEAD, Desk, Heavy, Question, work
from chainrule.web.first import First, first
from chainrule.web.gate import Shares, busy
from chainrule.web.lesson import Numbers, lesson
from chainrule.web.pages import Pages
from chainrule.web.problems import Problem, from_error
from chainrule.web.settings import Settings
from chainrule.web.streams import Streams
from chainrule.web.training import Trainings

OK = 200
TOO_MUCH = ("cpu", "memory")
BLAS_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
WORKER_MODULES = ("chainrule.web.compute", "chainrule.network.wire")


class Finished(Problem):
    """A problem that a worker has already written as JSON."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(status, "")
        self._body = body

    def body(self, settings: Settings) -> bytes:
        """The worker's own JSON."""
        del settings
        return self._body


@dataclass
class Service:
    """One server's parts. Making it starts nothing; the workers start with the first job."""

    settings: Settings
    desk: Desk = field(init=False)
    pool: LocalPool = field(init=False)
    shares: Shares = field(init=False)
    streams: Streams = field(init=False)
    answers: Store[tuple[bytes, str]] = field(init=False)
    description: tuple[bytes, str] | None = None

    def __post_init__(self) -> None:
        self.desk = Desk(self.settings)
        self.pool = workers(self.settings)
        self.shares = Shares.of(self.settings)
        self.streams = Streams(self.settings)
        self.answers = Store(self.settings.cached_answers)

    def answer(self, question: Question, client: str) -> bytes:
        """The JSON of the answer, found here or by a worker, whose time is charged to the client."""
        try:
            return self.desk.answer(question)
        except Heavy:
            return self._answer_in_worker(question, client)

    def remembered(self, question: Question, client: str) -> tuple[bytes, str]:
        """The answer with its entity tag, from memory if the same was asked before."""
        key = question.encoded()
        known = self.answers.get(key)
        if known is None:
            body = self.answer(question, client)
            known = (body, entity_tag(body))
            self.answers.put(key, known, len(key) + len(body))
        return known

    def _answer_in_worker(self, question: Question, client: str) -> bytes:
        return self.in_worker(client, work, self.settings, question.encoded())

    def in_worker(self, client: str, function: Callable[..., bytes], *arguments: Any) -> bytes:
        """What a function of a worker returns behind its head; its time is charged to the client."""
        try:
            result: bytes = self.pool.submit(function, *arguments).result()
        except LimitError as error:
            raise self._refused(error, client) from None
        except CancelledError:
            raise busy(503, 5, "The server is about to stop.", "stopping") from None
        status, seconds = HEAD.unpack_from(result)
        self.shares.processor.charge(client, seconds)
        body = result[HEAD.size :]
        if status != OK:
            raise Finished(status, body)
        return body

    def _refused(self, error: LimitError, client: str) -> Problem:
        """What to say about a job that its worker did not finish."""
        if error.code in TOO_MUCH:
            self.shares.processor.charge(client, self.settings.worker_cpu_seconds)
            return from_error(error)
        return busy(503, 2, error.detail, f"worker-{error.code}")

    @cached_property
    def trainings(self) -> Trainings:
        """The training runs, with the workers they run in, or the cluster."""
        settings = self.settings
        room = (
            2 * settings.training_workers * settings.training_going
        )  # a step that was cancelled may still stand in the queue
        pool = open_pool(
            settings.dask or None,
            workers=settings.training_workers,
            queue=room,
            limits=worker_limits(settings),
            preload=WORKER_MODULES,
        )
        return Trainings(settings, pool, self.shares)

    def close(self) -> None:
        """End what runs, and let go of the workers."""
        if "trainings" in self.__dict__:
            self.trainings.close()
        self.pool.close()

    def warm(self) -> None:
        """Answer a question here and in a worker, so that both are ready and no client waits for it."""
        question = Question("graph", "y = x * x", layout={})
        self.desk.answer(question)
        self._answer_in_worker(question, "")

    def fail(self, problem: Problem, scope: Scope) -> Response:
        """The answer for a failure."""
        return self.pages.failure(problem, scope)

    def described(self, describe: Callable[[], dict[str, Any]]) -> tuple[bytes, str]:
        """The OpenAPI description with its entity tag, made when it is first wanted."""
        if self.description is None:
            self.description = _tagged(orjson.dumps(describe()))
        return self.description

    @cached_property
    def gallery(self) -> list[examples.Example]:
        """The worked examples."""
        return examples.load()

    @cached_property
    def pages(self) -> Pages:
        """The templates."""
        return Pages(self.settings, self.gallery)

    @cached_property
    def lesson(self) -> dict[str, Numbers]:
        """The numbers of the lesson."""
        return lesson(self.desk)

    @cached_property
    def first(self) -> First:
        """What the explorer shows first."""
        return first(self.desk, self.gallery[0])

    @cached_property
    def ops(self) -> tuple[bytes, str]:
        """The list of ops, with its entity tag."""
        return _tagged(catalogue.ops())

    @cached_property
    def examples(self) -> tuple[bytes, str]:
        """The list of examples, with its entity tag."""
        return _tagged(catalogue.examples(self.gallery))

    @cached_property
    def data(self) -> tuple[bytes, str]:
        """The list of data sets, with its entity tag."""
        return _tagged(datasets.catalogue())

    @cached_property
    def limits(self) -> tuple[bytes, str]:
        """The list of limits, with its entity tag."""
        return _tagged(catalogue.limits(self.settings))


def _tagged(body: bytes) -> tuple[bytes, str]:
    return body, entity_tag(body)


def workers(settings: Settings) -> LocalPool:
    """The workers, which start when there is a job for them."""
    for name in BLAS_THREADS:  # read when a worker first imports NumPy
        os.environ.setdefault(name, "1")
    return LocalPool(
        settings.worker_count, queue=settings.worker_queue, limits=worker_limits(settings), preload=WORKER_MODULES
    )


def worker_limits(settings: Settings) -> WorkerLimits:
    """What a worker is held to."""
    return WorkerLimits(
        cpu_seconds=settings.worker_cpu_seconds,
        wall_seconds=settings.worker_wall_seconds,
        memory=settings.worker_bytes,
        files=settings.worker_files,
        file_size=settings.worker_file_bytes,
    )
