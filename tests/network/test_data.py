import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule.errors import ChainruleError, LimitError, ValueProblem
from chainrule.network.data import SETS, generate, scale, split
from chainrule.network.sources import read_data
from chainrule.network.table import read_csv


@pytest.mark.parametrize("name", SETS)
def test_a_set_is_the_same_for_the_same_seed(name):
    first, again, other = (generate(name, seed=seed) for seed in (3, 3, 4))
    assert np.array_equal(first.x, again.x)
    assert np.array_equal(first.y, again.y)
    assert np.isfinite(first.x).all()
    if SETS[name].rows and SETS[name].noise:
        assert not (np.array_equal(first.x, other.x) and np.array_equal(first.y, other.y))


def test_gates_are_truth_tables():
    assert generate("xor").y.ravel().tolist() == [0, 1, 1, 0]
    assert generate("and").y.ravel().tolist() == [0, 0, 0, 1]
    assert generate("or").y.ravel().tolist() == [0, 1, 1, 1]


@pytest.mark.parametrize("name", ["circle", "gauss", "spiral", "moons"])
def test_two_classes_are_of_equal_size(name):
    assert generate(name, 100).y.sum() == 50


def test_a_circle_lies_inside_its_ring_and_a_checkerboard_alternates():
    circle = generate("circle", 400, 0.0)
    radius = np.hypot(*circle.x.T)
    assert radius[circle.y[:, 0] == 1].max() <= 0.5
    assert radius[circle.y[:, 0] == 0].min() >= 0.75
    board = generate("checkerboard", 400)
    field = np.floor(2 * board.x + 2)
    assert np.array_equal((field[:, 0] + field[:, 1]) % 2, board.y[:, 0])


def test_digits_are_images_of_ten_classes():
    digits = generate("digits", 50)
    assert digits.x.shape == (50, 1, 8, 8)
    assert digits.y.sum(0).tolist() == [5] * 10
    assert 0 <= digits.x.min() <= digits.x.max() <= 1


def test_a_split_keeps_every_row_once():
    data = generate("gauss", 40)
    parts = split(data, 0.25, 5)
    assert len(parts.test_x) == 10
    joined = np.vstack([parts.x, parts.test_x])
    assert np.array_equal(np.sort(joined[:, 0]), np.sort(data.x[:, 0]))
    assert np.array_equal(split(data, 0.25, 5).test_x, parts.test_x)


def test_scaling_looks_at_the_training_rows_alone():
    data = split(generate("gauss", 40), 0.25)
    standard, unit = scale(data, "standard"), scale(data, "minmax")
    assert np.allclose(standard.x.mean(0), 0)
    assert np.allclose(standard.x.std(0), 1)
    assert (unit.x.min(0) == 0).all()
    assert (unit.x.max(0) == 1).all()
    assert np.allclose(standard.test_x, (data.test_x - data.x.mean(0)) / data.x.std(0))


TABLE = "length,width,kind\n1.5,2,rose\n\n3,4e0,tulip\n5,6,rose\n"


def test_a_table_with_names_and_words_is_read():
    data = read_csv(TABLE)
    assert data.names == ("length", "width")
    assert data.x.tolist() == [[1.5, 2], [3, 4], [5, 6]]
    assert data.classes == ("rose", "tulip")
    assert data.y.tolist() == [[1, 0], [0, 1], [1, 0]]
    assert data.kind == "classes"


@pytest.mark.parametrize("text", ["1;2\n3;4\n", "1\t2\n3\t4\n", "\ufeff1,2\r\n3,4\r\n"])
def test_separators_and_line_ends_are_found_out(text):
    assert read_csv(text).x.tolist() == [[1], [3]]


