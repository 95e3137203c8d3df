"""The answer: from a graph of numbers to the bytes of its columns, against rows through a pydantic model.

The peer gets the rows for nothing: it validates and writes them, as FastAPI does with a ``response_model``. Ours runs
both passes, too. The structure of the graph is remembered, as the server remembers the programs that it has parsed.
"""

import random

import orjson
import pydantic
from measure import compare

from chainrule.engine.graph import Builder
from chainrule.engine.passes import run
from chainrule.view import scene


class Edge(pydantic.BaseModel):
    node: str
    local_gradient: float | None
    propagated_gradient: float | None


class Node(pydantic.BaseModel):
    id: str
    label: str
    op: str
    level: int | None
    shape: list[int]
    value: float
    gradient: float | None
    inputs: list[Edge]
    flags: list[str]


class Step(pydantic.BaseModel):
    phase: str
    node: str
    input: int | None = None


class Answer(pydantic.BaseModel):
    format: str
    output: str
    levels: list[list[str]]
    nodes: list[Node]
    steps: list[Step]
    warnings: list[str]


def sums_and_products(count, seed=0):
    """A graph of numbers between −1 and 1, all of which the output needs."""
    source = random.Random(seed)  # noqa: S311 -- a graph, no secret
    make = Builder()
    inputs = [make.input(f"x{i}", source.uniform(-1, 1)) for i in range(10)]
    unused = list(inputs)
    while len(make.ops) < count - 2:
        left = unused.pop(source.randrange(len(unused)))
        right = source.choice(unused) if unused and source.random() < 0.5 else source.choice(inputs)
        if right in unused and len(unused) > 5:
            unused.remove(right)
        unused.append(make.node(source.choice(("mul", "add", "sub", "mul")), left, right, name=f"v{len(make.ops)}"))
        if len(unused) < 10:
            unused.append(source.choice(inputs))
    total = unused.pop()
    while unused:
        total = make.node("mul", total, unused.pop())
    return make.graph(total)


def bench_answer():
    graph = sums_and_products(1_000)
    adapter = pydantic.TypeAdapter(Answer)
    rows = scene.rows(run(graph))
    name = f"{len(graph):,}-node answer, both passes and JSON"
    return [
        compare(
            name,
            "rows by response_model, JSON",
            6.25,
            lambda: orjson.dumps(scene.columns(run(graph), encoded=True)),
            lambda: adapter.dump_json(adapter.validate_python(rows)),
            unit="µs",
        ),
        compare(
            f"{len(graph):,}-node answer in rows, both passes and JSON",
            "the same",
            1.0,
            lambda: orjson.dumps(scene.rows(run(graph))),
            lambda: adapter.dump_json(adapter.validate_python(rows)),
            unit="µs",
        ),
    ]
