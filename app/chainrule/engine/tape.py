"""The fast way through a graph of plain numbers: two loops over flat lists, on Python floats.

Local gradients are kept as columns, one list for the first inputs and one for the second, because a tuple a node
would cost as much as the arithmetic. The three commonest ops are written out in the loop; a test holds them to their
records. All others are called as the scalar rules that are generated from the records.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, NamedTuple

from chainrule.engine.compile import exact_rule, scalar_rule
from chainrule.engine.graph import CONST, EXPONENT, POW, Graph, node_mask, record_mask
from chainrule.engine.op import Op, Rule
from chainrule.engine.ops import OPS

ADD, SUB, MUL = OPS["add"], OPS["sub"], OPS["mul"]
Row = tuple[Any, ...]


class NotScalarError(Exception):
    """The graph holds an array, or an op that takes one; the general loops compute it."""


class Tape(NamedTuple):
    """What the forward loop leaves: values, and local gradients by slot.

    ``first[i]`` and ``second[i]`` are the local gradients of node i for its inputs 0 and 1, None where there is no
    such input or no gradient flows. Nodes with more inputs have all of theirs in ``wide``.
    """

    values: list[Any]
    first: list[Any]
    second: list[Any]
    wide: dict[int, Row]


class _Rules(dict[Op, tuple[int, Rule]]):
    """How the loop calls an op: 1 and 2 for the rules of one and two numbers, 0 where the node must be looked at."""

    def __missing__(self, op: Op) -> tuple[int, Rule]:
        plain = op.elementwise and not (op.variadic or op.params or op is POW)
        mask = record_mask(op, op.arity)
        narrow = plain and (op.arity, mask) in {(1, 0), (1, 1), (2, 0), (2, 0b10), (2, 0b11)}
        entry = self[op] = (op.arity, scalar_rule(op, op.arity, mask)) if narrow else (0, _no_rule)
        return entry


def _no_rule(*_: float) -> Row:
    raise NotScalarError


def indices(count: int) -> list[int]:
    """Return 0, 1, 2, … up to at least ``count``; loops that borrow these numbers need not make their own."""
    return _indices(count.bit_length())


@functools.cache
def _indices(bits: int) -> list[int]:
    return list(range(1 << bits))


_RULES = _Rules()
_POWER = scalar_rule(POW, 2, EXPONENT)


def forward(graph: Graph, literals: Sequence[Any]) -> Tape | None:  # noqa: C901, PLR0912 -- one loop, for speed
    """Return the values and local gradients, or None if the graph is not made of numbers alone.

    ``literals`` are the values of the leaves. Where a scalar rule raises, as ``math`` does for log(−1), that one node
    is computed by its record's NumPy rules, and the loop goes on behind it.
    """
    ops, operands = graph.ops, graph.operands
    count = len(ops)
    tape = Tape(list(literals), [None] * count, [None] * count, {})
    values, first, second, _ = tape
    rules, power, add, sub, mul = _RULES, _POWER, ADD, SUB, MUL
    i = 0
    steps = zip(indices(count), ops, operands, strict=False)
    while True:
        try:
            for i, op, inputs in steps:
                if not inputs:
                    if values[i].__class__ is not float:
                        return None
                elif op is mul:
                    a, b = inputs
                    second[i] = x = values[a]
                    first[i] = y = values[b]
                    values[i] = x * y
                elif op is add:
                    a, b = inputs
                    values[i] = values[a] + values[b]
                    first[i] = second[i] = 1.0
                elif op is sub:
                    a, b = inputs
                    values[i] = values[a] - values[b]
                    first[i] = 1.0
                    second[i] = -1.0
                else:
                    arity, rule = rules[op]
                    if arity == 1:
                        (a,) = inputs
                        values[i], first[i] = rule(values[a])
                    elif arity == 2:  # noqa: PLR2004 -- two inputs
                        a, b = inputs
                        values[i], first[i], second[i] = rule(values[a], values[b])
                    elif op is POW and ops[inputs[1]] is CONST:
                        a, b = inputs
                        values[i], first[i], _ = power(values[a], values[b])
                    else:
                        _keep(tape, i, _look_at(graph, i, values))
            return tape  # noqa: TRY300 -- an else would stand far below its loop
        except (ArithmeticError, ValueError):
            _keep(tape, i, exact(graph, i, values))
        except NotScalarError:
            return None


def backward(  # noqa: C901, PLR0912 -- one loop, written out for speed
    tape: Tape, operands: Sequence[tuple[int, ...]], output: int, seed: float
) -> list[Any]:
    """Return the gradients of all nodes, None for those that no gradient reaches.

    Every consumer of a node has been visited before the node itself. What the last consumer hands back waits in
    ``gradients``, what the one before hands back in ``before``, and the rest in ``earlier`` as pairs (newest, older
    pairs). Newest to oldest is the ascending order of consumers and slots, in which they are summed.
    """
    count = output + 1
    gradients: list[Any] = [None] * count
    before: list[Any] = [None] * count
    earlier: list[Any] = [None] * count
    gradients[output] = seed
    first, second, wide = tape.first, tape.second, tape.wide
    behind = len(operands) - count
    if behind:
        operands, first, second = operands[:count], first[:count], second[:count]
    for i, next_to_last, last, inputs, d0, d1 in zip(
        indices(count)[output::-1],
        reversed(before),
        reversed(gradients),
        reversed(operands),
        reversed(first),
        reversed(second),
        strict=False,
    ):
        if last is None:
            continue
        g = last
        if next_to_last is not None:
            rest = earlier[i]
            if rest is None:
                g = next_to_last + last
            else:
                g, rest = rest
                while rest is not None:
                    contribution, rest = rest
                    g += contribution
                g = g + next_to_last + last
            gradients[i] = g
        if d1 is not None:
            a, b = inputs
            if gradients[b] is None:
                gradients[b] = g * d1
            elif before[b] is None:
                before[b] = g * d1
            else:
                earlier[b] = g * d1, earlier[b]
            if gradients[a] is None:
                gradients[a] = g * d0
            elif before[a] is None:
                before[a] = g * d0
            else:
                earlier[a] = g * d0, earlier[a]
        elif d0 is not None:
            a = inputs[0]
            if gradients[a] is None:
                gradients[a] = g * d0
            elif before[a] is None:
                before[a] = g * d0
            else:
                earlier[a] = g * d0, earlier[a]
        elif i in wide:
            for a, d in zip(reversed(inputs), reversed(wide[i]), strict=True):
                if d is not None:
                    _hand_back(g * d, gradients, before, earlier, a)
    gradients.extend([None] * behind)
    return gradients


def _hand_back(p: float, gradients: list[Any], before: list[Any], earlier: list[Any], to: int) -> None:
    """Put one propagated gradient where the node ``to`` will find it."""
    if gradients[to] is None:
        gradients[to] = p
    elif before[to] is None:
        before[to] = p
    else:
        earlier[to] = p, earlier[to]


def evaluate(op: Op, inputs: Sequence[float], mask: int, attrs: dict[str, Any] | None) -> Row:
    """Return the value of one node of numbers and its local gradients, ``(y, d0, d1, …)``."""
    try:
        return scalar_rule(op, len(inputs), mask, attrs)(*inputs)
    except (ArithmeticError, ValueError):
        return exact_rule(op, len(inputs), mask, attrs)(*inputs)


def exact(graph: Graph, i: int, values: Sequence[Any]) -> Row:
    """Return the same by the record's own NumPy rules, which answer ∞ and NaN where ``math`` raises."""
    inputs = graph.operands[i]
    mask = node_mask(graph, i)
    return exact_rule(graph.ops[i], len(inputs), mask, graph.attrs[i])(*[values[source] for source in inputs])


def _look_at(graph: Graph, i: int, values: Sequence[Any]) -> Row:
    """Compute a node whose rule depends on more than its op: powers, many inputs, attributes."""
    op, inputs = graph.ops[i], graph.operands[i]
    if not op.elementwise:
        raise NotScalarError
    return scalar_rule(op, len(inputs), node_mask(graph, i), graph.attrs[i])(*[values[source] for source in inputs])


def _keep(tape: Tape, i: int, row: Row) -> None:
    """Store the value and the local gradients of a node in their columns."""
    tape.values[i], *local = row
    if len(local) == 1:
        tape.first[i] = local[0]
    elif len(local) == 2 and local[0] is not None:  # noqa: PLR2004 -- two inputs
        tape.first[i], tape.second[i] = local
    else:
        tape.wide[i] = tuple(local)
