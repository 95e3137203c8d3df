"""POST /api/v1/check and POST /api/v1/evaluate."""

from dataclasses import replace

import pytest

from chainrule import language


async def check(client, **body):
    return await client.post("/api/v1/check", json=body)


async def evaluate(client, program, points, **more):
    return await client.post("/api/v1/evaluate", json={"program": program, "points": points, **more})


async def test_a_check_shows_three_ways_to_each_gradient(client):
    answer = (await check(client, program="f = sin(x) * y", inputs={"x": 1, "y": 3})).json()
    assert answer["output"] == "f"
    assert [entry["node"] for entry in answer["inputs"]] == ["x", "y"]
    for entry in answer["inputs"]:
        assert entry["reverse"] == pytest.approx(entry["forward"], rel=1e-14)
        assert entry["reverse"] == pytest.approx(entry["difference"], rel=1e-8)
        assert 0 <= entry["error"] < 1e-8


async def test_a_check_takes_arrays_an_output_a_seed_and_a_step(client):
    body = {"program": "y = x^2\nz = 7", "inputs": {"x": [1, 2]}, "output": "y", "seed": [1, 10], "h": 0.001}
    entry = (await check(client, **body)).json()["inputs"][0]
    assert entry["reverse"] == [2.0, 40.0]
    assert entry["difference"] == pytest.approx([2.0, 40.0])


async def test_any_node_can_be_proved(client):
    body = {"program": "q = x + y\nf = q * z + q", "inputs": {"x": -2, "y": 5, "z": -4}, "nodes": ["q", "f", ":1", "x"]}
    answer = (await check(client, **body)).json()
    assert "inputs" not in answer
    assert [(entry["node"], entry["reverse"]) for entry in answer["nodes"]][:2] == [("q", -3.0), ("f", 1.0)]
    for entry in answer["nodes"]:
        assert entry["forward_error"] == 0
        assert entry["error"] < 1e-8


async def test_each_name_has_its_proof_in_the_order_of_the_names(client):
    entries = (await check(client, program="f = x * 3", nodes=["f", "x", "f"])).json()["nodes"]
    assert [entry["node"] for entry in entries] == ["f", "x", "f"]
    assert entries[0] == entries[2]


async def test_a_body_of_the_graph_can_be_checked_as_it_is(client):
    body = {"program": "f = x * y", "inputs": {"x": 2, "y": 3}}
    shaped = {"layout": {"direction": "down"}, "format": "columns", "arrays": "full"}
    assert (await check(client, **body, **shaped)).json() == (await check(client, **body)).json()
    for name in shaped:
        wrong = await check(client, **body, **{name: "none of these"})
        assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, f"/{name}")


async def test_no_nodes_no_proofs(client):
    assert (await check(client, program="y = x", nodes=[])).json()["nodes"] == []


async def test_a_node_that_there_is_not_has_a_pointer_and_a_proposal(client):
    problem = (await check(client, program="speed = x^2", nodes=["x", "sped"])).json()
    assert problem["code"] == "unknown-node"
    assert problem["errors"][0]["pointer"] == "/nodes/1"
    assert problem["detail"] == "The program has no node 'sped'. Did you mean 'speed'?"


async def test_a_proof_that_takes_too_much_is_refused_before_the_start(client):
    body = {"program": "h = outer(x, x)\ny = sum(h @ h)", "inputs": {"x": [0.5] * 400}, "nodes": ["h"]}
    response = await check(client, **body)
    assert response.status_code == 422
    assert response.json()["code"] == "cost"


async def test_thousands_of_ids_are_refused_as_fast_as_they_are_read(client, monkeypatch):
    looked_at = 0

    class Ids(list):
        def __iter__(self):
            nonlocal looked_at
            looked_at += 1
            return super().__iter__()

        def __contains__(self, name):
            pytest.fail(f"all ids are searched for {name}")

    parse = language.parse

    def watched(*arguments):
        program = parse(*arguments)
        return replace(program, graph=replace(program.graph, ids=Ids(program.graph.ids)))

    monkeypatch.setattr(language, "parse", watched)
    body = {"program": "f = x" + " + x" * 900, "nodes": [f":{number}" for number in range(1, 900)] * 20}
    problem = (await check(client, **body)).json()
    assert problem["code"] == "cost"
    assert 0 < looked_at < 10


