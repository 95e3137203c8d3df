"""From a spec and a sample to the graph of the note: x, w², b², z², a², …, y, L.

Layer 1 is the input; ``w2`` stands before layer 2. One row gives ``z2 = w2 @ x + b2`` as in the note; several rows
stand below one another, ``z2 = x @ w2.T + b2``, and L is the mean of the rows' losses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np

from chainrule.engine.graph import Builder, Graph
from chainrule.network.calls import Array
from chainrule.network.plan import dropout_generator
from chainrule.network.spec import BatchNorm, Conv2d, Dense, Dropout, Flatten, MaxPool2d, Shape, Spec, shapes

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, slots=True)
class Sample:
    """What goes through a network at once: one row, or several below one another (``rows`` is None or their number)."""

    x: Array
    y: Array
    rows: int | None


def sample(spec: Spec, x: Any, y: Any) -> Sample:
    """Arrays of x and y as a sample; x of the input's own shape is one row, one axis more means rows."""
    rows = None if np.ndim(x) <= len(spec.input_shape) else len(x)
    lead = () if rows is None else (rows,)
    shaped = np.asarray(x, dtype=float).reshape(*lead, *spec.input_shape)
    return Sample(shaped, np.asarray(y, dtype=float).reshape(*lead, *spec.outputs), rows)


def network_graph(spec: Spec, arrays: Mapping[str, Array], given: Sample, *, seed: int = 0) -> Graph:
    """The graph of one pass, with ids ``x``, ``w2``, ``b2``, ``z2``, ``a2``, …, ``y``, ``L``; the output is L.

    ``arrays`` are the learnt arrays by name; ``seed`` decides what dropout layers without a seed of their own drop.
    """
    draft = _Draft(spec, arrays, given, seed)
    a = draft.build.input("x", given.x)
    for n, (layer, before) in enumerate(zip(spec.layers, shapes(spec), strict=False), 2):
        a = draft.layer(n, layer, a, before)
    output = draft.loss(a)
    graph = draft.build.graph(output)
    return replace(graph, labels=[notation(name) if name else "" for name in graph.labels])


def notation(name: str) -> str:
    """An id as the note writes it: ``w2`` is w², ``z3`` is z³."""
    letters = name.rstrip("0123456789")
    return letters + name[len(letters) :].translate(SUPERSCRIPTS)


