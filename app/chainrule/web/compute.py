"""From a question to the bytes of its answer. No HTTP here: the same code runs in the server and in its workers.

A ``Desk`` answers questions. One in the server refuses (``Heavy``) what a worker should do; ``work`` is what a worker
does: bytes in, bytes out.
"""

from __future__ import annotations

import math
import struct
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

import orjson

from chainrule import language
from chainrule.engine.check import check
from chainrule.engine.graph import Graph
from chainrule.engine.infer import Bounds, check_count, infer, scalar, size
from chainrule.engine.op import Shape
from chainrule.engine.passes import Run, run
from chainrule.engine.plan import evaluate_points
from chainrule.errors import ChainruleError, LimitError, ValueProblem
from chainrule.language import Program
from chainrule.view import scene
from chainrule.view.writing import CODE, write
from chainrule.web.caching import Store
from chainrule.web.json_reader import escape_pointer
from chainrule.web.network import network_answer, spec_answer
from chainrule.web.place import Place
from chainrule.web.problems import Problem, from_error, span
from chainrule.web.settings import Settings
from chainrule.web.values import input_pointer, read_value, write_value
from chainrule.web.weight import ENTRY_BYTES, weight

NUMBER_COST = 4
"""Element operations of a node that is a number: its value, up to two local gradients, and the sum."""
VISIT_COST = 100
"""What a visit to a node costs beside its arithmetic where Python makes it one by one."""
PLACE_COST = 1_000
"""A layout's work for a node, in element operations."""
HEAD = struct.Struct("!Hd")
"""What stands before the bytes that a worker returns: an HTTP status, and the processor time it took."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a client asks, as JSON values; the fields are those of the contract. ``program`` may be a network's line."""

    kind: str
    program: str
    inputs: dict[str, Any] = field(default_factory=dict)
    output: str | None = None
    seed: Any = None
    layout: dict[str, Any] | None = None
    format: str = "rows"
    arrays: str = "summary"
    h: float | None = None
    nodes: list[str] | None = None
    points: list[dict[str, Any]] = field(default_factory=list)
    network: dict[str, Any] | None = None
    form: str = ""
    step: int | None = None

    def encoded(self) -> bytes:
        """The question as bytes: equal questions give equal bytes."""
        return orjson.dumps(asdict(self), option=orjson.OPT_SORT_KEYS)


class Heavy(Exception):
    """The question takes more work than the server process does itself."""


