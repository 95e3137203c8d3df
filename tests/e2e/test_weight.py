"""What the browser really loads: how much, from where, and whether anything moves while it comes."""

import gzip
import re
import time
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import expect

HTML = 6_400
"""The document itself, with the first picture and its numbers, which the 60 kB do not count; the code they do count is
all that comes by itself, and what stands in the document of it."""
CODE_INSIDE = re.compile("<(script|style)>(.*?)</", re.DOTALL)
KINDS = ("document", "script", "stylesheet")
# A page that waits long for its first answer says so at last, and that is not what is looked at here.
PATIENCE = 400
WITHOUT_PATIENCE = (
    f"const later = setTimeout; window.setTimeout = (act, after) => after === {PATIENCE} ? 0 : later(act, after)"
)
WATCH = """
window.shifts = []
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries())
    if (!hadRecentInput) shifts.push([value, ...sources.map(({ node }) => node?.className || node?.nodeName)])
}).observe({ type: 'layout-shift', buffered: true })
"""
SHIFTS = WITHOUT_PATIENCE + WATCH


def loaded(visit, address, **options):
    """The page once it is quiet, and its code by path: each text, and how many bytes of it came from the server."""
    answers = []

    def prepare(page):
        page.add_init_script(SHIFTS)
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright wants a function

    page = visit(address, prepare=prepare, **options)
    page.wait_for_load_state("networkidle")
    code = [answer for answer in answers if answer.request.resource_type in KINDS]
    bodies = {urlsplit(answer.url).path: answer.body() for answer in code}
    return page, bodies, {urlsplit(answer.url).path: answer.request.sizes()["responseBodySize"] for answer in code}


def weight(body):
    return len(gzip.compress(body, 9))


def test_the_page_loads_at_most_60_kb_before_the_editor_is_used(visit):
    _, bodies, code = loaded(visit, "/")
    assert not [path for path in bodies if "codemirror" in path]
    page = bodies["/"].decode()
    assert code.pop("/") <= weight(bodies["/"])
    inside = {kind: weight(text.encode()) for kind, text in CODE_INSIDE.findall(page)}
    assert set(code) >= {"/static/app.js"}
    assert set(inside) == {"script", "style"}
    assert sum(code.values()) + sum(inside.values()) <= 60_000, code | inside
    assert weight(CODE_INSIDE.sub("", page).encode()) <= HTML


def test_a_frame_loads_no_more_than_the_element_and_its_page(visit):
    _, _, sizes = loaded(visit, "/embed")
    assert {"/static/embed.js", "/static/embedded.js", "/static/embedded.css"} <= set(sizes)
    assert "/static/app.js" not in sizes
    assert sizes["/static/embed.js"] <= 28_000
    assert sum(size for path, size in sizes.items() if "/chunks/" not in path) <= 34_000, sizes


@pytest.mark.parametrize("width", [1440, 390, 320])
@pytest.mark.parametrize("address", ["/#program=f+=+x*y+%2B+x&x=3&y=2&step=end", "/embed"])
def test_nothing_moves_while_the_page_comes(visit, address, width):
    page, *_ = loaded(visit, address, width=width)
    expect(page.locator("[data-node]").first).to_be_visible()
    assert page.evaluate("shifts") == []


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_moves_while_a_long_program_is_computed_for_long(visit, width):
    lines = [*(f"x{i} = {i % 5 - 2}" for i in range(40)), "f = " + " + ".join(f"x{i}*x{39 - i}" for i in range(40))]

    def slow(route):
        time.sleep(0.9)  # longer than the page waits before it says what it is doing
        route.continue_()

    def prepare(page):
        page.add_init_script(WATCH)
        page.route("**/api/v1/graph", slow)

    program = quote("\n".join(lines))
    page = visit(f"/#program={program}", prepare=prepare, width=width)
    expect(page.locator("[data-node]").first).to_be_visible()
    expect(page.locator(".panel .guide")).to_be_visible()
    assert page.evaluate("shifts") == []
