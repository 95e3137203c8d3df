"""The command line: ``chainrule serve``, ``chainrule render FILE -o OUT`` and ``chainrule --version``.

Imports of the web are made only when it is served, and those of pictures when one is drawn, so that ``--help`` answers
at once and so that the worker processes, which import the main module again, stay small.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import chainrule

if TYPE_CHECKING:
    from chainrule.engine.passes import Run
    from chainrule.errors import ChainruleError

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8000
HIGHEST_PORT = 65_535
OUTPUTS = (".svg", ".png", ".json", ".tex", ".tikz", ".dot", ".mmd", ".py")
THEMES = ("light", "dark", "auto")
ENDINGS = {"numpy": "py", "pytorch": "pytorch.py", "jax": "jax.py", "micrograd": "micrograd.py"}
"""What code is written for, and its form in ``chainrule.view.writing``."""
CODES = tuple(ENDINGS)


def main(arguments: Sequence[str] | None = None) -> None:
    """Do what the command line says."""
    options = parser().parse_args(arguments)
    options.command(options)


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    result = argparse.ArgumentParser(prog="chainrule", description=chainrule.__doc__)
    result.add_argument("--version", action="version", version=f"chainrule {chainrule.__version__}")
    commands = result.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="serve the page and the API", description="Serve the page and the API.")
    serve.add_argument("--host", default=DEFAULT_HOST, help="the address to listen at (default: %(default)s)")
    serve.add_argument("--port", type=_port, default=DEFAULT_PORT, help="the port (default: %(default)s; 0: any)")
    serve.set_defaults(command=_serve)
    _add_render(commands)
    return result


def _add_render(commands: Any) -> None:
    kinds = ", ".join(OUTPUTS)
    about = f"Write the picture of a program, or another form of it: {kinds}."
    render = commands.add_parser("render", help="write the picture of a program into a file", description=about)
    render.add_argument("file", help="a program; or JSON as POST /api/v1/graph takes it (FILE.json); - is the input")
    render.add_argument("-o", "--out", required=True, type=_out, help=f"where to; the ending says what: {kinds}")
    render.add_argument("-i", "--input", action="append", default=[], type=_given, metavar="NAME=VALUE",
                        help="a value for an input: a number, or nested lists of numbers")  # fmt: skip
    render.add_argument("--output", metavar="NAME", help="the node whose gradients are wanted (default: the last)")
    render.add_argument("--step", type=int, help="how many steps have happened (default: all)")
    render.add_argument("--theme", choices=THEMES, default="auto", help="the colours (default: %(default)s)")
    render.add_argument("--width", type=float, help="the width in pixels (default: as large as it is drawn)")
    render.add_argument(
        "--code", choices=CODES, default=CODES[0], help="what .py is written for (default: %(default)s)"
    )
    render.add_argument("--down", action="store_true", help="columns run downwards")
    render.set_defaults(command=_render)


def _out(text: str) -> Path:
    path = Path(text)
    if path.suffix not in OUTPUTS:
        raise argparse.ArgumentTypeError(f"{text!r} must end in one of {', '.join(OUTPUTS)}")
    return path


def _given(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    try:
        return name.strip(), json.loads(value)
    except ValueError:
        what = f"{value!r} is no number" if equals else f"{text!r} has no '='"
        raise argparse.ArgumentTypeError(f"{what}; it must be as in x=-2 or w=[1, 2]") from None


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else -1
    if not 0 <= port <= HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; it must be a number from 0 to {HIGHEST_PORT}")
    return port


def _serve(options: argparse.Namespace) -> None:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when NumPy is imported; more threads only get in the way
    from chainrule.web import serving, settings  # noqa: PLC0415 - see the module's docstring

    try:
        chosen = settings.from_environment(os.environ)
    except ValueError as error:
        sys.exit(f"chainrule: {error}")
    serving.serve(chosen, options.host, options.port)


def _render(options: argparse.Namespace) -> None:
    from chainrule.errors import ChainruleError  # noqa: PLC0415 - see the module's docstring

    asked: dict[str, Any] = {"program": ""}
    try:
        text = sys.stdin.read() if options.file == "-" else Path(options.file).read_text(encoding="utf-8")
        asked = _asked(text, options)
        options.out.write_bytes(_written(asked, options))
    except (OSError, ValueError) as error:
        sys.exit(f"chainrule: {error}")
    except ChainruleError as error:
        sys.exit("\n".join(f"chainrule: {_said(each, asked)}" for each in (error, *error.related)))


def _asked(text: str, options: argparse.Namespace) -> dict[str, Any]:
    """What the file asks for, with what the command line says instead."""
    asked = json.loads(text) if options.file.endswith(".json") else {"program": text}
    if not isinstance(asked, dict) or not isinstance(asked.get("program"), str):
        raise ValueError(f'{options.file} has no "program"')  # noqa: TRY004 - it is the content that is wrong
    inputs = {**(asked.get("inputs") or {}), **dict(options.input)}
    return {**asked, "inputs": inputs, "output": options.output or asked.get("output")}


def _said(error: ChainruleError, asked: dict[str, Any]) -> str:
    from chainrule.language.span import where  # noqa: PLC0415 - see the module's docstring

    place = "" if error.span is None else where(asked["program"], error.span)
    return error.detail if place in error.detail else f"{place}: {error.detail}"


def _run(asked: dict[str, Any]) -> Run:
    """Both passes of the program."""
    from chainrule import language  # noqa: PLC0415 - see the module's docstring
    from chainrule.engine.passes import run  # noqa: PLC0415 - the same
    from chainrule.errors import ChainruleError  # noqa: PLC0415 - the same

    program = language.parse(asked["program"])
    try:
        return run(program.bind(asked["inputs"], asked["output"]), seed=asked.get("seed"))
    except ChainruleError as error:
        raise program.locate(error) from None


def _written(asked: dict[str, Any], options: argparse.Namespace) -> bytes:
    """What is to stand in the file."""
    from chainrule.engine.trace import levels  # noqa: PLC0415 - see the module's docstring
    from chainrule.view import picture, scene, writing  # noqa: PLC0415 - the same
    from chainrule.view.layout import layout  # noqa: PLC0415 - the same
    from chainrule.web.settings import built  # noqa: PLC0415 - see the module's docstring

    result = _run(asked)
    form = options.out.suffix[1:]
    if form == "py":
        form = ENDINGS[options.code]
    if form in writing.CODE:
        return writing.write(result, form).encode()
    places = layout(result.graph, levels(result.graph), direction="down" if options.down else "right")
    if form in writing.FORMS:
        return writing.write(result, form, places, options.step).encode()
    answer = scene.rows(result, layout=places)
    if form == "json":
        return json.dumps(answer, ensure_ascii=False, allow_nan=False).encode()
    drawn = picture.draw(picture.read_scene(answer), options.step, options.theme, options.width)
    return picture.png(drawn, fonts=built() / "fonts") if form == "png" else drawn.encode()