@dataclass(slots=True)
class Desk:
    """Answers questions. ``confined`` says that it works in a worker, where any allowed amount of work is done."""

    settings: Settings
    confined: bool = False
    programs: Store[Program] = field(init=False)
    bounds: Bounds = field(init=False)

    def __post_init__(self) -> None:
        self.programs = Store(self.settings.cached_programs)
        self.bounds = bounds(self.settings)

    def answer(self, question: Question) -> bytes:
        """The JSON of the answer; raises ``Problem`` or ``Heavy``."""
        try:
            body = orjson.dumps(ANSWERS[question.kind](self, question))
            self._check_length(len(body), "has")
        except ChainruleError as error:
            raise from_error(error, question.program) from None
        return body

    def program(self, text: str) -> Program:
        """The parsed program, from memory if it was asked about before."""
        program = self.programs.get(text)
        if program is None:
            program = language.parse(text, language_limits(self.settings))
            self.programs.put(text, program, len(text) + 100)
        return program

    def bind(self, program: Program, question: Question) -> Graph:
        """The question's graph, with its inputs' values."""
        rank = self.settings.array_rank
        given = {name: read_value(value, input_pointer(name), rank) for name, value in question.inputs.items()}
        return program.bind(given, question.output)

    def admit(self, program: Program, graph: Graph, *, times: int = 1, extra: int = 0) -> None:
        """Refuse a graph that is too large, or whose ``times`` runs take more work than allowed."""
        self.weigh(_cost(graph, self._shapes(program, graph)) * times + extra)

    def admit_shown(self, program: Program, graph: Graph, *, drawn: bool, full: bool) -> None:
        """Refuse a graph whose whole chain rule takes more work, or a longer answer, than allowed."""
        shapes = self._shapes(program, graph)
        cost = _cost(graph, shapes) + (PLACE_COST * len(graph) if drawn else 0)
        if shapes is not None:
            shown = weight(graph, shapes, full=full)
            self._check_length(ENTRY_BYTES * shown.entries, "would have at least")
            cost += shown.cost
        self.weigh(cost)

    def entries(self, program: Program, graph: Graph, nodes: Iterable[int]) -> int:
        """How many numbers some nodes hold together."""
        shapes = self._shapes(program, graph)
        return sum(1 if shapes is None else math.prod(shapes[node]) for node in nodes)

    def weigh(self, cost: int) -> None:
        """Refuse more element operations than are allowed, or than are done here."""
        if cost > self.bounds.work:
            detail = f"This takes {cost:,} element operations; at most {self.bounds.work:,} are done for one request."
            raise LimitError(detail, code="cost")
        if cost > self.settings.inline_cost and not self.confined:
            raise Heavy

    def _shapes(self, program: Program, graph: Graph) -> list[Shape] | None:
        """The shapes of all nodes, found before anything is allocated; None if every node is a number."""
        try:
            if scalar(graph, graph.literals):
                check_count(graph, self.bounds)
                return None
            return infer(graph, bounds=self.bounds)
        except ChainruleError as error:
            raise program.locate(error) from None

    def _check_length(self, length: int, has: str) -> None:
        if length > self.settings.answer_bytes:
            most = self.settings.answer_bytes
            raise LimitError(
                f"The answer {has} {length:,} bytes; at most {most:,} are sent. "
                "A smaller program has a shorter one, and so have summaries of arrays.",
                code="answer-too-large",
            )


def _cost(graph: Graph, shapes: Sequence[Shape] | None) -> int:
    """The element operations of one run; without shapes, of numbers."""
    return NUMBER_COST * len(graph) if shapes is None else size(graph, shapes).cost


def language_limits(settings: Settings) -> language.Limits:
    """What a program's text is held to."""
    return language.Limits(
        characters=settings.program_characters,
        tokens=settings.program_tokens,
        nesting=settings.program_nesting,
        name=settings.name_characters,
        arguments=settings.call_arguments,
        number=settings.number_characters,
        rank=settings.array_rank,
        nodes=settings.graph_nodes,
        errors=settings.problem_errors,
    )


def bounds(settings: Settings) -> Bounds:
    """What a graph is held to."""
    return Bounds(
        nodes=settings.graph_nodes,
        edges=settings.graph_edges,
        rank=settings.array_rank,
        elements=settings.array_elements,
        memory=settings.live_bytes,
        work=settings.request_cost,
    )


# The answers -----------------------------------------------------------------------------------------------------


def passed(desk: Desk, question: Question) -> tuple[Program, Run]:
    """A program and both of its passes, if they may be shown."""
    program = desk.program(question.program)
    graph = desk.bind(program, question)
    desk.admit_shown(program, graph, drawn=question.layout is not None, full=question.arrays == "full")
    seed = None if question.seed is None else read_value(question.seed, "/seed", desk.settings.array_rank)
    return program, run(graph, seed=seed, bounds=desk.bounds)


def graph_answer(desk: Desk, question: Question) -> dict[str, Any]:
    """The whole chain rule of a program."""
    program, result = passed(desk, question)
    placed = Place.of(result.graph, question.layout)
    warnings = _warnings(program, question.inputs) + placed.warnings
    if question.format == "columns":
        columns = scene.columns(result, layout=placed.layout, arrays=question.arrays, warnings=warnings, encoded=True)
        return placed.told(columns)
    return placed.told(scene.rows(result, layout=placed.layout, arrays=question.arrays, warnings=warnings))


