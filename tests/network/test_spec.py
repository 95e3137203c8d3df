import pytest

from chainrule.errors import LimitError, ValueProblem
from chainrule.network.limits import PICTURE, TRAINING, Limits
from chainrule.network.reading import read_spec
from chainrule.network.spec import Init, multiplications, parameter_count, shapes, to_json

GOOD = {
    "inputs": 2,
    "layers": [
        {"type": "dense", "units": 2, "activation": "sigmoid", "bias": True},
        {"type": "dense", "units": 1, "activation": "sigmoid"},
    ],
    "loss": "half_squared_error",
    "init": {"scheme": "standard_normal", "seed": 0},
}


def test_the_contracts_example_is_read():
    spec = read_spec(GOOD)
    assert spec.inputs == 2
    assert [layer.units for layer in spec.layers] == [2, 1]
    assert spec.init == Init("standard_normal", 0)
    assert parameter_count(spec) == 9


def test_a_spec_survives_its_json():
    spec = read_spec(GOOD)
    assert read_spec(to_json(spec)) == spec


def test_the_loss_is_mse_and_the_bias_is_there_unless_told_otherwise():
    spec = read_spec({"inputs": 1, "layers": [{"type": "dense", "units": 1}]})
    assert spec.loss == "mse"
    assert spec.layers[0].bias


def test_a_number_that_json_writes_as_a_float_may_be_whole():
    spec = read_spec({"inputs": 2.0, "layers": [{"type": "dense", "units": 3.0}]})
    assert spec == read_spec({"inputs": 2, "layers": [{"type": "dense", "units": 3}]})


def test_given_weights_are_kept_as_they_are():
    layers = [{"type": "dense", "units": 2, "weights": [[0.15, 0.2], [0.25, 0.3]], "biases": [0.35, 0.35]}]
    spec = read_spec({"inputs": 2, "layers": layers})
    assert spec.layers[0].weights == ((0.15, 0.2), (0.25, 0.3))


@pytest.mark.parametrize(
    ("data", "pointer", "sentence"),
    [
        ({"inputs": 2}, "/spec/layers", "The spec needs 'layers', a list of at least one layer."),
        (None, "/spec", "The spec is 'null'; it should be an object, or one line of text."),
        ([2, 1], "/spec", "The spec is a list of 2 entries; it should be an object, or one line of text."),
    ],
)
def test_what_a_spec_lacks_is_said_once(data, pointer, sentence):
    with pytest.raises(ValueProblem) as caught:
        read_spec(data)
    assert (caught.value.pointer, caught.value.detail, caught.value.related) == (pointer, sentence, ())


@pytest.mark.parametrize(
    ("change", "pointer", "words"),
    [
        ({"layers": [{"type": "dense", "units": 0}]}, "/spec/layers/0/units", "the least is 1"),
        ({"layers": [{"type": "dense", "units": True}]}, "/spec/layers/0/units", "whole number"),
        (
            {"layers": [{"type": "dense", "units": 1, "activation": "sigmiod"}]},
            "/spec/layers/0/activation",
            "'sigmoid'",
        ),
        ({"layers": [{"type": "dense", "units": 1, "size": 3}]}, "/spec/layers/0/size", "has no 'size'"),
        ({"layers": [{"type": "dens", "units": 1}]}, "/spec/layers/0/type", "'dense'"),
        ({"layers": [{"type": "dense", "units": 1, "weights": [[1, 2, 3]]}]}, "/spec/layers/0/weights/0", "2 numbers"),
        ({"layers": [{"type": "dense", "units": 1, "weights": [[1, None]]}]}, "/spec/layers/0/weights/0/1", "finite"),
        (
            {"layers": [{"type": "dense", "units": 1, "bias": False, "biases": [1]}]},
            "/spec/layers/0/biases",
            "drop one",
        ),
        ({"layers": [{"type": "dense", "units": 2, "activation": "softmax"}] * 2}, "/spec/layers/0/activation", "last"),
        ({"layers": [{"type": "conv2d", "filters": 2}]}, "/spec/layers/0", "image"),
        ({"layers": [{"type": "dropout", "rate": 1}]}, "/spec/layers/0/rate", "less than 1"),
        ({"loss": "mes"}, "/spec/loss", "'mse'"),
        ({"init": {"scheme": "xaver"}}, "/spec/init/scheme", "xavier"),
        ({"init": {"scheme": "he", "seed": -1}}, "/spec/init/seed", "least is 0"),
        ({"init": {"scheme": "uniform", "low": 1, "high": 1}}, "/spec/init/high", "greater than"),
        ({"l2": -1}, "/spec/l2", "from 0"),
        ({"inputs": 2.5}, "/spec/inputs", "whole number"),
        ({"inputs": 10**16}, "/spec/inputs", "A whole number of more than 15 digits is more than the limit of"),
        ({"inputs": 1e15}, "/spec/inputs", "is more than the limit of"),
        (
            {"init": {"scheme": "he", "seed": 1234567890123456789.0}},
            "/spec/init/seed",
            "is too large; the greatest is",
        ),
        ({"inputs": [8, 8]}, "/spec/inputs", "[channels, height, width]"),
        ({"init": 3}, "/spec/init", "should be an object"),
        ({"layers": [{"type": "dense"}]}, "/spec/layers/0/units", "needs 'units'"),
        ({"layers": [{"type": "dense", "units": 1, "bias": "no"}]}, "/spec/layers/0/bias", "true or false"),
        ({"layers": [{"type": "dense", "units": 1, "weights": 3}]}, "/spec/layers/0/weights", "should be lists"),
        (
            {"inputs": [1, 8, 8], "layers": [{"type": "conv2d", "filters": 1, "kernel": [3]}]},
            "/spec/layers/0/kernel",
            "height",
        ),
        ({"layers": [{"type": "maxpool2d"}]}, "/spec/layers/0", "image"),
        ({"inputs": [1, 29, 28]}, "/spec/inputs/1", "limit of 28"),
        ({"inputs": [1, 8, 8]}, "/spec/layers/0", "flatten"),
        ({"inputs": [1, 8, 8], "layers": [{"type": "conv2d", "filters": 1}]}, "/spec/layers/0", "ends in images"),
        (
            {"inputs": [1, 8, 8], "layers": [{"type": "conv2d", "filters": 1, "kernel": 9}]},
            "/spec/layers/0/kernel",
            "larger",
        ),
        ({"inputs": [1, 4, 4], "layers": [{"type": "maxpool2d", "size": 5}]}, "/spec/layers/0/size", "larger"),
    ],
)
def test_an_error_names_the_field_and_what_would_be_right(change, pointer, words):
    with pytest.raises((ValueProblem, LimitError)) as caught:
        read_spec({**GOOD, **change})
    assert caught.value.pointer == pointer
    assert words in caught.value.detail


