"""What OpenAPI says about data, training runs and sweeps, whose requests the network package reads."""

from __future__ import annotations

from typing import Any

import orjson

from chainrule.network.requests import KEYS, SETTINGS, SHOWN
from chainrule.network.sweep import AXES, COMMON
from chainrule.web import datasets, sweeps, training
from chainrule.web.running import ACTIONS, SURFACE_SIDE
from chainrule.web.settings import Settings

COUNT: dict[str, Any] = {"type": "integer", "minimum": 1}
POSITIVE: dict[str, Any] = {"type": "number", "exclusiveMinimum": 0}
SEED: dict[str, Any] = {"type": "integer", "minimum": 0, "description": "Decides every number that is drawn."}
MEMBERS: dict[str, Any] = {
    "spec": {
        "description": "The network: an object, or one line of text.",
        "anyOf": [{"type": "object"}, {"type": "string"}],
    },
    "data": {
        "description": "A set by name, or an object: {name, rows, noise, seed}, {x, y} or {csv, x, y}; test, scaling.",
        "anyOf": [{"type": "string"}, {"type": "object"}],
    },
    "steps": {**COUNT, "description": "How many updates."},
    "batch_size": {**COUNT, "description": "Rows of a step; all of them, unless said."},
    "schedule": {"description": "Of the learning rate: a name, or an object with its numbers."},
    "weight_decay": {"type": "number", "minimum": 0, "default": 0},
    "clip": {**POSITIVE, "description": "The greatest norm of the gradient."},
}
TRAIN: dict[str, Any] = {
    "type": "object",
    "description": "A training run, as in docs/network.md.",
    "required": ["spec", "data", "steps", "learning_rate"],
    "properties": {name: {} for name in KEYS}
    | MEMBERS
    | {name: {"type": "number", "description": "Of the optimiser."} for name in SETTINGS}
    | {
        "learning_rate": {**POSITIVE, "description": "α."},
        "optimizer": {"type": "string", "default": "sgd"},
        "seed": SEED,
        "frame_every": {**COUNT, "description": "Steps from one frame to the next."},
        "show": {"type": "array", "items": {"enum": list(SHOWN)}, "description": "What frames carry, too."},
        "paused": {"type": "boolean", "default": False, "description": "Whether it waits for an order."},
    },
    "additionalProperties": False,
}
TRAIN_EXAMPLE: dict[str, Any] = {
    "spec": "2 -> 4 tanh -> 1 sigmoid, loss bce",
    "data": "xor",
    "steps": 500,
    "learning_rate": 0.05,
    "optimizer": "adam",
    "seed": 0,
}
ORDER: dict[str, Any] = {
    "type": "object",
    "description": "What a run is to do: see docs/network.md.",
    "required": ["action"],
    "properties": {
        "action": {"type": "string", "enum": list(ACTIONS)},
        "steps": {"type": "integer", "minimum": 1, "default": 1, "description": "With step: how many."},
        "epochs": {"type": "integer", "minimum": 1, "default": 1, "description": "With epochs: how many."},
    },
    "additionalProperties": False,
}
ORDER_EXAMPLE: dict[str, Any] = {"action": "step", "steps": 1}
SURFACE: dict[str, Any] = {
    "type": "object",
    "description": "The loss around the present weights.",
    "properties": {
        "side": {**COUNT, "default": SURFACE_SIDE, "description": "Points a side."},
        "radius": {**POSITIVE, "default": 1, "description": "How far, in lengths of the weights of each neuron."},
        "seed": {**SEED, "default": 0},
    },
    "additionalProperties": False,
}
SURFACE_EXAMPLE: dict[str, Any] = {"side": 21, "radius": 1}
SHOWN_EXAMPLE: dict[str, Any] = {"view": "neuron", "stations": True}
SWEEP: dict[str, Any] = {
    "type": "object",
    "description": "A training run with lists on four axes, as in docs/network.md.",
    "required": ["spec", "data", "steps", *AXES],
    "properties": {name: {} for name in COMMON}
    | MEMBERS
    | {
        "learning_rates": {"type": "array", "minItems": 1, "items": POSITIVE},
        "inits": {"type": "array", "minItems": 1, "items": {"type": "string"}},
        "optimizers": {"type": "array", "minItems": 1, "items": {"type": "string"}},
        "seeds": {"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 0}},
    },
    "additionalProperties": False,
}
SWEEP_EXAMPLE: dict[str, Any] = {
    "spec": "2 -> 4 tanh -> 1 sigmoid, loss bce",
    "data": "xor",
    "steps": 200,
    "learning_rates": [0.01, 0.1],
    "inits": ["xavier", "he"],
    "optimizers": ["sgd", "adam"],
    "seeds": [0, 1, 2],
}
DATA: dict[str, Any] = {
    "type": "object",
    "description": "A data set as POST /api/v1/train takes it, and the seed of its rows.",
    "required": ["data"],
    "properties": {"data": MEMBERS["data"], "seed": {**SEED, "default": 0}},
    "additionalProperties": False,
}
DATA_EXAMPLE: dict[str, Any] = {"data": {"name": "moons", "rows": 20, "test": 0.25}, "seed": 0}
SCHEMAS = {
    "TrainRequest": TRAIN,
    "TrainOrder": ORDER,
    "SurfaceRequest": SURFACE,
    "SweepRequest": SWEEP,
    "DataRequest": DATA,
}
EVENTS: dict[str, Any] = {"content": {"text/event-stream": {"schema": {"type": "string"}}}}


def describe(paths: dict[str, Any], settings: Settings) -> None:
    """Complete what the document says of these routes. The example of an answer is computed."""
    run, sweep = f"{training.PATH}/{{run}}", f"{sweeps.PATH}/{{run}}"
    rows = datasets.answer(DATA_EXAMPLE, training.limits_of(settings), settings.data_rows)
    _asks(paths[datasets.PATH]["post"], "DataRequest", DATA_EXAMPLE, "Rows, and those kept for testing.")
    paths[datasets.PATH]["post"]["responses"]["200"]["content"]["application/json"]["example"] = orjson.loads(rows)
    _starts(paths[training.PATH]["post"], "TrainRequest", TRAIN_EXAMPLE)
    _starts(paths[sweeps.PATH]["post"], "SweepRequest", SWEEP_EXAMPLE)
    _asks(paths[run]["post"], "TrainOrder", ORDER_EXAMPLE, "How it stands.")
    _asks(paths[f"{run}/surface"]["post"], "SurfaceRequest", SURFACE_EXAMPLE, "The loss around the present weights.")
    _asks(paths[f"{run}/network"]["post"], "ShownNetwork", SHOWN_EXAMPLE, "The answer of POST /api/v1/network.")
    for path in (run, sweep):
        paths[path]["get"]["responses"] = {"200": _told("How it stands.")}
        paths[path]["delete"]["responses"] = {"204": {"description": "It is cancelled."}}
        paths[f"{path}/events"]["get"]["responses"] = {
            "200": {"description": "Server-sent events, after the one in Last-Event-ID."} | EVENTS,
            "204": {"description": "The run has ended, and the client has every event."},
        }


def _asks(operation: dict[str, Any], schema: str, example: dict[str, Any], answer: str) -> None:
    asked = {"schema": {"$ref": f"#/components/schemas/{schema}"}, "example": example}
    operation["requestBody"] = {"required": True, "content": {"application/json": asked}}
    operation["responses"] = {"200": _told(answer)}


def _starts(operation: dict[str, Any], schema: str, example: dict[str, Any]) -> None:
    _asks(operation, schema, example, "")
    operation["responses"] = {"201": _told("It goes on; Location is its address.")}


def _told(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": {"type": "object"}}}}
