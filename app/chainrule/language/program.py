"""A program that has been read: its graph, its inputs, and what is to be said about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chainrule.engine.graph import Graph
from chainrule.errors import ChainruleError, LimitError, ProgramError, ValueProblem
from chainrule.language.limits import Limits
from chainrule.language.messages import SENTENCES
from chainrule.language.names import suggestion
from chainrule.language.span import Span, quote, where
from chainrule.language.values import pointer, read_value

HOLE = re.compile(r"\{(\d*)\}")
"""What stands for an operand, or for the whole expression, in the sentence of a shape error."""
SHOWN = 40
APART, TOGETHER = 2, 8
"""So many inputs without values have a notice each; of more, so many are named in one."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that people should know about their program; ``name`` is the input that it is about, if any.

    ``alike`` are notices that say of their name what others say of theirs.
    """

    span: Span
    detail: str
    name: str | None = None
    alike: bool = False


@dataclass(frozen=True, slots=True)
class Program:
    """A program as a graph whose output is the last statement.

    ``inputs`` gives the node of every input by name, ``defaults`` the names among them that the program uses without
    a value (they are 1 unless a value is given), ``names`` the last node of every name.
    """

    text: str
    graph: Graph
    inputs: Mapping[str, int]
    defaults: tuple[str, ...] = ()
    names: Mapping[str, int] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    limits: Limits = field(default_factory=Limits)

    def bind(self, inputs: Mapping[str, Any] | None = None, output: str | None = None) -> Graph:
        """Return the graph with values for inputs, and with another output (a name, or the id of a node)."""
        graph = self.graph
        if not inputs and output is None:
            return graph
        literals = list(graph.literals)
        for name, given in (inputs or {}).items():
            node = self.inputs.get(name)
            if node is None:
                raise self._no_input(name)
            literals[node] = read_value(name, given, self.limits)
        return replace(graph, literals=literals, output=graph.output if output is None else self._output(output))

    def nodes(self, names: Sequence[str], place: str) -> list[int]:
        """Return the nodes that names (last versions, or ids) stand for, which are listed at ``place`` of a request."""
        known = {name: node for node, name in enumerate(self.graph.ids)} | dict(self.names)
        for at, name in enumerate(names):
            if name not in known:
                detail = f"The program has no node {quote(name)}.{self._hint(name)}"
                raise ValueProblem(detail, code="unknown-node", pointer=f"{place}/{at}")
        return [known[name] for name in names]

    def warnings(self, inputs: Iterable[str] = ()) -> list[Notice]:
        """Return the notices that remain when values are given for ``inputs``."""
        given = set(inputs)
        left = [notice for notice in self.notices if notice.name is None or notice.name not in given]
        alike = [notice for notice in left if notice.alike]
        if len(alike) <= APART:
            return left
        return [self._together(alike) if notice is alike[0] else notice for notice in left if notice not in alike[1:]]

    def _together(self, alike: Sequence[Notice]) -> Notice:
        """Return one notice for many, at the place of the first."""
        names = [quote(notice.name or "") for notice in alike[:TOGETHER]]
        last = f"{len(alike) - TOGETHER} more" if len(alike) > TOGETHER else names.pop()
        span = alike[0].span
        sentence = SENTENCES["default-names"][1]
        return Notice(span, sentence.format(names=f"{', '.join(names)} and {last}", where=where(self.text, span)))

    def locate(self, error: ChainruleError) -> ChainruleError:
        """Return an error about a node as one about the text, with the texts of its operands in the sentence."""
        node = error.node
        if node is None:
            return error
        span = self.graph.spans[node]
        detail = HOLE.sub(lambda hole: self._part(node, hole[1]), error.detail)
        kind = LimitError if isinstance(error, LimitError) else ProgramError
        located = kind(detail, code=error.code, span=span, node=node)
        located.related = tuple(map(self.locate, error.related))
        return located

    def _part(self, node: int, slot: str) -> str:
        """Return the text of an operand of ``node``, or of the node itself."""
        if not slot:
            return self._text(self.graph.spans[node])
        operands = self.graph.operands[node]
        if int(slot) >= len(operands):
            return f"operand {slot}"
        operand = operands[int(slot)]
        start, end = self.graph.spans[operand]
        whole = self.graph.spans[node]
        inside = whole[0] <= start and end <= whole[1]
        return self._text((start, end)) if inside or not self.graph.labels[operand] else self.graph.labels[operand]

    def _text(self, span: Span) -> str:
        """Return a piece of the program as it may stand in a sentence."""
        return quote(self.text[slice(*span)], SHOWN)[1:-1]

    def _output(self, output: str) -> int:
        """Return the node that ``output`` names."""
        if output in self.names:
            return self.names[output]
        if output in self.graph.ids:
            return list(self.graph.ids).index(output)
        detail = f"The program has no node {quote(output)} that could be its output.{self._hint(output)}"
        raise ValueProblem(detail, code="unknown-output", pointer="/output")

    def _hint(self, name: str) -> str:
        """Return the proposal of a name that is like one that there is not."""
        meant = suggestion(name, self.names)
        return f" Did you mean '{meant}'?" if meant in self.names else ""

    def _no_input(self, name: str) -> ValueProblem:
        """Return the error about a value for a name that is no input."""
        meant = suggestion(name, self.inputs)
        if name in self.names:
            hint = " The program computes it."
        elif meant in self.inputs:
            hint = f" Did you mean '{meant}'?"
        else:
            hint = ""
        detail = f"The program has no input {quote(name)}.{hint}"
        return ValueProblem(detail, code="unknown-input", pointer=pointer("inputs", name))
