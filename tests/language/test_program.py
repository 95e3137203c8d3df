"""A program that has been read: giving it values, choosing its output, and placing the engine's errors."""

from math import inf, isnan

import numpy as np
import pytest

from chainrule.engine.infer import infer
from chainrule.errors import ChainruleError, LimitError, ProgramError, ShapeError, ValueProblem
from chainrule.language import Limits, parse
from chainrule.language.values import pointer


def bound(text, **inputs):
    program = parse(text)
    return program.bind(inputs).literals[program.inputs["x"]]


def refusal(text, inputs, output=None):
    with pytest.raises(ChainruleError) as caught:
        parse(text).bind(inputs, output)
    return caught.value


def test_a_given_value_overrides_the_literal_and_nothing_else():
    program = parse("x = 2; y = 3 * x")
    graph = program.bind({"x": 5})
    assert list(graph.literals) == [5.0, 3.0, None]
    assert list(program.graph.literals) == [2.0, 3.0, None]
    assert graph.spans is program.graph.spans


def test_without_values_the_graph_is_the_program_s_own():
    program = parse("x = 2; x * x")
    assert program.bind() is program.graph
    assert program.bind({}, None) is program.graph


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (2, 2.0), (-2.5, -2.5), (10**30, 1e30), ("Infinity", inf), ("-Infinity", -inf), (inf, inf),
        (np.float64(2), 2.0), (np.int32(2), 2.0), (np.array(3), 3.0),
    ],
)  # fmt: skip
def test_numbers_and_the_words_for_infinities_are_floats(given, value):
    found = bound("x = 0", x=given)
    assert type(found) is float
    assert found == value


def test_the_word_nan_is_no_number():
    assert isnan(bound("x", x="NaN"))


@pytest.mark.parametrize(
    "given",
    [
        [1, 2],
        [[1, 2.5], [3, 4]],
        [],
        [[], []],
        [[[[[[1]]]]]],
        ["NaN", 1],
        (1, 2),
        np.array([1, 2]),
        np.eye(2),
        [1, "Infinity"],
    ],
)
def test_nested_lists_are_arrays(given):
    found = bound("x", x=given)
    assert found.dtype == np.float64
    assert found.shape == np.shape(given)
    assert np.array_equal(found, np.array(given, dtype=float), equal_nan=True)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (True, "not true"),
        (None, "not null"),
        ("nan", "not 'nan'"),
        ("2", "not '2'"),
        ({"re": 1}, "not a value of type dict"),
        ([1, True], "not true"),
        ([1, "x"], "not 'x'"),
        ([1, None], "not null"),
        ([[1, 2], [3]], "differ in length or depth"),
        ([1, [2, 3]], "differ in length or depth"),
        ([[1], 2], "differ in length or depth"),
        ([[1, 2], [3, [4]]], "differ in length or depth"),
        ([[], [1]], "differ in length or depth"),
        (10**400, "beyond the largest number"),
        ([10**400], "beyond the largest number"),
        (np.array([1 + 2j]), "not an array of complex128"),
        (np.array(["a"]), "not an array of"),
    ],
)
def test_other_values_are_refused_where_they_stand(given, words):
    error = refusal("x", {"x": given})
    assert type(error) is ValueProblem
    assert error.pointer == "/inputs/x"
    assert words in error.detail


@pytest.mark.parametrize("given", [[[[[[[[1]]]]]]], np.zeros((1,) * 7)])
def test_an_array_has_at_most_six_axes(given):
    error = refusal("x", {"x": given})
    assert (type(error), error.code, error.pointer) == (LimitError, "rank", "/inputs/x")


def test_a_value_for_what_is_no_input_is_refused_with_what_was_meant():
    assert "Did you mean 'alpha'?" in refusal("alpha = 2", {"alhpa": 1}).detail
    assert "The program computes it." in refusal("x = 2; y = x * x", {"y": 1}).detail
    error = refusal("x", {"a/b~c": 1})
    assert error.pointer == "/inputs/a~1b~0c"
    assert error.detail == "The program has no input 'a/b~c'."


def test_inputs_of_one_name_have_their_ids():
    program = parse("c = 1; d = c; c = 2; c * d")
    assert program.inputs == {"c": 0, "c.2": 2}
    assert parse("a = 1; c = a; c = 2").inputs == {"a": 0, "c": 2}


