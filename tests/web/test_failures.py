"""Every failure has one form, and gives nothing away."""

import logging

import pytest

from chainrule.errors import ProgramError
from chainrule.web import compute
from chainrule.web.problems import Problem, from_error
from chainrule.web.settings import Settings

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v1/nothing", "/api/v1/graph/", "/api/v2/graph"])
async def test_an_unknown_address_of_the_api_is_a_problem(client, path):
    response = await client.get(path, headers=BROWSER if path.startswith("/api/") else {})
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": "urn:chainrule:problem:not-found",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing at this address.",
        "code": "not-found",
        "errors": [],
    }


async def test_a_browser_gets_a_page_outside_the_api(client):
    response = await client.get("/nothing/<script>alert(1)</script>", headers=BROWSER)
    assert response.status_code == 404
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "There is nothing at this address." in response.text
    assert "<script>alert" not in response.text


async def test_a_program_gets_a_problem_outside_the_api(client):
    response = await client.get("/nothing")
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "/api/v1/graph", "GET, HEAD, OPTIONS, POST"),
        ("GET", "/api/v1/check", "OPTIONS, POST"),
        ("POST", "/api/v1/ops", "GET, HEAD, OPTIONS"),
        ("POST", "/", "GET, HEAD, OPTIONS"),
        ("DELETE", "/static/app.js", "GET, HEAD, OPTIONS"),
    ],
)
async def test_a_wrong_method_is_told_the_right_ones(client, method, path, allow):
    response = await client.request(method, path)
    assert response.status_code == 405
    assert response.headers["allow"] == allow
    assert response.json()["code"] == "method-not-allowed"


async def test_an_unforeseen_error_is_logged_without_what_was_sent(client, monkeypatch, caplog):
    def fail(*_):
        raise RuntimeError("secret = 42")

    monkeypatch.setitem(compute.ANSWERS, "graph", fail)
    with caplog.at_level(logging.INFO):
        response = await client.post("/api/v1/graph", json={"program": "secret = 42"})
    assert response.status_code == 500
    assert response.json()["code"] == "internal"
    assert "secret" not in response.text + caplog.text
    assert "RuntimeError at fail" in caplog.text
    assert all("\n" not in record.message for record in caplog.records)


async def test_the_log_has_one_line_a_request_without_what_was_sent(client, caplog):
    with caplog.at_level(logging.INFO, logger="chainrule.access"):
        await client.get("/api/v1/graph?program=secret=42", headers={"User-Agent": "x\\r\\nfake"})
        await client.get("/secret")
    lines = [record.message for record in caplog.records if record.name == "chainrule.access"]
    assert lines[0].startswith("GET /api/v1/graph 200 ")
    assert lines[1].startswith("GET - 404 ")
    assert "secret" not in "".join(lines)
    assert "fake" not in "".join(lines)


async def test_a_page_that_cannot_be_rendered_becomes_a_problem(app, client, tmp_path):
    app.state.service.pages.environment.loader.searchpath[:] = [str(tmp_path)]
    response = await client.get("/nothing", headers=BROWSER)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_a_list_of_errors_is_cut_and_says_so():
    error = ProgramError("one", span=(0, 1))
    error.related = tuple(ProgramError(str(i), span=(0, 1)) for i in range(50))
    body = from_error(error, "x").body(Settings())
    assert body.count(b'"span"') == 20
    assert b'"omitted":31' in body


def test_a_report_is_kept_within_its_bytes():
    errors = tuple({"detail": "😀" * 5_000, "pointer": "/" + "😀" * 5_000} for _ in range(20))
    body = Problem(422, "😀" * 50_000, "long", errors=errors).body(Settings())
    assert len(body) <= 16 * 1024
    assert "…".encode() in body


def test_lone_surrogates_in_a_report_do_no_harm():
    body = Problem(422, "half \ud800", "x", errors=({"detail": "\udc00", "pointer": "/\ud800"},)).body(Settings())
    assert b"half ?" in body
