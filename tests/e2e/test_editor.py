"""The editor: live, with mistakes shown under the text, and never a stale picture that looks fresh."""

import json
import re
from urllib.parse import quote

from picture import button, program, shown, type_program
from playwright.sync_api import expect

MISSPELT = "q = x + y\nf = q * tahn(z)"


def marked(page):
    return page.locator(".cm-lintRange-error")


def test_the_rich_editor_loads_only_when_it_is_about_to_be_used(visit):
    asked = []
    page = visit(prepare=lambda page: page.on("request", lambda request: asked.append(request.url)))
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "codemirror" in url]
    page.locator("#program").hover()
    expect(page.locator(".cm-content")).to_have_text(re.compile("q = x \\+ y"))
    assert [url for url in asked if "codemirror" in url]


LONG = "\n".join(["x = 2", "y0 = x", *(f"y{i} = y{i - 1} + x" for i in range(1, 700))])


def test_a_long_program_goes_to_the_rich_editor_at_once(visit):
    page = visit(f"/#program={quote(LONG)}")
    expect(page.locator(".cm-content")).to_contain_text("y1 = y0 + x")
    expect(page.locator("#program")).to_be_hidden()
    assert page.locator(".cm-line").count() < 200


def test_a_long_program_stays_in_the_text_area_where_the_rich_editor_cannot_be_loaded(visit):
    page = visit(
        f"/#program={quote(LONG)}", prepare=lambda page: page.route("**/*codemirror*", lambda route: route.abort())
    )
    page.watch.expect("ERR_FAILED")
    expect(page.locator("#program")).to_be_visible()
    expect(page.locator("#program")).to_have_value(LONG)


def test_what_is_typed_is_drawn_without_a_button(visit):
    page = visit()
    type_program(page, "a = 3\nb = a * a")
    button(page, "Last").click()
    expect(shown(page, "b", "value")).to_have_text("9")
    expect(shown(page, "a", "gradient")).to_have_text("6")


def test_a_mistake_is_marked_under_its_text_and_said(visit):
    page = visit()
    type_program(page, MISSPELT)
    expect(marked(page)).to_have_text("tahn")
    expect(page.locator("#messages")).to_contain_text("Did you mean 'tanh'?")
    expect(page.locator(".cm-content")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("button", name="Change to tanh(z)")).to_be_visible()


def test_the_mark_is_right_behind_characters_outside_the_basic_plane(visit):
    page = visit()
    type_program(page, "# 𝑓 of 😀\nf = tahn(z)")
    expect(marked(page)).to_have_text("tahn")


def test_while_a_program_does_not_parse_the_last_picture_says_that_it_is_old(visit):
    page = visit()
    type_program(page, MISSPELT)
    expect(page.locator("chain-rule").get_by_text("The picture shows the last program that worked.")).to_be_visible()
    expect(page.locator('[data-node="q"]')).to_be_visible()


def test_a_fix_is_one_click(visit):
    page = visit()
    type_program(page, "f = 2x")
    expect(marked(page)).to_be_visible()
    page.get_by_role("button", name="Change to").click()
    expect(page.locator("#messages .mistake")).to_have_count(0)
    assert program(page) == "f = 2*x"
    expect(page.locator('[data-node="f"]')).to_be_visible()


def test_a_corrected_program_is_drawn_and_the_message_goes(visit):
    page = visit()
    type_program(page, MISSPELT)
    expect(marked(page)).to_be_visible()
    type_program(page, MISSPELT.replace("tahn", "tanh"))
    expect(page.locator("#messages .mistake")).to_have_count(0)
    expect(marked(page)).to_have_count(0)
    expect(page.locator("chain-rule").get_by_text("The picture shows the last program")).to_be_hidden()


def test_undo_brings_the_old_program_and_its_picture_back(visit):
    page = visit()
    type_program(page, "g = 1 + 1")
    expect(page.locator('[data-node="g"]')).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Control+Z")
    expect(page.locator('[data-node="q"]')).to_be_visible()


def test_functions_are_completed_with_their_sentence(visit):
    page = visit()
    type_program(page, "f = sigm")
    option = page.get_by_role("option", name=re.compile("^sigmoid"))
    expect(option).to_be_visible()
    expect(page.locator(".cm-completionInfo")).not_to_be_empty()
    page.wait_for_timeout(200)  # the editor takes Enter for its list only when one can have seen it
    page.keyboard.press("Enter")
    page.keyboard.insert_text("x")
    expect(page.locator('[data-node="f"]')).to_be_visible()
    assert program(page) == "f = sigmoid(x)"


def test_tab_leaves_the_editor(visit):
    page = visit()
    type_program(page, "f = x")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator(".cm-content")).not_to_be_focused()


def test_an_older_answer_never_overwrites_a_newer_one(visit):
    held = []

    def hold(route):
        if "old" in json.loads(route.request.post_data)["program"]:
            held.append(route)
        else:
            route.continue_()

    page = visit(prepare=lambda page: page.route("**/api/v1/graph", hold))
    type_program(page, "old = 1 + 1")
    page.wait_for_timeout(400)
    type_program(page, "new = 2 + 2")
    expect(page.locator('[data-node="new"]')).to_be_visible()
    assert held
    for route in held:
        route.continue_()
    page.wait_for_timeout(300)
    expect(page.locator('[data-node="new"]')).to_be_visible()
    expect(page.locator('[data-node="old"]')).to_have_count(0)


