"""What the explorer's document shows and knows before any script runs."""

import html
import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import httpx
import pytest

from chainrule import examples
from chainrule.web.app import create_app
from chainrule.web.compute import Desk
from chainrule.web.first import DIRECTIONS, first
from chainrule.web.pages import Pages
from chainrule.web.settings import Settings

KNOWN = re.compile(r'<script type="application/json" data-known>(.*?)</script>', re.DOTALL)
PICTURE = re.compile(r'<div class="runs-(\w+)">(<svg.*?</svg>)</div>', re.DOTALL)
COLOUR = re.compile(r"none|var\(--[a-z-]+\)")


@pytest.fixture
async def page(client):
    answer = await client.get("/")
    assert answer.status_code == 200
    return answer.text


async def test_the_known_answers_are_those_of_the_server(client, page):
    (text,) = KNOWN.findall(page)
    known = json.loads(text)
    assert sorted(known["answers"]) == sorted(DIRECTIONS)
    for direction, answer in known["answers"].items():
        asked = {"program": known["program"], "inputs": known["inputs"], "layout": {"direction": direction}}
        told = await client.post("/api/v1/graph", json=asked | {"format": "columns"})
        assert answer == told.json()


async def test_it_is_the_first_example(page):
    known = json.loads(KNOWN.findall(page)[0])
    example = examples.load()[0]
    assert (known["program"], known["inputs"]) == (example.program, example.inputs)


async def test_both_pictures_show_every_node_and_no_number_yet(page):
    pictures = PICTURE.findall(page)
    assert [direction for direction, _ in pictures] == list(DIRECTIONS)
    for _, picture in pictures:
        root = ET.fromstring(html.unescape(picture))  # noqa: S314 - our own XML
        cards = [card.findtext("title") for card in root.iter("g")]
        assert sorted(card.split(",")[0] for card in cards if card) == ["f = q × z", "q = x + y", "x", "y", "z"]
        assert all(card.endswith("value pending, gradient pending") for card in cards if card)
        assert not [text.text for text in root.iter("text") if text.text and any(map(str.isdigit, text.text))
                    and not text.text.startswith("forward step")]  # fmt: skip


async def test_pictures_take_their_colours_from_the_page_and_style_nothing_inline(page):
    for _, picture in PICTURE.findall(page):
        colours = re.findall(r' (?:fill|stroke)="([^"]*)"', picture)
        assert colours
        assert all(map(COLOUR.fullmatch, colours))
        assert " style=" not in picture
        assert "url(" not in picture


async def test_the_first_paint_waits_for_no_other_file(page):
    """The first script and the style sheet stand in the page; a script behind a style sheet would wait for it."""
    assert page.index("<script>") < page.index("<style>")
    assert 'rel="stylesheet"' not in page
    assert " src=" not in page


async def test_a_page_that_is_not_built_names_its_style_sheet(tmp_path):
    app = create_app(replace(Settings(), static_folder=tmp_path))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://chainrule.test") as client:
        answer = await client.get("/")
    assert '<link rel="stylesheet" href="/static/app.css">' in answer.text
    assert "<style>" not in answer.text
    assert "data-later" not in answer.text
    assert "sha256-" not in answer.headers["content-security-policy"]


async def test_what_waits_for_the_first_paint_is_read_later_and_nothing_else(page):
    """Where scripts run, a parser leaves noscript unread (page/start.js): no field and no text waits for the paint."""
    waiting = "".join(re.findall(r"<noscript data-later>(.*?)</noscript>", page, re.DOTALL))
    at_once = re.sub(r"<noscript.*?</noscript>", "", page, flags=re.DOTALL)
    for part in ('class="brand"', "data-themes", "data-tools", "data-panel", "data-cards", 'class="runs-down"'):
        assert part in waiting, part
        assert part not in at_once, part
    for part in ('class="runs-right"', "data-announcer", "data-known", "<h1"):
        assert part in at_once, part
    # Nothing is painted before the end, where start.js has read what a narrow screen needs.
    assert 'href="#announcer" blocking="render"' in at_once
    assert at_once.rstrip().endswith('id="announcer" data-announcer></p>\n</body>\n</html>')
    assert page.count("<noscript") == page.count("</noscript>")


async def test_letters_of_the_first_picture_are_paths(page):
    (picture,) = [picture for direction, picture in PICTURE.findall(page) if direction == "right"]
    root = ET.fromstring(html.unescape(picture))  # noqa: S314 - our own XML
    assert {text.text for text in root.iter("text")} == {f"forward step {step}" for step in (1, 2, 3)}
    letters = [path for path in root.iter("path") if "scale(" in path.get("transform", "")]
    assert len(letters) == len(["x", "y", "q", "+", "z", "f", "×"])


async def test_a_page_is_rendered_once(monkeypatch):
    rendered = []
    render = Pages.render
    monkeypatch.setattr(Pages, "render", lambda *given, **values: rendered.append(given[1]) or render(*given, **values))
    app = create_app(Settings())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://chainrule.test") as client:
        answers = [await client.get(path) for path in ("/", "/network", "/", "/network")]
    assert [answer.content for answer in answers[:2]] == [answer.content for answer in answers[2:]]
    assert [answer.headers["content-security-policy"] for answer in answers[:2]] == [
        answer.headers["content-security-policy"] for answer in answers[2:]
    ]
    assert rendered == ["index.html", "network.html"]


async def test_the_formula_is_there_as_mathml(page):
    (formula,) = re.findall(r'<p class="formula">(<math>.*?</math>)</p>', page)
    assert "".join(ET.fromstring(formula).itertext()) == "f=(x+y)·z"  # noqa: S314 - our own XML


def test_a_program_cannot_end_the_script_that_holds_it():
    """Names and texts of examples are ours, but JSON in a page is escaped all the same."""
    example = examples.Example("x", "", "", "", "# </script><!-- & \ny = x", "y", {"x": 1.0})
    known = first(Desk(Settings()), example).known
    assert not set("<>&") & set(known)
    assert json.loads(known)["program"] == example.program
