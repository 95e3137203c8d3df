"""Formulas: what a node computes, how it answers to an operand, and a whole program in one line, as boxes.

Rules are traced on symbols, so that the formula that is read is the rule that runs (or its textbook form, where the
record has one). ``latex``, ``mathml`` and ``plain`` print the boxes.
"""

from __future__ import annotations

import inspect
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from chainrule.engine.graph import Graph
from chainrule.engine.op import Op
from chainrule.engine.passes import Run
from chainrule.engine.symbolic import Expr, trace
from chainrule.view.latex import latex
from chainrule.view.notation import (
    CLOSE,
    MINUS,
    Box,
    Fence,
    Fraction,
    Row,
    Script,
    Slot,
    Token,
    binding,
    fenced,
    fill,
    held,
    read,
    row,
    sign,
)
from chainrule.view.numbers import brief, short
from chainrule.view.primitives import POWER, PRIMITIVES, PRODUCT

LONGEST = 24
"""How many nodes one formula may spell out."""
CONSTANTS: Mapping[float, str] = {
    math.pi: r"\pi",
    math.e: "e",
    math.sqrt(2): r"\sqrt{{2}}",
    math.sqrt(0.5): r"\frac{{1}}{{\sqrt{{2}}}}",
    math.sqrt(2 * math.pi): r"\sqrt{{2\pi}}",
    2 / math.sqrt(math.pi): r"\frac{{2}}{{\sqrt{{\pi}}}}",
    math.log(2): r"\ln(2)",
    math.log(10): r"\ln(10)",
    1 / 6: r"\frac{{1}}{{6}}",
    0.5: r"\frac{{1}}{{2}}",
}
"""Numbers in rules that have a name."""
GREEK = {"pi": "π", "tau": "τ"}
"""The language's constants that have a letter."""
_NAME = re.compile(r"([^\W\d_])_?(\d+)")
_VERSION = re.compile(r"(.+)\.(\d+)")


def number(value: float, names: Mapping[float, str] | None = None) -> Box:
    """A number; one that has a name in ``names`` by it."""
    known = (names or {}).get(abs(value))
    size = read(known) if known else _size(short(abs(value)))
    return row(sign(MINUS), size) if value < 0 else size


def _size(shown: str) -> Box:
    """A number without its sign, powers of ten written out."""
    digits, _, power = shown.partition("e")
    if not power:
        kind = "number" if shown[0].isdigit() else "name" if shown == "∞" else "text"
        return Token(kind, shown)
    size = Token("number", power.removeprefix(MINUS))
    exponent = row(sign(MINUS), size) if power.startswith(MINUS) else size
    return row(Token("number", digits), sign("·"), Script(Token("number", "10"), exponent))


def name(text: str) -> Box:
    """A variable: its digits as an index, a later version of it with primes."""
    if version := _VERSION.fullmatch(text):
        return Script(name(version[1]), sign("′" * (int(version[2]) - 1)))
    if indexed := _NAME.fullmatch(text):
        return Script(Token("name", indexed[1]), None, Token("number", indexed[2]))
    return Token("name", text)


def tree(expression: Expr, names: Mapping[str, Box], *, inner: bool = False) -> Box:
    """A rule that was traced; ``names`` says what its symbols are, ``inner`` that it is part of another one."""
    head, args = expression.head, expression.args
    if head == "symbol":
        return names.get(args[0]) or name(args[0])
    if head == "number":
        return number(args[0], CONSTANTS)
    if head == "where" and inner and [arg.args for arg in args[1:]] == [(1.0,), (0.0,)]:
        return Fence("[", tree(args[0], names), "]")
    parts = [tree(arg, names, inner=head != "where") for arg in args]
    if head == "multiply":
        return _product(*parts)
    if head == "divide" and (above := _without_minus(parts[0])):
        return row(sign(MINUS), Fraction(above, parts[1]))
    return fill(read(PRIMITIVES[head].latex), parts)


def _product(left: Box, right: Box) -> Box:
    """A product: a square if both are the same, a minus brought to the front, a number close to a letter."""
    if left == right and binding(left) >= POWER:
        return fill(read(PRIMITIVES["square"].latex), [left])
    if rest := _without_minus(left):
        return row(sign(MINUS), _product(rest, right))
    if _numeral(left) and isinstance(_first(right), Slot):
        return row(left, sign(CLOSE), held(right, PRODUCT))
    return row(left, right) if _stands_close(left, right) else fill(read(PRIMITIVES["multiply"].latex), [left, right])


