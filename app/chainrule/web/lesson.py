"""The numbers of the lesson: its three programs, run by the engine, so that the page reads without JavaScript.

A key names one number: ``v:q`` the value of a node, ``g:x`` its gradient, ``l:q.0`` the local gradient and ``p:q.0``
the propagated gradient of its input number 0, ``u:w3.0.1`` a value after the update, ``A:L`` a value computed with all
updated weights. Further numbers are places in an array, so ``v:w3.0.1`` is the weight from neuron 2 to neuron 1. The
browser knows the same keys (``static/src/learn/keys.js``).
"""

from __future__ import annotations

from typing import Any

import orjson

from chainrule.view.numbers import MINUS, short
from chainrule.web.compute import Desk, Question

PROGRAMS = {
    "note": "x = -2\ny = 5\nz = -4\nq = x + y\nf = q * z",
    "fan": "x = 3\ny = -2\np = x * y\nf = p + x",
    "net": (
        "alpha = 0.5\nx = [0.5, -1]\nw2 = [[0.6, -0.4], [-0.8, 0.5]]\nw3 = [[1.2, -0.7], [0.5, 0.9]]\ny = [1, 0]\n"
        "a1 = x\nz2 = w2 @ a1\na2 = sigmoid(z2)\nz3 = w3 @ a2\na3 = sigmoid(z3)\nL = half_squared_error(a3, y)"
    ),
}
RATE = "alpha"
LOCAL = {"l": "local_gradient", "p": "propagated_gradient"}


class Numbers:
    """The numbers of one program, by key."""

    def __init__(self, desk: Desk, program: str) -> None:
        self.program = program
        self._nodes = _run(desk, program)
        self._after = self._nodes if RATE not in self._nodes else _run(desk, program, self._updated())

    def value(self, key: str) -> float:
        """The number that a key names; a KeyError or IndexError for a key that names none."""
        kind, _, path = key.partition(":")
        name, *places = path.split(".")
        node = (self._after if kind == "A" else self._nodes)[name]
        if kind == "u":
            return float(_at(self._updated()[name], places))
        if kind in LOCAL:
            return float(_at(node["inputs"][int(places[0])][LOCAL[kind]], places[1:]))
        return float(_at(node["gradient" if kind == "g" else "value"], places))

    def __call__(self, key: str) -> str:
        """The number as people read it."""
        return short(self.value(key))

    def operand(self, key: str) -> str:
        """The same behind another sign: negative ones in parentheses."""
        text = self(key)
        return f"({text})" if text.startswith(MINUS) else text

    def _updated(self) -> dict[str, Any]:
        """Every weight after one step of gradient descent, all from the old gradients."""
        rate = self._nodes[RATE]["value"]
        weights = (node for name, node in self._nodes.items() if name.startswith("w"))
        return {node["id"]: _stepped(node["value"], node["gradient"], rate) for node in weights}


def lesson(desk: Desk) -> dict[str, Numbers]:
    """The numbers of all programs of the lesson, by the program's name."""
    return {name: Numbers(desk, program) for name, program in PROGRAMS.items()}


def _run(desk: Desk, program: str, inputs: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = orjson.loads(desk.answer(Question("graph", program, inputs=inputs or {})))
    return {node["id"]: node for node in answer["nodes"]}


def _at(value: Any, places: list[str]) -> Any:
    for place in places:
        value = value[int(place)]
    return value


def _stepped(value: Any, gradient: Any, rate: float) -> Any:
    if isinstance(value, list):
        return [_stepped(*pair, rate) for pair in zip(value, gradient, strict=True)]
    return value - rate * gradient
