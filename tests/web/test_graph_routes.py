"""POST and GET /api/v1/graph, as the contract describes them."""

import json
from urllib.parse import urlencode

import pytest

NOTE = {"program": "q = x + y\nf = q * z", "inputs": {"x": -2, "y": 5, "z": -4}, "output": "f"}
LINK = {"program": NOTE["program"], "x": "-2", "y": "5", "z": "-4", "output": "f"}


async def post(client, **body):
    return await client.post("/api/v1/graph", json=body)


async def get(client, query, **headers):
    text = query if isinstance(query, str) else urlencode(query)
    return await client.get(f"/api/v1/graph?{text}", headers=headers)


def node(answer, name):
    return next(node for node in answer["nodes"] if node["id"] == name)


async def test_the_notes_example_has_the_notes_numbers(client):
    answer = (await post(client, **NOTE)).json()
    assert answer["format"] == "chainrule/1"
    assert answer["output"] == "f"
    assert answer["levels"] == [["x", "y"], ["q", "z"], ["f"]]
    assert [(node["id"], node["value"], node["gradient"]) for node in answer["nodes"]] == [
        ("x", -2.0, -4.0),
        ("y", 5.0, -4.0),
        ("q", 3.0, -4.0),
        ("z", -4.0, 3.0),
        ("f", -12.0, 1.0),
    ]
    assert node(answer, "f")["inputs"] == [
        {"node": "q", "local_gradient": -4.0, "propagated_gradient": -4.0},
        {"node": "z", "local_gradient": 3.0, "propagated_gradient": 3.0},
    ]
    assert answer["steps"][0] == {"phase": "forward", "node": "x"}
    assert {"phase": "backward", "node": "f", "input": 0} in answer["steps"]
    assert answer["warnings"] == []


async def test_a_link_answers_the_same_bytes_as_a_post(client):
    assert (await get(client, LINK)).content == (await post(client, **NOTE)).content


async def test_columns_hold_the_same_facts_as_rows(client):
    rows = (await post(client, **NOTE)).json()
    columns = (await post(client, **NOTE, format="columns")).json()
    assert columns["ids"] == [node["id"] for node in rows["nodes"]]
    assert columns["ops"] == [node["op"] for node in rows["nodes"]]
    assert columns["levels_of"] == [node["level"] for node in rows["nodes"]]
    assert columns["values"] == [node["value"] for node in rows["nodes"]]
    assert columns["gradients"] == [node["gradient"] for node in rows["nodes"]]
    edges = columns["edges"]
    assert list(edges["local"]) == [edge["local_gradient"] for node in rows["nodes"] for edge in node["inputs"]]
    assert list(edges["propagated"]) == [
        edge["propagated_gradient"] for node in rows["nodes"] for edge in node["inputs"]
    ]
    assert len(edges["from"]) == len(edges["to"]) == len(edges["slot"]) == 4


async def test_any_node_can_be_the_output(client):
    answer = (await post(client, program="a = x * 2\nb = a + 1\nc = b * a", inputs={"x": 3}, output="a")).json()
    assert answer["output"] == "a"
    assert node(answer, "x")["gradient"] == 2.0
    assert node(answer, "c")["gradient"] is None
    assert node(answer, "c")["level"] is None


async def test_a_seed_scales_all_gradients(client):
    answer = (await post(client, **NOTE, seed=2)).json()
    assert node(answer, "x")["gradient"] == -8.0


async def test_the_seed_of_an_array_has_its_shape(client):
    body = {"program": "y = 3 * x", "inputs": {"x": [1, 2]}}
    assert node((await post(client, **body, seed=[1, 10])).json(), "x")["gradient"] == [3.0, 30.0]
    problem = (await post(client, **body, seed=1)).json()
    assert problem["errors"][0]["pointer"] == "/seed"


async def test_inputs_override_the_literals_of_the_program(client):
    answer = (await post(client, program="x = 2\ny = x^2", inputs={"x": 5})).json()
    assert node(answer, "y")["value"] == 25.0


