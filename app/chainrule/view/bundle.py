"""The ops for the browser: ``python -m chainrule.view.bundle OUTDIR`` writes the modules that the page is built with.

``symbols.js`` has the signs on the cards, which the first picture needs. ``ops.js`` has texts and the rules of numbers.
``array_ops.js`` has the rules of arrays, to be loaded when a program has any; ``facts.js`` what the inspector reads.
All are printed from the op records and are the same every time.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from chainrule.engine.op import Kink, Op
from chainrule.engine.ops import OPS
from chainrule.engine.symbolic import Expr, symbol, trace
from chainrule.view.facts import facts_module
from chainrule.view.javascript import REST, arrow, body, called, camel
from chainrule.view.primitives import PRIMITIVES, SPECIAL

NAMES = (("x",), ("a", "b"), ("a", "b", "c"))
PRODUCTS = {
    "tied_windows",
    "matmul",
    "summed_product",
    "correlated",
    "correlated_to_picture",
    "correlated_to_kernel",
    "pooled",
    "first_hits",
}
"""The array primitives that ``products.js`` has; the others are in ``arrays.js``."""
NOTE = "// Printed from the op records by chainrule.view.bundle; not to be edited."
OP_TYPE = """\
/**
 * An op of numbers has `forward(...inputs)` and for each input a rule in `partials`, `(y, ...inputs)`; a variadic one
 * has a single rule `(y, own, ...others)`. Ops of arrays have their rules in array_ops.js. `blocked` lists the inputs
 * that no gradient flows to, -1 all of them. A kink is where `when(...inputs)` is true.
 *
 * @typedef {{ at: string, convention: string, when: (...numbers: any[]) => boolean }} Kink
 * @typedef {{
 *   infix?: string, headline: string, variadic?: boolean, blocked: number[],
 *   forward?: (...numbers: any[]) => any, partials?: ((...numbers: any[]) => any)[], kinks?: Kink[]
 * }} Op
 */
"""
ARRAY_TYPE = """\
/**
 * `forward(inputs, attributes)`; `pull[slot](g, y, inputs, attributes)` hands the gradient g back to an input. A
 * variadic op has a single rule, which takes the slot as its fifth argument.
 *
 * @typedef {{
 *   forward: (inputs: any[], attributes: any) => any,
 *   pull: ((g: any, y: any, inputs: any[], attributes: any, slot: number) => any)[],
 *   kinks?: { at: string, convention: string, when: (inputs: any[], attributes: any) => any }[]
 * }} ArrayOp
 */
"""


def symbols_module() -> str:
    """The source of ``symbols.js``: the signs that are not the op's name."""
    entries = {
        op.name: json.dumps(op.symbol, ensure_ascii=False) for op in OPS.values() if op.symbol not in ("", op.name)
    }
    return f"{NOTE}\n\n/** @type {{Record<string, string>}} */\nexport const SYMBOLS = {{\n{_lines(entries)}}}\n"


def ops_module() -> str:
    """The source of ``ops.js``."""
    entries = {op.name: _entry(op) for op in OPS.values()}
    special = sorted(name for name in SPECIAL if any(f"{name}(" in entry for entry in entries.values()))
    return "\n".join(
        [
            NOTE,
            f"\nimport {{ {', '.join(special)} }} from '../special.js'\n",
            OP_TYPE,
            "/** @type {Record<string, Op>} */",
            f"export const OPS = {{\n{_lines(entries)}}}\n",
        ]
    )


def array_module() -> str:
    """The source of ``array_ops.js``."""
    entries: dict[str, str] = {}
    heads: set[str] = set()
    for op in OPS.values():
        if op.pull is not None and op.forward is not None:
            rules = _Rules(op)
            kinks = f", kinks: [{', '.join(rules.kinks())}]" if op.kinks else ""
            entries[op.name] = f"{{ forward: {rules.forward()}, pull: [{', '.join(rules.pulls())}]{kinks} }}"
            heads |= rules.heads
    own = heads - set(PRIMITIVES)
    special = {name for name in SPECIAL if any(f"{name}(" in entry for entry in entries.values())}
    imports = {
        "arrays": map(camel, own - PRODUCTS),
        "ndarray": ["map"],
        "products": map(camel, own & PRODUCTS),
        "special": special,
    }
    lines = [f"import {{ {', '.join(sorted(names))} }} from '../{name}.js'" for name, names in imports.items()]
    return "\n".join(
        [
            NOTE,
            "",
            *(line for line in lines if "{  }" not in line),
            "",
            ARRAY_TYPE,
            "/** @type {Record<string, ArrayOp>} */",
            f"export const ARRAY_OPS = {{\n{_lines(entries)}}}\n",
        ]
    )


