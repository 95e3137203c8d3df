"""A browser of its own that nobody watches but while it is asked.

Playwright follows every tab from its start, which slows it.
"""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from websockets.sync.client import connect

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1440,900",
]
STARTED = 10.0
"""Seconds in which a browser answers."""
UNDER_WAY = re.compile("default execution context|context was destroyed|context with specified id|navigated or closed")
"""What a tab answers while another page takes the place of the one that was asked."""


class Browser:
    """A browser with an empty cache and no history."""

    def __init__(self, path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.home = f"http://127.0.0.1:{free.getsockname()[1]}"
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        own = [f"--user-data-dir={self.folder.name}", f"--remote-debugging-port={self.home.rpartition(':')[2]}"]
        command = [path, *FLAGS, *own, "about:blank"]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        late = time.monotonic() + STARTED
        while True:
            try:
                self.ask("/json/version")
                break
            except (urllib.error.URLError, OSError):
                if time.monotonic() > late:
                    self.close()
                    raise
                time.sleep(0.1)

    def ask(self, path, method="GET"):
        """What the browser itself says of its tabs."""
        request = urllib.request.Request(self.home + path, method=method)  # noqa: S310 -- our own browser
        with urllib.request.urlopen(request) as answer:  # noqa: S310 -- our own browser
            return json.load(answer)

    def open(self, address):
        """A new tab, as the browser itself opens it."""
        self.ask(f"/json/new?{address}", "PUT")

    @contextlib.contextmanager
    def tab(self, address):
        """The tab that shows the address, watched for as long as this lasts."""
        tab = next(tab for tab in self.ask("/json/list") if tab["type"] == "page" and tab["url"] == address)
        with connect(tab["webSocketDebuggerUrl"], max_size=None) as line:
            yield Tab(line)

    def close(self):
        """Ends the browser: its whole group, for some are started by a script that would end alone."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(20)
        self.folder.cleanup()


class Tab:
    """A tab, by the browser's own protocol (chromedevtools.github.io/devtools-protocol)."""

    def __init__(self, line):
        self.line = line
        self.asked = 0
        self.heard = []

    def call(self, method, **given):
        """A command's answer; what the browser tells unasked is kept."""
        self.asked += 1
        self.line.send(json.dumps({"id": self.asked, "method": method, "params": given}))
        while (answer := json.loads(self.line.recv(timeout=20))).get("id") != self.asked:
            self.heard.append(answer)
        if "error" in answer:
            raise RuntimeError(answer["error"]["message"])
        return answer["result"]

    def told(self, event, **wanted):
        """Waits until the browser has told this, with these values among what it says."""
        while not any(said["method"] == event and wanted.items() <= said["params"].items() for said in self.heard):
            self.heard.append(json.loads(self.line.recv(timeout=20)))

    def evaluate(self, expression):
        """The value of a script, awaited."""
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description", "the script failed"))
        return answer["result"].get("value")

    def until(self, expression, seconds=10):
        """The first value of a script that is true. A page that is still on its way runs none, and is asked again."""
        late = time.monotonic() + seconds
        while True:
            try:
                value = self.evaluate(expression)
            except RuntimeError as error:
                if not UNDER_WAY.search(str(error)):
                    raise
                value = None
            if value:
                return value
            if time.monotonic() > late:
                raise TimeoutError(expression)
            time.sleep(0.1)

    def point(self, selector):
        """Moves the pointer to the middle of an element."""
        box = f"document.querySelector({json.dumps(selector)}).getBoundingClientRect()"
        x, y = self.evaluate(f"(({{ x, y, width, height }}) => [x + width / 2, y + height / 2])({box})")
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