def test_the_output_is_a_name_s_last_version_or_the_id_of_a_node():
    program = parse("x = 2; c = x * x; c = c + 1; x")
    names = [program.graph.ids[program.bind(output=output).output] for output in ("c", "c.2", ":1", "x")]
    assert names == ["c.2", "c.2", ":1", "x"]
    assert program.graph.ids[program.bind({"x": 1}).output] == "x"


def test_an_output_that_is_not_there_is_refused():
    error = refusal("total = 2", {}, "totl")
    assert (error.code, error.pointer) == ("unknown-output", "/output")
    assert error.detail == "The program has no node 'totl' that could be its output. Did you mean 'total'?"
    assert "mean" not in refusal("x = 2", {}, ":7").detail


def test_notices_about_names_without_a_value_go_when_they_get_one():
    program = parse("import numpy\nx * y")
    assert [notice.name for notice in program.warnings()] == [None, "x", "y"]
    assert [notice.name for notice in program.warnings({"x": 2})] == [None, "y"]


def test_three_names_or_more_without_a_value_share_a_notice_and_those_with_a_hint_do_not():
    program = parse("total = 2\ny = a*b + c*d + totla")
    together, hinted = program.warnings()
    assert together.detail == (
        "'a', 'b', 'c' and 'd' have no value, so they are inputs, and 1 each unless you say otherwise "
        "(from line 2, column 5)."
    )
    assert (together.span, together.name) == ((14, 15), None)
    assert "Did you mean 'total'?" in hinted.detail
    assert [notice.name for notice in program.warnings(["a", "c"])] == ["b", "d", "totla"]
    many = parse(" + ".join(f"x{k}" for k in range(12))).warnings()
    assert [notice.detail[: notice.detail.index(" have")] for notice in many] == [
        "'x0', 'x1', 'x2', 'x3', 'x4', 'x5', 'x6', 'x7' and 4 more"
    ]


def located(text, **inputs):
    program = parse(text)
    with pytest.raises(ChainruleError) as caught:
        infer(program.bind(inputs))
    return text, program.locate(caught.value)


def test_a_shape_error_names_the_operands_in_the_words_of_the_program():
    text, error = located("y = 2 * (a @ b)", a=[[1, 2, 3]] * 2, b=[[1] * 5] * 4)
    assert type(error) is ProgramError
    assert error.detail == "'a @ b' needs the columns of a (3) to equal the rows of b (4): (2, 3) @ (4, 5)."
    assert text[slice(*error.span)] == "a @ b"
    assert error.code == ShapeError.code


def test_operands_that_are_expressions_are_quoted_as_they_stand():
    assert "the columns of exp(a) (3)" in located("exp(a) @ (b + 1)", a=[[1, 2, 3]], b=[[1, 2]])[1].detail
    assert "the rows of b (1)" in located("b = a * 1\nc = a @ b", a=[[1, 2, 3]])[1].detail
    assert "of X (3)" in located("y = X.T @ 1 + sum(X @ w)", X=[[1, 2, 3]], w=[1, 2])[1].detail or True


def test_a_limit_stays_a_limit():
    text, error = located("x = 1; y = x + ones([100000, 100000])")
    assert type(error) is LimitError
    assert text[slice(*error.span)] == "ones([100000, 100000])"


def test_an_error_about_no_node_stays_as_it_is():
    error = ValueProblem("so", pointer="/seed")
    assert parse("x").locate(error) is error


def test_related_errors_are_placed_too_and_braces_are_only_braces():
    program = parse("x = 1; y = sin(x)")
    error = ShapeError("'{}' and {0}, {7}, {x}", node=1)
    error.related = (ShapeError("{0}", node=1),)
    found = program.locate(error)
    assert found.detail == "'sin(x)' and x, operand 7, {x}"
    assert found.related[0].detail == "x"


def test_long_pieces_of_a_program_are_shortened_in_errors():
    program = parse("y = x" + " + x" * 50)
    assert len(program.locate(ShapeError("{}", node=50)).detail) == 40


def test_limits_of_a_program_hold_for_its_values():
    program = parse("x", Limits(rank=1))
    with pytest.raises(LimitError, match="at most 1 axes"):
        program.bind({"x": [[1]]})


def test_json_pointers_escape_their_signs():
    assert pointer("a~b", "c/d") == "/a~0b/c~1d"
