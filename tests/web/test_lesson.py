"""The lesson: a page that is complete as it comes, with the numbers of the engine."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from chainrule.web.compute import Desk
from chainrule.web.lesson import PROGRAMS, lesson
from chainrule.web.settings import Settings

ADDRESS = "/learn/backpropagation"
EQUATIONS = range(1, 13)
HEADINGS = re.compile(r"<h([1-6])\b")


@pytest.fixture
async def page(client):
    answer = await client.get(ADDRESS)
    assert answer.status_code == 200
    return answer.text


@pytest.fixture(scope="module")
def numbers():
    return lesson(Desk(Settings()))


async def test_the_short_address_leads_to_the_lesson(client):
    answer = await client.get("/learn")
    assert (answer.status_code, answer.headers["location"]) == (307, ADDRESS)


async def test_every_equation_stands_there_once(page):
    assert [page.count(f'id="eq-{n}"') for n in EQUATIONS] == [1] * len(EQUATIONS)


async def test_links_within_the_page_lead_somewhere(page):
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


async def test_the_slips_of_the_note_are_named(page):
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "It prints equation (5) twice" in words
    assert "Its equation (10) has wn where wn+1 belongs" in words
    assert "with the activations as a row in front" in words
    assert "writes δ where most books, and this page, write ∂" in words


async def test_headings_descend_one_level_at_a_time(page):
    levels = [int(level) for level in HEADINGS.findall(page)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


async def test_the_policy_of_the_page_is_kept(page):
    assert not re.search(r'\sstyle="|\son\w+="|<style', page)
    assert all("src=" in tag or "speculationrules" in tag for tag in re.findall(r"<script[^>]*>", page))


async def test_the_page_says_what_it_is(page):
    assert '<html lang="en">' in page
    assert re.search(r'<meta name="description" content="A lesson on backpropagation[^"]+">', page)
    assert f'<a href="{ADDRESS}" aria-current="page">Learn</a>' in page


async def test_every_live_number_is_there_without_javascript(page, numbers):
    found = Live(page).found
    assert {name for name, _, _ in found} == set(PROGRAMS)
    for name, key, text in found:
        assert text.strip("()") == numbers[name](key), key


async def test_every_term_of_the_network_has_its_place_in_the_figure(page):
    act = page[page.index('data-source="net"') :]
    figure = act[act.index("<svg") : act.index("</svg>")]
    places = {key for keys in re.findall(r'data-key="([^"]+)"', figure) for key in keys.split()}
    terms = {key for keys in re.findall(r'class="term[^"]*" data-key="([^"]+)"', act) for key in keys.split()}
    assert len(terms) > 20
    for term in terms:
        assert any(place == term or place.startswith(f"{term}.") for place in places), term


async def test_no_question_tells_its_answer(page):
    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    assert len(forms) == 6
    assert not any(re.search(r"data-(answer|right)\b|checked|correct", form) for form in forms)


def test_the_numbers_of_the_example_are_those_of_the_note(numbers):
    note = numbers["note"]
    assert [note(key) for key in ("v:q", "v:f", "g:x", "g:y", "g:z", "l:q.0", "p:f.0")] == [
        "3", "−12", "−4", "−4", "3", "1", "−4",
    ]  # fmt: skip
    assert note.operand("g:x") == "(−4)"
    assert note.operand("v:q") == "3"


def test_two_uses_add_up(numbers):
    fan = numbers["fan"]
    assert fan.value("g:x") == fan.value("p:p.0") + fan.value("p:f.1") == -1


def test_the_network_keeps_its_equations(numbers):
    net = numbers["net"].value
    assert net("v:z2.0") == pytest.approx(net("v:w2.0.0") * net("v:a1.0") + net("v:w2.0.1") * net("v:a1.1"))
    assert net("l:a3.0.0") == pytest.approx(net("v:a3.0") * (1 - net("v:a3.0")))
    assert net("g:z3.0") == pytest.approx((net("v:a3.0") - net("v:y.0")) * net("l:a3.0.0"))
    back = net("g:z3.0") * net("v:w3.0.0") + net("g:z3.1") * net("v:w3.1.0")
    assert net("g:z2.0") == pytest.approx(back * net("l:a2.0.0"))
    assert net("g:w3.0.1") == pytest.approx(net("g:z3.0") * net("v:a2.1"))
    assert net("u:w3.0.1") == pytest.approx(net("v:w3.0.1") - net("v:alpha") * net("g:w3.0.1"))
    assert net("A:w3.0.1") == net("u:w3.0.1")
    assert net("A:L") < net("v:L")


def test_a_key_that_names_nothing_is_an_error(numbers):
    with pytest.raises(KeyError):
        numbers["note"].value("v:nothing")


class Live(HTMLParser):
    """All live numbers of a page: program, key and text."""

    VOID = ("meta", "link", "input", "img", "br")

    def __init__(self, page):
        super().__init__()
        self.found, self.open = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag not in self.VOID:
            self.open.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        key = self.open[-1][1].get("data-live") if self.open else None
        if key:
            sources = [attributes["data-source"] for _, attributes in self.open if "data-source" in attributes]
            self.found.append((sources[-1], key, data))
