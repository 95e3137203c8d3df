"""Real servers for tests."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def serving(**variables):
    """Our server in a process of its own, on a free port; gives its URL. Variables are settings by name."""
    settings = {f"CHAINRULE_{name.upper()}": str(value) for name, value in variables.items()}
    with listening([sys.executable, "-m", "chainrule", "serve", "--port", "0"], **settings) as url:
        yield url


@contextmanager
def listening(command, **variables):
    """A server in a process of its own that prints where it serves."""
    with started(command, **variables) as (_, url):
        yield url


@contextmanager
def process_of(**variables):
    """Our server with its process, for tests that send it signals."""
    settings = {f"CHAINRULE_{name.upper()}": str(value) for name, value in variables.items()}
    with started([sys.executable, "-m", "chainrule", "serve", "--port", "0"], **settings) as found:
        yield found


@contextmanager
def started(command, **variables):
    """A process and its URL; the process is ended."""
    environment = {**os.environ, **variables, "PYTHONPATH": str(ROOT / "app")}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        with process.stdout as output:
            first = output.readline()
            url = re.search(r"http://\S+", first)
            assert url, f"the server did not start; it said {first!r}"
            yield process, url.group()
    finally:
        process.terminate()
        process.wait(timeout=20)
