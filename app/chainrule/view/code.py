"""Code that reproduces the gradients of a run: plain NumPy, both passes written out, line by line.

Every line is printed from the op records' own rules. No text of a user's goes into it but names, and those only as far
as they are letters, digits and underscores; numbers are written by ``repr``. PyTorch, JAX and micrograd are in
``frameworks``.
"""

from __future__ import annotations

import ast
import inspect
import keyword
import math
import operator
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from chainrule.engine.graph import constants
from chainrule.engine.op import Op, Rule
from chainrule.engine.ops import prims
from chainrule.engine.passes import Run
from chainrule.engine.paths import open_edges
from chainrule.engine.symbolic import Expr, symbol, trace
from chainrule.errors import ChainruleError

ENTRIES = 10_000
"""Numbers that are written into the code."""
QUIET = 'np.seterr(all="ignore")  # infinities and NaN are answers'
SUM, PRODUCT, SIGN, POWER, ATOM, LOOSEST = 5, 6, 7, 8, 9, 0
RELATION = 4
CALLED = ("enumerate", "float", "int", "len", "map", "print", "range", "slice", "sum", "tuple", "zip")
"""Python's own functions that the code, or the source of a primitive in it, calls."""
INFIX: Mapping[str, tuple[str, int, int, int]] = {
    "add": ("+", SUM, SUM, PRODUCT),
    "subtract": ("-", SUM, SUM, PRODUCT),
    "multiply": ("*", PRODUCT, PRODUCT, SIGN),
    "divide": ("/", PRODUCT, PRODUCT, SIGN),
    "matmul": ("@", PRODUCT, PRODUCT, SIGN),
    "power": ("**", POWER, ATOM, POWER),
    **{
        head: (sign, RELATION, SUM, SUM)
        for head, sign in {
            "less": "<",
            "less_equal": "<=",
            "greater": ">",
            "greater_equal": ">=",
            "equal": "==",
            "not_equal": "!=",
        }.items()
    },
}
"""Operators: the sign, how tightly it binds, and how tightly its operands must."""
_UNSAFE = re.compile(r"[^A-Za-z0-9_Α-Ωα-ω]")

Text = tuple[str, int]
"""Code, and how tightly it binds."""


class NoCode(ChainruleError):
    """There is no code for an op, or for an array so large, in a language."""

    code = "no-code"


def numpy_code(run: Run) -> str:
    """NumPy: both passes, every local gradient written out."""
    writer = NumPy(run)
    return writer.program()


# Names and numbers -----------------------------------------------------------------------------------------------


class Names:
    """Names for the nodes of a graph that are safe in code, and that no two things share."""

    def __init__(self, reserved: Iterable[str]) -> None:
        self._taken = {*reserved, *keyword.kwlist, *keyword.softkwlist, *CALLED}

    def new(self, wanted: str) -> str:
        """A name as near to the wanted one as may be."""
        name = _UNSAFE.sub("_", wanted)[:80] or "v"
        name = f"v{name}" if name[0].isdigit() or name[0] == "_" else name
        free, number = name, 1
        while free in self._taken:
            number += 1
            free = f"{name}_{number}"
        self._taken.add(free)
        return free


def node_names(run: Run, names: Names) -> list[str]:
    """A name for every node: its own, v1, v2, … for intermediate results."""
    return [names.new(f"v{name[1:]}" if name.startswith(":") else name) for name in run.graph.ids]


def number(value: float) -> str:
    """A number in Python's words."""
    if math.isfinite(value):
        return repr(float(value))
    return "float('nan')" if math.isnan(value) else "float('inf')" if value > 0 else "float('-inf')"


def nested(value: Any) -> str:
    """A number or nested lists of them."""
    array = np.asarray(value, dtype=np.float64)
    if array.size > ENTRIES:
        raise NoCode(f"An array of {array.size:,} entries is not written into code; at most {ENTRIES:,} are.")
    return _listed(array.tolist())


def _listed(value: Any) -> str:
    return f"[{', '.join(map(_listed, value))}]" if isinstance(value, list) else number(value)


def needed(run: Run) -> list[int]:
    """The nodes that the output depends on, in evaluation order."""
    wanted = {run.graph.output}
    for i in range(run.graph.output, -1, -1):
        if i in wanted:
            wanted.update(run.graph.operands[i])
    return sorted(wanted)


def inline(run: Run) -> set[int]:
    """The constants that stand in the lines themselves: numbers that always meet something else than a number.

    Two plain numbers would meet by Python's rules, which divide by no zero.
    """
    graph = run.graph
    plain = {
        i for i, op in enumerate(graph.ops) if op.name == "const" and not run.shapes[i] and _is_plain(run.values[i])
    }
    for operands in graph.operands:
        if operands and plain.issuperset(operands):
            plain.difference_update(operands)
    plain.discard(graph.output)
    return plain


def _is_plain(value: float) -> bool:
    return math.isfinite(value) and value != 0


