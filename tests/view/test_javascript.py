"""The rules in the browser: printed from the records, run by Node, held to what Python computes."""

import itertools
import json
import math
import random
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from chainrule.engine.compile import local
from chainrule.engine.ops import OPS
from chainrule.engine.ops.prims import fold
from chainrule.engine.symbolic import Expr, symbol, trace
from chainrule.view import bundle, javascript

SOURCES = Path(__file__).parents[2] / "static" / "src"
RUNTIME = ("arrays.js", "ndarray.js", "products.js", "special.js")
ELEMENTWISE = [op for op in OPS.values() if op.partials is not None]
ARRAY = [op for op in OPS.values() if op.pull is not None]
EDGES = (0.0, -0.0, 0.5, 1.0, -1.0, 2.5, -2.5, 3.0, 6.0, -40.0, 40.0, 1e-9, -1e-9, 1e200, math.inf, -math.inf, math.nan)

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="the browser's rules are run by Node")


@pytest.fixture(scope="module")
def compute(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules")
    bundle.write(folder / "generated")
    for name in RUNTIME:
        shutil.copy(SOURCES / name, folder / name)
    (folder / "package.json").write_text('{"type": "module"}')

    driver = Path(__file__).with_name("rules.mjs")
    command = [shutil.which("node"), str(driver), str(folder)]
    with (folder / "said").open("w+", encoding="utf-8") as said:
        node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True)

        def run(cases):
            node.stdin.write(json.dumps(wire(cases), allow_nan=False) + "\n")
            node.stdin.flush()
            answer = node.stdout.readline()
            assert answer, Path(said.name).read_text(encoding="utf-8")
            return json.loads(answer)

        yield run
        with node:
            node.stdin.close()


