"""Graph: a frozen computation graph as flat parallel lists, in evaluation order; and how one is made by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from chainrule.engine.op import Op
from chainrule.engine.ops import OPS
from chainrule.errors import ChainruleError

INPUT = OPS["input"]
CONST = OPS["const"]
POW = OPS["pow"]
EXPONENT = 0b10  # the mask of pow with a constant exponent


@dataclass(frozen=True, slots=True)
class Graph:
    """A computation graph. Node i is described by entry i of every list; operands come before their consumers.

    * ``ops[i]`` is the op record, ``operands[i]`` the indices of its inputs (in slot order),
      ``attrs[i]`` its fixed keywords or None.
    * ``ids[i]`` is unique: a name, ``name.2`` for its second binding, or ``:1``, ``:2``, … for an intermediate
      result; ``labels[i]`` is what a card shows (the name, or "" for an intermediate result).
    * ``literals[i]`` is the value of a leaf (a float or a float64 array) for ``input`` and ``const``, else None.
    * ``spans[i]`` is where the node stands in the text, ``(start, end)`` in code points; empty list without a text.
    * ``output`` is the index of the node whose gradients are asked for.
    """

    ops: Sequence[Op]
    operands: Sequence[tuple[int, ...]]
    attrs: Sequence[dict[str, Any] | None]
    ids: Sequence[str]
    labels: Sequence[str]
    literals: Sequence[Any]
    output: int
    spans: Sequence[tuple[int, int]] = ()

    def __len__(self) -> int:
        return len(self.ops)


class GraphError(ChainruleError):
    """A graph that was put together by hand is none: a cycle, an operand that is not there, an id used twice."""

    code = "graph"


# What follows from the structure alone ---------------------------------------------------------------------------


def consumers(graph: Graph) -> list[list[tuple[int, int]]]:
    """Return for every node its outgoing edges, ``(consumer, slot)`` ascending: the order in which they are summed."""
    edges: list[list[tuple[int, int]]] = [[] for _ in graph.ops]
    for i, operands in enumerate(graph.operands):
        for slot, source in enumerate(operands):
            edges[source].append((i, slot))
    return edges


def constants(graph: Graph) -> list[bool]:
    """Return for every node whether it is structurally constant: it depends on no ``input`` node."""
    constant: list[bool] = []
    for op, operands in zip(graph.ops, graph.operands, strict=True):
        constant.append(op is not INPUT and all(constant[source] for source in operands))
    return constant


def blocked(graph: Graph) -> list[int]:
    """Return for every node a mask of the slots that no gradient flows through; bit s stands for slot s.

    Blocked are the slots that the op's record names (the condition of ``where``, both sides of a comparison), and
    the exponent of ``pow`` where it is structurally constant: nobody asks how x² answers to a change of the 2.
    """
    masks = [0] * len(graph)
    special = {op for op in set(graph.ops) if op.blocked or op is POW}
    if not special:
        return masks
    constant: list[bool] = []
    for i, op in enumerate(graph.ops):
        if op is POW:
            exponent = graph.ops[graph.operands[i][1]]
            if exponent is not INPUT and exponent is not CONST:
                constant = constant or constants(graph)
                masks[i] = EXPONENT * constant[graph.operands[i][1]]
            else:
                masks[i] = EXPONENT * (exponent is CONST)
        elif op in special:
            masks[i] = record_mask(op, len(graph.operands[i]))
    return masks


def record_mask(op: Op, arity: int) -> int:
    """Return the mask of the slots that an op's record blocks, for a node with ``arity`` operands."""
    slots = range(arity) if -1 in op.blocked else op.blocked
    return sum(1 << slot for slot in slots)


def node_mask(graph: Graph, i: int) -> int:
    """Return the mask of blocked slots of one node, without a pass over the graph where the record suffices."""
    op = graph.ops[i]
    if op is not POW:
        return record_mask(op, len(graph.operands[i]))
    return EXPONENT if graph.ops[graph.operands[i][1]] is CONST else blocked(graph)[i]


def reached(graph: Graph) -> list[bool]:
    """Return for every node whether a gradient arrives: a path to the output that is nowhere blocked."""
    found, masks = [False] * len(graph), blocked(graph)
    found[graph.output] = True
    for i in range(graph.output, -1, -1):
        if found[i]:
            mask = masks[i]
            for source in graph.operands[i]:
                if not mask & 1:
                    found[source] = True
                mask >>= 1
    return found


def leaf_value(value: Any) -> Any:
    """Return a number as a float and anything else as a float64 array, the two things a leaf can hold."""
    if isinstance(value, float):
        return float(value)
    array = np.array(value, dtype=np.float64)
    return array if array.ndim else array.item()


