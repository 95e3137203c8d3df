"""The routes. Handlers that compute are plain functions, which run in threads; none does mathematics in the loop."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

import chainrule
from chainrule.web import training_routes
from chainrule.web.asking import JSON, Body
from chainrule.web.asking import client_of as _client
from chainrule.web.asking import service_of as _service
from chainrule.web.assets import static_file
from chainrule.web.body import parse_body
from chainrule.web.caching import cacheable
from chainrule.web.openapi import describe
from chainrule.web.problems import Problem
from chainrule.web.query import read_query
from chainrule.web.render import PATH as RENDER
from chainrule.web.render import TYPES, get_render, post_render
from chainrule.web.wire import CheckRequest, EvaluateRequest, GraphRequest, NetworkRequest, SpecRequest, read

Handler = Callable[..., Response]
Asking = type[GraphRequest | EvaluateRequest | NetworkRequest | SpecRequest]


def post_graph(request: Request, body: Body) -> Response:
    """Run a program forward and backward: every value, local gradient, propagated gradient and sum."""
    return _reply(request, GraphRequest, body)


def get_graph(request: Request) -> Response:
    """The same, asked by a link: names of inputs stand in the query beside ours. Cacheable."""
    service = _service(request)
    question = read_query(request.scope["query_string"], service.desk)
    return cacheable(request, *service.remembered(question, _client(request)))


def post_file(request: Request, body: Body) -> Response:
    """The picture of a program, or another form of it, after a step."""
    return post_render(request, body)


def post_check(request: Request, body: Body) -> Response:
    """Prove the gradients of the inputs: reverse mode, forward mode and central difference, side by side."""
    return _reply(request, CheckRequest, body)


def post_evaluate(request: Request, body: Body) -> Response:
    """Run a program at many points: the output and its gradients, in columns."""
    return _reply(request, EvaluateRequest, body)


def post_network(request: Request, body: Body) -> Response:
    """Run one step of gradient descent of a network, as a graph of layers, of neurons or of single numbers."""
    return _reply(request, NetworkRequest, body)


def post_spec(request: Request, body: Body) -> Response:
    """Give a network's spec as an object and as one line of text."""
    return _reply(request, SpecRequest, body)


def get_ops(request: Request) -> Response:
    """All functions of the language: what each gives, its derivative, its kinks, and where that is published."""
    return cacheable(request, *_service(request).ops)


def get_examples(request: Request) -> Response:
    """The worked examples, with their sources."""
    return cacheable(request, *_service(request).examples)


def get_limits(request: Request) -> Response:
    """All limits of this server."""
    return cacheable(request, *_service(request).limits)


def get_health(request: Request) -> Response:
    """Whether the server process answers."""
    del request
    return Response(orjson.dumps({"status": "ok", "version": chainrule.__version__}), media_type=JSON)


def get_ready(request: Request) -> Response:
    """Whether the server can do its work: its page is built and its workers run."""
    service = _service(request)
    if not (service.settings.static_folder / "app.js").is_file():
        raise Problem(503, "The page has not been built.", "not-ready", headers={"Retry-After": "5"})
    service.warm()
    return Response(orjson.dumps({"status": "ok"}), media_type=JSON)


def get_page(request: Request) -> Response:
    """The explorer."""
    service = _service(request)
    return service.pages.answer(request, "index.html", service.pages.inline, first=service.first)


def get_network_page(request: Request) -> Response:
    """The page about networks."""
    return _service(request).pages.answer(request, "network.html")


def get_lesson(request: Request) -> Response:
    """The lesson about backpropagation, with its numbers."""
    service = _service(request)
    return service.pages.answer(request, "learn/backpropagation.html", numbers=service.lesson)


def get_lessons(request: Request) -> Response:
    """There is one lesson so far, and this is the way to it."""
    del request
    return RedirectResponse(LESSON, status_code=307)


def get_embed(request: Request) -> Response:
    """The element alone, for frames on other people's pages."""
    return _service(request).pages.answer(request, "embed.html")


def get_docs(request: Request) -> Response:
    """The API reference."""
    return _service(request).pages.answer(request, "docs.html")


def get_openapi(request: Request) -> Response:
    """The OpenAPI description of this server."""
    return cacheable(request, *_service(request).described(lambda: describe(request.app)))


def _reply(request: Request, model: Asking, body: bytes) -> Response:
    service = _service(request)
    question = read(model, parse_body(body, service.settings), service.settings).question()
    return Response(service.answer(question, _client(request)), media_type=JSON)


def charged(handler: Handler) -> Handler:
    """The handler, with the processor time that it takes here charged to the client, whatever comes of it."""

    @wraps(handler)
    def charging(request: Request, *arguments: Any, **keywords: Any) -> Response:
        before = time.thread_time()
        try:
            return handler(request, *arguments, **keywords)
        finally:
            _service(request).shares.processor.charge(_client(request), time.thread_time() - before)

    return charging


LESSON = "/learn/backpropagation"
GRAPHS, NETWORKS, CATALOGUE = "Programs", "Networks", "Catalogue"
API = (
    (GRAPHS, "POST", "/api/v1/graph", post_graph, "Run a program"),
    (GRAPHS, "GET", "/api/v1/graph", get_graph, "Run a program that stands in a link"),
    *((GRAPHS, "GET", f"{RENDER}.{kind}", get_render, f"Write a program of a link as {kind}") for kind in TYPES),
    *((GRAPHS, "POST", f"{RENDER}.{kind}", post_file, f"Write a program as {kind}") for kind in TYPES),
    (GRAPHS, "POST", "/api/v1/check", post_check, "Prove gradients"),
    (GRAPHS, "POST", "/api/v1/evaluate", post_evaluate, "Run a program at many points"),
    (NETWORKS, "POST", "/api/v1/network", post_network, "Run one step of a network"),
    (NETWORKS, "POST", "/api/v1/network/spec", post_spec, "Write a network in its other form"),
    *((NETWORKS, *route) for route in training_routes.API),
    (CATALOGUE, "GET", "/api/v1/ops", get_ops, "List the functions"),
    (CATALOGUE, "GET", "/api/v1/examples", get_examples, "List worked examples"),
    (CATALOGUE, "GET", "/api/v1/limits", get_limits, "List the limits"),
)
SITE = (
    ("/", get_page),
    ("/network", get_network_page),
    ("/learn", get_lessons),
    (LESSON, get_lesson),
    ("/embed", get_embed),
    ("/docs", get_docs),
    ("/api/openapi.json", get_openapi),
    ("/healthz", get_health),
    ("/readyz", get_ready),
    ("/static/{path:path}", static_file),
)


def add_routes(app: FastAPI) -> None:
    """Put all routes into the application."""
    for tag, method, path, handler, summary in API:
        app.add_api_route(path, charged(handler), methods=[method], summary=summary, tags=[tag])
    for path, handler in SITE:
        app.add_api_route(path, handler, methods=["GET"], include_in_schema=False)
