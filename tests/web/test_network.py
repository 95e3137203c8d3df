"""One step of a network over HTTP: the three views, specs in both forms, and what is refused."""

import json
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from chainrule.web.app import create_app
from chainrule.web.compute import Desk, Heavy, Question
from chainrule.web.settings import Settings

NETWORK, SPEC = "/api/v1/network", "/api/v1/network/spec"
JSON = {"Content-Type": "application/json"}
HOSTILE = json.loads((Path(__file__).parents[1] / "data" / "hostile_networks.json").read_text(encoding="utf-8"))
CONTRACT = {
    "spec": {
        "inputs": 2,
        "layers": [
            {"type": "dense", "units": 2, "activation": "sigmoid", "bias": True},
            {"type": "dense", "units": 1, "activation": "sigmoid"},
        ],
        "loss": "half_squared_error",
        "init": {"scheme": "standard_normal", "seed": 0},
    },
    "sample": {"x": [0.05, 0.10], "y": [0.01]},
    "learning_rate": 0.5,
    "view": "neuron",
}
# Matt Mazur, A Step by Step Backpropagation Example (2015).
MAZUR = {
    "spec": "2 -> 2 sigmoid weights [[0.15, 0.20], [0.25, 0.30]] biases [0.35, 0.35] "
    "-> 2 sigmoid weights [[0.40, 0.45], [0.50, 0.55]] biases [0.60, 0.60], loss half_squared_error",
    "sample": {"x": [0.05, 0.10], "y": [0.01, 0.99]},
    "learning_rate": 0.5,
}
LARGE = {
    "spec": "784 -> 128 relu -> 10, loss softmax_cross_entropy, init he seed 1",
    "sample": {"x": [0.1] * 784, "y": [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]},
    "view": "neuron",
}


def strictly(text):
    def refuse(name):
        raise AssertionError(f"a bare {name} in JSON")

    return json.loads(text, parse_constant=refuse)


async def ask(client, asked, path=NETWORK, **more):
    response = await client.post(path, json={**asked, **more})
    assert response.status_code == 200, response.text
    return strictly(response.text)


async def refused(client, asked, path=NETWORK, **more):
    response = await client.post(path, json={**asked, **more})
    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return response.json()["errors"][0]


async def test_the_example_of_the_contract_is_answered_as_it_says(client):
    answer = await ask(client, CONTRACT)
    assert answer["format"] == "chainrule/1"
    assert answer["levels"][0] == ["x_1", "x_2"]
    assert answer["output"] == "L"
    first, second = answer["network"]["layers"]
    assert (first["n"], second["n"]) == (2, 3)
    fields = {"z", "a", "delta", "weights", "weight_gradients", "updated_weights", "biases", "bias_gradients"}
    assert fields | {"updated_biases"} <= first.keys()
    assert answer["network"]["loss_after_update"] < answer["network"]["loss"]


async def test_mazurs_example_has_the_published_digits(client):
    network = (await ask(client, MAZUR))["network"]
    assert f"{network['loss']:.9f}" == "0.298371109"
    assert f"{network['layers'][1]['weight_gradients'][0][0]:.9f}" == "0.082167041"
    assert [f"{w:.9f}" for w in network["layers"][1]["updated_weights"][0]] == ["0.358916480", "0.408666186"]
    assert f"{network['layers'][0]['updated_weights'][0][0]:.9f}" == "0.149780716"


async def test_all_views_tell_the_same_numbers(client):
    layer, neuron, scalar = [await ask(client, MAZUR, view=view) for view in ("layer", "neuron", "scalar")]
    assert layer["network"]["layers"] == neuron["network"]["layers"] == scalar["network"]["layers"]
    nodes = [{node["id"]: node for node in answer["nodes"]} for answer in (layer, neuron, scalar)]
    for entry in ("z2_1", "z2_2", "a3_1", "a3_2", "L"):
        for fact in ("value", "gradient"):
            assert nodes[1][entry][fact] == pytest.approx(nodes[2][entry][fact], rel=1e-12)
    assert nodes[0]["z2"]["value"] == pytest.approx([nodes[1][f"z2_{j}"]["value"] for j in (1, 2)], rel=1e-12)
    assert nodes[0]["w2"]["label"] == "w²"
    assert nodes[2]["w2_1_2"]["label"] == "w₁₂²"


