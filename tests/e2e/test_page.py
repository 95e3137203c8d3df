"""The page itself: themes, narrow screens, keyboard, examples, and a server that cannot be reached."""

import re
from urllib.parse import quote

import pytest
from picture import button, settle, shown, type_program
from playwright.sync_api import expect

DARK, LIGHT = "rgb(15, 19, 26)", "rgb(246, 247, 249)"


def background(page):
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def picture_background(page):
    return page.locator("chain-rule").evaluate("picture => getComputedStyle(picture).backgroundColor")


def test_the_page_follows_the_system_and_the_choice(visit):
    page = visit(color_scheme="dark")
    assert background(page) == picture_background(page) == DARK
    page.get_by_role("radio", name="Light").check(force=True)
    assert background(page) == picture_background(page) == LIGHT
    page.get_by_role("radio", name="As the system").check(force=True)
    assert background(page) == picture_background(page) == DARK


def test_the_theme_is_part_of_the_link(visit):
    page = visit()
    page.get_by_role("radio", name="Dark").check(force=True)
    expect(page).to_have_url(re.compile("theme=dark"))
    other = visit(page.url[page.url.index("/#") :])
    assert background(other) == picture_background(other) == DARK


def test_a_narrow_screen_shows_the_picture_first_and_does_not_scroll_sideways(visit):
    page = visit(width=390, height=844)
    picture, editor = page.locator("chain-rule").bounding_box(), page.locator("#program").bounding_box()
    assert picture["y"] < editor["y"]
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    top, bottom = (page.locator(f'[data-node="{node}"]').bounding_box() for node in "xf")
    assert top["y"] + top["height"] < bottom["y"], "columns run top to bottom"
    button(page, "Last").click()
    expect(shown(page, "x", "gradient")).to_have_text("−4")


def test_on_a_narrow_screen_everything_can_be_tapped(visit):
    page = visit(width=390, height=844, has_touch=True)
    for control in (
        page.locator("header a, header label, main button, main select, main input").locator("visible=true").all()
    ):
        box = control.bounding_box()
        assert box["height"] >= 38, control.evaluate("element => element.outerHTML")


def test_the_page_is_reachable_by_keyboard_from_top_to_bottom(visit):
    page = visit()
    expect(page.locator("[data-example]").first).to_be_visible()
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert {"skip", "brand", "button share", "card", "input-x", "output"} <= reached
    assert "program" in reached or "rich" in reached


def test_the_skip_link_leads_to_the_main_part_and_leaves_the_address(visit):
    page = visit()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    assert "#" not in page.url


def test_the_page_has_landmarks_and_a_heading(visit):
    page = visit()
    for role in ("banner", "navigation", "main"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("link", name="Explore")).to_have_attribute("aria-current", "page")


def test_the_navigation_links_only_what_exists(visit, browser):
    page = visit()
    addresses = page.locator("nav a").evaluate_all("links => links.map((link) => link.href)")
    assert addresses
    request = browser.new_context().request
    assert [request.get(address).status for address in addresses] == [200] * len(addresses)


def test_an_example_opens_ready_to_play_and_is_marked(visit):
    page = visit()
    cards = page.locator("[data-example]")
    expect(cards.first).to_have_attribute("aria-current", "true")
    cards.nth(3).click()
    expect(cards.nth(3)).to_have_attribute("aria-current", "true")
    expect(cards.first).to_have_attribute("aria-current", "false")
    expect(button(page, "Play")).to_be_enabled()


def test_every_example_is_drawn_without_a_mistake(visit):
    page = visit()
    cards = page.locator("[data-example]")
    expect(cards.first).to_be_visible()
    for number in range(cards.count()):
        cards.nth(number).click()
        expect(cards.nth(number)).to_have_attribute("aria-current", "true")
        page.wait_for_function("document.querySelector('chain-rule').scene?.steps.length > 0")
        button(page, "Last").click()
        expect(page.locator("#messages .mistake")).to_have_count(0)
        assert page.locator("#messages .notice-line").count() == 0, "an example leaves no value open"


