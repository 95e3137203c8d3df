"""All words of a picture: what the page says, names of nodes as expressions, and what stands in a lens."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chainrule.engine.ops import OPS
from chainrule.view.numbers import MINUS, short
from chainrule.view.picture.scene import Scene
from chainrule.view.picture.values import (
    brief,
    entries,
    entries_text,
    from_wire,
    script_number,
    shape_of,
    shape_text,
    worded,
)

CONSTANT, OUTPUT, PENDING = "const", "output", "pending"
UNREACHED = "not on the way to the output"
SPELT_OUT, LONGEST_TITLE = 2, 14
ENTRIES = "entries: round below 0, square above, ± the largest size"
LONGEST_LIST = 14
"""Characters of the entries of a vector that a lens has room for."""
VERSION = re.compile(r"\.[0-9]+$")
SUM, PRODUCT, SIGN, POWER, ATOM = 2, 3, 4, 5, 9
BINDING = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "@": PRODUCT, "**": POWER}
CALLED = {"maximum": "max", "minimum": "min"}
"""What functions are called in a program, where an op has another name."""
SIGNS = {"-": MINUS, "*": "×", "/": "÷", "**": "^", "<=": "≤", ">=": "≥", "!=": "≠"}

Piece = tuple[str, int]
"""Text, and how tightly it binds."""


def column_title(phase: str, number: int, *, now: bool) -> str:
    """What stands above a column."""
    title = f"{'forward' if phase == 'forward' else 'backward'} step {number}"
    return f"{title} · now" if now else title


def seed_note(name: str, seed: Any) -> str:
    """What stands below the output once it is seeded."""
    return f"∂{name or OUTPUT}/∂{name or OUTPUT} = {brief(seed)} starts the pass"


def card_aloud(name: str, value: Any, gradient: Any) -> str:
    """A card as one reads it out."""
    said = [PENDING if number is None else brief(number) for number in (value, gradient)]
    return f"{name}, value {said[0]}, gradient {said[1]}"


def progress(k: int, steps: int) -> str:
    """How much of the story the picture shows."""
    return f"What is known after {k} of {steps} steps."


def more_nodes(count: int) -> str:
    """What stands for the nodes that a description leaves out."""
    return f"And {count:,} more nodes."


# Lenses ----------------------------------------------------------------------------------------------------------


def lens_text(scene: Scene, edge: int) -> str:
    """The text in the lens of an edge: × −4, ⊙ [1, 2], ⊙ 2×3 array, × wᵀ."""
    local = scene.edges.local[edge]
    if local is None:
        return ""
    if isinstance(local, float):
        return f"× {short(local)}"
    if not is_rule(local):
        return f"⊙ {_entries(local)}"
    if local["kind"] == "matrix":
        return _factor(scene, edge, _operand(scene, local.get("operand")) or "M")
    if local["kind"] != "jacobian":
        return f"{scene.ops[scene.edges.target[edge]]}′"
    rows = local["matrix"]
    row = brief(from_wire(rows[0])) if len(rows) == 1 else ""
    return f"× {row}" if row.startswith("[") and len(row) <= LONGEST_LIST else "× J"


def local_in_full(scene: Scene, edge: int) -> str:
    """The local gradient in full: a small array's entries; the rule of an array op with the factor that it names."""
    local = scene.edges.local[edge]
    if not is_rule(local):
        return worded(local)
    text = lens_text(scene, edge)
    if local["kind"] != "matrix" or local.get("operand") not in scene.ids:
        return text
    factor = scene.ids.index(local["operand"])
    return f"{text} with {title_of(scene, factor) or 'M'} = {worded(scene.values[factor])}"


def is_rule(local: Any) -> bool:
    """Whether a local gradient is the rule of an op of arrays, not a number or an array of numbers."""
    return isinstance(local, dict) and "kind" in local


def _entries(local: Any) -> str:
    """The numbers of a short vector, else the shape with a word, for 3 alone reads as a number."""
    text, shape = brief(local), shape_of(local)
    if text.startswith("[") and len(text) <= LONGEST_LIST:
        return text
    return entries_text(shape[0]) if len(shape) == 1 else f"{shape_text(shape)} array"


