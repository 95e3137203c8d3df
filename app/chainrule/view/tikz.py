"""A picture for LaTeX: TikZ, with the places of our own layout and what is known after a step."""

from __future__ import annotations

import itertools
import re

from chainrule.view.formulas import name
from chainrule.view.latex import latex
from chainrule.view.numbers import MINUS
from chainrule.view.picture.frames import Frame, frame_at
from chainrule.view.picture.paint import PALETTES
from chainrule.view.picture.scene import Point, Scene
from chainrule.view.picture.values import brief
from chainrule.view.picture.words import is_rule

POINTS = 0.6
"""A pixel of the layout in TeX's points, so that five cards fit on a page."""
LIBRARIES = "arrows.meta"
COLOURS = ("value", "gradient", "local", "local-tint", "surface", "hairline", "wire", "secondary")
SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "_#$%&{}"},
}
SIGNS = {"add": "+", "sub": "-", "mul": r"\times", "div": r"\div", "neg": "-", "matmul": r"\cdot"}
LENS = r"draw=chainlocal, fill=chainlocaltint, text=chainlocal, rounded corners=5pt, inner sep=2pt, font=\scriptsize"
SAFE = re.compile(r"[A-Za-zΑ-Ωα-ω][A-Za-z0-9_]*(\.[0-9]+)?")
_POWER = re.compile(r"e(-?\d+)")
_SHAPE = re.compile(r"\d+(×\d+)*")


def tikz(scene: Scene, step: int | None = None) -> str:
    """The picture as an environment ``tikzpicture``; it needs the library arrows.meta and the package amsmath."""
    frame = frame_at(scene, len(scene.steps) if step is None else step)
    palette = PALETTES["light"]
    colours = {role.replace("-", ""): palette[role][1:].upper() for role in COLOURS}
    lines = [rf"\definecolor{{chain{role}}}{{HTML}}{{{colour}}}" for role, colour in colours.items()]
    how = f"x={POINTS}pt, y=-{POINTS}pt, line width=0.7pt, >={{Stealth[length=4pt]}}, font=\\small"
    lines.append(rf"\begin{{tikzpicture}}[{how}]")
    for edge in range(len(scene.edges.source)):
        lines += _road(scene, frame, edge)
    for node in range(len(scene.ids)):
        lines += _card(scene, frame, node)
    return "\n".join([*lines, r"\end{tikzpicture}", ""])


def text(raw: str) -> str:
    """Text in which nothing is a command."""
    clean = "".join(SPECIAL.get(sign, sign) if sign.isascii() and sign.isprintable() else "?" for sign in raw)
    return rf"\text{{{clean}}}"


def variable(label: str) -> str:
    """A name for mathematics mode; one that is no name of the language is text."""
    return latex(name(label)) if SAFE.fullmatch(label) else text(label)


def number(value: object) -> str:
    """A value in brief, for mathematics mode."""
    shown = brief(value)
    if _SHAPE.fullmatch(shown) and not isinstance(value, float):
        return shown.replace("×", r" \times ")
    plain = shown.replace(MINUS, "-").replace("∞", r"\infty ").replace("NaN", r"\mathrm{NaN}")
    return _POWER.sub(r" \\cdot 10^{\1}", plain)


def _road(scene: Scene, frame: Frame, edge: int) -> list[str]:
    """The curve of an edge, coloured as far as it is known, and its lens."""
    target = scene.edges.target[edge]
    known, back = frame.values[target] is not None, frame.handed[edge]
    colour = "chaingradient" if back else "chainvalue" if known else "chainwire"
    style = f"draw={colour}, {'<-' if back else '->'}" + ("" if known else ", densely dotted")
    lines = [rf"\draw[{style}] {_curve(scene.edges.routes[edge], down=scene.down)};"]
    local = scene.edges.local[edge]
    if local is not None and frame.local[edge]:
        words = text("rule") if is_rule(local) else rf"\times {number(local)}"
        lines.append(rf"\node[{LENS}] at {_at(*scene.edges.lenses[edge])} {{${words}$}};")
    return lines


def _curve(route: list[Point], *, down: bool) -> str:
    parts = [_at(*route[0])]
    for a, b in itertools.pairwise(route):
        middle = ((a.x + b.x) / 2, (a.y + b.y) / 2)
        first, second = ((a.x, middle[1]), (b.x, middle[1])) if down else ((middle[0], a.y), (middle[0], b.y))
        parts.append(f".. controls {_at(*first)} and {_at(*second)} .. {_at(*b)}")
    return " ".join(parts)


def _at(x: float, y: float) -> str:
    return f"({x:.1f}, {y:.1f})"


def _card(scene: Scene, frame: Frame, node: int) -> list[str]:
    """The card of a node: its name or operator left, its value and its gradient right."""
    x, y, width, height = scene.boxes[node]
    op, leaf, label = scene.ops[node], scene.leaf(node), scene.labels[node]
    corner = _at(x + width, y + height)
    sign = SIGNS.get(op) or (variable(scene.ids[node]) if leaf and label else text(op))
    lines = [
        rf"\draw[draw=chainwire, fill=chainsurface, rounded corners=6pt] {_at(x, y)} rectangle {corner};",
        rf"\node at {_at(x + 40, y + height / 2)} {{${variable(scene.ids[node]) if leaf and label else sign}$}};",
        rf"\draw[draw=chainhairline] {_at(x + 76, y + height / 2)} -- {_at(x + width - 16, y + height / 2)};",
    ]
    if label and not leaf:
        lines.append(rf"\node[anchor=south] at {_at(x + 40, y)} {{${variable(scene.ids[node])}$}};")
    for known, colour, below in ((frame.values, "chainvalue", 22), (frame.gradients, "chaingradient", 62)):
        if known[node] is not None:
            place = _at(x + width - 14, y + below)
            lines.append(rf"\node[anchor=east, text={colour}] at {place} {{${number(known[node])}$}};")
    return lines