def test_the_editor_can_be_put_away_and_brought_back(visit):
    page = visit()
    wide = page.locator("chain-rule").bounding_box()["width"]
    button(page, "Hide the editor").click()
    expect(page.locator("#program")).to_be_hidden()
    assert page.locator("chain-rule").bounding_box()["width"] > wide
    expect(button(page, "Show the editor")).to_be_focused()
    button(page, "Show the editor").click()
    expect(page.locator("#program")).to_be_visible()


def test_a_server_that_cannot_be_reached_is_said_and_asked_again(visit):
    reachable = False

    def answer(route):
        if reachable:
            route.continue_()
        else:
            route.abort()

    page = visit("/#program=f=x*y&x=2&y=3", wait=False, prepare=lambda page: page.route("**/api/**", answer))
    page.watch.expect("Failed to load resource")
    expect(page.get_by_text("The server cannot be reached.")).to_be_visible()
    expect(page.get_by_text("The examples could not be loaded.")).to_be_visible()
    reachable = True
    button(page, "Retry").click()
    expect(page.locator('[data-node="f"]')).to_be_visible()
    button(page, "Try again").click()
    expect(page.locator("[data-example]").first).to_be_visible()


def test_a_server_that_fails_later_leaves_the_last_picture(visit):
    page = visit()
    page.watch.expect("Failed to load resource")
    page.route("**/api/v1/graph", lambda route: route.abort())
    type_program(page, "g = 1 + 2")
    expect(page.get_by_text("The server cannot be reached.")).to_be_visible()
    expect(page.locator('[data-node="q"]')).to_be_visible()
    page.unroute("**/api/v1/graph")
    button(page, "Retry").click()
    expect(page.locator('[data-node="g"]')).to_be_visible()


def test_an_unknown_page_is_a_page(visit):
    page = visit("/nowhere", wait=False)
    page.watch.expect("status of 404")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("link", name="Go to the explorer").click()
    expect(page.locator('[data-node="f"]')).to_be_visible()


def test_the_page_keeps_nothing(visit):
    page = visit("/#theme=dark&step=3")
    stored = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    assert stored == [0, 0, ""]


def test_at_two_hundred_percent_nothing_is_cut_off(visit):
    page = visit(width=720, height=450, device_scale_factor=2)
    assert page.evaluate("document.documentElement.scrollWidth") == 720


def test_forced_colours_leave_everything_visible(visit):
    page = visit(forced_colors="active", color_scheme="dark")
    expect(button(page, "Play")).to_be_visible()
    expect(page.locator('[data-node="f"]')).to_be_visible()


def middle_is_in_view(page, node):
    """Whether a card's middle lies on the picture's stage."""
    card, stage = (page.locator(at).bounding_box() for at in (f'[data-node="{node}"] .body', "chain-rule .stage"))
    x, y = card["x"] + card["width"] / 2, card["y"] + card["height"] / 2
    across = stage["x"] <= x <= stage["x"] + stage["width"]
    return across and stage["y"] <= y <= stage["y"] + stage["height"]


def open_example(page, number):
    card = page.locator("[data-example]").nth(number)
    card.click()
    expect(card).to_have_attribute("aria-current", "true")
    settle(page)


def test_at_the_end_of_every_example_the_last_receiving_node_is_in_view(visit):
    page = visit()
    settle(page)
    for number in range(page.locator("[data-example]").count()):
        open_example(page, number)
        button(page, "Last").click()
        last = page.locator("chain-rule").evaluate(
            "({ scene }) => scene.ids[scene.steps.at(-1).edge < 0 ? scene.steps.at(-1).node"
            " : scene.from[scene.steps.at(-1).edge]]"
        )
        for _ in range(40):  # the camera glides there
            if middle_is_in_view(page, last):
                break
            page.wait_for_timeout(50)
        assert middle_is_in_view(page, last), (number, last)


def test_after_choosing_an_example_space_plays_it_in_view(visit):
    page = visit()
    settle(page)
    open_example(page, 3)
    expect(button(page, "Play")).to_be_focused()
    expect(button(page, "Play")).to_be_in_viewport()
    page.keyboard.press("Space")
    expect(button(page, "Pause")).to_be_visible()


