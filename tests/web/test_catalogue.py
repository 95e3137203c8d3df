"""What the server lists: functions, examples, and itself."""

import pytest

from chainrule import examples
from chainrule.engine.ops import OPS


async def test_every_op_is_listed_with_what_people_read(client):
    ops = (await client.get("/api/v1/ops")).json()["ops"]
    assert [op["name"] for op in ops] == list(OPS)
    for op in ops:
        assert {"name", "signature", "sentence", "latex", "local_latex", "domain", "kinks", "source"} <= op.keys()
        assert op["signature"]
        assert op["sentence"].endswith(".")
        assert op["source"]


async def test_the_list_of_ops_prints_their_rules(client):
    ops = {op["name"]: op for op in (await client.get("/api/v1/ops")).json()["ops"]}
    assert ops["mul"]["latex"] == r"y = a \cdot b"
    assert ops["mul"]["local_latex"] == [r"\frac{\partial y}{\partial a} = b", r"\frac{\partial y}{\partial b} = a"]
    assert ops["relu"]["kinks"] == [{"at": "x = 0", "convention": "relu′(0) = 0", "input": 0}]


async def test_every_example_is_listed_and_the_notes_is_first(client):
    listed = (await client.get("/api/v1/examples")).json()["examples"]
    assert [example["id"] for example in listed] == [example.id for example in examples.load()]
    assert listed[0]["program"] == "q = x + y\nf = q * z"
    assert listed[0]["inputs"] == {"x": -2.0, "y": 5.0, "z": -4.0}


@pytest.fixture
async def document(client):
    return (await client.get("/api/openapi.json")).json()


async def test_the_description_covers_every_route_of_the_api(app, document):
    described = {(path, method.upper()) for path, item in document["paths"].items() for method in item}
    routes = {(route.path, method) for route in app.routes for method in route.methods if "/api/v1/" in route.path}
    assert described == routes


async def test_the_described_examples_are_true(client, document):
    for path, item in document["paths"].items():
        if "200" not in item.get("post", {}).get("responses", {}) or "{run}" in path:
            continue  # of a run, whose address nobody knows before it is made
        asked = item["post"]["requestBody"]["content"]["application/json"]["example"]
        if "render." in path:  # a file
            assert (await client.post(path, json=asked)).status_code in {200, 501}
            continue
        told = item["post"]["responses"]["200"]["content"]["application/json"]["example"]
        assert (await client.post(path, json=asked)).json() == told


async def test_every_described_operation_has_a_summary_and_tells_of_failures(document):
    for item in document["paths"].values():
        for operation in item.values():
            assert operation["summary"]
            assert "application/problem+json" in operation["responses"]["default"]["content"]


async def test_every_reference_in_the_description_leads_somewhere(document):
    def references(value):
        if isinstance(value, dict):
            yield from (target for key, target in value.items() if key == "$ref")
            value = list(value.values())
        if isinstance(value, list):
            for entry in value:
                yield from references(entry)

    for reference in set(references(document)):
        place = document
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]
        assert place