def test_several_errors_come_together():
    layers = [{"type": "dense", "units": -1}, {"type": "dense", "units": 1, "activation": "tahn"}]
    with pytest.raises(ValueProblem) as caught:
        read_spec({"inputs": 1, "layers": layers, "loss": "none"})
    pointers = [caught.value.pointer, *(error.pointer for error in caught.value.related)]
    assert pointers == ["/spec/layers/0/units", "/spec/layers/1/activation", "/spec/loss"]


def test_at_most_twenty_errors_are_listed():
    with pytest.raises(ValueProblem) as caught:
        read_spec({"inputs": 1, "layers": [{"type": "dense", "units": -1}] * 40})
    assert len(caught.value.related) == 19


def test_inputs_may_come_from_elsewhere():
    assert read_spec({"layers": [{"type": "dense", "units": 1}]}, inputs=7).inputs == 7
    with pytest.raises(ValueProblem, match="how many inputs"):
        read_spec({"layers": [{"type": "dense", "units": 1}]})


@pytest.mark.parametrize(("units", "fits"), [(12_499, True), (12_500, True), (12_501, False)])
def test_parameters_are_limited_exactly(units, fits):
    spec = {
        "inputs": 1,
        "layers": [{"type": "dense", "units": units, "bias": False}, {"type": "dense", "units": 3, "bias": False}],
    }
    if fits:
        assert parameter_count(read_spec(spec, TRAINING)) == 4 * units
    else:
        with pytest.raises(LimitError) as caught:
            read_spec(spec, TRAINING)
        assert caught.value.code == "parameters"
        assert "50,000" in caught.value.detail


@pytest.mark.parametrize(("count", "fits"), [(49, True), (50, True), (51, False)])
def test_layers_are_limited_exactly(count, fits):
    spec = {"inputs": 1, "layers": [{"type": "dense", "units": 1}] * count}
    if fits:
        assert len(read_spec(spec).layers) == count
    else:
        with pytest.raises(LimitError) as caught:
            read_spec(spec)
        assert caught.value.code == "layers"


def test_the_cost_of_a_forward_pass_is_limited():
    layers = [{"type": "conv2d", "filters": 40, "padding": 1}, {"type": "flatten"}, {"type": "dense", "units": 1}]
    spec = {"inputs": [1, 28, 28], "layers": layers}
    assert multiplications(read_spec(spec)) == 28 * 28 * 9 * 40 + 40 * 28 * 28
    with pytest.raises(LimitError) as caught:
        read_spec(spec, Limits(cost=200_000))
    assert caught.value.code == "cost"


def test_the_784_128_10_network_is_shown_but_not_trained():
    spec = {"inputs": 784, "layers": [{"type": "dense", "units": 128}, {"type": "dense", "units": 10}]}
    assert parameter_count(read_spec(spec, PICTURE)) == 101_770
    with pytest.raises(LimitError):
        read_spec(spec, TRAINING)


def test_shapes_follow_windows_and_strides():
    layers = [
        {"type": "conv2d", "filters": 4, "kernel": [3, 5], "stride": 2, "padding": 1},
        {"type": "maxpool2d", "size": 2},
        {"type": "flatten"},
        {"type": "dense", "units": 10},
    ]
    assert shapes(read_spec({"inputs": [1, 28, 28], "layers": layers})) == [
        (1, 28, 28),
        (4, 14, 13),
        (4, 7, 6),
        (168,),
        (10,),
    ]
