"""A real browser on a real server. Every page is watched: whatever it reports as wrong fails the test."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
TIMEOUT = 10_000
REFUSED = re.compile(r"status of 422")
"""A program that does not parse is answered 422; the browser notes it, and that is no mistake of the page."""
WATCH = """
document.addEventListener('securitypolicyviolation', (event) =>
  console.error(`refused by the policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker("e2e")


# The browser lives for one module: while Playwright's loop runs, asynchronous tests of other modules cannot.
@pytest.fixture(scope="module")
def browser(chromium):
    expect.set_options(timeout=TIMEOUT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


class Watch:
    """What went wrong on a page, and what a test expects to go wrong."""

    def __init__(self, page, home):
        self.wrong = []
        self.expected = [REFUSED]
        self.homes = {urlsplit(home).netloc}
        page.on("console", lambda message: message.type in ("error", "warning") and self.wrong.append(message.text))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", self.asked)

    def asked(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc not in self.homes:
            self.wrong.append(f"a request to another host: {request.url}")

    def expect(self, pattern):
        self.expected.append(re.compile(pattern))

    def unexpected(self):
        return [text for text in self.wrong if not any(pattern.search(text) for pattern in self.expected)]


@pytest.fixture
def visit(browser, server):
    """Opens a page of the server in a window of its own; options are those of a browser context."""
    opened = []

    def visit(address="/", *, wait=True, prepare=None, width=1440, height=900, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(TIMEOUT)
        context.add_init_script(WATCH)
        page = context.new_page()
        page.watch = Watch(page, server)
        opened.append((context, page.watch))
        if prepare:
            prepare(page)
        page.goto(server + address)
        if wait:
            expect(page.locator("[data-node]").first).to_be_visible()
        return page

    yield visit
    for context, _ in opened:
        context.close()
    assert [text for _, watch in opened for text in watch.unexpected()] == []