async def test_the_weights_of_the_neuron_view_stand_on_its_edges_with_their_update(client):
    answer = await ask(client, MAZUR, view="neuron")
    edges = answer["network"]["edges"]
    at = edges["name"].index("w3_1_2")
    assert (edges["source"][at], edges["target"][at], edges["value"][at]) == ("a2_2", "z3_1", 0.45)
    assert edges["update"][at] == 0.45 - 0.5 * edges["gradient"][at]
    assert answer["network"]["biases"]["z2_1"]["value"] == 0.35


async def test_places_are_given_where_they_are_wanted_and_neurons_stand_in_order(client):
    answer = await ask(client, MAZUR, view="neuron", layout=True)
    places = {node["id"]: node["y"] for node in answer["nodes"]}
    assert places["a2_1"] < places["a2_2"]
    assert places["z3_1"] < places["z3_2"]
    assert answer["layout"]["columns"]
    turned = await ask(client, MAZUR, view="neuron", layout={"previous": {"a2_2": 0, "a2_1": 1}, "direction": "down"})
    assert turned["layout"]["direction"] == "down"
    places = {node["id"]: node["x"] for node in turned["nodes"]}
    assert places["a2_2"] < places["a2_1"]


async def test_columns_say_the_same_as_rows(client):
    rows, columns = await ask(client, MAZUR), await ask(client, MAZUR, format="columns")
    assert columns["ids"] == [node["id"] for node in rows["nodes"]]
    assert columns["values"] == [node["value"] for node in rows["nodes"]]
    assert columns["network"] == rows["network"]


async def test_the_seven_stations_are_told_on_request(client):
    assert "stations" not in (await ask(client, MAZUR))["network"]
    stations = (await ask(client, MAZUR, stations=True))["network"]["stations"]
    assert [station["number"] for station in stations] == [1, 2, 3, 4, 5, 6, 7]
    assert stations[3]["equations"][0]["number"] == 9
    assert stations[6]["loss_after_update"] < stations[6]["loss"]


async def test_several_rows_may_be_given_and_the_neuron_view_shows_one(client):
    rows = {"x": [[0.05, 0.10], [0.5, 0.6], [1, 0]], "y": [[0.01, 0.99], [1, 0], [0, 1]]}
    batch = await ask(client, MAZUR, sample=rows)
    assert {node["id"]: node["shape"] for node in batch["nodes"]}["z2"] == [3, 2]
    single = await ask(client, MAZUR, sample=rows, view="neuron", row=1)
    assert [node["value"] for node in single["nodes"]][:2] == [0.5, 0.6]
    assert (await refused(client, MAZUR, sample=rows, view="neuron", row=3))["pointer"] == "/row"


async def test_a_target_of_one_number_needs_no_list(client):
    short = await ask(client, {"spec": "1 -> 1 tanh", "sample": {"x": [0.3], "y": 0.5}})
    long = await ask(client, {"spec": "1 -> 1 tanh", "sample": {"x": [0.3], "y": [0.5]}})
    assert short == long
    rows = await ask(client, {"spec": "1 -> 1 tanh", "sample": {"x": [[0.3], [0.4]], "y": [0.5, 0.6]}})
    assert len(rows["network"]["layers"][0]["a"]) == 2


async def test_an_image_may_come_as_a_plain_list(client):
    asked = {"spec": "1x2x2 -> maxpool2d 2 -> flatten -> 1", "sample": {"x": [1, 2, 3, 4], "y": [0]}}
    nested = {"x": [[[1, 2], [3, 4]]], "y": [0]}
    assert await ask(client, asked) == await ask(client, asked, sample=nested)