def _lines(entries: dict[str, str]) -> str:
    return "".join(f"  {name}: {entry},\n" for name, entry in entries.items())


def _entry(op: Op) -> str:
    """The entry of an op in ``ops.js``."""
    facts: dict[str, Any] = {
        "headline": op.headline,
        "blocked": list(op.blocked),
    }
    if op.infix:
        facts["infix"] = op.infix
    if op.variadic:
        facts["variadic"] = True
    texts = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in facts.items()]
    if op.partials is not None and op.forward is not None:
        inputs = ["own", f"{REST}others"] if op.variadic else list(NAMES[op.arity - 1])
        joined = ", ".join(inputs)
        rules = [arrow(trace(rule, "y", *inputs), f"y, {joined}") for rule in op.partials]
        texts.append(f"forward: {arrow(trace(op.forward, *inputs), joined)}")
        texts.append(f"partials: [{', '.join(rules)}]")
        if op.kinks:
            texts.append(f"kinks: [{', '.join(_kink(kink, inputs) for kink in op.kinks)}]")
    return f"{{ {', '.join(texts)} }}"


def _kink(kink: Kink, inputs: Sequence[str]) -> str:
    """A kink as an object with its ``when`` as a function."""
    return _kink_entry(kink, arrow(trace(kink.when, *inputs), ", ".join(inputs)))


def _kink_entry(kink: Kink, when: str) -> str:
    texts = {"at": kink.at, "convention": kink.convention}
    joined = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in texts.items())
    return f"{{ {joined}, when: {when} }}"


class _Rules:
    """The rules of an op of arrays, printed; ``heads`` are the primitives that they have called."""

    def __init__(self, op: Op) -> None:
        self.op = op
        self.heads: set[str] = set()
        self.names = [f"{REST}inputs"] if op.variadic else list(NAMES[op.arity - 1])
        self.attributes = {param.name: symbol(param.name) for param in op.params}
        defaults = ", ".join(f"{p.name} = {json.dumps(p.default)}" for p in op.params)
        self.tail = f"[{', '.join(self.names)}], {{ {defaults} }}" if defaults else f"[{', '.join(self.names)}]"

    def forward(self) -> str:
        """The rule of the value."""
        return self._printed(self.op.forward, (), self.tail)

    def pulls(self) -> list[str]:
        """The rules that hand a gradient back, one an input."""
        given = ("g", "y", "slot") if self.op.variadic else ("g", "y")
        tail = f"{self.tail}, slot" if self.op.variadic else self.tail
        return [self._printed(rule, given, f"g, y, {tail}") for rule in self.op.pull or ()]

    def kinks(self) -> list[str]:
        """The kinks, each with its condition as a function of the inputs and attributes."""
        return [_kink_entry(kink, self._printed(kink.when, (), self.tail)) for kink in self.op.kinks]

    def _printed(self, rule: Any, given: Sequence[str], parameters: str) -> str:
        tree = self._traced(rule, (*given, *self.names))
        arrays = {*given, *self.names} - {"slot"}
        if not self._last_may_be_left_out(rule):
            return arrow(tree, parameters, arrays)
        short = self._traced(rule, (*given, *self.names[:-1]))
        few, answer = body(short, arrays)
        all_, result = body(tree, arrays)
        first = f"if ({self.names[-1]} === undefined) {{ {' '.join([*few, f'return {answer}'])} }}"
        return f"({parameters}) => {{ {' '.join([first, *all_, f'return {result}'])} }}"

    def _traced(self, rule: Callable[..., Any], names: Iterable[str]) -> Expr:
        tree = trace(rule, *names, **self.attributes)
        self.heads |= called(tree)
        return tree

    def _last_may_be_left_out(self, rule: Callable[..., Any]) -> bool:
        """Whether the last input has a default, as a target that may be a class index instead."""
        own = [p for p in inspect.signature(rule).parameters.values() if p.name not in self.attributes]
        return own[-1].default is not inspect.Parameter.empty


def write(folder: Path) -> None:
    """Write all modules into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "symbols.js").write_text(symbols_module(), encoding="utf-8")
    (folder / "ops.js").write_text(ops_module(), encoding="utf-8")
    (folder / "array_ops.js").write_text(array_module(), encoding="utf-8")
    (folder / "facts.js").write_text(facts_module(), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
