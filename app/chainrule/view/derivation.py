"""The derivation in LaTeX: every value, then the chain rule for every node, with the numbers put in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from chainrule.engine.graph import Graph
from chainrule.engine.passes import Run
from chainrule.engine.paths import open_edges
from chainrule.engine.trace import columns, levels
from chainrule.view import tikz
from chainrule.view.formulas import node_local, node_numbers, node_value
from chainrule.view.latex import latex
from chainrule.view.notation import MINUS, binding, fenced
from chainrule.view.picture.scene import Scene
from chainrule.view.picture.values import from_wire
from chainrule.view.primitives import PRODUCT

TERMS = 4
"""Contributions to one gradient that are written out."""
LONGEST = 200
"""Nodes that a derivation spells out."""
MATRIX, ENTRIES = 2, 36
"""The axes of a matrix, and the entries of one that is written in full."""
SIGNS = str.maketrans({MINUS: "-", "×": r"$\times$", "∞": r"$\infty$"})

Edge = tuple[int, int]
"""A consumer and its slot."""


def derivation(run: Run) -> str:
    """The whole derivation as two displays, ``align*``; they need the package amsmath."""
    graph, order = run.graph, columns(levels(run.graph))
    nodes = [i for column in order for i in column if graph.operands[i] or graph.labels[i]][:LONGEST]
    forward = [_value(run, i) for i in sorted(nodes)]
    shown, edges = set(nodes), open_edges(graph)
    backward = [_gradient(run, i, edges[i]) for column in reversed(order) for i in column if i in shown]
    return _display(forward) + _display([line for line in backward if line])


def document(run: Run, scene: Scene, step: int | None = None) -> str:
    """A LaTeX document with the picture after a step and the derivation."""
    head = [r"\documentclass{article}", r"\usepackage{amsmath}", r"\usepackage{tikz}"]
    head += [rf"\usetikzlibrary{{{tikz.LIBRARIES}}}", r"\allowdisplaybreaks", r"\begin{document}", r"\noindent"]
    return "\n".join([*head, tikz.tikz(scene, step), derivation(run), r"\end{document}", ""])


def _display(lines: Sequence[str]) -> str:
    """Lines of equations; signs that arrays in formulas have brought with them are TeX's own."""
    joined = " \\\\\n".join(f"  {line}".translate(SIGNS) for line in lines)
    return f"\\begin{{align*}}\n{joined}\n\\end{{align*}}\n" if lines else ""


def _name(graph: Graph, node: int) -> str:
    """A node by its name, an intermediate result by v and its number."""
    return tikz.variable(f"v{graph.ids[node][1:]}" if graph.ids[node].startswith(":") else graph.ids[node])


def _number(value: object) -> str:
    """A value: a number, a small matrix in full, a short vector, or the shape of an array."""
    array = np.asarray(value, dtype=np.float64)
    if array.ndim == MATRIX and 0 < array.size <= ENTRIES:
        rows = [" & ".join(map(tikz.number, row)) for row in array.tolist()]
        return " ".join([r"\begin{pmatrix}", r" \\ ".join(rows), r"\end{pmatrix}"])
    return tikz.number(from_wire(array.tolist()))


def _value(run: Run, node: int) -> str:
    """Q = x + y = −2 + 5 = 3."""
    graph = run.graph
    parts = [_name(graph, node)]
    if graph.operands[node] and _named(graph, node):
        parts.append(latex(node_value(graph, node)))
        if not run.shapes[node] and not any(run.shapes[i] for i in graph.operands[node]):
            parts.append(latex(node_numbers(run, node)))
    return f"{parts[0]} &= " + " = ".join([*parts[1:], _number(run.values[node])])


def _named(graph: Graph, node: int) -> bool:
    """Whether all names that a formula of the node would show are names of the language."""
    met, stack = set[int](), [node]
    while stack:
        i = stack.pop()
        if i not in met:
            met.add(i)
            if graph.labels[i] and not tikz.SAFE.fullmatch(graph.ids[i]):
                return False
            stack += graph.operands[i] if i == node or not graph.labels[i] else ()
    return True


