"""Published programs, and code pasted from notebooks as it stands."""

import json
from pathlib import Path

import numpy as np
import pytest
from written import failure, lines, same

from chainrule.engine.passes import run
from chainrule.language import parse, print_program

PROGRAMS = json.loads((Path(__file__).parents[1] / "data" / "programs.json").read_text())

MICROGRAD = """
from micrograd.engine import Value

a = Value(-4.0)
b = Value(2.0)
c = a + b
d = a * b + b**3
c += c + 1
c += 1 + c + (-a)
d += d * 2 + (b + a).relu()
d += 3 * d + (b - a).relu()
e = c - d
f = e**2
g = f / 2.0
g += 10.0 / f
print(f'{g.data:.4f}') # prints 24.7041, the outcome of this forward pass
g.backward()
print(f'{a.grad:.4f}') # prints 138.8338, i.e. the numerical value of dg/da
print(f'{b.grad:.4f}') # prints 645.5773, i.e. the numerical value of dg/db
"""

NEURON = """
# inputs x1,x2
x1 = Value(2.0, label='x1')
x2 = Value(0.0, label='x2')
# weights w1,w2
w1 = Value(-3.0, label='w1')
w2 = Value(1.0, label='w2')
# bias of the neuron
b = Value(6.8813735870195432, label='b')
# x1*w1 + x2*w2 + b
x1w1 = x1*w1; x1w1.label = 'x1*w1'
x2w2 = x2*w2; x2w2.label = 'x2*w2'
x1w1x2w2 = x1w1 + x2w2; x1w1x2w2.label = 'x1*w1 + x2*w2'
n = x1w1x2w2 + b; n.label = 'n'
o = n.tanh(); o.label = 'o'
o.grad = 1.0
o.backward()
draw_dot(o)
"""

PYTORCH = """
import torch
import torch.nn.functional as F
torch.manual_seed(0)

x1 = torch.Tensor([2.0]).double()                ; x1.requires_grad = True
x2 = torch.Tensor([0.0]).double()                ; x2.requires_grad = True
w1 = torch.Tensor([-3.0]).double()               ; w1.requires_grad = True
w2 = torch.Tensor([1.0]).double()                ; w2.requires_grad = True
b = torch.Tensor([6.8813735870195432]).double()  ; b.requires_grad = True
n = x1*w1 + x2*w2 + b
o = torch.tanh(n)

print(o.data.item())
o.backward()

print('---')
print('x2', x2.grad.item())
"""

NUMPY = """
import numpy as np

x = np.array([[0.05, 0.10]])
W = np.array([
    [0.15, 0.25],
    [0.20, 0.30],
])
b = np.array([0.35, 0.35])
z = np.dot(x, W) + b
a = 1 / (1 + np.exp(-z))
target = np.array([[0.01, 0.99]])
loss = np.sum(0.5 * np.square(target - a), axis=1)[0]
print("loss:", loss)
"""

CIRCUITS = [
    ("x = -2; y = 5; z = -4\n# perform the forward pass\nq = x + y # q becomes 3\nf = q * z # f becomes -12", -12.0),
    (
        "w = [2,-3,-3]\nx = [-1, -2]\ndot = w[0]*x[0] + w[1]*x[1] + w[2]\nf = 1.0 / (1 + math.exp(-dot))",
        0.7310585786300049,
    ),
    ("x = 3; y = -4; z = 2; w = -1\nf = 2 * (x * y + max(z, w))", -20.0),
    (
        """x = 3 # example values
y = -4
sigy = 1.0 / (1 + math.exp(-y)) # sigmoid in numerator
num = x + sigy # numerator
sigx = 1.0 / (1 + math.exp(-x)) # sigmoid in denominator
xpy = x + y
xpysqr = xpy**2
den = sigx + xpysqr # denominator
invden = 1.0 / den
f = num * invden # done!""",
        1.5456448841066441,
    ),
]


@pytest.mark.parametrize("case", PROGRAMS, ids=lambda case: case["id"])
def test_a_published_program_gives_the_published_value_and_prints_as_itself(case):
    graph = parse(case["program"]).bind(case["inputs"], case["output"])
    assert np.allclose(run(graph).values[graph.output], case["value"], rtol=1e-9)
    assert same(parse(print_program(graph)).graph, graph)


