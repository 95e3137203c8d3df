from math import sqrt

import numpy as np
import pytest

from chainrule.network.initialisation import SCHEMES, fans, parameters
from chainrule.network.line import read_line

WIDE = "200 -> 100 tanh -> 50, init {} seed 1"


def test_standard_normal_is_numpys_generator_layer_by_layer():
    found = parameters(read_line("3 -> 4 -> 2, init standard_normal seed 7"))
    rng = np.random.default_rng(7)
    assert np.array_equal(found["w2"], rng.standard_normal((4, 3)))
    assert np.array_equal(found["w3"], rng.standard_normal((2, 4)))
    assert not found["b2"].any()


@pytest.mark.parametrize(
    ("scheme", "deviation", "bound"),
    [
        ("standard_normal", 1.0, None),
        ("uniform", 1 / sqrt(3), 1.0),
        ("xavier_uniform", sqrt(2 / 300), sqrt(6 / 300)),
        ("xavier_normal", sqrt(2 / 300), None),
        ("he_uniform", sqrt(2 / 200), sqrt(6 / 200)),
        ("he_normal", sqrt(2 / 200), None),
    ],
)
def test_a_scheme_has_the_published_spread(scheme, deviation, bound):
    w = parameters(read_line(WIDE.format(scheme)))["w2"]
    assert w.std() == pytest.approx(deviation, rel=0.02)
    assert abs(w.mean()) < 5 * deviation / sqrt(w.size)
    if bound:
        assert np.abs(w).max() <= bound


def test_constants_and_zeros_are_that():
    assert (parameters(read_line("2 -> 3, init constant value 0.25"))["w2"] == 0.25).all()
    assert not parameters(read_line("2 -> 3, init zeros"))["w2"].any()


@pytest.mark.parametrize(
    ("twin", "name"), [("glorot", "xavier_uniform"), ("kaiming_uniform", "he_uniform"), ("he", "he_normal")]
)
def test_schemes_have_their_other_names(twin, name):
    assert read_line(f"1 -> 1, init {twin}").init.scheme == name


def test_fans_of_a_kernel_count_its_window():
    assert fans((8, 3, 5, 5)) == (75, 200)


def test_seeds_decide_and_given_weights_win():
    line = "2 -> 2 weights [[1, 2], [3, 4]] -> 2"
    first, second = (parameters(read_line(line), seed) for seed in (1, 2))
    assert np.array_equal(first["w2"], [[1, 2], [3, 4]])
    assert not np.array_equal(first["w3"], second["w3"])
    assert np.array_equal(parameters(read_line(f"{line}, init standard_normal seed 1"), 9)["w3"], first["w3"])


def test_every_published_scheme_names_its_source():
    assert all(scheme.source for name, scheme in SCHEMES.items() if name.startswith(("xavier", "he")))
