"""The element and the frame on a page of another origin, under a strict policy of that page."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from picture import expect_step, shown
from playwright.sync_api import expect

NOTE = "program=q+%3D+x+%2B+y%0Af+%3D+q+*+z&x=-2&y=5&z=-4"
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A course</title>
<script type="module" src="{home}/static/embed.js"></script>
<chain-rule id="one" program="q = x + y&#10;f = q * z" inputs='{{"x": -2, "y": 5, "z": -4}}' step="end"></chain-rule>
<chain-rule id="two" program="f = a * b" inputs='{{"a": 3, "b": 7}}' controls="compact" theme="dark"></chain-rule>
<chain-rule id="three" program="f = tanh(u)" inputs='{{"u": 0}}' step="1" controls="none"></chain-rule>
<iframe title="A picture" width="600" height="400" sandbox="allow-scripts" src="{home}/embed#{note}&step=3"></iframe>
</html>"""
POLICY = "; ".join(
    [
        "default-src 'none'",
        *(f"{kind} {{home}}" for kind in ("script-src", "connect-src", "font-src", "frame-src")),
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
)


@pytest.fixture(scope="module")
def host(server):
    """The URL of a page of somebody else, which uses ours."""

    class Host(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/" else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY.format(home=server))
            self.end_headers()
            if self.path == "/":
                self.wfile.write(PAGE.format(home=server, note=NOTE).encode())

        def log_message(self, *about):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()


def course(visit, host, server):
    """The host's page, with all that it asked for."""
    asked = []

    def prepare(page):
        page.watch.expect("status of 404")  # the icon that browsers ask for
        page.watch.homes.add(urlsplit(host).netloc)
        page.context.add_cookies([{"name": "session", "value": "secret", "url": server}])
        page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - Playwright wants a function

    page = visit("/healthz", wait=False, prepare=prepare)
    before = page.evaluate("Object.getOwnPropertyNames(window)")
    page.goto(host)
    for each in ("one", "two", "three"):
        expect(page.locator(f"#{each} [data-node]").first).to_be_visible()
    return page, before, asked


def steps(page):
    return page.evaluate("[...document.querySelectorAll('chain-rule')].map(each => each.step)")


def test_three_elements_of_a_foreign_page_play_each_for_itself(visit, host, server):
    page, before, asked = course(visit, host, server)
    assert steps(page) == [10, 0, 1]
    expect(shown(page.locator("#one"), "x", "gradient")).to_have_text("−4")
    page.locator("#two").get_by_role("button", name="Last", exact=True).click()
    expect(shown(page.locator("#two"), "a", "gradient")).to_have_text("7")
    assert steps(page) == [10, 6, 1]
    page.locator("#one").get_by_role("button", name="First", exact=True).click()
    assert steps(page) == [0, 6, 1]
    page.locator("#three").evaluate("each => each.goTo('end')")
    expect(shown(page.locator("#three"), "u", "gradient")).to_have_text("1")
    assert steps(page)[:2] == [0, 6]
    page.wait_for_load_state("networkidle")
    frames = {"0"}
    assert set(page.evaluate("Object.getOwnPropertyNames(window)")) <= {*before, *frames}
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert [cookie["name"] for cookie in page.context.cookies()] == ["session"]
    ours = [each for each in asked if each.url.startswith((f"{server}/api", f"{server}/static"))]
    assert len(ours) > 5
    assert not [each.url for each in ours if "cookie" in each.all_headers()]


def test_a_sandboxed_frame_without_an_origin_plays(visit, host, server):
    page, _, _ = course(visit, host, server)
    (frame,) = page.frames[1:]
    expect(shown(frame, "q", "value")).to_have_text("3")
    expect(shown(frame, "f", "value")).to_have_text("")
    assert frame.evaluate("[origin, (() => { try { return localStorage.length } catch (e) { return e.name } })()]") == [
        "null",
        "SecurityError",
    ]
    frame.get_by_role("button", name="Last", exact=True).click()
    expect(shown(frame, "x", "gradient")).to_have_text("−4")
    assert steps(page) == [10, 0, 1]
    expect(frame.get_by_role("button", name="Play", exact=True)).to_be_in_viewport()


@pytest.mark.parametrize(("size", "nodes"), [((600, 400), "xyqzf"), ((320, 480), "xy")], ids=str)
def test_in_a_small_frame_the_story_and_its_controls_are_seen_at_once(visit, size, nodes):
    page = visit(f"/embed#{NOTE}&step=end", width=size[0], height=size[1])
    for node in nodes:
        expect(page.locator(f'[data-node="{node}"]')).to_be_in_viewport(ratio=0.6)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_address_of_a_frame_says_what_it_shows(visit):
    page = visit(f"/embed#{NOTE}&step=6&controls=none&theme=dark")
    expect(shown(page, "f", "gradient")).to_have_text("1")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(15, 19, 26)"
    page.evaluate("location.hash = 'program=other+=+5*5&step=end&controls=full&x=two'")
    expect(shown(page, "other", "value")).to_have_text("25")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="“two”")).to_be_visible()


def test_a_frame_without_a_program_shows_the_first_example(visit):
    page = visit("/embed")
    expect_step(page, 0)
    expect(page.locator('[data-node="f"]')).to_be_visible()


def test_a_frame_tells_its_host_how_high_it_is(visit, host, server):
    page, _, _ = course(visit, host, server)
    page.evaluate("""() => addEventListener('message', ({ data, origin }) => {
      document.title = `${data.type} ${data.height > 200} ${origin}`
    })""")
    frame = page.locator("iframe")
    frame.scroll_into_view_if_needed()  # frames that are not seen are not laid out
    frame.evaluate("frame => { frame.width = '340' }")
    expect(page).to_have_title("chainrule:size true null")
