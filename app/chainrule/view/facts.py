"""What the inspector reads about ops: ``facts.js``, loaded when somebody opens it.

Each op has its sentence, its domain and source, formulas as boxes with slots (``notation``), and what the libraries
answer at its kinks. A box travels as a list: its first entry says what it is, see ``boxed``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chainrule.engine.op import Op
from chainrule.engine.ops import OPS
from chainrule.engine.symbolic import trace
from chainrule.view.formulas import templates
from chainrule.view.javascript import REST, arrow
from chainrule.view.latex import COMMANDS
from chainrule.view.libraries import LIBRARIES, Case, cases, measured
from chainrule.view.notation import BINDING, Box, Cases, Fence, Fraction, Root, Row, Script, Slot, Token
from chainrule.view.primitives import SPECIAL

NOTE = "// Printed from the op records by chainrule.view.bundle; not to be edited."
NAMES = (("x",), ("a", "b"), ("a", "b", "c"))
MOST_OPERANDS = 3
"""How many operands a variadic op may have for its formulas to be printed."""
KINDS = {"name": "n", "number": "#", "sign": "o", "word": "w", "text": "t"}
TYPES = """\
/**
 * A box of mathematics: a list whose first entry says what it is. A token is `n` name, `#` number, `o` operator, `w`
 * word or `t` text, with its text; `r` a row of boxes; `f` a fraction; `s` a root of a box, with its index if it has
 * one; `^` a box with what stands above and below it, or null; `(` a fence: left, box, right; `c` a choice of pairs. A
 * number is a slot: its index, and how tightly what comes into it must bind.
 *
 * @typedef {any[]} Box
 * @typedef {{ at: string, slots: number[], fixed?: boolean, torch: any, jax: any, tf: any,
 *   when?: (...numbers: any[]) => boolean }} Case
 * @typedef {{ sentence: string, story?: string, domain?: string, source?: string, rule?: string[],
 *   value: Record<number, Box>, local: Record<number, (Box | null)[]>, cases?: Case[] }} Facts
 */
"""


def boxed(box: Box | None) -> Any:
    """A box as JSON; the browser's printers read it (boxes.js)."""
    return None if box is None else _BOXED[type(box)](box)


_BOXED: Mapping[type, Callable[[Any], list[Any]]] = {
    Token: lambda token: [KINDS[token.kind], token.text],
    Slot: lambda slot: [slot.index, slot.need],
    Row: lambda row: ["r", *map(boxed, row.items)],
    Fraction: lambda box: ["f", boxed(box.above), boxed(box.below)],
    Root: lambda box: ["s", boxed(box.body), *([boxed(box.index)] if box.index else [])],
    Script: lambda box: ["^", boxed(box.base), boxed(box.above), boxed(box.below)],
    Fence: lambda box: ["(", box.left, boxed(box.body), box.right],
    Cases: lambda box: ["c", *([boxed(value), boxed(condition)] for value, condition in box.rows)],
}


def facts_module() -> str:
    """The source of ``facts.js``."""
    entries = "".join(f"  {op.name}: {_entry(op)},\n" for op in OPS.values())
    names = json.dumps(LIBRARIES)
    special = sorted(name for name in SPECIAL if f"{name}(" in entries.replace(f"at {name}(", ""))
    return "\n".join(
        [
            NOTE,
            f"\nimport {{ {', '.join(special)} }} from '../special.js'\n",
            TYPES,
            "/** The libraries that were asked. */",
            f"export const LIBRARIES = {names}",
            "",
            "/** How the LaTeX printer writes what has a command of its own. */",
            f"export const COMMANDS = {_written(COMMANDS)}",
            "",
            "/** How tightly signs bind. */",
            f"export const BINDING = {_written(BINDING)}",
            "",
            "/** @type {Record<string, Facts>} */",
            f"export const FACTS = {{\n{entries}}}\n",
        ]
    )


def _written(table: Any) -> str:
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"))


def _entry(op: Op) -> str:
    counts = range(op.arity, MOST_OPERANDS + 1) if op.variadic else (op.arity,)
    found = {count: templates(op, count) for count in counts} if op.forward is not None and op.arity else {}
    facts = {
        "sentence": op.doc,
        "story": op.story,
        "domain": op.domain_text,
        "source": op.source,
        "rule": list(op.rule),
        "value": {count: boxed(value) for count, (value, _) in found.items()},
        "local": {count: list(map(boxed, local)) for count, (_, local) in found.items() if op.elementwise},
    }
    kept = {key: each for key, each in facts.items() if each or key in ("value", "local")}
    texts = [f"{key}: {json.dumps(each, ensure_ascii=False, separators=(',', ':'))}" for key, each in kept.items()]
    if own := cases(op.name):
        texts.append(f"cases: [{', '.join(_case(op, case) for case in own)}]")
    return f"{{ {', '.join(texts)} }}"


def _case(op: Op, case: Case) -> str:
    """A case with its ``when`` as a function."""
    answers = measured()[case.name]
    facts: dict[str, Any] = {"at": case.at, "slots": list(case.slots)}
    facts |= {"fixed": True} if case.fixed else {}
    facts |= {library: answers[library] for library in LIBRARIES}
    texts = [json.dumps(facts, ensure_ascii=False)[1:-1]]
    if case.when is not None:
        inputs: Sequence[str] = ["own", f"{REST}others"] if op.variadic else NAMES[op.arity - 1]
        texts.append(f"when: {arrow(trace(case.when, *inputs), ', '.join(inputs))}")
    return f"{{ {', '.join(texts)} }}"
