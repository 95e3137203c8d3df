"""The pages: Jinja templates, and the page that a browser gets when something went wrong."""

from __future__ import annotations

from functools import cached_property

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

import chainrule
from chainrule.examples import Example
from chainrule.web.caching import entity_tag, known
from chainrule.web.headers import policy_with
from chainrule.web.problems import Problem
from chainrule.web.settings import Settings

ASK_FIRST = "no-cache"


class Pages:
    """Renders templates; everything in them is escaped unless a template says otherwise."""

    def __init__(self, settings: Settings, examples: list[Example]) -> None:
        self.settings = settings
        self.environment = Environment(
            loader=FileSystemLoader(settings.template_folder), autoescape=True, undefined=StrictUndefined
        )
        self.environment.globals.update(version=chainrule.__version__, examples=examples)

    def render(self, name: str, **values: object) -> str:
        """A template's text."""
        return self.environment.get_template(name).render(values)

    @cached_property
    def start(self) -> str:
        """The explorer's first script, which stands in its document; empty while the page is not built."""
        file = self.settings.static_folder / "start.js"
        return file.read_text(encoding="utf-8").strip() if file.is_file() else ""

    def answer(self, request: Request, name: str, script: str = "", **values: object) -> Response:
        """A page, or 304 if the browser has it. ``script`` stands in the page, and is allowed to run there."""
        text = self.render(name, path=request.url.path, script=script, **values)
        tag = entity_tag(text.encode())
        headers = {"ETag": tag, "Cache-Control": ASK_FIRST}
        if script:
            headers["Content-Security-Policy"] = policy_with(script)
        if known(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=headers)
        return HTMLResponse(text, headers=headers)

    def failure(self, problem: Problem, scope: Scope) -> Response:
        """The answer for a failure: a page where a browser asks for one outside the API, else the problem report."""
        if scope["path"].startswith("/api/") or not _wants_page(scope):
            return problem.response(self.settings)
        try:
            text = self.render("error.html", path="", problem=problem)
        except TemplateError:
            return problem.response(self.settings)
        return HTMLResponse(text, problem.status, headers=dict(problem.headers))


def _wants_page(scope: Scope) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])
