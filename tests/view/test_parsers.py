"""Others read what we write: Graphviz the DOT, Mermaid the flowchart, a parser of LaTeX and KaTeX the documents."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from drawings import EXAMPLES, HOSTILE, NOTE, drawing, hostile, passed

from chainrule.engine.passes import run
from chainrule.view.derivation import derivation, document
from chainrule.view.dot import dot, mermaid
from chainrule.view.tikz import tikz

STATIC = Path(__file__).parents[2] / "static"
COMMANDS = frozenset(
    re.findall(
        r"\S+",
        r"""
    documentclass usepackage usetikzlibrary allowdisplaybreaks noindent definecolor draw node small scriptsize
    times div cdot odot frac partial operatorname mathrm mathit text left right sqrt sum prod dots infty le ge ne wedge
    max min sin cos tan tanh sinh cosh ln log arcsin arccos arctan lvert rvert lVert rVert lfloor rfloor lceil rceil
    bmod otimes star top prime alpha beta gamma delta sigma theta lambda mu eta pi rho tau omega Sigma Delta varepsilon
    textbackslash textasciitilde textasciicircum ^ _ \ , ; ! : { } $ % # &
    """,
    )
)
"""All that we ever write: a command from a name of the user would be another one."""
WRONG = {
    "dot": ['digraph g { n0 [label="a"b"] }', "digraph g { n0 -> }", "digraph g { n0"],
    "mermaid": ['flowchart LR\n  n0["a"b"]', "flowchart LR\n  n0 -->", "no diagram"],
    "latex": [r"$\unknown$", "$x^$", r"\begin{align*}\frac{1}\end{align*}", r"$x^{\prime}^2$", "$é$"],
}


def spoiled(result):
    """The same run of a graph whose names try to be more than names."""
    ids = [HOSTILE + name if name in "qzf" else name for name in result.graph.ids]
    return run(replace(result.graph, ids=ids, labels=ids))


@pytest.fixture(scope="module")
def cases():
    """The drawings and the documents that are read."""
    results = {example.id: passed(example.program, example.inputs) for example in EXAMPLES}
    drawings = {name: drawing(result) for name, result in results.items()} | {"hostile": hostile()}
    bounds = {
        "beyond all numbers": passed("f = x * 1e300 * 1e300 + log(y)", {"x": 1e300, "y": -1.0}),
        "an infinite array": passed("f = sum(x / 0)", {"x": np.array([1.0, -1.0, 0.0])}),
        "hostile derivation": spoiled(passed(*NOTE)),
    }
    documents = {name: document(result, drawings[name], len(drawings[name].steps)) for name, result in results.items()}
    documents |= {name: derivation(result) for name, result in bounds.items()}
    documents |= {f"{name}, half way": tikz(found, len(found.steps) // 2) for name, found in drawings.items()}
    return drawings, documents | {"hostile": tikz(drawings["hostile"])}


@pytest.fixture(scope="module")
def read(cases):
    """What the parsers read, by kind and name; each of the texts that are wrong by its place."""
    if shutil.which("node") is None:
        pytest.skip("the parsers are run by Node")
    drawings, documents = cases
    texts = {"dot": {}, "mermaid": {}, "latex": documents}
    for name, found in drawings.items():
        for at, step in (("", None), (", half way", len(found.steps) // 2), (", start", 0)):
            texts["dot"][name + at] = dot(found, step)
            texts["mermaid"][name + at] = mermaid(found, step)
    texts = {kind: {**each, **dict(enumerate(WRONG[kind]))} for kind, each in texts.items()}
    done = subprocess.run(
        [shutil.which("node"), str(Path(__file__).with_name("parsers.mjs")), str(STATIC)],
        input=json.dumps({kind: list(each.values()) for kind, each in texts.items()}),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert not done.returncode, done.stderr
    answers = json.loads(done.stdout)
    return {kind: dict(zip(each, answers[kind], strict=True)) for kind, each in texts.items()}


def right(read, kind, name):
    assert "fault" not in read[kind][name], read[kind][name]
    return read[kind][name]["read"]


DRAWN = [*(example.id for example in EXAMPLES), "hostile"]


@pytest.mark.parametrize("at", ["", ", half way", ", start"])
@pytest.mark.parametrize("kind", ["dot", "mermaid"])
@pytest.mark.parametrize("name", DRAWN)
def test_graphviz_and_mermaid_find_every_node_and_every_edge(read, cases, kind, name, at):
    nodes, edges = right(read, kind, name + at)
    found = cases[0][name]
    assert [node for node, _ in nodes] == [f"n{i}" for i in range(len(found.ids))]
    wanted = [[f"n{a}", f"n{b}"] for a, b in zip(found.edges.source, found.edges.target, strict=True)]
    assert sorted(edge[:2] for edge in edges) == sorted(wanted)


def test_graphviz_and_mermaid_read_what_stands_on_the_cards(read):
    for kind, end in (("dot", r"\n"), ("mermaid", "<br/>")):
        nodes, edges = right(read, kind, DRAWN[0])
        assert dict(nodes)["n2"] == end.join(["q +", "▸ 3", "◂ −4"])
        assert edges[2] == ["n2", "n4", end.join(["× −4", "◂ −4"])]
        start, _ = right(read, kind, DRAWN[0] + ", start")
        assert dict(start)["n2"] == end.join(["q +", "▸ …", "◂ …"])


def test_a_name_is_read_as_it_is_whatever_stands_in_it(read):
    name = "".join(sign if sign.isprintable() else "\ufffd" for sign in HOSTILE)
    assert dict(right(read, "mermaid", "hostile")[0])["n3"].split("<br/>")[0] == name + "z"
    escaped = "".join(sign if sign.isprintable() or sign == "\n" else "\ufffd" for sign in HOSTILE)
    escaped = escaped.replace("\\", r"\\").replace("\n", r"\n")
    assert dict(right(read, "dot", "hostile")[0])["n3"] == escaped + r"z\n▸ −4\n◂ 3"


def test_every_document_is_latex_and_katex_sets_every_formula(read, cases):
    for name, text in cases[1].items():
        assert text.isascii(), name
        found = right(read, "latex", name)
        assert found["formulas"], name
        assert not found["loose"], name
        assert set(found["macros"]) <= COMMANDS, name
        assert set(found["environments"]) <= {"document", "tikzpicture", "align*", "pmatrix", "cases"}, name


@pytest.mark.parametrize("name", [example.id for example in EXAMPLES])
def test_a_document_has_the_picture_and_the_derivation(read, cases, name):
    found, scene = right(read, "latex", name), cases[0][name]
    assert found["environments"].count("tikzpicture") == 1
    assert found["environments"].count("align*") == 2
    assert found["draws"] == len(scene.edges.source) + 2 * len(scene.ids), "a curve an edge, a frame and a line a card"
    assert found["nodes"] >= len(scene.ids)


@pytest.mark.parametrize(("kind", "place"), [(kind, i) for kind, texts in WRONG.items() for i in range(len(texts))])
def test_the_parsers_refuse_what_is_wrong(read, kind, place):
    assert "fault" in read[kind][place]
