"""Operators, numbers, brackets and line breaks."""

import pytest
from written import last, lines, offending

from chainrule.language import parse

X = "x = 3; y = 4; z = 5; "


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("x + y", "add"), ("x - y", "sub"), ("x − y", "sub"), ("x * y", "mul"), ("x · y", "mul"), ("x × y", "mul"),
        ("x / y", "div"), ("x ÷ y", "div"), ("x ** y", "pow"), ("x ^ y", "pow"), ("x @ y", "matmul"), ("x < y", "lt"),
        ("x <= y", "le"), ("x > y", "gt"), ("x >= y", "ge"), ("x == y", "eq"), ("x != y", "ne"),
    ],
)  # fmt: skip
def test_every_operator_and_its_twin_has_its_op(text, op):
    assert last(X + text) == f":1 = {op}(x, y)"


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("x + y * z", "x + (y * z)"),
        ("x - y - z", "(x - y) - z"),
        ("x / y * z @ x", "((x / y) * z) @ x"),
        ("x ^ y ** z", "x ^ (y ^ z)"),
        ("-x^2", "-(x^2)"),
        ("-x * y", "(-x) * y"),
        ("-x² + y", "(-(x^2)) + y"),
        ("2^-x * y", "(2^(-x)) * y"),
        ("2^-x^y", "2^(-(x^y))"),
        ("x * -y ^ z", "x * (-(y ^ z))"),
        ("x + y < z * 2", "(x + y) < (z * 2)"),
        ("--x - -y", "(-(-x)) - (-y)"),
        ("x³", "x^3"),
        ("2^x²", "2^(x^2)"),
        ("sin(x)²", "(sin(x))^2"),
        ("[x, y]²", "([x, y])^2"),
        ("+x + +y", "x + y"),
        ("+-+x", "-x"),
        ("(((x)))", "x"),
        ("x ** y @ z", "(x ** y) @ z"),
    ],
)
def test_precedence(text, same):
    assert lines(X + text) == lines(X + same)


def test_a_sign_is_a_node_and_a_plus_is_none():
    assert lines("x = 1; -x; +x")[1:] == [":1 = neg(x)"]


def test_the_small_powers_are_powers_with_a_constant():
    assert lines("x = 1; x²")[1:] == [":1 = 2 const", ":2 = pow(x, :1)"]


@pytest.mark.parametrize("text", ["x²^3", "x²²", "x²³", "x³ ** y"])
def test_two_powers_of_which_one_is_small_are_ambiguous(text):
    code, _ = offending(X + text)
    assert code == "unexpected-token"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("007", 7),
        ("3.25", 3.25),
        (".5", 0.5),
        ("5.", 5),
        ("1e-5", 1e-5),
        ("1E+2", 100),
        (".5e1", 5),
        ("1.e2", 100),
    ],
)
def test_numbers_are_decimal(text, value):
    assert parse(f"y = 1 * {text}").graph.literals[1] == value


@pytest.mark.parametrize(
    "text",
    [
        "y = (x\n + \n\n z)",
        "y = x +\n z",
        "y = x + # a comment\n\n z",
        "y = add(x,\n z\n)",
        "y = add(\n\n x, # first\r\n z)",
        "y = (\n x + z\n)",
    ],
)
def test_a_newline_inside_brackets_or_after_an_operator_ends_nothing(text):
    assert last("x = 1; z = 2\n" + text) == "y = add(x, z)"


def test_a_newline_after_a_comma_or_in_a_keyword_list_ends_nothing():
    assert last("x = 1\nsum(x,\n axis=[0,\n 1\n],\n)") == ":1 = sum(x) axis=(0, 1)"
    assert last("x = 1\nx[\n0,\n 1:\n2]") == ":1 = index(x) key=(0, slice(1, 2, None))"


def test_blanks_and_tabs_mean_nothing():
    assert lines("\tx=1 ;y  =\tx+ 2") == lines("x = 1; y = x + 2")


@pytest.mark.parametrize("text", ["x < y < z", "x == y == z", "x < y + 1 != z", "x <= y > z"])
def test_comparisons_do_not_chain(text):
    code, _ = offending(X + text)
    assert code == "chained-comparison"


def test_comparisons_in_brackets_are_numbers():
    assert last(X + "(x < y) * (y < z)") == ":3 = mul(:1, :2)"


def test_the_span_of_a_node_is_its_piece_of_the_text():
    text = "x = -2; f = (x + 3.5) * sin(x²) - [x, 1][0]\nf += a.T"
    program = parse(text)
    graph = program.graph
    spans = {graph.ids[k]: text[slice(*graph.spans[k])] for k in range(len(graph))}
    assert spans["x"] == "-2"
    assert spans["f"] == "(x + 3.5) * sin(x²) - [x, 1][0]"
    assert {"x + 3.5", "sin(x²)", "x²", "²", "[x, 1]", "[x, 1][0]", "a.T"} <= set(spans.values())
    assert spans["f.2"] == "f += a.T"
    assert list(graph.spans[1:3]) == [graph.spans[1], graph.spans[2]]
    assert len(graph.spans) == len(graph)
