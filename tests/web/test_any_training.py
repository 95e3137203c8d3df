"""Whatever is asked of data, training runs and sweeps, the answer is JSON and never says that the server has failed."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_any_request import GENEROUS, JSON, JUNK, ask

from chainrule.web.app import create_app
from chainrule.web.settings import Settings

TRAIN = {
    "spec": {
        "inputs": 2,
        "layers": [{"type": "dense", "units": 2, "activation": "tanh"}, {"type": "dense", "units": 1}],
    },
    "data": "xor",
    "steps": 3,
    "learning_rate": 0.1,
    "batch_size": 2,
    "optimizer": "adam",
    "schedule": "cosine",
    "weight_decay": 0.1,
    "clip": 1,
    "frame_every": 1,
    "show": ["parameters", "state", "histograms", "regions", "batch"],
    "seed": 0,
    "paused": True,
}
SWEEP = {
    "spec": TRAIN["spec"],
    "data": "xor",
    "steps": 3,
    "learning_rates": [0.1],
    "inits": ["he"],
    "optimizers": ["sgd"],
    "seeds": [0],
}
DATA = {"data": {"name": "moons", "rows": 4, "noise": 0.1, "seed": 1, "test": 0.5, "scaling": "minmax"}, "seed": 1}
ROWS = {"data": {"x": [[1, 2], [3, 4]], "y": [0, 1], "scaling": "standard", "test": 0.5}}
TABLE = {"data": {"csv": "a,b,c\n1,2,0\n3,4,1\n", "x": ["a"], "y": ["c"]}}
ORDERS = st.fixed_dictionaries(
    {"action": st.sampled_from(["go", "pause", "step", "epochs"]) | JUNK},
    optional={"steps": JUNK | st.just(1), "epochs": JUNK | st.just(1), "more": JUNK},
)
AROUND = st.fixed_dictionaries({}, optional={"side": JUNK | st.just(3), "radius": JUNK, "seed": JUNK, "more": JUNK})
NUMBERS = st.sampled_from([0, -1, 1, 2, 1e300, -1e300, 1e-300, 10**38, -(10**38), 2**53, 2**63, 2**64, 0.5])
WORDS = st.sampled_from(["2 -> 1", "2 -> 3 relu -> 1", "->", "2 -> 9999999 -> 1", "x,y\n1,2", "iris", "sgd", "𝕏"])


def places(value, path=()):
    """Where in a JSON value something may be put in the place of something else."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in inside:
        yield from places(entry, (*path, key))


def put(value, path, entry):
    """The value with something else at a place."""
    if not path:
        return entry
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = put(value[path[0]], path[1:], entry)
    return copied


@st.composite
def spoilt(draw, value):
    """A request that is right but for one or two places."""
    for _ in range(draw(st.integers(1, 2))):
        value = put(value, draw(st.sampled_from(list(places(value)))), draw(NUMBERS | WORDS | JUNK))
    return value


@pytest.fixture(scope="module")
def application():
    app = create_app(replace(Settings(), **GENEROUS, training_gone_seconds=1e9, training_idle_seconds=1e9))
    yield app
    app.state.service.close()


def checked(response):
    assert response.status_code in (200, 201, 204, 400, 404, 422), response.text
    if response.status_code != 204:
        answer = json.loads(response.text, parse_constant=pytest.fail)
        if response.status_code >= 400:
            assert response.headers["content-type"] == "application/problem+json"
            assert all("span" in error or "pointer" in error for error in answer["errors"])
            assert len(response.content) <= 16 * 1024
    return response


def post(app, path, body):
    return checked(ask(app, "POST", path, content=json.dumps(body), headers=JSON))


RELAXED = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)


@RELAXED
@given(body=spoilt(TRAIN) | JUNK)
def test_any_training_request_is_answered(application, body):
    response = post(application, "/api/v1/train", body)
    if response.status_code == 201:
        checked(ask(application, "DELETE", response.headers["location"]))


@RELAXED
@given(body=spoilt(SWEEP) | JUNK)
def test_any_sweep_is_answered(application, body):
    response = post(application, "/api/v1/sweep", body)
    if response.status_code == 201:
        checked(ask(application, "DELETE", response.headers["location"]))


@RELAXED
@given(body=spoilt(DATA) | spoilt(ROWS) | spoilt(TABLE) | JUNK)
def test_any_data_is_answered(application, body):
    post(application, "/api/v1/data", body)


@pytest.fixture(scope="module")
def place(application):
    return post(application, "/api/v1/train", TRAIN).headers["location"]


@RELAXED
@given(body=ORDERS | JUNK)
def test_any_order_is_answered(application, place, body):
    post(application, place, body)


@settings(RELAXED, max_examples=40)
@given(body=AROUND | JUNK)
def test_any_surface_is_answered(application, place, body):
    post(application, f"{place}/surface", body)
