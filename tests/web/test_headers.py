"""Security headers, CORS and conditional requests, by kind of address."""

import base64
import hashlib
import json
import re

import pytest

COMMON = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}


def policy(response):
    return dict(part.strip().split(" ", 1) for part in response.headers["content-security-policy"].split(";"))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/network",
        "/learn/backpropagation",
        "/docs",
        "/nothing",
        "/embed",
        "/api/v1/ops",
        "/static/nothing.js",
        "/healthz",
    ],
)
async def test_every_answer_is_guarded(client, path):
    response = await client.get(path, headers={"Accept": "text/html"})
    assert COMMON.items() <= response.headers.items()
    assert policy(response)["default-src"] == "'none'"
    assert "server" not in response.headers
    assert "set-cookie" not in response.headers
    for directive, value in policy(response).items():
        assert "unsafe" not in value, directive
        assert "http" not in value, directive


async def test_pages_run_only_our_scripts_and_cannot_be_framed(client):
    page = policy(await client.get("/network"))
    assert page["style-src"] == page["connect-src"] == page["font-src"] == "'self'"
    assert page["script-src"] == "'self' 'inline-speculation-rules'"
    assert page["frame-ancestors"] == "'none'"
    assert page["require-trusted-types-for"] == "'script'"


async def test_the_explorer_takes_one_script_and_one_style_sheet_that_stand_in_it_and_no_others(client):
    response = await client.get("/")
    first, network = policy(response), policy(await client.get("/network"))
    for kind in ("script", "style"):
        (text,) = re.findall(f"<{kind}>(.*?)</{kind}>", response.text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert first.pop(f"{kind}-src") == f"'self' 'sha256-{digest}'"
        assert network.pop(f"{kind}-src").startswith("'self'")
    assert (first.pop("trusted-types"), network.pop("trusted-types")) == ("chainrule-rest", "'none'")
    assert first == network
    assert len(response.headers.get_list("content-security-policy")) == 1
    again = await client.get("/", headers={"If-None-Match": response.headers["etag"]})
    assert again.headers["content-security-policy"] == response.headers["content-security-policy"]


async def test_a_page_says_which_of_its_links_are_fetched_ahead_where_its_policy_lets_it(client):
    found = {}
    for path in ("/", "/network", "/learn/backpropagation", "/docs", "/embed", "/nothing"):
        response = await client.get(path, headers={"Accept": "text/html"})
        rules = re.findall('<script type="speculationrules">(.*?)</script>', response.text)
        allowed = "'inline-speculation-rules'" in policy(response)["script-src"]
        assert allowed or not rules, path
        for rule in map(json.loads, rules):
            (found[path],) = (prefetch["where"]["href_matches"] for prefetch in rule["prefetch"])
    assert found == {
        "/network": ["/", "/learn/backpropagation"],
        "/learn/backpropagation": ["/", "/network"],
        "/docs": ["/", "/network", "/learn/backpropagation"],
    }


async def test_embeds_can_be_framed_by_anyone(client):
    assert policy(await client.get("/embed"))["frame-ancestors"] == "*"


@pytest.mark.parametrize("path", ["/api/v1/limits", "/api/v1/nothing", "/static/nothing.js"])
async def test_other_pages_may_use_the_api_without_credentials(client, path):
    response = await client.get(path, headers={"Origin": "https://course.example"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "access-control-allow-credentials" not in response.headers


async def test_other_pages_may_not_read_ours(client):
    response = await client.get("/", headers={"Origin": "https://course.example"})
    assert "access-control-allow-origin" not in response.headers
    assert response.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/network", "/learn/backpropagation", "/docs"])
async def test_no_page_has_the_browser_start_another_process(client, path):
    assert "cross-origin-opener-policy" not in (await client.get(path)).headers


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/api/v1/ops", "GET, HEAD, OPTIONS"),
        ("/api/v1/check", "OPTIONS, POST"),
        ("/api/v1/train/abc", "DELETE, GET, HEAD, OPTIONS, POST"),
        ("/network", "GET, HEAD, OPTIONS"),
    ],
)
async def test_options_names_the_methods_of_its_path(client, path, methods):
    response = await client.options(path)
    assert (response.status_code, response.headers["allow"]) == (204, methods)
    named = response.headers.get("access-control-allow-methods")
    assert named == (methods if path.startswith("/api/") else None)


async def test_options_of_a_path_that_there_is_not_is_not_found(client):
    response = await client.options("/api/v1/grahp")
    assert (response.status_code, "allow" in response.headers) == (404, False)
    assert response.json()["code"] == "not-found"


async def test_a_preflight_lists_what_is_allowed_and_no_more(client):
    asked = {"Access-Control-Request-Method": "DELETE", "Access-Control-Request-Headers": "authorization,x-a"}
    response = await client.options("/api/v1/graph", headers={"Origin": "https://course.example", **asked})
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS, POST"
    assert response.headers["access-control-allow-headers"] == "Content-Type, If-None-Match, Last-Event-ID"
    assert response.headers["access-control-max-age"] == "86400"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/network",
        "/learn/backpropagation",
        "/docs",
        "/api/v1/ops",
        "/api/v1/examples",
        "/api/v1/limits",
        "/api/openapi.json",
    ],
)
async def test_what_has_not_changed_is_not_sent_again(client, path):
    first = await client.get(path)
    assert first.status_code == 200
    again = await client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    head = await client.head(path)
    assert head.headers["content-length"] == first.headers["content-length"]
    assert head.content == b""


@pytest.mark.parametrize("path", ["/", "/network", "/learn/backpropagation", "/docs"])
async def test_pages_have_no_inline_script_or_style_but_what_the_policy_names(client, path):
    text = (await client.get(path)).text
    assert text.count("<style") == text.count("<style>") == (path == "/")
    assert " style=" not in text
    assert " onclick=" not in text
    known = ["<script>"] if path == "/" else []
    known += ["<script src=", '<script type="module" src=']
    known += ['<script type="application/json" ', '<script type="speculationrules">']  # which are no code
    assert text.count("<script") == sum(map(text.count, known))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "application/json"}, 200),
        ({"Content-Type": "application/json; charset=utf-8"}, 200),
        ({"Content-Type": 'Application/JSON; charset="UTF-8"'}, 200),
        ({"Content-Type": "application/json", "Content-Encoding": "identity"}, 200),
        ({"Content-Type": "application/json; charset=utf-16"}, 415),
        ({"Content-Type": "application/json; version=1"}, 415),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "multipart/form-data; boundary=x"}, 415),
        ({"Content-Type": ""}, 415),
        ({"Content-Type": "application/json", "Content-Encoding": "gzip"}, 415),
    ],
)
async def test_only_plain_json_in_utf_8_is_read(client, headers, status):
    response = await client.post("/api/v1/graph", content=b'{"program":"y = x"}', headers=headers)
    assert response.status_code == status
