"""Settings: every limit of the server, by name, with its default, its unit and a sentence.

Each can be set in the environment, in capitals with ``CHAINRULE_`` before it: ``CHAINRULE_BODY_BYTES=65536``. They are
served at ``/api/v1/limits`` and printed in ``docs/limits.md``.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PREFIX = "CHAINRULE_"
KIB = 1024
MIB = 1024 * KIB


def limit(default: float, unit: str, about: str) -> Any:
    """A field that is a limit."""
    return field(default=default, metadata={"unit": unit, "about": about})


def packaged(inside: str, checkout: str) -> Path:
    """A folder of the wheel or, when the package runs from a checkout, of the checkout."""
    package = Path(__file__).resolve().parents[1]
    folder = package / inside
    return folder if folder.is_dir() else package.parents[1] / checkout


def built() -> Path:
    """The folder of the page's files, as the build writes them."""
    return packaged("_static", "static/dist")


@dataclass(frozen=True, slots=True)
class Settings:
    """What one server is held to. Frozen: a changed copy comes from ``dataclasses.replace``."""

    body_bytes: int = limit(256 * KIB, "bytes", "the body of a request about a graph or a network")
    body_seconds: float = limit(10, "seconds", "until a request has arrived, head and body")
    url_bytes: int = limit(16 * KIB, "bytes", "the address of a request, query included")
    header_bytes: int = limit(16 * KIB, "bytes", "all headers of a request together")
    header_count: int = limit(100, "headers", "the headers of a request")

    json_depth: int = limit(32, "levels", "arrays and objects inside one another in JSON")
    json_values: int = limit(200_000, "values", "all values of a JSON document, keys not counted")
    json_string: int = limit(100_000, "characters", "a string in JSON")
    number_characters: int = limit(40, "characters", "a number in JSON, in a query or in a program")

    program_characters: int = limit(100_000, "characters", "a program")
    program_tokens: int = limit(50_000, "tokens", "numbers, names, operators and brackets of a program")
    program_nesting: int = limit(100, "levels", "brackets, prefix signs and towers of ^ inside one another")
    name_characters: int = limit(64, "characters", "a name in a program")
    call_arguments: int = limit(64, "arguments", "the arguments of one call")

    graph_nodes: int = limit(20_000, "nodes", "the nodes of a graph")
    graph_edges: int = limit(80_000, "edges", "the edges of a graph")
    graph_painted: int = limit(400, "nodes", "the nodes of a PNG, at most 4 million pixels")
    graph_drawn: int = limit(2_000, "nodes", "the nodes of a picture without a browser; the page draws more")
    array_rank: int = limit(6, "axes", "the axes of an array")
    array_elements: int = limit(1_000_000, "elements", "the elements of one array")
    live_bytes: int = limit(64 * MIB, "bytes", "all arrays of one request together")
    request_cost: int = limit(500_000_000, "operations", "the element operations that a request may need")
    inline_cost: int = limit(2_000_000, "operations", "up to here a request runs in the server, above in a worker")
    evaluate_points: int = limit(10_000, "points", "the points of one request to /api/v1/evaluate")

    network_parameters: int = limit(250_000, "parameters", "the weights and biases of a network that is shown")
    network_layers: int = limit(50, "layers", "the layers of a network")
    network_side: int = limit(28, "pixels", "the height and the width of an image that a network reads")

    worker_count: int = limit(2, "processes", "the workers that compute at the same time")
    worker_queue: int = limit(16, "requests", "the requests that run in or wait for workers; more are turned away")
    worker_cpu_seconds: float = limit(2, "seconds", "the processor time of one request in a worker")
    worker_wall_seconds: float = limit(10, "seconds", "the time of one request in a worker, waiting included")
    worker_bytes: int = limit(512 * MIB, "bytes", "the address space of a worker")
    worker_files: int = limit(32, "files", "the open files of a worker")
    worker_file_bytes: int = limit(0, "bytes", "what a worker may write into a file")

    request_rate: float = limit(100, "requests a second", "requests from one address, in the long run")
    request_burst: float = limit(300, "requests", "requests from one address at once")
    cpu_rate: float = limit(30, "seconds a minute", "processor time of one client, in the long run")
    cpu_burst: float = limit(60, "seconds", "processor time of one client at once")
    clients_remembered: int = limit(10_000, "clients", "the addresses whose use is counted; the oldest are forgotten")

    training_parameters: int = limit(50_000, "parameters", "the weights and biases of a network in training")
    training_rows: int = limit(10_000, "rows", "the rows of a data set")
    training_columns: int = limit(1_000, "columns", "the columns of a data set")
    training_steps: int = limit(10_000, "steps", "the steps of a training run")
    training_cpu_seconds: float = limit(60, "seconds", "the processor time of a training run")
    training_frames: int = limit(1_000, "frames", "the frames that a training run sends")
    training_workers: int = limit(2, "processes", "the workers that train at the same time")
    training_going: int = limit(64, "runs", "the training runs that go on at the same time; more are turned away")
    training_per_client: int = limit(12, "runs", "the training runs of one client that go on at the same time")
    training_runs: int = limit(128, "runs", "the training runs that are kept; who ended first is forgotten first")
    training_frame_bytes: int = limit(4 * MIB, "bytes", "the frames of a run that are kept; the newest stay")
    training_kept_seconds: float = limit(600, "seconds", "until a training run that has ended is forgotten")
    training_gone_seconds: float = limit(15, "seconds", "until a training run ends that nobody watches")
    training_idle_seconds: float = limit(1_800, "seconds", "until a paused training run ends that gets no order")
    training_surface_side: int = limit(41, "points", "the side of the picture of the loss around a run's weights")
    sweep_runs: int = limit(1_000, "runs", "the runs of a sweep")
    data_rows: int = limit(2_000, "rows", "the rows of a data set that /api/v1/data answers; all are trained on")

    streams_per_client: int = limit(6, "streams", "the event streams open to one client")
    streams_open: int = limit(500, "streams", "the event streams open to all clients together")
    stream_send_seconds: float = limit(10, "seconds", "until a client has taken an event")
    stream_ping_seconds: float = limit(15, "seconds", "between signs of life on a quiet stream")
    stream_seconds: float = limit(600, "seconds", "the life of a stream; the client comes back for more")

    answer_bytes: int = limit(16 * MIB, "bytes", "the body of an answer")
    problem_bytes: int = limit(16 * KIB, "bytes", "the body of a problem report")
    problem_errors: int = limit(20, "errors", "the errors in one problem report")
    problem_echo: int = limit(200, "characters", "a piece of the input that a problem report repeats")

    cached_programs: int = limit(4_000_000, "characters", "the program texts whose graphs are remembered")
    cached_answers: int = limit(32 * MIB, "bytes", "the answers to GET requests that are remembered")

    proxies: str = ""
    """Addresses of proxies, with commas between them, whose ``X-Forwarded-For`` is believed; none by default."""
    dask: str = ""
    """The address of a Dask scheduler, ``tcp://…``, whose cluster trains; by default workers of this machine do."""
    static_folder: Path = field(default_factory=built)
    """What is served under ``/static``."""
    template_folder: Path = field(default_factory=lambda: packaged("_templates", "templates"))
    """The pages."""

    def limits(self) -> dict[str, dict[str, Any]]:
        """All limits by name, each with its value, its unit and what it is about."""
        return {
            entry.name: {"value": getattr(self, entry.name), **entry.metadata}
            for entry in dataclasses.fields(self)
            if entry.metadata
        }


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings that the environment asks for; ValueError names a variable that is unknown or makes no sense."""
    known = {entry.name: entry for entry in dataclasses.fields(Settings)}
    given = {name.removeprefix(PREFIX).lower(): name for name in environment if name.startswith(PREFIX)}
    values: dict[str, Any] = {}
    for name, variable in given.items():
        if name not in known:
            raise ValueError(f"{variable} is no setting; they are listed in docs/limits.md")
        values[name] = _read(known[name], environment[variable], variable)
    return Settings(**values)


def _read(entry: dataclasses.Field[Any], text: str, variable: str) -> Any:
    if not entry.metadata:
        return Path(text) if entry.name.endswith("_folder") else text
    kind = int if isinstance(entry.default, int) and entry.type == "int" else float
    try:
        number = kind(text)
    except ValueError:
        number = math.nan
    if not 0 <= number < math.inf:
        raise ValueError(f"{variable}={text!r} must be a number of {entry.metadata['unit']}, such as {entry.default}")
    return number
