"""What TikZ and the derivation say, and the command that writes the picture in every language."""

import importlib
import json
import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest
import resvg_py
from drawings import NOTE, answered, drawing, passed

from chainrule import cli
from chainrule.view import picture
from chainrule.view.derivation import derivation
from chainrule.view.picture.png import NoPixels
from chainrule.view.tikz import tikz
from chainrule.web.settings import built

FONTS = built() / "fonts"
PNG = importlib.import_module("chainrule.view.picture.png")  # the package has a function of that name


def test_tikz_has_the_places_of_the_layout():
    found = drawing(passed(*NOTE))
    text = tikz(found)
    for box in found.boxes:
        assert f"({box.x:.1f}, {box.y:.1f}) rectangle ({box.x + box.width:.1f}, {box.y + box.height:.1f})" in text
    assert text.count("{$-4$}") == 4


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


def test_a_png_is_made(program, tmp_path):
    out = tmp_path / "out.png"
    cli.main(["render", str(program), "-o", str(out), "--width", "300"])
    assert out.read_bytes().startswith(b"\x89PNG\r\n")


def test_a_png_is_no_larger_than_allowed():
    made = picture.png(picture.draw(drawing(passed(*NOTE))), 10_000, FONTS)
    width, height = struct.unpack(">II", made[16:24])
    assert 9_000 < width * height <= 10_200


@pytest.mark.skipif(not FONTS.is_dir(), reason="the page is not built")
def test_on_a_machine_without_fonts_text_is_set_in_ours(monkeypatch):
    draw = resvg_py.svg_to_bytes
    monkeypatch.setattr(resvg_py, "svg_to_bytes", lambda **how: draw(skip_system_fonts=True, **how))
    svg = picture.draw(drawing(passed(*NOTE)), theme="light")
    plain = re.sub("<text.*?</text>", "", svg)
    assert svg != plain
    assert picture.png(svg, fonts=FONTS) != picture.png(plain, fonts=FONTS)
    monkeypatch.setattr(PNG, "_writes", PNG._writes.__wrapped__)
    with pytest.raises(NoPixels):
        picture.png(svg)


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
