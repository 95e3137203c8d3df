"""Rules as JavaScript: expression trees of our own op records, printed as arrow functions.

A rule of numbers becomes plain arithmetic over ``Math`` and ``special.js``. A rule of arrays becomes calls of the array
primitives; its parts that work entry by entry become the function of one ``map``. What is used twice gets a name.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable
from typing import Any

from chainrule.engine.symbolic import Expr
from chainrule.view.primitives import ATOM, CHOICE, PRIMITIVES, SIGN

LEAVES = {"symbol", "number", "static"}
REST = "..."
"""A symbol that begins like this stands for all further arguments."""
FOLDS = {"add", "multiply", "maximum", "minimum"}
"""What rules of ops with any number of inputs reduce with."""
INNER = "pqrstuvw"
"""Names of the arguments in a function for ``map``."""

Term = tuple[str, int]
"""JavaScript, and how tightly it binds."""


def arrow(tree: Expr, parameters: str, arrays: Iterable[str] | None = None) -> str:
    """An arrow function with these ``parameters`` that returns ``tree``.

    ``arrays`` names the symbols that may be arrays; without it everything is a number.
    """
    statements, result = body(tree, arrays)
    if not statements:
        return f"({parameters}) => {result}"
    return f"({parameters}) => {{ {' '.join(statements)} return {result} }}"


def body(tree: Expr, arrays: Iterable[str] | None = None) -> tuple[list[str], str]:
    """The statements that name what ``tree`` uses more than once, and the expression that it is then."""
    printer = _Printer(tree, None if arrays is None else frozenset(arrays))
    return printer.statements(), printer.text(printer.root, CHOICE)


def number(value: float) -> str:
    """A number as JavaScript."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else repr(value)  # noqa: PLR2004 -- in full


def camel(name: str) -> str:
    """A Python name as JavaScript's."""
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


def called(tree: Expr) -> set[str]:
    """The primitives, by their Python names, that a tree consists of."""
    inner = tree.args if tree.head not in LEAVES else ()
    return {tree.head}.union(*(called(arg) for arg in inner)) - LEAVES


class _Printer:
    """One tree in which equal parts are one, numbered so that arguments come before what uses them."""

    def __init__(self, tree: Expr, arrays: frozenset[str] | None) -> None:
        self.arrays = arrays
        self.heads: list[str] = []
        self.args: list[tuple[Any, ...]] = []
        self._numbers: dict[tuple[str, tuple[Any, ...]], int] = {}
        self.root = self._number(tree)
        self.named = self._used_again()

    def _number(self, tree: Expr) -> int:
        leaf = tree.head in LEAVES
        # repr tells −0 from 0 and True from 1
        key = (tree.head, tuple(map(repr, tree.args)) if leaf else tuple(map(self._number, tree.args)))
        if key not in self._numbers:
            self._numbers[key] = len(self.heads)
            self.heads.append(tree.head)
            self.args.append(tree.args if leaf else key[1])
        return self._numbers[key]

    def _used_again(self) -> set[int]:
        """Parts that the text would hold more than once; not those about each further argument on its own."""
        uses = Counter[int]()
        for head, args in zip(self.heads, self.args, strict=True):
            for slot, arg in enumerate(args if head not in LEAVES else ()):
                uses[arg] += PRIMITIVES[head].javascript.template.count(f"{{{slot}}}") if head in PRIMITIVES else 1
        return {i for i, n in uses.items() if n > 1 and self.heads[i] not in LEAVES and not self._is_about_each(i)}

    def _is_about_each(self, i: int) -> bool:
        """Whether part i has a value for each further argument, and not one for all together."""
        head, args = self.heads[i], self.args[i]
        if head in LEAVES:
            return head == "symbol" and args[0].startswith(REST)
        return not self._is_fold(i) and any(map(self._is_about_each, args))

    def _is_fold(self, i: int) -> bool:
        """Whether part i takes one value and those for each further argument together, as a sum does."""
        head, args = self.heads[i], self.args[i]
        return head in FOLDS and self._is_about_each(args[1]) and not self._is_about_each(args[0])

    def statements(self) -> list[str]:
        """Constants for what is used more than once."""
        return [f"const t{i} = {self._written(i)[0]};" for i in sorted(self.named)]

    def text(self, i: int, need: int) -> str:
        """Part i where something of at least this binding is needed."""
        text, binds = (f"t{i}", ATOM) if i in self.named else self._written(i)
        return text if binds >= need else f"({text})"

    def _written(self, i: int) -> Term:
        head, args = self.heads[i], self.args[i]
        if head in LEAVES:
            return _leaf(head, args[0])
        if head not in PRIMITIVES:
            return f"{camel(head)}({', '.join(self.text(arg, CHOICE) for arg in args)})", ATOM
        return self._mapped(i) if self.arrays is not None else self._form(i, self.text)

    def _form(self, i: int, text: Any) -> Term:
        """A function of numbers, its arguments written by ``text``."""
        form, args = PRIMITIVES[self.heads[i]].javascript, self.args[i]
        if self._is_fold(i):
            return self._folded(i, text)
        needs = [form.needs[min(slot, len(form.needs) - 1)] for slot in range(len(args))]
        return form.template.format(*(text(arg, need) for arg, need in zip(args, needs, strict=True))), form.binds

    def _folded(self, i: int, text: Any) -> Term:
        """A function of two numbers, applied to the first argument and each further one in turn."""
        first, others = self.args[i]
        form = PRIMITIVES[self.heads[i]].javascript
        name = next(a[0] for h, a in zip(self.heads, self.args, strict=True) if h == "symbol" and a[0].startswith(REST))
        rest = name.removeprefix(REST)
        each = text(others, form.needs[-1]).replace(name, "each")
        step = form.template.format("all", each)
        return f"{rest}.reduce((all, each) => {step}, {text(first, CHOICE)})", ATOM

    def _mapped(self, root: int) -> Term:
        """The part with all that works entry by entry below it, as one function for ``map``."""
        given: list[int] = []

        def inner(i: int, need: int) -> str:
            if i == root or (self.heads[i] in PRIMITIVES and i not in self.named):
                text, binds = self._form(i, inner)
                return text if binds >= need else f"({text})"
            if self._is_plain(i):
                return self.text(i, need)
            if i not in given:
                given.append(i)
            return INNER[given.index(i)]

        result = inner(root, CHOICE)
        if not given:
            return result, CHOICE
        names = ", ".join(INNER[: len(given)])
        return f"map(({names}) => {result}, {', '.join(self.text(i, CHOICE) for i in given)})", ATOM

    def _is_plain(self, i: int) -> bool:
        """Whether part i is a number for sure, so that it need not be handed to ``map``."""
        head = self.heads[i]
        return head in {"number", "static"} or (head == "symbol" and self.args[i][0] not in (self.arrays or ()))


def _leaf(head: str, value: Any) -> Term:
    if head == "symbol":
        return str(value), ATOM
    if head == "static":
        return json.dumps(value), ATOM
    return number(value), SIGN if math.copysign(1, value) < 0 else ATOM
