"""Whole scenes in the browser: other values, paths, work and tangents, held to what the engine computes."""

import json
import random
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from chainrule import examples, language
from chainrule.engine.flags import flags
from chainrule.engine.ops import OPS
from chainrule.engine.passes import run
from chainrule.engine.paths import count, paths, work
from chainrule.engine.trace import levels
from chainrule.view import bundle, scene
from chainrule.view.layout import layout

SOURCES = Path(__file__).parents[2] / "static" / "src"
ARRAYS = (
    ("h = tanh(W @ x + b)\nf = sum(h * h)", {"W": (3, 2), "x": (2,), "b": (3,)}),
    ("p = softmax(z)\nf = -sum(t * log(p))", {"z": (4,), "t": (4,)}),
    ("f = mean((A @ B - C) ** 2)", {"A": (2, 3), "B": (3, 2), "C": (2, 2)}),
    ("y = relu(W + b) * 2\nf = y - 1", {"W": (2, 3), "b": (3,)}),
    ("f = sum(conv2d(x, w) ** 2)", {"x": (4, 4), "w": (2, 2)}),
    ("f = sum(maxpool2d(x, 2)) * x[0, 0]", {"x": (4, 4)}),
    ("f = dot(a, b) * norm(a) + max(b)", {"a": (3,), "b": (3,)}),
    ("c = concat(a, b)\nf = sum(c * reshape(M, 5)) + prod(a)", {"a": (2,), "b": (3,), "M": (1, 5)}),
    ("f = softmax_cross_entropy(z, t) + mse(z, t)", {"z": (3,), "t": (3,)}),
    ("f = sum(outer(a, b) @ transpose(M)) + var(a)", {"a": (2,), "b": (3,), "M": (4, 3)}),
)

APART = [[1.0, 2.0, 3.0, 4.0], [2.5, 1.5, 0.5, 3.5], [4.5, 5.0, 5.5, 6.0], [6.5, 7.0, 7.5, 8.0]]
TIED = [[1.0, 2.0, 3.0, 4.0], [2.0, 1.5, 0.5, 3.5], [4.5, 5.0, 5.5, 6.0], [6.5, 7.0, 7.5, 8.0]]
KINKS = (
    ("f = max(x)", [1.0, 2.0, 3.0], [1.0, 3.0, 3.0]),
    ("f = sum(max(x, axis=1))", [[1.0, 2.0], [4.0, 3.0]], [[1.0, 2.0], [4.0, 4.0]]),
    ("f = min(x)", [1.0, 2.0, 3.0], [1.0, 1.0, 3.0]),
    ("f = norm(x)", [3.0, 4.0], [0.0, 0.0]),
    ("f = std(x)", [1.0, 2.0, 4.0], [2.0, 2.0, 2.0]),
    ("f = sum(maxpool2d(x, 2))", APART, TIED),
    ("f = mae(x, [1, 2, 3])", [0.5, 2.5, 3.5], [0.5, 2.0, 3.5]),
    ("f = hinge(x, [1, -1, 1])", [0.5, 2.0, 3.0], [0.5, -1.0, 3.0]),
    ("f = sum(relu(x))", [1.0, 2.0], [0.0, 2.0]),
)
"""Programs with an input that stands on no kink and one that stands on one."""

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="the browser's rules are run by Node")


@pytest.fixture(scope="module")
def compute(tmp_path_factory):
    folder = tmp_path_factory.mktemp("live")
    shutil.copytree(SOURCES, folder / "src", ignore=shutil.ignore_patterns("generated"))
    bundle.write(folder / "src" / "generated")
    (folder / "package.json").write_text('{"type": "module"}')
    modules = SOURCES.parent / "node_modules"
    if modules.is_dir():
        (folder / "node_modules").symlink_to(modules)

    def compute(cases):
        driver = Path(__file__).with_name("live.mjs")
        done = subprocess.run(
            [shutil.which("node"), str(driver), str(folder / "src")],
            input=json.dumps(cases, allow_nan=False),
            capture_output=True,
            text=True,
            check=False,
        )
        assert not done.returncode, done.stderr
        return json.loads(done.stdout)

    return compute


def drawn(program, inputs, output=None):
    result = run(language.parse(program).bind(inputs, output))
    return result, json.loads(json.dumps(scene.columns(result, layout=layout(result.graph, levels(result.graph)))))


def close(got, want):
    if want is None or got is None:
        return got is want
    got, want = np.array(got, dtype=float), np.asarray(want, dtype=float)
    return got.shape == want.shape and np.allclose(got, want, rtol=1e-12, atol=1e-12, equal_nan=True)


def numbers(source, shape):
    return source.uniform(0.1, 1.5, size=shape).tolist()


@pytest.fixture(scope="module")
def computed(compute):
    """Every example and every array program, drawn for some inputs and computed in the browser for others."""
    source = np.random.default_rng(7)
    cases, wanted = [], []
    for program, shapes in ARRAYS:
        before, after = ({name: numbers(source, shape) for name, shape in shapes.items()} for _ in range(2))
        cases.append({"answer": drawn(program, before)[1], "inputs": after})
        wanted.append((program, *drawn(program, after)))
    for example in examples.load():
        result, answer = drawn(example.program, example.inputs, example.output)
        cases.append({"answer": answer, "inputs": {}})
        wanted.append((example.id, result, answer))
    return list(zip(wanted, compute(cases), strict=True))


