"""Every failure as ``application/problem+json`` (RFC 9457), in one shape and within one size.

::

    {"type": "urn:chainrule:problem:program", "title": …, "status": 422, "detail": …, "code": "program",
     "errors": [{"detail": …, "code": …, "span": {"start", "end", "line", "column"}} or {…, "pointer": "/inputs/x"}]}
"""

from __future__ import annotations

import http
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.responses import Response

from chainrule.errors import ChainruleError, LimitError, ProgramError, ShapeError, ValueProblem
from chainrule.web.json_reader import JsonProblem
from chainrule.web.settings import Settings

MEDIA_TYPE = "application/problem+json"
MALFORMED, UNPROCESSABLE = 400, 422
LONGEST_DETAIL = 1_000
POINTER_IN_TEXT = 60
MARK = "…"

TITLES: dict[type[Exception], str] = {
    ProgramError: "The program cannot be read",
    ValueProblem: "A value is not what the program needs",
    ShapeError: "The shapes do not fit together",
    LimitError: "This is more than the server computes",
}


@dataclass(eq=False)
class Problem(Exception):
    """A failure on its way to the client. ``errors`` holds the single mistakes, ready for JSON."""

    status: int
    detail: str
    code: str = ""
    title: str = ""
    errors: tuple[Mapping[str, Any], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """What kind of failure it is, in a few words."""
        return self.title or http.HTTPStatus(self.status).phrase

    def body(self, settings: Settings) -> bytes:
        """The JSON: shortened, with a mark, where it would be longer than allowed."""
        errors = [_shorten(error, settings.problem_echo) for error in self.errors[: settings.problem_errors]]
        answer = self._answer(errors, omitted=len(self.errors) - len(errors))
        while len(answer) > settings.problem_bytes and errors:
            errors = errors[: len(errors) // 2]
            answer = self._answer(errors, omitted=len(self.errors) - len(errors))
        return answer

    def response(self, settings: Settings) -> Response:
        """The answer over HTTP."""
        body = self.body(settings)
        return Response(body, self.status, headers=dict(self.headers), media_type=MEDIA_TYPE)

    def _answer(self, errors: list[dict[str, Any]], omitted: int) -> bytes:
        code = self.code or http.HTTPStatus(self.status).phrase.lower().replace(" ", "-")
        members: dict[str, Any] = {
            "type": f"urn:chainrule:problem:{code}",
            "title": self.heading,
            "status": self.status,
            "detail": _cut(self.detail, LONGEST_DETAIL),
            "code": code,
            "errors": errors,
        }
        if omitted:
            members["omitted"] = omitted
        return orjson.dumps(members)


def from_error(error: ChainruleError, text: str | None = None) -> Problem:
    """The problem for an error of the language or the engine; ``text`` is the program that spans refer to."""
    every = (error, *error.related)
    errors = tuple(_entry(single, text) for single in every)
    title = next((title for kind, title in TITLES.items() if isinstance(error, kind)), "")
    return Problem(UNPROCESSABLE, error.detail, error.code, title, errors)


def from_json(error: JsonProblem) -> Problem:
    """The problem for a body that the JSON reader refused."""
    detail = f"{error.detail} (line {error.line}, column {error.column} of the body)"
    entry = {
        "detail": error.detail,
        "code": error.code,
        "pointer": error.pointer,
        "line": error.line,
        "column": error.column,
    }
    status = MALFORMED if error.malformed else UNPROCESSABLE
    return Problem(status, detail, error.code, "The body is no JSON that this server takes", (entry,))


def from_fields(errors: Iterable[tuple[str, str]], code: str = "field") -> Problem:
    """The problem for fields that are missing, unknown or of the wrong kind: pairs of a pointer and a sentence."""
    entries = tuple({"detail": detail, "code": code, "pointer": pointer} for pointer, detail in errors)
    first = entries[0]
    where = f" ({_cut(first['pointer'], POINTER_IN_TEXT)})" if first["pointer"] else ""
    return Problem(UNPROCESSABLE, first["detail"] + where, code, "The request is not as described", entries)


def _entry(error: ChainruleError, text: str | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"detail": error.detail, "code": error.code}
    if error.span is not None:
        entry["span"] = span(error.span, text or "")
    if error.pointer is not None or error.span is None:
        entry["pointer"] = error.pointer or ""
    fix = getattr(error, "fix", None)
    if fix:
        entry["fix"] = {"span": span(fix.span, text or ""), "text": fix.text}
    return entry


def span(place: tuple[int, int], text: str) -> dict[str, int]:
    """Offsets in code points, with the line and column (from 1) where they start."""
    start, end = place
    line = text.count("\n", 0, start) + 1
    return {"start": start, "end": end, "line": line, "column": start - text.rfind("\n", 0, start)}


def _shorten(error: Mapping[str, Any], echo: int) -> dict[str, Any]:
    result = dict(error, detail=_cut(error["detail"], LONGEST_DETAIL))
    if "pointer" in result:
        result["pointer"] = _cut(result["pointer"], echo)
    return result


def _cut(text: str, most: int) -> str:
    """The text, at most so long, without lone surrogates."""
    shown = text if len(text) <= most else text[:most] + MARK
    return shown.encode("utf-8", "replace").decode()
