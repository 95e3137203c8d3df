"""Products of vectors and matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine.op import Op
from chainrule.engine.ops import shapes
from chainrule.engine.ops.prims import column, framed, like, row, summed_product, swapped


def _to_left(g: Any, a: Any, b: Any) -> Any:
    """Hand g back to the a of a @ b: g bᵀ, summed over stacks that a was stretched to."""
    return like(summed_product(framed(g, a, b), swapped(column(b)), row(a)), a)


def _to_right(g: Any, a: Any, b: Any) -> Any:
    """Hand g back to the b of a @ b: aᵀ g, summed over stacks that b was stretched to."""
    return like(summed_product(swapped(row(a)), framed(g, a, b), column(b)), b)


def _other(slot: int, a: Any, b: Any) -> tuple[int, Any]:
    """Return the operand that the upstream gradient is multiplied by."""
    return (0, a) if slot else (1, b)


OPS = (
    Op(
        name="matmul",
        doc="The matrix product: every row of a times every column of b.",
        signature="a @ b",
        forward=lambda a, b: np.matmul(a, b),
        arity=2,
        pull=(lambda g, y, a, b: _to_left(g, a, b), lambda g, y, a, b: _to_right(g, a, b)),
        push="multilinear",
        shape=shapes.matmul,
        cost=shapes.matmul_cost,
        factor=_other,
        rule=(
            "The left factor gets the upstream gradient times the right factor, transposed.",
            "The right factor gets the left factor, transposed, times the upstream gradient.",
        ),
        symbol="@",
        infix="@",
        headline="A matrix product hands each side the other one, transposed",
        story="It is multiplication many times over: each weight collects its input times the gradient of its output.",
        latex="{0} \\, {1}",
        domain_text="columns of a equal rows of b",
        source="Giles 2008, An extended collection of matrix derivative results",
    ),
    Op(
        name="dot",
        doc="The dot product of two vectors: the sum of the products of their entries.",
        signature="dot(a, b)",
        forward=lambda a, b: np.matmul(a, b),
        arity=2,
        pull=(lambda g, y, a, b: _to_left(g, a, b), lambda g, y, a, b: _to_right(g, a, b)),
        push="multilinear",
        shape=shapes.dot,
        cost=shapes.matmul_cost,
        factor=_other,
        rule=(
            "The first factor gets the upstream gradient times the second; matrices are transposed, as with @.",
            "The second factor gets the first times the upstream gradient; matrices are transposed, as with @.",
        ),
        symbol="·",
        headline="A dot product hands each vector the other one",
        story="Each entry counts as often as its partner says, so the gradient of one vector lies along the other.",
        latex=r"{0} \cdot {1}",
        domain_text="vectors of equal length, or matrices as for @",
        source="product rule and sum rule",
    ),
    Op(
        name="outer",
        doc="The outer product of two vectors: the table of all products of their entries.",
        signature="outer(a, b)",
        forward=lambda a, b: column(a) * row(b),
        arity=2,
        pull=(lambda g, y, a, b: np.matmul(g, b), lambda g, y, a, b: np.matmul(a, g)),
        push="multilinear",
        shape=shapes.outer,
        factor=_other,
        rule=("a gets the upstream matrix times b: g b.", "b gets a times the upstream matrix: gᵀ a."),
        symbol="⊗",
        headline="Each entry gathers a whole row or column of gradient",
        story="An entry of a stands in one row of the table, so it collects that row weighted by b.",
        latex=r"{0} \otimes {1}",
        domain_text="two vectors",
        source="product rule and sum rule",
    ),
)
