import json
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chainrule.web.json_reader import JsonLimits, JsonProblem, _Reader, read_json

SCALARS = st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
SCALARS |= st.integers(-(10**15) + 1, 10**15 - 1)
DOCUMENTS = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=30)


def refusal(body, **limits):
    with pytest.raises(JsonProblem) as caught:
        read_json(body if isinstance(body, bytes) else body.encode(), JsonLimits(**limits))
    return caught.value


def slowly(body):
    """What our own reader says, without the short cut through Python's decoder."""
    try:
        return _Reader(body.decode(), JsonLimits()).document()
    except JsonProblem as problem:
        return problem


def assert_same(found, other):
    assert type(found) is type(other)
    if isinstance(found, JsonProblem):
        assert (found.detail, found.line, found.column) == (other.detail, other.line, other.column)
    else:
        assert repr(found) == repr(other)


@given(DOCUMENTS)
def test_both_ways_of_reading_agree(value):
    body = json.dumps(value).encode()
    assert_same(read_json(body), slowly(body))


@given(DOCUMENTS)
def test_reads_what_json_writes(value):
    assert read_json(json.dumps(value).encode()) == value
    assert read_json(json.dumps(value, ensure_ascii=False, indent=1).encode()) == value


@given(st.binary() | st.text(alphabet='[]{}",:01-+.eE\\utrnaf \n').map(str.encode))
@example(b"")
@example(b'{"a":[5]}')
def test_any_bytes_are_read_as_json_does_or_refused_with_a_place(body):
    try:
        expected = json.loads(body)
    except (ValueError, RecursionError):
        problem = refusal(body)
        assert problem.line >= 1
        assert problem.column >= 1
        return
    try:
        found = read_json(body)
    except JsonProblem as caught:
        found = caught
    assert_same(found, slowly(body))
    if isinstance(found, JsonProblem):
        lax = ("NaN", "Infinity", "U+FEFF")
        assert not found.malformed or any(word in found.detail for word in lax)
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("body", "line", "column", "pointer"),
    [
        ("", 1, 1, ""),
        ('{"program":"x"', 1, 15, "/program"),
        ('{"program":"x"}{"program":"y"}', 1, 16, ""),
        ("{'program':'x'}", 1, 2, ""),
        ('{"program":"x"/*c*/}', 1, 15, "/program"),
        ('{"program":"\\u12"}', 1, 13, "/program"),
        ('{"inputs":{"x":NaN}}', 1, 16, "/inputs/x"),
        ('{"inputs":{"x":-Infinity}}', 1, 16, "/inputs/x"),
        ('{"inputs":{"x":01}}', 1, 16, "/inputs/x"),
        ('{"inputs":{"x":+1}}', 1, 16, "/inputs/x"),
        ('{"inputs":{"x":1_000}}', 1, 16, "/inputs/x"),
        ('{"inputs":{"x":.5}}', 1, 16, "/inputs/x"),
        ('{"inputs":{"x":\n [1,\n 2,]}}', 3, 4, "/inputs/x/2"),
        ('"a\nb"', 1, 3, ""),
        ("[٣]", 1, 2, "/0"),
        (b'["\xff"]', 1, 3, ""),
        ("\ufeff{}", 1, 1, ""),
        ('{"a/b~c":[tru]}', 1, 11, "/a~1b~0c/0"),
    ],
)
def test_malformed_json_is_refused_where_it_goes_wrong(body, line, column, pointer):
    problem = refusal(body)
    assert problem.malformed
    assert (problem.line, problem.column, problem.pointer) == (line, column, pointer)


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ('{"a":1,"b":{"c":2,"c":3}}', "json-duplicate-key", "/b/c"),
        ('{"a":"\\ud800"}', "json-surrogate", "/a"),
        ('{"a":"\\udc00\\ud800"}', "json-surrogate", "/a"),
        ('{"a":"\\ud800\\ud800"}', "json-surrogate", "/a"),
        ('{"\\ud800":1}', "json-surrogate", ""),
        ('{"a":[0,1e999]}', "json-number", "/a/1"),
        ('{"a":[0,-1e999,0]}', "json-number", "/a/1"),
    ],
)
def test_json_that_is_no_good_to_anyone_is_refused_by_name(body, code, pointer):
    problem = refusal(body)
    assert not problem.malformed
    assert (problem.code, problem.pointer) == (code, pointer)


def test_pairs_of_surrogates_are_one_character():
    assert read_json(b'"\\ud83d\\ude00 \\u00e9\\n"') == "😀 é\n"


def test_the_sign_of_zero_survives():
    values = read_json(b"[-0, -0.0, 0, -1e-999]")
    assert [math.copysign(1, value) for value in values] == [-1, -1, 1, -1]


def test_long_integers_become_floats():
    assert read_json(b"[123456789012345, 1234567890123456789, 1]") == [123456789012345, 1.2345678901234568e18, 1]
    assert [type(value) for value in read_json(b"[123456789012345, 1234567890123456789]")] == [int, float]


@pytest.mark.parametrize(
    ("name", "most", "build", "code"),
    [
        ("depth", 32, lambda n: "[" * n + "]" * n, "json-depth"),
        ("values", 100, lambda n: json.dumps([0] * (n - 1)), "json-values"),
        ("values", 100, lambda n: json.dumps(["x"] * (n - 1)), "json-values"),
        ("string", 50, lambda n: json.dumps("x" * n), "json-string"),
        ("number", 40, lambda n: "0." + "1" * (n - 2), "json-number"),
        ("number", 40, lambda n: "[0." + "1" * (n - 2) + ",1]", "json-number"),
    ],
)
def test_a_document_is_read_up_to_each_limit_and_not_beyond(name, most, build, code):
    read_json(build(most - 1).encode(), JsonLimits(**{name: most}))
    read_json(build(most).encode(), JsonLimits(**{name: most}))
    problem = refusal(build(most + 1), **{name: most})
    assert problem.code == code
    assert not problem.malformed


def test_a_hundred_thousand_brackets_are_refused_at_the_first_that_is_too_deep():
    assert refusal("[" * 100_000).column == 33


def test_a_key_five_thousand_digits_and_quotes_galore_do_not_end_the_reader():
    assert refusal("9" * 5_000).code == "json-number"
    assert refusal('"' * 65_001).malformed
    assert refusal('{"k":1,' * 20_000).code == "json-syntax"


def test_an_error_quotes_little_and_only_printable_characters():
    detail = refusal("[" + "a" * 100_000).detail
    assert len(detail) < 100
    assert refusal("[\x00]").detail.isprintable()
