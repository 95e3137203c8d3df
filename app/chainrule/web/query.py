"""``GET /api/v1/graph``: the question that a query asks.

Our own names are those of the contract; any other name is an input if the program has it, and else ignored, since
platforms that show links add names of theirs. A name of ours or of an input that stands twice is refused.
"""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import parse_qsl

from chainrule.errors import ChainruleError
from chainrule.web.body import json_limits
from chainrule.web.compute import Desk, Question
from chainrule.web.json_reader import JsonProblem, read_json
from chainrule.web.problems import from_error, from_fields
from chainrule.web.settings import Settings
from chainrule.web.values import input_pointer, read_query_number
from chainrule.web.wire import GraphRequest, read

OWN = frozenset({"program", "output", "seed", "layout", "format", "step", "theme", "width", "inputs", "arrays"})
SWITCH = {"true": True, "1": True, "": True, "false": False, "0": False}


def read_query(query: bytes, desk: Desk) -> Question:
    """The question; raises ``Problem``."""
    pairs = _pairs(query)
    own = {name: text for name, text in pairs if name in OWN}
    _refuse_twice(pairs, OWN)
    if "program" not in own:
        raise from_fields([("/program", "The query must name a program: ?program=…")])
    inputs = _inputs_member(own, desk.settings)
    others = [(name, text) for name, text in pairs if name not in OWN]
    names = _input_names(own["program"], desk) if others else set()
    _refuse_twice(others, names)
    longest = desk.settings.number_characters
    given = {name: _value(text, input_pointer(name), desk.settings, longest) for name, text in others if name in names}
    _refuse_both(inputs, given)
    members: dict[str, Any] = {"program": own["program"], "inputs": inputs | given}
    members |= {name: own[name] for name in ("output", "format", "arrays") if name in own}
    if "seed" in own:
        members["seed"] = _value(own["seed"], "/seed", desk.settings, longest)
    if "layout" in own:
        members["layout"] = _layout(own["layout"], desk.settings)
    return read(GraphRequest, members, desk.settings).question()


def _pairs(query: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        raise from_fields([("", "The query is not UTF-8 in percent encoding.")]) from None


def _refuse_twice(pairs: list[tuple[str, str]], names: frozenset[str] | set[str]) -> None:
    counts = Counter(name for name, _ in pairs if name in names)
    twice = [name for name, count in counts.items() if count > 1]
    if twice:
        raise from_fields([(f"/{name}", f"'{name}' stands in the query more than once.") for name in twice])


def _refuse_both(inputs: dict[str, Any], given: dict[str, Any]) -> None:
    both = [name for name in given if name in inputs]
    if both:
        raise from_fields([(input_pointer(n), f"'{n}' stands in 'inputs=' and in the query itself.") for n in both])


def _input_names(text: str, desk: Desk) -> set[str]:
    try:
        return set(desk.program(text).inputs)
    except ChainruleError as error:
        raise from_error(error, text) from None


def _inputs_member(own: dict[str, str], settings: Settings) -> dict[str, Any]:
    inputs = _json(own["inputs"], "/inputs", settings) if "inputs" in own else {}
    if not isinstance(inputs, dict):
        raise from_fields([("/inputs", "'inputs' must be a JSON object.")])
    return inputs


def _value(text: str, pointer: str, settings: Settings, longest: int) -> Any:
    if text.startswith("["):
        return _json(text, pointer, settings)
    return read_query_number(text, pointer, longest)


def _layout(text: str, settings: Settings) -> Any:
    return SWITCH[text] if text in SWITCH else _json(text, "/layout", settings)


def _json(text: str, pointer: str, settings: Settings) -> Any:
    try:
        return read_json(text.encode("utf-8"), json_limits(settings))
    except JsonProblem as error:
        raise from_fields([(pointer + error.pointer, error.detail)]) from None
