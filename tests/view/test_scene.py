"""Scenes: the structures that the contract describes, from runs of small programs."""

import json
import math

import numpy as np
import orjson
import pytest

from chainrule.engine.graph import Builder
from chainrule.engine.passes import run
from chainrule.engine.trace import levels
from chainrule.view import scene
from chainrule.view.layout import layout
from chainrule.view.topology import topology

CONTRACT = """
{"format": "chainrule/1", "output": "f",
 "levels": [["x", "y"], ["q", "z"], ["f"]],
 "nodes": [
  {"id": "x", "label": "x", "op": "input", "level": 2, "shape": [],
   "value": -2.0, "gradient": -4.0, "inputs": [], "flags": []},
  {"id": "y", "label": "y", "op": "input", "level": 2, "shape": [],
   "value": 5.0, "gradient": -4.0, "inputs": [], "flags": []},
  {"id": "q", "label": "q", "op": "add", "level": 1, "shape": [], "value": 3.0, "gradient": -4.0, "flags": [],
   "inputs": [{"node": "x", "local_gradient": 1.0, "propagated_gradient": -4.0},
              {"node": "y", "local_gradient": 1.0, "propagated_gradient": -4.0}]},
  {"id": "z", "label": "z", "op": "input", "level": 1, "shape": [],
   "value": -4.0, "gradient": 3.0, "inputs": [], "flags": []},
  {"id": "f", "label": "f", "op": "mul", "level": 0, "shape": [], "value": -12.0, "gradient": 1.0, "flags": [],
   "inputs": [{"node": "q", "local_gradient": -4.0, "propagated_gradient": -4.0},
              {"node": "z", "local_gradient": 3.0, "propagated_gradient": 3.0}]}],
 "steps": [{"phase": "forward", "node": "x"}, {"phase": "forward", "node": "y"}, {"phase": "forward", "node": "q"},
           {"phase": "forward", "node": "z"}, {"phase": "forward", "node": "f"}, {"phase": "seed", "node": "f"},
           {"phase": "backward", "node": "f", "input": 0}, {"phase": "backward", "node": "f", "input": 1},
           {"phase": "backward", "node": "q", "input": 0}, {"phase": "backward", "node": "q", "input": 1}],
 "warnings": []}
"""


def note():
    build = Builder()
    q = build.node("add", build.input("x", -2), build.input("y", 5), name="q")
    build.node("mul", q, build.input("z", -4), name="f")
    return build.graph()


def strict(answer):
    """The answer as a client reads it, from JSON that has neither NaN nor null for a number."""
    return json.loads(orjson.dumps(answer), parse_constant=pytest.fail)


def test_the_rows_of_the_notes_example_are_the_contracts():
    assert strict(scene.rows(run(note()))) == json.loads(CONTRACT)


def test_columns_say_the_same_as_rows():
    graph = note()
    rows, columns = strict(scene.rows(run(graph))), strict(scene.columns(run(graph)))
    assert columns["ids"] == [node["id"] for node in rows["nodes"]]
    assert columns["ops"] == [node["op"] for node in rows["nodes"]]
    assert columns["labels"] == [node["label"] for node in rows["nodes"]]
    assert columns["levels_of"] == [node["level"] for node in rows["nodes"]]
    assert columns["values"] == [node["value"] for node in rows["nodes"]]
    assert columns["gradients"] == [node["gradient"] for node in rows["nodes"]]
    assert columns["output"] == rows["output"]
    assert edges_of(columns) == edges_of_rows(rows)


def edges_of(columns):
    edges, ids = columns["edges"], columns["ids"]
    parts = (edges[key] for key in ("from", "to", "slot", "local", "propagated"))
    return [(ids[a], ids[b], slot, local, handed) for a, b, slot, local, handed in zip(*parts, strict=True)]


def edges_of_rows(rows):
    return [
        (each["node"], node["id"], slot, each["local_gradient"], each["propagated_gradient"])
        for node in rows["nodes"]
        for slot, each in enumerate(node["inputs"])
    ]


@pytest.mark.parametrize("encoded", [False, True])
def test_columns_may_be_half_encoded_and_say_the_same(encoded):
    graph = note()
    assert strict(scene.columns(run(graph), encoded=encoded)) == strict(scene.columns(run(graph)))


def test_numbers_that_json_lacks_are_words():
    build = Builder()
    x = build.input("x", 0.0)
    build.node("mul", build.node("log", x, name="l"), x, name="f")
    for answer in (scene.rows, scene.columns):
        assert "NaN" in orjson.dumps(strict(answer(run(build.graph())))).decode()
    values = {node["id"]: node["value"] for node in strict(scene.rows(run(build.graph())))["nodes"]}
    assert values == {"x": 0.0, "l": "-Infinity", "f": "NaN"}


def test_minus_zero_keeps_its_sign():
    build = Builder()
    build.node("neg", build.input("x", 0.0), name="f")
    nodes = strict(scene.rows(run(build.graph())))["nodes"]
    assert math.copysign(1, nodes[1]["value"]) == -1


def test_words_stand_for_numbers_in_arrays_and_columns_too():
    build = Builder()
    build.node("sqrt", build.input("x", [0.0, 4.0, -1.0]), name="f")
    answer = strict(scene.columns(run(build.graph())))
    assert answer["values"] == [[0.0, 4.0, -1.0], [0.0, 2.0, "NaN"]]
    assert answer["edges"]["local"] == [["Infinity", 0.25, "NaN"]]
    assert answer["shapes"] == [[3], [3]]
    assert {flag["kind"] for flag in answer["flags"]["f"]} >= {"domain", "kink"}


