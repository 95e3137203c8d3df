"""The link: everything after # reproduces the picture, and nothing of it reaches the server."""

import re

import pytest
from picture import button, go, shown, step, type_program
from playwright.sync_api import expect

FAN_OUT = "/#program=f+=+x*y+%2B+x&x=3&y=2&step=end"


def test_a_link_reproduces_program_values_and_step(visit):
    first = visit("/#program=a+=+2%0Ab+=+a*u&u=-7.5")
    go(first, 5)
    expect(first).to_have_url(re.compile("step=5"))
    second = visit(first.url[first.url.index("/#") :])
    assert step(second) == 5
    expect(shown(second, "b", "value")).to_have_text("−15")
    expect(shown(second, "u", "gradient")).to_have_text(shown(first, "u", "gradient").text_content())


def test_a_link_to_the_end_shows_everything(visit):
    page = visit(FAN_OUT)
    expect(shown(page, "x", "gradient")).to_have_text("3")


def test_the_link_follows_playing_editing_and_dragging(visit):
    page = visit()
    assert "#" not in page.url
    button(page, "Forward").click()
    expect(page).to_have_url(re.compile(r"step=1$"))
    page.locator("#input-x").fill("4")
    expect(page).to_have_url(re.compile(r"x=4&"))
    type_program(page, "f = x * 2")
    expect(page).to_have_url(re.compile(r"program=f\+=\+x\+\*\+2"))


def test_following_does_not_fill_the_history(visit):
    page = visit()
    before = page.evaluate("history.length")
    for _ in range(3):
        button(page, "Forward").click()
    expect(page).to_have_url(re.compile("step=3"))
    assert page.evaluate("history.length") == before


def test_back_leads_from_an_example_to_what_was_there_before(visit):
    page = visit()
    type_program(page, "mine = 6 * 7")
    expect(page.locator('[data-node="mine"]')).to_be_visible()
    page.locator("[data-example]").nth(2).click()
    expect(page.locator('[data-node="mine"]')).to_have_count(0)
    page.go_back()
    expect(page.locator('[data-node="mine"]')).to_be_visible()
    page.go_forward()
    expect(page.locator('[data-node="mine"]')).to_have_count(0)


def test_another_link_in_the_same_window_is_opened(visit):
    page = visit()
    page.evaluate("location.hash = 'program=other+=+5*5&step=end'")
    expect(shown(page, "other", "value")).to_have_text("25")


@pytest.mark.parametrize(
    "hash_", ["%", "step=soon", "x=two", "inputs={", "output=%3Cimg%20src=x%20onerror=alert(1)%3E", "a%20b=1"]
)
def test_a_malformed_link_is_inert(visit, hash_):
    page = visit(f"/#{hash_}")
    expect(page.locator('[data-node="f"]')).to_be_visible()
    assert step(page) == 0


def test_what_a_link_says_wrongly_is_said_and_can_be_closed(visit):
    page = visit("/#x=two")
    notice = page.locator(".notice", has_text="“two”, which is no number")
    expect(notice).to_be_visible()
    button(page, "Close").click()
    expect(notice).to_be_hidden()


def test_markup_in_a_link_stays_text(visit):
    page = visit("/#program=%3Cimg+src=x+onerror=alert(1)%3E&step=3", wait=False)
    expect(page.locator("#messages .mistake").first).to_be_visible()
    assert page.locator("img").count() == 0


def test_a_link_with_a_mistake_shows_it_at_once(visit):
    page = visit("/#program=f+=+tahn(x)", wait=False)
    expect(page.locator(".cm-lintRange-error")).to_have_text("tahn")


def test_nothing_after_the_hash_reaches_the_server_in_an_address(visit):
    asked = []
    page = visit(
        "/#program=secret+=+41+%2B+1",
        prepare=lambda page: page.on("request", lambda request: asked.append(request.url)),
    )
    expect(page.locator('[data-node="secret"]')).to_be_visible()
    assert not [url for url in asked if "secret" in url.partition("#")[0]]
