"""What the tests of the language look at: a graph as lines of text, and the error of a wrong program."""

import numpy as np
import pytest

from chainrule.errors import ChainruleError
from chainrule.language import parse


def lines(text):
    """The graph of a program, one node a line: ``c = add(a, b)``, ``x = 2``, ``:1 = sum(x) axis=0``."""
    graph = parse(text).graph
    return [line(graph, node) for node in range(len(graph))]


def line(graph, node):
    op, literal = graph.ops[node].name, graph.literals[node]
    if literal is not None:
        value = np.asarray(literal).tolist() if np.ndim(literal) else f"{literal:g}"
        return f"{graph.ids[node]} = {value}" + (" const" if op == "const" else "")
    operands = ", ".join(graph.ids[operand] for operand in graph.operands[node])
    attrs = "".join(f" {name}={value}" for name, value in (graph.attrs[node] or {}).items())
    return f"{graph.ids[node]} = {op}({operands}){attrs}"


def last(text):
    """The last node of a program, as a line."""
    return lines(text)[-1]


def failure(text, limits=None):
    """The first error of a wrong program."""
    with pytest.raises(ChainruleError) as caught:
        parse(text) if limits is None else parse(text, limits)
    return caught.value


def offending(text):
    """The code of the first error, and the piece of text that it is about."""
    error = failure(text)
    return error.code, text[slice(*error.span)]


def same(one, other):
    """Whether two graphs are the same: ops, operands, attributes, ids, labels and literals."""
    pairs = zip(one.literals, other.literals, strict=True)
    return (
        list(one.ops) == list(other.ops)
        and list(one.operands) == list(other.operands)
        and [a or None for a in one.attrs] == [a or None for a in other.attrs]
        and list(one.ids) == list(other.ids)
        and list(one.labels) == list(other.labels)
        and all((a is None) == (b is None) and (a is None or np.array_equal(a, b)) for a, b in pairs)
    )
