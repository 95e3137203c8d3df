"""The routes of data sets, training runs and sweeps: what starts, leads, watches and ends them."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import Request, Response

from chainrule.web import datasets, sweeps, training
from chainrule.web.asking import JSON, Body, client_of, service_of
from chainrule.web.body import parse_body
from chainrule.web.caching import cacheable
from chainrule.web.streams import stream
from chainrule.web.wire import ShownNetwork, read


def get_data(request: Request) -> Response:
    """The data sets by name: what each is, where it comes from, and a training request that learns it."""
    return cacheable(request, *service_of(request).data)


def post_data(request: Request, body: Body) -> Response:
    """Give the rows of a data set as a training run learns from them: drawn by seed, split and scaled."""
    settings = service_of(request).settings
    found = datasets.answer(parse_body(body, settings), training.limits_of(settings), settings.data_rows)
    return Response(found, media_type=JSON)


def post_train(request: Request, body: Body) -> Response:
    """Start a training run, whose events tell how it goes. It ends when nobody watches them."""
    service = service_of(request)
    answer = service.trainings.start(parse_body(body, service.settings), client_of(request))
    return _started(answer, training.PATH)


def get_run(request: Request, run: str) -> Response:
    """Whether a training run goes on, is paused or has ended, at which step, and how many events it has had."""
    return Response(orjson.dumps(training.status(service_of(request).trainings.find(run))), media_type=JSON)


def post_run(request: Request, body: Body, run: str) -> Response:
    """Lead a training run: `pause`, `go`, so many `step`s, or so many `epochs`; then it rests."""
    service = service_of(request)
    led = service.trainings.lead(run, parse_body(body, service.settings))
    return Response(orjson.dumps(training.status(led)), media_type=JSON)


def delete_run(request: Request, run: str) -> Response:
    """Cancel a training run."""
    service_of(request).trainings.find(run).cancel()
    return Response(status_code=204)


def get_events(request: Request, run: str) -> Response:
    """The events of a run as they come: `frame`, `paused` after an order, at last `done`, `limit` or `diverged`."""
    service = service_of(request)
    return stream(request, service.trainings.find(run), service.streams)


def post_surface(request: Request, body: Body, run: str) -> Response:
    """Give the loss around the present weights of a run, over a plane of two directions that a seed draws."""
    service = service_of(request)
    found = service.trainings.surface(run, parse_body(body, service.settings), client_of(request))
    return Response(found, media_type=JSON)


def post_run_network(request: Request, body: Body, run: str) -> Response:
    """Run one step of a training run's network from its present weights, on the rows of its last batch."""
    service = service_of(request)
    shown = read(ShownNetwork, parse_body(body, service.settings), service.settings)
    question = shown.asked("", **service.trainings.snapshot(run))
    return Response(service.answer(question, client_of(request)), media_type=JSON)


def post_sweep(request: Request, body: Body) -> Response:
    """Start a sweep: learning rate × initialisation × optimiser × seed, each combination a run of its own."""
    service = service_of(request)
    answer = sweeps.described(service.trainings.sweep(parse_body(body, service.settings), client_of(request)))
    return _started(answer, sweeps.PATH)


def get_sweep(request: Request, run: str) -> Response:
    """How many runs of a sweep are done."""
    return Response(orjson.dumps(sweeps.status(service_of(request).trainings.find_sweep(run))), media_type=JSON)


def delete_sweep(request: Request, run: str) -> Response:
    """Cancel a sweep."""
    service_of(request).trainings.find_sweep(run).cancel()
    return Response(status_code=204)


def get_sweep_events(request: Request, run: str) -> Response:
    """The events of a sweep as they come: a `frame` for every run, in the order of the axes, then `done` or `limit`."""
    service = service_of(request)
    return stream(request, service.trainings.find_sweep(run), service.streams)


def _started(answer: dict[str, Any], path: str) -> Response:
    """201, with the address of what goes on now."""
    return Response(orjson.dumps(answer), 201, headers={"Location": f"{path}/{answer['id']}"}, media_type=JSON)


API = (
    ("GET", datasets.PATH, get_data, "List the data sets"),
    ("POST", datasets.PATH, post_data, "Give the rows of a data set"),
    ("POST", training.PATH, post_train, "Start a training run"),
    ("GET", f"{training.PATH}/{{run}}", get_run, "Ask after a training run"),
    ("POST", f"{training.PATH}/{{run}}", post_run, "Pause, step or go on"),
    ("DELETE", f"{training.PATH}/{{run}}", delete_run, "Cancel a training run"),
    ("GET", f"{training.PATH}/{{run}}/events", get_events, "Watch a training run"),
    ("POST", f"{training.PATH}/{{run}}/surface", post_surface, "Give the loss around a run's weights"),
    ("POST", f"{training.PATH}/{{run}}/network", post_run_network, "Run one step of a run's network"),
    ("POST", sweeps.PATH, post_sweep, "Start a sweep"),
    ("GET", f"{sweeps.PATH}/{{run}}", get_sweep, "Ask after a sweep"),
    ("DELETE", f"{sweeps.PATH}/{{run}}", delete_sweep, "Cancel a sweep"),
    ("GET", f"{sweeps.PATH}/{{run}}/events", get_sweep_events, "Watch a sweep"),
)
