"""From a graph back to a program: ``parse(print_program(graph)).graph`` is the same graph again.

Named nodes become statements. What a statement uses only once, and only itself, is written inside it, with no more
brackets than needed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, count
from typing import Any

import numpy as np

from chainrule.engine.graph import Graph
from chainrule.engine.op import Op
from chainrule.language.functions import CONSTANTS
from chainrule.language.limits import Limits
from chainrule.language.reading import COMPARISON, FLOOR, POWER, PRODUCT, SIGN, SUM

CALL = 10
"""Binds tighter than all operators: a name, a number, a call."""
INFIX = {
    "add": (" + ", SUM),
    "sub": (" - ", SUM),
    "mul": (" * ", PRODUCT),
    "div": (" / ", PRODUCT),
    "matmul": (" @ ", PRODUCT),
    "pow": (" ** ", POWER),
    "lt": (" < ", COMPARISON),
    "le": (" <= ", COMPARISON),
    "gt": (" > ", COMPARISON),
    "ge": (" >= ", COMPARISON),
    "eq": (" == ", COMPARISON),
    "ne": (" != ", COMPARISON),
}
NAMES = {"maximum": "max", "minimum": "min"}
ALONE = frozenset({"input", "identity"})
"""Ops that a statement makes, and no expression."""
NAME = re.compile(r"(?:[A-Za-z][A-Za-z0-9_]*|[Α-ΡΣ-Ωα-ω][0-9_]*)\Z")
NESTING, ARGUMENTS, LONGEST = Limits().nesting, Limits().arguments, Limits().name
DIGITS = 8
"""Room for what makes a name distinct."""

Operand = tuple[int, int]
"""A node, and the rank that it must have to stand without brackets."""
Piece = str | Operand


def print_program(graph: Graph) -> str:
    """Return a program whose graph is ``graph``.

    Every graph that was read from a program comes back as it was: ops, operands, attributes, ids and literals. Of
    others, intermediate results that are used twice, or nested deeper than a program may be, get names of their own.
    """
    inside = _inside(graph)
    names = _names(graph, inside)
    lines = []
    top = -1
    for node in range(len(graph)):
        if not inside[node]:
            top = node
            text = "".join(_written(graph, node, inside, names))
            lines.append(f"{names[node]} = {text}" if names[node] else text)
    if top != graph.output and names[graph.output]:
        lines.append(names[graph.output])
    return "\n".join(lines) + "\n"


def _unnamed(graph: Graph, node: int) -> bool:
    """Tell whether a node is an intermediate result."""
    return graph.ids[node].startswith(":")


def _uses(graph: Graph) -> list[list[int]]:
    """Return the consumers of every node, one entry a slot."""
    uses: list[list[int]] = [[] for _ in range(len(graph))]
    for node, operands in enumerate(graph.operands):
        for operand in operands:
            uses[operand].append(node)
    return uses


def _inside(graph: Graph) -> list[bool]:
    """Tell of every node whether it is written inside the statement that uses it.

    A statement is a stretch of the evaluation order. So, from the end, a node belongs to the statement at hand if it
    has no name and only that one uses it; else it ends the statement before.
    """
    uses = _uses(graph)
    inside = [False] * len(graph)
    nested = [0] * len(graph)
    needs: dict[int, dict[int, int]] = {}
    top = len(graph)
    for node in range(len(graph) - 1, -1, -1):
        users = uses[node]
        if len(users) == 1 and users[0] <= top and _unnamed(graph, node) and graph.ops[node].name not in ALONE:
            user = users[0]
            if user not in needs:
                needs[user] = dict(piece for piece in _pieces(graph, user, ())[0] if not isinstance(piece, str))
            nested[node] = nested[user] + _depth(graph, user, node, needs[user][node])
            inside[node] = nested[node] + _opens(graph, node) <= NESTING
        if not inside[node]:
            top, nested[node] = node, 0
    return inside


def _depth(graph: Graph, user: int, node: int, need: int) -> int:
    """Return how many brackets, signs and powers of ``user`` stay open where its operand ``node`` is written."""
    raised = graph.ops[user].name == "pow" and graph.operands[user][1] == node
    return (raised or need in (FLOOR, SIGN)) + (_rank(graph, node) < need)


def _opens(graph: Graph, node: int) -> int:
    """Return how many brackets, signs and powers a node itself opens at most."""
    if graph.ops[node].name == "const":
        value = graph.literals[node]
        return np.ndim(value) or int(value < 0)
    if graph.ops[node].name == "index":
        return 0
    pieces, _ = _pieces(graph, node, ())
    written = "".join(piece for piece in pieces if isinstance(piece, str))
    return ("(" in written) + written.count("[", 0, -1) or int(written in ("-", INFIX["pow"][0]))


def _names(graph: Graph, inside: Sequence[bool]) -> list[str]:
    """Return the name that every statement gives, and its node is used by; "" for a bare expression."""
    uses = _uses(graph)
    names = ["" if _unnamed(graph, node) else graph.labels[node] for node in range(len(graph))]
    if not _faithful(graph, names):
        names = [
            "" if _unnamed(graph, node) else re.sub(r"[^A-Za-z0-9_]", "_", graph.ids[node])
            for node in range(len(graph))
        ]
        names = _distinct(names)
    taken = set(names)
    fresh = (name for name in (f"t{k}" for k in count(1)) if name not in taken)
    for node in range(len(graph)):
        if not names[node] and not inside[node] and (uses[node] or graph.ops[node].name in ALONE):
            names[node] = next(fresh)
    return names


def _faithful(graph: Graph, names: Sequence[str]) -> bool:
    """Tell whether the names can stand as they are: all are names, and each use means the last binding before it."""
    latest: dict[str, int] = {}
    for node, operands in enumerate(graph.operands):
        if any(names[operand] and latest[names[operand]] != operand for operand in operands):
            return False
        if names[node]:
            latest[names[node]] = node
    return all(NAME.match(name) and len(name) <= LONGEST for name in latest)


def _distinct(names: Sequence[str]) -> list[str]:
    """Return names of which no two are the same, and all begin with a letter."""
    seen: set[str] = {""}
    result = []
    for given in names:
        base = (given if given[:1].isalpha() or not given else f"n{given}")[: LONGEST - DIGITS]
        others = (f"{base}_{k}" for k in count(2))
        name = next(name for name in chain([base], others) if name not in seen or not name)
        seen.add(name)
        result.append(name)
    return result


def _written(graph: Graph, top: int, inside: Sequence[bool], names: Sequence[str]) -> Iterator[str]:
    """Yield the pieces of a statement's expression from left to right."""
    bound = {"pi", "e", "tau"} & set(names)
    waiting: list[Piece] = [(top, FLOOR)]
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, str):
            yield piece
            continue
        node, need = piece
        if node != top and not inside[node]:
            yield names[node]
            continue
        pieces, rank = _pieces(graph, node, bound)
        waiting.extend(reversed(["(", *pieces, ")"] if rank < need else pieces))