async def test_the_inputs_may_be_counted_from_the_sample(client):
    spec = {"layers": [{"type": "dense", "units": 1}]}
    answer = await ask(client, {"spec": spec, "sample": {"x": [1, 2, 3], "y": [1]}})
    assert answer["network"]["spec"]["inputs"] == 3


async def test_a_spec_is_given_in_both_of_its_forms(client):
    line = "2 -> 3 sigmoid no bias -> 1, loss mae, init he seed 4"
    both = await ask(client, {"spec": line}, SPEC)
    assert both["spec"]["layers"][0] == {"type": "dense", "units": 3, "activation": "sigmoid", "bias": False}
    assert await ask(client, {"spec": both["spec"]}, SPEC) == both
    assert await ask(client, {"spec": both["line"]}, SPEC) == both


async def test_numbers_that_are_not_finite_are_words_and_flagged(client):
    answer = await ask(client, {"spec": "1 -> 1 weights [[1e300]]", "sample": {"x": [1e300], "y": [0]}})
    assert answer["network"]["loss"] == "Infinity"
    assert any(flag["first"] for node in answer["nodes"] for flag in node["flags"])
    assert strictly(json.dumps(await ask(client, {"spec": "1 -> 1", "sample": {"x": ["NaN"], "y": [0]}})))


@pytest.mark.parametrize("view", ["layer", "neuron", "scalar"])
@pytest.mark.parametrize(
    ("loss", "bias", "target", "kind", "said"),
    [
        ("bce", -1, 1, "domain", "bce needs probabilities 0 ≤ p ≤ 1"),
        ("bce", 0, 1, "domain", "logarithm of 0"),
        ("bce", 2, 1, "domain", "bce needs"),
        ("cross_entropy", -1, 1, "domain", "cross_entropy needs probabilities p ≥ 0"),
        ("cross_entropy", 0, 1, "domain", "logarithm of 0"),
    ],
)
async def test_a_prediction_that_is_no_probability_is_flagged_at_the_loss(client, view, loss, bias, target, kind, said):
    spec = f"1 -> 2 weights [[0], [0]] biases [0.5, {bias}], loss {loss}"
    asked = {"spec": spec, "sample": {"x": [1], "y": [0, target]}, "view": view, "stations": True}
    answer = await client.post(NETWORK, json=asked)
    assert answer.status_code == 200
    culprits = [flag for node in answer.json()["nodes"] for flag in node["flags"] if flag.get("first")]
    assert [flag["kind"] for flag in culprits] == [kind]
    assert view == "scalar" or said in culprits[0]["detail"]


async def test_a_large_network_is_summed_up_and_its_answer_stays_small(client):
    response = await client.post(NETWORK, json=LARGE | {"format": "columns", "layout": True})
    network = strictly(response.text)["network"]
    assert len(response.content) < 1_000_000
    first = network["summary"][0]
    assert (len(first["weights"]["tiles"]), len(first["strongest"]["name"])) == (64, 100)
    assert network["layers"][0]["weights"]["shape"] == [128, 784]
    assert "edges" not in network
    full = await ask(client, LARGE, view="layer", arrays="full")
    assert len(full["network"]["layers"][0]["weights"]) == 128


