"""The primitives beyond NumPy's ufuncs in which rules are written.

Each works on arrays (and plain floats) and, like a ufunc, makes a tree of a tree: ``total(Expr, 0)`` is the tree
``total(·, 0)``. Shapes are taken from operands at run time (``like``), so that one trace serves all shapes, and
fixed attributes come last. A target such as JavaScript implements each of them once.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine.op import Rule
from chainrule.engine.symbolic import Expr, lift, static
from chainrule.errors import ValueProblem

Axis = int | tuple[int, ...] | None


def primitive(function: Rule) -> Rule:
    """Let ``function`` answer trees with a tree. Integers, truth values and tuples are attributes, floats numbers."""
    head = function.__name__

    @functools.wraps(function)
    def call(*args: Any) -> Any:
        if Expr in map(type, args):
            return Expr(head, tuple(static(arg) if isinstance(arg, int) else lift(arg) for arg in args))
        return function(*args)

    return call


# Functions of one number -----------------------------------------------------------------------------------------


def entrywise(function: Callable[[float], float], x: Any) -> Any:
    """Apply a function of ``math`` to every entry of x."""
    flat = map(function, np.ravel(x).tolist())
    return np.fromiter(flat, float, np.size(x)).reshape(np.shape(x))[()]


@primitive
def erf(x: Any) -> Any:
    """2/√π ∫₀ˣ exp(−t²) dt (DLMF §7.2)."""
    return entrywise(math.erf, x)


@primitive
def erfc(x: Any) -> Any:
    """1 − erf(x), accurate where erf(x) is nearly 1 (DLMF §7.2)."""
    return entrywise(math.erfc, x)


# Sums over axes and back -----------------------------------------------------------------------------------------


@primitive
def total(x: Any, axis: Axis, keepdims: bool) -> Any:  # noqa: FBT001 -- NumPy's order; primitives take no keywords
    """Return the sum over axes (all where ``axis`` is None)."""
    return np.sum(x, axis=axis, keepdims=keepdims)


@primitive
def product(x: Any, axis: Axis, keepdims: bool) -> Any:  # noqa: FBT001 -- NumPy's order; primitives take no keywords
    """Return the product over axes."""
    return np.prod(x, axis=axis, keepdims=keepdims)


@primitive
def largest(x: Any, axis: Axis, keepdims: bool) -> Any:  # noqa: FBT001 -- NumPy's order; primitives take no keywords
    """Return the greatest entry along axes; −∞ where there is none."""
    return np.max(x, axis=axis, keepdims=keepdims, initial=-np.inf)


@primitive
def count(like: Any, axis: Axis) -> Any:
    """Return how many entries a reduction over ``axis`` takes together."""
    shape = np.shape(like)
    axes = range(len(shape)) if axis is None else np.atleast_1d(axis)
    return np.float64(math.prod(shape[i] for i in axes))


@primitive
def rows(like: Any) -> Any:
    """Return how many rows there are: the product of all axes but the last (1 for a vector or number)."""
    return np.float64(math.prod(np.shape(like)[:-1]))


@primitive
def spread(g: Any, like: Any, axis: Axis, keepdims: bool) -> Any:  # noqa: FBT001 -- as ``total``, which it undoes
    """Give every entry of ``like`` the entry of ``g`` that a reduction over ``axis`` made of it."""
    if axis is not None and not keepdims:
        g = np.expand_dims(g, axis)
    return np.broadcast_to(g, np.shape(like))


@primitive
def fold(g: Any, like: Any) -> Any:
    """Undo broadcasting: sum ``g`` over the axes along which ``like`` was stretched."""
    shape, target = np.shape(g), np.shape(like)
    if shape == target:
        return g
    extra = len(shape) - len(target)
    stretched = tuple(extra + i for i, n in enumerate(target) if n == 1 and shape[extra + i] != 1)
    return np.sum(g, axis=(*range(extra), *stretched)).reshape(target)[()]


@primitive
def others(x: Any, axis: Axis) -> Any:
    """For every entry the product of the other entries along ``axis``, without a division."""
    x = np.asarray(x)
    axes = tuple(range(x.ndim)) if axis is None else tuple(int(i) % x.ndim for i in np.atleast_1d(axis))
    kept = x.ndim - len(axes)
    last = range(kept, x.ndim)
    moved = np.moveaxis(x, axes, last)
    flat = moved.reshape(*moved.shape[:kept], math.prod(moved.shape[kept:]))
    before = np.ones_like(flat)
    after = np.ones_like(flat)
    before[..., 1:] = np.cumprod(flat[..., :-1], axis=-1)
    after[..., :-1] = np.cumprod(flat[..., :0:-1], axis=-1)[..., ::-1]
    return np.moveaxis((before * after).reshape(moved.shape), last, axes)[()]


# Shapes ----------------------------------------------------------------------------------------------------------


@primitive
def reshaped(x: Any, shape: int | tuple[int, ...]) -> Any:
    """Return the same entries, row by row, in another shape; one extent may be −1."""
    return np.reshape(x, shape)


@primitive
def like(x: Any, other: Any) -> Any:
    """Return the entries of x in the shape of ``other``."""
    return np.reshape(x, np.shape(other))[()]


@primitive
def turned(x: Any) -> Any:
    """Return x with all its axes in the opposite order."""
    return np.transpose(x)


@primitive
def swapped(x: Any) -> Any:
    """Return every matrix of x transposed: its last two axes swapped."""
    return np.swapaxes(x, -1, -2)


@primitive
def row(x: Any) -> Any:
    """Return a vector as a matrix of one row; anything else as it is."""
    return x[np.newaxis, :] if np.ndim(x) == 1 else x


@primitive
def column(x: Any) -> Any:
    """Return a vector as a matrix of one column; anything else as it is."""
    return x[:, np.newaxis] if np.ndim(x) == 1 else x


@primitive
def framed(g: Any, a: Any, b: Any) -> Any:
    """Return g, of the shape of a @ b, with the axes put back that the product drops for vectors."""
    if np.ndim(b) == 1:
        g = np.expand_dims(g, -1)
    return np.expand_dims(g, -2) if np.ndim(a) == 1 else g


@primitive
def summed_product(p: Any, q: Any, other: Any) -> Any:
    """Return p @ q in the shape of ``other``, summed over the stacks that ``other`` was stretched to.

    The sum is part of the product, so that the stack of all products, which may be huge, is never there.
    """
    stack = np.broadcast_shapes(p.shape[:-2], q.shape[:-2])
    if stack == other.shape[:-2]:
        return np.matmul(p, q)
    i, j, k = range(len(stack), len(stack) + 3)
    of_p, of_q, of_other = ([*range(i + 2 - x.ndim, i)] for x in (p, q, other))
    kept = [axis for axis, extent in zip(of_other, other.shape, strict=False) if extent == stack[axis]]
    return np.einsum(p, [*of_p, i, j], q, [*of_q, j, k], [*kept, i, k]).reshape(other.shape)


@primitive
def taken(x: Any, key: Any) -> Any:
    """Return x[key]."""
    return np.asarray(x)[key]


@primitive
def put(g: Any, other: Any, key: Any) -> Any:
    """Return zeros in the shape of ``other`` with g at ``key``."""
    result = np.zeros_like(other)
    result[key] = g
    return result


@primitive
def one_hot(other: Any, index: Any) -> Any:
    """Return ones at the class ``index`` (an integer, or one a row) and zeros elsewhere, in the shape of ``other``.

    What has that shape already is the weights of the classes, and remains. An index may be off by rounding.
    """
    if np.shape(index) == np.shape(other):
        return index
    classes, nearest = np.shape(other)[-1], np.rint(index)
    wrong = ~np.isclose(index, nearest, rtol=1e-5, atol=1e-5) | (nearest < 0) | (nearest >= classes)
    if np.any(wrong):
        found = np.ravel(index)[np.ravel(wrong)][0]
        raise ValueProblem(f"'{{}}' needs class indices, whole numbers from 0 to {classes - 1}, not {found:g}.")
    return np.where(np.arange(classes) == np.expand_dims(nearest, -1), 1.0, 0.0)


@primitive
def unless_index(g: Any, index: Any) -> Any:
    """Return the gradient g of weights of the classes; zeros in the shape of ``index`` where it is class indices."""
    return g if np.shape(index) == np.shape(g) else np.zeros_like(index)


@primitive
def joined(axis: int, *parts: Any) -> Any:
    """Return the parts one after the other along an existing axis."""
    return np.concatenate(parts, axis=axis)


@primitive
def part(g: Any, slot: int, axis: int, *parts: Any) -> Any:
    """Return the piece of g that ``parts[slot]`` became in ``joined(axis, *parts)``."""
    start = sum(np.shape(x)[axis] for x in parts[:slot])
    return np.take(g, range(start, start + np.shape(parts[slot])[axis]), axis=axis)


@primitive
def stacked(axis: int, *parts: Any) -> Any:
    """Return the parts beside one another along a new axis."""
    return np.stack(parts, axis=axis)


@primitive
def layer(g: Any, slot: int, axis: int) -> Any:
    """Return the piece of g that part ``slot`` became in ``stacked(axis, …)``."""
    return np.take(g, slot, axis=axis)


PRIMITIVES: dict[str, Rule] = {
    function.__name__: function
    for function in (
        erf,
        erfc,
        total,
        product,
        largest,
        count,
        rows,
        spread,
        fold,
        others,
        reshaped,
        like,
        turned,
        swapped,
        row,
        column,
        framed,
        summed_product,
        taken,
        put,
        one_hot,
        unless_index,
        joined,
        part,
        stacked,
        layer,
    )
}
