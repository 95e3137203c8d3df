"""The API reference at /docs, and the page for an address where there is nothing."""

import re

from playwright.sync_api import expect


def test_the_reference_shows_the_routes_and_runs_one(visit):
    page = visit("/docs", wait=False)
    post = page.locator(".opblock-post", has_text="/api/v1/graph")
    post.locator(".opblock-summary-control").click()
    expect(post).to_contain_text("Run a program forward and backward")
    post.get_by_role("button", name="Execute").click()
    expect(post.locator(".live-responses-table .response").first).to_contain_text('"chainrule/1"')


def test_an_address_where_there_is_nothing_leads_back(visit):
    page = visit(
        "/nothing",
        wait=False,
        prepare=lambda page: page.watch.expect("status of 404"),
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing at this address.")
    page.get_by_role("link", name="Go to the explorer").click()
    expect(page).to_have_url(re.compile(r"/(#.*)?$"))
