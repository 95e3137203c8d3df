"""The two passes: forward computes every value, backward hands every gradient back.

Both are loops over the nodes in evaluation order, so a chain of 100,000 nodes is as good as any graph. Both may be
run again and again: they change nothing they are given, and the order of every sum is fixed, so results repeat bit
by bit. Graphs of plain numbers take the loops of ``tape``; the general loops here compute arrays too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, overload

import numpy as np

from chainrule.engine import tape
from chainrule.engine.compile import local as partial
from chainrule.engine.graph import INPUT, Graph, blocked, leaf_value
from chainrule.engine.infer import DEFAULT, Bounds, check_count, infer
from chainrule.engine.op import Op, Shape
from chainrule.engine.ops.prims import fold
from chainrule.errors import ValueProblem

Local = tuple[Any, ...]


class Forward(NamedTuple):
    """What the forward pass leaves: shapes and values, and the local gradients of nodes that are plain numbers."""

    graph: Graph
    shapes: list[Shape]
    values: list[Any]
    rows: Sequence[Local | None]
    tape: tape.Tape | None = None


class Backward(NamedTuple):
    """What the backward pass leaves; the fields are those of ``Run``."""

    output: int
    local: Sequence[Local | None]
    propagated: Sequence[Local | None]
    gradients: list[Any]
    seed: Any


@dataclass(frozen=True, slots=True)
class Run:
    """Every number of one forward and backward pass. Numbers are floats, arrays are float64 arrays.

    * ``values[i]`` and ``gradients[i]`` belong to node i; a gradient is None where none arrives.
    * ``local[i]`` has an entry for each input of node i: d(node)/d(input), of the node's shape. It is None for an
      input that no gradient flows to and for ops that are not elementwise; ``local[i]`` is None if no gradient
      arrives at node i.
    * ``propagated[i]`` has what node i hands back to each input, of the input's shape, and None as above.
    * ``seed`` is the gradient that was put on the output.
    """

    graph: Graph
    shapes: list[Shape]
    values: list[Any]
    local: Sequence[Local | None]
    propagated: Sequence[Local | None]
    gradients: list[Any]
    seed: Any


def run(
    graph: Graph,
    inputs: Mapping[str, Any] | None = None,
    output: int | None = None,
    seed: Any = None,
    bounds: Bounds = DEFAULT,
) -> Run:
    """Return everything: values, local and propagated gradients, and their sums.

    ``inputs`` override the literals of input nodes by id. ``output`` may be any node, the graph's own unless given.
    ``seed`` is the gradient put on the output, of its shape, ones unless given.
    """
    ahead = forward(graph, inputs, bounds)
    back = backward(graph, ahead, output, seed)
    if back.output != graph.output:
        graph = replace(graph, output=back.output)
    return Run(graph, ahead.shapes, ahead.values, back.local, back.propagated, back.gradients, back.seed)


# Forward ---------------------------------------------------------------------------------------------------------


def forward(graph: Graph, inputs: Mapping[str, Any] | None = None, bounds: Bounds = DEFAULT) -> Forward:
    """Return the value of every node, in evaluation order.

    A graph beyond ``bounds`` is refused before anything is computed.
    """
    literals = _given(graph, inputs) if inputs else graph.literals
    if len(graph) > bounds.nodes or 2 * len(graph) > bounds.edges:
        check_count(graph, bounds)
    numbers = tape.forward(graph, literals)
    if numbers is not None:
        if numbers.wide:
            check_count(graph, bounds)
        return Forward(graph, [()] * len(graph), numbers.values, (), numbers)
    _check_given(graph, literals)
    shapes = infer(graph, literals, bounds)
    values: list[Any] = []
    rows: list[Local | None] = []
    masks = blocked(graph)
    with np.errstate(all="ignore"):
        for i, (op, operands, literal) in enumerate(zip(graph.ops, graph.operands, literals, strict=True)):
            x = [values[source] for source in operands]
            row = None
            if literal is not None:
                y = literal
            elif op.elementwise and not any(shapes[source] for source in operands):
                y, *row = tape.evaluate(op, x, masks[i], graph.attrs[i])
            else:
                y = _computed(graph, i, x)
            values.append(y)
            rows.append(tuple(row) if row is not None else None)
    return Forward(graph, shapes, values, rows)


def read_inputs(graph: Graph, inputs: Mapping[str, Any]) -> dict[int, Any]:
    """Return the values of ``inputs`` by node, as floats and arrays; an input that there is not is refused."""
    places = {graph.ids[i]: i for i, op in enumerate(graph.ops) if op is INPUT}
    found = {}
    for name, value in inputs.items():
        pointer = f"/inputs/{name.replace('~', '~0').replace('/', '~1')}"
        if name not in places:
            known = ", ".join(f"'{each}'" for each in places) or "none at all"
            raise ValueProblem(f"There is no input '{name}'. The inputs are: {known}.", pointer=pointer)
        found[places[name]] = _read(value, f"The value of '{name}'", pointer)
    return found


def _given(graph: Graph, inputs: Mapping[str, Any]) -> list[Any]:
    """Return the literals of all leaves with ``inputs`` in place of the graph's own."""
    literals = list(graph.literals)
    for i, value in read_inputs(graph, inputs).items():
        literals[i] = value
    return literals


