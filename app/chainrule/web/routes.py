"""The routes. Handlers that compute are plain functions, which run in threads; none does mathematics in the loop."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import orjson
from fastapi import Depends, FastAPI, Request, Response

import chainrule
from chainrule.web import datasets, training
from chainrule.web.assets import static_file
from chainrule.web.body import parse_body, read_body
from chainrule.web.caching import cacheable
from chainrule.web.openapi import describe
from chainrule.web.problems import Problem
from chainrule.web.query import read_query
from chainrule.web.render import get_png, get_svg
from chainrule.web.service import Service
from chainrule.web.streams import stream
from chainrule.web.wire import CheckRequest, EvaluateRequest, GraphRequest, NetworkRequest, SpecRequest, read

Handler = Callable[..., Response]
Body = Annotated[bytes, Depends(read_body)]
JSON = "application/json"
Asking = type[GraphRequest | EvaluateRequest | NetworkRequest | SpecRequest]


def post_graph(request: Request, body: Body) -> Response:
    """Run a program forward and backward: every value, local gradient, propagated gradient and sum."""
    return _reply(request, GraphRequest, body)


def get_graph(request: Request) -> Response:
    """The same, asked by a link: names of inputs stand in the query beside ours. Cacheable."""
    service = _service(request)
    question = read_query(request.scope["query_string"], service.desk)
    return cacheable(request, *service.remembered(question, _client(request)))


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


def post_train(request: Request, body: Body) -> Response:
    """Start a training run, whose events tell how it goes. It ends when nobody watches them."""
    service = _service(request)
    answer = service.trainings.start(parse_body(body, service.settings), _client(request))
    place = f"{training.PATH}/{answer['id']}"
    return Response(orjson.dumps(answer), 201, headers={"Location": place}, media_type=JSON)


def get_run(request: Request, run: str) -> Response:
    """Whether a training run goes on, is paused or has ended, at which step, and how many events it has had."""
    return Response(orjson.dumps(training.status(_service(request).trainings.find(run))), media_type=JSON)


def get_data(request: Request) -> Response:
    """The data sets by name: what each is, where it comes from, and a training request that learns it."""
    return cacheable(request, *_service(request).data)


def post_data(request: Request, body: Body) -> Response:
    """Give the rows of a data set as a training run learns from them: drawn by seed, split and scaled."""
    settings = _service(request).settings
    found = datasets.answer(parse_body(body, settings), training.limits_of(settings), settings.data_rows)
    return Response(found, media_type=JSON)


def post_run(request: Request, body: Body, run: str) -> Response:
    """Lead a training run: `pause`, `go`, so many `step`s, or so many `epochs`; then it rests."""
    service = _service(request)
    led = service.trainings.lead(run, parse_body(body, service.settings))
    return Response(orjson.dumps(training.status(led)), media_type=JSON)


def delete_run(request: Request, run: str) -> Response:
    """Cancel a training run."""
    _service(request).trainings.find(run).cancel()
    return Response(status_code=204)


def get_events(request: Request, run: str) -> Response:
    """The events of a run as they come: `frame`, `paused` after an order, at last `done`, `limit` or `diverged`."""
    service = _service(request)
    return stream(request, service.trainings.find(run), service.streams)


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
    return _service(request).pages.answer(request, "index.html")


def get_network_page(request: Request) -> Response:
    """The page about networks."""
    return _service(request).pages.answer(request, "network.html")


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


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


def _client(request: Request) -> str:
    name: str = request.scope.get("chainrule.client", "")
    return name


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


GRAPHS, NETWORKS, CATALOGUE = "Programs", "Networks", "Catalogue"
API = (
    (GRAPHS, "POST", "/api/v1/graph", post_graph, "Run a program"),
    (GRAPHS, "GET", "/api/v1/graph", get_graph, "Run a program that stands in a link"),
    (GRAPHS, "GET", "/api/v1/render.svg", get_svg, "Draw a program that stands in a link"),
    (GRAPHS, "GET", "/api/v1/render.png", get_png, "Draw it in pixels"),
    (GRAPHS, "POST", "/api/v1/check", post_check, "Prove gradients"),
    (GRAPHS, "POST", "/api/v1/evaluate", post_evaluate, "Run a program at many points"),
    (NETWORKS, "POST", "/api/v1/network", post_network, "Run one step of a network"),
    (NETWORKS, "POST", "/api/v1/network/spec", post_spec, "Write a network in its other form"),
    (NETWORKS, "GET", datasets.PATH, get_data, "List the data sets"),
    (NETWORKS, "POST", datasets.PATH, post_data, "Give the rows of a data set"),
    (NETWORKS, "POST", training.PATH, post_train, "Start a training run"),
    (NETWORKS, "GET", f"{training.PATH}/{{run}}", get_run, "Ask after a training run"),
    (NETWORKS, "POST", f"{training.PATH}/{{run}}", post_run, "Pause, step or go on"),
    (NETWORKS, "DELETE", f"{training.PATH}/{{run}}", delete_run, "Cancel a training run"),
    (NETWORKS, "GET", f"{training.PATH}/{{run}}/events", get_events, "Watch a training run"),
    (CATALOGUE, "GET", "/api/v1/ops", get_ops, "List the functions"),
    (CATALOGUE, "GET", "/api/v1/examples", get_examples, "List worked examples"),
    (CATALOGUE, "GET", "/api/v1/limits", get_limits, "List the limits"),
)
SITE = (
    ("/", get_page),
    ("/network", get_network_page),
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
