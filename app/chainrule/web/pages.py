"""The pages: Jinja templates, and the page that a browser gets when something went wrong."""

from __future__ import annotations

from functools import cached_property

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

import chainrule
from chainrule.examples import Example
from chainrule.web.caching import entity_tag, unchanged
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
        self._rendered: dict[str, tuple[bytes, dict[str, str]]] = {}
        self.environment.globals.update(version=chainrule.__version__, examples=examples)

    def render(self, name: str, **values: object) -> str:
        """A template's text."""
        return self.environment.get_template(name).render(values)

    @cached_property
    def inline(self) -> dict[str, str]:
        """The explorer's first script and its style sheet, which stand in its document; none while it is not built."""
        files = {"script": self.settings.static_folder / "start.js", "style": self.settings.static_folder / "app.css"}
        if not all(file.is_file() for file in files.values()):
            return {}
        return {kind: file.read_text(encoding="utf-8").strip() for kind, file in files.items()}

    def answer(self, request: Request, name: str, inline: dict[str, str] | None = None, **values: object) -> Response:
        """A page, or 304 if the browser has it. What is ``inline`` stands in the page, and is allowed there.

        It is rendered once: what it is made of is the same for as long as the server runs.
        """
        if name not in self._rendered:
            text = self.render(name, path=request.url.path, inline=inline, **values).encode()
            headers = {"ETag": entity_tag(text), "Cache-Control": ASK_FIRST}
            if inline:
                headers["Content-Security-Policy"] = policy_with(**inline)
            self._rendered[name] = text, headers
        text, headers = self._rendered[name]
        return unchanged(request, headers) or HTMLResponse(text, headers=headers)

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