def test_keys_mean_the_picture_where_nothing_has_the_focus(visit):
    page = visit()
    settle(page)
    page.keyboard.press("ArrowRight")
    expect(shown(page, "x", "value")).to_have_text("−2")
    page.keyboard.press("Space")
    expect(button(page, "Pause")).to_be_visible()
    assert page.evaluate("scrollY") == 0


def test_on_a_narrow_screen_picture_and_controls_are_seen_together(visit):
    page = visit(width=390, height=844)
    settle(page)
    expect(button(page, "Play")).to_be_in_viewport(ratio=1)
    play = button(page, "Play").bounding_box()
    stage = page.locator("chain-rule .stage").bounding_box()
    assert stage["y"] + stage["height"] <= play["y"]
    headline, sentence = (page.locator(f"chain-rule .{part}").bounding_box() for part in ("headline", "sentence"))
    assert sentence["y"] - headline["y"] - headline["height"] <= 12, "no gap for terms that there are not"


def test_on_the_narrowest_screen_all_buttons_of_the_controls_are_in_one_row(visit):
    page = visit(width=320, height=640)
    settle(page)
    boxes = [button(page, name).bounding_box() for name in ("First", "Play", "Last", "Table")]
    middles = [box["y"] + box["height"] / 2 for box in boxes]
    assert max(middles) - min(middles) < 1
    assert all(box["width"] >= 24 for box in boxes), "as WCAG 2.2 wants a target to be"


@pytest.mark.parametrize("step", [7, "end"])
def test_on_a_narrow_screen_the_terms_of_a_step_are_seen_above_the_controls(visit, step):
    page = visit(f"/#program=q+=+x+%2B+y%0Af+=+q*z&x=-2&y=5&z=-4&step={step}", width=390, height=844)
    terms, bar = page.locator("chain-rule .terms"), page.locator("chain-rule .bar")
    expect(terms.locator(".term")).to_have_count(3)
    headline, sentence = (page.locator(f"chain-rule .{part}").bounding_box() for part in ("headline", "sentence"))
    boxes = [term.bounding_box() for term in terms.locator(".term").all()]
    assert max(box["y"] + box["height"] for box in boxes) <= bar.bounding_box()["y"]
    assert headline["y"] < boxes[0]["y"] < sentence["y"]


@pytest.mark.parametrize(("width", "height", "step"), [(1024, 768, 9), (700, 500, "end"), (390, 844, 0)])
def test_the_zoom_buttons_cover_no_card(visit, width, height, step):
    program = "program=a+=+x*y%0Ab+=+a+%2B+x%0Ac+=+a*b%0Ad+=+sin(c)%2Bx&x=1.5&y=-0.5"
    page = visit(f"/embed#{program}&step={step}", width=width, height=height)
    zoom = page.locator("chain-rule .zoom")
    expect(page.locator("chain-rule .stage.zoomed")).to_have_count(1)
    expect(zoom).to_have_attribute("data-corner", re.compile(" "))
    held = zoom.bounding_box()
    for box in (body.bounding_box() for body in page.locator("chain-rule .card .body").all()):
        apart = box["x"] >= held["x"] + held["width"] or box["x"] + box["width"] <= held["x"]
        assert apart or box["y"] >= held["y"] + held["height"] or box["y"] + box["height"] <= held["y"]


@pytest.mark.parametrize("width", [1440, 390])
def test_the_zoom_buttons_leave_room_for_the_one_that_finds(visit, width):
    lines = [f"a{i} = x * {i}" for i in range(70)]
    program = quote("\n".join(["x = 1", *lines, "f = " + " + ".join(f"a{i}" for i in range(70))]))
    page = visit(f"/#program={program}&step=end", width=width, wait=False)
    page.locator("chain-rule .stage").hover()
    zoom = page.locator("chain-rule .zoom")
    expect(zoom).to_have_attribute("data-corner", re.compile(" "))
    held, find = zoom.bounding_box(), page.locator("chain-rule .find").bounding_box()
    assert held["x"] >= find["x"] + find["width"] or held["x"] + held["width"] <= find["x"]
