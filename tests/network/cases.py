"""What the network tests share: facts from data files, and networks with drawn weights."""

import json
from pathlib import Path

import numpy as np

from chainrule.network.build import network_graph, sample
from chainrule.network.initialisation import parameters
from chainrule.network.line import read_line

DATA = Path(__file__).resolve().parents[1] / "data"

CONVOLUTION = (
    "1x6x6 -> conv2d 2 3x2 tanh stride 2 padding 1 -> maxpool2d 2 stride 1 -> conv2d 2 2 relu -> flatten "
    "-> 3 softmax, loss cross_entropy"
)
LINES = (
    "2 -> 3 sigmoid -> 3 sigmoid -> 1 sigmoid, loss half_squared_error",
    "2 -> 3 tanh no bias -> 2 linear, loss mse",
    "3 -> 4 relu -> 2, loss mae",
    "2 -> 3 gelu -> 2 sigmoid, loss bce",
    "2 -> 3 silu -> 2, loss bce_with_logits",
    "2 -> 3 elu -> 3 softmax, loss cross_entropy",
    "2 -> 3 softplus -> 3, loss softmax_cross_entropy",
    "2 -> 3 leaky_relu -> 2 tanh, loss hinge",
    "2 -> 3 selu -> 2, loss huber",
    "2 -> 3 mish -> 1, loss mse, l1 0.03, l2 0.1",
    "2 -> 4 tanh -> dropout 0.4 -> 3 tanh -> 1",
    "2 -> 4 -> batch_norm -> 3 tanh -> 1",
    CONVOLUTION,
    "2x5x5 -> conv2d 2 3 no bias -> batch_norm -> maxpool2d 2 -> flatten -> 3",
)


def facts(name):
    """A data file of the tests."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def drawn(line, rows=None, seed=0):
    """A spec, drawn parameters and a drawn sample; ``rows`` None is one row."""
    spec = read_line(line)
    rng = np.random.default_rng(seed)
    arrays = {name: array + 0.3 * rng.standard_normal(array.shape) for name, array in parameters(spec, 1).items()}
    lead = () if rows is None else (rows,)
    x, y = rng.standard_normal((*lead, *spec.input_shape)), rng.uniform(0.1, 0.9, (*lead, *spec.outputs))
    return spec, arrays, sample(spec, x, y)


def graph_of(line, rows=None):
    """The layer graph of a drawn network; dropout draws from seed 5."""
    spec, arrays, given = drawn(line, rows)
    return network_graph(spec, arrays, given, seed=5)


def apart(a, b):
    """How far two numbers are apart, relative to those above 1; None and a number are infinitely far apart."""
    if a is None or b is None:
        return 0.0 if a is b else float("inf")
    return abs(a - b) / max(1.0, abs(b))