def inputs(run: Run) -> list[int]:
    """The inputs that the output answers to."""
    return [i for i in needed(run) if run.graph.ops[i].name == "input" and run.gradients[i] is not None]


# NumPy -----------------------------------------------------------------------------------------------------------


class NumPy:
    """The NumPy code of one run."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.names = Names({"np", "math", "gradients", "name", "gradient", *_definitions()})
        self.nodes = node_names(run, self.names)
        self.inline = inline(run)
        self.partial = {i: self.names.new(f"d_{self.nodes[i]}") for i in needed(run)}
        self.heads: set[str] = set()

    def program(self) -> str:
        """The whole text."""
        graph, shown = self.run.graph, inputs(self.run)
        forward = [f"{self.nodes[i]} = {self.value(i)}" for i in needed(self.run) if i not in self.inline]
        backward = [f"{self.partial[graph.output]} = {self.leaf(self.run.seed)}  # the gradient put on the output"]
        backward += self.gradients()
        pairs = ", ".join(f"{graph.ids[i]!a}: {self.partial[i]}" for i in shown)
        printing = [f"gradients = {{{pairs}}}", "for name, gradient in gradients.items():", "    print(name, gradient)"]
        helpers = self.helpers()
        maths = any("math." in line for helper in helpers for line in helper)
        head = ["import math\n"] * maths + ["import numpy as np", "", QUIET]
        parts = [head, *helpers, ["# Forward: the values", *forward]]
        parts += [["# Backward: upstream times local, summed over all uses", *backward], printing]
        return "\n\n".join("\n".join(part) for part in parts) + "\n"

    def helpers(self) -> list[list[str]]:
        """The source of the primitives that the lines call."""
        return [["", *source.splitlines()] for source in sources(self.heads)]

    def leaf(self, value: Any) -> str:
        """A value of the run as a literal."""
        return f"np.array({nested(value)})" if np.ndim(value) else f"np.float64({number(float(value))})"

    def value(self, node: int) -> str:
        """What a node is computed as."""
        graph = self.run.graph
        op, operands, attrs = graph.ops[node], graph.operands[node], graph.attrs[node] or {}
        if not operands or op.forward is None:
            return self.leaf(self.run.values[node])
        names = [f"x{slot}" for slot in range(len(operands))]
        tree = trace(op.forward, *names, **attrs)
        return self.over(tree, dict(zip(names, operands, strict=True)), LOOSEST)

    def gradients(self) -> list[str]:
        """A line for the gradient of every node that one arrives at and that is no constant."""
        graph, edges, still = self.run.graph, open_edges(self.run.graph), constants(self.run.graph)
        lines = []
        for i in reversed(needed(self.run)):
            if i != graph.output and edges[i] and not still[i]:
                terms = [self.term(consumer, slot) for consumer, slot in edges[i]]
                lines.append(f"{self.partial[i]} = {' + '.join(terms)}")
        return lines

    def term(self, node: int, slot: int) -> str:
        """What a node hands back to one of its operands."""
        graph = self.run.graph
        op, operands, attrs = graph.ops[node], graph.operands[node], graph.attrs[node] or {}
        names = {f"x{i}": each for i, each in enumerate(operands)} | {"y": node}
        tree = product(symbol("g"), local_rule(op, slot, len(operands), attrs)) if op.elementwise else None
        if tree is None:
            tree = pulled(op, slot, len(operands), attrs)
        elif self.run.shapes[operands[slot]] != self.run.shapes[node]:
            tree = Expr("fold", (tree, symbol(f"x{slot}")))
        return self.over(tree, names, SUM, g=self.partial[node])

    def over(self, tree: Expr, nodes: Mapping[str, int], need: int, **names: str) -> str:
        """A rule as code over these nodes; constants that stand in the lines are worked into it."""
        numbers = {name: self.run.values[i] for name, i in nodes.items() if i in self.inline}
        return self.text(folded(tree, numbers), {name: self.nodes[i] for name, i in nodes.items()} | names, need)

    def text(self, tree: Expr, names: Mapping[str, str], need: int = LOOSEST) -> str:
        """A rule as code over these names."""
        written, binds = self.written(tree, names)
        return written if binds >= need else f"({written})"

    def written(self, tree: Expr, names: Mapping[str, str]) -> Text:
        """The same, with how tightly it binds."""
        head, args = tree.head, tree.args
        if head in {"symbol", "static", "number"}:
            return _leaf(head, args[0], names)
        if head in INFIX:
            sign, binds, left, right = INFIX[head]
            return f"{self.text(args[0], names, left)} {sign} {self.text(args[1], names, right)}", binds
        if head == "negative":
            return f"-{self.text(args[0], names, SIGN)}", SIGN
        listed = ", ".join(self.text(arg, names) for arg in args)
        if head in _definitions():
            self.heads.add(head)
            return f"{head}({listed})", ATOM
        if not callable(getattr(np, head, None)):
            raise NoCode(f"There is no NumPy code for '{head}'.")
        return f"np.{head}({listed})", ATOM


def product(left: Expr, right: Expr) -> Expr:
    """A product, without factors of 1 and with −1 as a sign."""
    if right.head == "number" and abs(right.args[0]) == 1:
        return left if right.args[0] > 0 else Expr("negative", (left,))
    return Expr("multiply", (left, right))


FOLDS: Mapping[str, Any] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "negative": operator.neg,
    "less": operator.lt,
    "less_equal": operator.le,
    "greater": operator.gt,
    "greater_equal": operator.ge,
    "equal": operator.eq,
    "not_equal": operator.ne,
}
"""What is worked out where all arguments are numbers of the program."""


def folded(tree: Expr, numbers: Mapping[str, float]) -> Expr:
    """A rule in which some symbols are numbers, with what follows from them worked out: 2 · e^(2 − 1) is 2 · e."""
    head, args = tree.head, tree.args
    if head == "symbol":
        return Expr("number", (numbers[args[0]],)) if args[0] in numbers else tree
    if head in {"number", "static"}:
        return tree
    parts = [folded(arg, numbers) for arg in args]
    plain = [part.args[0] for part in parts if part.head == "number"]
    if head in FOLDS and len(plain) == len(parts):
        return Expr("number", (float(FOLDS[head](*plain)),))
    if head == "where" and parts[0].head == "number":
        return parts[1] if plain[0] else parts[2]
    if head == "power" and parts[1].head == "number" and plain[-1] == 1:
        return parts[0]
    return Expr(head, tuple(parts))


def local_rule(op: Op, slot: int, arity: int, attrs: Mapping[str, Any]) -> Expr:
    """The local gradient of an elementwise op as a tree over y and the operands x0, x1 and so on."""
    names = [f"x{i}" for i in range(arity)]
    order = [names[slot], *names[:slot], *names[slot + 1 :]] if op.variadic else names
    tree = trace(op.slot_rule(op.partials or (), slot), "y", *order, **attrs)
    # That 0/0 has no slope need not stand around every 1/b: its value is NaN in the reader's own lines.
    return tree.args[2] if op.name == "div" and tree.head == "where" else tree


def pulled(op: Op, slot: int, arity: int, attrs: Mapping[str, Any]) -> Expr:
    """What another op hands back as a tree over g, y and the operands x0, x1 and so on."""
    names = [f"x{i}" for i in range(arity)]
    rule: Rule = op.slot_rule(op.pull or (), slot)
    if op.variadic:
        g, y, *rest = map(symbol, ("g", "y", *names))
        answer: Expr = rule(g, y, slot, *rest, **attrs)
        return answer
    return trace(rule, "g", "y", *names, **attrs)


def _leaf(head: str, value: Any, names: Mapping[str, str]) -> Text:
    """A symbol by its name, a number, or a fixed attribute."""
    if head == "number":
        return number(value), SIGN if math.copysign(1, value) < 0 else ATOM
    return (names[value] if head == "symbol" else _static(value)), ATOM


def _static(value: Any) -> str:
    """A fixed attribute: integers, truth values, None, and tuples and slices of them."""
    if isinstance(value, tuple):
        return f"({', '.join(map(_static, value))}{',' * (len(value) == 1)})"
    if isinstance(value, slice):
        return f"slice({_static(value.start)}, {_static(value.stop)}, {_static(value.step)})"
    if value is None or isinstance(value, bool | int):
        return repr(value)
    return number(float(value))


# The source of primitives ----------------------------------------------------------------------------------------


def _definitions() -> Mapping[str, Rule]:
    """The array primitives that lines of code may call, by name."""
    return {
        name: getattr(function, "__wrapped__", function)
        for name, function in vars(prims).items()
        if inspect.isfunction(function) and function.__module__ == prims.__name__ and name != "primitive"
    }


def sources(heads: Iterable[str]) -> list[str]:
    """The source of these functions and of those that they call, in the order in which they are defined."""
    defined = _definitions()
    wanted: set[str] = set()
    waiting: Sequence[str] = [head for head in heads if head in defined]
    while waiting:
        wanted.update(waiting)
        words = {word for name in waiting for word in _called(_source(defined[name]))}
        waiting = [word for word in words if word in defined and word not in wanted]
    return [ast.unparse(_source(function)) for name, function in defined.items() if name in wanted]


def _called(definition: ast.FunctionDef) -> set[str]:
    """The names of the functions that a function calls."""
    calls = (each.func for each in ast.walk(definition) if isinstance(each, ast.Call))
    return {called.id for called in calls if isinstance(called, ast.Name)}


def _source(function: Rule) -> ast.FunctionDef:
    """A function as one writes it, without its decorator and its annotations."""
    definition = ast.parse(inspect.getsource(function)).body[0]
    if not isinstance(definition, ast.FunctionDef):
        raise TypeError("a primitive is a function")
    definition.decorator_list.clear()
    definition.returns = None
    for argument in [*definition.args.args, *filter(None, [definition.args.vararg])]:
        argument.annotation = None
    return definition
