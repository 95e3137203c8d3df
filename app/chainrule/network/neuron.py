"""The neuron view: the note's figure 3. Columns of neurons, each split into z | a, with the weights on the edges.

Every number is an entry of an array of the layer run. A neuron is a node of an op that is made for it, whose local
gradients are its weights; run by the engine, the graph gives the same numbers again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any

import numpy as np

from chainrule.engine.graph import Graph
from chainrule.engine.op import Op, Rule
from chainrule.engine.ops import OPS
from chainrule.engine.passes import Run
from chainrule.errors import ValueProblem
from chainrule.network.calls import Array
from chainrule.network.lowering import Indices, pooled, windowed
from chainrule.network.scalar import entry_id, entry_label
from chainrule.network.spec import BatchNorm, Conv2d, Dense, Dropout, Flatten, Layer, MaxPool2d
from chainrule.network.stages import activation_op
from chainrule.network.step import Step


@dataclass(slots=True)
class Edges:
    """The edges that carry a weight, as parallel lists: nodes ``source`` and ``target``, slot, name and numbers."""

    source: list[str] = field(default_factory=list)
    target: list[str] = field(default_factory=list)
    slot: list[int] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    label: list[str] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    gradient: list[float] = field(default_factory=list)
    update: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class NeuronView:
    """The run of the neurons, the weights on its edges, and each neuron's bias by the id of its z."""

    run: Run
    edges: Edges
    biases: dict[str, dict[str, Any]]


def weighted_sum(weights: Sequence[float], bias: float) -> Op:
    """The op of one neuron's z: Σ wₖ aₖ + b. The local gradient of each input is its weight."""
    return Op(
        name="weighted_sum",
        doc="The sum of the inputs, each times its weight, plus the bias.",
        signature="z = Σ w a + b",
        forward=lambda *a: sum((w * x for w, x in zip(weights, a, strict=True)), 0.0) + bias,
        arity=len(weights),
        partials=tuple(_constant(w) for w in weights),
        symbol="Σ",
        headline="Each input gets the gradient times its weight",
        story="A strong weight carries much of the error back, a weak one little.",
        source="the note Back Propagation (2017), equations 5 and 7",
    )


def _constant(value: float) -> Callable[..., float]:
    return lambda _y, *_inputs: value


def softmax_entry(j: int) -> Op:
    """The op of output j of a softmax over all inputs."""

    def pull(g: Any, y: Any, slot: int, *x: Any) -> Any:
        exps = np.exp(np.array(x) - max(x))
        return g * y * (float(j == slot) - exps[slot] / exps.sum())

    return _gathering(OPS["softmax"], lambda *x: np.exp(x[j] - max(x)) / np.exp(np.array(x) - max(x)).sum(), pull)


def loss_op(name: str, target: Array) -> Op:
    """The op of a loss with its target built in, over the outputs one by one."""
    record = OPS[name]
    forward, pull = record.forward, (record.pull or (None,))[0]
    if forward is None or pull is None:
        raise ValueError(f"'{name}' is no loss")
    back = pull

    def given(rule: Rule | None) -> Rule | None:
        return rule and (lambda *a: rule(np.array(a), target))

    gathered = _gathering(
        record,
        lambda *a: forward(np.array(a), target),
        lambda g, y, slot, *a: back(g, y, np.array(a), target)[slot],
    )
    return replace(gathered, inside=given(record.inside), log_of_zero=given(record.log_of_zero))


def first_maximum() -> Op:
    """The greatest of the inputs; of several that tie the first gets the gradient."""
    return _gathering(OPS["maxpool2d"], lambda *x: max(x), lambda g, _y, slot, *x: g * float(int(np.argmax(x)) == slot))


def _gathering(record: Op, forward: Rule, pull: Rule) -> Op:
    """An op over many single numbers with the words of the record of the array op that it comes from."""
    return replace(
        record, forward=forward, arity=1, variadic=True, partials=None, shown=(), pull=(pull,), push=None,
        shape=lambda *_shapes: (), cost=None, params=(), factor=None, kinks=(), domain=(), inside=None,
        log_of_zero=None,
    )  # fmt: skip


def neuron_view(step: Step) -> NeuronView:
    """The neurons of a step over one row."""
    if step.given.rows is not None:
        raise ValueProblem("The neuron view shows one row at a time; choose one with 'row'.", pointer="/sample/x")
    draft = _Draft(step)
    at = draft.leaf("x", step.given.x)
    for n, layer in enumerate(step.spec.layers, 2):
        at = draft.layer(n, layer, at)
    draft.finish(at)
    return draft.view()


