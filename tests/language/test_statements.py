"""Statements, names, inputs and versions."""

import numpy as np
import pytest
from written import last, lines, offending

from chainrule.language import parse


def test_statements_end_at_newlines_and_semicolons():
    assert lines("x = 2; y = x\nz = y;\n\n;; z") == ["x = 2", "y = identity(x)", "z = identity(y)"]


def test_a_comment_reaches_to_the_end_of_its_line():
    assert lines("# first\nx = 2 # two ; y = 3\n#last") == ["x = 2"]


def test_carriage_return_and_line_feed_are_one_newline():
    assert lines("x = 2\r\ny = x + # more\r\n x\r\n") == ["x = 2", "y = add(x, x)"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x = 2", 2.0),
        ("x = -2", -2.0),
        ("x = −2", -2.0),
        ("x = +2.5e-1", 0.25),
        ("x = .5", 0.5),
        ("x = 5.", 5.0),
        ("x = (-(3))", -3.0),
        ("x = pi", np.pi),
        ("x = -math.e", None),
        ("x = Value(-2.0)", -2.0),
        ("x = [1, -2]", [1, -2]),
        ("x = [[1, 2], [3, 4]]", [[1, 2], [3, 4]]),
        ("x = np.array([[1.0], [2.0]])", [[1], [2]]),
        ("x = torch.tensor([1.0, 2.0], requires_grad=True)", [1, 2]),
        ("x = nn.Parameter(torch.tensor(3.0))", 3.0),
        ("x = Value(pi)", np.pi),
        ("x = []", []),
    ],
)
def test_a_literal_alone_is_an_input(text, value):
    program = parse(text)
    graph = program.graph
    if value is None:
        assert graph.ops[-1].name == "neg"
        assert not program.inputs
    else:
        assert [op.name for op in graph.ops] == ["input"]
        assert np.array_equal(graph.literals[0], value)
        assert program.inputs == {"x": 0}


@pytest.mark.parametrize("text", ["x = --2", "x = 2 + 1", "x = 2²", "x = [1, pi]"])
def test_a_computed_value_is_no_input(text):
    program = parse(text)
    assert not program.inputs
    assert program.graph.ids[program.graph.output] == "x"


def test_an_input_is_a_float_and_an_array_is_float64():
    graph = parse("x = 2; y = [1, 2]").graph
    assert type(graph.literals[0]) is float
    assert graph.literals[1].dtype == np.float64


def test_a_name_without_a_value_is_an_input_of_one_and_a_notice_says_so():
    program = parse("f = x * y")
    assert lines("f = x * y") == ["x = 1", "y = 1", "f = mul(x, y)"]
    assert program.defaults == ("x", "y")
    assert [notice.name for notice in program.notices] == ["x", "y"]
    assert program.notices[0].span == (4, 5)
    assert program.notices[0].detail.startswith("'x' has no value, so it is an input, and 1 unless you say otherwise")


def test_inputs_without_a_value_stand_before_the_statement_that_first_uses_them():
    expected = [
        "a = 2",
        "x = 1",
        "y = 1",
        "z = 1",
        ":1 = mul(x, a)",
        ":2 = add(:1, y)",
        "f = add(:2, z)",
        "g = mul(f, x)",
    ]
    assert lines("a = 2; f = x * a + y + z; g = f * x") == expected


def test_moving_inputs_forward_keeps_literals_attributes_and_names():
    text = "v = [1, 2]; s = 3 * sum(v, axis=0) + pi * [1, 2] + w; s + u*w"
    expected = [
        "v = [1.0, 2.0]",
        "w = 1",
        ":1 = 3 const",
        ":2 = sum(v) axis=0",
        ":3 = mul(:1, :2)",
        ":4 = 3.14159 const",
        ":5 = [1.0, 2.0] const",
        ":6 = mul(:4, :5)",
        ":7 = add(:3, :6)",
        "s = add(:7, w)",
        "u = 1",
        ":8 = mul(u, w)",
        ":9 = add(s, :8)",
    ]
    assert lines(text) == expected
    assert parse(text).graph.labels[5] == "pi"


def test_a_name_given_twice_gets_versions_and_keeps_its_label():
    graph = parse("c = 1; c = c + 1; c += c; c").graph
    assert graph.ids == ["c", ":1", "c.2", "c.3"]
    assert graph.labels == ["c", "", "c", "c"]
    assert graph.ids[graph.output] == "c.3"


