"""Plans: the same graph again and again.

A wide graph of numbers is sorted into groups, one for every op and depth, and each group is one NumPy call; making a
plan costs more than one run of the tape, so it pays from the second run on. Many points of one graph are one run too:
every number becomes a column with an entry for each point.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from chainrule.engine.check import VISIT
from chainrule.engine.compile import local as partial
from chainrule.engine.graph import INPUT, Graph, blocked, reached
from chainrule.engine.infer import DEFAULT, Bounds, scalar, size
from chainrule.engine.op import Op, Rule
from chainrule.engine.passes import read_inputs, run
from chainrule.engine.symbolic import trace
from chainrule.errors import ChainruleError, LimitError, ValueProblem

COLUMN_VISIT = 20 * VISIT  # NumPy takes so much longer than the tape to begin with a node
ONE = 1.0  # this very object: nothing is multiplied by it
Place = Any  # where the operands of a group stand: a slice if they are evenly spaced, else an index array


class Group(NamedTuple):
    """Nodes of one op and one depth: what stands at ``own`` is computed from what stands at ``sources``."""

    own: slice
    sources: tuple[Place, ...]
    ufunc: np.ufunc | None
    """The NumPy function that the op is, if it is a single one."""
    rule: Rule
    """The value as a rule of the operands."""
    slopes: tuple[tuple[Place, float | Rule], ...]
    """For every operand that a gradient flows to, where it stands, and its local gradient as a number or a rule."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A graph of numbers, ready to be evaluated many times; ``plan`` makes one.

    Nodes are kept in the order of the plan: ``places[i]`` is where node i stands.
    """

    graph: Graph
    groups: tuple[Group, ...]
    places: Any
    leaves: Any
    """The values of all leaves at their places, 0 elsewhere."""
    reached: Any
    """For every node, in the graph's order, whether a gradient arrives."""

    def run(self, inputs: Mapping[str, float] | None = None) -> tuple[Any, Any]:
        """Return the values and the gradients of all nodes as arrays in the graph's order.

        The gradient of a node that is not ``reached`` is 0 here. Results equal those of the passes but for the last
        bits, because sums are added in the order of the plan.
        """
        values = self.leaves.copy()
        if inputs:
            for i, value in read_inputs(self.graph, inputs).items():
                if value.__class__ is not float:
                    raise ValueProblem("A plan computes numbers, not arrays.", pointer=f"/inputs/{self.graph.ids[i]}")
                values[self.places[i]] = value
        gradients = np.zeros(len(values))
        gradients[self.places[self.graph.output]] = 1.0
        with np.errstate(all="ignore"):
            computed = [_forward(group, values) for group in self.groups]
            for group, columns in zip(reversed(self.groups), reversed(computed), strict=True):
                _backward(group, columns, gradients)
        return values.take(self.places), gradients.take(self.places)


def plan(graph: Graph) -> Plan:
    """Return the plan of a graph of numbers; arrays are refused with ValueError."""
    if not scalar(graph, graph.literals):
        raise ValueError("only graphs of numbers have a plan")
    masks, depths = blocked(graph), _depths(graph)
    kinds: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    alive = reached(graph)
    for i, op in enumerate(graph.ops):
        kinds[depths[i], id(op), len(graph.operands[i]), masks[i], alive[i], repr(graph.attrs[i])].append(i)
    order = [i for nodes in sorted(kinds.values(), key=lambda nodes: depths[nodes[0]]) for i in nodes]
    places = np.empty(len(graph), dtype=np.intp)
    places[order] = np.arange(len(graph))
    leaves = np.zeros(len(graph))
    for i, literal in enumerate(graph.literals):
        if literal is not None:
            leaves[places[i]] = literal
    groups = [
        _group(graph, nodes, masks[nodes[0]] if alive[nodes[0]] else ~0, places)
        for nodes in sorted(kinds.values(), key=lambda nodes: depths[nodes[0]])
        if depths[nodes[0]]
    ]
    return Plan(graph, tuple(groups), places, leaves, np.array(alive))


def _depths(graph: Graph) -> list[int]:
    """Return for every node its longest path from a leaf."""
    depths: list[int] = []
    for operands in graph.operands:
        depths.append(1 + max(depths[source] for source in operands) if operands else 0)
    return depths


def _group(graph: Graph, nodes: list[int], mask: int, places: Any) -> Group:
    first = nodes[0]
    op, arity, start = graph.ops[first], len(graph.operands[first]), int(places[first])
    attrs = graph.attrs[first] or {}
    sources = tuple(_place(places[[graph.operands[i][slot] for i in nodes]]) for slot in range(arity))
    rule = functools.partial(op.forward or _no_rule, **attrs)
    return Group(
        own=slice(start, start + len(nodes)),
        sources=sources,
        ufunc=_ufunc(rule, arity),
        rule=rule,
        slopes=tuple((sources[slot], _slope(op, slot, arity, attrs)) for slot in range(arity) if not mask >> slot & 1),
    )


def _slope(op: Op, slot: int, arity: int, attrs: Mapping[str, Any]) -> float | Rule:
    """Return the local gradient for one operand: a number if it is the same everywhere, else a rule (y, *operands)."""

    def rule(y: Any, *operands: Any) -> Any:
        return partial(op, slot, y, operands, attrs)

    tree = trace(rule, "y", *(f"x{k}" for k in range(arity)))
    if tree.head == "number":
        return ONE if tree.args[0] == 1 else float(tree.args[0])
    return rule if op.variadic or attrs or not op.partials else op.partials[slot]


