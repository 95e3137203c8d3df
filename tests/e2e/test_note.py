"""The note's example, q = x + y and f = q · z at x = −2, y = 5, z = −4, step by step."""

import pytest
from picture import button, expect_step, go, on_edge, settle, shown, step
from playwright.sync_api import expect

# What each step makes known, in the order of the story: (node, part, number).
STORY = [
    ("x", "value", "−2"),
    ("y", "value", "5"),
    ("q", "value", "3"),
    ("z", "value", "−4"),
    ("f", "value", "−12"),
    ("f", "gradient", "1"),
    ("q", "gradient", "−4"),
    ("z", "gradient", "3"),
    ("x", "gradient", "−4"),
    ("y", "gradient", "−4"),
]
LOCAL = {"x->q": "1", "y->q": "1", "q->f": "−4", "z->f": "3"}
PROPAGATED = {"x->q": -4, "y->q": -4, "q->f": -4, "z->f": 3}


def expect_frame(page, k):
    """Exactly what the first k steps made known is shown; the rest is pending, which is empty and never 0."""
    for number, (node, part, text) in enumerate(STORY, 1):
        expect(shown(page, node, part)).to_have_text(text if number <= k else "")


def test_the_page_opens_with_the_notes_example_ready_to_play(visit):
    page = visit()
    expect_frame(page, 0)
    assert step(page) == 0
    expect(button(page, "Play")).to_be_enabled()
    expect(page.locator("#program")).to_have_value("q = x + y\nf = q * z")


def test_every_step_shows_its_number_and_nothing_that_comes_later(visit):
    page = visit()
    for k in range(1, len(STORY) + 1):
        button(page, "Forward").click()
        expect_frame(page, k)
        expect_step(page, k)
    expect(button(page, "Forward")).to_be_disabled()


def test_every_edge_shows_its_local_and_its_propagated_gradient(visit):
    page = visit("/#step=10")
    expect_frame(page, 10)
    for edge, text in LOCAL.items():
        expect(on_edge(page, edge, "local")).to_contain_text(text)
    for edge, number in PROPAGATED.items():
        part = on_edge(page, edge, "propagated")
        assert float(part.get_attribute("data-value")) == number


def test_playing_goes_to_the_end_and_every_gradient_is_there(visit):
    page = visit(reduced_motion="no-preference")
    page.get_by_label("Speed").select_option("4")
    button(page, "Play").click()
    expect(button(page, "Pause")).to_be_visible()
    expect(button(page, "Play")).to_be_visible()
    expect_frame(page, 10)
    assert step(page) == 10


def test_playing_can_be_paused_and_taken_up_again(visit):
    page = visit()
    button(page, "Play").click()
    button(page, "Pause").click()
    assert step(page) < 10
    page.get_by_label("Speed").select_option("4")
    button(page, "Play").click()
    expect(shown(page, "y", "gradient")).to_have_text("−4")


def test_first_last_and_back_go_there_at_once(visit):
    page = visit()
    button(page, "Last").click()
    expect_frame(page, 10)
    button(page, "Back").click()
    expect_frame(page, 9)
    button(page, "First").click()
    expect_frame(page, 0)


def test_dragging_the_scrub_bar_shows_any_moment(visit):
    page = visit()
    settle(page)
    bar = page.get_by_role("slider", name="Step")
    box = bar.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2, steps=6)
    page.mouse.up()
    expect_frame(page, 10)


def test_the_keyboard_steps_plays_and_jumps(visit):
    page = visit()
    settle(page)
    page.get_by_role("slider", name="Step").focus()
    page.keyboard.press("ArrowRight")
    expect_frame(page, 1)
    page.keyboard.press("Shift+ArrowRight")
    expect_frame(page, 2)
    page.keyboard.press("ArrowLeft")
    expect_frame(page, 1)
    page.keyboard.press("End")
    expect_frame(page, 10)
    page.keyboard.press("Home")
    expect_frame(page, 0)
    page.keyboard.press("Space")
    expect(button(page, "Pause")).to_be_visible()
    page.keyboard.press("Space")
    expect(button(page, "Play")).to_be_visible()


def test_every_step_has_a_sentence(visit):
    page = visit()
    sentences = []
    for k in range(1, 11):
        go(page, k)
        sentences.append(page.locator('[data-part="status"]').inner_text())
    assert all(sentences)
    assert len(set(sentences)) == len(sentences)
    assert "−4 × 1 = −4" in sentences[8]


def test_the_picture_has_the_formula_and_the_legend(visit):
    page = visit()
    expect(page.locator("chain-rule math").first).to_contain_text("(x+y)")
    for words in ("value", "gradient", "local gradient"):
        expect(page.locator("chain-rule").get_by_text(words, exact=True).first).to_be_visible()


def test_without_motion_play_still_goes_to_the_end(visit):
    page = visit(reduced_motion="reduce")
    page.get_by_label("Speed").select_option("4")
    button(page, "Play").click()
    expect(shown(page, "y", "gradient")).to_have_text("−4")


@pytest.mark.parametrize("way", ["typed", "dragged"])
def test_another_value_changes_every_number_that_depends_on_it(visit, way):
    page = visit("/#step=10")
    expect_frame(page, 10)
    if way == "typed":
        page.locator("#input-x").fill("3")
    else:
        settle(page)
        page.get_by_role("slider", name="Value of x").focus()
        page.keyboard.press("PageUp")
    expect(shown(page, "x", "value")).not_to_have_text("−2")
    x = float(shown(page, "x", "value").get_attribute("data-value"))
    for node, part, number in (("q", "value", x + 5), ("f", "value", (x + 5) * -4), ("z", "gradient", x + 5)):
        assert float(shown(page, node, part).get_attribute("data-value")) == number
    expect(page.locator("#input-x")).to_have_value(f"{x:g}".replace("-", "−"))
    expect(shown(page, "x", "gradient")).to_have_text("−4")