async def test_an_input_without_a_value_is_one_and_there_is_a_warning(client):
    answer = (await post(client, program="y = 3 * x")).json()
    assert node(answer, "x")["value"] == 1.0
    assert "x" in answer["warnings"][0]["detail"]
    assert answer["warnings"][0]["span"] == {"start": 8, "end": 9, "line": 1, "column": 9}


async def test_non_finite_numbers_travel_as_strings(client):
    response = await post(client, program="y = 1 / x", inputs={"x": 0})
    answer = json.loads(response.text, parse_constant=pytest.fail)
    assert node(answer, "y")["value"] == "Infinity"
    assert node(answer, "x")["gradient"] == "-Infinity"
    answer = (await post(client, program="y = x + 1", inputs={"x": "-Infinity"})).json()
    assert node(answer, "y")["value"] == "-Infinity"


async def test_a_layout_places_every_node_and_routes_every_edge(client):
    answer = (await post(client, **NOTE, layout=True)).json()
    assert answer["layout"]["width"] > 0
    assert len(answer["layout"]["columns"]) == 3
    for placed in answer["nodes"]:
        assert {"x", "y", "width", "height"} <= placed.keys()
        assert all(len(edge["route"]) >= 2 for edge in placed["inputs"])


@pytest.mark.parametrize("wish", [{}, {"previous": {"q": 1, "z": 0}}, {"folded": []}, {"direction": "down"}])
async def test_a_layout_may_be_wished_for_in_detail(client, wish):
    answer = (await post(client, **NOTE, layout=wish)).json()
    assert answer["layout"]["height"] > 0


async def test_large_arrays_travel_as_summaries_unless_asked_for(client):
    body = {"program": "x = arange(10001)\ny = sum(x)"}
    summary = node((await post(client, **body)).json(), "x")["value"]
    assert summary == {"shape": [10001], "min": 0.0, "max": 10000.0, "mean": 5000.0}
    assert len(node((await post(client, **body, arrays="full")).json(), "x")["value"]) == 10_001


# Mistakes --------------------------------------------------------------------------------------------------------


async def test_a_mistake_in_the_program_has_a_span(client):
    response = await post(client, program="a = 1\ny = tahn(a)")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == f"urn:chainrule:problem:{problem['code']}"
    assert problem["errors"][0]["span"] == {"start": 10, "end": 14, "line": 2, "column": 5}
    assert "Did you mean 'tanh'?" in problem["detail"]


async def test_a_mismatch_of_shapes_names_the_operands(client):
    problem = (await post(client, program="y = a @ b", inputs={"a": [[1, 2, 3]], "b": [[1, 2]]})).json()
    assert problem["errors"][0]["span"]["start"] == 4
    assert "(1, 3)" in problem["detail"]
    assert "(1, 2)" in problem["detail"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"inputs": {"w": 1}}, "/inputs/w"),
        ({"inputs": {"x": "one"}}, "/inputs/x"),
        ({"inputs": {"x": [1, [2]]}}, "/inputs/x/1"),
        ({"inputs": {"a/b~": 1}}, "/inputs/a~1b~0"),
        ({"inputs": [1]}, "/inputs"),
        ({"output": "nothing"}, "/output"),
        ({"output": 3}, "/output"),
        ({"seed": "x"}, "/seed"),
        ({"layout": 1}, "/layout"),
        ({"layout": {"previous": {"q": "first"}}}, "/layout/previous/q"),
        ({"format": "rose"}, "/format"),
        ({"arrays": None}, "/arrays"),
        ({"output": None}, "/output"),
        ({"seed": None}, "/seed"),
        ({"layout": None}, "/layout"),
        ({"inputs": None}, "/inputs"),
        ({"program": 1}, "/program"),
        ({"sead": 1}, "/sead"),
    ],
)
async def test_a_mistake_beside_the_program_has_a_pointer(client, change, pointer):
    response = await post(client, **(NOTE | change))
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == pointer


