"""Share and Download: what people take away from the page."""

import json
import re
import struct
from html.parser import HTMLParser
from urllib.parse import quote

from picture import button, go, shown
from playwright.sync_api import expect

ALLOWED = {"permissions": ["clipboard-read", "clipboard-write"]}
NOTE = "/#program=q+=+x+%2B+y%0Af+=+q*z&x=-2&y=5&z=-4"


class Tags(HTMLParser):
    """The tags of a snippet, as any page's parser reads them."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def share(page):
    button(page, "Share").click()
    dialog = page.get_by_role("dialog", name="Share")
    expect(dialog).to_be_visible()
    return dialog


def text(dialog, name):
    return dialog.get_by_role("textbox", name=name).input_value()


def test_the_link_is_copied_with_two_presses_of_enter_and_leads_back(visit):
    page = visit(NOTE, **ALLOWED)
    go(page, 4)
    button(page, "Share").focus()
    page.keyboard.press("Enter")
    expect(button(page, "Copy link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(button(page, "Copied")).to_be_visible()
    expect(page.locator("[data-announcer]")).to_have_text("Link copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "step=4" in copied
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button(page, "Share")).to_be_focused()
    expect(page).to_have_url(copied)


def test_the_snippets_follow_the_choices(visit):
    page = visit(NOTE)
    go(page, 4)
    dialog = share(page)
    (script, element) = Tags(text(dialog, "Element")).found
    assert script[1]["type"] == "module"
    assert element[1]["program"] == "q = x + y\nf = q*z"
    assert json.loads(element[1]["inputs"]) == {"x": -2, "y": 5, "z": -4}
    assert element[1]["step"] == "4"
    dialog.get_by_role("checkbox", name="Start at this step (4 of 10)").uncheck()
    dialog.get_by_label("Controls").select_option("compact")
    dialog.get_by_label("Colours").select_option("dark")
    assert not re.search(r"step=", "".join(text(dialog, name) for name in ("Link", "Element", "Frame")))
    assert Tags(text(dialog, "Element")).found[1][1].items() >= {"controls": "compact", "theme": "dark"}.items()
    ((tag, frame),) = Tags(text(dialog, "Frame")).found
    assert (tag, frame["sandbox"]) == ("iframe", "allow-scripts")
    assert "theme=dark" in frame["src"]
    assert frame["src"].endswith("&controls=compact")
    assert "theme=dark" in text(dialog, "Link")
    assert "controls" not in text(dialog, "Link")


def test_what_is_pasted_shows_the_same_and_no_text_of_a_program_is_markup(visit):
    program = "f = where(x < 1, x*y, 1) # \"><img src=x onerror=alert(1)>'&amp;"
    page = visit(f"/#program={quote(program)}&x=2&y=3")
    dialog = share(page)
    (script, element) = Tags(text(dialog, "Element")).found
    assert [script[0], element[0]] == ["script", "chain-rule"]
    assert element[1]["program"] == program
    ((_, frame),) = Tags(text(dialog, "Frame")).found
    framed = visit(frame["src"][frame["src"].index("/embed") :])
    expect(shown(framed, "x", "value")).to_have_count(1)


def test_where_copying_is_not_allowed_the_text_is_selected(visit):
    refuse = "navigator.clipboard.writeText = () => Promise.reject(new Error('no'))"
    page = visit(prepare=lambda page: page.add_init_script(refuse))
    dialog = share(page)
    button(page, "Copy frame").click()
    expect(dialog.get_by_role("textbox", name="Frame")).to_be_focused()
    assert page.evaluate("getSelection().toString()").startswith("<iframe")
    expect(dialog.get_by_role("status")).to_contain_text("copy it with your keyboard")


def download(page, name):
    button(page, "Download").click()
    with page.expect_download() as found:
        page.get_by_role("menuitem", name=re.compile(f"^{name}")).click()
    return found.value, found.value.path().read_bytes()


FILES = {
    "SVG": ("chainrule.svg", b"<svg"),
    "LaTeX": ("chainrule.tex", rb"\documentclass"),
    "DOT": ("chainrule.dot", b"digraph"),
    "JSON": ("chainrule.json", b'{"format"'),
    "PyTorch": ("chainrule.pytorch.py", b"import torch"),
}


def changed(visit):
    """A page on which an input was changed."""
    page = visit("/#program=f+=+x*y&x=1&y=2")
    page.locator("#input-x").fill("7")
    expect(shown(page, "x", "value")).to_have_count(1)
    return page


def test_a_file_is_what_the_page_shows_with_the_inputs_and_the_step_of_the_moment(visit):
    page = changed(visit)
    for name, (file, sign) in FILES.items():
        found, body = download(page, name)
        assert found.suggested_filename == file
        assert sign in body[:600]
        expect(page.locator("[data-announcer]")).to_have_text(f"{file} downloaded.")
    go(page, 1)
    _, body = download(page, "SVG")
    assert re.search(rb'data-part="value"[^>]*>7<', body)
    _, code = download(page, "NumPy")
    names = {}
    exec(compile(code, "chainrule.py", "exec"), names)  # noqa: S102 - our own code is what is tested
    assert {name: float(gradient) for name, gradient in names["gradients"].items()} == {"x": 2, "y": 7}


def test_a_png_is_twice_the_size_of_the_picture(visit):
    page = changed(visit)
    _, svg = download(page, "SVG")
    width = float(re.search(rb'<svg[^>]* width="([\d.]+)"', svg)[1])
    found, png = download(page, "PNG")
    assert found.suggested_filename == "chainrule.png"
    assert png.startswith(b"\x89PNG\r\n")
    assert abs(struct.unpack(">I", png[16:20])[0] - 2 * width) <= 2


def test_the_menu_is_led_by_keys_and_gives_the_focus_back(visit):
    page = visit()
    button(page, "Download").focus()
    page.keyboard.press("Enter")
    item = page.get_by_role("menuitem")
    expect(item.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(item.last).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("menuitem", name="JSON")).to_be_focused()
    page.keyboard.press("Escape")
    expect(item.first).to_be_hidden()
    expect(button(page, "Download")).to_be_focused()
    expect(button(page, "Download")).to_have_attribute("aria-expanded", "false")


def test_a_file_that_cannot_be_written_is_said(visit):
    page = visit("/#program=f+=+sum([1,2]*x)&x=3")
    button(page, "Download").click()
    page.get_by_role("menuitem", name=re.compile("^micrograd")).click()
    expect(page.locator("[data-complaints]")).to_contain_text("micrograd knows numbers only")
