"""``GET /api/v1/render.svg`` and ``.png``: the page's picture of a program at a step, as an image for anybody to show.

PNG needs the optional package resvg-py and a font; where they are missing the answer is 501 and says so.
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
from chainrule.web.caching import cacheable, entity_tag
from chainrule.web.compute import Question
from chainrule.web.problems import Problem, from_error, from_fields
from chainrule.web.query import read_query
from chainrule.web.service import Service

SVG, PNG = "image/svg+xml", "image/png"
PIXELS = 4_000_000
"""Of a PNG that is made here."""
NARROWEST, WIDEST = 64, 8_192
STEP_DIGITS = 7
LAST = ("end", "")

Wish = tuple[int | None, Theme, float | None]
"""The step, the theme and the width."""


def get_svg(request: Request) -> Response:
    """The picture of a program after a step, in a theme and of a width. Cacheable."""
    return _picture(request, SVG)


def get_png(request: Request) -> Response:
    """The same as pixels, in the light theme unless another is asked for."""
    return _picture(request, PNG)


def _picture(request: Request, kind: str) -> Response:
    service: Service = request.app.state.service
    question, wish = _read(request.scope["query_string"], service)
    key = (kind, question.encoded(), *wish)
    known = service.answers.get(key)
    if known is None:
        body = _drawn(service, question, request.scope.get("chainrule.client", ""), wish, kind)
        known = (body, entity_tag(body))
        service.answers.put(key, known, len(key[1]) + len(body))
    return cacheable(request, *known, media_type=kind)


def _drawn(service: Service, question: Question, client: str, wish: Wish, kind: str) -> bytes:
    """The picture; the time that it takes is charged to the client."""
    _refuse_many(service, question)
    answer = orjson.loads(service.remembered(question, client)[0])
    before = time.thread_time()
    try:
        svg = draw(read_scene(answer), *wish)
        return svg.encode() if kind == SVG else png(svg, PIXELS)
    except NoPixels as error:
        raise Problem(501, error.detail, error.code) from None
    finally:
        service.shares.processor.charge(client, time.thread_time() - before)


def _refuse_many(service: Service, question: Question) -> None:
    """Refuse what would be a picture of too many cards, before anything is computed."""
    most = service.settings.graph_drawn
    try:
        count = len(service.desk.program(question.program).graph)
        if count > most:
            detail = f"The graph has {count:,} nodes; at most {most:,} are drawn in one picture."
            raise LimitError(detail, code="graph-drawn")
    except ChainruleError as error:
        raise from_error(error, question.program) from None


def _read(query: bytes, service: Service) -> tuple[Question, Wish]:
    """The question whose answer is drawn, and how: the step, the theme and the width."""
    question = read_query(query, service.desk)
    own = dict(parse_qsl(query.decode("ascii"), keep_blank_values=True))
    wish = _step(own.get("step", "end")), _theme(own.get("theme", "auto")), _width(own.get("width", ""))
    if question.layout and question.layout.get("folded"):
        raise from_fields([("/layout/folded", "A picture shows every node; groups fold in the answer of /graph only.")])
    return replace(question, format="rows", arrays="summary", layout=question.layout or {}), wish


def _step(text: str) -> int | None:
    """How many steps have happened; all of them are None."""
    if text in LAST:
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
