"""Flags: where a derivative is a convention, and where a number stops being finite, in words.

Non-finite numbers are results, not failures. The node where one arises is flagged, not the nodes that only pass it
on, and the first of them carries ``first``. A clean graph of numbers pays two sums for all this.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from chainrule.engine.graph import consumers, node_mask
from chainrule.engine.op import Kink
from chainrule.engine.passes import Locals, Run

DIVISOR = {"div": 1, "mod": 1, "reciprocal": 0}  # the input that must not be 0
SIGNS = {"*": "×", "-": "−"}
NONE = "none"
LETTER = re.compile(r"\b[a-z]\b")
VERBS = (" is ", " are ", " equals ")
"""What tells a sentence, such as "several operands are the greatest", from a place, such as "x = 0"."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to know about a node: a ``kind``, a sentence, whether it is the first culprit, and in which phase."""

    kind: str
    """``kink``, ``overflow``, ``domain``, ``division`` or ``invalid``."""
    detail: str
    phase: str
    """``forward`` or ``backward``."""
    first: bool = False


def flags(run: Run) -> dict[int, list[Flag]]:
    """Return the flags of all nodes that have any, by node."""
    found: dict[int, list[Flag]] = defaultdict(list)
    for node, flag in _kinks(run):
        found[node].append(flag)
    if not _clean(run):
        for at, (node, flag) in enumerate(_culprits(run)):
            found[node].append(replace(flag, first=at == 0))
    return dict(found)


# Kinks -----------------------------------------------------------------------------------------------------------


def _kinks(run: Run) -> Iterator[tuple[int, Flag]]:
    """Yield a flag for every convention that the backward pass made use of."""
    graph = run.graph
    kinked = {op for op in set(graph.ops) if op.kinks}
    if not kinked:
        return
    numbers: dict[Any, list[int]] = defaultdict(list)
    for i in [i for i, op in enumerate(graph.ops) if op in kinked]:
        if run.gradients[i] is not None:
            operands = graph.operands[i]
            plain = not graph.attrs[i] and not any(run.shapes[source] for source in operands)
            numbers[graph.ops[i], len(operands), None if plain else i].append(i)
    for (op, arity, _), nodes in numbers.items():
        for kink in op.kinks:
            for i in _hits(run, kink, nodes, arity):
                if not _all_blocked(kink, node_mask(graph, i), arity):
                    yield i, Flag("kink", _kink_words(run, i, kink), "backward")


def _hits(run: Run, kink: Kink, nodes: list[int], arity: int) -> list[int]:
    """Return those of ``nodes`` that stand on the kink; nodes of plain numbers are asked all at once."""
    if len(nodes) == 1:
        return nodes if np.any(_at(run, nodes[0], kink.when)) else []
    operands, values = run.graph.operands, run.values
    inputs = [np.array([values[operands[i][slot]] for i in nodes]) for slot in range(arity)]
    with np.errstate(all="ignore"):
        on = np.broadcast_to(kink.when(*inputs), len(nodes))
    return [nodes[k] for k in np.flatnonzero(on)]


def _all_blocked(kink: Kink, mask: int, arity: int) -> bool:
    slots = range(arity) if kink.slot < 0 else (kink.slot,)
    return all(mask >> slot & 1 for slot in slots)


def _kink_words(run: Run, i: int, kink: Kink) -> str:
    on = np.asarray(_at(run, i, kink.when), dtype=bool)
    left, right = (_side(run, i, side, on) for side in (kink.left, kink.right))
    where = "where" if any(verb in kink.at for verb in VERBS) else "at"
    sides = f" From the left it is {left}, from the right {right}." if left != right else ""
    if left == right != NONE:
        sides = f" From both sides it is {left}."
    place = f"{_form(run, i, kink)}{where} {kink.at}"
    return f"{_text(run, i)}: {place} the derivative is a convention: {kink.convention}.{sides}"


def _form(run: Run, i: int, kink: Kink) -> str:
    """Say by which letters a kink names the operands, where there are several."""
    form = run.graph.ops[i].signature
    named = set(LETTER.findall(form)) <= set(LETTER.findall(kink.at))
    return f"for {form} " if len(run.graph.operands[i]) > 1 and named else ""


def _side(run: Run, i: int, side: Any, on: Any) -> str:
    """Return a one-sided derivative as text, taken at the first entry that stands on the kink."""
    value = np.asarray(_at(run, i, side) if callable(side) else math.nan if side is None else side, dtype=float)
    if value.ndim and value.shape == on.shape:
        value = value[on]
    number = float(value.flat[0]) if value.size else math.nan
    return NONE if math.isnan(number) else _number(number)


