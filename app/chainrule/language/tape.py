"""The tape: the nodes of a program as they are read, and their names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, count
from typing import Any, overload

from chainrule.engine.graph import Graph
from chainrule.engine.op import Op
from chainrule.engine.ops import OPS
from chainrule.language.faults import Fault
from chainrule.language.limits import Limits
from chainrule.language.span import Span
from chainrule.language.tokens import Places

INPUT, CONST, IDENTITY, NEG = (OPS[name] for name in ("input", "const", "identity", "neg"))
NUMBERED = tuple(f":{k}" for k in range(1, 20_001))
"""The ids of intermediate results, made once."""


class Spans(Sequence[Span]):
    """Where the nodes of a graph stand in the text; worked out for those that are asked for."""

    __slots__ = ("_firsts", "_lasts", "_places")

    def __init__(self, places: Places, firsts: Sequence[int], lasts: Sequence[int]) -> None:
        self._places = places
        self._firsts = firsts
        self._lasts = lasts

    def __len__(self) -> int:
        return len(self._firsts)

    @overload
    def __getitem__(self, index: int) -> Span: ...
    @overload
    def __getitem__(self, index: slice) -> list[Span]: ...
    def __getitem__(self, index: int | slice) -> Span | list[Span]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return self._places.span(self._firsts[index], self._lasts[index])


class Tape:
    """The growing lists of a graph; the parser adds to them directly.

    Node k has the op ``ops[k]`` and the operands ``operands[k]``, and reaches from token ``firsts[k]`` to token
    ``lasts[k]``. ``literals`` and ``attrs`` hold what only some nodes have.

    ``env`` gives the node that a name stands for now; ``named`` the ids of nodes that have a name, ``labels`` the
    names that differ from the ids. ``defaults`` are the names that were used without a value, with the token of
    their first use; ``constants`` the same for pi, e and tau. ``late`` are the defaults of this statement that came
    after other nodes of it.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.ops: list[Op] = []
        self.operands: list[tuple[int, ...]] = []
        self.firsts: list[int] = []
        self.lasts: list[int] = []
        self.env: dict[str, int] = {}
        self.literals: dict[int, Any] = {}
        self.attrs: dict[int, dict[str, Any]] = {}
        self.named: dict[int, str] = {}
        self.labels: dict[int, str] = {}
        self.versions: dict[str, int] = {}
        self.defaults: dict[str, int] = {}
        self.constants: dict[str, int] = {}
        self.late: list[int] = []

    def add(self, op: Op, operands: tuple[int, ...], first: int, last: int, attrs: dict[str, Any] | None = None) -> int:
        """Add a node and return its index."""
        x = len(self.ops)
        self.ops.append(op)
        self.operands.append(operands)
        self.firsts.append(first)
        self.lasts.append(last)
        if attrs:
            self.attrs[x] = attrs
        return x

    def constant(self, value: Any, first: int, last: int, label: str = "") -> int:
        """Add a ``const`` node."""
        x = self.add(CONST, (), first, last)
        self.literals[x] = value
        if label:
            self.labels[x] = label
        return x

    def default(self, name: str, at: int, start: int) -> int:
        """Add an input for a name that has no value so far; ``start`` is the first node of the statement."""
        x = self.add(INPUT, (), at, at)
        self.literals[x] = 1.0
        self.named[x] = name
        self.env[name] = x
        self.defaults[name] = at
        if self.late or (x > start and self.ops[x - 1] is not INPUT):
            self.late.append(x)
        return x

    def forget(self, name: str, at: int) -> None:
        """Take the default of a word back that stood at token ``at`` and was no name after all."""
        if self.defaults.get(name) == at:
            del self.defaults[name]
            x = self.env.pop(name)
            self.named.pop(x)
            self.cut(x)

    def cut(self, n: int) -> None:
        """Take all nodes from ``n`` on away again; they are literals, or have no consumers."""
        for k in range(n, len(self.ops)):
            self.literals.pop(k, None)
        del self.ops[n:], self.operands[n:], self.firsts[n:], self.lasts[n:]

    def literal(self, x: int, start: int = 0) -> Any:
        """Return the value of node ``x`` if it is a literal that nobody else uses (``-2`` is one), else None."""
        if x < start or x != len(self.ops) - 1 or x in self.labels:
            return None
        if self.ops[x] is CONST:
            return self.literals[x]
        if self.ops[x] is NEG and x > start and self.ops[x - 1] is CONST and x - 1 not in self.labels:
            return -self.literals[x - 1] if self.operands[x] == (x - 1,) else None
        return None

    def take(self, x: int) -> None:
        """Take the literal at the end of the tape away again."""
        self.cut(x if self.ops[x] is CONST else x - 1)

    def bind(self, name: str, x: int, start: int, first: int, last: int) -> int:
        """Give the value of a statement, node ``x``, the name that it is assigned to; return the node named.

        ``start`` is the first node of the statement, ``first`` and ``last`` are the tokens of the value.
        """
        x = self.settle(start, x)
        used = self.defaults.pop(name, None)
        if used is None and name not in self.env:
            used = self.constants.pop(name, None)
        if used is not None:
            code = "use-before-assignment" if used < first else "self-assignment"
            raise Fault(code, used, part=name, name=name, until=first)
        if x < start or x in self.named:
            return self.name(name, self.add(IDENTITY, (x,), first, last))
        value = self._alone(x, start)
        if value is not None:
            self.take(x)
            x = self.add(INPUT, (), first, last)
            self.literals[x] = value
            self.labels.pop(x, None)
        return self.name(name, x)

    def name(self, name: str, x: int) -> int:
        """Name node ``x``: ``c`` the first time, then ``c.2``, ``c.3`` and so on."""
        if name in self.env:
            version = self.versions[name] = self.versions.get(name, 1) + 1
            self.named[x] = f"{name}.{version}"
            self.labels[x] = name
        else:
            self.named[x] = name
        self.env[name] = x
        return x

    def _alone(self, x: int, start: int) -> Any:
        """Return the literal that makes up a whole statement, else None."""
        if len(self.ops) == start + 1 and self.ops[x] is CONST:
            return self.literals[x]
        return self.literal(x, start) if len(self.ops) == start + 2 else None

    def settle(self, start: int, x: int) -> int:
        """Put the defaults of a statement before its other nodes, and return where ``x`` is now."""
        if not self.late:
            return x
        n = len(self.ops)
        inputs = [k for k in range(start, n) if self.ops[k] is INPUT]
        order = inputs + [k for k in range(start, n) if self.ops[k] is not INPUT]
        moved = {old: new for new, old in enumerate(order, start)}
        self.operands[start:] = [tuple(moved.get(x, x) for x in self.operands[k]) for k in order]
        self.ops[start:] = [self.ops[k] for k in order]
        self.firsts[start:] = [self.firsts[k] for k in order]
        self.lasts[start:] = [self.lasts[k] for k in order]
        for table in (self.literals, self.attrs, self.named, self.labels):
            _rekey(table, moved)
        for name in [self.named[moved[k]] for k in self.late]:
            self.env[name] = moved[self.env[name]]
        self.late.clear()
        return moved.get(x, x)

    def graph(self, output: int, places: Places) -> Graph:
        """Return the finished graph."""
        n = len(self.ops)
        ids = _spread(n, self.named, None)
        numbers = chain(NUMBERED, (f":{k}" for k in count(len(NUMBERED) + 1)))
        labels = _spread(n, self.named, "")
        for k, label in self.labels.items():
            labels[k] = label
        return Graph(
            ops=self.ops,
            operands=self.operands,
            attrs=_spread(n, self.attrs, None),
            ids=[next(numbers) if name is None else name for name in ids],
            labels=labels,
            literals=_spread(n, self.literals, None),
            output=output,
            spans=Spans(places, self.firsts, self.lasts),
        )


def _spread(n: int, table: dict[int, Any], missing: Any) -> list[Any]:
    """Return a list of n entries: those of ``table``, and ``missing`` elsewhere."""
    entries = [missing] * n
    for k, value in table.items():
        entries[k] = value
    return entries


def _rekey(table: dict[int, Any], moved: dict[int, int]) -> None:
    """Move the entries of ``table`` to the new indices of their nodes."""
    found = {moved[k]: table.pop(k) for k in moved if k in table}
    table.update(found)
