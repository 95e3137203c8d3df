"""``POST /api/v1/network``: one step of gradient descent of a network, as the graph of one of its views.

Like ``compute``, which calls it, this knows no HTTP: it runs in the server or in a worker.
"""

from __future__ import annotations

from dataclasses import asdict
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from chainrule.engine.graph import Graph
from chainrule.errors import ValueProblem
from chainrule.network.build import Sample
from chainrule.network.initialisation import parameters
from chainrule.network.limits import Limits
from chainrule.network.line import print_line, read_line
from chainrule.network.reading import read_spec
from chainrule.network.spec import Shape, Spec, multiplications, parameter_count, to_json
from chainrule.network.step import network_object, stations
from chainrule.network.views import DRAWN, View, look
from chainrule.view import scene
from chainrule.view.folding import layer
from chainrule.web.place import Place
from chainrule.web.settings import Settings
from chainrule.web.values import read_value

if TYPE_CHECKING:  # these two call the functions of this module
    from chainrule.web.compute import Desk, Question

PASSES = 4
"""A step takes a forward and a backward pass, which is two forward ones, and a forward pass after the update."""
ENTRY_COST = 10
"""Element operations of a weight: drawn, written, updated."""
NODE_COST = 100
"""Element operations of a node of the neuron or the scalar view, which are made one by one."""
PLACE_COST = 1_000
"""The same of a layout, for each node."""

Array = NDArray[np.float64]


def limits_of(settings: Settings) -> Limits:
    """What a network that is shown is held to."""
    return Limits(
        parameters=settings.network_parameters,
        layers=settings.network_layers,
        side=settings.network_side,
        elements=settings.array_elements,
        cost=settings.request_cost,
        errors=settings.problem_errors,
    )


def network_answer(desk: Desk, question: Question) -> dict[str, Any]:
    """The graph answer of a view, with the object ``network``."""
    asked = question.network or {}
    given = {name: read_value(asked["sample"][name], f"/sample/{name}", desk.settings.array_rank) for name in "xy"}
    x, y = (np.asarray(value, dtype=np.float64) for value in given.values())
    spec = read_network(question.program, asked["spec"], limits_of(desk.settings), columns(x))
    sample = fit(spec, x, y)
    desk.weigh(cost(spec, sample.rows or 1, asked["view"], drawn=question.layout is not None))
    trained = {name: np.array(entries, dtype=np.float64) for name, entries in asked.get("parameters", {}).items()}
    found = look(
        spec,
        trained or parameters(spec, asked["seed"]),
        sample,
        asked["learning_rate"],
        kind=asked["view"],
        row=asked["row"],
        seed=asked["seed"],
        bounds=desk.bounds,
    )
    placed = place(found.run.graph, question.layout)
    told: dict[str, Any] = {"layout": placed.layout, "arrays": question.arrays, "warnings": placed.warnings}
    if question.format == "columns":
        answer = placed.told(scene.columns(found.run, encoded=True, **told))
    else:
        answer = placed.told(scene.rows(found.run, **told))
    full = question.arrays == "full"
    return answer | {"network": written(described(found, with_stations=asked["stations"]), full=full)}


def spec_answer(desk: Desk, question: Question) -> dict[str, Any]:
    """A spec in both of its forms."""
    asked = question.network or {}
    spec = read_network(question.program, asked["spec"], limits_of(desk.settings), None)
    return {"spec": to_json(spec), "line": print_line(spec)}


# What is asked ---------------------------------------------------------------------------------------------------


def read_network(line: str, given: Any, limits: Limits, inputs: int | None) -> Spec:
    """The spec, an object or one line of text, whose errors have spans; ``inputs`` counts where an object has none."""
    if not isinstance(given, str):
        return read_spec(given, limits, inputs=inputs)
    return read_line(line, limits)


def columns(x: Array) -> int | None:
    """How many inputs a network has if this is its x: a row of numbers, or several rows."""
    return x.shape[-1] if x.ndim in (1, 2) and x.size else None


def fit(spec: Spec, x: Array, y: Array) -> Sample:
    """The sample as the network takes it. An image may come as a plain list, and a y of one number without its list."""
    inside = _rows(x, spec.input_shape)
    if inside is None:
        words = f"x {_has(x)}; this network takes {_wanted(spec.input_shape)}, or several such rows in a list."
        raise ValueProblem(words, pointer="/sample/x")
    lead = inside.shape[: inside.ndim - len(spec.input_shape)]
    outputs = (*lead, *spec.outputs)
    if y.shape != outputs and (y.shape != lead or spec.outputs != (1,)):
        rows = f" for each of the {lead[0]} rows of x" if lead else ""
        raise ValueProblem(f"y {_has(y)}; {_wanted(spec.outputs)} is wanted{rows}.", pointer="/sample/y")
    return Sample(inside, y.reshape(outputs), lead[0] if lead else None)


def _rows(x: Array, shape: Shape) -> Array | None:
    """The same with the entries of each row in their shape; None where they do not fit."""
    flat = (prod(shape),)
    if x.shape in (shape, flat):
        return x.reshape(shape)
    return x.reshape(-1, *shape) if x.ndim > 1 and x.shape[1:] in (shape, flat) else None


def _has(array: Array) -> str:
    return f"has the shape {' × '.join(map(str, array.shape))}" if array.ndim else "is a single number"


def _wanted(shape: Shape) -> str:
    if len(shape) == 1:
        return f"a list of {shape[0]} number{'s' if shape[0] > 1 else ''}"
    return f"an image of {' × '.join(map(str, shape))} numbers"


def cost(spec: Spec, rows: int, view: str, *, drawn: bool) -> int:
    """The element operations of an answer, found before anything is allocated."""
    work = multiplications(spec)
    total = PASSES * work * rows + ENTRY_COST * parameter_count(spec)
    nodes = {"layer": 8 * len(spec.layers), "neuron": min(work, DRAWN), "scalar": 4 * work * rows}[view]
    return total + nodes * (NODE_COST + (PLACE_COST if drawn else 0))


# What is answered ------------------------------------------------------------------------------------------------


def place(graph: Graph, wish: dict[str, Any] | None) -> Place:
    """Where everything stands. Neurons keep the order of their numbers, as in the note, unless another one is known."""
    if wish is not None and not wish.get("previous"):
        wish = wish | {"previous": {name: float(place) for place, name in enumerate(graph.ids)}}
    return Place.of(graph, wish, layer)


def described(found: View, *, with_stations: bool) -> dict[str, Any]:
    """The contract's ``network``, what belongs to the view, and the spec in both of its forms."""
    step = found.step
    answer = network_object(step) | {"view": found.kind, "spec": to_json(step.spec), "line": print_line(step.spec)}
    answer["learning_rate"] = step.learning_rate
    if found.edges is not None:
        answer |= {"edges": asdict(found.edges), "biases": found.biases}
    if found.summary is not None:
        answer["summary"] = found.summary
    if with_stations:
        answer["stations"] = stations(step)
    return answer


def written(value: Any, *, full: bool) -> Any:
    """Nested structures as JSON has them: no array, no number that is not finite, large arrays as summaries."""
    if isinstance(value, dict):
        return {key: written(entry, full=full) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [written(entry, full=full) for entry in value]
    return scene.written(value, full=full) if isinstance(value, float | np.ndarray | np.floating) else value