def test_other_inputs_give_what_the_server_gives_for_them(computed):
    for (name, _, answer), got in computed:
        for key in ("values", "gradients"):
            for place, (a, b) in enumerate(zip(got[key], answer[key], strict=True)):
                assert close(a, b), (name, key, place, a, b)
        for place, (a, b) in enumerate(zip(got["propagated"], answer["edges"]["propagated"], strict=True)):
            assert close(a, b), (name, place, a, b)
        for place, (a, b) in enumerate(zip(got["local"], answer["edges"]["local"], strict=True)):
            if isinstance(b, dict):
                assert a["kind"] == b["kind"], (name, place)
                assert close(a.get("factor"), b.get("factor")), (name, place)
                assert close(a.get("matrix"), b.get("matrix")), (name, place)
            else:
                assert close(a, b), (name, place, a, b)


def test_paths_are_those_of_the_engine(computed):
    for (name, result, _), got in computed:
        assert list(map(int, got["counts"])) == count(result.graph), name
        for node, products in enumerate(got["paths"]):
            if products:
                want = [path.product for path in paths(result, node).first]
                assert all(close(a, b) for a, b in zip(products, want, strict=True)), (name, node, products, want)


def test_the_work_is_counted_as_by_the_engine(computed):
    for (name, result, _), got in computed:
        want = work(result.graph, result.shapes)
        found = {key: int(got["work"][key]) for key in ("forward", "reverse", "paths")}
        assert found == {"forward": want.forward_total, "reverse": want.reverse, "paths": want.paths}, name


def test_the_tangent_that_arrives_is_the_gradient(computed):
    for (name, result, _), got in computed:
        for node, place, tangent in got["tangents"]:
            gradient = result.gradients[node]
            want = 0.0 if gradient is None else np.asarray(gradient)[tuple(place)]
            assert close(tangent, want), (name, node, place, tangent, want)


def random_program(seed):
    """A program of matrices and vectors: each line uses names above it."""
    source = random.Random(seed)  # noqa: S311 -- a program, no secret
    shapes, lines = {"A": 2, "B": 2, "u": 1, "v": 1}, []
    for i in range(9):
        a, b = source.choices(list(shapes), k=2)
        square = source.choice(["A", "B"])
        line, rank = source.choice(
            [
                (f"tanh({a})", shapes[a]),
                (f"{a} * {b} + sin({b})", max(shapes[a], shapes[b])),
                (f"{square} @ {a}", shapes[a]),
                (f"max({a}, {b})", max(shapes[a], shapes[b])),
                (f"sigmoid({a}) / (2 + {b} ** 2)", max(shapes[a], shapes[b])),
                (f"softmax({a})", shapes[a]),
                (f"{a} - mean({b})", shapes[a]),
            ]
        )
        shapes[f"n{i}"] = rank
        lines.append(f"n{i} = {line}")
    return "\n".join([*lines, f"f = sum({' + '.join(name for name in shapes if name[0] == 'n')})"])


def test_random_programs_of_arrays_give_the_same_numbers(compute):
    source = np.random.default_rng(3)
    cases, wanted = [], []
    for seed in range(40):
        program = random_program(seed)
        graph = language.parse(program)
        shapes = {"A": (3, 3), "B": (3, 3), "u": (3,), "v": (3,)}
        used = {name: shape for name, shape in shapes.items() if name in graph.inputs}
        before, after = ({name: numbers(source, shape) for name, shape in used.items()} for _ in range(2))
        cases.append({"answer": drawn(program, before)[1], "inputs": after})
        wanted.append((program, drawn(program, after)[1]))
    for (program, answer), got in zip(wanted, compute(cases), strict=True):
        for key in ("values", "gradients"):
            assert all(close(a, b) for a, b in zip(got[key], answer[key], strict=True)), (program, key)


def test_every_op_is_known_to_the_browser():
    module, arrays = bundle.ops_module(), bundle.array_module()
    for op in OPS.values():
        assert f"\n  {op.name}: {{" in (arrays if op.pull is not None else module)


def test_kinks_of_arrays_are_flagged_and_left_as_the_engine_flags_them(compute):
    tried = [(program, *pair) for program, off, on in KINKS for pair in ((off, on, True), (on, off, False))]
    cases = [{"answer": drawn(program, {"x": was})[1], "inputs": {"x": now}} for program, was, now, _ in tried]
    for (program, _, now, kinked), found in zip(tried, compute(cases), strict=True):
        result, _ = drawn(program, {"x": now})
        flagged = flags(result)
        there = [any(flag.kind == "kink" for flag in flagged.get(i, [])) for i in range(len(result.values))]
        assert any(there) is kinked, program
        assert found["kinked"] == there, program


def test_every_kink_of_an_op_of_arrays_is_printed_and_tried():
    names = {op.name for op in OPS.values() if op.pull is not None and op.kinks}
    printed = {line.split(":")[0].strip() for line in bundle.array_module().splitlines() if " kinks: [{" in line}
    assert printed == names
    assert all(any(f"{name}(" in program for program, *_ in KINKS) for name in names)
