"""Reading a program to the tape, against ``ast.parse``, which only builds a tree of the same text."""

import ast
import random

from measure import compare

from chainrule.language import parse

SEED = 1


def statements(operations):
    """Assignments with four operations each, such as ``t12 = t3 * x + sin(t4) / 2``."""
    draw = random.Random(SEED)  # noqa: S311 -- the same programs in every run
    lines = ["x = 0.5", "t0 = 1.5", "t1 = t0 * x"]
    for k in range(2, 2 + operations // 4):
        left, right = (draw.randrange(max(0, k - 50), k) for _ in range(2))
        lines.append(f"t{k} = t{left} * x + sin(t{right}) / 2")
    return "\n".join(lines) + "\n"


def expression(operations):
    """One long expression of names and numbers."""
    draw = random.Random(SEED)  # noqa: S311 -- the same programs in every run
    terms = (f" {draw.choice('+-*/')} {draw.choice(['x', 'y', '2', '3.5'])}" for _ in range(operations))
    return f"x = 1\ny = 2\nf = x{''.join(terms)}\n"


def row(name, text, operations, floor):
    """Compare the reading of one text."""
    return compare(name, "ast.parse", floor, lambda: parse(text), lambda: ast.parse(text), unit="ns", per=operations)


def bench_parsing():
    """Programs of 1,000 and 10,000 operations as statements, and one expression of 1,000."""
    return [
        row("parsing, 1,000 operations", statements(1_000), 1_000, 1.0),
        row("parsing, 10,000 operations", statements(10_000), 10_000, 1.0),
        row("parsing, one expression of 1,000", expression(1_000), 1_000, 1.0),
    ]