# Graphs made by hand ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Builder:
    """Writes a graph node by node; every method returns the index of its node.

    >>> build = Builder()
    >>> x, y = build.input("x", -2), build.input("y", 5)
    >>> build.node("mul", x, y, name="f")
    2
    >>> build.graph().ids
    ['x', 'y', 'f']
    """

    ops: list[Op] = field(default_factory=list)
    operands: list[tuple[int, ...]] = field(default_factory=list)
    attrs: list[dict[str, Any] | None] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    literals: list[Any] = field(default_factory=list)
    _bound: dict[str, int] = field(default_factory=dict)

    def input(self, name: str, value: Any = None) -> int:
        """Add an input; without a value it must be given one when the graph is run."""
        return self._add(INPUT, (), None, name, None if value is None else leaf_value(value))

    def const(self, value: Any) -> int:
        """Add a number or array that stands in the program itself."""
        return self._add(CONST, (), None, "", leaf_value(value))

    def node(self, op: str | Op, *operands: int, name: str = "", **attrs: Any) -> int:
        """Add the result of an op. Without a name it is an intermediate result: ``:1``, ``:2`` and so on."""
        return self._add(OPS[op] if isinstance(op, str) else op, operands, attrs or None, name, None)

    def graph(self, output: int | None = None) -> Graph:
        """Return the graph so far; its output is the last node unless another is named."""
        return Graph(
            ops=list(self.ops),
            operands=list(self.operands),
            attrs=list(self.attrs),
            ids=list(self.ids),
            labels=list(self.labels),
            literals=list(self.literals),
            output=len(self.ops) - 1 if output is None else output,
        )

    def _add(self, op: Op, operands: tuple[int, ...], attrs: dict[str, Any] | None, name: str, literal: Any) -> int:
        count = self._bound[name] = self._bound.get(name, 0) + 1
        self.ops.append(op)
        self.operands.append(operands)
        self.attrs.append(attrs)
        self.labels.append(name)
        self.ids.append(name if name and count == 1 else f"{name}.{count}" if name else f":{count}")
        self.literals.append(literal)
        return len(self.ops) - 1


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a graph that somebody else wrote down: its operands are named, not numbered."""

    id: str
    op: str
    operands: tuple[str, ...] = ()
    attrs: Mapping[str, Any] | None = None
    literal: Any = None


def assemble(nodes: Iterable[Node], output: str | None = None) -> Graph:
    """Return the graph of ``nodes``, given in any order; what is not a graph raises ``GraphError``.

    Nodes keep the given order as far as operands allow. The output is the last given node unless one is named.
    """
    given = list(nodes)
    places = _places(given)
    target = given[-1].id if output is None and given else output
    if target not in places:
        raise GraphError(f"There is no node '{target}' that could be the output.")
    _check_operands(given, places)
    order = _sorted(given, [tuple(places[name] for name in node.operands) for node in given])
    rank = {place: i for i, place in enumerate(order)}
    chosen = [given[place] for place in order]
    return Graph(
        ops=[OPS[node.op] for node in chosen],
        operands=[tuple(rank[places[name]] for name in node.operands) for node in chosen],
        attrs=[dict(node.attrs) if node.attrs else None for node in chosen],
        ids=[node.id for node in chosen],
        labels=["" if node.id.startswith(":") else node.id.partition(".")[0] for node in chosen],
        literals=[None if node.literal is None else leaf_value(node.literal) for node in chosen],
        output=rank[places[target]],
    )


def _places(nodes: Sequence[Node]) -> dict[str, int]:
    places: dict[str, int] = {}
    for i, node in enumerate(nodes):
        if node.id in places:
            raise GraphError(f"Two nodes are called '{node.id}'; an id belongs to one node.")
        places[node.id] = i
    return places


def _check_operands(nodes: Sequence[Node], places: Mapping[str, int]) -> None:
    for node in nodes:
        op = OPS.get(node.op)
        if op is None:
            raise GraphError(f"Node '{node.id}' has the op '{node.op}', which there is not.")
        if not _fits(op, len(node.operands)):
            least = "at least " if op.variadic else ""
            raise GraphError(f"'{node.op}' takes {least}{op.arity} operands; '{node.id}' has {len(node.operands)}.")
        for name in node.operands:
            if name not in places:
                raise GraphError(f"Node '{node.id}' names the operand '{name}', which there is not.")


def _fits(op: Op, count: int) -> bool:
    """Return whether an op takes so many operands; a class index among the keywords may stand for the last one."""
    spared = any(param.name == "index" for param in op.params)
    return count == op.arity or (op.variadic and count > op.arity) or (spared and count == op.arity - 1)


def _sorted(nodes: Sequence[Node], operands: Sequence[tuple[int, ...]]) -> list[int]:
    """Return the nodes so that operands come first: a depth-first walk with a stack of its own, in given order."""
    order: list[int] = []
    open_, done = set[int](), set[int]()
    for root in range(len(nodes)):
        stack = [(root, iter(operands[root]))] if root not in done else []
        open_.update(node for node, _ in stack)
        while stack:
            node, rest = stack[-1]
            step = _next(rest, done)
            if step is None:
                stack.pop()
                open_.remove(node)
                done.add(node)
                order.append(node)
            elif step in open_:
                walk = [i for i, _ in stack]
                circle = [*walk[walk.index(step) :], step]
                raise GraphError(f"The nodes go round in a circle: {' ← '.join(nodes[i].id for i in circle)}.")
            else:
                open_.add(step)
                stack.append((step, iter(operands[step])))
    return order


def _next(candidates: Iterator[int], done: set[int]) -> int | None:
    return next((i for i in candidates if i not in done), None)