def _rank(graph: Graph, node: int) -> int:
    """Return how tightly the outermost operator of a node binds."""
    name = graph.ops[node].name
    if name in INFIX:
        return INFIX[name][1]
    return SIGN if name == "neg" else CALL


def _pieces(graph: Graph, node: int, bound: Collection[str]) -> tuple[list[Piece], int]:
    """Return how a node is written, its operands still to come, and how tightly it binds."""
    op, operands, attrs = graph.ops[node], graph.operands[node], graph.attrs[node] or {}
    rank = _rank(graph, node)
    pieces: list[Piece]
    if op.name in INFIX:
        left, right = (POWER + 1, SIGN) if op.name == "pow" else (rank + (rank == COMPARISON), rank + 1)
        pieces = [(operands[0], left), INFIX[op.name][0], (operands[1], right)]
    elif op.name == "neg":
        pieces = ["-", (operands[0], SIGN)]
    elif op.name in ("const", "input"):
        pieces = [_leaf(graph, node, bound)]
    elif op.name == "identity":
        pieces = [(operands[0], FLOOR)]
    elif op.name == "index":
        pieces = [(operands[0], CALL), f"[{', '.join(map(_index, attrs[op.params[0].name]))}]"]
    elif op.name == "stack" and not attrs and not _folds(graph, operands):
        pieces = ["[", *_between(operands), "]"]
    else:
        pieces = _call(op, operands, attrs)
    return pieces, rank


def _leaf(graph: Graph, node: int, bound: Collection[str]) -> str:
    """Return a constant by its name, or a literal."""
    op, label = graph.ops[node], graph.labels[node]
    if op.name == "const" and label in CONSTANTS:
        return f"math.{label}" if label in bound else label
    return literal(op, graph.literals[node])


def _call(op: Op, operands: Sequence[int], attrs: dict[str, Any]) -> list[Piece]:
    """Return a call with its keywords; what is required goes without its name."""
    given = [(p, attrs[p.name]) for p in op.params if p.name in attrs]
    words = [_parameter(value) if p.required else f"{p.name}={_parameter(value)}" for p, value in given]
    name = NAMES.get(op.name, op.name)
    if len(operands) > ARGUMENTS:
        return [f"{name}([", *_between(operands), "]", *(f", {word}" for word in words), ")"]
    rest = [f"{', ' * bool(operands)}{', '.join(words)}"] if words else []
    return [f"{name}(", *_between(operands), *rest, ")"]


def _between(operands: Sequence[int]) -> list[Piece]:
    """Return operands with commas between them."""
    pieces: list[Piece] = []
    for operand in operands:
        pieces += [", "] * bool(pieces) + [(operand, FLOOR)]
    return pieces


def _folds(graph: Graph, operands: Sequence[int]) -> bool:
    """Tell whether a list of these operands would be read as one constant."""
    return all(_is_literal(graph, graph.operands[k][0] if graph.ops[k].name == "neg" else k) for k in operands)


def _is_literal(graph: Graph, node: int) -> bool:
    """Tell whether a node is written as a bare number or array of numbers."""
    return graph.ops[node].name == "const" and not graph.labels[node]


def _index(part: int | slice) -> str:
    """Return one part of an index."""
    if isinstance(part, slice):
        return ":".join("" if bound is None else str(bound) for bound in (part.start, part.stop))
    return str(part)


def _parameter(value: Any) -> str:
    """Return the value of a keyword."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(str, value))}]"
    return _number(value) if isinstance(value, float) else str(value)


def _number(value: float) -> str:
    """Return the shortest number literal that is read as ``value``."""
    return repr(value).removesuffix(".0")


def literal(op: Op, value: Any) -> str:
    """Return a literal; a negative number inside an expression is wrapped, so that it stays one constant."""
    if not np.ndim(value):
        number = _number(float(value))
        return f"Value({number})" if op.name == "const" and number.startswith("-") else number
    pieces: list[str] = []
    waiting: list[Any] = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str) or not np.ndim(part):
            pieces.append(part if isinstance(part, str) else _number(float(part)))
        else:
            rows = [entry for row in part for entry in (", ", row)][1:]
            waiting.extend(reversed(["[", *rows, "]"]))
    return "".join(pieces)
