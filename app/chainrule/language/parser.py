"""The parser: operator precedence over pairs, writing the tape directly.

It keeps its own stack, so that no program is too deep for Python, and it never goes back. What happens a thousand
times in a program stands in one loop; what happens once is a function called from it.

A *frame* is an operator that waits for its right operand: its rank, its op, its left operand, and the token with which
that begins. The innermost frame lives in four local variables, the others on the stack. Rank 0 is the floor of a
statement or of an open bracket.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, islice
from typing import Any

from chainrule.engine.op import Op
from chainrule.engine.ops import OPS
from chainrule.language import arrays, calls, literals, mistakes, recovery, references, skipping
from chainrule.language.faults import Fault
from chainrule.language.functions import DISPLAYS, FORMS, LIST, Form
from chainrule.language.reading import COMPARISON, FLOOR, POWER, PRODUCT, SIGN, SUM, TAKEN, Arguments, Reading
from chainrule.language.tape import CONST, INPUT, NEG
from chainrule.language.tokens import ENDS, NEWLINES, Pair

POWER_ON_TOP = POWER + 1
"""A power binds from the right: on top of another power it ranks above it."""
BINARY: dict[str, tuple[int, Op]] = {
    sign: (rank, OPS[name])
    for rank, signs in (
        (COMPARISON, {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne"}),
        (SUM, {"+": "add", "-": "sub", "−": "sub"}),
        (PRODUCT, {"*": "mul", "·": "mul", "×": "mul", "/": "div", "÷": "div", "@": "matmul"}),
        (POWER_ON_TOP, {"^": "pow", "**": "pow"}),
    )
    for sign, name in signs.items()
}
AUGMENTED = {f"{sign}=": op for sign, (rank, op) in BINARY.items() if rank in (SUM, PRODUCT) and sign != "@"}
RAISED = {"²": 2.0, "³": 3.0}
CLOSERS = ENDS | {")", "]", ","}
LEAVES = frozenset({CONST, INPUT})
PLUS = OPS["identity"]
"""What stands in the frame of a prefix plus, which adds no node."""


def read(reading: Reading) -> None:
    """Read all statements of a program. Faults are collected, and the reading goes on where that is safe."""
    pair: int | None = 0
    while pair is not None:
        reading.first = 2 * pair
        numbers = count(2 * pair, 2)
        try:
            statements(reading, zip(numbers, islice(reading.pairs, pair, None), strict=False))
        except Fault as fault:
            fault.reached = max(fault.last, next(numbers) - 2)
            pair = recovery.resume(reading, fault)
        else:
            return


def statements(reading: Reading, tokens: Iterator[tuple[int, Pair]]) -> None:  # noqa: C901, PLR0912, PLR0915 -- one loop without calls is what makes it quick
    """Read statements until the text ends."""
    tape, stack, brackets, limits = reading.tape, reading.stack, reading.brackets, reading.limits
    ops, env, named, known, late = tape.ops, tape.env, tape.named, tape.literals, tape.late
    add_op = ops.append
    add_operands: Callable[[tuple[Any, ...]], None] = tape.operands.append
    add_first, add_last = tape.firsts.append, tape.lasts.append
    numbers, nesting, binary_of, form_of = reading.numbers, limits.nesting, BINARY.get, FORMS.get
    n = start = len(ops)
    x: int | None = None  # the operand in hand; s and e are its first and its last token
    s = e = first = reading.first
    target, augment = "", CONST
    q, record, left, ls = FLOOR, CONST, 0, 0
    for i, (atom, op) in tokens:
        if atom:
            if x is not None:
                if op != "(" or atom[0] != ".":
                    x = references.suffix(reading, atom, i, x, s)
                    n = len(ops)
                    e = i
            else:
                x = env.get(atom)
                s = e = i
                if x is None and op not in "(=":  # nor "": then it is called, assigned, or followed by a value
                    if atom in numbers:
                        add_op(CONST)
                        add_operands(())
                        add_first(i)
                        add_last(i)
                        known[n] = numbers[atom]
                        x = n
                        n += 1
                    elif atom[0] < ":":
                        numbers[atom] = known[n] = literals.number(atom, i, limits)
                        add_op(CONST)
                        add_operands(())
                        add_first(i)
                        add_last(i)
                        x = n
                        n += 1
                    else:
                        x = references.unbound(reading, atom, i, start)
                        n = len(ops)

        entry = binary_of(op)
        if entry is not None:
            p, waiting = entry
            if x is None:
                if p != SUM:
                    raise mistakes.missing(reading, i + 1)
                stack.append((q, record, left, ls))
                if len(stack) > nesting:
                    recovery.check_nesting(reading, i + 1)
                q, record, ls = SIGN, (PLUS if op == "+" else NEG), i + 1
                continue
            if p > q:
                stack.append((q, record, left, ls))
                q = p
                if p == POWER_ON_TOP:
                    q = POWER
                    if len(stack) > nesting:
                        recovery.check_nesting(reading, i + 1)
            else:
                while q > p:
                    if q != SIGN:
                        add_op(record)
                        add_operands((left, x))
                        add_first(ls)
                        add_last(e)
                        x = n
                        n += 1
                    elif record is NEG:
                        add_op(NEG)
                        add_operands((x,))
                        add_first(ls)
                        add_last(e)
                        x = n
                        n += 1
                    s = ls
                    q, record, left, ls = stack.pop()
                if q == p:
                    if q == COMPARISON:
                        raise Fault("chained-comparison", i + 1)
                    add_op(record)
                    add_operands((left, x))
                    add_first(ls)
                    add_last(e)
                    x = n
                    n += 1
                    s = ls
                else:
                    stack.append((q, record, left, ls))
                    q = p
            record, left, ls, x = waiting, x, s, None
            continue

        if op == "=":
            if i == first and atom and not brackets:
                if "." in atom or atom[0] < "A":
                    if not skipping.is_label(atom):
                        raise mistakes.target(reading, i)
                    skipping.statement(reading, tokens, i)
                    first = reading.first
                else:
                    target = atom
                x = None
                continue
            i, op = calls.keyword(reading, atom, i, tokens, pending=bool(q))  # noqa: PLW2901 -- what ended its value comes next
            if op == "=":
                x = None
                continue
            x = TAKEN

        if op in CLOSERS:
            if x is None:
                if op in NEWLINES and (q or brackets):
                    continue
                if q or (target and not brackets):
                    raise mistakes.missing(reading, i + 1)
            elif brackets and op in NEWLINES:
                continue
            while q:
                if q != SIGN:
                    add_op(record)
                    add_operands((left, x))
                    add_first(ls)
                    add_last(e)
                    x = n
                    n += 1
                elif record is NEG:
                    add_op(NEG)
                    add_operands((x,))
                    add_first(ls)
                    add_last(e)
                    x = n
                    n += 1
                s = ls
                q, record, left, ls = stack.pop()
            if op in ENDS:
                if brackets:
                    raise mistakes.unclosed(reading, i + 1)
                if x is not None:
                    if augment is not CONST:
                        add_op(augment)
                        add_operands((env[target], x))
                        add_first(first)
                        add_last(e)
                        s, x, augment = first, n, CONST
                        n += 1
                    if not target:
                        x = tape.settle(start, x)
                    elif x >= start and not late and target not in env and ops[start] not in LEAVES:
                        env[target] = x
                        named[x] = target
                    else:
                        x = tape.bind(target, x, start, s, e)
                        n = len(ops)
                    reading.last = x
                    start = n
                    target, x = "", None
                first = reading.first = i + 2
            elif not brackets:
                raise Fault("tuple" if op == "," else "unopened-bracket", i + 1)
            elif op == ",":
                form, _, args, _, _ = brackets[-1]
                if x is None:
                    raise mistakes.missing(reading, i + 1)
                if form is None:
                    raise Fault("tuple", i + 1)
                if isinstance(args, Arguments):
                    calls.argument(reading, form, args, x, s, e)
                    n = len(ops)
                    crowded = not args.sequence
                else:
                    args.append(x)
                    crowded = form not in DISPLAYS
                x = None
                if crowded and len(args) >= limits.arguments:
                    raise Fault("too-many-arguments", i + 1, most=limits.arguments)
            else:
                bracket = brackets.pop()
                form, _, args, _, begins = bracket
                if x is not None and op == ")" and (form is None or form.exact == len(args) + 1):
                    if form is not None:
                        add_op(form.op)
                        add_operands((*args, x))
                        add_first(begins)
                        add_last(i + 1)
                        x = n
                        n += 1
                else:
                    x = calls.bracketed(reading, bracket, i + 1, x, s, e)
                    n = len(ops)
                s, e = begins, i + 1
                q, record, left, ls = stack.pop()
        elif op == "(":
            opened: Form | None = None
            args = []
            begins = i if atom else i + 1
            if atom:
                opened = form_of(atom)
                if opened is None or opened.exact < 0:
                    if i == first and skipping.is_call(atom):
                        skipping.call(reading, tokens, i)
                        first, x = reading.first, None
                        continue
                    begins = s if x is not None else i
                    if skipping.is_neutral(atom):
                        x = references.valued(reading, atom, i, (x, begins, start))
                        s, e = begins, skipping.neutral(reading, tokens, i)
                        n = len(ops)
                        continue
                    opened, args = references.callee(reading, atom, i, (x, begins, start))
                    n = len(ops)
            elif x is not None:
                raise mistakes.juxtaposed(reading, i + 1)
            elif brackets and not q:
                opened = calls.opens(reading, op)
            stack.append((q, record, left, ls))
            brackets.append((opened, i, args, n, begins))
            if len(stack) > nesting:
                recovery.check_nesting(reading, i + 1)
            q, x = FLOOR, None
        elif op == "[":
            if x is not None:
                x, e = arrays.index(reading, tokens, i, x, s)
                n = len(ops)
                continue
            stack.append((q, record, left, ls))
            brackets.append((LIST if q else calls.opens(reading, op), i, [], n, i + 1))
            if len(stack) > nesting:
                recovery.check_nesting(reading, i + 1)
            q = FLOOR
        elif op in RAISED:
            if x is None:
                raise mistakes.missing(reading, i + 1)
            x = arrays.raised(reading, i + 1, x, s, RAISED[op])
            e = i + 1
            n = len(ops)
        elif op in AUGMENTED and i == first and atom and not brackets and atom[0] >= "A":
            target, augment, x = atom, AUGMENTED[op], None
        elif i == first and atom in skipping.IMPORTS:
            skipping.statement(reading, tokens, i)
            n = len(ops)
            first, x = reading.first, None
        else:
            raise (
                mistakes.unexpected(reading, i + 1, operand=x is not None)
                if op
                else mistakes.juxtaposed(reading, i + 2)
            )
    if brackets or q or target:
        raise mistakes.unfinished(reading)