def _check_given(graph: Graph, literals: Sequence[Any]) -> None:
    for i, op in enumerate(graph.ops):
        if op.arity == 0 and op.forward is None and literals[i] is None:
            name = graph.ids[i]
            raise ValueProblem(f"The input '{name}' has no value; give it one.", pointer=f"/inputs/{name}", node=i)


def _read(value: Any, what: str, pointer: str) -> Any:
    try:
        return leaf_value(value)
    except (TypeError, ValueError):
        raise ValueProblem(f"{what} must be a number, or nested lists of one shape.", pointer=pointer) from None


def _no_value(*_: Any) -> Any:
    raise TypeError("a leaf has a literal and no rule")


def _computed(graph: Graph, i: int, x: Sequence[Any]) -> Any:
    """Return the value of an op on arrays; a value that it cannot take is an error of the node."""
    try:
        return _plain((graph.ops[i].forward or _no_value)(*map(_array, x), **(graph.attrs[i] or {})))
    except ValueProblem as error:
        error.node = i
        raise


def _array(value: Any) -> Any:
    """Return a number as NumPy's own, so that division by zero and overflow answer as IEEE arithmetic does."""
    return np.float64(value) if value.__class__ is float else value


def _plain(result: Any) -> Any:
    """Return what NumPy answers as the house keeps it: a float, or a float64 array."""
    array = np.asarray(result, dtype=np.float64)
    return array if array.ndim else array.item()


# Backward --------------------------------------------------------------------------------------------------------


def backward(graph: Graph, ahead: Forward, output: int | None = None, seed: Any = None) -> Backward:
    """Return the gradient of every node: the sum of what its consumers hand back, in ascending order of edges."""
    target = graph.output if output is None else output
    start = _seed(ahead.shapes[target], seed)
    if ahead.tape is not None:
        gradients = tape.backward(ahead.tape, graph.operands, target, start)
        rows = Locals(graph.operands, ahead.tape, gradients)
        return Backward(target, rows, Propagated(rows), gradients, start)
    nothing: list[Any] = [None] * len(graph)
    local, propagated, gradients = nothing, nothing.copy(), nothing.copy()
    arrived: list[list[Any]] = [[] for _ in graph.ops]
    arrived[target].append(start)
    masks = blocked(graph)
    with np.errstate(all="ignore"):
        for i in range(target, -1, -1):
            if arrived[i]:
                gradients[i] = _sum(reversed(arrived[i]))
                local[i], propagated[i] = _hand_back(ahead, i, masks[i], gradients[i])
                for source, p in zip(reversed(graph.operands[i]), reversed(propagated[i]), strict=True):
                    if p is not None:
                        arrived[source].append(p)
    return Backward(target, local, propagated, gradients, start)