def _factor(scene: Scene, edge: int, name: str) -> str:
    target, slot = scene.edges.target[edge], scene.edges.slot[edge]
    if _of_matrices(scene, edge):
        return f"× {name}ᵀ" if slot == 0 else f"{name}ᵀ ×"
    return f"{name}ᵀ ×" if scene.ops[target] == "outer" and slot == 1 else f"× {name}"


def _of_matrices(scene: Scene, edge: int) -> bool:
    """Whether an edge leads into a product of matrices: @, or dot where its operands are not two vectors."""
    target = scene.edges.target[edge]
    return scene.ops[target] == "matmul" or (scene.ops[target] == "dot" and bool(scene.shapes[target]))


def factor_words(scene: Scene, edge: int) -> str:
    """The factor of a matrix product in words: what multiplies what, from which side, with shapes; else empty."""
    found, target = factor_of(scene, edge), scene.edges.target[edge]
    if found is None or not _of_matrices(scene, edge):
        return ""
    shape = found[1]
    left, right = (scene.shapes[scene.edges.source[each]] for each in scene.edges.into[target])
    a, b = ([1, *left] if len(left) == 1 else left), ([*right, 1] if len(right) == 1 else right)
    upstream = [*(a if len(a) > len(b) else b)[:-2], a[-2], b[-1]]
    output = title_of(scene, scene.output) or OUTPUT
    word = lens_text(scene, edge).removeprefix("× ").removesuffix(" ×")
    to, source = (f"∂{output}/∂{_held(name_of(scene, node))}" for node in (target, scene.edges.source[edge]))
    if scene.edges.slot[edge] == 0:
        lines = [f"{source} = {to} · {word}, from the right"]
        shapes = [a, upstream, shape]
    else:
        lines = [f"{source} = {word} · {to}, from the left"]
        shapes = [b, shape, upstream]
    result, first, second = map(shape_text, shapes)
    summed = ", summed over the stack" if len(shapes[0]) < len(upstream) else ""
    lines.append(f"shapes: {result} = {first} · {second}{summed}")
    return "\n".join(lines)


def _held(name: str) -> str:
    """A name, or what stands for one in parentheses."""
    return f"({name})" if " " in name else name


