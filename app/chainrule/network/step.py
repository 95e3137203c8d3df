"""One step of gradient descent by the note's seven-step procedure, as data: every number of every equation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from chainrule.engine.graph import Graph
from chainrule.engine.infer import DEFAULT, Bounds
from chainrule.engine.passes import Run, forward, run
from chainrule.network.build import Sample, network_graph
from chainrule.network.calls import Array
from chainrule.network.initialisation import SCHEMES
from chainrule.network.spec import Conv2d, Dense, Spec, named_parameters

WORDS = {
    "w": ("weights", "weight_gradients", "updated_weights"),
    "b": ("biases", "bias_gradients", "updated_biases"),
    "g": ("scales", "scale_gradients", "updated_scales"),
}
"""What CONTRACT.md calls a parameter, its gradient, and its value after the update."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A forward and backward pass over a sample, and the parameters after one simultaneous update.

    All gradients come from the old weights: no layer sees another's new ones.
    """

    spec: Spec
    given: Sample
    run: Run
    learning_rate: float
    arrays: Mapping[str, Array]
    gradients: Mapping[str, Array]
    updated: Mapping[str, Array]
    loss: float
    loss_after_update: float

    def at(self, name: str) -> int:
        """The index of the node with this id."""
        return list(self.run.graph.ids).index(name)

    def value(self, name: str) -> Any:
        """The value of the node with this id."""
        return self.run.values[self.at(name)]

    def gradient(self, name: str) -> Any:
        """Its gradient."""
        return self.run.gradients[self.at(name)]


def take_step(
    spec: Spec,
    arrays: Mapping[str, Array],
    given: Sample,
    learning_rate: float,
    *,
    seed: int = 0,
    bounds: Bounds = DEFAULT,
) -> Step:
    """Run the network forward and backward on the sample, update everything at once, and look at the loss again."""
    graph = network_graph(spec, arrays, given, seed=seed)
    done = run(graph, bounds=bounds)
    places = {name: i for i, name in enumerate(graph.ids)}
    gradients = {name: np.asarray(done.gradients[places[name]]) for name, _, _ in named_parameters(spec)}
    with np.errstate(all="ignore"):
        updated = {name: arrays[name] - learning_rate * gradients[name] for name in gradients}
    again = forward(_with(graph, updated), bounds=bounds)
    return Step(
        spec,
        given,
        done,
        learning_rate,
        arrays,
        gradients,
        updated,
        float(done.values[graph.output]),
        float(again.values[graph.output]),
    )


def _with(graph: Graph, arrays: Mapping[str, Array]) -> Graph:
    """The same graph with other parameters."""
    literals = [arrays.get(name, literal) for name, literal in zip(graph.ids, graph.literals, strict=True)]
    return Graph(graph.ops, graph.operands, graph.attrs, graph.ids, graph.labels, literals, graph.output)


def network_object(step: Step) -> dict[str, Any]:
    """CONTRACT.md's ``network``: for each layer z, a, δ, its parameters, their gradients and their new values."""
    places = {name: i for i, name in enumerate(step.run.graph.ids)}
    layers: list[dict[str, Any]] = []
    for n, layer in enumerate(step.spec.layers, 2):
        found: dict[str, Any] = {"n": n, "type": layer.type}
        if f"z{n}" in places:
            at = places[f"z{n}"]
            found |= {"z": step.run.values[at], "delta": step.run.gradients[at]}
        found["a"] = step.run.values[places[f"a{n}"]]
        for letter, (own, slope, new) in WORDS.items():
            name = f"{letter}{n}"
            if name in step.arrays:
                found |= {own: step.arrays[name], slope: step.gradients[name], new: step.updated[name]}
            elif letter == "b" and isinstance(layer, Dense | Conv2d):
                found |= {own: None, slope: None, new: None}
        layers.append(found)
    return {"loss": step.loss, "loss_after_update": step.loss_after_update, "layers": layers}


# The seven stations ----------------------------------------------------------------------------------------------

TITLES = (
    "Input",
    "Initialise the weights",
    "Feed forward",
    "Error at the last layer",
    "Back-propagate the error",
    "Gradients of the weights",
    "Adjust the weights",
)
LATEX = {
    7: r"z^{n} = w^{n} a^{n-1} + b^{n}",
    8: r"a^{n} = \sigma(z^{n})",
    9: r"\frac{\partial L}{\partial z^{L}} = \frac{\partial L}{\partial a^{L}} \, \sigma'(z^{L})",
    10: r"\frac{\partial L}{\partial z^{n}} = \left(w^{n+1}\right)^{\top} \frac{\partial L}{\partial z^{n+1}}"
    r" \, \sigma'(z^{n})",
    11: r"\frac{\partial L}{\partial w^{n}} = \frac{\partial L}{\partial z^{n}} \left(a^{n-1}\right)^{\top}",
    12: r"w^{n} = w^{n} - \alpha \frac{\partial L}{\partial w^{n}}",
}
"""The note's equations by number, with its slips mended: (10) needs w^{n+1}, and with w_jk from k to j, z = w a."""