def _without_minus(box: Box) -> Box | None:
    """What stands behind a leading minus that belongs to all of it."""
    if isinstance(box, Row) and box.items[0] == sign(MINUS):
        rest = row(*box.items[1:])
        return rest if binding(rest) >= PRODUCT else None
    return None


def _stands_close(left: Box, right: Box) -> bool:
    """Whether a product needs no sign: a number before a letter or a function, as in 2x."""
    base = _first(right)
    letter = isinstance(base, Token) and (base.kind == "word" or (base.kind == "name" and len(base.text) == 1))
    return _numeral(left) and letter and binding(right) >= PRODUCT


def _first(box: Box) -> Box:
    """What a box begins with."""
    first = box.items[0] if isinstance(box, Row) else box
    return first.base if isinstance(first, Script) else first


def _numeral(box: Box) -> bool:
    """Whether a box is a number, or a fraction of numbers."""
    parts = (box.above, box.below) if isinstance(box, Fraction) else (box,)
    return all(isinstance(part, Token) and part.kind == "number" for part in parts)


def value(op: Op, operands: Sequence[Box], attrs: Mapping[str, Any] | None = None) -> Box:
    """What an op makes of its operands."""
    if attrs and "key" in attrs:
        base = operands[0] if binding(operands[0]) >= POWER else fenced(operands[0])
        return row(base, Fence("[", Token("text", ", ".join(map(_index, attrs["key"]))), "]"))
    if op.latex:
        spare = Token("name", "t")
        return fill(read(op.latex), [*operands, *(spare,) * (op.arity - len(operands))])
    if op.forward is None:
        return Token("word", op.name)
    names = {f"x{i}": box for i, box in enumerate(operands)}
    return tree(trace(op.forward, *names, **(attrs or {})), names)


def _index(entry: int | slice) -> str:
    """An index or slice as one types it."""
    if isinstance(entry, int):
        return short(entry)
    ends = ["" if end is None else short(end) for end in (entry.start, entry.stop, entry.step)]
    return ":".join(ends[: 2 + bool(ends[2])])


def local(op: Op, slot: int, operands: Sequence[Box], y: Box, attrs: Mapping[str, Any] | None = None) -> Box | None:
    """The local gradient of an elementwise op, in its textbook form; None for an op of arrays."""
    if op.partials is None:
        return None
    rules = [shown or rule for shown, rule in zip(op.shown or (None,) * len(op.partials), op.partials, strict=True)]
    names = {f"x{i}": box for i, box in enumerate(operands)}
    order = list(names)
    if op.variadic:
        order.insert(0, order.pop(slot))
    return tree(trace(op.slot_rule(tuple(rules), slot), "y", *order, **(attrs or {})), {**names, "y": y})


def derivative(over: Box, under: Box) -> Box:
    """∂over/∂under."""
    return Fraction(row(sign("∂"), over), row(sign("∂"), under))


def equation(left: Box, right: Box) -> Box:
    """Two boxes with = between."""
    return row(left, sign("="), right)


# Ops -------------------------------------------------------------------------------------------------------------


def operand_names(op: Op) -> list[str]:
    """What an op's operands are called in its own rule."""
    if op.forward is None or not op.arity:
        return []
    given = list(inspect.signature(op.forward).parameters.values())
    if op.variadic:
        return ["a", "b", "…"]
    return [parameter.name for parameter in given[: op.arity]]


def latex_of_op(op: Op) -> tuple[str, list[str]]:
    """LaTeX of ``y = …``, and of ``∂y/∂x = …`` for each operand; the rule in words where it is one of arrays."""
    y, names = Token("name", "y"), operand_names(op)
    operands = [name(each) for each in names]
    shown = latex(equation(y, value(op, operands))) if names else ""
    slots = range(1 if op.variadic else op.arity)
    return shown, [_local_latex(op, slot, operands, y) for slot in slots]