def test_columns_are_picked_by_name_or_number():
    data = read_csv(TABLE, x=["width"], y=["length"])
    assert data.x.ravel().tolist() == [2, 4, 6]
    assert data.y.ravel().tolist() == [1.5, 3, 5]
    assert data.kind == "values"
    assert read_csv(TABLE, x=[1], y=[0]).x.ravel().tolist() == [2, 4, 6]
    assert read_csv(TABLE, x=[1.0], y=[0.0]).x.ravel().tolist() == [2, 4, 6]


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("a,b\n1,2\nx,4\n", {}, "'x' is not a finite number (line 3, column 'a')"),
        ("1,2\n3\n", {}, "Line 2 of the table has 1 cells; the first line has 2"),
        ("a,b\n", {}, "no rows"),
        ("1\n2\n", {}, "one column"),
        ("a,b\n1,2\n", {"y": ["c"]}, "no column 'c'"),
        ("a,b\n1,nan\n", {"x": ["b"], "y": ["a"]}, "'nan' is not a finite number"),
        ('a,b\n1,"2\n', {}, "quotation mark"),
        ("1,1e999\n", {"x": [1], "y": [0]}, "1e999"),
    ],
)
def test_a_fault_in_a_table_is_named_by_its_place(text, options, words):
    with pytest.raises(ValueProblem) as caught:
        read_csv(text, **options)
    assert words in caught.value.detail
    assert caught.value.pointer.startswith("/data/")


def test_rows_and_columns_are_limited():
    with pytest.raises(LimitError):
        read_csv("1,2\n" * 10_001)
    with pytest.raises(LimitError):
        read_csv(",".join(["1"] * 1001) + "\n")


@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        ("xro", "/data"),
        (7, "/data"),
        ({"x": [[1, 2]], "y": [[1], [2]]}, "/data/y"),
        ({"x": [[1, 2], [3]], "y": [1, 2]}, "/data/x/1"),
        ({"x": [], "y": []}, "/data/x"),
        ({"name": "gauss", "rows": 1}, "/data/rows"),
        ({"name": "gauss", "test": 1}, "/data/test"),
        ({"name": "gauss", "scaling": "max"}, "/data/scaling"),
        ({"csv": 3}, "/data/csv"),
        ({"csv": "1,2\n", "x": "a"}, "/data/x"),
        ({"csv": "1,2\n", "rows": 3}, "/data/rows"),
    ],
)
def test_wrong_data_is_refused_with_a_pointer(value, pointer):
    with pytest.raises(ChainruleError) as caught:
        read_data(value)
    assert caught.value.pointer == pointer


@pytest.mark.parametrize(
    ("value", "pointer", "sentence"),
    [
        ({}, "/data/name", "The data needs a 'name', rows 'x' and 'y', or a table 'csv'. The names are: xor, "),
        ({"x": [[1]]}, "/data/y", "The data needs 'y', a list of at least one row."),
        ({"y": [1]}, "/data/x", "The data needs 'x', a list of at least one row."),
    ],
)
def test_what_the_data_lacks_is_said_to_be_missing(value, pointer, sentence):
    with pytest.raises(ChainruleError) as caught:
        read_data(value)
    assert caught.value.pointer == pointer
    assert caught.value.detail.startswith(sentence)


@pytest.mark.parametrize(("rows", "fits"), [(9_999, True), (10_000, True), (10_001, False)])
def test_rows_are_limited_exactly(rows, fits):
    value = {"x": [[1]] * rows, "y": [1] * rows}
    if fits:
        assert len(read_data(value).x) == rows
    else:
        with pytest.raises(LimitError) as caught:
            read_data(value)
        assert caught.value.code == "rows"


def test_columns_of_rows_are_limited():
    with pytest.raises(LimitError) as caught:
        read_data({"x": [[1] * 1001], "y": [1]})
    assert caught.value.code == "columns"


def test_a_set_by_name_takes_rows_noise_seed_and_scaling():
    data = read_data({"name": "moons", "rows": 30, "noise": 0, "seed": 4, "test": 0.2, "scaling": "minmax"})
    assert len(data.x) == 24
    assert len(data.test_x) == 6
    assert (data.x.min(0) == 0).all()


def test_a_table_becomes_data():
    data = read_data({"csv": TABLE, "x": ["width"], "scaling": "standard"})
    assert data.x.mean() == pytest.approx(0)
    assert data.classes == ("rose", "tulip")


def test_a_y_of_plain_numbers_is_a_column_and_images_may_be_nested():
    assert read_data({"x": [[1, 2], [3, 4]], "y": [0, 1]}).y.shape == (2, 1)
    assert read_data({"x": [[[[1, 2], [3, 4]]]], "y": [1]}).x.tolist() == [[1, 2, 3, 4]]


