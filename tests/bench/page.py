"""Measure the page in a real browser: ``python tests/bench/page.py``, after the page is built.

Chromium without a graphics card draws graphs of 5 to 10,000 nodes on the page that this checkout serves. The table
that comes of it is written between two marks into docs/performance.md. Nothing here passes or fails: absolute times
belong to the machine that is named in the table.
"""

import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

from first import visits
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- measured by tests/bench/page.py -->", "<!-- end -->"
SIZES = (5, 30, 58, 300, 1_000, 2_000, 10_000)
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-quic"]
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
RECENT, NEAR, INPUTS = 160, 30, 60
VISITS = 9
SHELL_WORDS = (
    "Chromium draws a window of its own around the page, on the same two cores, headless or not. "
    "Its headless shell is the same browser without that window. In it:"
)
REST = 400
TAB = 1_000

WATCH = """(() => {
  window.seen = {tasks: [], shift: 0, answered: 0, drawn: 0}
  const watch = (type, note) =>
    new PerformanceObserver(list => list.getEntries().forEach(note)).observe({type, buffered: true})
  watch('longtask', ({duration}) => seen.tasks.push(duration))
  watch('layout-shift', ({value, hadRecentInput}) => { if (!hadRecentInput) seen.shift += value })
  const ask = window.fetch
  window.fetch = async (...asked) => {
    const answer = await ask(...asked)
    if (String(asked[0]).includes('/graph')) seen.answered = performance.now()
    return answer
  }
  const frame = () => requestAnimationFrame(() => setTimeout(() => { seen.drawn = performance.now() }))
  addEventListener('chainrule:ready', frame, {capture: true, once: true})
})()"""
DRAWN = """() => new Promise(done => {
  const look = () => seen.drawn ? done() : setTimeout(look, 20)
  look()
})"""
LONGEST = "Math.max(0, ...seen.tasks.splice(0))"
PLAY = """async share => {
  const element = document.querySelector('chain-rule')
  const {stages, steps} = element.scene
  const stage = stages.find(({from}) => from >= share * steps.length) ?? stages.at(-1)
  element.goTo(stage.from)
  await new Promise(done => setTimeout(done, 600))
  return new Promise(done => {
    const times = []
    const tick = now => {
      times.push(now)
      if (now - times[0] < 700) return requestAnimationFrame(tick)
      element.pause()
      done([(times.length - 1) / (now - times[0]) * 1000, stage.to - stage.from])
    }
    element.play()
    requestAnimationFrame(tick)
  })
}"""
GAPS = """() => {
  window.gaps = []
  let before = 0
  const tick = now => { if (before) gaps.push(now - before); before = now; requestAnimationFrame(tick) }
  requestAnimationFrame(tick)
}"""