class _Draft:
    """Nodes being written, an array of them at a time."""

    def __init__(self, step: Step) -> None:
        self.step, self.numbers = step, {name: i for i, name in enumerate(step.run.graph.ids)}
        self.ops: list[Op] = []
        self.operands: list[tuple[int, ...]] = []
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.values: list[float] = []
        self.gradients: list[float | None] = []
        self.local: list[tuple[Any, ...] | None] = []
        self.edges = Edges()
        self.biases: dict[str, dict[str, Any]] = {}

    def leaf(self, name: str, values: Array) -> Indices:
        """Input nodes."""
        gradients = self.step.run.gradients[self.numbers[name]]
        nothing: list[tuple[int, ...]] = [()] * values.size
        return self._add(name, [OPS["input"]] * values.size, nothing, nothing, values, gradients)

    def _add(
        self, name: str, ops: list[Op], operands: list[tuple[int, ...]], local: list[Any], values: Any, gradients: Any
    ) -> Indices:
        """Nodes for every entry of an array."""
        start, shape = len(self.ops), np.shape(values)
        self.ops += ops
        self.operands += operands
        self.local += local
        self.values += np.ravel(values).tolist()
        self.gradients += np.ravel(np.broadcast_to(0.0 if gradients is None else gradients, shape)).tolist()
        self.ids += [entry_id(name, index) for index in np.ndindex(shape)]
        self.labels += [entry_label(name, index) for index in np.ndindex(shape)]
        return np.arange(start, len(self.ops)).reshape(shape)

    def layer(self, n: int, layer: Layer, before: Indices) -> Indices:
        """The neurons of one layer."""
        if isinstance(layer, Dense | Conv2d):
            return self._activated(n, layer, self._summed(n, layer, before))
        if isinstance(layer, Flatten):
            return before.reshape(-1)
        if isinstance(layer, MaxPool2d):
            return self._pooled(n, layer, before)
        return self._scaled(n, layer, before)

    def _number(self, name: str) -> tuple[Any, Any]:
        i = self.numbers[name]
        return self.step.run.values[i], self.step.run.gradients[i]

    def _summed(self, n: int, layer: Dense | Conv2d, before: Indices) -> Indices:
        """z^n: for each neuron the nodes it reads and their weights; what lies beyond an image's edge is left out."""
        z, delta = self._number(f"z{n}")
        w, b = self.step.arrays[f"w{n}"], self.step.arrays.get(f"b{n}", np.zeros(len(self.step.arrays[f"w{n}"])))
        places = np.arange(w.size).reshape(w.shape)
        if isinstance(layer, Dense):
            reads, uses = np.broadcast_arrays(before, places)
        else:
            pairs = windowed(before, places, layer.padding, layer.stride, -1)
            reads, uses = np.broadcast_arrays(*pairs)
        rows = zip(reads.reshape(z.size, -1).tolist(), uses.reshape(z.size, -1).tolist(), strict=True)
        kept = [[(k, u) for k, u in zip(row, use, strict=True) if k >= 0] for row, use in rows]
        shares = np.broadcast_to(b.reshape(-1, *(1,) * (z.ndim - 1)), z.shape).ravel().tolist()
        weights = w.ravel().tolist()
        numbers = [tuple(weights[u] for _, u in row) for row in kept]
        ops = [weighted_sum(own, share) for own, share in zip(numbers, shares, strict=True)]
        at = self._add(f"z{n}", ops, [tuple(k for k, _ in row) for row in kept], list(numbers), z, delta)
        self._weigh(n, at, kept)
        return at

    def _weigh(self, n: int, at: Indices, kept: list[list[tuple[int, int]]]) -> None:
        """Write the weights on the edges, and the biases at their neurons."""
        step, edges, name = self.step, self.edges, f"w{n}"
        arrays = [array[name].ravel().tolist() for array in (step.arrays, step.gradients, step.updated)]
        shape = step.arrays[name].shape
        for node, row in zip(at.ravel().tolist(), kept, strict=True):
            for slot, (source, use) in enumerate(row):
                index = tuple(map(int, np.unravel_index(use, shape)))
                edges.source.append(self.ids[source])
                edges.target.append(self.ids[node])
                edges.slot.append(slot)
                edges.name.append(entry_id(name, index))
                edges.label.append(entry_label(name, index))
                value, gradient, updated = (array[use] for array in arrays)
                edges.value.append(value)
                edges.gradient.append(gradient)
                edges.update.append(updated)
        if f"b{n}" in step.arrays:
            per_neuron = zip(at.reshape(len(at), -1)[:, 0].tolist(), np.ndindex(len(at)), strict=True)
            for node, index in per_neuron:
                self.biases[self.ids[node]] = {
                    "name": entry_id(f"b{n}", index),
                    "label": entry_label(f"b{n}", index),
                    "value": float(step.arrays[f"b{n}"][index]),
                    "gradient": float(step.gradients[f"b{n}"][index]),
                    "update": float(step.updated[f"b{n}"][index]),
                }

    def _activated(self, n: int, layer: Dense | Conv2d, z: Indices) -> Indices:
        a, gradient = self._number(f"a{n}")
        if layer.activation == "softmax":
            y, whole = np.ravel(a), [tuple(z.ravel().tolist())] * z.size
            jacobian = y[:, None] * (np.eye(y.size) - y[None])
            ops = [softmax_entry(j) for j in range(z.size)]
            return self._add(f"a{n}", ops, whole, list(map(tuple, jacobian.tolist())), a, gradient)
        slope = np.ravel((self.step.run.local[self.numbers[f"a{n}"]] or (None,))[0]).tolist()
        singles: list[tuple[int, ...]] = [(k,) for k in z.ravel().tolist()]
        return self._add(
            f"a{n}", [activation_op(layer.activation)] * z.size, singles, [(s,) for s in slope], a, gradient
        )

    def _pooled(self, n: int, layer: MaxPool2d, before: Indices) -> Indices:
        a, gradient = self._number(f"a{n}")
        rows = np.stack([each.ravel() for each in pooled(before, layer.size, layer.step)], 1).tolist()
        tops = [int(np.argmax([self.values[k] for k in row])) for row in rows]
        local = [tuple(float(slot == top) for slot in range(len(row))) for row, top in zip(rows, tops, strict=True)]
        return self._add(f"a{n}", [first_maximum()] * len(rows), list(map(tuple, rows)), local, a, gradient)

    def _scaled(self, n: int, layer: Dropout | BatchNorm, before: Indices) -> Indices:
        """Dropout and the normalisation of a single vector: each neuron by itself, times a factor, plus a shift."""
        a, gradient = self._number(f"a{n}")
        if isinstance(layer, Dropout):
            factors, shifts = np.ravel(self._number(f"m{n}")[0]), np.zeros(before.size)
        elif prod(before.shape[1:]) > 1:
            words = "Batch normalisation of an image mixes all its places; the layer and the scalar view show it."
            raise ValueProblem(words, pointer=f"/spec/layers/{n - 2}")
        else:
            factors = np.ravel(self.step.arrays[f"g{n}"]) / np.sqrt(1.0 + layer.epsilon)
            shifts = np.ravel(self.step.arrays[f"b{n}"])
        pairs = list(zip(factors.tolist(), shifts.tolist(), strict=True))
        ops = [weighted_sum((factor,), shift) for factor, shift in pairs]
        singles: list[tuple[int, ...]] = [(k,) for k in before.ravel().tolist()]
        return self._add(f"a{n}", ops, singles, [(factor,) for factor, _ in pairs], a, gradient)

    def finish(self, at: Indices) -> None:
        """L over the outputs; penalties stand beside it as one leaf, since the weights are no nodes here."""
        step, inputs = self.step, tuple(at.ravel().tolist())
        value, _ = self._number("loss" if step.spec.l1 or step.spec.l2 else "L")
        outputs = np.array([self.values[k] for k in inputs])
        record = loss_op(step.spec.loss, np.ravel(step.given.y))
        with np.errstate(all="ignore"):
            local = tuple(
                float((record.pull or (_constant(0.0),))[0](1.0, value, k, *outputs)) for k in range(len(inputs))
            )
        if not (step.spec.l1 or step.spec.l2):
            self._add("L", [record], [inputs], [local], value, 1.0)
            return
        data = int(self._add("loss", [record], [inputs], [local], value, 1.0))
        extra = int(self._add("penalty", [OPS["input"]], [()], [()], step.loss - value, 1.0))
        self._add("L", [OPS["add"]], [(data, extra)], [(1.0, 1.0)], step.loss, 1.0)

    def view(self) -> NeuronView:
        """The finished view."""
        count = len(self.ops)
        literals = [value if not op.arity else None for op, value in zip(self.ops, self.values, strict=True)]
        graph = Graph(self.ops, self.operands, [None] * count, self.ids, self.labels, literals, count - 1)
        pairs = zip(self.gradients, self.local, strict=True)
        propagated = [None if row is None or g is None else tuple(g * d for d in row) for g, row in pairs]
        run = Run(graph, [()] * count, self.values, self.local, propagated, self.gradients, 1.0)
        return NeuronView(run, self.edges, self.biases)
