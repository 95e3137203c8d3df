"""``create_app(settings)``: the application. Importing this module builds and reads nothing."""

from __future__ import annotations

import asyncio
import http
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

import chainrule
from chainrule.errors import ChainruleError
from chainrule.web import routes
from chainrule.web.coding import Coding
from chainrule.web.gate import Gate
from chainrule.web.json_reader import JsonProblem
from chainrule.web.problems import Problem, from_error, from_json
from chainrule.web.service import Service
from chainrule.web.settings import Settings

WRONG_METHOD = 405
SENTENCES = {
    404: "There is nothing at this address.",
    WRONG_METHOD: "This address does not take the method {method}.",
}


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application for these settings, or for the defaults."""
    service = Service(settings or Settings())
    app = FastAPI(
        title="Chainrule",
        version=chainrule.__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_life,
    )
    app.state.service = service
    app.state.settings = service.settings
    routes.add_routes(app)
    for kind in (Problem, JsonProblem, ChainruleError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _fail)
    app.add_middleware(Coding)
    app.add_middleware(Gate, settings=service.settings, shares=service.shares, answer=service.fail, methods=allowed)
    return app


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    service: Service = app.state.service
    trainings = await run_in_threadpool(lambda: service.trainings)
    await run_in_threadpool(service.warm)
    keeper = asyncio.create_task(trainings.keep())
    yield
    keeper.cancel()
    service.streams.close()
    await run_in_threadpool(service.close)


async def _fail(request: Request, error: Exception) -> Response:
    """Every failure in one form."""
    service: Service = request.app.state.service
    return service.fail(problem_of(error, request.scope), request.scope)


def problem_of(error: Any, scope: Scope) -> Problem:
    """The problem that an exception stands for."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, JsonProblem):
        return from_json(error)
    if isinstance(error, ChainruleError):
        return from_error(error)
    if isinstance(error, HTTPException):
        phrase = http.HTTPStatus(error.status_code).phrase
        detail = SENTENCES.get(error.status_code, phrase).format(method=scope["method"])
        headers = {"Allow": allowed(scope)} if error.status_code == WRONG_METHOD else {}
        return Problem(error.status_code, detail, phrase.lower().replace(" ", "-"), headers=headers)
    return Problem(422, "The request is not as described at /docs.", "field")


def allowed(scope: Scope) -> str:
    """The methods that the routes of this path take, for the Allow header; empty where there is no such path."""
    methods: set[str] = set()
    for route in scope["app"].routes:
        if route.matches(scope)[0] is not Match.NONE:
            methods |= getattr(route, "methods", None) or set()
    if not methods:
        return ""
    return ", ".join(sorted(methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())))
