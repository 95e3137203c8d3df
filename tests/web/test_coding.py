"""Answers in gzip: who gets them, under which tag, and what is never coded."""

import gzip

import pytest

from chainrule.web import coding
from chainrule.web.coding import Coding

LONG = "\n".join(["x = 1", *(f"a{i} = x * {i}" for i in range(80)), "f = " + " + ".join(f"a{i}" for i in range(80))])


async def raw(client, path, accept, method="GET", **how):
    """The answer with its body as it was sent."""
    headers = {"Accept-Encoding": accept, **how.pop("headers", {})}
    async with client.stream(method, path, headers=headers, **how) as response:
        return response, b"".join([part async for part in response.aiter_raw()])


@pytest.mark.parametrize(
    ("accept", "coded"),
    [
        ("gzip", True),
        ("br, GZip;q=0.5, *;q=0", True),
        ("gzip, deflate, br, zstd", True),
        ("*", True),
        ("", False),
        ("identity", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip; Q = 0.000, *", False),
        ("*;q=0", False),
        ("gzipped, x;gzip", False),
    ],
)
async def test_a_page_is_gzipped_for_those_who_take_it(client, accept, coded):
    _, plain = await raw(client, "/network", "identity")
    response, body = await raw(client, "/network", accept)
    assert (response.headers.get("content-encoding") == "gzip") is coded
    assert response.headers["vary"] == "Accept-Encoding"
    assert response.headers["content-length"] == str(len(body))
    assert (gzip.decompress(body) if coded else body) == plain
    assert not coded or len(body) < len(plain) / 2


@pytest.mark.parametrize("path", ["/", "/api/v1/ops", "/static/embed.js", "/api/v1/render.svg?program=f=tanh(x)*y%2Bz"])
async def test_each_form_has_a_tag_of_its_own_and_both_are_known_again(client, path):
    tags = set()
    for accept in ("identity", "gzip"):
        first, _ = await raw(client, path, accept)
        assert (first.headers.get("content-encoding") == "gzip") is (accept == "gzip")
        tag = first.headers["etag"]
        tags.add(tag)
        for asked in (tag, f"W/{tag}", f'"other", {tag}'):
            again, body = await raw(client, path, accept, headers={"If-None-Match": asked})
            assert (again.status_code, body) == (304, b"")
            assert again.headers["etag"] == tag
            assert again.headers["vary"] == "Accept-Encoding"
            assert "content-encoding" not in again.headers
    assert len(tags) == 2
    assert (await raw(client, path, "gzip", headers={"If-None-Match": '"other"'}))[0].status_code == 200


async def test_answers_to_programs_are_gzipped_from_some_size_on(client):
    for program, coded in (("f = x * y", False), (LONG, True)):
        response, body = await raw(client, "/api/v1/graph", "gzip", "POST", json={"program": program})
        _, plain = await raw(client, "/api/v1/graph", "identity", "POST", json={"program": program})
        assert response.headers.get("content-encoding") == ("gzip" if coded else None)
        assert (len(plain) >= coding.LEAST) is coded
        assert (gzip.decompress(body) if coded else body) == plain


async def test_fonts_are_sent_as_they_are(client):
    response, body = await raw(client, "/static/fonts/maths.woff2", "gzip")
    assert response.status_code == 200
    assert len(body) > coding.LEAST
    assert "content-encoding" not in response.headers
    assert "vary" not in response.headers


async def test_what_has_a_tag_is_gzipped_once(client, monkeypatch):
    made = []

    def watched(body, level):
        made.append(len(body))
        return gzip.compress(body, level)

    monkeypatch.setattr(coding, "gzipped", watched)
    bodies = {(await raw(client, path, "gzip"))[1] for path in ("/network", "/network", "/api/v1/ops", "/api/v1/ops")}
    assert len(bodies) == len(made) == 2


async def test_a_body_that_comes_in_parts_passes_as_it_comes():
    seen = []
    part = {"type": "http.response.body", "body": b"x" * 10_000, "more_body": True}
    last = {"type": "http.response.body", "body": b"", "more_body": False}

    async def sent(message):
        seen.append(message)

    async def in_parts(scope, _, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", scope["kind"])]})
        assert len(seen) == (scope["kind"] == b"text/event-stream")
        await send(part)
        assert seen[-1] is part
        await send(last)

    for kind in (b"text/event-stream", b"text/html"):
        seen.clear()
        scope = {"type": "http", "kind": kind, "headers": [(b"accept-encoding", b"gzip")]}
        await Coding(in_parts)(scope, None, sent)
        assert seen[1:] == [part, last]
        assert (b"content-encoding", b"gzip") not in seen[0]["headers"]