def _local_latex(op: Op, slot: int, operands: Sequence[Box], y: Box) -> str:
    pair = operands[:2] if op.variadic else operands
    found = local(op, slot, pair, y)
    if found is not None:
        return latex(equation(derivative(y, operands[slot]), found))
    return latex(Token("text", op.slot_rule(op.rule, slot))) if op.rule else ""


def templates(op: Op, count: int) -> tuple[Box, list[Box | None]]:
    """What an op of ``count`` operands makes of them, and its local gradients, with slots: the last is the result's."""
    slots = [Slot(i) for i in range(count)]
    return value(op, slots), [local(op, i, slots, Slot(count)) for i in range(count)]


# Graphs ----------------------------------------------------------------------------------------------------------


def node_value(graph: Graph, node: int) -> Box:
    """What a node computes, over the names of its operands: x + y. Operands without a name are spelt out."""
    return _spelt(graph, node, {i for i in range(node) if graph.labels[i]})


def node_local(graph: Graph, node: int, slot: int) -> Box | None:
    """The local gradient ∂node/∂operand as a formula, None where the op is one of arrays."""
    operands = [_written(graph, source) for source in graph.operands[node]]
    return local(graph.ops[node], slot, operands, _written(graph, node), graph.attrs[node])


def node_numbers(run: Run, node: int) -> Box:
    """What a node computes, over the values of its operands: −2 + 5."""
    graph = run.graph
    return value(graph.ops[node], [_given(run.values[source]) for source in graph.operands[node]], graph.attrs[node])


def local_numbers(run: Run, node: int, slot: int) -> Box | None:
    """The local gradient with the values put in."""
    graph = run.graph
    operands = [_given(run.values[source]) for source in graph.operands[node]]
    return local(graph.ops[node], slot, operands, _given(run.values[node]), graph.attrs[node])


def program(graph: Graph) -> Box:
    """The output over the inputs, f = (x + y) · z; names that are used twice stay, and so do names of long parts."""
    uses = Counter(source for operands in graph.operands for source in operands)
    kept = {i for i, label in enumerate(graph.labels) if label and (uses[i] > 1 or not graph.operands[i])}
    right = _spelt(graph, graph.output, kept - {graph.output})
    return equation(name(graph.ids[graph.output]), right) if graph.labels[graph.output] else right


def _spelt(graph: Graph, node: int, kept: set[int]) -> Box:
    """A node spelt out down to the ``kept`` ones, or to where it would grow too long."""
    boxes: dict[int, Box] = {}
    sizes: dict[int, int] = {}
    for i in _needed(graph, node, kept):
        sources = graph.operands[i]
        leaf = not sources or (i != node and i in kept)
        sizes[i] = 1 if leaf else 1 + sum(sizes[source] for source in sources)
        if leaf or (sizes[i] > LONGEST and i != node):
            boxes[i], sizes[i] = _called(graph, i), 1
        else:
            parts = [boxes[source] if sizes[i] <= LONGEST else _called(graph, source) for source in sources]
            boxes[i] = value(graph.ops[i], parts, graph.attrs[i])
    return boxes[node]


def _needed(graph: Graph, node: int, kept: set[int]) -> list[int]:
    """The nodes that spelling out a node may meet, in evaluation order."""
    met, stack = {node}, [node]
    while stack:
        i = stack.pop()
        if i == node or i not in kept:
            fresh = [source for source in graph.operands[i] if source not in met]
            met.update(fresh)
            stack += fresh
    return sorted(met)


def _written(graph: Graph, node: int) -> Box:
    """A node by its name, or spelt out if it has none."""
    return _called(graph, node) if graph.labels[node] else node_value(graph, node)


def _called(graph: Graph, node: int) -> Box:
    """A node by its name, its number, or v with the number of the intermediate result."""
    if not graph.ids[node].startswith(":"):
        return name(graph.ids[node])
    if graph.labels[node]:
        return Token("name", GREEK.get(graph.labels[node], graph.labels[node]))
    if graph.literals[node] is not None:
        return _given(graph.literals[node])
    return name(f"v{graph.ids[node].lstrip(':')}")


def _given(literal: Any) -> Box:
    """A value: a number, or an array in brief."""
    return Token("text", brief(literal)) if getattr(literal, "shape", ()) else number(float(literal))
