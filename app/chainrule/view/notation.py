"""Notation: mathematics as boxes, between the trees that rules become and the LaTeX, MathML or text that people read.

``read`` understands the part of LaTeX in which op records and ``primitives`` write templates; ``fill`` puts arguments
into a template, with parentheses where the signs around them bind more tightly than they do.
"""

from __future__ import annotations

import functools
import re
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chainrule.view.primitives import AND, ATOM, CHOICE, POWER, PRODUCT, RELATION, SIGN, SUM


@dataclass(frozen=True, slots=True)
class Token:
    """A leaf. ``kind`` is ``name`` (a variable), ``number``, ``sign`` (an operator), ``word`` (sin) or ``text``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """Boxes in a row."""

    items: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Fraction:
    """One box above another, with a line between."""

    above: Box
    below: Box


@dataclass(frozen=True, slots=True)
class Root:
    """A root of a box; ``index`` is None for the square root."""

    body: Box
    index: Box | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """A box with another one raised behind it, and another one lowered."""

    base: Box
    above: Box | None = None
    below: Box | None = None


@dataclass(frozen=True, slots=True)
class Fence:
    """A box between two signs that grow with it."""

    left: str
    body: Box
    right: str


@dataclass(frozen=True, slots=True)
class Cases:
    """A choice: pairs of a value and the condition for it."""

    rows: tuple[tuple[Box, Box], ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a template for argument ``index``; -1 is for all arguments, with commas between."""

    index: int
    need: int = CHOICE


Box = Token | Row | Fraction | Root | Script | Fence | Cases | Slot

