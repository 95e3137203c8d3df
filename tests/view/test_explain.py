"""Explanations of steps: the op's own words with the numbers of the run."""

import re

import pytest

from chainrule.engine.graph import Builder
from chainrule.engine.ops import OPS
from chainrule.engine.passes import run
from chainrule.engine.trace import levels, steps
from chainrule.view.explain import TEMPLATES, explain, listed


def story(graph, **wishes):
    done = run(graph, **wishes)
    return [explain(done, step) for step in steps(graph, levels(graph))]


def note():
    make = Builder()
    q = make.node("add", make.input("x", -2), make.input("y", 5), name="q")
    make.node("mul", q, make.input("z", -4), name="f")
    return make.graph()


def test_the_story_of_the_notes_example():
    told = story(note())
    assert [each.headline for each in told] == [
        "x is an input",
        "y is an input",
        "q is computed",
        "z is an input",
        "f is computed",
        "The backward pass starts with 1",
        "Multiplication hands each operand the other one",
        "Multiplication hands each operand the other one",
        "Addition hands its gradient on unchanged",
        "Addition hands its gradient on unchanged",
    ]
    assert told[0].sentence == "Its value is −2."
    assert told[2].sentence == (
        "q = x + y = −2 + 5 = 3. Its local gradients, 1 for x and 1 for y, are kept for the way back."
    )
    assert told[5].sentence == "f changes exactly as much as f does, so ∂f/∂f = 1."
    assert told[6].sentence == (
        "The local gradient of f = q · z for q is −4, so the upstream 1 reaches q as 1 × (−4) = −4."
    )
    assert [term.text for term in told[8].terms] == ["−4", "×", "1", "=", "−4"]


def test_contributions_are_counted_and_summed():
    make = Builder()
    x = make.input("x", 3.0)
    make.node("mul", x, make.node("neg", x, name="n"), name="f")
    *_, first, second, total = story(make.graph())
    assert first.sentence.endswith("It is contribution 1 of 2 to the gradient of x.")
    assert second.sentence.endswith("It is contribution 2 of 2 to the gradient of x.")
    assert total.headline == "x is used twice, so its gradients add up"
    assert total.sentence == "Every use of x changes the output: −3 + (−3) = −6."
    assert [term.kind for term in total.terms] == ["gradient", "sign", "gradient", "sign", "gradient"]


def test_a_shut_gate_is_said_to_be_shut():
    make = Builder()
    make.node("relu", make.input("x", -1.0), name="f")
    assert story(make.graph())[-1].sentence.endswith("Times 0, nothing gets through.")


def test_another_seed_is_named():
    told = story(note(), seed=2.5)
    assert told[5].sentence == "The gradient 2.5 is put on f."


def test_nodes_without_a_name_are_called_by_what_they_compute():
    make = Builder()
    product = make.node("mul", make.const(2.0), make.input("x", 3.0))
    make.node("exp", product, name="f")
    told = story(make.graph())
    assert told[0].headline == "A number of the program"
    assert "2x is computed" in {each.headline for each in told}
    assert told[-1].terms[-1].caption == "to x"


def test_array_ops_are_explained_by_their_rule():
    make = Builder()
    make.node("sum", make.input("x", [1.0, 2.0]), name="f")
    told = story(make.graph())
    assert told[-1].headline == OPS["sum"].headline
    assert "unchanged" in told[-1].sentence


@pytest.mark.parametrize("op", [op for op in OPS.values() if op.partials and not op.blocked], ids=lambda op: op.name)
def test_every_op_of_numbers_tells_its_steps(op):
    make = Builder()
    count = 3 if op.variadic else op.arity
    make.node(op.name, *(make.input(name, 0.5) for name in "abc"[:count]), name="f")
    for each in story(make.graph()):
        assert each.headline
        assert each.sentence.endswith(".")
        assert "None" not in each.sentence


def test_templates_name_their_gaps():
    for template in TEMPLATES.values():
        assert re.fullmatch(r"(?:[^{}]|\{[a-z]+\})+", template)


def test_names_are_listed_with_a_last_and():
    assert (listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])) == ("a", "a and b", "a, b and c")