def factor_of(scene: Scene, edge: int) -> tuple[list[float], list[int]] | None:
    """The factor of an edge as it multiplies, transposed where the rule says so: its numbers row by row, its shape."""
    local = scene.edges.local[edge]
    if not is_rule(local) or local["kind"] != "matrix" or local.get("operand") not in scene.ids:
        return None
    operand, op = scene.ids.index(local["operand"]), scene.ops[scene.edges.target[edge]]
    value, shape = scene.values[operand], scene.shapes[operand]
    if not isinstance(value, list) or 0 in shape:
        return None
    numbers = entries(value)
    matrices, slot = _of_matrices(scene, edge), scene.edges.slot[edge]
    if not matrices or len(shape) == 1:
        column = slot == 1 if matrices else op == "outer" and slot == 0
        return numbers, [shape[0], 1] if column else [1, shape[0]]
    rows, columns = shape[-2:]
    size = rows * columns
    turned = [numbers[i // size * size + i % rows * columns + i % size // rows] for i in range(len(numbers))]
    return turned, [*shape[:-2], columns, rows]


def _operand(scene: Scene, name: Any) -> str:
    return title_of(scene, scene.ids.index(name)) if name in scene.ids else ""


# Expressions -----------------------------------------------------------------------------------------------------


def version_of(scene: Scene, node: int) -> str:
    """The version of a name that was bound before: .2 for the second binding, empty for the first."""
    version = VERSION.search(scene.ids[node])
    return version[0] if version else ""


def title_of(scene: Scene, node: int) -> str:
    """The name of a node with its version: h, then h.2; empty for what has no name."""
    return scene.labels[node] and f"{scene.labels[node]}{version_of(scene, node)}"


def name_of(scene: Scene, node: int) -> str:
    """What to call a node: its name, its number, else what it computes."""
    return title_of(scene, node) or _written(scene, node)


def equation(scene: Scene, node: int) -> str:
    """A node with what it computes: q = x + y, or the one of them that there is."""
    named = title_of(scene, node)
    return f"{named} = {_written(scene, node)}" if named and not scene.leaf(node) else name_of(scene, node)


def _written(scene: Scene, node: int) -> str:
    return _expression(scene, node, lambda n, depth: not scene.labels[n] and depth <= SPELT_OUT)


def formula(scene: Scene) -> str:
    """The output over the inputs, f = (x + y) × z; names that are used twice stay names, and so do long parts."""
    out, label = scene.output, title_of(scene, scene.output)
    if scene.leaf(out):
        return label
    size = 0

    def once(node: int, _: int) -> bool:
        nonlocal size
        size += len(scene.edges.into[node])
        return size <= LONGEST_TITLE and len(scene.edges.out[node]) == 1

    text = _expression(scene, out, once)
    if size > LONGEST_TITLE:
        text = _expression(scene, out, lambda node, depth: not scene.labels[node] and depth <= SPELT_OUT)
    return f"{label} = {text}" if label else text


def _expression(scene: Scene, node: int, spelt: Callable[[int, int], bool]) -> str:
    """A node written out over its operands; those for which ``spelt(node, depth)`` holds are written out too."""
    return _write(scene, node, spelt, 0)[0]


def _write(scene: Scene, node: int, spelt: Callable[[int, int], bool], depth: int) -> Piece:
    """The text of a node; ``spelt`` bounds the depth, by the length of a title or by two levels."""
    if scene.leaf(node) or (depth and not spelt(node, depth)):
        return _leaf(scene, node)
    parts = [_write(scene, scene.edges.source[edge], spelt, depth + 1) for edge in scene.edges.into[node]]
    return _joined(scene.ops[node], parts, scene.attrs[node])


def _joined(op: str, parts: Sequence[Piece], attrs: Mapping[str, Any]) -> Piece:
    infix = OPS[op].infix if op in OPS else ""
    if op == "identity":
        return parts[0]
    if "key" in attrs:
        return f"{_fenced(parts[0], ATOM)}[{', '.join(map(_index, attrs['key']))}]", ATOM
    if op == "neg":
        return f"{MINUS}{_fenced(parts[0], SIGN + 1)}", SIGN
    if not infix or len(parts) != 2:  # noqa: PLR2004 - an infix stands between two
        arguments = [*(text for text, _ in parts), *(_keyword(*each) for each in attrs.items())]
        return f"{CALLED.get(op, op)}({', '.join(arguments)})", ATOM
    binding = BINDING.get(infix, 1)
    left = _fenced(parts[0], ATOM if infix == "**" else binding)
    right = _fenced(parts[1], ATOM if parts[1][1] == SIGN else binding + (binding < POWER))
    return (f"{left}^{right}" if infix == "**" else f"{left} {SIGNS.get(infix, infix)} {right}"), binding


def _index(entry: Any) -> str:
    """An index or slice as one types it."""
    if not isinstance(entry, list):
        return str(entry)
    ends = ["" if end is None else str(end) for end in entry]
    return ":".join(ends[: 2 + bool(ends[2])])


def _keyword(name: str, value: Any) -> str:
    """A fixed argument as one types it: axis=1; a shape needs no name."""
    text = f"[{', '.join(map(str, value))}]" if isinstance(value, list) else _script_word(value)
    return text if name == "shape" else f"{name}={text}"


def _script_word(value: Any) -> str:
    """A fixed argument as JavaScript writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return script_number(value) if isinstance(value, float) else str(value)


def _fenced(part: Piece, least: int) -> str:
    text, binding = part
    return f"({text})" if binding < least else text


def _leaf(scene: Scene, node: int) -> Piece:
    if scene.labels[node]:
        return title_of(scene, node), ATOM
    value = scene.values[node]
    if not scene.leaf(node) or value is None:
        return "…", ATOM
    text = brief(value)
    return text, SIGN if text.startswith(MINUS) else ATOM
