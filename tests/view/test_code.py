"""Code that reproduces the gradients: run where it can be, and never broken by what a user wrote."""

import ast
import builtins
import json
import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from chainrule import examples, language
from chainrule.engine.graph import Builder
from chainrule.engine.passes import run
from chainrule.view.code import NoCode, numpy_code
from chainrule.view.frameworks import jax_code, micrograd_code, pytorch_code

EXAMPLES = examples.load()
REPORT = "\nimport json\nprint('RESULT', json.dumps({n: np.asarray(g).tolist() for n, g in gradients.items()}))\n"
MORE = {
    "fan-out of arrays": "x = [1, 2, 3]\ny = x * x + sum(x) * x\nmean(y * y)",
    "broadcasting": "x = [[1, 2], [3, 4]]\nb = [0.5, -1]\nc = 2\nsum((x + b) * c / (1 + exp(-x)))",
    "matrices": "W = [[1, 2], [3, 4], [5, 6]]\nx = [[1, -1, 2], [0, 1, 3]]\nsum(tanh((x @ W).T) * [[1], [3]])",
    "pieces": "x = [1, 2, 3, 4]\na = x[1:3]\nb = x[0]\nsum(concat(a, a) * stack(b, b, b, b)) + norm(x) + std(x)",
    "probabilities": "z = [0.5, -1, 2]\nlogsumexp(z) + sum(softmax(z) * [1, 2, 3]) + bce(sigmoid(z), [0, 1, 1])",
    "choices": "x = -2\ny = 3\nwhere(x > 0, x * y, y ** x) + max(x, y, 1) + clip(x, -1, 1) + abs(x) + erf(x)",
    "constants": "x = 3\n2 ** 3 * x + x ** -1.5 + x ** 1 + x ** 0 + 1 / x + mod(5, x)",
    "at the edge": "x = 0\nlog(x) + 1 / x + sqrt(x)",
}


def passed(text, inputs=None, **how):
    return run(language.parse(text).bind(inputs or {}), **how)


def executed(code):
    """The gradients that the code finds, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", code + REPORT], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT"))
    return json.loads(line.removeprefix("RESULT"))


def agree(found, result):
    wanted = {
        name: result.gradients[i]
        for i, (name, op) in enumerate(zip(result.graph.ids, result.graph.ops, strict=True))
        if op.name == "input" and result.gradients[i] is not None
    }
    assert set(found) == set(wanted)
    for name, gradient in wanted.items():
        np.testing.assert_allclose(found[name], gradient, rtol=1e-12, atol=1e-300, err_msg=name)


def together(codes):
    """Many pieces of code as one, so that Python starts once: each in a function's own names."""
    lines = ["import json", "import numpy as np", "found = {}"]
    lines += [
        f"names = {{}}\nexec({code!r}, names)\nfound[{name!r}] = names['gradients']" for name, code in codes.items()
    ]
    report = "{k: {n: np.asarray(g).tolist() for n, g in each.items()} for k, each in found.items()}"
    return "\n".join([*lines, f"gradients = {{}}\nprint('FOUND', json.dumps({report}))"])


def test_numpy_code_finds_the_gradients_of_every_example_and_of_much_else():
    results = {example.id: passed(example.program, example.inputs) for example in EXAMPLES}
    results |= {name: passed(text) for name, text in MORE.items()}
    code = together({name: numpy_code(result) for name, result in results.items()})
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    line = next(line for line in done.stdout.splitlines() if line.startswith("FOUND"))
    found = json.loads(line.removeprefix("FOUND"))
    for name, result in results.items():
        agree(found[name], result)


def test_numpy_code_reads_as_one_would_write_it():
    code = numpy_code(passed("q = x + y\nf = q * z", {"x": -2.0, "y": 5.0, "z": -4.0}))
    lines = code.splitlines()
    assert "q = x + y" in lines
    assert "d_q = d_f * z" in lines
    assert "d_x = d_q" in lines


def test_a_seed_of_ones_own_is_in_the_code():
    result = passed("x = [1, 2]\ny = x * x", seed=np.array([3.0, -1.0]))
    agree(executed(numpy_code(result)), result)