async def test_a_check_at_a_singular_point_travels_as_strings(client):
    entry = (await check(client, program="y = sqrt(x)", inputs={"x": 0})).json()["inputs"][0]
    assert entry["reverse"] == "Infinity"


@pytest.mark.parametrize("h", [0, -1, "1", None, [1]])
async def test_a_step_must_be_a_positive_number(client, h):
    response = await check(client, program="y = x", h=h)
    assert response.status_code == (200 if h is None else 422)
    if h is not None:
        assert response.json()["errors"][0]["pointer"] == "/h"


async def test_points_are_answered_in_columns(client):
    answer = (await evaluate(client, "y = x^2 * w", [{"x": 1, "w": 1}, {"x": 3, "w": 2}, {"x": "NaN"}])).json()
    assert answer == {
        "output": "y",
        "inputs": ["x", "w"],
        "values": [1.0, 18.0, "NaN"],
        "gradients": {"x": [2.0, 12.0, "NaN"], "w": [1.0, 9.0, "NaN"]},
        "warnings": [],
    }


async def test_points_of_arrays_are_answered_too(client):
    answer = (await evaluate(client, "y = sum(x^2)", [{"x": [1, 2]}, {"x": 3}])).json()
    assert answer["values"] == [5.0, 9.0]
    assert answer["gradients"]["x"] == [[2.0, 4.0], 6.0]


async def test_a_point_is_evaluated_as_a_graph_is(client):
    program = "y = tanh(a * b + c)\nz = relu(y - a) + log(b) / max(a, c)"
    points = [{"a": a / 3, "b": a + 0.5, "c": 1 - a} for a in range(1, 40)]
    answer = (await evaluate(client, program, points)).json()
    for place in (0, 7, 38):
        graph = (await client.post("/api/v1/graph", json={"program": program, "inputs": points[place]})).json()
        nodes = {node["id"]: node for node in graph["nodes"]}
        assert answer["values"][place] == pytest.approx(nodes["z"]["value"], rel=1e-13)
        for name in "abc":
            assert answer["gradients"][name][place] == pytest.approx(nodes[name]["gradient"], rel=1e-13)


async def test_an_output_that_no_input_reaches_has_no_gradients(client):
    answer = (await evaluate(client, "y = 2 * 3\nz = x", [{"x": 1}, {}], output="y")).json()
    assert answer["values"] == [6.0, 6.0]
    assert answer["gradients"] == {"x": [None, None]}


async def test_a_check_warns_of_an_input_without_a_value(client):
    warnings = (await check(client, program="y = x * w", inputs={"x": 2})).json()["warnings"]
    assert [(warning["pointer"], warning["span"]["start"]) for warning in warnings] == [("/inputs/w", 8)]


async def test_an_input_that_no_point_has_is_warned_of(client):
    warnings = (await evaluate(client, "y = x * w", [{"x": 1}, {}])).json()["warnings"]
    assert [(warning["pointer"], warning["span"]["start"]) for warning in warnings] == [("/points", 8)]


async def test_no_points_no_values(client):
    answer = (await evaluate(client, "y = x", [])).json()
    assert answer["values"] == []
    assert answer["gradients"] == {"x": []}


@pytest.mark.parametrize(
    ("points", "pointer"),
    [
        ([{"x": 1}, {"x": "one"}], "/points/1/x"),
        ([{"x": 1}, {"z": 1}], "/points/1/z"),
        ([{"x": [1, [2]]}], "/points/0/x/1"),
        ([{"x": 1}, 2], "/points/1"),
        ({"x": 1}, "/points"),
    ],
)
async def test_a_mistake_in_a_point_has_a_pointer(client, points, pointer):
    response = await evaluate(client, "y = x", points)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == pointer


async def test_a_mistake_in_a_number_or_a_point_is_told_in_words(client):
    problem = (await check(client, program="y = x", h=0)).json()
    assert problem["errors"][0]["detail"] == "'h' must be greater than 0."
    problem = (await evaluate(client, "y = x", [1])).json()
    assert problem["errors"][0]["detail"] == "Entry 0 of 'points' must be an object, not a number."


@pytest.mark.parametrize(("count", "status"), [(9_999, 200), (10_000, 200), (10_001, 422)])
async def test_up_to_ten_thousand_points_are_evaluated(client, count, status):
    response = await evaluate(client, "y = x^2", [{"x": 1}] * count)
    assert response.status_code == status
    assert status == 422 or len(response.json()["values"]) == count