def program(nodes, seed=3):
    """A program of about so many nodes: sums, differences, products and functions of what came before."""
    choose = random.Random(seed)  # noqa: S311 -- a program, not a secret
    names = [f"x{i}" for i in range(max(2, min(INPUTS, nodes // 20)))]
    lines = [f"{name}={i % 5 - 2}" for i, name in enumerate(names)]
    full, rest = divmod(nodes - len(names), 4)
    for count in range(max(0, full)):
        a, b = choose.choice(names), choose.choice(names)
        c, d = choose.choice(names[-NEAR:]), choose.choice(names[-NEAR:])
        name = f"t{_short(count)}"
        lines.append(f"{name}=sin({a})*{b}+{c}-{d}")
        names = [*names, name][-RECENT:]
    return "\n".join([*lines, f"f={'-' * max(1, rest)}{names[-1]}"])


def _short(number):
    text = ""
    while True:
        text = DIGITS[number % 36] + text
        number //= 36
        if not number:
            return text


def serve():
    """Start the server of this checkout; return its process and address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "chainrule", "serve", "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "app")}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"{address}/readyz"):  # noqa: S310 -- our own server
                return process, address
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    message = "the server does not start"
    raise RuntimeError(message)


def opened(browser, address):
    """A page in a tab that is there already, which notes what it does; the browser's own start is not measured."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(WATCH)
    page.wait_for_timeout(TAB)
    page.goto(address)
    page.evaluate(DRAWN)
    return page


def measure(browser, address, nodes):
    """A row of the table: a graph of so many nodes, opened by a link, played, moved and zoomed."""
    page = opened(browser, f"{address}/#program={quote(program(nodes))}")
    page.wait_for_timeout(1_500)
    count = page.evaluate("document.querySelector('chain-rule').scene.ids.length")
    drawn, longest, shift = page.evaluate(f"[seen.drawn - seen.answered, {LONGEST}, seen.shift]")
    played = [page.evaluate(PLAY, share) for share in (0.2, 0.45, 0.7)]
    busy = page.evaluate(LONGEST)
    stage = page.locator("chain-rule .stage").bounding_box()
    x, y = stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2
    page.mouse.move(x, y)
    page.keyboard.down("Control")
    page.wait_for_timeout(REST)
    page.evaluate(GAPS)
    for turn in [40] * 12 + [-40] * 20:
        page.mouse.wheel(0, turn)
        page.wait_for_timeout(16)
    page.keyboard.up("Control")
    zoomed = _rate(page)
    page.wait_for_timeout(REST)
    _rate(page)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(x - 4 * step, y - 2 * step)
    panned = _rate(page)
    page.mouse.up()
    page.wait_for_timeout(REST)
    moved = page.evaluate(LONGEST)
    page.close()
    rates = [rate for rate, _ in played]
    return [f"{count:,}", f"{drawn:.0f} ms", f"{longest:.0f} ms", f"{shift:.3f}", f"{statistics.median(rates):.0f}",
            f"{min(rates):.0f}", f"{busy:.0f} ms", f"{panned:.0f}", f"{zoomed:.0f}", f"{moved:.0f} ms"]  # fmt: skip


def _rate(page):
    """Frames a second of late, the missed ones counted."""
    gaps = page.evaluate("gaps.splice(0)")
    return 1_000 * len(gaps) / sum(gaps) if gaps else 0.0


def table(rows, times, load):
    """The measured part of the page."""
    head = [
        "nodes",
        "drawn after the answer",
        "longest task",
        "layout shift",
        "frames/s, one column",
        "slowest column",
        "longest task, playing",
        "panning",
        "zooming",
        "longest task, panning and zooming",
    ]
    first = _first(times["whole"]) + (f"\n\n{SHELL_WORDS} {_first(times['shell'])}" if "shell" in times else "")
    lines = [head, ["---:"] * len(head), *rows]
    machine = f"{os.cpu_count()} cores, no graphics card (software rendering), headless Chromium, 1440 × 900"
    busy = f"load average {load:.1f} over the minute before"
    return "\n".join(
        [
            BEGIN,
            f"Measured on {machine}, {busy}; frames are limited to 60 a second.",
            "",
            *(f"| {' | '.join(line)} |" for line in lines),
            "",
            first,
            END,
        ]
    )


def _first(times):
    """How long five nodes take in three ways."""
    (new, plain_new), (known, plain_known), (link, plain_link) = (times[kind] for kind in ("new", "known", "link"))
    return (
        f"Five nodes are painted {_spread(known)} after navigation in a tab that shows another page of the site, "
        f"{_spread(link)} after a click on a link that was pointed at before, and {_spread(new)} in the first tab of a "
        f"browser with an empty cache. A page of one word, visited in turns, takes {_spread(plain_known)}, "
        f"{_spread(plain_link)} and {_spread(plain_new)} (medians of {VISITS} visits each)."
    )


def _spread(times):
    return f"{statistics.median(times):.0f} ms ({min(times):.0f} to {max(times):.0f})"


def main():
    """Measure, print the table, and write it into the documentation."""
    load = os.getloadavg()[0]
    server, address = serve()
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    try:
        times = {"whole": visits(path, address, VISITS)}
        if shell := shutil.which("chromium-headless-shell"):
            times["shell"] = visits(shell, address, VISITS)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            rows = [measure(browser, address, nodes) for nodes in SIZES]
            browser.close()
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
    text = table(rows, times, load)
    sys.stdout.write(f"{text}\n")
    old = PAGE.read_text(encoding="utf-8")
    new = re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: text, old, flags=re.DOTALL)
    PAGE.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
