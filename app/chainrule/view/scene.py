"""Scenes: a run as the plain structures that the contract describes, ready for JSON.

``rows`` has an object a node, for people and small graphs; ``columns`` the same facts as parallel lists, for large
graphs and our own page. JSON has no NaN and no infinity: in slots for numbers they are words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from operator import mul
from typing import Any, NamedTuple

import numpy as np

from chainrule.engine import trace
from chainrule.engine.flags import Flag
from chainrule.engine.graph import Graph
from chainrule.engine.passes import Locals, Run
from chainrule.engine.tape import Tape
from chainrule.view.layout import Layout
from chainrule.view.topology import Topology, topology

FORMAT = "chainrule/1"
ENTRIES = 10_000
"""Arrays with more entries travel as a summary unless they are asked for in full."""


class _Facts(NamedTuple):
    """What both forms say about a run: by node, and by edge in the order of consumers and slots."""

    known: Topology
    values: Sequence[Any]
    gradients: Sequence[Any]
    local: Sequence[Any]
    propagated: Sequence[Any]
    flags: dict[int, list[dict[str, Any]]]


def rows(
    run: Run, *, layout: Layout | None = None, arrays: str = "summary", warnings: Iterable[Any] = ()
) -> dict[str, Any]:
    """The answer with an object for every node, in evaluation order."""
    graph, ids = run.graph, run.graph.ids
    known, values, gradients, local, propagated, flags = _facts(run, full=arrays == "full")
    inputs = _inputs(graph, known, local, propagated)
    facts = zip(ids, graph.labels, known.ops, known.levels, run.shapes, values, gradients, inputs, strict=True)
    nodes: list[dict[str, Any]] = [
        {
            "id": name,
            "label": label,
            "op": op,
            "level": level,
            "shape": list(shape),
            "value": value,
            "gradient": gradient,
            "inputs": entering,
            "flags": flags.get(i, []),
        }
        for i, (name, label, op, level, shape, value, gradient, entering) in enumerate(facts)
    ]
    for node, attrs in zip(nodes, graph.attrs, strict=True):
        if attrs:
            node["attrs"] = _attributes(attrs)
    answer: dict[str, Any] = {
        "format": FORMAT,
        "output": ids[graph.output],
        "levels": [[ids[i] for i in column] for column in trace.columns(known.levels)],
        "nodes": nodes,
        "steps": [
            {"phase": phase, "node": ids[node]} if slot is None else {"phase": phase, "node": ids[node], "input": slot}
            for phase, node, slot in trace.steps(graph, known.levels)
        ],
        "warnings": list(warnings),
    }
    if layout is not None:
        _place(nodes, layout)
        answer["layout"] = _picture(layout)
    return answer


def columns(
    run: Run,
    *,
    layout: Layout | None = None,
    arrays: str = "summary",
    warnings: Iterable[Any] = (),
    encoded: bool = False,
) -> dict[str, Any]:
    """The same facts as parallel lists; edges name nodes by their place in them.

    ``encoded`` leaves what the structure alone says as JSON that orjson takes over as it is.
    """
    graph = run.graph
    known, values, gradients, local, propagated, flags = _facts(run, full=arrays == "full")
    structure: Mapping[str, Any] = known.encoded if encoded else _structure(graph, known)
    edges = {key: structure[key] for key in ("from", "to", "slot")}
    edges |= {"local": local, "propagated": propagated}
    answer: dict[str, Any] = {
        "format": FORMAT,
        "output": graph.ids[graph.output],
        **{key: structure[key] for key in ("ids", "labels", "ops", "levels_of")},
        "values": values,
        "gradients": gradients,
        "edges": edges,
        "warnings": list(warnings),
    }
    if any(run.shapes):
        answer["shapes"] = list(map(list, run.shapes))
    if flags:
        answer["flags"] = {graph.ids[i]: each for i, each in flags.items()}
    if any(graph.attrs):
        answer["attrs"] = {graph.ids[i]: _attributes(each) for i, each in enumerate(graph.attrs) if each}
    if layout is not None:
        phases, nodes, inputs = zip(*trace.steps(graph, known.levels), strict=True)
        edges |= {"route": list(chain(*layout.routes)), "lens": list(chain(*layout.lenses))}
        width, height = ([size] * len(graph) for size in layout.size)
        answer |= {"x": layout.x, "y": layout.y, "width": width, "height": height, "order": layout.order}
        answer |= {"steps": {"phase": phases, "node": nodes, "input": inputs}, "layout": _picture(layout)}
    return answer


def _facts(run: Run, *, full: bool) -> _Facts:
    known = topology(run.graph)
    plain = not any(run.shapes)
    values = _all_written(run.values, plain=plain, full=full)
    gradients = _all_written(run.gradients, plain=plain, full=full)
    local, propagated = _carried(run, known, full=full)
    clean = not known.kinked and values is run.values and gradients is run.gradients
    flagged = {} if clean else trace.flags(run)
    flags = {node: list(map(_flag, each)) for node, each in flagged.items()}
    return _Facts(known, values, gradients, local, propagated, flags)


def _structure(graph: Graph, known: Topology) -> dict[str, Any]:
    return {
        "ids": graph.ids,
        "labels": graph.labels,
        "ops": known.ops,
        "levels_of": known.levels,
        "from": known.source,
        "to": known.target,
        "slot": known.slot,
    }


# Numbers ---------------------------------------------------------------------------------------------------------


def written(value: Any, *, full: bool = False) -> Any:
    """A value as JSON has it: a number or a word, nested lists, or the summary of a large array. None stays None."""
    if value is None:
        return None
    if value.__class__ is float:
        return value if math.isfinite(value) else _word(value)
    array = np.asarray(value, dtype=np.float64)
    if array.size > ENTRIES and not full:
        return {
            "shape": list(array.shape),
            **{name: written(float(getattr(array, name)())) for name in ("min", "max", "mean")},
        }
    return array.tolist() if np.isfinite(array).all() else _worded(array.tolist())


def _word(number: float) -> str:
    if math.isnan(number):
        return "NaN"
    return "Infinity" if number > 0 else "-Infinity"


def _worded(nested: Any) -> Any:
    """Nested lists with words for what JSON lacks."""
    if isinstance(nested, list):
        return [_worded(entry) for entry in nested]
    return written(float(nested))


def _all_written(values: Sequence[Any], *, plain: bool, full: bool) -> Sequence[Any]:
    """All values; ``plain`` ones, which are numbers or None, are what they are if all numbers are finite."""
    if plain and _finite(values):
        return values
    return [written(value, full=full) for value in values]


def _finite(values: Sequence[Any]) -> bool:
    """Whether all of some numbers are finite; None is. One sum says it, unless it overflows itself."""
    try:
        return math.isfinite(sum(values))
    except TypeError:
        return math.isfinite(sum([value for value in values if value is not None]))


# Edges -----------------------------------------------------------------------------------------------------------


def _inputs(
    graph: Graph, known: Topology, local: Iterable[Any], propagated: Iterable[Any]
) -> Iterator[list[dict[str, Any]]]:
    """For every node the edges into it."""
    ids = graph.ids
    edges = (
        {"node": ids[source], "local_gradient": slope, "propagated_gradient": handed}
        for source, slope, handed in zip(known.source, local, propagated, strict=True)
    )
    return (list(islice(edges, len(operands))) for operands in graph.operands)


def _local(local: Any, *, full: bool) -> Any:
    """A local gradient: a value, or an object that shows one."""
    if not isinstance(local, dict):
        return written(local, full=full)
    return {key: written(each, full=full) if isinstance(each, np.ndarray) else each for key, each in local.items()}


def _carried(run: Run, known: Topology, *, full: bool) -> tuple[Sequence[Any], Sequence[Any]]:
    """What all edges carry: their local gradients, and what is handed back."""
    if isinstance(run.local, Locals) and known.slopes and known.upstream and not run.local.tape.wide:
        return _numbers_carried(run.local.tape, known.upstream(run.gradients), known.slopes)
    local: list[Any] = []
    propagated: list[Any] = []
    for node, (op, operands) in enumerate(zip(run.graph.ops, run.graph.operands, strict=True)):
        if operands:
            nothing = (None,) * len(operands)
            slopes = run.local[node] or nothing
            if not op.elementwise:
                slopes = tuple(trace.local_gradient(run, node, slot) for slot in range(len(operands)))
            local += [_local(slope, full=full) for slope in slopes]
            propagated += [written(handed, full=full) for handed in run.propagated[node] or nothing]
    return local, propagated


def _numbers_carried(
    tape: Tape, upstream: Sequence[Any], pick: Callable[[list[Any]], Sequence[Any]]
) -> tuple[Sequence[Any], Sequence[Any]]:
    """The same for a graph of numbers: upstream × local, column by column, and None where no gradient flows."""
    slopes: Sequence[Any] = pick([*tape.first, *tape.second])
    try:
        handed: list[Any] = list(map(mul, upstream, slopes))
    except TypeError:
        pairs = list(zip(upstream, slopes, strict=True))
        handed = [None if g is None or d is None else g * d for g, d in pairs]
        slopes = [None if g is None else d for g, d in pairs]
    return _all_written(slopes, plain=True, full=True), _all_written(handed, plain=True, full=True)


# Flags, steps, places --------------------------------------------------------------------------------------------


def _flag(flag: Flag) -> dict[str, Any]:
    return {"kind": flag.kind, "detail": flag.detail, "first": flag.first, "phase": flag.phase}


def _attributes(attrs: dict[str, Any]) -> dict[str, Any]:
    """Fixed keywords; a slice is a list of its start, stop and step."""
    return {key: _attribute(value) for key, value in attrs.items()}


def _attribute(value: Any) -> Any:
    if isinstance(value, slice):
        return [value.start, value.stop, value.step]
    if isinstance(value, tuple):
        return [_attribute(entry) for entry in value]
    return written(value) if isinstance(value, float) else value


def _place(nodes: list[dict[str, Any]], layout: Layout) -> None:
    """Give every node its place, and every edge its route."""
    width, height = layout.size
    for i, node in enumerate(nodes):
        node |= {"x": layout.x[i], "y": layout.y[i], "width": width, "height": height, "order": layout.order[i]}
        for entry, route, lens in zip(node["inputs"], layout.routes[i], layout.lenses[i], strict=True):
            entry |= {"route": route, "lens": lens}


def _picture(layout: Layout) -> dict[str, Any]:
    return {
        "width": layout.width,
        "height": layout.height,
        "direction": layout.direction,
        "columns": layout.columns,
    }
