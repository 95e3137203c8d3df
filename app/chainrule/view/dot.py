"""Graphs for other programs: DOT for Graphviz and a flowchart for Mermaid, with what is known after a step.

Names of nodes in the text are our own (n0, n1, …); what people read stands in quotes, with everything escaped that
could end them.
"""

from __future__ import annotations

from collections.abc import Iterator

from chainrule.engine.ops import OPS
from chainrule.view.picture import words as say
from chainrule.view.picture.frames import Frame, frame_at
from chainrule.view.picture.paint import PALETTES
from chainrule.view.picture.scene import Scene
from chainrule.view.picture.values import brief

PENDING = "…"
COLOURS = PALETTES["light"]
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")
"""What Mermaid takes as it is; all else is written by its number."""


def dot(scene: Scene, step: int | None = None) -> str:
    """The graph in DOT."""
    frame = frame_at(scene, len(scene.steps) if step is None else step)
    node = f'node [shape=box, style="rounded,filled", fillcolor="{COLOURS["surface"]}", color="{COLOURS["wire"]}"]'
    lines = [
        "digraph chainrule {",
        f"  rankdir={'TB' if scene.down else 'LR'}",
        f"  {node}",
        f'  edge [color="{COLOURS["value"]}", fontcolor="{COLOURS["local"]}"]',
    ]
    nodes = range(len(scene.ids))
    lines += [f"  n{i} [label={_quoted(chr(10).join(_card(scene, frame, i)))}]" for i in nodes]
    lines += [f"  {{ rank=same; {'; '.join(f'n{i}' for i in column)} }}" for column in scene.columns]
    for edge, (source, target) in enumerate(zip(scene.edges.source, scene.edges.target, strict=True)):
        label = "\n".join(_road(scene, frame, edge))
        lines.append(f"  n{source} -> n{target} [label={_quoted(label)}]")
    return "\n".join([*lines, "}", ""])


def mermaid(scene: Scene, step: int | None = None) -> str:
    """The graph as a flowchart for Mermaid."""
    frame = frame_at(scene, len(scene.steps) if step is None else step)
    lines = [f"flowchart {'TB' if scene.down else 'LR'}"]
    nodes = range(len(scene.ids))
    lines += [f'  n{i}["{"<br/>".join(map(_coded, _card(scene, frame, i)))}"]' for i in nodes]
    for edge, (source, target) in enumerate(zip(scene.edges.source, scene.edges.target, strict=True)):
        label = "<br/>".join(map(_coded, _road(scene, frame, edge)))
        lines.append(f'  n{source} -->|"{label}"| n{target}' if label else f"  n{source} --> n{target}")
    return "\n".join([*lines, ""])


def _card(scene: Scene, frame: Frame, node: int) -> Iterator[str]:
    """The lines of a card: its name and operator, its value, and its gradient."""
    op = scene.ops[node]
    sign = "" if scene.leaf(node) else OPS[op].symbol if op in OPS else op
    head = " ".join(filter(None, [scene.labels[node], sign])) or say.CONSTANT
    value, gradient = frame.values[node], frame.gradients[node]
    yield head
    yield f"▸ {PENDING if value is None else brief(value)}"
    if scene.gradients[node] is not None:
        yield f"◂ {PENDING if gradient is None else brief(gradient)}"


def _road(scene: Scene, frame: Frame, edge: int) -> list[str]:
    """The lines on an edge: its local gradient, and what it has handed back."""
    lines = [say.lens_text(scene, edge)] if frame.local[edge] and scene.edges.local[edge] is not None else []
    return [*lines, f"◂ {brief(scene.edges.propagated[edge])}"] if frame.handed[edge] else lines


def _quoted(text: str) -> str:
    """A string of DOT, whose only escapes are those of the backslash and the quote; lines are centred."""
    clean = "".join(sign if sign == "\n" or sign.isprintable() else "\ufffd" for sign in text)
    escaped = clean.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _coded(text: str) -> str:
    """Text inside the quotes of Mermaid: its entity codes for all that is no letter, digit or space."""
    return "".join(sign if sign in PLAIN else f"#{ord(sign) if sign.isprintable() else 0xFFFD};" for sign in text)
