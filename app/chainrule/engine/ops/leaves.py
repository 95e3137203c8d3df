"""Leaves: nodes without operands, whose value is given or made from fixed numbers; and ``identity``."""

from __future__ import annotations

import math

import numpy as np

from chainrule.engine.op import Op, Param, Shape
from chainrule.errors import ShapeError


def _steps(start: float, stop: float | None, step: float) -> int:
    """Return how many numbers ``arange`` gives; ``arange(n)`` counts from 0."""
    if stop is None:
        start, stop = 0.0, start
    if step == 0:
        raise ShapeError("'{}' needs a step other than 0.")
    extent = (stop - start) / step
    if not math.isfinite(extent):
        raise ShapeError("'{}' would have more numbers than can be counted: the step is too small.")
    return max(0, math.ceil(extent))


def _given(shape: int | tuple[int, ...]) -> Shape:
    """Return ``shape`` as a tuple; extents must not be negative."""
    extents = (shape,) if isinstance(shape, int) else tuple(shape)
    if min(extents, default=0) < 0:
        raise ShapeError(f"'{{}}' needs extents of at least 0, not {extents}.")
    return extents


LEAF_STORY = "Nothing stands behind this value, so backpropagation ends here; what has arrived is the answer."

OPS = (
    Op(
        name="input",
        doc="A value that you choose; its gradient says how the output answers to it.",
        signature="x = -2",
        arity=0,
        symbol="in",
        headline="An input collects its gradient",
        story=LEAF_STORY,
        domain_text="any number or array",
        source="definition",
    ),
    Op(
        name="const",
        doc="A number or array that stands in the program itself.",
        signature="2.5",
        arity=0,
        symbol="c",
        headline="A constant has a gradient too, but nobody turns it",
        story=LEAF_STORY,
        domain_text="any number or array",
        source="definition",
    ),
    Op(
        name="identity",
        doc="The same value under another name.",
        signature="b = a",
        forward=lambda x: x,
        partials=(lambda y, x: 1.0,),
        symbol="=",
        headline="A new name hands its gradient on unchanged",
        story="The value is the same, so the local gradient is 1 and the upstream gradient passes as it is.",
        latex="{0}",
        domain_text="all real x",
        source="definition",
    ),
    Op(
        name="zeros",
        doc="An array of the given shape filled with 0.",
        signature="zeros(shape)",
        forward=lambda *, shape: np.zeros(shape),
        arity=0,
        shape=lambda *, shape: _given(shape),
        params=(Param("shape", "shape", required=True),),
        symbol="0",
        headline="A constant array",
        story=LEAF_STORY,
        latex=r"\mathbf{{0}}",
        domain_text="extents of at least 0",
        source="definition",
    ),
    Op(
        name="ones",
        doc="An array of the given shape filled with 1.",
        signature="ones(shape)",
        forward=lambda *, shape: np.ones(shape),
        arity=0,
        shape=lambda *, shape: _given(shape),
        params=(Param("shape", "shape", required=True),),
        symbol="1",
        headline="A constant array",
        story=LEAF_STORY,
        latex=r"\mathbf{{1}}",
        domain_text="extents of at least 0",
        source="definition",
    ),
    Op(
        name="eye",
        doc="The n × n identity matrix: ones on the diagonal, zeros elsewhere.",
        signature="eye(n)",
        forward=lambda *, n: np.eye(n),
        arity=0,
        shape=lambda *, n: _given((n, n)),
        params=(Param("n", "int", required=True),),
        symbol="I",
        headline="A constant array",
        story=LEAF_STORY,
        latex="I",
        domain_text="n of at least 0",
        source="definition",
    ),
    Op(
        name="arange",
        doc="Numbers from start up to, not including, stop; arange(n) counts 0, 1, …, n − 1.",
        signature="arange(start, stop, step=1)",
        forward=lambda *, start, stop=None, step=1.0: (
            (0.0 if stop is None else start) + step * np.arange(float(_steps(start, stop, step)))
        ),
        arity=0,
        shape=lambda *, start, stop=None, step=1.0: (_steps(start, stop, step),),
        params=(Param("start", "float", required=True), Param("stop", "float"), Param("step", "float", 1.0)),
        symbol="0…n",
        headline="A constant array",
        story=LEAF_STORY,
        latex=r"(0, 1, \dots)",
        domain_text="a step other than 0",
        source="definition",
    ),
)
