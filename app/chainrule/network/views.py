"""Three views of the same run: layer (tensor nodes), neuron (z | a with weights on the edges), scalar (everything)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chainrule.engine.infer import DEFAULT, Bounds
from chainrule.engine.passes import Run
from chainrule.errors import ValueProblem
from chainrule.network.build import Sample
from chainrule.network.calls import Array
from chainrule.network.fields import quote, suggestion
from chainrule.network.neuron import Edges, neuron_view
from chainrule.network.scalar import ScalarView
from chainrule.network.spec import Spec
from chainrule.network.step import Step, take_step
from chainrule.network.summary import edge_count, summary

VIEWS = ("layer", "neuron", "scalar")
DRAWN = 4_000
"""Edges that the neuron view draws one by one; beyond that it answers heat maps and the strongest edges."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A step as one of the views sees it: ``run`` is what is drawn.

    ``edges`` and ``biases`` belong to the neuron view; ``summary`` stands in for it where the network is large, and
    ``run`` is then the layer view's.
    """

    kind: str
    step: Step
    run: Run
    edges: Edges | None = None
    biases: Mapping[str, Any] | None = None
    summary: list[dict[str, Any]] | None = None


def look(
    spec: Spec,
    arrays: Mapping[str, Array],
    given: Sample,
    learning_rate: float,
    *,
    kind: str = "layer",
    row: int = 0,
    seed: int = 0,
    bounds: Bounds = DEFAULT,
) -> View:
    """Run the network and look at it. Of several rows the neuron view shows row ``row`` as a sample of its own."""
    if kind not in VIEWS:
        raise ValueProblem(f"There is no view {quote(kind)}. {suggestion(kind, VIEWS)}", pointer="/view")
    if kind == "neuron" and given.rows is not None:
        given = one_row(given, row)
    step = take_step(spec, arrays, given, learning_rate, seed=seed, bounds=bounds)
    if kind == "layer":
        return View(kind, step, step.run)
    if kind == "scalar":
        return View(kind, step, ScalarView(step.run, bounds.nodes).run())
    if edge_count(spec, step) > DRAWN:
        return View(kind, step, step.run, summary=summary(step))
    found = neuron_view(step)
    return View(kind, step, found.run, found.edges, found.biases)


def one_row(given: Sample, row: int) -> Sample:
    """Row ``row`` of a sample as a sample of its own."""
    if given.rows is None or not 0 <= row < given.rows:
        raise ValueProblem(f"There is no row {row}; the rows are 0 to {(given.rows or 1) - 1}.", pointer="/row")
    return replace(given, x=given.x[row], y=given.y[row], rows=None)
