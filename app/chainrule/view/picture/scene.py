"""A scene: the answer of the graph endpoint as flat lists, with the moment at which each thing becomes known.

The answer is the contract's, in rows and with a layout. Node i is entry i of the node lists, edge e entry e of the edge
lists. Lists that end in ``_at`` hold the first frame in which a thing is known, -1 for what never is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from chainrule.view.picture.values import from_wire


class Point(NamedTuple):
    """A place in the picture."""

    x: float
    y: float


class Box(NamedTuple):
    """Where a card stands."""

    x: float
    y: float
    width: float
    height: float


class Step(NamedTuple):
    """One thing that happens; ``edge`` is the number of the edge in a backward step, else -1."""

    phase: str
    node: int
    edge: int = -1


class Stage(NamedTuple):
    """Steps ``start`` to ``end`` of one phase in one column; ``column`` is -1 for nodes that stand in none."""

    start: int
    end: int
    phase: str
    column: int


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges as parallel lists, and by node."""

    source: list[int]
    target: list[int]
    slot: list[int]
    local: list[Any]
    propagated: list[Any]
    routes: list[list[Point]]
    lenses: list[Point]
    into: list[list[int]]
    out: list[list[int]]


@dataclass(frozen=True, slots=True)
class Scene:
    """A computation graph with everything that was computed on it, and where all stands."""

    output: int
    ids: list[str]
    labels: list[str]
    ops: list[str]
    attrs: list[dict[str, Any]]
    shapes: list[list[int]]
    levels: list[int | None]
    values: list[Any]
    gradients: list[Any]
    flags: list[list[dict[str, Any]]]
    edges: Edges
    boxes: list[Box]
    down: bool
    columns: list[list[int]]
    steps: list[Step]
    stages: list[Stage]
    value_at: list[int]
    gradient_at: list[int]
    propagated_at: list[int]
    summands: list[list[int]]

    def leaf(self, node: int) -> bool:
        """Whether a node has no operands."""
        return not self.edges.into[node]


def read_scene(answer: Mapping[str, Any]) -> Scene:
    """The scene of an answer in rows that has a layout."""
    nodes = answer["nodes"]
    index = {node["id"]: i for i, node in enumerate(nodes)}
    levels = [node["level"] for node in nodes]
    edges = _edges(nodes, index)
    steps = [_step(step, index, edges) for step in answer["steps"]]
    deepest = max((level for level in levels if level is not None), default=0)
    columns: list[list[int]] = [[] for _ in range(deepest + 1)]
    for i, level in enumerate(levels):
        if level is not None:
            columns[deepest - level].append(i)
    return Scene(
        output=index[answer["output"]],
        ids=[node["id"] for node in nodes],
        labels=[node["label"] for node in nodes],
        ops=[node["op"] for node in nodes],
        attrs=[node.get("attrs") or {} for node in nodes],
        shapes=[node["shape"] for node in nodes],
        levels=levels,
        values=[from_wire(node["value"]) for node in nodes],
        gradients=[from_wire(node["gradient"]) for node in nodes],
        flags=[node["flags"] for node in nodes],
        edges=edges,
        boxes=[Box(node["x"], node["y"], node["width"], node["height"]) for node in nodes],
        down=answer["layout"]["direction"] == "down",
        columns=columns,
        steps=steps,
        stages=_stages(steps, levels, edges, len(columns)),
        **_known(steps, len(nodes), edges),
    )


def _edges(nodes: Sequence[Mapping[str, Any]], index: Mapping[str, int]) -> Edges:
    found = Edges([], [], [], [], [], [], [], [[] for _ in nodes], [[] for _ in nodes])
    for target, node in enumerate(nodes):
        for slot, entry in enumerate(node["inputs"]):
            source = index[entry["node"]]
            found.into[target].append(len(found.source))
            found.out[source].append(len(found.source))
            found.source.append(source)
            found.target.append(target)
            found.slot.append(slot)
            found.local.append(from_wire(entry["local_gradient"]))
            found.propagated.append(from_wire(entry["propagated_gradient"]))
            found.routes.append([Point(*place) for place in entry["route"]])
            found.lenses.append(Point(*entry["lens"]))
    return found


def _step(step: Mapping[str, Any], index: Mapping[str, int], edges: Edges) -> Step:
    node = index[step["node"]]
    return Step(step["phase"], node, edges.into[node][step["input"]] if step["phase"] == "backward" else -1)


def _known(steps: Sequence[Step], count: int, edges: Edges) -> dict[str, Any]:
    """When each value, gradient and propagated gradient is known, and which edges add up to a node's gradient."""
    value_at, gradient_at, propagated_at = [-1] * count, [-1] * count, [-1] * len(edges.source)
    summands: list[list[int]] = [[] for _ in range(count)]
    for k, (phase, node, edge) in enumerate(steps, 1):
        if phase == "forward":
            value_at[node] = k
        elif phase == "backward":
            propagated_at[edge] = gradient_at[edges.source[edge]] = k
            summands[edges.source[edge]].append(edge)
        else:
            gradient_at[node] = k
    return {
        "value_at": value_at,
        "gradient_at": gradient_at,
        "propagated_at": propagated_at,
        "summands": summands,
    }


def _stages(steps: Sequence[Step], levels: Sequence[int | None], edges: Edges, columns: int) -> list[Stage]:
    """The steps in groups that play together: a column forward, the seed, a column backward."""
    stages: list[Stage] = []
    for k, step in enumerate(steps):
        level = levels[edges.source[step.edge] if step.phase == "backward" else step.node]
        phase = "backward" if step.phase == "sum" else step.phase
        column = -1 if level is None else columns - 1 - level
        if stages and stages[-1][2:] == (phase, column):
            stages[-1] = stages[-1]._replace(end=k + 1)
        else:
            stages.append(Stage(k, k + 1, phase, column))
    return stages
