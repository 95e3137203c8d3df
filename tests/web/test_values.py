import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from chainrule.errors import ChainruleError, LimitError
from chainrule.web.values import read_query_number, read_value, write_value


@given(arrays.arrays(np.float64, arrays.array_shapes(max_dims=6, max_side=3)))
def test_an_array_is_read_as_it_was_written(array):
    assert np.array_equal(read_value(write_value(array), "/inputs/x", 6), array, equal_nan=True)


@given(st.floats() | st.integers(-(10**15), 10**15))
def test_a_number_is_read_as_it_was_written(number):
    found = read_value(write_value(number), "/inputs/x", 6)
    assert type(found) is float
    assert found == number or math.isnan(found)


@pytest.mark.parametrize(
    ("given_value", "pointer"),
    [
        ("nan", ""),
        ("1_0", ""),
        (True, ""),
        (None, ""),
        ({"re": 1, "im": 2}, ""),
        ({"shape": [2]}, ""),
        ([1, [2, 3]], "/1"),
        ([[1, 2], [3]], "/1"),
        ([[1, 2], 3], "/1"),
        ([[1, 2], [3, "x"]], "/1/1"),
        ([[[1]], [[None]]], "/1/0/0"),
        ([True], "/0"),
    ],
)
def test_what_is_no_value_is_refused_at_its_place(given_value, pointer):
    with pytest.raises(ChainruleError) as caught:
        read_value(given_value, "/inputs/x", 6)
    assert caught.value.pointer == "/inputs/x" + pointer


@pytest.mark.parametrize("axes", [5, 6])
def test_an_array_may_have_up_to_six_axes(axes):
    value = 1.0
    for _ in range(axes):
        value = [value]
    assert read_value(value, "/inputs/x", 6).ndim == axes


def test_a_seventh_axis_is_refused():
    with pytest.raises(LimitError) as caught:
        read_value([[[[[[[1]]]]]]], "/inputs/x", 6)
    assert caught.value.code == "array-rank"


def test_empty_arrays_keep_their_shape():
    assert read_value([], "/inputs/x", 6).shape == (0,)
    assert read_value([[], []], "/inputs/x", 6).shape == (2, 0)


@pytest.mark.parametrize(("text", "value"), [("-2", -2.0), ("1e-5", 1e-5), (".5", 0.5), ("NaN", "NaN")])
def test_a_query_writes_numbers_as_programs_do(text, value):
    assert read_query_number(text, "/inputs/x", 40) == value


@pytest.mark.parametrize("text", ["", " 1", "1_0", "٣", "nan", "inf", "1e999", "0x10", "1j", "true"])
def test_a_query_refuses_what_is_no_number(text):
    with pytest.raises(ChainruleError) as caught:
        read_query_number(text, "/inputs/x", 40)
    assert caught.value.pointer == "/inputs/x"


def test_a_query_reads_numbers_of_up_to_forty_characters():
    assert read_query_number("1" * 40, "/inputs/x", 40)
    with pytest.raises(LimitError):
        read_query_number("1" * 41, "/inputs/x", 40)


def test_non_finite_results_travel_by_name():
    assert write_value([1.0, (math.nan, math.inf)]) == [1.0, ["NaN", "Infinity"]]
    assert write_value({"a": np.array([[-np.inf, 2.0]])}) == {"a": [["-Infinity", 2.0]]}