def test_the_readme_of_micrograd_runs_unchanged():
    program = parse(MICROGRAD)
    result = run(program.graph)
    assert result.values[program.names["g"]] == pytest.approx(24.7041, abs=1e-4)
    assert result.gradients[program.inputs["a"]] == pytest.approx(138.8338, abs=1e-4)
    assert result.gradients[program.inputs["b"]] == pytest.approx(645.5773, abs=1e-4)
    skipped = [MICROGRAD[slice(*notice.span)] for notice in program.notices]
    assert skipped[0] == "from micrograd.engine import Value"
    assert skipped[1:4] == ["print(f'{g.data:.4f}')", "g.backward()", "print(f'{a.grad:.4f}')"]


def test_a_notebook_with_labels_runs_unchanged():
    program = parse(NEURON)
    result = run(program.graph)
    assert result.values[program.names["o"]] == pytest.approx(0.7071067811865476)
    assert result.gradients[program.inputs["x1"]] == pytest.approx(-1.5)
    assert len(program.notices) == 8
    assert not program.defaults


def test_a_pytorch_snippet_runs_unchanged():
    program = parse(PYTORCH)
    assert program.graph.ids[program.graph.output] == "o"
    assert run(program.graph).values[program.graph.output] == pytest.approx([0.7071067811865476])
    assert list(program.inputs) == ["x1", "x2", "w1", "w2", "b"]
    assert len(program.notices) == 12


def test_a_numpy_snippet_runs_unchanged():
    program = parse(NUMPY)
    z = np.array([[0.05, 0.10]]) @ [[0.15, 0.25], [0.20, 0.30]] + 0.35
    loss = np.sum(0.5 * (np.array([[0.01, 0.99]]) - 1 / (1 + np.exp(-z))) ** 2)
    assert run(program.graph).values[program.graph.output] == pytest.approx(loss)
    assert len(program.notices) == 2


@pytest.mark.parametrize(("text", "value"), CIRCUITS)
def test_the_circuits_of_cs231n_run_unchanged(text, value):
    graph = parse(text).graph
    assert run(graph).values[graph.output] == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    "line",
    [
        "import numpy as np",
        "from math import (\n  sin,\n  cos,\n)",
        "from __future__ import annotations",
        "import _thread",
        "print(x)",
        "print('a;b # c', f\"{x}\" % (1,), {2: 3}, end='')",
        "x.backward()",
        "x.backward(retain_graph=True, gradient=[1])  # note",
        "x.T.backward()",
        "x.requires_grad_()",
        "x.retain_grad()",
        "x.double()",
        "x.grad.zero_()",
        "x.label = 'x; y'",
        "x.requires_grad = True",
        "x.grad = None",
        "optimizer.zero_grad()",
        "torch.manual_seed(0)",
        "np.random.seed(seed=1)",
        "plt.show()",
        "display(x)",
    ],
)
def test_a_line_that_makes_sense_elsewhere_is_skipped_with_a_notice(line):
    text = f"x = 2\n{line}\ny = x * x; {line}; y"
    program = parse(text)
    assert lines(text) == ["x = 2", "y = mul(x, x)"]
    assert [text[slice(*notice.span)] for notice in program.notices] == [line.split("  #")[0]] * 2
    assert all(notice.detail.startswith("Skipped '") for notice in program.notices)


def test_a_skipped_word_may_be_a_name():
    assert lines("print = 2; y = print * 2")[-1] == "y = mul(print, :1)"
    assert lines("x = 1\nprint = x\nprint(x)\ny = print") == ["x = 1", "print = identity(x)", "y = identity(print)"]
    assert lines("from + 1")[-1] == ":2 = add(from, :1)"


def test_backward_behind_an_expression_is_dropped():
    text = "x = 2; (x**2 + 1).sum().backward()"
    assert lines(text)[-1] == ":5 = sum(:4)"
    assert parse(text).notices[0].detail.startswith("Skipped '.backward()' (line 1, columns 24–34): it starts backprop")


def test_a_skipped_call_must_be_a_statement_of_its_own():
    assert failure("x = 2; y = print(x)").code == "unknown-function"
    assert failure("x = 2; print(x) * 2").code == "unexpected-token"
    assert failure("x = 2; print(x) y").code == "implicit-multiplication"
