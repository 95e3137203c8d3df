"""How long after navigation the five nodes of the note stand on the page, for a browser that nobody watches.

Tools that watch a page slow its start by some ten milliseconds: each visit is made first and asked about afterwards,
in a browser of its own, by what the page itself has recorded. The picture is in the document, whose painting waits for
it, so that it stands there with the first contentful paint. A page of one word, in the same run, says what of the time
is the browser's and the machine's.
"""

import contextlib
import http.server
import json
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

from playwright.sync_api import sync_playwright

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
SETTLED, VISITED = 2.0, 1.5
"""Seconds after the browser has started, and for a visit."""
PAINTED = """() => {
  const [{ domInteractive }] = performance.getEntriesByType('navigation')
  const [{ startTime }] = performance.getEntriesByName('first-contentful-paint')
  const cards = document.querySelector('chain-rule')?.shadowRoot.querySelectorAll('.card').length ?? 0
  return [startTime, domInteractive, cards]
}"""
GO = "address => { setTimeout(() => { location.href = address }, 1500) }"


class Browser:
    """A browser with an empty cache."""

    def __init__(self, path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.home = f"http://127.0.0.1:{free.getsockname()[1]}"
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        own = [f"--user-data-dir={self.folder.name}", f"--remote-debugging-port={self.home.rpartition(':')[2]}"]
        self.process = subprocess.Popen([path, *FLAGS, *own, "about:blank"], stderr=subprocess.DEVNULL)
        for _ in range(100):
            with contextlib.suppress(urllib.error.URLError, OSError):
                self.ask("/json/version")
                break
            time.sleep(0.1)
        time.sleep(SETTLED)

    def ask(self, path, method="GET"):
        request = urllib.request.Request(self.home + path, method=method)  # noqa: S310 -- our own browser
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return json.load(answer)

    def open(self, address):
        """A new tab, as the browser itself opens it."""
        self.ask(f"/json/new?{address}", "PUT")
        time.sleep(VISITED)

    def evaluate(self, address, script, given=None):
        """The value of a script on the tab that shows the address; nothing watches the tab before and after."""
        with sync_playwright() as playwright:
            browser = playwright.chromium.connect_over_cdp(self.home)
            page = next(page for page in browser.contexts[0].pages if page.url == address)
            value = page.evaluate(script, given)
            browser.close()
        return value

    def close(self):
        self.process.terminate()
        self.process.wait(20)
        self.folder.cleanup()


class Word(http.server.BaseHTTPRequestHandler):
    """Answers everything with a page of one word."""

    protocol_version = "HTTP/1.1"
    PAGE = b"<!doctype html><html lang=en><title>A word</title><p>word</p></html>"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.PAGE)))
        self.end_headers()
        self.wfile.write(self.PAGE)

    def log_message(self, *_):
        """Says nothing."""


@contextlib.contextmanager
def word():
    """The address of a server of one word."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Word)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def visits(path, address, count):
    """Times in ms, of the explorer and of a page of one word, visited in turns.

    Each in a new tab of a new browser, and in a tab that shows another page of the site already.
    """
    times = ([], []), ([], [])
    with word() as plain:
        for _ in range(count):
            for site, cards, (new, known) in ((address, 5, times[0]), (plain, 0, times[1])):
                new.append(_visit(path, f"{site}/", None, cards))
                known.append(_visit(path, f"{site}/", f"{site}/learn/backpropagation", cards))
    return times


def _visit(path, address, before, cards):
    browser = Browser(path)
    try:
        browser.open(before or address)
        if before:
            browser.evaluate(before, GO, address)
            time.sleep(2 * VISITED)
        painted, parsed, found = browser.evaluate(address, PAINTED)
    finally:
        browser.close()
    if painted < parsed or found != cards:
        message = f"what was painted after {painted:.0f} ms was not the picture (parsed after {parsed:.0f} ms)"
        raise RuntimeError(message)
    return painted
