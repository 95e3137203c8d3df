"""The picture that is in the document before any script runs, and how the element takes its place."""

import base64
import time

import pytest
from playwright.sync_api import expect
from test_pixels import COMPARE, FAR, MOST

from browsers import Browser

CARDS = ".early g:has(> title):visible"
CUT = "ERR_FAILED|Failed to fetch dynamically|was preloaded using link preload but not used"
# The cards' bodies, the shadow behind each left out.
PLACES = """() => {
  const { shadowRoot } = document.querySelector('chain-rule')
  const cards = shadowRoot
    ? [...shadowRoot.querySelectorAll('.card')].map((card) => [card.dataset.node, card])
    : [...document.querySelectorAll('.early g > title')].map((title) => [title.textContent[0], title.parentNode])
  const seen = cards.filter(([, card]) => card.getBoundingClientRect().width > 0)
  const body = (card) => [...card.querySelectorAll('rect')].find((rect) => !rect.matches('.shade'))
  return Object.fromEntries(seen.map(([name, card]) => {
    const { x, y, width, height } = body(card).getBoundingClientRect()
    return [name, [x, y, width, height]]
  }))
}"""


def without_code(page):
    page.route("**/static/app.js", lambda route: route.abort())


@pytest.mark.parametrize(
    ("width", "height", "theme"),
    [
        (1440, 900, "light"),
        (1440, 900, "dark"),
        (1024, 768, "light"),
        (900, 900, "dark"),
        (700, 900, "light"),
        (500, 900, "light"),
        (390, 844, "dark"),
        (844, 390, "light"),
    ],
)
def test_the_element_draws_where_the_first_picture_stood(visit, width, height, theme):
    first = visit("/", width=width, height=height, color_scheme=theme, prepare=without_code, wait=False)
    first.watch.expect(CUT)
    expect(first.locator(CARDS)).to_have_count(5)
    page = visit("/", width=width, height=height, color_scheme=theme)
    expect(page.locator("chain-rule [data-node].card")).to_have_count(5)
    before, after = first.evaluate(PLACES), page.evaluate(PLACES)
    assert sorted(before) == sorted(after) == list("fqxyz")
    for name, place in before.items():
        assert place == pytest.approx(after[name], abs=1), name


def test_the_first_picture_is_not_asked_for(visit):
    asked = []
    page = visit("/", prepare=lambda page: page.on("request", lambda request: asked.append(request.url)))
    page.wait_for_load_state("networkidle")
    assert any(url.endswith("/api/v1/examples") for url in asked)
    assert not [url for url in asked if "/graph" in url]


def test_the_code_is_fetched_once_the_picture_is_painted(visit):
    page = visit("/")
    fetched, painted = page.evaluate("""() => {
      const entry = (kind, end) => performance.getEntriesByType(kind).find(({ name }) => name.endsWith(end))
      return [entry('resource', 'app.js').startTime, entry('paint', 'first-contentful-paint').startTime]
    }""")
    assert fetched >= min(painted, 1000)


def test_its_values_can_be_changed_as_any_others(visit):
    page = visit("/")
    page.locator("[data-inputs] input").nth(1).fill("7")
    page.keyboard.press("Enter")
    page.locator("chain-rule").evaluate("picture => picture.goTo('end')")
    expect(page.locator('[data-node="f"] [data-part="value"]')).to_have_text("−20")


def test_a_link_never_shows_the_first_example(visit):
    page = visit("/#program=g=a*b&a=2&b=3", prepare=without_code, wait=False)
    page.watch.expect(CUT)
    expect(page.locator("chain-rule > .waiting")).to_be_visible()
    expect(page.locator(".early")).to_be_hidden()


def test_a_font_that_never_comes_does_not_keep_the_code_away(visit):
    held = []

    def hold(route):
        held.append(route)

    page = visit("/", prepare=lambda page: page.route("**/maths.woff2", hold), wait=False)
    page.watch.expect(CUT)
    expect(page.locator("chain-rule [data-node].card").first).to_be_visible()
    assert held
    expect(page.locator("[data-inputs] input").first).to_be_visible()
    for route in held:
        route.abort()


def test_without_scripts_the_picture_and_a_word_about_it_are_there(visit):
    page = visit("/", java_script_enabled=False, wait=False)
    page.watch.expect(CUT)
    expect(page.locator(CARDS)).to_have_count(5)
    expect(page.locator("noscript .waiting")).to_be_visible()
    for part in (".brand", ".panel", ".gallery h2", ".early text >> nth=0"):
        expect(page.locator(part)).to_be_visible()
    panel, picture = (page.locator(part).bounding_box() for part in (".panel", ".early svg >> nth=0"))
    assert panel["x"] + panel["width"] < picture["x"]