def wire(value):
    """What the driver reads: lists for arrays and slices, words for numbers that JSON lacks."""
    if isinstance(value, dict):
        return {key: wire(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [wire(each) for each in value]
    if isinstance(value, slice):
        return [value.start, value.stop, value.step]
    if isinstance(value, np.ndarray | np.floating):
        return wire(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def numbers(nested):
    """Nested lists, with words for what JSON lacks, as an array."""
    return np.array(nested, dtype=float) if nested != [] else np.zeros(0)


def agree(got, want, relative=1e-12):
    got, want = np.broadcast_arrays(numbers(got), np.asarray(want, dtype=float))
    # a number that is too small for all its digits has fewer
    return np.allclose(got, want, rtol=relative, atol=1e-300, equal_nan=True)


def points(op, count, seed=0):
    source = random.Random(seed)  # noqa: S311 -- scattered points
    arity = 3 if op.variadic else op.arity
    for _ in range(count):
        spans = [(op.domain[i] if i < len(op.domain) else None) or (-4.0, 4.0) for i in range(arity)]
        yield tuple(source.uniform(*span) for span in spans)


def edges(op):
    arity = 3 if op.variadic else op.arity
    few = EDGES if arity < 3 else EDGES[:8]
    return itertools.product(few, repeat=arity)


def of_python(op, inputs):
    x = [np.float64(value) for value in inputs]
    with np.errstate(all="ignore"):
        y = op.forward(*x)
        return float(y), [float(local(op, slot, y, x, {})) for slot in range(len(x))]


@pytest.mark.parametrize("op", ELEMENTWISE, ids=lambda op: op.name)
def test_every_elementwise_rule_gives_the_same_numbers_in_the_browser(op, compute):
    places = [*points(op, 40), *edges(op)]
    answers = compute([{"op": op.name, "inputs": inputs, "g": 1.0} for inputs in places])
    for inputs, answer in zip(places, answers, strict=True):
        y, slopes = of_python(op, inputs)
        assert agree(answer["y"], y), (inputs, answer["y"], y)
        for slot, slope in enumerate(slopes):
            assert agree(answer["local"][slot], slope), (inputs, slot, answer["local"][slot], slope)
        with np.errstate(all="ignore"):
            kinks = [bool(kink.when(*map(np.float64, inputs))) for kink in op.kinks]
        assert [bool(found) for found in answer["kinks"]] == kinks, inputs


@pytest.mark.parametrize("name", ["sign", "floor", "ceil", "round", "abs", "mod"])
def test_zeros_have_the_same_sign_in_the_browser(name, compute):
    op, numbers_near_0 = OPS[name], (-0.5, -0.2, -0.0, 0.0, 0.2, 0.5)
    places = [(x,) if op.arity == 1 else (x, b) for x in numbers_near_0 for b in (3.0, -3.0)]
    for inputs, answer in zip(places, compute([{"op": name, "inputs": x, "g": 1.0} for x in places]), strict=True):
        y, slopes = of_python(op, inputs)
        got = numbers([answer["y"], *answer["local"]])
        assert np.signbit(got).tolist() == np.signbit([y, *slopes]).tolist(), (inputs, got)


@pytest.mark.parametrize("op", ELEMENTWISE, ids=lambda op: op.name)
def test_elementwise_rules_broadcast_in_the_browser(op, compute):
    source = np.random.default_rng(1)
    shapes = [(2, 3), (3,), (2, 1), (1, 1)][: 3 if op.variadic else op.arity]
    spans = [(op.domain[i] if i < len(op.domain) else None) or (-4.0, 4.0) for i in range(len(shapes))]
    inputs = [source.uniform(*span, size=shape) for span, shape in zip(spans, shapes, strict=True)]
    g = source.normal(size=np.broadcast_shapes(*shapes))
    (answer,) = compute([{"op": op.name, "inputs": inputs, "g": g}])
    y = op.forward(*inputs)
    assert agree(answer["y"], y)
    for slot, x in enumerate(inputs):
        assert agree(answer["propagated"][slot], fold(g * local(op, slot, y, inputs, {}), x), 1e-11)


SQUARE, VECTOR, BATCH = (3, 4), (4,), (2, 3, 4)
CASES = {
    "index": [
        ([BATCH], {"key": (1, slice(None, None, -2))}),
        ([VECTOR], {"key": (-1,)}),
        ([SQUARE], {"key": (slice(0, 2),)}),
    ],
    "reshape": [([SQUARE], {"shape": (2, 6)}), ([SQUARE], {"shape": (-1,)}), ([BATCH], {"shape": (4, -1)})],
    "concat": [([(2, 3), (1, 3), (2, 3)], {"axis": 0}), ([(2, 3), (2, 1)], {"axis": -1}), ([(2,)], {})],
    "stack": [([(2, 3)] * 3, {"axis": 0}), ([(2, 3)] * 2, {"axis": -1}), ([(2, 3)] * 2, {"axis": 1})],
    "conv1d": [
        ([(7,), (3,)], {}),
        ([(2, 7), (3, 2, 3)], {"stride": 2, "padding": 1}),
        ([(2, 2, 7), (3, 2, 2)], {"padding": 2}),
    ],
    "conv2d": [
        ([(5, 4), (2, 3)], {}),
        ([(2, 5, 5), (3, 2, 3, 2)], {"stride": 2, "padding": 1}),
        ([(2, 1, 4, 4), (2, 1, 2, 2)], {}),
    ],
    "maxpool2d": [
        ([(4, 6)], {"size": 2}),
        ([(2, 5, 5)], {"size": 3, "stride": 1}),
        ([(1, 2, 4, 4)], {"size": 2, "stride": 2}),
    ],
    "matmul": [
        ([SQUARE, (4, 2)], {}),
        ([VECTOR, (4, 2)], {}),
        ([SQUARE, VECTOR], {}),
        ([VECTOR, VECTOR], {}),
        ([BATCH, (4, 2)], {}),
        ([SQUARE, (2, 4, 5)], {}),
        ([VECTOR, (2, 4, 5)], {}),
        ([(2, 1, 3, 4), (3, 4, 2)], {}),
    ],
    "dot": [([VECTOR, VECTOR], {}), ([SQUARE, (4, 2)], {})],
    "outer": [([VECTOR, (3,)], {})],
    "softmax_cross_entropy": [
        ([SQUARE, SQUARE], {}),
        ([VECTOR, VECTOR], {}),
        ([SQUARE], {"index": (0, 3, 1)}),
        ([VECTOR], {"index": 2}),
    ],
    "transpose": [([BATCH], {}), ([VECTOR], {}), ([()], {})],
}
REDUCTIONS = [
    ([()], {}),
    ([VECTOR], {}),
    ([BATCH], {}),
    ([BATCH], {"axis": 1}),
    ([BATCH], {"axis": (0, -1)}),
    ([SQUARE], {"axis": -1, "keepdims": True}),
]
ALONG = [([VECTOR], {}), ([SQUARE], {}), ([BATCH], {"axis": 0}), ([BATCH], {"axis": (1, 2)})]
PAIRS = [([(), ()], {}), ([SQUARE, SQUARE], {}), ([SQUARE, VECTOR], {}), ([(), VECTOR], {})]


def cases(op):
    if op.name in CASES:
        return CASES[op.name]
    if any(param.name == "keepdims" for param in op.params):
        return [case for case in REDUCTIONS if op.name != "logsumexp" or case[0] != [()]]
    return ALONG if op.arity == 1 else PAIRS


@pytest.mark.parametrize("op", ARRAY, ids=lambda op: op.name)
def test_every_array_rule_gives_the_same_numbers_in_the_browser(op, compute):
    source = np.random.default_rng(2)
    tasks = []
    for shapes, attributes in cases(op):
        spans = [(op.domain[i] if i < len(op.domain) else None) or (-3.0, 3.0) for i in range(len(shapes))]
        inputs = [source.uniform(*span, size=shape) for span, shape in zip(spans, shapes, strict=False)]
        inputs += [source.uniform(-3, 3, size=shape) for shape in shapes[len(inputs) :]]
        y = op.forward(*inputs, **attributes)
        tasks.append({"op": op.name, "inputs": inputs, "g": source.normal(size=np.shape(y)), "attributes": attributes})
    for task, answer in zip(tasks, compute(tasks), strict=True):
        inputs, g, attributes = task["inputs"], task["g"], task["attributes"]
        y = op.forward(*inputs, **attributes)
        assert agree(answer["y"], y), attributes
        assert numbers(answer["y"]).shape == np.shape(y)
        for slot, x in enumerate(inputs):
            given = (slot, *inputs) if op.variadic else inputs
            want = op.slot_rule(op.pull, slot)(g, y, *given, **attributes)
            got = numbers(answer["propagated"][slot])
            assert got.shape == np.shape(x)
            assert np.allclose(got, want, rtol=1e-12, atol=1e-13), (attributes, slot)


def random_graph(seed):
    source = random.Random(seed)  # noqa: S311 -- a graph, no secret
    steep = {"exp", "expm1", "sinh", "cosh", "tan"}
    calm = [op for op in ELEMENTWISE if not any(op.domain) and not op.blocked and op.name not in steep]
    ops, operands, values = ["input"] * 4, [()] * 4, [source.uniform(0.1, 0.9) for _ in range(4)]
    while len(ops) < 24:
        op = source.choice(calm)
        arity = source.randint(2, 4) if op.variadic else op.arity
        ops.append(op.name)
        operands.append(tuple(source.randrange(max(0, len(operands) - 8), len(operands)) for _ in range(arity)))
        values.append(None)
    return {"ops": ops, "operands": operands, "values": values, "output": len(ops) - 1}


def test_random_graphs_give_the_same_values_and_gradients_in_the_browser(compute):
    graphs = [random_graph(seed) for seed in range(100)]
    for graph, answer in zip(graphs, compute(graphs), strict=True):
        known, gradients, slopes = list(graph["values"]), [0.0] * 24, {}
        for i, name in enumerate(graph["ops"]):
            if known[i] is None:
                known[i], slopes[i] = of_python(OPS[name], [known[s] for s in graph["operands"][i]])
                assert agree(answer["local"][i], slopes[i]), (graph, i)
        gradients[-1] = 1.0
        for i in range(23, -1, -1):
            for source, slope in zip(graph["operands"][i], slopes.get(i, ()), strict=True):
                gradients[source] += gradients[i] * slope
        assert agree(answer["y"], known)
        assert agree(answer["gradients"], gradients, 1e-11)


def test_the_modules_are_the_same_every_time():
    assert bundle.ops_module() == bundle.ops_module()
    assert bundle.array_module() == bundle.array_module()


def test_every_op_has_an_entry_with_its_texts():
    source = bundle.ops_module()
    for op in OPS.values():
        assert f"\n  {op.name}: {{" in source
        assert json.dumps(op.headline, ensure_ascii=False) in source


def test_a_minus_before_a_minus_keeps_its_distance():
    tree = trace(lambda x: np.negative(-x), "x")
    assert javascript.arrow(tree, "x") == "(x) => -(-x)"


def test_what_is_used_twice_gets_a_name():
    tree = trace(lambda x: np.exp(x) / (1 + np.exp(x)), "x")
    assert javascript.arrow(tree, "x") == "(x) => { const t1 = Math.exp(x); return t1 / (1 + t1) }"


def test_numbers_that_json_lacks_are_javascript():
    tree = trace(lambda x: np.where(x < 0, np.nan, np.where(x > 1, -np.inf, -0.0)), "x")
    assert javascript.arrow(tree, "x") == "(x) => x < 0 ? NaN : x > 1 ? -Infinity : -0"


def test_differences_keep_their_order():
    tree = trace(lambda a, b: a - (b - (a / (b / a))), "a", "b")
    assert javascript.arrow(tree, "a, b") == "(a, b) => a - (b - a / (b / a))"


def test_parts_entry_by_entry_become_one_map():
    total = Expr("total", (trace(lambda a, b: np.exp(a - b), "a", "b"), symbol("axis")))
    assert javascript.arrow(total, "a, b, axis", {"a", "b"}) == (
        "(a, b, axis) => total(map((p, q) => Math.exp(p - q), a, b), axis)"
    )
