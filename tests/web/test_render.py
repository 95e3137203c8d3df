"""GET /api/v1/render.svg: a picture by a link."""

import json
import struct
import sys
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest

from chainrule.web.compute import HEAD
from chainrule.web.render import _painted
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
        "x": ["−2"], "y": ["5"], "q": ["3"], "z": [], "f": [],
    }  # fmt: skip
    assert (await get(client, **NOTE, step="end")).content == (await get(client, **NOTE)).content
    assert (await get(client, **NOTE, step="")).status_code == 422


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


FORMS = {
    "svg": ("image/svg+xml", "<svg"),
    "json": ("application/json", '{"format":"chainrule/1"'),
    "tex": ("text/x-tex; charset=utf-8", r"\documentclass"),
    "tikz": ("text/x-tex; charset=utf-8", r"\begin{tikzpicture}"),
    "dot": ("text/vnd.graphviz; charset=utf-8", "digraph"),
    "mmd": ("text/vnd.mermaid; charset=utf-8", "flowchart"),
    "py": ("text/x-python; charset=utf-8", "import numpy"),
    "pytorch.py": ("text/x-python; charset=utf-8", "import torch"),
    "jax.py": ("text/x-python; charset=utf-8", "import jax"),
    "micrograd.py": ("text/x-python; charset=utf-8", "from micrograd"),
}
ASKED = {"program": NOTE["program"], "inputs": {"x": -2, "y": 5, "z": -4}}


@pytest.mark.parametrize(("form", "expected"), FORMS.items(), ids=FORMS)
async def test_every_form_is_a_file_with_its_name_by_a_link_and_by_a_body(client, form, expected):
    kind, sign = expected
    linked = await client.get(f"/api/v1/render.{form}?{urlencode(NOTE)}&step=7")
    posted = await client.post(f"/api/v1/render.{form}", json={**ASKED, "step": 7})
    for response in (linked, posted):
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == kind
        how = "inline" if form == "svg" else "attachment"
        assert response.headers["content-disposition"] == f'{how}; filename="chainrule.{form}"'
        assert response.headers["access-control-allow-origin"] == "*"
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert sign in response.text[:400]
    assert posted.content == linked.content
    assert linked.headers["etag"]


async def test_a_program_too_long_for_a_link_is_sent_as_a_body(client):
    lines = "\n".join(f"a{i} = x * {i + 1}  # {'long ' * 12}" for i in range(300))
    assert len(lines) > Settings().url_bytes
    answer = await client.post("/api/v1/render.py", json={"program": f"{lines}\nf = a1 * a2", "inputs": {"x": 3}})
    assert answer.status_code == 200
    names = {}
    exec(compile(answer.text, "render.py", "exec"), names)  # noqa: S102 - our own code is what is tested
    assert names["gradients"]["x"] == 36


async def test_what_a_framework_lacks_is_a_problem(client):
    answer = await client.post("/api/v1/render.micrograd.py", json={"program": "f = sum([1, 2] * x)"})
    assert (answer.status_code, answer.json()["code"]) == (422, "no-code")


@pytest.mark.parametrize(
    ("wish", "pointer"),
    [({"step": -1}, "/step"), ({"step": "soon"}, "/step"), ({"step": 1.5}, "/step"), ({"step": True}, "/step"),
     ({"theme": "red"}, "/theme"), ({"width": 1}, "/width"), ({"width": 99.5}, "/width"), ({"steps": 1}, "/steps")],
)  # fmt: skip
async def test_a_wish_in_a_body_is_refused_with_its_place(client, wish, pointer):
    answer = await client.post("/api/v1/render.svg", json={**ASKED, **wish})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_a_wrong_step_is_told_what_it_may_be(client):
    answer = await client.post("/api/v1/render.svg", json={**ASKED, "step": 2.5})
    assert answer.json()["errors"][0]["detail"] == (
        "'step' must be a whole number from 0 to 9,999,999, or 'end', not 2.5."
    )


async def test_a_whole_number_may_be_written_with_a_point(client):
    whole, pointed = [
        await client.post("/api/v1/render.svg", json={**ASKED, "step": step, "width": width})
        for step, width in ((3, 200), (3.0, 200.0))
    ]
    assert pointed.status_code == 200
    assert pointed.content == whole.content


async def test_a_graph_for_a_worker_is_written_by_one(client):
    program = "s = x" + "".join(f"\ns = s * 1 + {i}" for i in range(1500))
    answer = await client.post("/api/v1/render.py", json={"program": program, "inputs": {"x": 2}})
    assert answer.status_code == 200
    assert answer.text.count("\n") > 3000


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


async def test_a_png_is_as_wide_as_asked_and_changes_with_the_step(client):
    end, start = [
        await client.get(f"/api/v1/render.png?{urlencode(NOTE)}&width=300&theme=dark&step={step}")
        for step in ("end", 0)
    ]
    assert end.status_code == 200
    assert end.headers["content-type"] == "image/png"
    assert end.content.startswith(b"\x89PNG")
    assert struct.unpack(">I", end.content[16:20]) == (300,)
    assert end.content != start.content


async def test_a_png_has_fewer_nodes_than_an_svg(client):
    program = "y = x" + "+x" * Settings().graph_painted
    response = await client.get(f"/api/v1/render.png?{urlencode({'program': program})}")
    assert response.status_code == 422
    assert response.json()["code"] == "graph-drawn"
    assert "SVG takes more" in response.json()["detail"]


def test_without_any_font_a_worker_says_so(monkeypatch):
    monkeypatch.setattr(sys.modules["chainrule.view.picture.png"], "_writes", lambda _: False)
    answer = _painted(Settings(), "<svg/>")
    status, _ = HEAD.unpack_from(answer)
    assert status == 501
    assert json.loads(answer[HEAD.size :])["code"] == "no-png"


async def test_code_of_a_large_graph_needs_no_layout(client, monkeypatch):
    monkeypatch.setattr("chainrule.web.place.layout", lambda *_, **__: pytest.fail("the code has no places"))
    response = await client.post("/api/v1/render.py", json={"program": "x = 1\nf = x" + " * x" * 500})
    assert response.status_code == 200
    assert "x = np.float64(1.0)" in response.text


async def test_a_width_that_is_not_wanted_is_left_out_and_never_null(client):
    response = await client.post("/api/v1/render.svg", json={"program": "y = x", "width": None})
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/width"