class _Draft:
    """A graph being written, layer by layer."""

    def __init__(self, spec: Spec, arrays: Mapping[str, Array], given: Sample, seed: int) -> None:
        self.spec, self.arrays, self.given, self.seed = spec, arrays, given, seed
        self.build = Builder()
        self.weights: list[int] = []

    def layer(self, n: int, layer: Any, a: int, before: Shape) -> int:
        """The nodes of one layer; the index of its activation."""
        if isinstance(layer, Dense):
            return self._activated(n, layer.activation, self._dense(n, layer, a))
        if isinstance(layer, Conv2d):
            return self._activated(n, layer.activation, self._conv2d(n, layer, a))
        if isinstance(layer, MaxPool2d):
            return self.build.node("maxpool2d", a, name=f"a{n}", size=layer.size, stride=layer.step)
        if isinstance(layer, Flatten):
            return self.build.node("reshape", a, name=f"a{n}", shape=(*self._lead, prod(before)))
        if isinstance(layer, Dropout):
            return self.build.node("mul", a, self._mask(n, layer, before), name=f"a{n}")
        return self._batch_norm(n, layer, a, before)

    @property
    def _lead(self) -> Shape:
        return () if self.given.rows is None else (self.given.rows,)

    def _parameter(self, name: str) -> int:
        at = self.build.input(name, self.arrays[name])
        if name[0] == "w":
            self.weights.append(at)
        return at

    def _dense(self, n: int, layer: Dense, a: int) -> int:
        """Write z = w a + b for one row, z = a wᵀ + b for rows."""
        build, w = self.build, self._parameter(f"w{n}")
        factors = (w, a) if self.given.rows is None else (a, build.node("transpose", w))
        return self._with_bias(n, "matmul", factors, bias=layer.bias)

    def _conv2d(self, n: int, layer: Conv2d, a: int) -> int:
        attrs = {"stride": layer.stride, "padding": layer.padding}
        return self._with_bias(
            n, "conv2d", (a, self._parameter(f"w{n}")), bias=layer.bias, wide=(layer.filters, 1, 1), **attrs
        )

    def _with_bias(
        self, n: int, op: str, factors: tuple[int, int], *, bias: bool, wide: Shape | None = None, **attrs: Any
    ) -> int:
        """Write the node z^n; a bias of channels is spread over their places."""
        if not bias:
            return self.build.node(op, *factors, name=f"z{n}", **attrs)
        product = self.build.node(op, *factors, **attrs)
        b = self._parameter(f"b{n}")
        if wide is not None:
            b = self.build.node("reshape", b, shape=wide)
        return self.build.node("add", product, b, name=f"z{n}")

    def _activated(self, n: int, name: str, z: int) -> int:
        return self.build.node("identity" if name == "linear" else name, z, name=f"a{n}")

    def _mask(self, n: int, layer: Dropout, before: Shape) -> int:
        """0 for what is dropped, 1/(1 − rate) for what stays; drawn as the first step of a training run draws it."""
        drawn = dropout_generator(layer, n, self.seed).random((*self._lead, *before))
        return self.build.input(f"m{n}", (drawn >= layer.rate) / (1 - layer.rate))

    def _batch_norm(self, n: int, layer: BatchNorm, a: int, before: Shape) -> int:
        """γ (a − mean) / √(var + ε) + β. A single vector is measured by mean 0 and variance 1, as before training."""
        build = self.build
        rows = self.given.rows or 1
        axes = tuple(i for i in range(len(self._lead) + len(before)) if i != len(self._lead))
        wide = (-1, *(1,) * (len(before) - 1))
        if rows * prod(before[1:]) > 1:
            centred = build.node("sub", a, build.node("mean", a, name=f"mean{n}", axis=axes, keepdims=True))
            square = build.node("square", centred)
            variance = build.node("mean", square, name=f"var{n}", axis=axes, keepdims=True)
        else:
            centred = build.node("sub", a, build.const(0.0))
            variance = build.const(1.0)
        deviation = build.node("sqrt", build.node("add", variance, build.const(layer.epsilon)))
        hat = build.node("div", centred, deviation)
        gamma, beta = (self._wide(f"{letter}{n}", wide) for letter in "gb")
        return build.node("add", build.node("mul", hat, gamma), beta, name=f"a{n}")

    def _wide(self, name: str, wide: Shape) -> int:
        at = self._parameter(name)
        return at if len(wide) == 1 else self.build.node("reshape", at, shape=wide)

    def loss(self, a: int) -> int:
        """L, with the share of one row and the penalties as nodes of their own."""
        build, spec, rows = self.build, self.spec, self.given.rows
        y = build.input("y", self.given.y)
        shared = rows is not None and spec.loss == "half_squared_error"
        penalties = [(kind, size) for kind, size in (("l1", spec.l1), ("l2", spec.l2)) if size]
        name = "loss" if penalties else "L"
        found = build.node(spec.loss, a, y, name="" if shared else name)
        if shared:
            found = build.node("div", found, build.const(float(rows or 1)), name=name)
        terms = [self._penalty(kind, size, w) for kind, size in penalties for w in self.weights]
        for i, term in enumerate(terms, 1):
            found = build.node("add", found, term, name="L" if i == len(terms) else "")
        return found

    def _penalty(self, kind: str, size: float, w: int) -> int:
        """λ₁ Σ|w| or ½ λ₂ Σw² of one array of weights."""
        build = self.build
        entries = build.node("abs" if kind == "l1" else "square", w)
        total = build.node("sum", entries)
        factor = build.const(size if kind == "l1" else size / 2)
        return build.node("mul", factor, total, name=f"{kind}_{build.ids[w]}")