def test_micrograd_finds_the_same_gradients():
    checked = 0
    for example in EXAMPLES:
        result = passed(example.program, example.inputs)
        try:
            code = micrograd_code(result)
        except NoCode:
            continue
        names = {}
        exec(compile(code.replace("print(name, gradient)", "pass"), "<code>", "exec"), names)  # noqa: S102 - our own
        agree(names["gradients"], result)
        checked += 1
    assert checked >= 8


@pytest.mark.parametrize("write", [pytorch_code, jax_code])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_frameworks_get_code_that_python_reads(write, example):
    code = write(passed(example.program, example.inputs))
    ast.parse(code)
    assert "gradients = {" in code


@pytest.mark.parametrize(("write", "module"), [(pytorch_code, "torch"), (jax_code, "jax")])
def test_frameworks_find_the_same_gradients_where_they_are_installed(write, module):
    pytest.importorskip(module)
    result = passed(*NOTE_LIKE)
    agree(executed("import numpy as np\n" + write(result)), result)


NOTE_LIKE = ("q = x + y\nf = tanh(q) * z", {"x": -2.0, "y": 5.0, "z": -4.0})

HOSTILE = [
    "__import__('os')",
    "x\nimport os",
    '"""',
    "'; import os #",
    "lambda",
    "np",
    "gradients",
    "d_f",
    "\ud800",
    "ﬀ",
    "",
    "1e",
]


@pytest.mark.parametrize("write", [numpy_code, pytorch_code, jax_code, micrograd_code])
@pytest.mark.parametrize("name", HOSTILE)
def test_names_cannot_break_out_of_the_code(write, name):
    build = Builder()
    x, y = build.input("x", 2.0), build.input("y", 3.0)
    build.node("mul", x, y, name="f")
    graph = build.graph()
    result = run(replace(graph, ids=[name, "y", "f"], labels=[name, "y", "f"]))
    tree = ast.parse(write(result))
    modules = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    allowed = {"numpy", "math", "torch", "torch.nn.functional", "jax", "jax.numpy", "micrograd.engine"}
    assert {getattr(node, "module", None) or node.names[0].name for node in modules} <= allowed
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert called <= {"print", "program", "back", "Value"}


def test_names_of_pythons_own_functions_hide_none_that_the_code_calls():
    texts = {**MORE, "infinite": "x = [1e308, 2]\ny = x * 1e308\nsum(y[0:1] / y[1:2]) + 0 * sum(x)"}
    results, codes = {}, {}
    for case, text in texts.items():
        plain = passed(text)
        # A name hides a function only where the code calls it.
        for name in {"id"} | set(re.findall(r"\w+", numpy_code(plain))) & set(filter(str.islower, dir(builtins))):
            ids = [name if each == "x" else each for each in plain.graph.ids]
            results[case, name] = run(replace(plain.graph, ids=ids))
            codes[case, name] = numpy_code(results[case, name])
    done = subprocess.run(
        [sys.executable, "-"], input=together({repr(key): code for key, code in codes.items()}),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not done.returncode, done.stderr
    found = json.loads(done.stdout.splitlines()[-1].removeprefix("FOUND"))
    for key, result in results.items():
        agree(found[repr(key)], result)


def test_names_that_differ_only_in_what_code_cannot_hold_stay_apart():
    build = Builder()
    build.node("sub", build.input("a", 2.0), build.input("b", 3.0), name="f")
    result = run(replace(build.graph(), ids=["a!", "a?", "f"]))
    assert executed(numpy_code(result)) == {"a!": 1.0, "a?": -1.0}


def test_what_a_framework_lacks_is_said():
    with pytest.raises(NoCode, match="'exp'"):
        micrograd_code(passed("exp(x)"))
    with pytest.raises(NoCode, match="arrays"):
        micrograd_code(passed("sum([1, 2])"))
    with pytest.raises(NoCode, match="micrograd"):
        micrograd_code(passed("x ** y"))


def test_a_large_array_is_not_written_into_code():
    result = passed("sum(x)", {"x": np.ones(20_000)})
    with pytest.raises(NoCode, match="20,000"):
        numpy_code(result)