MINUS = "−"
CLOSE = "\u2062"
"""The invisible product sign between a number and a slot: what comes into the slot decides between 2x and 2 · 3."""
SIGNS = {
    r"\cdot": "·",
    r"\times": "×",
    r"\otimes": "⊗",
    r"\star": "⋆",
    r"\le": "≤",
    r"\ge": "≥",
    r"\ne": "≠",
    r"\wedge": "∧",
    r"\bmod": "mod",
    r"\sum": "∑",
    r"\prod": "∏",
    r"\dots": "…",
    r"\top": "⊤",
    r"\partial": "∂",
    r"\,": "\u2009",
    "'": "′",
    "-": MINUS,
    "*": "·",
    **{sign: sign for sign in "+=<>,@"},
}
NAMES = {
    r"\alpha": "α", r"\beta": "β", r"\gamma": "γ", r"\delta": "δ", r"\varepsilon": "ε", r"\zeta": "ζ", r"\eta": "η",
    r"\theta": "θ", r"\iota": "ι", r"\kappa": "κ", r"\lambda": "λ", r"\mu": "μ", r"\nu": "ν", r"\xi": "ξ", r"\pi": "π",
    r"\rho": "ρ", r"\sigma": "σ", r"\tau": "τ", r"\upsilon": "υ", r"\varphi": "φ", r"\chi": "χ", r"\psi": "ψ",
    r"\omega": "ω", r"\Gamma": "Γ", r"\Delta": "Δ", r"\Theta": "Θ", r"\Lambda": "Λ", r"\Xi": "Ξ", r"\Pi": "Π",
    r"\Sigma": "Σ", r"\Phi": "Φ", r"\Psi": "Ψ", r"\Omega": "Ω", r"\infty": "∞",
}  # fmt: skip
WORDS = {"sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "ln", "log", "max", "min"}
FENCES = {
    "(": ("(", ")", ")"),
    "[": ("[", "]", "]"),
    r"\lvert": ("|", "|", r"\rvert"),
    r"\lVert": ("‖", "‖", r"\rVert"),
    r"\lfloor": ("⌊", "⌋", r"\rfloor"),
    r"\lceil": ("⌈", "⌉", r"\rceil"),
}
BINDING = {
    **dict.fromkeys("+−", SUM),
    **dict.fromkeys(("·", "×", "⊗", "⋆", "mod", "\u2009", "@", "∑", "∏", CLOSE), PRODUCT),
    **dict.fromkeys("=<>≤≥≠", RELATION),
    "∧": AND,
    ",": CHOICE,
}
"""How tightly a sign binds what stands beside it; others do not bind."""


def sign(text: str) -> Token:
    """An operator."""
    return Token("sign", text)


def row(*boxes: Box) -> Box:
    """Boxes in one row, rows within it dissolved."""
    items = [item for box in boxes for item in (box.items if isinstance(box, Row) else (box,))]
    return items[0] if len(items) == 1 else Row(tuple(items))


def fenced(box: Box) -> Box:
    """A box in parentheses."""
    return Fence("(", box, ")")


# How tightly a box binds -----------------------------------------------------------------------------------------


def binding(box: Box) -> int:
    """How tightly a box holds together."""
    if isinstance(box, Row):
        if is_call(box):
            return POWER
        found = [BINDING[item.text] for item in box.items if isinstance(item, Token) and item.text in BINDING]
        return min(found, default=PRODUCT)
    if isinstance(box, Fraction | Root | Cases):
        return SIGN
    return POWER if isinstance(box, Script) and box.above is not None and not is_prime(box.above) else ATOM


def is_call(box: Row) -> bool:
    """Whether a row is a function applied to its argument, as in sin(x)."""
    head, *others = box.items
    name = head.base if isinstance(head, Script) else head
    applied = len(others) == 1 and isinstance(others[0], Fence) and others[0].left == "("
    return applied and isinstance(name, Token) and name.kind in {"word", "name"}


def is_prime(box: Box) -> bool:
    """Whether a raised box is one or more primes, which belong to the name."""
    return isinstance(box, Token) and set(box.text) == {"′"}


def power(base: Box, exponent: Box) -> Box:
    """A power; that of a function stands behind its name: cos²(x)."""
    plain = isinstance(exponent, Token) and exponent.kind == "number"
    if plain and isinstance(base, Row) and is_call(base) and isinstance(base.items[0], Token):
        return Row((Script(base.items[0], exponent), base.items[1]))
    return Script(held(base, ATOM), exponent)


def held(box: Box, need: int) -> Box:
    """A box where it must bind as tightly as ``need``: in parentheses if it does not; a slot remembers."""
    if isinstance(box, Slot):
        return replace(box, need=max(box.need, need))
    return box if binding(box) >= need else fenced(box)


# Templates -------------------------------------------------------------------------------------------------------


def fill(template: Box, arguments: Sequence[Box]) -> Box:
    """The template with arguments in its slots."""
    if isinstance(template, Slot):
        return _argument(template, arguments)
    if isinstance(template, Row):
        return row(*(fill(item, arguments) for item in template.items))
    if isinstance(template, Cases):
        return _choice([(fill(a, arguments), fill(b, arguments)) for a, b in template.rows])
    if isinstance(template, Script):
        base, below = fill(template.base, arguments), template.below and fill(template.below, arguments)
        if template.above is not None and below is None:
            return power(base, fill(template.above, arguments))
        return Script(held(base, ATOM), template.above, below)
    return _inside(template, lambda box: fill(box, arguments))


def _argument(slot: Slot, arguments: Sequence[Box]) -> Box:
    if slot.index >= 0:
        return held(arguments[slot.index], slot.need)
    commas = [part for box in arguments for part in (sign(","), box)]
    return row(*commas[1:])


def _choice(rows: list[tuple[Box, Box]]) -> Cases:
    """A choice; one within its last row continues it."""
    *most, (last, condition) = rows
    tail = last.rows if isinstance(last, Cases) else ((last, condition),)
    return Cases((*most, *tail))


def _inside(box: Box, change: Callable[[Box], Box]) -> Box:
    """A box with its parts changed."""
    if isinstance(box, Fraction):
        return Fraction(change(box.above), change(box.below))
    if isinstance(box, Root):
        return Root(change(box.body), box.index)
    if isinstance(box, Fence):
        return Fence(box.left, change(box.body), box.right)
    if isinstance(box, Script):
        return Script(change(box.base), box.above and change(box.above), box.below and change(box.below))
    return box


@functools.cache
def read(template: str) -> Box:
    """The boxes of a template, which is LaTeX with ``{0}``, ``{1}`` or ``{}`` for arguments and braces doubled."""
    parts = []
    for literal, field, _, _ in string.Formatter().parse(template):
        parts.append(literal)
        if field is not None:
            parts.append(f"\x00{field or '*'}")
    return _needing(_Reader("".join(parts)).row(frozenset()))


def _needing(box: Box, left: int = CHOICE, right: int = CHOICE) -> Box:
    """The box with its slots told how tightly an argument must bind beside the signs on its left and right."""
    if isinstance(box, Slot):
        return replace(box, need=max(left + 1 if left else CHOICE, right))
    if isinstance(box, Row):
        around = [CHOICE, *map(_pull, box.items), CHOICE]
        return Row(tuple(_needing(*each) for each in zip(box.items, around, around[2:], strict=False)))
    if isinstance(box, Cases):
        return Cases(tuple((_needing(a), _needing(b)) for a, b in box.rows))
    return _inside(box, _needing)


def _pull(box: Box) -> int:
    """How tightly a box binds what stands beside it: a sign by its kind, a function what follows its name."""
    if not isinstance(box, Token):
        return CHOICE
    return SIGN if box.kind == "word" else BINDING.get(box.text, CHOICE)


class _Reader:
    """LaTeX, token by token."""

    TOKEN = re.compile(r"\x00(?:\d+|\*)|\\\\|\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\S")

    def __init__(self, text: str) -> None:
        self.tokens = self.TOKEN.findall(text)
        self.at = 0

    def next(self) -> str:
        self.at += 1
        token: str = self.tokens[self.at - 1]
        return token

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def row(self, ends: frozenset[str]) -> Box:
        """Boxes up to one of ``ends`` or the end of the text."""
        items = []
        while self.peek() and self.peek() not in ends:
            items.append(self.scripted())
        return row(*items) if items else Row(())

    def scripted(self) -> Box:
        """One box with what stands above and below it."""
        box = self.one()
        scripts: dict[str, Box] = {}
        while self.peek() in {"^", "_"}:
            place = self.next()
            scripts[place] = self.one()
        return Script(box, scripts.get("^"), scripts.get("_")) if scripts else box

    def one(self) -> Box:
        """One box without scripts."""
        piece = self.next()
        if piece[0] == "\x00":
            return Slot(-1 if piece[1] == "*" else int(piece[1:]))
        if piece == "{":
            return self.until("}")
        if piece in FENCES:
            left, right, end = FENCES[piece]
            return Fence(left, self.until(end), right)
        if piece in SIGNS:
            return sign(SIGNS[piece])
        if piece[0] == "\\":
            return self.command(piece)
        return Token("number" if piece[0].isdigit() else "name", piece)

    def until(self, end: str) -> Box:
        """Boxes up to ``end``, which is passed over."""
        box = self.row(frozenset({end}))
        self.next()
        return box

    def command(self, token: str) -> Box:
        """What a command stands for."""
        name = token[1:]
        if token in NAMES:
            return Token("name", NAMES[token])
        if name in WORDS:
            return Token("word", name)
        if name in {"frac", "tfrac"}:
            return Fraction(self.digit(), self.digit())
        if name == "sqrt":
            index = None
            if self.peek() == "[":
                self.next()
                index = self.until("]")
            return Root(self.one(), index)
        if name in {"operatorname", "mathbf", "text"}:
            return Token({"operatorname": "word", "mathbf": "word"}.get(name, "text"), self.letters())
        if name == "begin" and self.letters() == "cases":
            return self.cases()
        raise ValueError(f"templates have no '{token}'")

    def digit(self) -> Box:
        """An argument of a fraction: a group, or a single digit."""
        token = self.peek()
        if token.isdigit() and len(token) > 1:
            self.tokens[self.at : self.at + 1] = list(token)
        return self.one()

    def letters(self) -> str:
        """The letters of a group."""
        self.next()
        letters = iter(self.next, "}")
        return "".join(letters).replace("\\_", "_")

    def cases(self) -> Cases:
        """The rows of a choice."""
        rows = []
        while self.peek() != r"\end":
            value = self.until("&")
            rows.append((value, self.row(frozenset({r"\\", r"\end"}))))
            if self.peek() == r"\\":
                self.next()
        self.next()
        self.letters()
        return Cases(tuple(rows))
