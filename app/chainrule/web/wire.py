"""What travels in requests, as strict pydantic models: no conversions, no unknown fields.

``read(model, value)`` checks a JSON value and turns pydantic's findings into ours. The values of inputs are read later
(``values``), where the pointer to the wrong entry is known.
"""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from chainrule.network.fields import SAFE_INTEGER, whole
from chainrule.web.compute import Question
from chainrule.web.json_reader import escape_pointer
from chainrule.web.problems import from_fields
from chainrule.web.settings import Settings

VALUE_SCHEMA: dict[str, Any] = {
    "description": 'A number, one of the strings "NaN", "Infinity", "-Infinity", or nested lists of them.',
    "anyOf": [
        {"type": "number"},
        {"type": "string", "enum": ["NaN", "Infinity", "-Infinity"]},
        {"type": "array", "items": {}},
    ],
}
MOST_STEPS = 9_999_999
"""The greatest step of a picture; no graph has so many."""
KINDS = {
    "string_type": "a string",
    "bool_type": "true or false",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "list_type": "a list",
    "float_type": "a number",
    "int_type": "a whole number",
    "layout": "true, false or an object",
    "step": f"a whole number from 0 to {MOST_STEPS:,}, or 'end'",
}
NUMBERS = ("int_type", "step")
"""Kinds of mistakes that a number may make, which the sentence then tells."""
BOUNDS = {
    "greater_than": ("gt", "greater than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than_equal": ("le", "at most"),
}
NAMES: dict[type, str] = {bool: "true or false", type(None): "null", dict: "an object", list: "a list", str: "a string"}
LONGEST_ECHO = 60
NARROWEST, WIDEST = 64, 8_192
"""Pixels of a picture's width."""

SPEC_SCHEMA: dict[str, Any] = {
    "description": "A network: an object as in docs/network.md, or the same as one line of text.",
    "anyOf": [{"type": "object"}, {"type": "string"}],
}


def _given(value: Any) -> Any:
    """A member that may be left out is not null."""
    if value is None:
        raise PydanticCustomError("null", "null")
    return value


Given = BeforeValidator(_given)
Whole = Annotated[int, BeforeValidator(whole)]
Network = Annotated[Any, WithJsonSchema(SPEC_SCHEMA)]
Value = Annotated[Any, WithJsonSchema(VALUE_SCHEMA)]
Model = TypeVar("Model", bound=BaseModel)


class Strict(BaseModel):
    """No conversions, no unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)


class LayoutWish(Strict):
    """How the picture is laid out."""

    previous: dict[str, float] = Field({}, description="The old order within columns, by node, to be kept in an edit.")
    folded: list[str] = Field([], description="Groups drawn as one card each, by name; the answer lists all.")
    direction: Literal["right", "down"] = Field("right", description="Where the columns run.")


def _wish(given: Any) -> Any:
    """``true`` asks for the usual layout, ``false`` for none."""
    if not isinstance(_given(given), bool | dict):
        raise PydanticCustomError("layout", "layout")
    return {} if given is True else None if given is False else given


Layout = Annotated[
    LayoutWish | None,
    BeforeValidator(_wish),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, LayoutWish.model_json_schema()]}),
]


class Asked(Strict):
    """What every question has."""

    program: str = Field(description="The program, in the language of /docs.", examples=["q = x + y\nf = q * z"])
    output: Annotated[str | None, Given, WithJsonSchema({"type": "string"})] = Field(
        None, description="A name (its last version) or a node's id; else the last statement."
    )


class GraphRequest(Asked):
    """A program, and where to run it."""

    inputs: dict[str, Value] = Field({}, description="Values for inputs of the program, by name.")
    seed: Annotated[Value, Given] = Field(
        None, description="The gradient put on the output, of its shape; ones, if not given."
    )
    layout: Layout = Field(None, description="Whether nodes and edges get places, and how.")
    format: Literal["rows", "columns"] = Field("rows", description="A list of nodes, or parallel lists.")
    arrays: Literal["summary", "full"] = Field("summary", description="How arrays of over 10,000 entries travel.")

    def question(self) -> Question:
        """The question to the desk."""
        layout = None if self.layout is None else self.layout.model_dump()
        return Question("graph", self.program, self.inputs, self.output, self.seed, layout, self.format, self.arrays)


def _step(given: Any) -> Any:
    """How many steps have happened, or ``end``."""
    count = whole(given)
    if given != "end" and not (type(count) is int and 0 <= count <= MOST_STEPS):
        raise PydanticCustomError("step", "step")
    return count


Step = Annotated[
    int | Literal["end"],
    BeforeValidator(_step),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0, "maximum": MOST_STEPS}, {"const": "end"}]}),
]


class RenderRequest(GraphRequest):
    """A program, where to run it, and how its picture is drawn."""

    step: Step = Field("end", description="How many steps have happened, or end.")
    theme: Literal["light", "dark", "auto"] = Field("auto", description="The colours.")
    width: Annotated[
        Annotated[Whole, Field(ge=NARROWEST, le=WIDEST)] | None,
        Given,
        WithJsonSchema({"type": "integer", "minimum": NARROWEST, "maximum": WIDEST}),
    ] = Field(None, description="The width of a picture in pixels.")

    def drawn(self) -> Question:
        """The question whose answer is drawn."""
        asked = self.question()
        return replace(asked, format="rows", arrays="summary", layout=asked.layout or {})


class CheckRequest(GraphRequest):
    """A program whose gradients are to be proved. A body of `/graph` will do; what shapes its answer has no effect."""

    h: float | None = Field(None, gt=0, description="The step of the central difference; else one fit for each value.")
    nodes: Annotated[list[str] | None, Given, WithJsonSchema({"type": "array", "items": {"type": "string"}})] = Field(
        None, description="Names or ids of the nodes whose gradients are proved; else the inputs."
    )

    def question(self) -> Question:
        """The question to the desk."""
        return Question("check", self.program, self.inputs, self.output, self.seed, h=self.h, nodes=self.nodes)


class EvaluateRequest(Asked):
    """A program and the points at which it is wanted."""

    points: list[dict[str, Value]] = Field(description="At each point, values for inputs of the program.")

    def question(self) -> Question:
        """The question to the desk."""
        return Question("evaluate", self.program, output=self.output, points=self.points)


class GivenSample(Strict):
    """What goes through a network: one row, or several in a list."""

    x: Value = Field(description="The inputs.")
    y: Value = Field(description="The target.")


class ShownNetwork(Strict):
    """How a step of a network is shown."""

    view: Literal["layer", "neuron", "scalar"] = Field("layer", description="What is a node of the graph.")
    row: Whole = Field(0, ge=0, le=SAFE_INTEGER, description="Which of several rows the neuron view shows.")
    stations: bool = Field(default=False, description="Whether the seven steps of the procedure are told, too.")
    layout: Layout = Field(None, description="Whether nodes and edges get places, and how.")
    format: Literal["rows", "columns"] = Field("rows", description="A list of nodes, or parallel lists.")
    arrays: Literal["summary", "full"] = Field("summary", description="How arrays of over 10,000 entries travel.")

    def asked(self, line: str, **step: Any) -> Question:
        """The question to the desk about a step: its spec, sample, learning rate and seed."""
        layout = None if self.layout is None else self.layout.model_dump()
        network = step | self.model_dump(include={"view", "row", "stations"})
        return Question("network", line, layout=layout, format=self.format, arrays=self.arrays, network=network)


class NetworkRequest(ShownNetwork):
    """A network and a sample: one step of gradient descent."""

    spec: Network
    sample: GivenSample
    learning_rate: float = Field(0.5, ge=0, description="α, by which the update multiplies the gradients.")
    seed: Whole = Field(0, ge=0, le=SAFE_INTEGER, description="For weights and dropout, where the spec has no seed.")

    def question(self) -> Question:
        """The question to the desk."""
        line = self.spec if isinstance(self.spec, str) else ""
        return self.asked(line, **self.model_dump(include={"spec", "sample", "learning_rate", "seed"}))


class SpecRequest(Strict):
    """A network that is wanted in its other form."""

    spec: Network

    def question(self) -> Question:
        """The question to the desk."""
        line = self.spec if isinstance(self.spec, str) else ""
        return Question("spec", line, network={"spec": self.spec})


def read(model: type[Model], given: Any, settings: Settings) -> Model:
    """The model for a JSON value; raises ``Problem`` with a pointer for each mistake."""
    try:
        result = model.model_validate(given)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=True, include_input=True)[: settings.problem_errors]
        raise from_fields([(_pointer(entry["loc"]), _sentence(entry, model)) for entry in found]) from None
    if isinstance(result, EvaluateRequest) and len(result.points) > settings.evaluate_points:
        detail = f"There are {len(result.points):,} points; at most {settings.evaluate_points:,} are evaluated at once."
        raise from_fields([("/points", detail)])
    return result


def _pointer(location: tuple[int | str, ...]) -> str:
    parts = [str(part) for part in location if part != "[key]"]
    return "".join("/" + escape_pointer(part) for part in parts)


def _sentence(entry: Any, model: type[BaseModel]) -> str:
    kind, location = entry["type"], entry["loc"]
    name = _name(location)
    if kind == "missing":
        return f"The field {name} is missing."
    if kind == "extra_forbidden":
        return f"There is no field {name}.{_suggestion(str(location[-1]), _owner(model, location))}"
    if kind == "null":
        return f"{name} must not be null; it may be left out."
    if kind in BOUNDS:
        bound, words = BOUNDS[kind]
        return f"{name} must be {words} {entry['ctx'][bound]:.16g}."
    return _misfit(entry, name)


def _misfit(entry: Any, name: str) -> str:
    """The sentence about a member of the wrong kind."""
    kind = entry["type"]
    if kind == "literal_error":
        return f"{name} must be {entry['ctx']['expected']}, not {_named(entry['input'])}."
    if kind in KINDS:
        given = entry["input"]
        told = f"{given:.16g}" if kind in NUMBERS and type(given) in (int, float) else _named(given)
        return f"{name} must be {KINDS[kind]}, not {told}."
    return f"{name}: {entry['msg']}."


def _name(location: tuple[int | str, ...]) -> str:
    """What a sentence calls a place in the request."""
    if not location:
        return "The body"
    if isinstance(location[-1], int):
        return f"Entry {location[-1]} of {_quote(str(location[-2]))}"
    return _quote(str(location[-1]))


def _owner(model: type[BaseModel], location: tuple[int | str, ...]) -> type[BaseModel]:
    """The model whose fields stand around a place: that of an object within the body, or ``model``."""
    nested: dict[int | str, type[BaseModel]] = {"layout": LayoutWish, "sample": GivenSample}
    return nested.get(location[-2], model) if len(location) > 1 else model


def _suggestion(name: str, model: type[BaseModel]) -> str:
    fields = list(model.model_fields)
    near = difflib.get_close_matches(name[:LONGEST_ECHO].lower(), fields, 1)
    return f" Did you mean '{near[0]}'?" if near else f" The fields are: {', '.join(fields)}."


def _named(given: Any) -> str:
    if isinstance(given, str):
        return _quote(given)
    return NAMES.get(type(given), "a number")


def _quote(text: str) -> str:
    return repr(text if len(text) <= LONGEST_ECHO else text[:LONGEST_ECHO] + "…")
