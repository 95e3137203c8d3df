"""A network as one line of text: ``2 -> 3 sigmoid -> 1 sigmoid, loss half_squared_error``.

The line is read into the same plain JSON that a request carries, so both meet the same checks::

    line    = inputs { "->" layer } { "," option }
    inputs  = count | channels "x" height "x" width
    layer   = count [activation] [words]              a dense layer
            | "conv2d" count [h "x" w] [activation] [words]
            | "maxpool2d" [size] [words] | "flatten" | "dropout" [rate] [words] | "batch_norm" [words]
    words   = { "no bias" | name value }               such as: stride 2, seed 3, weights [[1, 2]], biases [0]
    option  = "loss" name | "init" scheme { name value } | "l1" number | "l2" number
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from chainrule.errors import ChainruleError, LimitError, ProgramError
from chainrule.network.limits import PICTURE, Limits
from chainrule.network.reading import FIELDS, read_spec
from chainrule.network.spec import ACTIVATIONS, LAYERS, Spec, to_json

ARROWS = ("->", "→")
_TOKEN = re.compile(r"->|→|,|\[|(?:(?!->)[^\s,\[\]→])+|\S")
_NUMBER = re.compile(r"[+-]?(?:\d{1,40}\.?\d{0,40}|\.\d{1,40})(?:[eE][+-]?\d{1,4})?\Z", re.ASCII)
_SIDES = re.compile(r"\d{1,9}(?:[x×]\d{1,9}){1,3}\Z", re.ASCII)
LONGEST = 100_000
QUOTED = 40
"""Characters of a word that an error repeats."""
DEEPEST = 8
"""Brackets within brackets; the weights of a conv2d layer have four."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign or a whole ``[…]`` of the line, with its place."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


@dataclass(slots=True)
class Line:
    """What was read so far: the plain JSON, and for each JSON pointer the place in the line it came from."""

    data: dict[str, Any] = field(default_factory=lambda: {"layers": []})
    places: dict[str, tuple[int, int]] = field(default_factory=dict)


def read_line(text: str, limits: Limits = PICTURE, pointer: str = "/spec") -> Spec:
    """The Spec of a line, which stands at ``pointer``.

    Raises ``ProgramError`` or ``LimitError`` with that pointer, whose span covers the offending words.
    """
    line = read_words(text, pointer)
    try:
        return read_spec(line.data, limits, pointer=pointer)
    except ChainruleError as error:
        found = located(error, line, pointer)
        found.related = tuple(located(other, line, pointer) for other in error.related)
        raise found from error


def read_words(text: str, pointer: str = "/spec") -> Line:
    """The line as plain JSON with places, unchecked but for its grammar. Its errors have ``pointer``."""
    try:
        return _line(text)
    except ChainruleError as error:
        error.pointer = pointer
        raise


def _line(text: str) -> Line:
    if len(text) > LONGEST:
        raise LimitError(f"The line is longer than {LONGEST:,} characters.", code="characters")
    line = Line()
    chain, *options = _split(list(_tokens(text)), ",")
    first, *layers = _split(chain, *ARROWS)
    if not first:
        raise ProgramError("The line is empty; write a network such as '2 -> 3 sigmoid -> 1'.", span=(0, len(text)))
    _read_inputs(line, first)
    for i, words in enumerate(layers):
        _need(words, text, "a layer such as '3 sigmoid'")
        line.data["layers"].append(_layer(line, words, f"/layers/{i}"))
    for words in options:
        _need(words, text, "an option such as 'loss mse'")
        _read_option(line, words)
    return line


def _tokens(text: str) -> Iterator[Token]:
    """The words of the line; a list in brackets is one word."""
    at = 0
    while match := _TOKEN.search(text, at):
        at = match.end() if match.group() != "[" else _closing(text, match.start())
        yield Token(text[match.start() : at], match.start())


