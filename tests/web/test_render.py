"""GET /api/v1/render.svg: a picture by a link."""

from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest

from chainrule.web.settings import Settings

SVG = "{http://www.w3.org/2000/svg}"
NOTE = {"program": "q = x + y\nf = q * z", "x": "-2", "y": "5", "z": "-4"}


async def get(client, headers=None, **query):
    return await client.get(f"/api/v1/render.svg?{urlencode(query)}", headers=headers or {})


def values(response):
    root = ET.fromstring(response.text)  # noqa: S314 - our own XML
    cards = [group for group in root.iter(f"{SVG}g") if group.get("data-node")]
    return {
        card.get("data-node"): [text.text for text in card.iter(f"{SVG}text") if text.get("data-part")]
        for card in cards
    }


async def test_a_link_is_a_picture(client):
    response = await get(client, **NOTE)
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/svg+xml"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert values(response) == {
        "x": ["−2", "−4"], "y": ["5", "−4"], "q": ["3", "−4"], "z": ["−4", "3"], "f": ["−12", "1"],
    }  # fmt: skip


async def test_a_step_shows_what_is_known_then(client):
    assert values(await get(client, **NOTE, step=3)) == {
        "x": ["−2", None], "y": ["5", None], "q": ["3", None], "z": [None, None], "f": [None, None],
    }  # fmt: skip
    assert (await get(client, **NOTE, step="end")).content == (await get(client, **NOTE)).content


async def test_theme_and_width_are_as_asked(client):
    dark = await get(client, **NOTE, theme="dark", width=640)
    assert "#0f131a" in dark.text
    assert "#f6f7f9" not in dark.text
    assert ET.fromstring(dark.text).get("width") == "640"  # noqa: S314 - our own XML


async def test_columns_run_downwards_where_the_layout_says_so(client):
    tall = await get(client, **NOTE, layout='{"direction": "down"}')
    root = ET.fromstring(tall.text)  # noqa: S314 - our own XML
    assert float(root.get("height")) > float(root.get("width"))


async def test_a_picture_that_has_not_changed_is_not_sent_again(client):
    first = await get(client, **NOTE)
    again = await get(client, {"If-None-Match": first.headers["etag"]}, **NOTE)
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == again.headers["cache-control"]
    assert (await get(client, **NOTE, step=3)).headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"step": "-1"}, "/step"),
        ({"step": "1.5"}, "/step"),
        ({"step": "٣"}, "/step"),
        ({"step": "9" * 5_000}, "/step"),
        ({"theme": "red"}, "/theme"),
        ({"width": "0"}, "/width"),
        ({"width": "100000"}, "/width"),
        ({"width": "<svg>"}, "/width"),
    ],
)
async def test_a_wish_that_makes_no_sense_is_refused_with_its_place(client, query, pointer):
    response = await get(client, **NOTE, **query)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["errors"][0]["pointer"] == pointer


async def test_a_wrong_program_is_a_problem_with_a_span(client):
    response = await get(client, program="y = tahn(x)", x=1)
    assert response.status_code == 422
    assert response.json()["errors"][0]["span"]["start"] == 4


async def test_no_program_is_a_problem(client):
    assert (await get(client, x=1)).status_code == 422


async def test_too_many_cards_are_refused(client):
    program = "y = x" + "+x" * (Settings().graph_drawn)
    response = await get(client, program=program)
    assert response.json()["code"] == "graph-drawn"


async def test_a_picture_folds_nothing(client):
    response = await get(client, program="a_x = 1\na_y = a_x^2", layout='{"folded": ["a"]}')
    assert response.json()["errors"][0]["pointer"] == "/layout/folded"


async def test_names_of_the_language_are_escaped_texts(client):
    response = await get(client, program="y = (x < 1) * x", x="1")
    assert response.status_code == 200
    assert "&lt;" in response.text


async def test_a_png_is_sent_or_what_it_needs_is_said(client):
    response = await client.get(f"/api/v1/render.png?{urlencode(NOTE)}&width=300")
    if response.status_code == 501:
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["code"] == "no-png"
    else:
        assert response.headers["content-type"] == "image/png"
        assert response.content.startswith(b"\x89PNG")