def _hand_back(ahead: Forward, i: int, mask: int, g: Any) -> tuple[Local, Local]:
    """Return the local and the propagated gradients of one node, an entry for each of its inputs."""
    row = ahead.rows[i]
    if row is not None:
        return row, tuple(None if d is None else g * d for d in row)
    op, operands = ahead.graph.ops[i], ahead.graph.operands[i]
    attrs, y = ahead.graph.attrs[i] or {}, ahead.values[i]
    inputs = [_array(ahead.values[source]) for source in operands]
    free = [not mask >> slot & 1 for slot in range(len(operands))]
    if not op.elementwise:
        pulled = (pull(op, slot, g, y, inputs, attrs) if ok else None for slot, ok in enumerate(free))
        return (None,) * len(operands), tuple(pulled)
    local = tuple(_spread(partial(op, slot, y, inputs, attrs), y) if ok else None for slot, ok in enumerate(free))
    return local, tuple(None if d is None else _plain(fold(g * d, x)) for d, x in zip(local, inputs, strict=True))


def pull(op: Op, slot: int, g: Any, y: Any, inputs: Sequence[Any], attrs: Mapping[str, Any]) -> Any:
    """Return what a node hands back to one input: the vector–Jacobian product of an op that is not elementwise."""
    rules = op.pull or (_no_value,)
    if op.variadic:
        return _plain(rules[0](_array(g), _array(y), slot, *inputs, **attrs))
    return _plain(rules[slot](_array(g), _array(y), *inputs, **attrs))


def _spread(d: Any, y: Any) -> Any:
    """Return a local gradient in the shape of the node's value."""
    return np.broadcast_to(np.asarray(d, dtype=np.float64), np.shape(y))


def _sum(contributions: Iterator[Any]) -> Any:
    """Return the sum, added up one by one: Python's own ``sum`` may compensate, and then bits would differ."""
    total = next(contributions)
    for contribution in contributions:
        total = total + contribution
    return total


def _seed(shape: Shape, seed: Any) -> Any:
    if seed is None:
        return np.ones(shape) if shape else 1.0
    value = _read(seed, "The seed", "/seed")
    if np.shape(value) != shape:
        raise ValueProblem(
            f"The seed has the shape {np.shape(value)}, but the output has {shape}; they must be equal.",
            pointer="/seed",
        )
    return value


# The columns of a tape, read as rows -----------------------------------------------------------------------------


class Locals(Sequence[Local | None]):
    """The local gradients of a graph of numbers, a tuple a node, read from the columns of its tape."""

    __slots__ = ("gradients", "operands", "tape")

    def __init__(self, operands: Sequence[tuple[int, ...]], columns: tape.Tape, gradients: Sequence[Any]) -> None:
        self.operands = operands
        self.tape = columns
        self.gradients = gradients

    def __len__(self) -> int:
        return len(self.operands)

    @overload
    def __getitem__(self, i: int) -> Local | None: ...

    @overload
    def __getitem__(self, i: slice) -> list[Local | None]: ...

    def __getitem__(self, i: int | slice) -> Any:
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(len(self)))]
        if self.gradients[i] is None:
            return None
        row = self.tape.wide.get(i % len(self))
        return row or (self.tape.first[i], self.tape.second[i])[: len(self.operands[i])]


class Propagated(Sequence[Local | None]):
    """What the nodes of a graph of numbers hand back: the gradient of the node times its local gradients."""

    __slots__ = ("local",)

    def __init__(self, local: Locals) -> None:
        self.local = local

    def __len__(self) -> int:
        return len(self.local)

    @overload
    def __getitem__(self, i: int) -> Local | None: ...

    @overload
    def __getitem__(self, i: slice) -> list[Local | None]: ...

    def __getitem__(self, i: int | slice) -> Any:
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(len(self)))]
        row = self.local[i]
        g = self.local.gradients[i]
        return None if row is None else tuple(None if d is None else g * d for d in row)