def test_large_arrays_travel_as_summaries_unless_asked_for():
    build = Builder()
    x = build.input("x", np.arange(20_000.0))
    build.node("sum", x, name="f")
    result = run(build.graph())
    first = strict(scene.rows(result))["nodes"][0]
    assert first["value"] == {"shape": [20_000], "min": 0.0, "max": 19_999.0, "mean": 9_999.5}
    assert first["gradient"] == {"shape": [20_000], "min": 1.0, "max": 1.0, "mean": 1.0}
    assert len(strict(scene.rows(result, arrays="full"))["nodes"][0]["value"]) == 20_000


def test_a_node_beside_the_way_has_no_level_and_no_gradient():
    build = Builder()
    x = build.input("x", 2.0)
    build.node("square", x, name="unused")
    build.node("exp", x, name="f")
    answer = strict(scene.rows(run(build.graph())))
    unused = answer["nodes"][1]
    assert (unused["level"], unused["gradient"]) == (None, None)
    assert unused["inputs"] == [{"node": "x", "local_gradient": None, "propagated_gradient": None}]
    assert answer["levels"] == [["x"], ["f"]]
    columns = strict(scene.columns(run(build.graph())))
    assert (columns["gradients"][1], columns["edges"]["local"][0], columns["edges"]["propagated"][0]) == (
        None,
        None,
        None,
    )


def test_a_condition_is_an_edge_without_gradients():
    build = Builder()
    x = build.input("x", 2.0)
    build.node("where", build.node("gt", x, build.const(0.0)), x, build.node("neg", x), name="f")
    inputs = strict(scene.rows(run(build.graph())))["nodes"][-1]["inputs"]
    assert (inputs[0]["local_gradient"], inputs[0]["propagated_gradient"]) == (None, None)
    assert [each["local_gradient"] for each in inputs[1:]] == [1.0, 0.0]
    assert edges_of(strict(scene.columns(run(build.graph()))))[-1][3:] == (0.0, 0.0)


def test_the_local_gradient_of_a_matrix_product_shows_the_matrix():
    build = Builder()
    a, w = build.input("a", [1.0, 2.0]), build.input("w", [[1.0, 0.0], [3.0, 4.0]])
    build.node("sum", build.node("matmul", a, w, name="z"), name="f")
    z, f = strict(scene.rows(run(build.graph())))["nodes"][2:]
    shown = z["inputs"][0]["local_gradient"]
    assert (shown["kind"], shown["operand"], shown["factor"]) == ("matrix", "w", [[1.0, 0.0], [3.0, 4.0]])
    assert f["inputs"][0]["local_gradient"]["kind"] == "jacobian"
    assert strict(scene.columns(run(build.graph())))["edges"]["local"][0] == shown


def test_fixed_keywords_travel_with_their_node():
    build = Builder()
    x = build.input("x", [[1.0, 2.0], [3.0, 4.0]])
    build.node("sum", build.node("index", x, key=(slice(None), 1), name="part"), axis=0, name="f")
    nodes = strict(scene.rows(run(build.graph())))["nodes"]
    assert [node.get("attrs") for node in nodes] == [None, {"key": [[None, None, None], 1]}, {"axis": 0}]
    assert strict(scene.columns(run(build.graph())))["attrs"] == {"part": nodes[1]["attrs"], "f": nodes[2]["attrs"]}


def test_with_a_layout_everything_has_a_place():
    graph = note()
    placed = layout(graph, levels(graph))
    rows = strict(scene.rows(run(graph), layout=placed))
    columns = strict(scene.columns(run(graph), layout=placed))
    for i, node in enumerate(rows["nodes"]):
        assert (node["width"], node["height"]) == (176.0, 84.0)
        assert (columns["x"][i], columns["y"][i]) == (node["x"], node["y"])
        assert all(len(each["route"]) > 1 for each in node["inputs"])
    assert columns["edges"]["route"] == [each["route"] for node in rows["nodes"] for each in node["inputs"]]
    assert columns["layout"] == rows["layout"]
    assert [column["level"] for column in rows["layout"]["columns"]] == [2, 1, 0]
    steps = columns["steps"]
    assert [graph.ids[node] for node in steps["node"]] == [step["node"] for step in rows["steps"]]
    assert steps["phase"] == [step["phase"] for step in rows["steps"]]


def test_warnings_are_passed_on():
    warning = {"detail": "'y' has no value; it is 1."}
    assert scene.rows(run(note()), warnings=[warning])["warnings"] == [warning]
    assert scene.columns(run(note()), warnings=[warning])["warnings"] == [warning]


def test_nodes_with_many_inputs_are_in_columns_too():
    build = Builder()
    inputs = [build.input(name, value) for name, value in zip("abc", (1.0, 5.0, 2.0), strict=True)]
    build.node("maximum", *inputs, name="f")
    assert strict(scene.columns(run(build.graph())))["edges"]["local"] == [0.0, 1.0, 0.0]


def test_the_structure_of_a_graph_is_worked_out_once_for_all_its_runs():
    graph = note()
    assert topology(graph) is topology(graph)
    assert topology(note()) is not topology(graph)