async def test_a_wrong_layout_is_told_all_that_it_may_be(client):
    (error,) = (await post(client, **NOTE, layout=[1])).json()["errors"]
    assert error["detail"] == "'layout' must be true, false or an object, not a list."


async def test_a_misspelt_field_is_recognised(client):
    problem = (await post(client, **NOTE, Seed=1)).json()
    assert problem["errors"][0]["detail"] == "There is no field 'Seed'. Did you mean 'seed'?"


async def test_an_unknown_field_within_an_object_is_told_that_objects_fields(client):
    problem = (await post(client, **NOTE, layout={"x": 1})).json()
    assert problem["errors"][0] == {
        "detail": "There is no field 'x'. The fields are: previous, folded, direction.",
        "code": "field",
        "pointer": "/layout/x",
    }


LAYERS = {
    "program": "layer1_w = 2\nlayer1_z = layer1_w * x + 1\nlayer2_w = 3\nlayer2_z = layer2_w * layer1_z\nL = layer2_z",
    "inputs": {"x": 1},
}


async def test_groups_are_listed_with_the_layout(client):
    answer = (await post(client, **LAYERS, layout=True)).json()
    assert [(group["name"], group["folded"]) for group in answer["groups"]] == [("layer1", False), ("layer2", False)]
    assert {"layer1_w", "layer1_z"} < set(answer["groups"][0]["nodes"])
    assert "groups" not in (await post(client, **LAYERS)).json()
    assert "groups" not in (await post(client, **NOTE, layout=True)).json()


@pytest.mark.parametrize("form", ["rows", "columns"])
async def test_a_folded_group_is_one_card_while_its_numbers_stay(client, form):
    plain = (await post(client, **LAYERS, layout=True, format=form)).json()
    folded = (await post(client, **LAYERS, layout={"folded": ["layer1"]}, format=form)).json()
    (card,) = folded["layout"]["cards"]
    assert card == {"groups": ["layer1"], "nodes": folded["groups"][0]["nodes"]}
    assert len(folded["layout"]["columns"]) < len(plain["layout"]["columns"])
    assert folded["steps"] == plain["steps"]
    if form == "columns":
        assert (folded["values"], folded["gradients"]) == (plain["values"], plain["gradients"])
        assert folded["edges"]["local"] == plain["edges"]["local"]
        assert len({(folded["x"][node], folded["y"][node]) for node in card["nodes"]}) == 1
        inner = [edge for edge, drawn in enumerate(folded["edges"]["drawn"]) if drawn is None]
        assert inner
        assert all(folded["edges"]["route"][edge] == [] for edge in inner)
        assert all(folded["edges"]["lens"][edge] is None for edge in inner)


async def test_a_group_that_is_not_there_is_warned_of(client):
    answer = (await post(client, **LAYERS, layout={"folded": ["layer9", "layer2"]})).json()
    assert answer["warnings"][-1] == {
        "detail": "There is no group 'layer9' to fold. The groups are: 'layer1', 'layer2'.",
        "pointer": "/layout/folded/0",
    }
    assert [group["folded"] for group in answer["groups"]] == [False, True]


async def test_thousands_of_groups_that_are_not_there_are_counted(client):
    unknown = [f"layer{number}" for number in range(10, 3010)]
    answer = (await post(client, **LAYERS, layout={"folded": [*unknown, *unknown, "layer2"]})).json()
    assert [each["pointer"] for each in answer["warnings"]][:3] == [f"/layout/folded/{at}" for at in range(3)]
    assert len(answer["warnings"]) == 21
    assert answer["warnings"][-1] == {"detail": "2,980 more names are no groups.", "pointer": "/layout/folded"}
    assert [card["groups"] for card in answer["layout"]["cards"]] == [["layer2"]]


async def test_a_correction_has_a_span_as_mistakes_have(client):
    error = (await post(client, program="a = 1\ny = 2a")).json()["errors"][0]
    assert error["fix"] == {"span": {"start": 11, "end": 11, "line": 2, "column": 6}, "text": "*"}