def _closing(text: str, start: int) -> int:
    """Where the list that opens at ``start`` ends."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == "[") - (text[at] == "]")
        if depth > DEEPEST:
            raise ProgramError(f"The list is nested more than {DEEPEST} deep.", span=(start, at + 1))
        if depth == 0:
            return at + 1
    raise ProgramError("The list is not closed; a ']' is missing.", span=(start, len(text)))


def _split(tokens: list[Token], *signs: str) -> list[list[Token]]:
    """The runs of tokens between any of the signs."""
    runs: list[list[Token]] = [[]]
    for token in tokens:
        if token.text in signs:
            runs.append([])
        else:
            runs[-1].append(token)
    return runs


def _need(words: list[Token], text: str, wanted: str) -> None:
    if not words:
        raise ProgramError(f"Something is missing between two signs: {wanted} is wanted.", span=(0, len(text)))


def _read_inputs(line: Line, words: list[Token]) -> None:
    line.data["inputs"] = _value(words[0])
    _place(line, "/inputs", words[0])
    if len(words) > 1:
        raise _unexpected(words[1], "The inputs are one number, or 1x28x28 for an image; then '->' and a layer")


def _layer(line: Line, words: list[Token], at: str) -> dict[str, Any]:
    line.places[at] = (words[0].start, words[-1].end)
    kind = words[0].text
    leading = _is_number(kind)
    layer: dict[str, Any] = {"type": "dense" if leading else kind}
    _place(line, f"{at}/type", words[0])
    _read_words(line, layer, words if leading else words[1:], at)
    return layer


_POSITIONAL = {
    "dense": ("units",),
    "conv2d": ("filters", "kernel"),
    "maxpool2d": ("size",),
    "dropout": ("rate",),
}


def _read_words(line: Line, layer: dict[str, Any], words: list[Token], at: str) -> None:
    """Numbers in their order, an activation by its bare name, 'no bias', then pairs of name and value."""
    positions = iter(_POSITIONAL.get(layer["type"], ()))
    names = FIELDS.get(layer["type"], ())
    queue = iter(words)
    for token in queue:
        if token.text == "no":
            other = next(queue, token)
            if other.text != "bias":
                raise _unexpected(token, "Only 'no bias' begins with 'no'")
            _set(line, layer, at, "bias", False, token, other)  # noqa: FBT003 - the value that is set
        elif token.text in names and token.text != "type":
            value = next(queue, None)
            if value is None:
                raise _unexpected(token, f"'{token.text}' needs a value behind it")
            _set(line, layer, at, token.text, _value(value), token, value)
        elif _is_number(token.text) and (name := next(positions, None)):
            _set(line, layer, at, name, _value(token), token)
        elif layer["type"] in ("dense", "conv2d") and "activation" not in layer and not _is_number(token.text):
            _set(line, layer, at, "activation", token.text, token)
        elif layer["type"] in LAYERS:
            raise _unexpected(token, f"I don't know what this is for in a '{layer['type']}' layer")


def _read_option(line: Line, words: list[Token]) -> None:
    head, *rest = words
    known = ("loss", "init", "l1", "l2")
    if head.text not in known:
        raise _unexpected(head, f"There are the options {', '.join(known)}")
    if head.text in line.data:
        raise _unexpected(head, f"'{head.text}' was given before")
    if not rest:
        raise _unexpected(head, f"'{head.text}' needs a value behind it")
    line.places[f"/{head.text}"] = (head.start, words[-1].end)
    if head.text == "init":
        line.data["init"] = _init(line, rest)
        return
    line.data[head.text] = rest[0].text if head.text == "loss" else _value(rest[0])
    _place(line, f"/{head.text}", rest[0])
    if len(rest) > 1:
        raise _unexpected(rest[1], f"'{head.text}' has one value")


def _init(line: Line, words: list[Token]) -> dict[str, Any]:
    init: dict[str, Any] = {"scheme": words[0].text}
    _place(line, "/init/scheme", words[0])
    pairs = iter(words[1:])
    for name in pairs:
        value = next(pairs, None)
        if value is None:
            raise _unexpected(name, f"'{name.text}' needs a value behind it")
        _set(line, init, "/init", name.text, _value(value), name, value)
    return init


def _set(line: Line, record: dict[str, Any], at: str, name: str, value: Any, *words: Token) -> None:
    if name in record:
        raise _unexpected(words[0], f"'{name}' was given before")
    record[name] = value
    _place(line, f"{at}/{name}", words[-1])


def _place(line: Line, pointer: str, token: Token) -> None:
    line.places[pointer] = (token.start, token.end)


def _is_number(text: str) -> bool:
    return bool(_NUMBER.match(text) or _SIDES.match(text))


def _value(token: Token) -> Any:
    """A number, sides such as 3x3, a list, a truth value, or the word itself (which the checks then refuse)."""
    text = token.text
    if _SIDES.match(text):
        return [int(side) for side in re.split("[x×]", text)]
    if _NUMBER.match(text):
        return int(text) if text.lstrip("+-").isdigit() else float(text)
    if text.startswith("["):
        try:
            return json.loads(text)
        except ValueError as error:
            raise ProgramError(
                "The list should hold numbers and commas only.", span=(token.start, token.end)
            ) from error
    return {"true": True, "false": False, "null": None}.get(text, text)


def _unexpected(token: Token, why: str) -> ProgramError:
    shown = token.text if len(token.text) <= QUOTED else token.text[:QUOTED] + "…"
    return ProgramError(f"'{shown}' is not expected here. {why}.", span=(token.start, token.end))


def located(error: ChainruleError, line: Line, root: str) -> ChainruleError:
    """The same error with its place in the line, which stands at ``root``; as it is where it is about something else.

    The place is that of its pointer, or of the nearest one above. The new pointer is ``root``, for text has no members.
    """
    pointer = error.pointer or ""
    if pointer != root and not pointer.startswith(f"{root}/"):
        return error
    pointer = pointer[len(root) :]
    while pointer and pointer not in line.places:
        pointer = pointer.rpartition("/")[0]
    end = max((end for _, end in line.places.values()), default=0)
    span = line.places.get(pointer, (0, end))
    kind = LimitError if isinstance(error, LimitError) else ProgramError
    return kind(error.detail, code=error.code, span=span, pointer=root)


def print_line(spec: Spec) -> str:
    """The spec as one line, such that ``read_line`` gives the same spec again."""
    data = to_json(spec)
    parts = [" -> ".join([_sides(data["inputs"]), *map(_print_layer, data["layers"])]), f"loss {data['loss']}"]
    parts.append(" ".join(["init", data["init"].pop("scheme"), *_pairs(data["init"])]))
    return ", ".join([*parts, *(f"{name} {json.dumps(data[name])}" for name in ("l1", "l2") if name in data)])


def _print_layer(layer: dict[str, Any]) -> str:
    kind = layer.pop("type")
    words = [] if kind == "dense" else [kind]
    words += [_sides(layer.pop(name)) for name in _POSITIONAL.get(kind, ()) if name in layer]
    if layer.get("activation") in ACTIVATIONS:
        words.append(layer.pop("activation"))
    if layer.pop("bias", True) is False:
        words.append("no bias")
    return " ".join([*words, *_pairs(layer)])


def _pairs(record: dict[str, Any]) -> list[str]:
    return [f"{name} {json.dumps(value)}" for name, value in record.items()]


def _sides(value: Any) -> str:
    return "x".join(map(str, value)) if isinstance(value, list) else json.dumps(value)