@pytest.mark.parametrize(
    ("sign", "op"),
    [("+", "add"), ("-", "sub"), ("*", "mul"), ("/", "div"), ("−", "sub"), ("·", "mul"), ("×", "mul"), ("÷", "div")],
)
def test_augmented_assignment_makes_a_version(sign, op):
    assert lines(f"c = 2; c {sign}= 3 + c") == ["c = 2", ":1 = 3 const", ":2 = add(:1, c)", f"c.2 = {op}(c, :2)"]


def test_the_readme_of_micrograd_gets_its_versions():
    text = "a = -4.0; b = 2.0; c = a + b; c += c + 1; c += 1 + c + (-a)"
    assert [i for i in parse(text).graph.ids if i[0] != ":"] == ["a", "b", "c", "c.2", "c.3"]


def test_a_second_name_is_an_identity_node():
    assert lines("a = 2; b = a; c = (b)") == ["a = 2", "b = identity(a)", "c = identity(b)"]
    assert lines("b = a") == ["a = 1", "b = identity(a)"]


def test_a_bare_expression_gets_a_number_and_is_the_output_if_it_is_last():
    graph = parse("a = 2; a * a; a + a").graph
    assert graph.ids == ["a", ":1", ":2"]
    assert graph.output == 2


def test_a_bare_name_chooses_the_output_and_makes_no_node():
    graph = parse("a = 2; b = a * a; a").graph
    assert len(graph) == 2
    assert graph.output == 0


def test_literals_inside_expressions_are_constants_each_on_its_own():
    assert lines("y = 2 * 2 - -2") == [
        ":1 = 2 const",
        ":2 = 2 const",
        ":3 = mul(:1, :2)",
        ":4 = 2 const",
        ":5 = neg(:4)",
        "y = sub(:3, :5)",
    ]


def test_constants_are_named_and_their_value_is_exact():
    graph = parse("pi * e * tau").graph
    assert graph.labels == ["pi", "e", "", "tau", ""]
    assert [graph.literals[k] for k in (0, 1, 3)] == [np.pi, np.e, 2 * np.pi]
    assert all(graph.ops[k].name == "const" for k in (0, 1, 3))


def test_a_program_may_bind_the_names_of_constants_and_functions():
    assert lines("e = 2; dot = e * e; dot(e, e)") == ["e = 2", "dot = mul(e, e)", ":1 = dot(e, e)"]
    assert lines("exp = 2; y = exp(exp)") == ["exp = 2", "y = exp(exp)"]
    assert last("pi = 3; y = np.pi + pi") == "y = add(:1, pi)"


@pytest.mark.parametrize("name", ["x", "X", "w_1", "alpha2", "α", "Ω", "β_1", "λ12", "ς", "lambda", "if", "x" * 64])
def test_names_are_latin_or_one_greek_letter(name):
    assert lines(f"{name} = 2; y = {name} * {name}")[-1] == f"y = mul({name}, {name})"


def test_upper_and_lower_case_are_different_names():
    assert lines("X = 1; x = 2; X + x")[-1] == ":1 = add(X, x)"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("y = x + 1; x = 2", "x"),
        ("x = x + 1", "x"),
        ("x += 1", "x"),
        ("a = b; b = a; a", "b"),
        ("y = e; e = 3", "e"),
        ("y = x.T; x = 3", "x"),
        ("y = sin(x.T.T)\nx = 3", "x"),
    ],
)
def test_a_name_is_an_input_only_if_the_program_never_assigns_it(text, name):
    assert offending(text) == ("use-before-assignment", name)


def test_a_program_that_binds_a_constant_first_may_use_it():
    assert lines("e = 3; y = e; e = 4")[-1] == "e.2 = 4"


@pytest.mark.parametrize("text", ["", "  \n;\n\t# nothing\r\n", "import numpy", "#" * 60_000])
def test_a_program_without_a_statement_is_an_error(text):
    code, _ = offending(text)
    assert code == "empty-program"


def test_many_names_without_a_value_are_spoken_of_together():
    program = parse(" + ".join(f"x{k}" for k in range(60)))
    assert len(program.notices) == 51
    assert any("10 more names" in notice.detail for notice in program.notices)


def test_the_notice_about_a_default_suggests_what_was_meant():
    assert "Did you mean 'total'?" in parse("total = 2; y = totla * 2").notices[0].detail
    assert "The constant is written 'pi'." in parse("y = 2 * π").notices[0].detail
    assert "'tau'" in parse("τ").notices[0].detail
    for name in ("NaN", "inf", "Infinity"):
        assert "an input can be given such a value" in parse(f"y = {name} * 2").notices[0].detail
    assert "mean" not in parse("apples * oranges").notices[0].detail
