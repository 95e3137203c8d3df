"""The stand-in: a NumPy rule applied to ``Expr`` objects becomes an expression tree.

``trace(rule, "y", "x")`` calls the rule with symbols and returns the tree. Heads of the trees are NumPy's own names
of ufuncs (``compile.SCALAR_FORMS`` lists those that rules use) and of the array primitives in ``ops.prims``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Expr:
    """A node of an expression tree: a ``head`` and its arguments.

    ``head`` is ``"symbol"`` (args: its name), ``"number"`` (args: a float), ``"static"`` (args: an axis, a shape or
    another fixed attribute) or the name of a primitive. Equality is ``np.equal``; ``==`` compares the objects.
    """

    head: str
    args: tuple[Any, ...]

    # NumPy asks this before it computes, so that ``np.exp(expr)`` is a tree and no number.
    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Expr:
        if method != "__call__" or kwargs:
            raise TypeError(f"a rule uses {ufunc.__name__}.{method}, which has no symbolic form")
        return Expr(ufunc.__name__, tuple(map(lift, inputs)))

    def __array_function__(
        self, func: Callable[..., Any], types: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Expr:
        del types
        if kwargs:
            raise TypeError(f"a rule calls {func.__name__} with keywords, which has no symbolic form")
        return Expr(func.__name__, tuple(map(lift, args)))

    def __add__(self, other: Any) -> Expr:
        return Expr("add", (self, lift(other)))

    def __radd__(self, other: Any) -> Expr:
        return Expr("add", (lift(other), self))

    def __sub__(self, other: Any) -> Expr:
        return Expr("subtract", (self, lift(other)))

    def __rsub__(self, other: Any) -> Expr:
        return Expr("subtract", (lift(other), self))

    def __mul__(self, other: Any) -> Expr:
        return Expr("multiply", (self, lift(other)))

    def __rmul__(self, other: Any) -> Expr:
        return Expr("multiply", (lift(other), self))

    def __truediv__(self, other: Any) -> Expr:
        return Expr("divide", (self, lift(other)))

    def __rtruediv__(self, other: Any) -> Expr:
        return Expr("divide", (lift(other), self))

    def __pow__(self, other: Any) -> Expr:
        return Expr("power", (self, lift(other)))

    def __rpow__(self, other: Any) -> Expr:
        return Expr("power", (lift(other), self))

    def __neg__(self) -> Expr:
        return Expr("negative", (self,))

    def __lt__(self, other: Any) -> Expr:
        return Expr("less", (self, lift(other)))

    def __le__(self, other: Any) -> Expr:
        return Expr("less_equal", (self, lift(other)))

    def __gt__(self, other: Any) -> Expr:
        return Expr("greater", (self, lift(other)))

    def __ge__(self, other: Any) -> Expr:
        return Expr("greater_equal", (self, lift(other)))

    def __and__(self, other: Any) -> Expr:
        return Expr("logical_and", (self, lift(other)))


def lift(value: Any) -> Expr:
    """A number or tree as a tree. Strings, None and tuples (axes, indices) stay what they are, as ``"static"``."""
    if isinstance(value, Expr):
        return value
    if isinstance(value, bool | int | float | np.floating | np.integer):
        return Expr("number", (float(value),))
    return static(value)


def static(value: Any) -> Expr:
    """A fixed attribute as a leaf."""
    return Expr("static", (value,))


def symbol(name: str) -> Expr:
    """A named leaf."""
    return Expr("symbol", (name,))


def trace(rule: Callable[..., Any], *names: str, **attrs: Any) -> Expr:
    """The tree that ``rule`` builds when it is given symbols of these names.

    Attributes are fixed (``axis=0``) or symbols themselves (``axis=symbol("axis")``).
    """
    return lift(rule(*map(symbol, names), **attrs))