def _place(indices: Any) -> Place:
    """Return evenly spaced indices as a slice, which NumPy reads and adds to without copying."""
    steps = np.diff(indices)
    if len(steps) and steps[0] > 0 and (steps == steps[0]).all():
        return slice(int(indices[0]), int(indices[-1]) + 1, int(steps[0]))
    return indices


def _ufunc(rule: Rule, arity: int) -> np.ufunc | None:
    """Return the NumPy function that a rule applies to its operands in order, if it does nothing else."""
    names = [f"x{slot}" for slot in range(arity)]
    tree = trace(rule, *names)
    found = getattr(np, tree.head, None)
    if isinstance(found, np.ufunc) and [getattr(arg, "args", None) for arg in tree.args] == [(name,) for name in names]:
        return found
    return None


def _forward(group: Group, values: Any) -> list[Any]:
    """Compute the values of a group in place and return them, followed by its operands."""
    y, *operands = columns = [values[group.own], *[values[place] for place in group.sources]]
    if group.ufunc is not None:
        group.ufunc(*operands, out=y)
    else:
        y[:] = group.rule(*operands)
    return columns


def _backward(group: Group, columns: list[Any], gradients: Any) -> None:
    """Hand the gradients of a group back to where its operands stand."""
    g = gradients[group.own]
    for place, slope in group.slopes:
        d = slope if isinstance(slope, float) else slope(*columns)
        p = g if d is ONE else g * d
        if place.__class__ is slice:
            gradients[place] += p
        else:
            np.add.at(gradients, place, p)


def _no_rule(*_: Any) -> Any:
    raise TypeError("a leaf is not computed")


# Many points -----------------------------------------------------------------------------------------------------


class Columns(NamedTuple):
    """Values of the output, and gradients by input, with an entry for each point; None where no gradient arrives."""

    values: list[Any]
    gradients: dict[str, list[Any]]


def evaluate_points(graph: Graph, points: Sequence[Mapping[str, Any]], bounds: Bounds = DEFAULT) -> Columns:
    """Return the output and its gradients at every point; a point gives values to inputs by name.

    The output is seeded with ones. Graphs of numbers are computed for all points at once, others point by point.
    """
    given = [_point(graph, k, point) for k, point in enumerate(points)]
    flat = all(value.__class__ is float for point in given for value in point.values())
    if flat and scalar(graph, graph.literals):
        return _together(graph, given, bounds)
    return _one_by_one(graph, points, bounds)


def _point(graph: Graph, k: int, point: Mapping[str, Any]) -> dict[int, Any]:
    try:
        return read_inputs(graph, point)
    except ChainruleError as error:
        error.pointer = (error.pointer or "").replace("/inputs", f"/points/{k}", 1)
        raise


def _together(graph: Graph, given: Sequence[Mapping[int, float]], bounds: Bounds) -> Columns:
    """Run the graph with every input a column, in pieces that fit into memory."""
    once = size(graph, [()] * len(graph))
    piece = max(1, min(bounds.memory // max(1, once.memory), bounds.elements))
    pieces = -(-len(given) // piece)
    _check_cost(len(given) * once.cost + pieces * COLUMN_VISIT * len(graph), bounds)
    places = [i for i, op in enumerate(graph.ops) if op is INPUT]
    result = Columns([], {graph.ids[i]: [] for i in places})
    for start in range(0, len(given), piece):
        part = given[start : start + piece]
        columns = {
            graph.ids[i]: np.array([_entry(graph, k, point, i) for k, point in enumerate(part, start)]) for i in places
        }
        found = run(graph, columns, bounds=bounds)
        result.values.extend(np.broadcast_to(found.values[graph.output], len(part)).tolist())
        for i in places:
            gradient = found.gradients[i]
            result.gradients[graph.ids[i]].extend([None] * len(part) if gradient is None else gradient.tolist())
    return result


def _entry(graph: Graph, k: int, point: Mapping[int, float], i: int) -> float:
    value = point.get(i, graph.literals[i])
    if value is None:
        name = graph.ids[i]
        raise ValueProblem(f"The input '{name}' has no value; give it one.", pointer=f"/points/{k}/{name}", node=i)
    return float(value)


def _one_by_one(graph: Graph, points: Sequence[Mapping[str, Any]], bounds: Bounds) -> Columns:
    names = {i: graph.ids[i] for i, op in enumerate(graph.ops) if op is INPUT}
    result = Columns([], {name: [] for name in names.values()})
    for k, point in enumerate(points):
        found = run(graph, point, bounds=bounds)
        if k == 0:
            _check_cost(len(points) * (size(graph, found.shapes).cost + VISIT * len(graph)), bounds)
        result.values.append(found.values[graph.output])
        for i, name in names.items():
            result.gradients[name].append(found.gradients[i])
    return result


def _check_cost(cost: int, bounds: Bounds) -> None:
    if cost > bounds.work:
        raise LimitError(
            f"The points take {cost:,} element operations together; at most {bounds.work:,} are computed here.",
            code="cost",
        )
