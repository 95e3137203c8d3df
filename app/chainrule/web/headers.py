"""The security headers: three sets, for pages, for embeds and for the API with the files it needs elsewhere."""

from __future__ import annotations

import base64
import hashlib

Headers = list[tuple[bytes, bytes]]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
LINKS = {"script-src": "'self' 'inline-speculation-rules'", "frame-ancestors": "'none'"}
"""Beside code from here, a page may say which of its links a browser fetches ahead: that is no code (base.html)."""
REST = "chainrule-rest"
"""The Trusted Types policy of the explorer's first script: the name stands in page/start.js too."""
NOTHING = {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'none'"}
# No Cross-Origin-Opener-Policy: a browser starts another process for such a page, once it has its answer. The first
# tab showed the picture 32 ms later (docs/performance.md), and there is nothing here that an opener could read.
EVERYWHERE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
SENSORS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


def _policy(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def policy_with(script: str, style: str) -> str:
    """The policy of a page that has this one script and this one style sheet in it: nothing else inline is taken.

    Its script reads the rest of the document (page/start.js), and takes the one name that there is for it.
    Nobody else can.
    """
    own = {"script-src": _allowed(script), "style-src": _allowed(style), "trusted-types": REST}
    return _policy(POLICY | own | {"frame-ancestors": "'none'"})


def _allowed(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'self' 'sha256-{digest}'"


def _encoded(headers: dict[str, str]) -> Headers:
    return [(name.lower().encode(), value.encode()) for name, value in (EVERYWHERE | headers).items()]


PAGE = _encoded(
    {
        "Content-Security-Policy": _policy(POLICY | LINKS),
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": SENSORS,
    }
)
EMBED = _encoded(
    {
        "Content-Security-Policy": _policy(POLICY | {"frame-ancestors": "*"}),
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Permissions-Policy": SENSORS,
    }
)
# Swagger UI, the API reference, sanitises its own markup and has no Trusted Types policy.
REFERENCE = _encoded(
    {
        "Content-Security-Policy": _policy(
            {name: value for name, value in (POLICY | LINKS).items() if "trusted-types" not in name}
        ),
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": SENSORS,
    }
)
API = _encoded(
    {
        "Content-Security-Policy": _policy(NOTHING),
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Content-Disposition, ETag, Location, Retry-After",
    }
)
# A picture has a style sheet of its own, which swaps its colours in a dark scheme; nothing else may load or run.
PICTURE = _encoded(
    {
        "Content-Security-Policy": _policy(NOTHING | {"style-src": "'unsafe-inline'"}),
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Content-Disposition, ETag, Location, Retry-After",
    }
)
PICTURES = ("/api/v1/render.svg", "/api/v1/render.png")
PREFLIGHT = [
    (b"access-control-allow-headers", b"Content-Type, If-None-Match, Last-Event-ID"),
    (b"access-control-max-age", b"86400"),
]


def for_path(path: str) -> Headers:
    """The set for a path."""
    if path in PICTURES:
        return PICTURE
    if path.startswith(("/api/", "/static/")):
        return API
    if path == "/embed":
        return EMBED
    return REFERENCE if path == "/docs" else PAGE
