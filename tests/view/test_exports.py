"""The picture in other languages: DOT, Mermaid, TikZ and the derivation in LaTeX, and the command that writes them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from chainrule import cli, examples, language
from chainrule.engine.passes import run
from chainrule.engine.trace import levels
from chainrule.view import picture, scene
from chainrule.view.derivation import derivation, document
from chainrule.view.dot import dot, mermaid
from chainrule.view.layout import layout
from chainrule.view.picture.png import NoPixels
from chainrule.view.tikz import tikz

NOTE = ("q = x + y\nf = q * z", {"x": -2.0, "y": 5.0, "z": -4.0})
EXAMPLES = examples.load()
HOSTILE = '"]; end \\" --> x | <b> \\end{document} $ % # _ ~ ^ & {\n\x00\u202e\ud800'


def passed(text, inputs=None, **how):
    return run(language.parse(text).bind(inputs or {}), **how)


def answered(result):
    return scene.rows(result, layout=layout(result.graph, levels(result.graph)))


def drawing(result):
    return picture.read_scene(answered(result))


def hostile():
    text = json.dumps(answered(passed(*NOTE)))
    for name in ("q", "z"):
        text = text.replace(f'"{name}"', json.dumps(HOSTILE + name))
    return picture.read_scene(json.loads(text))


# DOT: a reader of the part of its grammar that we write -----------------------------------------------------------

DOT_TOKEN = re.compile(r'\s*(?:("(?:[^"\\]|\\.)*")|(->|[{}\[\]=;,])|([A-Za-z_][A-Za-z0-9_]*))')


def dot_tokens(text):
    at, found = 0, []
    while text[at:].strip():
        token = DOT_TOKEN.match(text, at)
        assert token, f"no token of DOT at {text[at : at + 40]!r}"
        found.append(token[0].strip())
        at = token.end()
    return found


def read_dot(text):
    """Nodes with labels, and edges with labels; every bracket closed."""
    tokens = dot_tokens(text)
    assert tokens[:3] == ["digraph", "chainrule", "{"]
    depth = [0, 0]
    for each in tokens:
        depth[0] += (each == "{") - (each == "}")
        depth[1] += (each == "[") - (each == "]")
        assert min(depth) >= 0
    assert depth == [0, 0]
    assert tokens[-1] == "}"
    joined = " ".join(tokens)
    label = r'\[ label = ("(?:[^"\\]|\\.)*") \]'
    nodes = dict(re.findall(rf"(?<!-> )\b(n\d+) {label}", joined))
    return nodes, re.findall(rf"\b(n\d+) -> (n\d+) {label}", joined)


def test_dot_has_every_card_and_every_edge():
    nodes, edges = read_dot(dot(drawing(passed(*NOTE))))
    assert nodes["n2"] == r'"q +\n▸ 3\n◂ −4"'
    assert [edge[:2] for edge in edges] == [("n0", "n2"), ("n1", "n2"), ("n2", "n4"), ("n3", "n4")]
    assert edges[2][2] == r'"× −4\n◂ −4"'


def test_dot_and_mermaid_show_what_is_known_after_a_step():
    half = drawing(passed(*NOTE))
    assert read_dot(dot(half, 3))[0]["n2"] == r'"q +\n▸ 3\n◂ …"'
    assert "n2" in mermaid(half, 3)
    assert mermaid(half, 0).count("#8230;") == 10


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_every_example_is_proper_dot_and_proper_mermaid(example):
    found = drawing(passed(example.program, example.inputs))
    nodes, edges = read_dot(dot(found))
    assert len(nodes) == len(found.ids)
    assert len(edges) == len(found.edges.source)
    check_mermaid(mermaid(found), found)


def check_mermaid(text, found):
    """The whole text is made of lines of three kinds, in which nothing stands that could end a label."""
    words = r"(?:[A-Za-z0-9 ]|#\d+;|<br/>)+"
    first, *lines = text.splitlines()
    assert first in {"flowchart LR", "flowchart TB"}
    nodes = [line for line in lines if re.fullmatch(rf'  n\d+\["{words}"\]', line)]
    edges = [line for line in lines if re.fullmatch(rf'  n\d+ -->(?:\|"{words}"\|)? n\d+', line)]
    assert len(nodes) == len(found.ids)
    assert len(edges) == len(found.edges.source)
    assert len(lines) == len(nodes) + len(edges)


def test_names_cannot_end_a_label():
    found = hostile()
    nodes, edges = read_dot(dot(found))
    assert (len(nodes), len(edges)) == (5, 4)
    check_mermaid(mermaid(found), found)
    dot(found).encode()


# LaTeX: braces, environments and commands -------------------------------------------------------------------------

COMMANDS = set(
    re.findall(
        r"\w+",
        """
        documentclass usepackage usetikzlibrary allowdisplaybreaks begin end noindent definecolor draw node small
        scriptsize times div cdot frac partial operatorname mathrm mathit text left right sqrt sum prod dots infty
        le ge ne wedge bmod max min sin cos tan tanh sinh cosh ln log arcsin arccos arctan lvert rvert lVert rVert
        lfloor rfloor lceil rceil otimes star top prime alpha beta gamma delta sigma theta lambda mu eta pi rho tau
        omega Sigma Delta varepsilon textbackslash textasciitilde textasciicircum
        """,
    )
)


def check_tex(text):
    """Braces and environments are nested, math shifts come in pairs, and every command is one we know."""
    assert text.isascii(), [sign for sign in text if not sign.isascii()]
    stack = []
    for token in re.finditer(r"\\(begin|end)\{(\w+\*?)\}|\\[A-Za-z]+|\\.|[{}$]", text, re.DOTALL):
        if token[1] == "begin":
            stack.append(token[2])
        elif token[1] == "end":
            assert stack.pop() == token[2]
        elif token[0] == "$":
            if stack and stack[-1] == "$":
                stack.pop()
            else:
                stack.append("$")
        elif token[0] == "{":
            stack.append("{")
        elif token[0] == "}":
            assert stack.pop() == "{"
        elif token[0][1].isalpha():
            assert token[0][1:] in COMMANDS, token[0]
    assert not stack


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_every_example_is_proper_latex(example):
    result = passed(example.program, example.inputs)
    found = drawing(result)
    check_tex(document(result, found))
    check_tex(tikz(found, len(found.steps) // 2))


def test_tikz_has_the_places_of_the_layout():
    found = drawing(passed(*NOTE))
    text = tikz(found)
    for box in found.boxes:
        assert f"({box.x:.1f}, {box.y:.1f}) rectangle ({box.x + box.width:.1f}, {box.y + box.height:.1f})" in text
    assert text.count("{$-4$}") == 4


def test_names_are_text_in_tikz_unless_they_are_names_of_the_language():
    text = tikz(hostile())
    check_tex(text)
    assert r"\end{document}" not in text


def test_the_derivation_is_the_notes():
    lines = derivation(passed(*NOTE)).splitlines()
    assert r"  q &= x + y = -2 + 5 = 3 \\" in lines
    assert any(
        line.startswith(
            r"  \frac{\partial f}{\partial x} &= \frac{\partial f}{\partial q} \cdot \frac{\partial q}{\partial x}"
        )
        and r"(-4) \cdot 1 = -4" in line
        for line in lines
    )


def test_several_uses_are_a_sum_in_the_derivation():
    text = derivation(passed("a = x * 2\nf = a * x", {"x": 3.0}))
    assert r"= 6 + 3 \cdot 2 = 12" in text or r"= 3 \cdot 2 + 6 = 12" in text


def test_a_seed_of_ones_own_is_in_the_derivation():
    text = derivation(passed("f = x * 2", {"x": 3.0}, seed=5.0))
    assert r"\frac{\partial f}{\partial f} &= 5" in text
    assert r"5 \cdot 2 = 10" in text


def test_numbers_beyond_all_bounds_are_tex_too():
    check_tex(derivation(passed("f = x * 1e300 * 1e300 + log(y)", {"x": 1e300, "y": -1.0})))
    check_tex(derivation(passed("f = sum(x / 0)", {"x": np.array([1.0, -1.0, 0.0])})))


# The command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def program(tmp_path):
    path = tmp_path / "note.txt"
    path.write_text(NOTE[0], encoding="utf-8")
    return path


GIVEN = ["-i", "x=-2", "-i", "y=5", "-i", "z=-4"]


@pytest.mark.parametrize(
    ("ending", "sign"),
    [
        (".svg", "<svg"),
        (".json", '{"format": "chainrule/1"'),
        (".tex", r"\documentclass"),
        (".dot", "digraph"),
        (".mmd", "flowchart"),
        (".py", "import numpy"),
    ],
)
def test_the_ending_says_what_is_written(program, tmp_path, ending, sign):
    out = tmp_path / f"out{ending}"
    cli.main(["render", str(program), "-o", str(out), *GIVEN])
    assert out.read_text(encoding="utf-8").startswith(sign)


def test_the_json_is_the_answer_of_the_api(program, tmp_path):
    out = tmp_path / "out.json"
    cli.main(["render", str(program), "-o", str(out), *GIVEN])
    assert json.loads(out.read_text(encoding="utf-8")) == json.loads(json.dumps(answered(passed(*NOTE))))


def test_a_request_as_json_is_a_program_too(tmp_path):
    asked = tmp_path / "note.json"
    asked.write_text(json.dumps({"program": NOTE[0], "inputs": NOTE[1], "output": "q"}), encoding="utf-8")
    out = tmp_path / "out.py"
    cli.main(["render", str(asked), "-o", str(out), "-i", "x=7"])
    assert "x = np.float64(7.0)" in out.read_text(encoding="utf-8")
    assert "d_q = np.float64(1.0)" in out.read_text(encoding="utf-8")


def test_a_png_is_made_or_what_it_needs_is_said(program, tmp_path):
    out = tmp_path / "out.png"
    try:
        picture.png(picture.draw(drawing(passed(*NOTE))))
    except NoPixels as error:
        with pytest.raises(SystemExit, match=re.escape(error.detail)):
            cli.main(["render", str(program), "-o", str(out)])
        assert not out.exists()
    else:
        cli.main(["render", str(program), "-o", str(out), "--width", "300"])
        assert out.read_bytes().startswith(b"\x89PNG\r\n")


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        ("y = tahn(x)", [], "columns 5–8"),
        ("y = x", ["-i", "q=1"], "has no input"),
        ("y = [1, 2] + [1, 2, 3]", [], "line 1"),
    ],
)
def test_what_is_wrong_is_said_without_a_traceback(tmp_path, text, arguments, said):
    path = tmp_path / "bad.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit, match=said):
        cli.main(["render", str(path), "-o", str(tmp_path / "out.svg"), *arguments])


@pytest.mark.parametrize("arguments", [["-o", "out.exe"], ["-o", "out.svg", "-i", "x"], ["-o", "out.svg", "-i", "x=y"]])
def test_an_option_that_makes_no_sense_is_refused(program, arguments, capsys):
    with pytest.raises(SystemExit):
        cli.main(["render", str(program), *arguments])
    assert "error" in capsys.readouterr().err


def test_the_command_reads_its_input_when_it_is_asked_to(tmp_path):
    out = tmp_path / "out.svg"
    command = [sys.executable, "-m", "chainrule", "render", "-", "-o", str(out), "--step", "0"]
    environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1])}
    subprocess.run(command, input=NOTE[0], text=True, check=True, env=environment)
    assert out.read_text(encoding="utf-8").startswith("<svg")
