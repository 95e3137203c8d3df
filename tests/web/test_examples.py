"""The worked examples: the engine finds the numbers that their sources print."""

import numpy as np
import pytest

from chainrule import examples
from chainrule.engine.passes import run
from chainrule.language import parse

EXAMPLES = [pytest.param(example, id=example.id) for example in examples.load()]
PUBLISHED = [case for case in EXAMPLES if case.values[0].published]


def numbers(example):
    result = run(parse(example.program).bind(example.inputs, example.output))
    ids = result.graph.ids
    return dict(zip(ids, result.values, strict=True)), dict(zip(ids, result.gradients, strict=True))


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_has_the_values_and_gradients_it_says(example):
    values, gradients = numbers(example)
    assert example.gradients
    for name, value in example.values.items():
        np.testing.assert_allclose(values[name], value, rtol=1e-9, atol=1e-12)
    for name, gradient in example.gradients.items():
        np.testing.assert_allclose(gradients[name], gradient, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("example", PUBLISHED)
def test_an_example_rounds_to_the_published_numbers(example):
    values, gradients = numbers(example)
    decimals = example.published["decimals"]
    for found, told in ((values, example.published["values"]), (gradients, example.published["gradients"])):
        for name, number in told.items():
            assert abs(found[name] - number) <= 0.5 * 10**-decimals


def test_every_example_says_what_it_is_and_where_it_comes_from():
    loaded = examples.load()
    assert loaded[0].id == "note"
    assert len({example.id for example in loaded}) == len(loaded)
    for example in loaded:
        assert example.title
        assert example.sentence.endswith(".")
        assert example.source


def test_the_published_step_of_gradient_ascent_is_found():
    # "after += 0.01 * grad on a, b, c and f: L = −7.286496", says the lecture that the example is from.
    example = next(example for example in examples.load() if example.id == "expression-l")
    program = parse(example.program)
    _, gradients = numbers(example)
    graph = program.bind({}, None)
    moved = {name: graph.literals[program.inputs[name]] + 0.01 * gradients[name] for name in "abcf"}
    assert run(program.bind(moved, "L")).values[graph.output] == pytest.approx(-7.286496, abs=5e-7)