def _at(run: Run, i: int, rule: Any) -> Any:
    """Return a rule of the inputs, evaluated at the inputs of node i."""
    inputs = [np.asarray(run.values[source])[()] for source in run.graph.operands[i]]
    with np.errstate(all="ignore"):
        return rule(*inputs, **(run.graph.attrs[i] or {}))


# What is not finite ----------------------------------------------------------------------------------------------


def _finite(numbers: Sequence[Any]) -> bool:
    """Return whether all entries are finite (None is)."""
    floats = [number for number in numbers if number.__class__ is float]
    arrays = [number for number in numbers if isinstance(number, np.ndarray)]
    # One sum says it for all; only where that overflows must each be asked.
    return (math.isfinite(sum(floats)) or all(map(math.isfinite, floats))) and all(
        np.isfinite(array).all() for array in arrays
    )


def _clean(run: Run) -> bool:
    """Return whether all values and gradients are finite; for plain numbers two sums say so."""
    if isinstance(run.local, Locals) and math.isfinite(sum(run.values) + sum(filter(None, run.gradients))):
        return True
    return _finite(run.values) and _finite(run.gradients)


def _culprits(run: Run) -> Iterator[tuple[int, Flag]]:
    """Yield the nodes at which something non-finite arises, in the order in which it happens."""
    for i, y in enumerate(run.values):
        flag = None if _finite([y]) else _value_flag(run, i)
        if flag:
            yield i, flag
    outgoing = consumers(run.graph)
    for i in range(run.graph.output, -1, -1):
        flag = None if run.gradients[i] is None else _gradient_flag(run, i, outgoing[i])
        if flag:
            yield i, flag


def _value_flag(run: Run, i: int) -> Flag | None:
    """Return what is wrong with the value of node i, None if its inputs are to blame."""
    inputs = [run.values[source] for source in run.graph.operands[i]]
    if not inputs:
        return Flag("invalid", f"{_text(run, i)} is given as {_worst(run.values[i])}.", "forward")
    if any(np.isnan(x).any() for x in inputs):
        return None
    if any(np.isinf(x).any() for x in inputs) and not np.isnan(run.values[i]).any() and not _outside(run, i):
        return None
    kind, why = _reason(run, i, inputs)
    return Flag(kind, f"{_text(run, i)}{_share(run, i)}: {why}.", "forward")


def _reason(run: Run, i: int, inputs: Sequence[Any]) -> tuple[str, str]:
    """Return the kind and the cause of a non-finite value that arises at node i."""
    op, y = run.graph.ops[i], run.values[i]
    infinite = not np.isnan(y).any()
    if op.name in DIVISOR and np.any(np.equal(inputs[DIVISOR[op.name]], 0)):
        return "division", f"division by 0, so the value is {_worst(y)}"
    if op.name == "pow" and infinite and np.any(np.equal(inputs[0], 0)):
        return "division", f"a negative power of 0 divides by 0, so the value is {_worst(y)}"
    if infinite and op.log_of_zero and np.any(_at(run, i, op.log_of_zero)):
        return "domain", f"it takes the logarithm of 0, so the value is {_worst(y)}"
    if _outside(run, i) or (infinite and _on_kink(run, i)):
        what = f"the value is {_worst(y)}" if infinite else "the value and its local gradient are NaN"
        return "domain", f"{op.name} needs {op.domain_text}, so {what}"
    if infinite:
        return "overflow", f"beyond the largest number, 1.8e308, so the value is {_worst(y)}"
    return "invalid", "it has no value, so it is NaN"


def _gradient_flag(run: Run, i: int, outgoing: Sequence[tuple[int, int]]) -> Flag | None:
    """Return what is wrong with the gradients that node i sums or hands back, None if others are to blame."""
    g = run.gradients[i]
    if i == run.graph.output and not _finite([run.seed]):
        return Flag("invalid", f"The seed of {_text(run, i)} is {_worst(run.seed)}.", "backward")
    received = list(_received(run, outgoing))
    if not _finite([g]) and _finite(received):
        return Flag("overflow", f"{_text(run, i)}: the sum of its gradients is beyond the largest number.", "backward")
    if np.isnan(g).any() and received and not any(np.isnan(part).any() for part in received):
        return Flag("invalid", f"{_text(run, i)}: its gradients ∞ and −∞ have no sum, so it is NaN.", "backward")
    handed = run.propagated[i]
    inputs = [run.values[source] for source in run.graph.operands[i]]
    if handed is None or not _finite([g, *inputs]):
        return None
    # A value that is not finite accounts for its slope, but not for the NaN that 0 makes of an infinite slope.
    accounted = not _finite([run.values[i]])
    bad = (slot for slot, p in enumerate(handed) if not _finite([p]))
    return next((_edge_flag(run, i, slot) for slot in bad if not accounted or _cancelled(run, i, slot).any()), None)


