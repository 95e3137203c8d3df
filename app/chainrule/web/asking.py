"""What a handler asks of its request: the server's parts, who asks, and the bytes of the body."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from chainrule.web.body import read_body
from chainrule.web.service import Service

Body = Annotated[bytes, Depends(read_body)]
JSON = "application/json"


def service_of(request: Request) -> Service:
    """The server's parts."""
    service: Service = request.app.state.service
    return service


def client_of(request: Request) -> str:
    """Who asks, as the shares count."""
    name: str = request.scope.get("chainrule.client", "")
    return name
