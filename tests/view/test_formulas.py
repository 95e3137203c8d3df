"""Formulas: what is printed from rules as LaTeX, MathML and text, for every op and for whole programs."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule.engine.graph import Builder
from chainrule.engine.ops import OPS
from chainrule.engine.passes import run
from chainrule.engine.symbolic import trace
from chainrule.view import formulas
from chainrule.view.latex import latex
from chainrule.view.mathml import mathml
from chainrule.view.notation import Token, fill, read
from chainrule.view.numbers import brief, short
from chainrule.view.plain import plain
from chainrule.view.primitives import PRIMITIVES

RULED = [op for op in OPS.values() if op.forward is not None and op.arity]
FORMAT = Path(__file__).parents[2] / "static" / "src" / "format.js"


def shown(rule, *names):
    return plain(formulas.tree(trace(rule, *names), {}))


def boxes_of(op):
    y, operands = Token("name", "y"), [formulas.name(each) for each in formulas.operand_names(op)]
    yield formulas.value(op, operands)
    pair = operands[:2] if op.variadic else operands
    yield from filter(None, (formulas.local(op, slot, pair, y) for slot in range(len(pair))))


def balanced(text):
    bare = re.sub(r"\\[{}]", "", text)
    depth = 0
    for char in bare:
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    return depth == 0 and text.count(r"\left") == text.count(r"\right") and text.count(r"\begin") == text.count(r"\end")


@pytest.mark.parametrize("op", RULED, ids=lambda op: op.name)
def test_every_op_is_printed_for_all_targets(op):
    for box in boxes_of(op):
        assert balanced(latex(box))
        assert ET.fromstring(mathml(box)).tag == "math"  # noqa: S314 -- our own
        assert plain(box)
        assert "{0}" not in latex(box)


@pytest.mark.parametrize("op", list(OPS.values()), ids=lambda op: op.name)
def test_the_catalogue_has_latex_for_every_op_and_each_of_its_operands(op):
    value, local = formulas.latex_of_op(op)
    assert balanced(value)
    assert all(map(balanced, local))
    assert len(local) == (1 if op.variadic else op.arity)
    assert not op.arity or value.startswith("y = ")


@pytest.mark.parametrize("name", PRIMITIVES)
def test_every_primitive_has_a_template_that_can_be_read(name):
    arguments = [Token("name", letter) for letter in "abc"]
    assert balanced(latex(fill(read(PRIMITIVES[name].latex), arguments)))


def test_fractions_powers_and_roots():
    assert formulas.latex_of_op(OPS["div"]) == (
        r"y = \frac{a}{b}",
        [r"\frac{\partial y}{\partial a} = \frac{1}{b}", r"\frac{\partial y}{\partial b} = -\frac{a}{b^{2}}"],
    )
    assert formulas.latex_of_op(OPS["sqrt"])[1] == [r"\frac{\partial y}{\partial x} = \frac{1}{2 y}"]
    assert formulas.latex_of_op(OPS["tanh"])[1] == [r"\frac{\partial y}{\partial x} = 1 - y^{2}"]


def test_parentheses_stand_where_they_are_needed_and_nowhere_else():
    assert shown(lambda a, b: a - (b - a), "a", "b") == "a − (b − a)"
    assert shown(lambda a, b: (a - b) - a, "a", "b") == "a − b − a"
    assert shown(lambda a, b: (a + b) * (a - b), "a", "b") == "(a + b) · (a − b)"
    assert shown(lambda a, b: a * (b * a), "a", "b") == "a · (b · a)"
    assert shown(lambda a, b: (a / b) ** 2, "a", "b") == "(a/b)²"
    assert shown(lambda a, b: (-a) ** b, "a", "b") == "(−a)^b"
    assert shown(lambda a, b: -(a**b), "a", "b") == "−a^b"
    assert shown(lambda a, b: a + (-b), "a", "b") == "a + (−b)"
    assert shown(lambda x: np.exp(x + 1) - 1, "x") == "e^(x + 1) − 1"


def test_numbers_stand_close_to_letters_and_products_of_equals_are_squares():
    assert shown(lambda x: 2 * x, "x") == "2x"
    assert shown(lambda x: 2 * np.cos(x), "x") == "2 cos(x)"
    assert shown(lambda x: x * x, "x") == "x²"
    assert shown(lambda loss: 2 * loss, "loss") == "2 · loss"


def test_powers_of_functions_stand_behind_their_names():
    assert shown(lambda x: 1 / np.cosh(x) ** 2, "x") == "1/cosh²(x)"
    assert shown(lambda x: np.exp(x) ** 2, "x") == "(e^x)²"


def test_choices_within_a_formula_are_brackets():
    assert shown(lambda a, b: np.where(a > b, 1.0, 0.0), "a", "b") == "1 if a > b, else 0"
    assert shown(lambda a, b: a + np.where(a > b, 1.0, 0.0), "a", "b") == "a + [a > b]"
    nested = shown(lambda a: np.where(a > 1, 1.0, np.where(a < 0, -1.0, a)), "a")
    assert nested == "1 if a > 1, −1 if a < 0, else a"


def test_mathml_has_fraction_lines_and_invisible_application():
    tree = trace(lambda x: np.sin(x) / x, "x")
    assert mathml(formulas.tree(tree, {})) == (
        '<math><mfrac><mrow><mi>sin</mi><mo>\u2061</mo><mrow><mo stretchy="false">(</mo><mi>x</mi>'
        '<mo stretchy="false">)</mo></mrow></mrow><mi>x</mi></mfrac></math>'
    )


@pytest.mark.parametrize(
    ("rule", "grows"),
    [
        (lambda x: (x + 1) * x, False),
        (lambda x: (x * (x + 1) + 1) * x, False),
        (lambda x: (1 / x + 1) * x, True),
        (lambda x: (np.sqrt(x) + 1) * x, True),
        (lambda x: ((1 / x + 1) * x + 1) * x, True),
    ],
)
def test_parentheses_grow_around_what_is_taller_than_a_line(rule, grows):
    """In a font for mathematics those that may grow are drawn with wider gaps, even where they do not."""
    text = mathml(formulas.tree(trace(rule, "x"), {}))
    assert ("<mo>(</mo>" in text, '<mo stretchy="false">(</mo>' in text) == (grows, not grows)


def test_signs_are_escaped_in_mathml():
    assert "<mo>&lt;</mo>" in mathml(formulas.tree(trace(lambda a: a < 1, "a"), {}))


@pytest.mark.parametrize(
    ("text", "as_latex", "as_plain"),
    [
        ("x", "x", "x"),
        ("x1", "x_{1}", "x₁"),
        ("w_12", "w_{12}", "w₁₂"),
        ("loss", r"\mathit{loss}", "loss"),
        ("my_name", r"\mathit{my\_name}", "my_name"),
        ("α", r"\alpha", "α"),
        ("c.2", r"c^{\prime}", "c′"),
        ("c.3", r"c^{\prime\prime}", "c″".replace("″", "′′")),
    ],
)
def test_names_have_indices_and_versions_have_primes(text, as_latex, as_plain):
    assert latex(formulas.name(text)) == as_latex
    assert plain(formulas.name(text)) == as_plain


def test_a_second_script_has_braces_and_numbers_are_written_out():
    squared = formulas.value(OPS["pow"], [formulas.name("c.2"), formulas.number(2.0)])
    assert latex(squared) == r"{c^{\prime}}^{2}"
    shown = [latex(formulas.number(number)) for number in (1e300, -2.5e-17, -np.inf, -np.nan)]
    assert shown == [r"1 \cdot 10^{300}", r"-2.5 \cdot 10^{-17}", r"-\infty", r"\text{NaN}"]


def note():
    make = Builder()
    q = make.node("add", make.input("x", -2), make.input("y", 5), name="q")
    make.node("mul", q, make.input("z", -4), name="f")
    return make.graph()


def test_a_program_is_one_formula():
    box = formulas.program(note())
    assert plain(box) == "f = (x + y) · z"
    assert latex(box) == r"f = (x + y) \cdot z"
    assert mathml(box, block=True) == (
        '<math display="block"><mi>f</mi><mo>=</mo><mrow><mo stretchy="false">(</mo><mi>x</mi><mo>+</mo><mi>y</mi>'
        '<mo stretchy="false">)</mo></mrow><mo>·</mo><mi>z</mi></math>'
    )


def test_names_that_are_used_twice_stay():
    make = Builder()
    q = make.node("exp", make.input("x", 1.0), name="q")
    make.node("mul", q, make.node("add", q, make.const(1.0)), name="f")
    assert plain(formulas.program(make.graph())) == "f = q · (q + 1)"


def test_long_programs_show_the_last_line_alone():
    make = Builder()
    total = make.input("x", 1.0)
    for i in range(2_000):
        total = make.node("mul", make.node("add", total, make.input(f"a{i}", 1.0)), make.const(2.0), name=f"t{i}")
    text = plain(formulas.program(make.graph()))
    assert text.startswith("t₁₉₉₉ = ")
    assert len(text) < 120


def test_nodes_are_formulas_of_their_operands_and_of_their_numbers():
    graph = note()
    done = run(graph)
    q, f = graph.ids.index("q"), graph.ids.index("f")
    assert plain(formulas.node_value(graph, f)) == "q · z"
    assert plain(formulas.node_numbers(done, q)) == "−2 + 5"
    assert plain(formulas.node_numbers(done, f)) == "3 · (−4)"
    assert plain(formulas.node_local(graph, f, 0)) == "z"
    assert plain(formulas.local_numbers(done, f, 0)) == "−4"


def test_local_gradients_are_the_textbook_forms():
    make = Builder()
    make.node("sigmoid", make.node("div", make.input("a", 1.0), make.input("b", 2.0), name="q"), name="s")
    graph = make.graph()
    assert plain(formulas.node_local(graph, 2, 1)) == "−a/b²"
    assert plain(formulas.node_local(graph, 3, 0)) == "s · (1 − s)"
    assert latex(formulas.derivative(formulas.name("s"), formulas.name("q"))) == r"\frac{\partial s}{\partial q}"


def test_arrays_are_indexed_as_one_types_it():
    make = Builder()
    x = make.input("x", [[1.0, 2.0], [3.0, 4.0]])
    make.node("index", x, key=(0, slice(None, None, -1)), name="r")
    assert plain(formulas.node_value(make.graph(), 1)) == "x[0, ::−1]"


def test_an_op_of_arrays_has_no_local_formula():
    make = Builder()
    make.node("sum", make.input("x", [1.0]), name="f")
    assert formulas.node_local(make.graph(), 1, 0) is None


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (3.0, "3"), (-12.0, "−12"), (123456.0, "123456"), (0.29102777, "0.291"),
        (1 / 3, "0.3333"), (1234.56, "1235"), (-0.00012345, "−0.0001234"), (0.00001, "1e−5"), (1234567.0, "1.235e6"),
        (-1e100, "−1e100"), (float("inf"), "∞"), (float("-inf"), "−∞"), (float("nan"), "NaN"), (2.5e-17, "2.5e−17"),
    ],
)  # fmt: skip
def test_numbers_have_four_digits_and_a_real_minus(number, text):
    assert short(number) == text


@pytest.mark.skipif(shutil.which("node") is None, reason="the page's format is run by Node")
def test_numbers_are_shown_as_on_the_page():
    numbers = [m * 10.0**e for e in range(-12, 14) for m in (1.0, -1.5, 3.14159265, 9.9996, 1.00005, 2.71828)]
    code = f"import {{ short }} from {json.dumps(FORMAT.as_uri())}; console.log(JSON.stringify({numbers}.map(short)))"
    done = subprocess.run(
        [shutil.which("node"), "--input-type=module", "-e", code], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [short(number) for number in numbers]


@given(st.floats())
def test_any_number_can_be_shown(number):
    assert short(number)


def test_short_arrays_are_listed_and_long_ones_named_by_their_shape():
    assert brief(np.array([1.0, -2.5])) == "[1, −2.5]"
    assert brief(np.zeros((2, 3))) == "2×3 array"
    assert brief(np.zeros(9)) == "9 array"


def test_templates_beyond_the_notation_are_refused():
    with pytest.raises(ValueError, match="templates have no"):
        read(r"\nonsense{{0}}")
