"""Formulas: the rules of op records as a list of calls.

A rule applied to symbols is an expression tree (``engine.symbolic``); here the tree becomes ufunc calls over buffers.
Equal subexpressions are computed once, views are made once when the plan is made, and constants are folded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from chainrule.engine.ops import prims
from chainrule.engine.symbolic import Expr
from chainrule.network.calls import Array, Calls, constant

VIEWS: dict[str, Callable[..., Any]] = {
    name: getattr(prims, name) for name in ("spread", "reshaped", "turned", "swapped", "row", "column", "framed")
} | {"like": lambda x, other: np.reshape(x, np.shape(other))}
"""Primitives whose result is a view of their first operand, so that it costs nothing in a step."""
SIZES: dict[str, Callable[..., Any]] = {name: getattr(prims, name) for name in ("count", "rows")}
"""Primitives that depend on shapes alone."""
SAME = {"fold": 0, "one_hot": 1, "unless_index": 0}
"""Primitives that return one of two operands, which is given, where the operands have the same shape."""
FUNCTIONS: dict[str, Callable[..., Any]] = {name: getattr(prims, name) for name in ("erf", "erfc", "fold", "others")}
REDUCTIONS: dict[str, tuple[Callable[..., Any], Any]] = {
    "total": (np.add.reduce, 0.0),
    "largest": (np.maximum.reduce, -np.inf),
}


class Formulas:
    """Turns expression trees into entries of ``calls``. Values are arrays: buffers, views of them, or constants."""

    def __init__(self, calls: Calls) -> None:
        self.calls = calls
        self._known: dict[Any, Any] = {}
        self._fixed: dict[int, Array] = {}

    def emit(self, tree: Expr, symbols: Mapping[str, Any], out: Array | None = None) -> Any:
        """Note the calls that compute ``tree`` and return where its value will stand: ``out`` if that is given."""
        values: dict[int, Any] = {}
        for node in _postorder(tree):
            target = out if node is tree else None
            values[id(node)] = self._value(node, [values[id(arg)] for arg in _children(node)], symbols, target)
        found = values[id(tree)]
        if out is not None and found is not out:
            self.calls.add(np.copyto, out, found)
        return found if out is None else out

    def _value(self, node: Expr, args: list[Any], symbols: Mapping[str, Any], out: Array | None) -> Any:
        if node.head == "symbol":
            return symbols[node.args[0]]
        if node.head == "number":
            return self._constant(node.args[0])
        if node.head == "static":
            return node.args[0]
        key = (node.head, *(id(arg) if isinstance(arg, np.ndarray) else ("static", arg) for arg in args))
        if key not in self._known:
            self._known[key] = (self._compute(node.head, args, out), args)  # args are kept so that no id is reused
        return self._known[key][0]

    def _compute(self, head: str, args: list[Any], out: Array | None) -> Any:
        if head in SIZES:
            return self._constant(float(SIZES[head](*args)))
        if head in VIEWS:
            return VIEWS[head](*args)
        if head in SAME and np.shape(args[0]) == np.shape(args[1]):
            return args[SAME[head]]
        return self._noted(head, args, out)

    def _noted(self, head: str, args: list[Any], out: Array | None) -> Array:
        """The result of a primitive that takes a call in every step."""
        if head in REDUCTIONS:
            return self._reduce(head, args, out)
        if head == "where":
            return self._where(args, out)
        if head in FUNCTIONS:
            return self._call(FUNCTIONS[head], args, out)
        return self._ufunc(getattr(np, head), args, out)

    def _constant(self, value: float) -> Array:
        if value not in self._known:
            self._known[value] = constant(value)
            self._fixed[id(self._known[value])] = self._known[value]
        found: Array = self._known[value]
        return found

    def _ufunc(self, function: np.ufunc, args: list[Any], out: Array | None) -> Array:
        if all(id(arg) in self._fixed for arg in args):
            return self._constant(float(function(*args)))
        if out is None:
            is_truth = function.types[-1].endswith("?") or function in _TRUTHS
            out = np.empty(np.broadcast_shapes(*map(np.shape, args)), bool if is_truth else float)
        self.calls.add(function, *args, out)
        return out

    def _reduce(self, head: str, args: list[Any], out: Array | None) -> Array:
        x, axis, keepdims = args
        function, start = REDUCTIONS[head]
        buffer = np.empty(np.shape(np.sum(np.zeros(np.shape(x)), axis=axis, keepdims=keepdims))) if out is None else out
        self.calls.add(function, x, axis, None, buffer, keepdims, start)
        return buffer

    def _where(self, args: list[Any], out: Array | None) -> Array:
        """``where`` has no ``out``: the one value is copied, then the other over it where the condition holds."""
        condition, yes, no = args
        if out is None and self._fixed.get(id(yes)) == 1.0 and self._fixed.get(id(no)) == 0.0:
            truth: Array = condition
            return truth  # truth values multiply as 1 and 0
        shape = np.broadcast_shapes(*map(np.shape, (condition, yes, no)))
        buffer = np.empty(shape) if out is None else out
        self.calls.add(np.copyto, buffer, no)
        self.calls.add(np.copyto, buffer, yes, "same_kind", condition)
        return buffer

    def _call(self, function: Callable[..., Any], args: list[Any], out: Array | None) -> Array:
        if out is None:
            with np.errstate(all="ignore"):  # the buffers hold nothing yet; only the shape is wanted
                out = np.empty(np.shape(function(*args)))
        buffer = out
        self.calls.add(lambda: np.copyto(buffer, function(*args)))
        return buffer


_TRUTHS = frozenset(
    (np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal, np.logical_and, np.logical_or)
)


def _children(node: Expr) -> tuple[Expr, ...]:
    return () if node.head in ("symbol", "number", "static") else node.args


def _postorder(tree: Expr) -> list[Expr]:
    """Every node after its operands."""
    found: list[Expr] = []
    stack = [tree]
    while stack:
        node = stack.pop()
        found.append(node)
        stack.extend(_children(node))
    return found[::-1]