@pytest.mark.parametrize("view", ["layer", "neuron", "scalar"])
async def test_a_worker_gives_the_same_answer(client, view):
    here = await ask(client, MAZUR, view=view)
    app = create_app(replace(Settings(), inline_cost=0))
    try:
        transport = httpx.ASGITransport(app=app, client=("198.51.100.7", 50_000))
        async with httpx.AsyncClient(transport=transport, base_url="http://chainrule.test") as other:
            assert await ask(other, MAZUR, view=view) == here
    finally:
        app.state.service.pool.close()


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"spec": 5}, "/spec"),
        ({"spec": {"inputs": 2, "layers": [{"type": "dens", "units": 1}]}}, "/spec/layers/0/type"),
        ({"spec": {"inputs": 2, "layers": [{"type": "dense", "units": "1"}]}}, "/spec/layers/0/units"),
        ({"spec": {"layers": [{"type": "dense", "units": 1}]}, "sample": {"x": 1, "y": 1}}, "/spec/inputs"),
        ({"sample": {"x": [1, 2, 3], "y": [0, 1]}}, "/sample/x"),
        ({"sample": {"x": [1, "two"], "y": [0, 1]}}, "/sample/x/1"),
        ({"sample": {"x": [1, 2], "y": [0]}}, "/sample/y"),
        ({"sample": {"x": [[1, 2], [3, 4]], "y": [[0, 1]]}}, "/sample/y"),
        ({"sample": {"x": [1, 2]}}, "/sample/y"),
        ({"sample": None}, "/sample"),
        ({"learning_rate": "0.5"}, "/learning_rate"),
        ({"learning_rate": -1}, "/learning_rate"),
        ({"view": "neurons"}, "/view"),
        ({"seed": -1}, "/seed"),
        ({"seed": 2**53}, "/seed"),
        ({"row": 1e300}, "/row"),
        ({"row": 0.5}, "/row"),
        ({"steps": 3}, "/steps"),
    ],
)
async def test_a_wrong_field_is_named(client, change, pointer):
    assert (await refused(client, MAZUR, **change))["pointer"] == pointer


@pytest.mark.parametrize("seed", ["7.0", "7e0", "9007199254740991"])
async def test_a_whole_number_is_whole_however_json_writes_it(client, seed):
    written = {name: CONTRACT[name] for name in ("spec", "sample")} | {"seed": int(float(seed)), "row": 0}
    body = json.dumps({**written, "row": 0.0}).replace(f'"seed": {written["seed"]}', f'"seed": {seed}')
    assert f'"seed": {seed}' in body
    response = await client.post(NETWORK, content=body, headers=JSON)
    assert response.status_code == 200
    assert strictly(response.text) == await ask(client, written)


@pytest.mark.parametrize(
    ("seed", "sentence"),
    [
        ("1.5", "'seed' must be a whole number, not 1.5."),
        ("12345678901234567", "'seed' must be at most 9007199254740991."),
        ("true", "'seed' must be a whole number, not true or false."),
    ],
)
async def test_what_is_said_of_a_number_is_true(client, seed, sentence):
    body = json.dumps({**MAZUR, "seed": "?"}).replace('"?"', seed)
    response = await client.post(NETWORK, content=body, headers=JSON)
    assert response.json()["errors"][0]["detail"] == sentence


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [("2 -> 3 sigmoidd -> 1", 7, 15), ("2 -> 0", 5, 6), ("2 -> 3, loss msee", 13, 17), ("2 -> 3 [", 7, 8)],
)
async def test_a_wrong_word_of_a_line_is_pointed_out(client, line, start, end):
    error = await refused(client, MAZUR, spec=line)
    assert (error["span"]["start"], error["span"]["end"]) == (start, end)
    assert error["pointer"] == "/spec"
    again = await refused(client, {"spec": line}, SPEC)
    assert (again["span"], again["pointer"]) == (error["span"], "/spec")


def made(case):
    """The spec of a case; large ones are generated."""
    generator = case.get("generator")
    if generator is None:
        return case["input"]
    count = range(generator["n"])
    return {
        "layers": lambda: {"layers": [generator["layer"] for _ in count]},
        "isolated": lambda: {"nodes": [{"id": f"n{k}", "op": "const", "value": 1} for k in count]},
        "many_keys": lambda: {f"k{k}": k for k in count},
    }[generator["kind"]]()


