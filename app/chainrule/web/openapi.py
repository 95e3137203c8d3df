"""The OpenAPI description. The examples in it are made by the code they describe, so they are true."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

import chainrule
from chainrule.web import described
from chainrule.web.compute import Desk
from chainrule.web.problems import MEDIA_TYPE, Problem
from chainrule.web.render import PATH as RENDER
from chainrule.web.render import TYPES
from chainrule.web.wire import (
    CheckRequest,
    EvaluateRequest,
    GraphRequest,
    NetworkRequest,
    RenderRequest,
    ShownNetwork,
    SpecRequest,
    read,
)

ABOUT = """Chainrule runs a program forward and backward and answers every number on the way.

The language is described in `docs/language.md`. Numbers that are not finite travel as the strings `"NaN"`,
`"Infinity"` and `"-Infinity"`. Every failure is `application/problem+json` (RFC 9457).
"""
NOTE: dict[str, Any] = {"program": "q = x + y\nf = q * z", "inputs": {"x": -2, "y": 5, "z": -4}, "output": "f"}
CURVE: dict[str, Any] = {"program": "y = x^2", "points": [{"x": 1}, {"x": 2}, {"x": 3}]}
NETWORK: dict[str, Any] = {"spec": "2 -> 2 sigmoid -> 1 sigmoid, loss half_squared_error, init xavier seed 1"}
STEP: dict[str, Any] = {**NETWORK, "sample": {"x": [0.05, 0.1], "y": [0.01]}, "learning_rate": 0.5, "view": "neuron"}
TYPO = {"program": "y = tahn(x)"}
ASKED: dict[str, tuple[type[BaseModel], dict[str, Any]]] = {
    "/api/v1/graph": (GraphRequest, NOTE),
    "/api/v1/check": (CheckRequest, NOTE),
    "/api/v1/evaluate": (EvaluateRequest, CURVE),
    "/api/v1/network": (NetworkRequest, STEP),
    "/api/v1/network/spec": (SpecRequest, NETWORK),
}
QUERY = {
    "program": ("The program.", NOTE["program"], True),
    "output": ("A name or a node's id.", "f", False),
    "inputs": ("Values for inputs, as a JSON object.", '{"x": -2, "y": 5, "z": -4}', False),
    "seed": ("The gradient put on the output.", "1", False),
    "format": ("rows or columns.", "rows", False),
    "layout": ("true, or a JSON object.", "false", False),
    "arrays": ("summary or full.", "summary", False),
}
PICTURED = ("program", "output", "inputs", "seed", "layout")
PICTURE = {
    "step": ("How many steps have happened, or end.", "7", False),
    "theme": ("light, dark or auto.", "auto", False),
    "width": ("The width in pixels.", "800", False),
}


def describe(app: FastAPI) -> dict[str, Any]:
    """The document at ``/api/openapi.json``."""
    document = get_openapi(
        title="Chainrule",
        version=chainrule.__version__,
        summary="See every number of backpropagation.",
        description=ABOUT,
        routes=app.routes,
        license_info={"name": "MIT"},
    )
    document["components"] = {"schemas": _schemas()}
    desk: Desk = app.state.service.desk
    for path, (model, example) in ASKED.items():
        _describe_post(document["paths"][path]["post"], model, example, desk)
    described.describe(document["paths"], app.state.service.settings)
    graph = document["paths"]["/api/v1/graph"]
    graph["get"]["parameters"] = [_parameter(name, *facts) for name, facts in QUERY.items()]
    for ending, media_type in TYPES.items():
        _describe_file(document["paths"][f"{RENDER}.{ending}"], media_type)
    graph["get"]["responses"] = graph["post"]["responses"] | {"304": {"description": "Nothing has changed."}}
    for item in document["paths"].values():
        for operation in item.values():
            operation["responses"].setdefault("default", _problem_response("Any failure.", None))
    return document


def _describe_file(operations: dict[str, Any], media_type: str) -> None:
    """A picture, or another form of a program: by a link, and by a body."""
    facts = {name: QUERY[name] for name in PICTURED} | PICTURE
    file = {"description": "The file.", "content": {media_type: {"schema": {"type": "string"}}}}
    operations["get"]["parameters"] = [_parameter(name, *each) for name, each in facts.items()]
    operations["get"]["responses"] = {"200": file, "304": {"description": "Nothing has changed."}}
    reference = {"$ref": "#/components/schemas/RenderRequest"}
    body = {"application/json": {"schema": reference, "example": {**NOTE, "step": 7}}}
    operations["post"]["requestBody"] = {"required": True, "content": body}
    operations["post"]["responses"] = {"200": file}


def _describe_post(operation: dict[str, Any], model: type[BaseModel], example: dict[str, Any], desk: Desk) -> None:
    reference = {"$ref": f"#/components/schemas/{model.__name__}"}
    operation["requestBody"] = {
        "required": True,
        "content": {"application/json": {"schema": reference, "example": example}},
    }
    answer = orjson.loads(desk.answer(_question(model, example, desk)))
    operation["responses"] = {
        "200": {
            "description": "The answer.",
            "content": {"application/json": {"schema": {"type": "object"}, "example": answer}},
        },
        "422": _problem_response("The program or a value is wrong.", _failure(desk)),
    }


def _question(model: type[BaseModel], example: dict[str, Any], desk: Desk) -> Any:
    asked: Any = read(model, example, desk.settings)
    return asked.question()


def _failure(desk: Desk) -> dict[str, Any]:
    try:
        desk.answer(_question(GraphRequest, TYPO, desk))
    except Problem as problem:
        failure: dict[str, Any] = orjson.loads(problem.body(desk.settings))
        return failure
    raise AssertionError("the example of a failure must fail")


def _problem_response(description: str, example: dict[str, Any] | None) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": {"$ref": "#/components/schemas/Problem"}}
    if example:
        content["example"] = example
    return {"description": description, "content": {MEDIA_TYPE: content}}


def _parameter(name: str, about: str, example: str, required: bool) -> dict[str, Any]:  # noqa: FBT001 - OpenAPI's own word
    return {
        "name": name,
        "in": "query",
        "description": about,
        "required": required,
        "schema": {"type": "string"},
        "example": example,
    }


def _schemas() -> dict[str, Any]:
    schemas: dict[str, Any] = {"Problem": PROBLEM} | described.SCHEMAS
    shown: list[type[BaseModel]] = [RenderRequest, ShownNetwork]
    models = [*(model for model, _ in ASKED.values()), *shown]
    for model in models:
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= schema.pop("$defs", {})
        schemas[model.__name__] = schema
    return schemas


SPAN: dict[str, Any] = {
    "type": "object",
    "description": "Code points of the program, or of a network's line, from 0; lines and columns from 1.",
    "properties": {name: {"type": "integer"} for name in ("start", "end", "line", "column")},
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string"},
                    "code": {"type": "string"},
                    "pointer": {"type": "string", "description": "A JSON Pointer (RFC 6901) into the request."},
                    "span": SPAN,
                    "fix": {
                        "type": "object",
                        "description": "A correction: the text that belongs in place of the span.",
                        "properties": {"span": SPAN, "text": {"type": "string"}},
                    },
                },
            },
        },
    },
}
