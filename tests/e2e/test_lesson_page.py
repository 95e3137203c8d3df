"""The lesson: formulas and pictures point at each other, every number is live, and answers are checked."""

import re

import pytest
from picture import settle, shown
from playwright.sync_api import expect

ADDRESS = "/learn/backpropagation"
LIT = re.compile(".*")


@pytest.fixture
def page(visit):
    page = visit(ADDRESS)
    settle(page)
    return page


def live(page, source, key):
    return page.locator(f'[data-source="{source}"] .prose [data-live="{key}"]').first


def term(page, equation, key):
    return page.locator(f'#eq-{equation} .term[data-key="{key}"]')


def question(page, name):
    return page.locator(f'[data-question="{name}"]')


def answer(form, text):
    form.get_by_role("textbox").fill(text)
    form.get_by_role("button", name="Check").click()
    return form.get_by_role("status")


def test_a_formula_lights_its_picture_and_the_picture_its_formulas_by_pointer_and_by_keyboard(page):
    term(page, 2, "g:q").hover()
    expect(page.locator('chain-rule [data-node="q"]').first).to_have_attribute("data-lit", "gradient")
    expect(page.locator('chain-rule [data-node="x"]').first).not_to_have_attribute("data-lit", LIT)
    term(page, 2, "l:q.0").hover()
    expect(page.locator('[data-edge="x->q"]')).to_have_attribute("data-lit", "local")
    page.locator('[data-node="z"] [data-part="gradient"]').hover()
    expect(term(page, 1, "g:z")).to_have_attribute("data-lit", "")
    expect(term(page, 2, "g:x")).not_to_have_attribute("data-lit", LIT)
    term(page, 10, "v:w3").hover()
    expect(page.locator('.net .weight[data-key^="v:w3"][data-lit]')).to_have_count(4)
    expect(page.locator('.net .weight[data-key^="v:w2"][data-lit]')).to_have_count(0)
    term(page, 2, "g:x").focus()
    expect(page.locator('chain-rule [data-node="x"]').first).to_have_attribute("data-lit", "gradient")
    page.keyboard.press("ArrowRight")
    expect(term(page, 2, "g:q")).to_be_focused()
    expect(page.locator('chain-rule [data-node="q"]').first).to_have_attribute("data-lit", "gradient")


def test_a_slider_in_the_picture_changes_the_text(page):
    slider = page.locator('[data-source="note"] chain-rule [data-input="z"]')
    slider.focus()
    page.keyboard.press("ArrowRight")
    value = shown(page, "z", "value").first.text_content()
    assert value != "−4"
    expect(live(page, "note", "g:x")).to_have_text(value)
    expect(page.locator("#eq-3 [data-live='g:y']").last).to_have_text(value)


def test_a_number_in_the_text_changes_the_picture(page):
    handle = page.get_by_role("slider", name=re.compile("^x,")).locator("visible=true").first
    handle.focus()
    page.keyboard.press("ArrowRight")
    expect(handle).to_have_text("−1")
    expect(shown(page, "f", "value").first).to_have_text("−16")
    box = handle.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 5 + 7 * 4, box["y"] + 8)
    page.mouse.up()
    expect(handle).to_have_text("3")
    expect(shown(page, "f", "value").first).to_have_text("−32")


def test_a_weight_changes_every_number_and_the_procedure_walks_down_the_loss(page):
    before_any, before = (live(page, "net", key).text_content() for key in ("v:L", "A:L"))
    weight = page.get_by_role("slider", name=re.compile("from neuron 1 in layer 2 to neuron 1 in layer 3"))
    weight.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#eq-7 [data-live='v:w3.0.0']")).to_have_text("1.3")
    expect(live(page, "net", "A:L")).not_to_have_text(before)
    expect(weight).to_have_attribute("aria-valuetext", "1.3")
    loss = page.locator("[data-walk] [data-live='v:L']")
    then = page.locator("[data-walk] [data-live='A:L']").text_content()
    page.get_by_role("button", name="Take this step").click()
    expect(loss).to_have_text(then)
    page.get_by_role("button", name="Start again").click()
    expect(loss).to_have_text(before_any)
    page.get_by_role("button", name="Feed forward", exact=True).click()
    expect(page.locator('.net text[data-live="v:a3.0"]')).to_be_visible()
    expect(page.locator('.net text[data-live="g:z3.0"]')).to_be_hidden()
    page.get_by_role("button", name="Step 4: Error at the end").click()
    expect(page.locator('.net text[data-live="g:z3.0"]')).to_be_visible()
    expect(page.locator('.net text[data-live="g:w3.0.0"]')).to_be_hidden()


def test_answers_are_checked_with_what_went_wrong(page):
    form = question(page, "example")
    expect(answer(form, "1")).to_contain_text("∂q/∂x alone")
    expect(answer(form, "-5")).to_contain_text("Yes, −5")
    expect(page.locator("[data-progress]")).to_have_text("1 of 6 answered")
    form.get_by_role("button", name="Other numbers").click()
    z = form.locator('[data-given="z"]').text_content()
    expect(answer(form, z)).to_contain_text(f"Yes, {z}")
    choice = question(page, "network")
    choice.get_by_role("button", name="Hint").click()
    expect(choice.get_by_role("status")).to_contain_text("first the goal")
    choice.get_by_role("radio").nth(0).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(choice.get_by_role("status")).to_contain_text("arrives in layer 3")
    expect(page.get_by_role("link", name="A network, answered")).to_be_visible()


def test_a_narrow_page_does_not_scroll_sideways(visit):
    page = visit(ADDRESS, width=320, height=800)
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    term(page, 9, "g:z3").focus()
    output = page.locator('.net text[data-live="g:z3.0"]').bounding_box()
    assert 0 <= output["x"] <= 320 - output["width"], "what is lit is brought into sight"


def test_the_lesson_reads_without_javascript(visit):
    page = visit(ADDRESS, wait=False, java_script_enabled=False)
    expect(page.locator("#eq-10 mn").first).to_be_visible()
    expect(page.locator('.net text[data-live="g:z2.0"]')).to_be_visible()
    expect(page.locator('[data-source="note"] img')).to_be_visible()
    expect(page.locator("[data-answering]").first).to_be_hidden()
