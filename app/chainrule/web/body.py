"""Reading a request's body: only JSON in UTF-8, only so many bytes, only so long."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request

from chainrule.web.gate import too_large
from chainrule.web.json_reader import JsonLimits, read_json
from chainrule.web.problems import Problem
from chainrule.web.settings import Settings

JSON = "application/json"


async def read_body(request: Request) -> bytes:
    """The bytes of the body; raises ``Problem`` where they are too many, too slow or not JSON by their headers."""
    settings: Settings = request.app.state.settings
    check_media_type(request.headers)
    try:
        async with asyncio.timeout(settings.body_seconds):
            return await _collect(request, settings.body_bytes)
    except TimeoutError:
        detail = f"The body did not arrive within {settings.body_seconds:g} s."
        raise Problem(408, detail, "body-time", headers={"Connection": "close"}) from None
    except ClientDisconnect:
        raise Problem(400, "The connection ended before the body did.", "body-cut") from None


def check_media_type(headers: Headers) -> None:
    """Refuse a body that is not plain JSON in UTF-8."""
    kind, *parameters = [part.strip().lower() for part in headers.get("content-type", "").split(";")]
    if kind != JSON:
        raise Problem(415, f"The body must be {JSON}, and the Content-Type header must say so.", "media-type")
    if any(part.replace('"', "") not in ("charset=utf-8", "") for part in parameters):
        raise Problem(415, "JSON is read in UTF-8 alone.", "charset")
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Problem(
            415, "Compressed bodies are not read.", "content-encoding", headers={"Accept-Encoding": "identity"}
        )


async def _collect(request: Request, most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise too_large(most)
        parts.append(part)
    return b"".join(parts)


def json_limits(settings: Settings) -> JsonLimits:
    """The limits of the JSON reader."""
    return JsonLimits(settings.json_depth, settings.json_values, settings.json_string, settings.number_characters)


def parse_body(body: bytes, settings: Settings) -> Any:
    """The JSON value of a body."""
    return read_json(body, json_limits(settings))
