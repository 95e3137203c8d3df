import pytest
from cases import LINES
from hypothesis import given
from hypothesis import strategies as st

from chainrule.errors import ChainruleError, LimitError, ProgramError
from chainrule.network.line import print_line, read_line
from chainrule.network.reading import read_spec
from chainrule.network.spec import ACTIVATIONS, LOSSES, to_json

NUMBERS = st.floats(-10, 10, allow_nan=False)


@pytest.mark.parametrize("line", LINES)
def test_a_line_survives_printing_and_json(line):
    spec = read_line(line)
    assert read_line(print_line(spec)) == spec
    assert read_spec(to_json(spec)) == spec


def test_the_issues_line_means_what_it_says():
    spec = read_line("2 -> 3 sigmoid -> 3 sigmoid -> 1 sigmoid, loss half_squared_error")
    assert [(layer.units, layer.activation, layer.bias) for layer in spec.layers] == [
        (3, "sigmoid", True),
        (3, "sigmoid", True),
        (1, "sigmoid", True),
    ]
    assert spec.loss == "half_squared_error"


def test_options_are_read():
    spec = read_line(
        "2->3 tanh no bias→dropout 0.3 seed 4->1 weights [[1, 2, 3]] biases [0.5], init he seed 3, l2 0.01"
    )
    assert not spec.layers[0].bias
    assert (spec.layers[1].rate, spec.layers[1].seed) == (0.3, 4)
    assert spec.layers[2].weights == ((1.0, 2.0, 3.0),)
    assert (spec.init.scheme, spec.init.seed, spec.l2) == ("he_normal", 3, 0.01)


@pytest.mark.parametrize(
    ("line", "offending", "words"),
    [
        ("2 -> 3 sigmiod -> 1", "sigmiod", "'sigmoid'"),
        ("2 -> -3", "-3", "least is 1"),
        ("2 -> 3 no bais", "no", "'no bias'"),
        ("2 -> 3 units", "units", "needs a value"),
        ("2 -> 3 sigmoid tanh", "tanh", "'dense' layer"),
        ("2 -> 3, los mse", "los", "options"),
        ("2 -> 3, loss mse, loss mae", "loss", "given before"),
        ("2 -> 3, loss mse mae", "mae", "one value"),
        ("2 -> 3, init he seed", "seed", "needs a value"),
        ("2 3 -> 1", "3", "one number"),
        ("2 -> 3 weights [[1, 2], [3]]", "[[1, 2], [3]]", "3 × 2"),
        ("2 -> 1 weights [[1, a]]", "[[1, a]]", "numbers and commas"),
        ("2 -> 3 softmax -> 1", "softmax", "last"),
        ("2 -> sigmoid 3", "sigmoid", "type of layer"),
    ],
)
def test_an_error_covers_the_offending_words(line, offending, words):
    with pytest.raises(ChainruleError) as caught:
        read_line(line)
    start, end = caught.value.span
    assert line[start:end] == offending
    assert caught.value.pointer == "/spec"
    assert words in caught.value.detail


@pytest.mark.parametrize("line", ["", "2 ->", "2 -> 3,", "-> 3", "2 -> 3 weights [[1", "2 -> 3 weights " + "[" * 50])
def test_a_broken_line_is_refused(line):
    with pytest.raises(ProgramError):
        read_line(line)


def test_a_line_of_many_layers_or_characters_is_limited():
    with pytest.raises(LimitError):
        read_line("1" + " -> 1" * 51)
    with pytest.raises(LimitError):
        read_line(" " * 100_001)


@given(st.text(max_size=60))
def test_any_text_is_a_network_or_an_error_with_a_place(text):
    try:
        read_line(text)
    except ChainruleError as error:
        start, end = error.span
        assert 0 <= start <= end <= len(text)


@st.composite
def specs(draw):
    inputs = draw(st.integers(1, 4))
    layers, width = [], inputs
    for _ in range(draw(st.integers(1, 3))):
        units = draw(st.integers(1, 3))
        layer = {"type": "dense", "units": units, "activation": draw(st.sampled_from(ACTIVATIONS[:9]))}
        if draw(st.booleans()):
            row = st.lists(NUMBERS, min_size=width, max_size=width)
            layer["weights"] = draw(st.lists(row, min_size=units, max_size=units))
        layers.append(layer | {"bias": draw(st.booleans())})
        width = units
        if draw(st.booleans()):
            layers.append({"type": "dropout", "rate": draw(st.floats(0, 0.9)), "seed": draw(st.integers(0, 9))})
    return {"inputs": inputs, "layers": layers, "loss": draw(st.sampled_from(LOSSES)), "l1": draw(st.floats(0, 1))}


@given(specs())
def test_spec_line_and_json_are_the_same_thing(data):
    spec = read_spec(data)
    assert read_line(print_line(spec)) == spec
    assert read_spec(to_json(spec)) == spec
