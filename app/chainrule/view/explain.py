"""Explanations: a headline and a sentence for every step, from the op's own words and the numbers of the run.

All templates stand in ``TEMPLATES``; what is filled in are names, formulas and short numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from chainrule.engine.graph import blocked
from chainrule.engine.passes import Run
from chainrule.engine.trace import Step, local_gradient
from chainrule.view.formulas import node_numbers, node_value
from chainrule.view.numbers import MINUS, brief
from chainrule.view.plain import plain

TEMPLATES: Mapping[str, str] = {
    "input": "{name} is an input",
    "input_value": "Its value is {value}.",
    "leaf": "A number of the program",
    "leaf_value": "The constant {value} is a node like any other.",
    "computed": "{name} is computed",
    "equation": "{equation}.",
    "kept_one": "Its local gradient, {locals}, is kept for the way back.",
    "kept_several": "Its local gradients, {locals}, are kept for the way back.",
    "local_for": "{local} for {name}",
    "seeded": "The backward pass starts with {seed}",
    "seed_one": "{name} changes exactly as much as {name} does, so ∂{name}/∂{name} = 1.",
    "seed_other": "The gradient {seed} is put on {name}.",
    "hands_back": "{op} hands its gradient back",
    "handed": "The local gradient of {equation} for {to} is {local}, so the upstream {upstream} reaches {to} as "
    "{upstream} × {factor} = {result}.",
    "handed_array": "{equation} hands back to {to}: {result}. {rule}",
    "shut": "Times 0, nothing gets through.",
    "contribution": "It is contribution {got} of {all} to the gradient of {to}.",
    "used": "{name} is used {times}, so its gradients add up",
    "sum": "Every use of {name} changes the output: {sum} = {total}.",
    "array": "an array of shape {shape}",
}
TIMES = {2: "twice", 3: "three times"}
LISTED = 4


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of the equation beside a sentence; ``kind`` is value, gradient, local or sign, ``caption`` what it is."""

    kind: str
    text: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a step means: a bold line, one or more sentences, and the numbers as an equation."""

    headline: str
    sentence: str
    terms: tuple[Term, ...] = ()


EQUALS, TIMES_SIGN, PLUS = Term("sign", "="), Term("sign", "×"), Term("sign", "+")


def explain(run: Run, step: Step) -> Explanation:
    """The explanation of a step of a run."""
    if step.phase == "backward":
        return _handed(run, step.node, step.input or 0)
    return {"forward": _computed, "seed": _seeded, "sum": _summed}[step.phase](run, step.node)


def said(template: str, **words: Any) -> str:
    """A template with its words."""
    return TEMPLATES[template].format(**words)


def listed(names: Sequence[str]) -> str:
    """Names in a row: a, b and c."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def name_of(run: Run, node: int) -> str:
    """What to call a node: its name, its number, else what it computes."""
    graph = run.graph
    if graph.labels[node]:
        return graph.labels[node]
    return plain(node_value(graph, node)) if graph.operands[node] else brief(run.values[node])


def _equation(run: Run, node: int) -> str:
    """A node as name = formula, or its formula alone."""
    formula = plain(node_value(run.graph, node))
    label = run.graph.labels[node]
    return f"{label} = {formula}" if label else formula


def _computed(run: Run, node: int) -> Explanation:
    graph, value = run.graph, run.values[node]
    name, number = graph.labels[node], brief(value)
    if not graph.operands[node]:
        kind = "input" if name else "leaf"
        terms = (Term("value", number, name),) if name else ()
        return Explanation(said(kind, name=name), said(f"{kind}_value", value=number), terms)
    parts = [_equation(run, node)]
    if not any(run.shapes[source] for source in graph.operands[node]):
        parts.append(plain(node_numbers(run, node)))
    result = said("array", shape="×".join(map(str, value.shape))) if run.shapes[node] else number
    shown = [part for i, part in enumerate(parts) if part not in parts[:i]]
    sentences = [said("equation", equation=" = ".join([*shown, result])), _kept(run, node)]
    headline = said("computed", name=name or plain(node_value(graph, node)))
    return Explanation(headline, " ".join(filter(None, sentences)), (Term("value", number, name),))


def _kept(run: Run, node: int) -> str:
    """What is kept for the way back, where it is a few numbers."""
    local = run.local[node] or ()
    pairs = zip(run.graph.operands[node], local, strict=False)
    found = [
        said("local_for", local=brief(d), name=name_of(run, source)) for source, d in pairs if d.__class__ is float
    ]
    if not 0 < len(found) <= LISTED:
        return ""
    return said("kept_one" if len(found) == 1 else "kept_several", locals=listed(found))


def _seeded(run: Run, node: int) -> Explanation:
    name, seed = name_of(run, node), brief(run.seed)
    sentence = said("seed_one", name=name) if seed == "1" else said("seed_other", name=name, seed=seed)
    return Explanation(said("seeded", seed=seed), sentence, (Term("gradient", seed, "seed"),))


def _handed(run: Run, node: int, slot: int) -> Explanation:
    source = run.graph.operands[node][slot]
    op = run.graph.ops[node]
    upstream, local = run.gradients[node], local_gradient(run, node, slot)
    to, result = name_of(run, source), (run.propagated[node] or ())[slot]
    words = {"equation": _equation(run, node), "to": to, "upstream": brief(upstream), "result": brief(result)}
    if isinstance(local, dict):
        sentences, factor = [said("handed_array", **words, rule=local["rule"])], local["kind"]
    else:
        factor = brief(local)
        sentences = [said("handed", **words, local=factor, factor=_operand(factor))]
        if not np.any(local) and np.any(upstream):
            sentences.append(said("shut"))
    contributions = _contributions(run, source)
    if len(contributions) > 1:
        got = contributions.index((node, slot)) + 1
        sentences.append(said("contribution", got=got, all=len(contributions), to=to))
    terms = (
        Term("gradient", brief(upstream), "upstream"),
        TIMES_SIGN,
        Term("local", factor, "local"),
        EQUALS,
        Term("gradient", brief(result), f"to {to}"),
    )
    return Explanation(op.headline or said("hands_back", op=op.name), " ".join(sentences), terms)


def _summed(run: Run, node: int) -> Explanation:
    name, total = name_of(run, node), brief(run.gradients[node])
    parts = [brief((run.propagated[consumer] or ())[slot]) for consumer, slot in _contributions(run, node)]
    shown = [parts[0], *map(_operand, parts[1:])]
    times = TIMES.get(len(parts), f"{len(parts)} times")
    terms = [each for part in parts for each in (PLUS, Term("gradient", part))][1:]
    return Explanation(
        said("used", name=name, times=times),
        said("sum", name=name, sum=" + ".join(shown), total=total),
        (*terms, EQUALS, Term("gradient", total, name)),
    )


def _operand(number: str) -> str:
    """A number behind another sign: a negative one in parentheses."""
    return f"({number})" if number.startswith(MINUS) else number


def _contributions(run: Run, node: int) -> list[tuple[int, int]]:
    """The edges that hand a gradient back to a node, in the order of summation."""
    masks = blocked(run.graph)
    return [
        (consumer, slot)
        for consumer, operands in enumerate(run.graph.operands)
        if node in operands and run.gradients[consumer] is not None
        for slot, source in enumerate(operands)
        if source == node and not masks[consumer] >> slot & 1
    ]
