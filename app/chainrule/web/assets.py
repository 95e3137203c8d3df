"""Files for browsers: only what lies in the built folder, each with the caching that its name allows."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from chainrule.web.caching import unchanged
from chainrule.web.problems import Problem

FOREVER = "public, max-age=31536000, immutable"
ASK_FIRST = "public, no-cache"
HASHED = re.compile(r"-[0-9A-Z]{8}\.[a-z0-9.]{2,8}")
PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,100}")
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".woff2": "font/woff2", ".map": "application/json"}


def locate(folder: Path, path: str) -> Path | None:
    """The file that a path under ``/static/`` names, or None. Links that lead out of the folder name nothing."""
    parts = path.split("/")
    if not all(PART.fullmatch(part) for part in parts):
        return None
    file = folder.joinpath(*parts).resolve()
    return file if file.is_relative_to(folder.resolve()) and file.is_file() else None


@lru_cache(maxsize=512)
def _tag(file: Path, modified: int, size: int) -> str:
    """The entity tag of a file; it is read again only when its time or size has changed."""
    del modified, size
    return f'"{hashlib.sha256(file.read_bytes()).hexdigest()[:32]}"'


def media_type(file: Path) -> str:
    """The media type by the file's name, with the charset where it is text."""
    kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def static_file(request: Request) -> Response:
    """Answer ``GET /static/…``."""
    file = locate(request.app.state.settings.static_folder, request.path_params["path"])
    if file is None:
        raise Problem(404, "There is no such file.", "not-found")
    facts = file.stat()
    tag = _tag(file, facts.st_mtime_ns, facts.st_size)
    headers = {"ETag": tag, "Cache-Control": FOREVER if HASHED.search(file.name) else ASK_FIRST}
    return unchanged(request, headers) or Response(file.read_bytes(), headers=headers, media_type=media_type(file))