def _gradient(run: Run, node: int, edges: Sequence[Edge]) -> str:
    """∂f/∂x = ∂f/∂q · ∂q/∂x = −4 · 1 = −4; with several consumers the sum."""
    graph, gradient = run.graph, run.gradients[node]
    if gradient is None:
        return ""
    out = _name(graph, graph.output)
    left = f"{_partial(out, _name(graph, node))} &= "
    if node == graph.output:
        return left + _number(gradient)
    shown, cut = edges[:TERMS], len(edges) > TERMS
    steps = [_summed([_chained(run, node, edge) for edge in shown], cut=cut)]
    if len(edges) == 1:
        steps.append(_chained(run, node, edges[0], spelt=True))
    steps.append(_summed([_multiplied(run, edge) for edge in shown], cut=cut))
    steps.append(_number(gradient))
    return left + " = ".join(each for i, each in enumerate(steps) if each and each not in steps[:i])


def _summed(terms: Sequence[str], *, cut: bool) -> str:
    """Terms with plus signs between them, and dots where there are more; nothing if one of them cannot be written."""
    return " + ".join([*terms, *[r"\dots"] * cut]) if all(terms) else ""


def _partial(over: str, under: str) -> str:
    return rf"\frac{{\partial {over}}}{{\partial {under}}}"


def _begins(run: Run, consumer: int) -> bool:
    """Whether the upstream gradient of a node is the 1 that the pass begins with, which nobody writes."""
    return consumer == run.graph.output and bool(np.all(run.seed == 1))


def _chained(run: Run, node: int, edge: Edge, *, spelt: bool = False) -> str:
    """Upstream · local in symbols; ``spelt`` has the local gradient's own formula, and so has one step to the end.

    Arrays are multiplied entry by entry, and the products of an operand that was stretched add up. Matrices stand on
    the side where they multiply.
    """
    graph, (consumer, slot) = run.graph, edge
    formula = node_local(graph, consumer, slot) if _named(graph, consumer) else None
    spelt = spelt or (formula is not None and graph.operands[consumer].count(node) > 1)
    upstream = _partial(_name(graph, graph.output), _name(graph, consumer))
    if _begins(run, consumer):
        return "" if formula is None else _collected(run, edge, latex(formula))
    if not spelt:
        local = _partial(_name(graph, consumer), _name(graph, node))
        return _collected(run, edge, rf"{upstream} {_times(run, edge)} {local}")
    if formula is None:
        return _beside(run, edge, upstream)
    local = latex(formula if binding(formula) >= PRODUCT else fenced(formula))
    return _collected(run, edge, rf"{upstream} {_times(run, edge)} {local}")


def _local(run: Run, edge: Edge) -> Any:
    """The numbers of a local gradient; None for ops of arrays."""
    consumer, slot = edge
    local = run.local[consumer]
    return None if local is None else local[slot]


def _times(run: Run, edge: Edge) -> str:
    local = _local(run, edge)
    return r"\cdot" if local is None or not np.shape(local) else r"\odot"


def _collected(run: Run, edge: Edge, product: str) -> str:
    """A product, with a sum before it where the operand was stretched over the entries of the result."""
    (consumer, slot), local = edge, _local(run, edge)
    stretched = local is not None and np.shape(local) != run.shapes[run.graph.operands[consumer][slot]]
    return rf"\sum {product}" if stretched else product


def _beside(run: Run, edge: Edge, upstream: str) -> str:
    """Upstream and the matrix that an op of arrays multiplies it by, the two in order; nothing for other ops."""
    graph, (consumer, slot) = run.graph, edge
    op, operands = graph.ops[consumer], graph.operands[consumer]
    shapes = [run.shapes[source] for source in operands]
    if op.factor is None or max(map(len, shapes)) > MATRIX:
        return ""
    other, _ = op.factor(slot, *(run.values[source] for source in operands), **(graph.attrs[consumer] or {}))
    factor = _name(graph, operands[other])
    if op.name == "outer" and slot == 1:
        return rf"\left( {upstream} \right)^{{\top}} \cdot {factor}"
    if not run.shapes[consumer] or op.name == "outer":
        return rf"{upstream} \cdot {factor}"
    return rf"{upstream} \cdot {factor}^{{\top}}" if slot == 0 else rf"{factor}^{{\top}} \cdot {upstream}"


def _multiplied(run: Run, edge: Edge) -> str:
    """Upstream · local in numbers; nothing for arrays."""
    (consumer, slot), local = edge, run.local[edge[0]]
    if local is None or local[slot] is None or run.shapes[consumer]:
        return ""
    if _begins(run, consumer):
        return _number(local[slot])
    return rf"{_factor(run.gradients[consumer])} \cdot {_factor(local[slot])}"


def _factor(value: object) -> str:
    shown = _number(value)
    return f"({shown})" if shown.startswith("-") else shown