def check_answer(desk: Desk, question: Question) -> dict[str, Any]:
    """The gradients of the inputs, or of the nodes that are named, found in three ways."""
    program = desk.program(question.program)
    graph = desk.bind(program, question)
    nodes = None if question.nodes is None else program.nodes(question.nodes, "/nodes")
    entries = desk.entries(program, graph, program.inputs.values() if nodes is None else nodes)
    passes = 1 + 3 * entries
    desk.admit(program, graph, times=passes, extra=VISIT_COST * len(graph) * passes)
    seed = None if question.seed is None else read_value(question.seed, "/seed", desk.settings.array_rank)
    found = check(graph, seed=seed, h=question.h, bounds=desk.bounds, nodes=nodes)
    return {
        "output": graph.ids[graph.output],
        "inputs" if nodes is None else "nodes": write_value(found),
        "warnings": _warnings(program, question.inputs),
    }


def evaluate_answer(desk: Desk, question: Question) -> dict[str, Any]:
    """The output and the gradients of the inputs at many points, in columns."""
    program = desk.program(question.program)
    graph = program.bind({}, question.output)
    points = _read_points(question.points, program, desk.settings.array_rank)
    numbers = all(type(value) is float for point in points for value in point.values())
    together = numbers and scalar(graph, graph.literals)
    visits = 1 if together else len(points)
    desk.admit(program, graph, times=max(1, len(points)), extra=VISIT_COST * len(graph) * visits)
    try:
        values, gradients = evaluate_points(graph, points, desk.bounds)
    except ChainruleError as error:
        raise program.locate(error) from None
    return {
        "output": graph.ids[graph.output],
        "inputs": list(program.inputs),
        "values": write_value(values),
        "gradients": {name: write_value(gradients[name]) for name in program.inputs},
        "warnings": _warnings(program, set().union(*points), "/points"),
    }


def text_answer(desk: Desk, question: Question) -> str:
    """A program's run in another language: its picture, its derivation, or code."""
    _, result = passed(desk, question)
    places = None if question.form in CODE else Place.of(result.graph, question.layout).layout
    return write(result, question.form, places, question.step)


ANSWERS: dict[str, Callable[[Desk, Question], Any]] = {
    "graph": graph_answer,
    "text": text_answer,
    "check": check_answer,
    "evaluate": evaluate_answer,
    "network": network_answer,
    "spec": spec_answer,
}


def _warnings(program: Program, given: Iterable[str], place: str | None = None) -> list[dict[str, Any]]:
    """What remains to be said when inputs are ``given``; a missing one belongs to ``place``, else to its own."""
    return [
        {"detail": notice.detail, "span": span(notice.span, program.text)}
        | ({"pointer": place or input_pointer(notice.name)} if notice.name else {})
        for notice in program.warnings(given)
    ]


def _read_points(points: list[dict[str, Any]], program: Program, rank: int) -> list[dict[str, Any]]:
    return [
        {name: read_value(value, _known(place, name, program), rank) for name, value in point.items()}
        for place, point in enumerate(points)
    ]


def _known(place: int, name: str, program: Program) -> str:
    """The pointer to a value at a point, whose name must be an input's."""
    pointer = f"/points/{place}/{escape_pointer(name)}"
    if name not in program.inputs:
        every = ", ".join(f"'{each}'" for each in program.inputs) or "none at all"
        detail = f"The program has no input '{name}'. Its inputs are: {every}."
        raise ValueProblem(detail, code="unknown-input", pointer=pointer)
    return pointer


# In a worker -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _worker_desk(settings: Settings) -> Desk:
    return Desk(settings, confined=True)


def work(settings: Settings, job: bytes) -> bytes:
    """Answer an encoded question: the head, then the JSON of the answer or of the problem."""
    before = time.process_time()
    status = 200
    try:
        body = _worker_desk(settings).answer(Question(**orjson.loads(job)))
    except MemoryError:
        detail = f"This takes more than the {settings.worker_bytes:,} bytes of memory that a request may use."
        status, body = _report(Problem(422, detail, "memory"), settings)
    except Problem as problem:
        status, body = _report(problem, settings)
    return HEAD.pack(status, time.process_time() - before) + body


def _report(problem: Problem, settings: Settings) -> tuple[int, bytes]:
    return problem.status, problem.body(settings)