def _slope(run: Run, i: int, slot: int) -> Any:
    """Return the local gradient of node i for one input, 0 where it has none of its own."""
    local = run.local[i]
    return np.asarray(0.0 if local is None or local[slot] is None else local[slot])


def _cancelled(run: Run, i: int, slot: int) -> Any:
    """Return where the upstream gradient 0 meets an infinite local gradient."""
    return np.equal(run.gradients[i], 0) & np.isinf(_slope(run, i, slot))


def _edge_flag(run: Run, i: int, slot: int) -> Flag:
    """Return what is wrong with what node i hands back to one input, although all it was given is finite."""
    op, d, p = run.graph.ops[i], _slope(run, i, slot), (run.propagated[i] or ())[slot]
    head = f"{_text(run, i)}{_share(run, i)}: "
    cancelled = _cancelled(run, i, slot)
    if cancelled.any():
        met = _worst(d[cancelled])
        why = f"the upstream gradient 0 meets the local gradient {met}, and 0 · ∞ is NaN"
        return Flag("invalid", f"{head}{why}.", "backward")
    if np.isnan(d).any():
        return Flag("domain", f"{head}{op.name} needs {op.domain_text}, so its local gradient is NaN.", "backward")
    if op.log_of_zero and slot == 1 and not op.variadic and not np.isnan(p).any():
        why = f"the local gradient for the target is {_worst(p)}, a logarithm of 0"
        return Flag("domain", f"{head}{why}.", "backward")
    if np.isfinite(d).all() or np.isnan(p).any():
        kind = "invalid" if np.isnan(p).any() else "overflow"
        why = "which has no value" if kind == "invalid" else "beyond the largest number"
        return Flag(kind, f"{head}what it hands back is {_worst(p)}, {why}.", "backward")
    kind = "division" if _outside(run, i) or _on_kink(run, i) else "overflow"
    why = "there the slope divides by 0" if kind == "division" else "beyond the largest number"
    return Flag(kind, f"{head}the local gradient is {_worst(d)}: {why}.", "backward")


def _received(run: Run, outgoing: Sequence[tuple[int, int]]) -> Iterator[Any]:
    """Yield what the consumers of a node handed to it."""
    for target, slot in outgoing:
        handed = run.propagated[target]
        if handed is not None and handed[slot] is not None:
            yield handed[slot]


def _outside(run: Run, i: int) -> bool:
    inside = run.graph.ops[i].inside
    return inside is not None and not np.all(_at(run, i, inside))


def _on_kink(run: Run, i: int) -> bool:
    return any(np.any(_at(run, i, kink.when)) for kink in run.graph.ops[i].kinks)


# Words -----------------------------------------------------------------------------------------------------------


def _text(run: Run, i: int) -> str:
    """Return a node as one would write it with its numbers: ``y = log(−1)``."""
    graph, op = run.graph, run.graph.ops[i]
    name, operands = graph.labels[i], graph.operands[i]
    if not operands:
        return name or graph.ids[i]
    parts = [_operand(run, source) for source in operands]
    if op.infix:
        parts = [f"({part})" if part.startswith("−") else part for part in parts]
    call = f" {SIGNS.get(op.infix, op.infix)} ".join(parts) if op.infix else f"{op.name}({', '.join(parts)})"
    return f"{name} = {call}" if name else call


def _operand(run: Run, i: int) -> str:
    """Return a number, or the name of an array."""
    return _number(run.values[i]) if run.values[i].__class__ is float else run.graph.labels[i] or "[…]"


def _number(x: float) -> str:
    if math.isinf(x):
        return "∞" if x > 0 else "−∞"
    return "NaN" if math.isnan(x) else format(x, ".6g").replace("-", "−")


def _worst(x: Any) -> str:
    """Return the non-finite entries of x as a word."""
    if np.isnan(x).any():
        return "NaN"
    return _number(float(np.ravel(x)[np.isinf(np.ravel(x))][0]))


def _share(run: Run, i: int) -> str:
    """Return how many entries of an array are concerned, where it is one."""
    y = run.values[i]
    bad = int(np.sum(~np.isfinite(y)))
    return f" ({bad} of {y.size} entries)" if run.shapes[i] and bad else ""
