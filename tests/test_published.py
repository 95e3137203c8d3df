"""What others have published, what PyTorch answers, and the house's own conventions, on whole programs."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from chainrule.engine.check import check
from chainrule.engine.flags import flags
from chainrule.engine.passes import run
from chainrule.engine.trace import levels, local_gradient, steps
from chainrule.language import parse

DATA = Path(__file__).parent / "data"
WORKED = json.loads((DATA / "worked_examples.json").read_text("utf-8"))
TORCH = json.loads((DATA / "torch_cases.json").read_text("utf-8"))["cases"]
INF, NAN = math.inf, math.nan


def graph_of(case):
    return parse(case["program"]).bind(case.get("inputs", {}), case["output"])


def by_id(graph, entries):
    return dict(zip(graph.ids, entries, strict=True))


@pytest.mark.parametrize("case", WORKED, ids=lambda case: case["id"])
def test_a_published_example_has_its_published_numbers(case):
    graph = graph_of(case)
    found = run(graph)
    values, gradients = by_id(graph, found.values), by_id(graph, found.gradients)
    assert {name: values[name] for name in case["values"]} == pytest.approx(case["values"], rel=1e-12, abs=1e-15)
    assert {name: gradients[name] for name in case["gradients"]} == pytest.approx(
        case["gradients"], rel=1e-12, abs=1e-15
    )


@pytest.mark.parametrize("case", TORCH, ids=lambda case: case["id"])
class TestAgainstPyTorch:
    def test_value_and_gradients_are_those_of_pytorch(self, case):
        graph = graph_of(case)
        found = run(graph)
        gradients = by_id(graph, found.gradients)
        assert found.values[graph.output] == pytest.approx(case["value"], rel=1e-9, abs=1e-14)
        for name, expected in case["gradients"].items():
            if expected is None:
                assert gradients[name] is None, name
            else:
                assert gradients[name] == pytest.approx(np.array(expected), rel=1e-9, abs=1e-14), name

    def test_forward_mode_agrees(self, case):
        for entry in check(graph_of(case)):
            if entry["reverse"] is not None:
                assert entry["forward"] == pytest.approx(entry["reverse"], rel=1e-9, abs=1e-12)
                assert entry["error"] < 1e-5

    def test_every_edge_can_be_shown(self, case):
        graph = graph_of(case)
        found = run(graph)
        assert flags(found) is not None
        for step in steps(graph, levels(graph)):
            if step.phase == "backward":
                assert local_gradient(found, step.node, step.input) is not None


# The conventions at kinks and singular points: program, value, gradient of x, and whether a kink is flagged.
CONVENTIONS = [
    ("x = 0; f = relu(x)", 0, 0, True),
    ("x = 0; f = abs(x)", 0, 0, True),
    ("x = 1; f = max(x, 1)", 1, 0.5, True),
    ("x = 1; f = max(x, 1, 1)", 1, 1 / 3, True),
    ("x = 1; f = max(max(x, 1), 1)", 1, 0.25, True),
    ("x = [2, 2, 1]; f = max(x)", 2, [0.5, 0.5, 0], True),
    ("x = [1, 1, 2]; f = min(x)", 1, [0.5, 0.5, 0], True),
    ("x = 1; f = clip(x, -1, 1)", 1, 1, True),
    ("x = 1; f = hardtanh(x)", 1, 1, True),
    ("x = 0; f = leaky_relu(x)", 0, 0.01, True),
    ("x = 0; f = elu(x)", 0, 1, False),
    ("x = 0; f = selu(x)", 0, 1.7580993408473766, True),
    ("x = 6; f = relu6(x)", 6, 0, True),
    ("x = 2; f = sign(x) + floor(x) + round(x + 0.5)", 5, 0, True),
    ("x = 3; f = mod(x, 3)", 0, 1, True),
    ("x = 0; f = sqrt(x)", 0, INF, True),
    ("x = 0; f = log(x)", -INF, INF, True),
    ("x = -1; f = log(x)", NAN, NAN, False),
    ("x = -1; f = log(x) * 0", NAN, NAN, False),
    ("x = 0; f = x^0", 1, 0, True),
    ("x = 0; f = x^1", 0, 1, False),
    ("x = 0; f = x^-1", INF, -INF, False),
    ("x = 0; f = x * log(x)", NAN, NAN, True),
    ("x = 0; f = x / x", NAN, NAN, False),
    ("x = [0, 0]; f = norm(x)", 0, [0, 0], True),
    ("x = 0; f = where(x > 0, sqrt(x), x)", 0, NAN, True),
    ("x = -800; f = logsigmoid(x)", -800, 1, False),
    ("x = -800; f = 1 / (1 + exp(-x))", 0, NAN, False),
]


@pytest.mark.parametrize(("program", "value", "gradient", "kink"), CONVENTIONS)
def test_a_convention_holds_in_a_program_and_is_flagged(program, value, gradient, kink):
    graph = parse(program).bind({}, None)
    found = run(graph)
    assert found.values[graph.output] == pytest.approx(value, nan_ok=True)
    assert found.gradients[0] == pytest.approx(np.array(gradient), nan_ok=True)
    marks = [flag for each in flags(found).values() for flag in each]
    assert any(flag.kind == "kink" for flag in marks) == kink
    finite = np.isfinite([value]).all() and np.isfinite(gradient).all()
    assert [flag.first for flag in marks].count(True) == (0 if finite else 1)