@pytest.mark.parametrize("width", [1440, 390])
def test_what_waited_is_read_once_the_picture_is_painted(visit, width):
    page = visit("/", width=width, prepare=without_code, wait=False)
    page.watch.expect(CUT)
    for part in (".brand", ".panel", ".gallery h2"):
        expect(page.locator(part)).to_have_count(1)
    expect(page.locator("noscript[data-later]")).to_have_count(0)
    expect(page.locator(".brand")).to_be_visible()


@pytest.fixture
def own(chromium):
    browser = Browser(chromium)
    yield browser
    browser.close()


def until(found, seconds=10):
    late = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < late, "it did not come"
        time.sleep(0.1)
    return value


def test_the_icon_comes_with_the_rest(visit):
    page = visit("/")
    icons = page.locator("head link[rel=icon]")
    expect(icons).to_have_count(2)
    width = page.evaluate(
        """async (icon) => {
          const picture = Object.assign(new Image(), { src: icon })
          await picture.decode()
          return picture.naturalWidth
        }""",
        icons.last.get_attribute("href"),
    )
    assert width > 0


def test_the_explorer_is_fetched_when_a_link_to_it_is_pointed_at(own, server):
    lesson, explorer = f"{server}/learn/backpropagation", f"{server}/"
    own.open(lesson)
    until(lambda: [tab for tab in own.ask("/json/list") if tab["url"] == lesson])
    with own.tab(lesson) as tab:
        tab.until("document.querySelector('a.brand') && document.readyState === 'complete'")
        tab.call("Preload.enable")
        tab.point("a.brand")
        tab.told("Preload.prefetchStatusUpdated", prefetchUrl=explorer, status="Ready")
        tab.evaluate("setTimeout(() => document.querySelector('a.brand').click(), 200) && 0")
    until(lambda: [tab for tab in own.ask("/json/list") if tab["url"] == explorer])
    with own.tab(explorer) as tab:
        there = "location.pathname === '/' && performance.getEntriesByType('navigation')[0].deliveryType"
        assert tab.until(there) == "navigational-prefetch"


def test_nobody_else_can_have_a_text_read_as_a_part_of_the_page(visit):
    page = visit("/")
    page.watch.expect("Trusted|trusted-types")
    tried = page.evaluate("""() => {
      const tries = {
        again: () => trustedTypes.createPolicy('chainrule-rest', { createHTML: (text) => text }),
        other: () => trustedTypes.createPolicy('other', { createHTML: (text) => text }),
        text: () => { document.body.innerHTML = '<p>' },
      }
      return Object.entries(tries).map(([name, attempt]) => {
        try { attempt(); return `${name} done` } catch { return `${name} refused` }
      })
    }""")
    assert tried == ["again refused", "other refused", "text refused"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_first_picture_is_that_of_the_element_pixel_by_pixel(visit, theme):
    def shot(page, picture):
        box = page.locator(picture).bounding_box()
        return base64.b64encode(page.screenshot(clip=box)).decode(), box

    first = visit("/", color_scheme=theme, prepare=without_code, wait=False)
    first.watch.expect(CUT)
    expect(first.locator(".brand")).to_be_visible()
    ours, box = shot(first, ".early .runs-right svg")
    page = visit("/", color_scheme=theme)
    expect(page.locator(".picture.maths-font")).to_have_count(1)
    theirs, there = shot(page, "chain-rule .picture > svg >> nth=0")
    assert [there[side] for side in box] == pytest.approx(list(box.values()), abs=1)
    stage = [0, 0, int(box["width"]), int(box["height"])]
    asked = {"ours": ours, "theirs": theirs, "shift": [0, 0], "stage": stage, "hidden": [], "far": FAR}
    wrong, drawn = page.evaluate(COMPARE, asked)
    assert drawn > 5_000
    assert wrong < MOST


@pytest.mark.parametrize("width", [1440, 1180, 1179, 390])
def test_nothing_moves_when_the_element_comes(visit, width):
    watch = """
    window.shifts = []
    new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value, sources }) =>
      [value, ...sources.map(({ node }) => node?.className || node?.nodeName)])))
      .observe({ type: 'layout-shift', buffered: true })"""
    page = visit("/", width=width, prepare=lambda page: page.add_init_script(watch))
    expect(page.locator(".gallery a").first).to_be_visible()
    assert page.evaluate("shifts") == []


def test_a_browser_that_a_script_starts_ends_when_it_is_closed(chromium, tmp_path):
    wrapper = tmp_path / "browser"
    wrapper.write_text(f'#!/bin/sh -e\n"{chromium}" "$@"\n')
    wrapper.chmod(0o755)
    browser = Browser(str(wrapper))
    browser.close()
    late = time.monotonic() + 10
    while True:
        try:
            browser.ask("/json/version")
        except OSError:
            return
        assert time.monotonic() < late
        time.sleep(0.1)