def test_an_empty_program_gets_a_hint(visit):
    page = visit()
    type_program(page, "")
    page.keyboard.press("Backspace")
    expect(page.locator("#messages")).to_contain_text("Type a program")
    expect(page.locator("#messages .mistake")).to_have_count(0)
    expect(page.locator("chain-rule .picture")).to_have_css("opacity", "0.4")
    type_program(page, "f = 1 + 1")
    expect(page.locator("chain-rule")).to_have_css("opacity", "1")


def test_a_name_without_a_value_is_said_quietly(visit):
    page = visit()
    type_program(page, "f = 3 * brandnew")
    expect(page.locator("#messages .notice-line")).to_contain_text("brandnew")
    expect(page.locator("#input-brandnew")).to_have_value("1")


def test_a_program_that_is_too_large_is_refused_in_words(visit):
    page = visit()
    type_program(page, "f = x" + " + x" * 25_000)
    expect(
        page.locator("#messages .mistake").or_(page.locator("chain-rule .notice").locator("visible=true"))
    ).not_to_have_count(0)


def test_typing_a_literal_wins_over_an_earlier_drag(visit):
    page = visit("/#program=x+=+2%0Af+=+x+*+x&x=5&step=end")
    expect(shown(page, "f", "value")).to_have_text("25")
    type_program(page, "x = 3\nf = x * x")
    expect(shown(page, "f", "value")).to_have_text("9")


def test_an_input_that_the_program_no_longer_has_is_let_go(visit):
    page = visit("/#program=f+=+a+*+b&a=2&b=3&step=end")
    expect(shown(page, "f", "value")).to_have_text("6")
    type_program(page, "a = c + 1\nf = a * b")
    expect(page.locator("#messages .mistake")).to_have_count(0)
    expect(shown(page, "f", "value")).to_have_text("6")


def test_arrays_are_typed_as_lists(visit):
    page = visit("/#program=w+=+[[1,2],[3,4]]%0AL+=+sum(w*w)&step=end")
    expect(shown(page, "L", "value")).to_have_text("30")
    page.locator("#input-w").fill("[[1, 1], [1, 1]]")
    expect(shown(page, "L", "value")).to_have_text("4")
    page.locator("#input-w").fill("[[1, 1], [1]]")
    page.locator("#input-w").press("Enter")
    expect(page.get_by_text("must have the same length")).to_be_visible()


def test_gradients_can_be_taken_of_any_node(visit):
    page = visit("/#step=10")
    page.get_by_label("Gradients of").select_option("q")
    expect(shown(page, "x", "gradient")).to_have_text("1")
    expect(page).to_have_url(re.compile("output=q"))
    page.get_by_label("Gradients of").select_option("")
    expect(shown(page, "f", "gradient")).to_have_text("1")


def test_an_output_that_the_program_no_longer_has_is_let_go_and_said(visit):
    page = visit("/#output=q&step=10")
    expect(shown(page, "q", "gradient")).to_have_text("1")
    type_program(page, "f = x * y")
    expect(shown(page, "f", "gradient")).to_have_text("1")
    expect(page.locator(".notice", has_text="no “q” any more")).to_be_visible()


def test_an_empty_program_dims_the_picture_only(visit):
    page = visit()
    type_program(page, "")
    expect(page.locator("chain-rule[data-stale]")).to_be_visible()
    opacity = "element => getComputedStyle(element).opacity"
    assert page.locator("chain-rule").evaluate(opacity) == "1"
    assert page.locator("chain-rule .picture").evaluate(opacity) == "0.4"


def test_a_mistake_is_said_once_and_does_not_cover_the_picture(visit):
    page = visit()
    type_program(page, MISSPELT)
    notice = page.locator("chain-rule .notice")
    expect(notice).to_have_text(re.compile("^The picture shows the last program that worked.(Retry)?$"))
    expect(notice).to_have_attribute("role", "status")
    stage = page.locator("chain-rule .stage").bounding_box()
    assert notice.bounding_box()["y"] >= stage["y"] + stage["height"]


def test_a_link_to_a_broken_program_has_neither_notice_nor_thumb(visit):
    page = visit("/#program=f%20%3D%20tahn(z)", wait=False)
    expect(page.locator("#messages .mistake")).to_be_visible()
    expect(page.locator("chain-rule .notice")).to_be_hidden()
    expect(page.locator("chain-rule .knob")).to_be_hidden()
    expect(page.get_by_text("Nothing to show yet.")).to_be_visible()
    empty = [page.locator(each) for each in ("chain-rule .strip", "chain-rule .bar", "[data-tools]")]
    for part in empty:
        expect(part).to_be_hidden()
    type_program(page, "f = tanh(z)")
    for part in empty:
        expect(part).to_be_visible()


def test_nodes_move_on_the_screen_when_an_edit_makes_the_picture_smaller(visit):
    page = visit("/#program=q+=+x+%2B+y%0Af+=+q+*+z&x=-2&y=5&z=-4")
    page.evaluate(
        """() => {
          const places = (window.places = new Set())
          const { shadowRoot } = document.querySelector('chain-rule')
          const look = () => {
            const box = shadowRoot.querySelector('[data-node="z"] .body')?.getBoundingClientRect()
            if (box) places.add(Math.round(box.x))
            requestAnimationFrame(look)
          }
          look()
        }"""
    )
    type_program(page, "q = x + y\nf = q * z\ng = f * 2")
    expect(page.locator('[data-node="g"]')).to_be_visible()
    page.wait_for_timeout(600)
    places = sorted(page.evaluate("[...places]"))
    assert places[-1] - places[0] > 50
    assert len(places) >= 4