def stations(step: Step) -> list[dict[str, Any]]:
    """The seven steps in order. Each names its equations, the layers it visits with their numbers, and its nodes."""
    makers = (_input, _initialise, _forward, _last, _back, _weights, _update)
    return [
        {"number": i, "title": title, **make(step)}
        for i, (title, make) in enumerate(zip(TITLES, makers, strict=True), 1)
    ]


def _station(equations: tuple[int, ...], layers: list[dict[str, Any]], nodes: list[str], **more: Any) -> dict[str, Any]:
    written = [{"number": number, "latex": LATEX[number]} for number in equations]
    return {"equations": written, "layers": layers, "nodes": nodes, **more}


def _with_z(step: Step) -> list[int]:
    """The numbers of the layers that have a pre-activation."""
    return [n for n, layer in enumerate(step.spec.layers, 2) if f"z{n}" in step.run.graph.ids]


def _input(step: Step) -> dict[str, Any]:
    return _station((), [{"n": 1, "a": step.given.x}], ["x", "y"], target=step.given.y)


def _initialise(step: Step) -> dict[str, Any]:
    init = step.spec.init
    scheme = SCHEMES[init.scheme]
    own = {n for n, layer in enumerate(step.spec.layers, 2) if getattr(layer, "weights", None) is not None}
    layers = [
        {"n": n, "name": name, "value": step.arrays[name], "given": n in own}
        for name, n, _ in named_parameters(step.spec)
    ]
    facts = {"name": scheme.name, "formula": scheme.formula, "source": scheme.source, "seed": init.seed}
    return _station((), layers, list(step.arrays), scheme=facts)


def _forward(step: Step) -> dict[str, Any]:
    layers = []
    for n, layer in enumerate(step.spec.layers, 2):
        found: dict[str, Any] = {"n": n, "type": layer.type, "a": step.value(f"a{n}")}
        if f"z{n}" in step.run.graph.ids:
            found |= {"activation": getattr(layer, "activation", "linear"), "z": step.value(f"z{n}")}
        layers.append(found)
    nodes = [
        name for n in range(2, len(step.spec.layers) + 2) for name in (f"z{n}", f"a{n}") if name in step.run.graph.ids
    ]
    return _station((7, 8), layers, [*nodes, "L"], loss=step.loss)


def _delta(step: Step, n: int) -> dict[str, Any]:
    """dL/da, σ′(z) (None where a depends on all of z, as in softmax) and δ of one layer."""
    slope = (step.run.local[step.at(f"a{n}")] or (None,))[0]
    return {"n": n, "from_above": step.gradient(f"a{n}"), "slope": slope, "delta": step.gradient(f"z{n}")}


def _last(step: Step) -> dict[str, Any]:
    numbers = _with_z(step)[-1:]
    nodes = ["L", *(name for n in numbers for name in (f"a{n}", f"z{n}"))]
    return _station((9,), [_delta(step, n) for n in numbers], nodes)


def _back(step: Step) -> dict[str, Any]:
    """Layer by layer from the last but one; ``weights`` are those of the next layer, which carry the error back."""
    layers = []
    for n in reversed(_with_z(step)[:-1]):
        found = _delta(step, n)
        if n - 1 < len(step.spec.layers) and isinstance(step.spec.layers[n - 1], Dense):
            found |= {"weights": step.arrays[f"w{n + 1}"], "delta_above": step.gradient(f"z{n + 1}")}
        layers.append(found)
    nodes = [name for entry in layers for name in (f"a{entry['n']}", f"z{entry['n']}")]
    return _station((10,), layers, nodes)


def _weights(step: Step) -> dict[str, Any]:
    layers = []
    for name, n, _ in named_parameters(step.spec):
        found = {"n": n, "name": name, "gradient": step.gradients[name]}
        if name[0] == "w":
            found |= {"delta": step.gradient(f"z{n}"), "a_before": step.value(f"a{n - 1}" if n > 2 else "x")}  # noqa: PLR2004 - layer 1 is x
        layers.append(found)
    return _station((11,), layers, list(step.gradients))


def _update(step: Step) -> dict[str, Any]:
    layers = [
        {
            "n": n,
            "name": name,
            "value": step.arrays[name],
            "gradient": step.gradients[name],
            "change": -step.learning_rate * step.gradients[name],
            "updated": step.updated[name],
        }
        for name, n, _ in named_parameters(step.spec)
    ]
    more = {"learning_rate": step.learning_rate, "loss": step.loss, "loss_after_update": step.loss_after_update}
    return _station((12,), layers, list(step.updated), **more)
