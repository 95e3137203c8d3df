"""Whatever is sent, the answer is JSON and never says that the server has failed."""

import asyncio
import json
from dataclasses import replace
from urllib.parse import quote, urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chainrule.web.app import create_app
from chainrule.web.settings import Settings

JSON = {"Content-Type": "application/json"}
GENEROUS = {"request_rate": 1e9, "request_burst": 1e9, "cpu_rate": 1e9, "cpu_burst": 1e9}
PROGRAMS = st.text(alphabet="xyab1239.+-*/^@()[],;=\n #", max_size=40) | st.sampled_from(
    ["y = x", "y = x^2 + w", "y = sum(x @ w)", "y = max(x, w)\nz = log(y)", "x = [1, 2]\ny = softmax(x)[0]", ""]
)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.sampled_from(["NaN", "Infinity", "x"])
VALUES = st.recursive(NUMBERS | st.none() | st.booleans(), lambda inner: st.lists(inner, max_size=3), max_leaves=9)
JUNK = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)
NAMES = st.sampled_from(["x", "y", "w", "z", "__proto__", "", "a/b"]) | st.text(max_size=5)
MEMBERS = {
    "inputs": st.dictionaries(NAMES, VALUES, max_size=3),
    "output": NAMES,
    "seed": VALUES,
    "layout": st.booleans() | st.fixed_dictionaries({}, optional={"previous": JUNK, "direction": JUNK}),
    "format": st.sampled_from(["rows", "columns", "rose"]),
    "arrays": st.sampled_from(["summary", "full"]),
    "h": NUMBERS,
    "points": st.lists(st.dictionaries(NAMES, VALUES, max_size=3), max_size=3),
}
BODIES = st.fixed_dictionaries(
    {"program": PROGRAMS | JUNK}, optional={name: kind | JUNK for name, kind in MEMBERS.items()}
)


@pytest.fixture(scope="module")
def application():
    app = create_app(replace(Settings(), **GENEROUS))
    yield app
    app.state.service.pool.close()


def ask(app, method, path, **request):
    async def send():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://chainrule.test") as client:
            return await client.request(method, path, **request)

    return asyncio.run(send())


def check(response):
    assert response.status_code in (200, 400, 413, 414, 422), response.text
    answer = json.loads(response.text, parse_constant=pytest.fail)
    if response.status_code != 200:
        assert response.headers["content-type"] == "application/problem+json"
        assert answer["errors"]
        assert all("span" in error or "pointer" in error for error in answer["errors"])
        assert len(response.content) <= 16 * 1024


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(path=st.sampled_from(["graph", "check", "evaluate"]), body=BODIES | JUNK)
def test_any_json_is_answered(application, path, body):
    check(ask(application, "POST", f"/api/v1/{path}", content=json.dumps(body), headers=JSON))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(body=st.binary(max_size=60))
def test_any_bytes_are_answered(application, body):
    check(ask(application, "POST", "/api/v1/graph", content=body, headers=JSON))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(["program", "output", "seed", "layout", "format", "inputs", "arrays", "x", "w", "utm"]),
            PROGRAMS | st.sampled_from(["1", "NaN", "[1,2]", '{"x":1}', "true", "columns"]) | st.text(max_size=9),
        ),
        max_size=5,
    )
)
def test_any_link_is_answered(application, pairs):
    encodable = [(name, text.encode("utf-8", "replace").decode()) for name, text in pairs]
    check(ask(application, "GET", f"/api/v1/graph?{urlencode(encodable, quote_via=quote)}"))