@pytest.mark.parametrize(
    "case", [case for case in HOSTILE["cases"] if case["surface"] == "spec"], ids=lambda case: case["id"]
)
async def test_a_hostile_spec_ends_as_it_may(client, case):
    body = json.dumps({"spec": made(case), "sample": {"x": [1, 2], "y": [1]}})
    response = await client.post(NETWORK, content=body, headers=JSON)
    assert response.status_code in (413, 422)
    assert len(response.content) <= 16 * 1024
    problem = strictly(response.text)
    if {"reject", "reject_pos"} & set(case["expect"]):
        assert problem["errors"][0]["pointer"].startswith("/spec")
    else:
        assert "more than" in problem["detail"]


async def test_the_requests_of_the_documentation_are_answered(client):
    text = (Path(__file__).parents[2] / "docs" / "network.md").read_text(encoding="utf-8")
    asked = [json.loads(block.partition("```")[0]) for block in text.split("```json")[1:]]
    kinds = {"seeds": "/sweep", "data": "/train", "sample": "/network", "spec": "/network/spec"}
    paths = [next(path for name, path in kinds.items() if name in body) for body in asked]
    assert paths == ["/network/spec", "/network/spec", "/network", "/train", "/sweep"]
    for path, body in zip(paths, asked, strict=True):
        assert (await client.post(f"/api/v1{path}", json=body)).status_code in (200, 201)


# Limits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "most", "spec"),
    [
        ("network_parameters", 12, lambda n: {"inputs": n, "layers": [{"type": "dense", "units": 1, "bias": False}]}),
        ("network_layers", 4, lambda n: {"inputs": 1, "layers": [{"type": "dense", "units": 1}] * n}),
        ("network_side", 5, lambda n: {"inputs": [1, n, n], "layers": [{"type": "flatten"}]}),
    ],
)
def test_a_network_is_shown_up_to_each_limit(limit, most, spec):
    desk = Desk(replace(Settings(), **{limit: most}), confined=True)
    for size in (most - 1, most):
        assert desk.answer(Question("spec", "", network={"spec": spec(size)}))
    with pytest.raises(Exception, match=f"more than the limit of {most}"):
        desk.answer(Question("spec", "", network={"spec": spec(most + 1)}))


def question(spec, x, y, **more):
    asked = {"learning_rate": 0.5, "view": "layer", "row": 0, "seed": 0, "stations": False, **more}
    return Question("network", spec, network={"spec": spec, "sample": {"x": x, "y": y}, **asked})


def test_a_large_network_is_left_to_a_worker_and_a_larger_one_refused_before_it_is_made():
    asked = question("100 -> 100", [0.1] * 100, [0.1] * 100)
    assert Desk(Settings()).answer(asked)
    with pytest.raises(Heavy):
        Desk(replace(Settings(), inline_cost=100_000)).answer(asked)
    with pytest.raises(Exception, match="element operations"):
        Desk(replace(Settings(), request_cost=100_000), confined=True).answer(asked)


def test_the_scalar_view_has_as_many_nodes_as_a_graph_may():
    asked = question("10 -> 10", [0.1] * 10, [0.1] * 10, view="scalar")
    assert Desk(Settings()).answer(asked)
    with pytest.raises(Exception, match="more than the limit of 100 "):
        Desk(replace(Settings(), graph_nodes=100)).answer(asked)


async def test_the_parts_of_a_layer_fold_into_one_card(client):
    asked = {"spec": "2 → 3 tanh → 1", "sample": {"x": [1, 2], "y": [0]}, "view": "scalar"}
    answer = await ask(client, asked, layout={"folded": ["layer2"]}, format="columns")
    assert {group["name"] for group in answer["groups"]} >= {"layer2", "layer3"}
    (card,) = answer["layout"]["cards"]
    assert {answer["ids"][node] for node in card["nodes"]} >= {"w2_1_1", "b2_3", "z2_1", "a2_3"}