@pytest.mark.parametrize("scaling", ["standard", "minmax"])
def test_a_range_that_overflows_is_refused_before_anything_learns_from_it(scaling):
    with pytest.raises(ValueProblem, match="overflows") as caught:
        read_data({"x": [[1e308, 1], [-1e308, 2]], "y": [0, 1], "scaling": scaling})
    assert caught.value.pointer == "/data/scaling"


def test_the_irises_are_those_that_fisher_published():
    data = generate("iris")
    assert (data.x.shape, data.y.sum(0).tolist()) == ((150, 4), [50, 50, 50])
    assert data.classes == ("setosa", "versicolor", "virginica")
    assert data.names == ("sepal length", "sepal width", "petal length", "petal width")
    # Samples 35 and 38 as printed by Fisher; the copy of the UCI repository differs in these two, as it says itself.
    assert data.x[[34, 37]].tolist() == [[4.9, 3.1, 1.5, 0.2], [4.9, 3.6, 1.4, 0.1]]
    means = [data.x[50 * i : 50 * i + 50].mean(0).round(3).tolist() for i in range(3)]
    # The first two of these are stated in Table II of the paper.
    assert means == [[5.006, 3.428, 1.462, 0.246], [5.936, 2.77, 4.26, 1.326], [6.588, 2.974, 5.552, 2.026]]
    assert np.unique(data.x[:, 3]).min() == 0.1


HOSTILE_TABLES = [
    "",
    "\n\n\n",
    "\ufeff",
    ",,,\n,,,\n",
    "a,b\n1,2\n\x00,3\n",
    'a,b\n"1\n2",3\n"4',
    'a,b\n"1""2",3\n',
    "a,b\n=1+1,2\n",
    "a,b\n=cmd|' /C calc'!A0,2\n",
    "a,b\n1 000,2\n",
    "a,b\n1_0,2\n",
    "a,b\n0x10,2\n",
    "a,b\n１,2\n",
    "a,b\n٣,2\n",
    "a,b\n1e400,2\n",
    "a,b\n" + "9" * 5_000 + ",2\n",
    "a,b\n--1,2\n",
    "a,b\n1,2,3\n",
    "a,b\r1,2\u20283,x\n",
    "a" * 100_000,
    ";" * 2_000,
    '"' * 99_999,
    "a,b\n" + "," * 100_000,
    "\t".join("abc") + "\n1\t2\n",
    "x,y\n1," + "\n1,".join(f"word{i}" for i in range(200)),
    "a,b\n1,2\n\ud800,3\n",
]


@pytest.mark.parametrize("text", HOSTILE_TABLES, ids=range(len(HOSTILE_TABLES)))
def test_a_hostile_table_is_refused_with_a_sentence(text):
    with pytest.raises(ChainruleError) as caught:
        read_data({"csv": text})
    for error in (caught.value, *caught.value.related):
        assert error.pointer.startswith("/data")
        assert len(error.detail) < 400
        assert error.detail.endswith(".")


def test_odd_tables_that_are_tables_are_read():
    quoted = read_csv('"a","b, c","d"\n"1","2","yes"\n 3 ,4,"no ""way"""\n')
    assert (quoted.names, quoted.classes) == (("a", "b, c"), ("yes", 'no "way"'))
    assert read_csv("a,a\n1,2\n").names == ("a",)
    assert read_csv("a,b\n-1e-3,+.5\n").x.tolist() == [[-0.001]]
    assert read_csv("a;b\n1,5;2\n3;4\n".replace("1,5", "1.5")).x.ravel().tolist() == [1.5, 3]
    assert read_csv("a,b\r\n1,2\r\n").x.tolist() == [[1]]


def read_or_error(value):
    try:
        return read_data(value)
    except ChainruleError as error:
        return error


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.sampled_from('01.9eE+-,;\t\n\r" abé\ufeff\u2028\x00'), max_size=60))
def test_any_text_is_a_table_or_a_sentence_about_it(text):
    data = read_or_error({"csv": text, "scaling": "standard"})
    if isinstance(data, ChainruleError):
        assert data.detail
        assert data.pointer.startswith("/data")
    else:
        assert np.isfinite(data.x).all()
        assert np.isfinite(data.y).all()
        assert len(data.x) == len(data.y) > 0
