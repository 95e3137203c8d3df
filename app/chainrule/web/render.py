"""``/api/v1/render.ENDING``: the page's picture of a program at a step, and its other forms, as files.

GET takes a link, which may be kept and shown anywhere; POST takes the same as JSON, for programs that are too long for
one. PNG needs a font: the one that is built with the page, or one of the machine; without any the answer is 501.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import get_args
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request
from starlette.responses import Response

from chainrule.errors import ChainruleError, LimitError
from chainrule.view.picture import NoPixels, draw, png, read_scene
from chainrule.view.picture.paint import Theme
from chainrule.view.writing import CODE, FORMS
from chainrule.web.body import parse_body
from chainrule.web.caching import cacheable, entity_tag
from chainrule.web.compute import HEAD, Question
from chainrule.web.problems import Problem, from_error, from_fields
from chainrule.web.query import read_query
from chainrule.web.service import Service
from chainrule.web.settings import Settings
from chainrule.web.wire import NARROWEST, WIDEST, RenderRequest, read

PATH = "/api/v1/render"
PIXELS = 4_000_000
"""Of a PNG that is made here."""
STEP_DIGITS = 7
LAST = "end"
TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "json": "application/json",
    "tex": "text/x-tex; charset=utf-8",
    "tikz": "text/x-tex; charset=utf-8",
    "dot": "text/vnd.graphviz; charset=utf-8",
    "mmd": "text/vnd.mermaid; charset=utf-8",
    **dict.fromkeys(CODE, "text/x-python; charset=utf-8"),
}
"""The media types, by the ending."""
IMAGES = ("svg", "png")

Wish = tuple[int | None, Theme, float | None]
"""The step, the theme and the width."""


def get_render(request: Request) -> Response:
    """The picture of a program that stands in a link, or another form of it, after a step. Cacheable."""
    service: Service = request.app.state.service
    kind = _kind(request)
    question, wish = _read(request.scope["query_string"], service)
    key = (kind, question.encoded(), *wish)
    known = service.answers.get(key)
    if known is None:
        body = _made(service, question, _client(request), wish, kind)
        known = (body, entity_tag(body))
        service.answers.put(key, known, len(key[1]) + len(body))
    return _named(cacheable(request, *known, media_type=TYPES[kind]), kind)


def post_render(request: Request, body: bytes) -> Response:
    """The same for a program of any length: the members of `POST /graph`, and `step`, `theme` and `width`."""
    service: Service = request.app.state.service
    kind = _kind(request)
    asked = read(RenderRequest, parse_body(body, service.settings), service.settings)
    wish = None if asked.step == "end" else asked.step, asked.theme, asked.width
    return _named(Response(_made(service, asked.drawn(), _client(request), wish, kind), media_type=TYPES[kind]), kind)


def _kind(request: Request) -> str:
    """The ending of the address."""
    return str(request.url.path.removeprefix(f"{PATH}."))


def _client(request: Request) -> str:
    return str(request.scope.get("chainrule.client", ""))


def _named(response: Response, kind: str) -> Response:
    """Give the file its name. Pictures may stand on a page; the rest is to be kept."""
    how = "inline" if kind in IMAGES else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="chainrule.{kind}"'
    return response


def _made(service: Service, question: Question, client: str, wish: Wish, kind: str) -> bytes:
    """The bytes of the file."""
    if question.layout and question.layout.get("folded"):
        raise from_fields([("/layout/folded", "A picture shows every node; groups fold in the answer of /graph only.")])
    if kind not in CODE:
        _refuse_many(service, question, kind)
    if kind in FORMS:
        text: str = orjson.loads(service.answer(replace(question, kind="text", form=kind, step=wish[0]), client))
        return text.encode()
    answer = service.remembered(question, client)[0]
    if kind == "json":
        return answer
    svg = draw(read_scene(orjson.loads(answer)), *wish)
    if kind == "svg":
        return svg.encode()
    return service.in_worker(client, _painted, service.settings, svg)


def _painted(settings: Settings, svg: str) -> bytes:
    """A PNG, as ``compute.work`` answers: the renderer holds the interpreter's lock, so it runs in a worker."""
    before, status = time.process_time(), 200
    try:
        body = png(svg, PIXELS, settings.static_folder / "fonts")
    except NoPixels as error:
        problem = Problem(501, error.detail, error.code)
        status, body = problem.status, problem.body(settings)
    return HEAD.pack(status, time.process_time() - before) + body


def _refuse_many(service: Service, question: Question, kind: str) -> None:
    """Refuse what would be a picture of too many cards, before anything is computed."""
    settings = service.settings
    most, thing = (
        (settings.graph_painted, "PNG; SVG takes more") if kind == "png" else (settings.graph_drawn, "picture")
    )
    try:
        count = len(service.desk.program(question.program).graph)
        if count > most:
            detail = f"The graph has {count:,} nodes; at most {most:,} are drawn in one {thing}."
            raise LimitError(detail, code="graph-drawn")
    except ChainruleError as error:
        raise from_error(error, question.program) from None


def _read(query: bytes, service: Service) -> tuple[Question, Wish]:
    """The question whose answer is drawn, and how: the step, the theme and the width."""
    question = read_query(query, service.desk)
    own = dict(parse_qsl(query.decode("ascii"), keep_blank_values=True))
    wish = _step(own.get("step", "end")), _theme(own.get("theme", "auto")), _width(own.get("width", ""))
    return replace(question, format="rows", arrays="summary", layout=question.layout or {}), wish


def _step(text: str) -> int | None:
    """How many steps have happened; all of them are None."""
    if text == LAST:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= STEP_DIGITS):
        raise from_fields([("/step", "'step' must be a whole number of steps, or 'end'.")])
    return int(text)


def _theme(text: str) -> Theme:
    themes: tuple[Theme, ...] = get_args(Theme)
    for theme in themes:
        if theme == text:
            return theme
    raise from_fields([("/theme", "'theme' must be light, dark or auto.")])


def _width(text: str) -> float | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= STEP_DIGITS and NARROWEST <= int(text) <= WIDEST):
        raise from_fields([("/width", f"'width' must be a whole number of pixels from {NARROWEST} to {WIDEST:,}.")])
    return float(text)
