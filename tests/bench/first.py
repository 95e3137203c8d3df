"""How long after navigation the five nodes of the note stand on the page, for a browser that nobody watches.

The time runs from the moment in which a script or a link leaves the page before, or from the browser's own start of the
navigation where there is none. Tools that watch a page slow its start by some ten milliseconds: each visit is made
first and asked about afterwards, in a browser of its own, by what the page itself has recorded. The picture is in the
document, whose painting waits for it, so that it stands there with the first contentful paint. A page of one word, in
the same run, says what of the time is the browser's and the machine's.
"""

import contextlib
import http.server
import sys
import threading
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from browsers import Browser

LESSON = "/learn/backpropagation"
SETTLED, VISITED, LEAVING = 2.0, 3.0, 2.5
"""Seconds after the browser has started, for a visit, and until the page before is left."""
PAINTED = """(() => {
  const [{ domInteractive, deliveryType }] = performance.getEntriesByType('navigation')
  const [{ startTime }] = performance.getEntriesByName('first-contentful-paint')
  const cards = document.querySelector('chain-rule')?.shadowRoot.querySelectorAll('.card').length ?? 0
  const left = sessionStorage.getItem('left')
  return { painted: left ? performance.timeOrigin + startTime - left : startTime,
    written: startTime >= domInteractive, cards, ahead: deliveryType === 'navigational-prefetch' }
})()"""
GO = """setTimeout(() => {
  sessionStorage.setItem('left', performance.timeOrigin + performance.now())
  %s
}, %d) && 0"""
FOLLOW, TYPE = "document.querySelector('a[href=\"/\"]').click()", "location.href = '/'"


class Word(http.server.BaseHTTPRequestHandler):
    """Answers everything with a page of one word."""

    protocol_version = "HTTP/1.1"
    PAGE = b"<!doctype html><html lang=en><title>A word</title><p><a href=/>word</a></p></html>"

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
    """Times in ms until the explorer and a page of one word, visited in turns, are painted.

    Each in a browser of its own: in a new tab, in a tab that shows another page of the site, and there by a link that
    is pointed at before it is followed.
    """
    kinds = {"new": None, "known": TYPE, "link": FOLLOW}
    times = {kind: ([], []) for kind in kinds}
    with word() as plain:
        for _ in range(count):
            for kind, way in kinds.items():
                times[kind][0].append(_visit(path, address, way, 5))
                times[kind][1].append(_visit(path, plain, way, 0))
    return times


def _visit(path, site, way, cards):
    browser = Browser(path)
    try:
        time.sleep(SETTLED)
        browser.open(site + LESSON if way else f"{site}/")
        time.sleep(VISITED)
        if way:
            with browser.tab(site + LESSON) as tab:
                tab.evaluate(GO % (way, 1_000 * LEAVING))
                if way is FOLLOW:
                    tab.point('a[href="/"]')
            time.sleep(LEAVING + VISITED)
        with browser.tab(f"{site}/") as tab:
            found = tab.evaluate(PAINTED)
    finally:
        browser.close()
    if not found["written"] or found["cards"] != cards or found["ahead"] != (way is FOLLOW and cards > 0):
        message = f"this was not the visit that was meant: {found}"
        raise RuntimeError(message)
    return found["painted"]
