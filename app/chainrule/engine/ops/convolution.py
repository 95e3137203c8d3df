"""Sliding windows: cross-correlations, as deep learning calls convolution, and max-pooling."""

from __future__ import annotations

from typing import Any

from chainrule.engine.op import Kink, Op, Param
from chainrule.engine.ops import shapes
from chainrule.engine.ops.windows import (
    correlated,
    correlated_to_kernel,
    correlated_to_picture,
    first_hits,
    picked,
    pooled,
    tied_windows,
)


def _convolution(spatial: int, what: str) -> Op:
    """Return the cross-correlation over ``spatial`` axes."""

    def shape(x: Any, w: Any, **attrs: int) -> Any:
        return shapes.correlate(x, w, spatial, **attrs)

    def cost(out: Any, x: Any, w: Any, **attrs: int) -> int:
        return shapes.correlate_cost(out, x, w, spatial, **attrs)

    return Op(
        name=f"conv{spatial}d",
        doc=f"Slides a kernel over a {what} and sums the products at every place.",
        signature=f"conv{spatial}d(x, w, stride=1, padding=0)",
        forward=lambda x, w, stride=1, padding=0: correlated(x, w, spatial, stride, padding),
        arity=2,
        pull=(
            lambda g, y, x, w, stride=1, padding=0: correlated_to_picture(g, x, w, spatial, stride, padding),
            lambda g, y, x, w, stride=1, padding=0: correlated_to_kernel(g, x, w, spatial, stride, padding),
        ),
        push="multilinear",
        shape=shape,
        cost=cost,
        params=(Param("stride", "int", 1), Param("padding", "int", 0)),
        rule=(
            f"Every place of the {what} gets the kernel times the upstream gradient, summed over the windows there.",
            "The kernel gets the sum of all windows, each times the upstream gradient of its result.",
        ),
        symbol="∗",
        headline="A kernel collects gradient from every place where it was laid",
        story="The same few weights are used at every place, so their gradients from all places are summed.",
        latex=r"{0} \star {1}",
        domain_text=f"a {what} at least as large as the kernel",
        source="LeCun et al. 1989; Dumoulin and Visin 2016; product rule and sum rule",
    )


OPS = (
    _convolution(1, "signal"),
    _convolution(2, "picture"),
    Op(
        name="maxpool2d",
        doc="The greatest entry of every window of a picture, side by side unless a stride is given.",
        signature="maxpool2d(x, size, stride=size)",
        forward=lambda x, size, stride=None: pooled(x, size, stride),
        pull=(lambda g, y, x, size, stride=None: first_hits(g, y, x, size, stride),),
        push=lambda slot, t, y, x, size, stride=None: picked(t, y, x, size, stride),
        shape=shapes.pool,
        cost=shapes.pool_cost,
        params=(Param("size", "int", required=True, aliases=("kernel_size",)), Param("stride", "int")),
        rule=("The greatest entry of each window gets its upstream gradient, all others 0; of several, the first.",),
        symbol="pool",
        headline="Only the greatest entry of each window gets the gradient",
        story="The others could move a little without anyone noticing, so nothing is handed to them.",
        latex=r"\operatorname{{maxpool}}({0})",
        domain_text="a picture at least as large as the window",
        kinks=(
            Kink(
                when=lambda x, size, stride=None: tied_windows(pooled(x, size, stride), x, size, stride),
                at="several entries of a window are the greatest",
                convention="of entries that tie, the first (row by row) gets the whole gradient",
                left=0.0,
                right=1.0,
            ),
        ),
        source="subgradient of a maximum; Scherer, Müller and Behnke 2010; the first of equals as in PyTorch",
    ),
)