async def test_a_body_that_is_no_object_is_refused(client):
    response = await client.post("/api/v1/graph", json=[NOTE])
    assert response.status_code == 422
    assert response.json()["errors"][0] == {
        "detail": "The body must be an object, not a list.",
        "code": "field",
        "pointer": "",
    }


async def test_at_most_twenty_mistakes_are_listed(client):
    response = await post(client, **NOTE, **{f"field{i}": i for i in range(500)})
    assert len(response.json()["errors"]) == 20
    assert len(response.content) < 16 * 1024


async def test_a_long_input_is_echoed_in_part(client):
    response = await post(client, **NOTE, **{"k" * 50_000: 1})
    assert len(response.content) < 1_000
    response = await post(client, program="y = " + "x" * 50_000)
    assert len(response.content) < 2_000


# Links -----------------------------------------------------------------------------------------------------------


async def test_a_link_may_carry_names_of_others(client):
    response = await get(
        client, LINK | {"utm_source": "course", "fbclid": "1", "step": "4", "theme": "dark", "width": "9"}
    )
    assert response.status_code == 200


async def test_a_link_may_carry_inputs_as_json(client):
    query = {"program": "y = step * x", "inputs": '{"step": 2, "x": [1, 2]}', "step": "7"}
    assert node((await get(client, query)).json(), "y")["value"] == [2.0, 4.0]


async def test_a_link_may_carry_everything_that_a_body_may(client):
    query = {"program": "y = x * w", "x": "[1,2]", "w": "NaN", "seed": "[1,2]", "layout": "true", "format": "columns"}
    answer = (await get(client, query)).json()
    assert answer["values"][-1] == ["NaN", "NaN"]
    assert answer["layout"]["width"] > 0


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("output=f", "/program"),
        ("program=y=x&program=y=2", "/program"),
        ("program=y=x&output=y&output=x", "/output"),
        ("program=y=x&x=1&x=2", "/x"),
        ("program=y=x&x=1&inputs=%7B%22x%22:2%7D", "/inputs/x"),
        ("program=y=x&inputs=[1]", "/inputs"),
        ("program=y=x&inputs=%7B%22x%22:", "/inputs/x"),
        ("program=y=x&inputs=%7B%22x%22:true%7D", "/inputs/x"),
        ("program=y=x&x=one", "/inputs/x"),
        ("program=y=x&x=%D9%A3", "/inputs/x"),
        ("program=y=x&x=", "/inputs/x"),
        ("program=y=x&x=[1,", "/inputs/x/1"),
        ("program=y=x&seed=two", "/seed"),
        ("program=y=x&format=rose", "/format"),
        ("program=y=x&layout=maybe", "/layout"),
        ("program=%ff", ""),
    ],
)
async def test_a_mistake_in_a_link_has_a_pointer(client, query, pointer):
    response = await get(client, query)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == pointer


async def test_names_of_others_may_stand_twice(client):
    assert (await get(client, "program=y=x&a=1&a=2")).status_code == 200


async def test_a_mistake_in_a_links_program_has_a_span(client):
    response = await get(client, "program=y=tahn(x)&x=1")
    assert response.json()["errors"][0]["span"] == {"start": 2, "end": 6, "line": 1, "column": 3}


async def test_a_link_is_cacheable_and_its_tag_is_strong(client):
    first = await get(client, LINK)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    assert "max-age" in first.headers["cache-control"]
    again = await get(client, LINK, **{"If-None-Match": f'"other", {tag}'})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    other = await get(client, LINK | {"x": "3"}, **{"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["etag"] != tag


async def test_head_answers_as_get_does_without_the_body(client):
    answer, head = await get(client, LINK), await client.head(f"/api/v1/graph?{urlencode(LINK)}")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers == answer.headers


async def test_failures_of_links_are_not_cached(client):
    response = await get(client, "program=y=")
    assert response.headers["cache-control"] == "no-store"
    assert "etag" not in response.headers
