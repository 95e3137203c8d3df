"""A line of the program and its nodes are marked together; what can be read stays readable beside the inspector."""

import re
from urllib.parse import quote

import pytest
from picture import type_program
from playwright.sync_api import expect

NOTE = "/#program=q+=+x+%2B+y%0Af+=+q*z&x=-2&y=5&z=-4&step=end"
LONG = "/#program=" + "%0A".join(f"a{at + 1}+=+tanh(a{at}*w)" for at in range(12)) + "&step=end"


def lit(page):
    return page.locator("chain-rule [data-lit]").evaluate_all("cards => cards.map(card => card.dataset.node).sort()")


def test_a_line_lights_its_nodes_and_a_node_its_lines(visit):
    page = visit(NOTE)
    page.locator("#program").hover()
    lines = page.locator("[data-rich] .cm-line")
    lines.nth(1).hover()
    expect(page.locator("chain-rule [data-lit]")).to_have_count(2)
    assert lit(page) == ["f", "z"]
    lines.nth(0).hover()
    expect(page.locator('chain-rule [data-node="q"][data-lit]')).to_have_count(1)
    assert lit(page) == ["q", "x", "y"]
    page.locator('chain-rule [data-node="z"] .body').hover()
    expect(page.locator("[data-rich] .cm-lit")).to_have_text("f = q*z")
    expect(page.locator("chain-rule [data-lit]")).to_have_count(0)
    page.locator('chain-rule [data-node="x"]').focus()
    expect(page.locator("[data-rich] .cm-lit")).to_have_text("q = x + y")


def test_a_node_lights_its_lines_before_the_editor_is_used_just_where_the_editor_has_them(visit):
    program = "a = x*y\n# a comment that is so long that it is broken into several rows\nb = a + (\n  x * 2)\nf = b * x"
    asked = []

    def prepare(page):
        page.on("request", lambda request: asked.append(request.url))

    page = visit(f"/#program={quote(program)}&x=2&y=3&step=end", prepare=prepare)
    area = page.locator("textarea#program")
    marks = "area => [...new Set(area.style.background.match(/[0-9.]+px(?=[/])/g))]"
    page.locator('chain-rule [data-node="b"] .body').hover()
    expect(area).to_have_attribute("style", re.compile("linear-gradient"))
    tops = [float(top.removesuffix("px")) for top in area.evaluate(marks)]
    assert len(tops) == 2
    assert not [url for url in asked if "codemirror" in url]
    place = area.bounding_box()["y"]
    page.locator("chain-rule .headline").hover()
    expect(area).not_to_have_attribute("style", re.compile("linear-gradient"))
    area.hover()
    lines = page.locator("[data-rich] .cm-line")
    rows = [line.bounding_box()["y"] for line in (lines.nth(2), lines.nth(3))]
    assert [place + top for top in tops] == pytest.approx(rows, abs=1)


def test_a_node_lights_no_line_of_a_text_that_the_picture_does_not_show(visit):
    page = visit(NOTE)
    page.locator("textarea#program").evaluate("area => { area.value = 'f = 1' }")
    page.locator('chain-rule [data-node="q"] .body').hover()
    page.wait_for_load_state("networkidle")
    assert page.locator("textarea#program").evaluate("area => area.style.background") == ""


def test_the_cursor_lights_the_nodes_of_its_line_but_not_in_a_text_that_the_picture_does_not_show(visit):
    page = visit(NOTE, prepare=lambda page: page.watch.expect("status of 422"))
    page.locator("#program").focus()
    expect(page.locator("chain-rule [data-lit]")).to_have_count(2)
    page.keyboard.press("ArrowUp")
    expect(page.locator("chain-rule [data-lit]")).to_have_count(3)
    type_program(page, "q = x +\nf = q*z")
    expect(page.locator("#messages .mistake").first).to_be_visible()
    page.locator("[data-rich] .cm-line").nth(0).hover()
    expect(page.locator("chain-rule [data-lit]")).to_have_count(0)


def test_beside_the_inspector_a_long_picture_is_as_large_as_before(visit):
    page = visit(LONG, width=1024, height=768)
    card = page.locator('chain-rule [data-node="a9"] .body').first
    card.evaluate("card => card.scrollIntoView({ inline: 'center' })")
    expect(card).to_be_in_viewport(ratio=0.99)
    before = card.bounding_box()
    card.click()
    expect(page.locator(".inspector")).to_be_visible()
    expect(card).to_be_in_viewport(ratio=0.99)
    assert card.bounding_box()["height"] >= before["height"] - 1
    assert page.locator("chain-rule .stage").evaluate("stage => stage.scrollLeft") == 0
