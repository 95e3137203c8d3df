"""docs/language.md is true: its programs run, its functions exist, its errors are what one reads."""

import re

import pytest

from chainrule.engine.ops import OPS
from chainrule.engine.passes import run
from chainrule.errors import ProgramError
from chainrule.language import parse
from servers import ROOT

PAGE = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"```program\n(.*?)```", PAGE, re.DOTALL)
MISTAKES = re.findall(r"^\| `(y = [^`]+)` \| (.+) \|$", PAGE, re.MULTILINE)
FUNCTIONS = " ".join(re.findall(r"^\| [a-z ]+ \| `([a-z0-9_ ]+)` \|$", PAGE, re.MULTILINE)).split()


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_of_the_page_runs(program):
    run(parse(program).graph)


@pytest.mark.parametrize(("program", "sentence"), MISTAKES)
def test_a_mistake_of_the_page_is_told_as_it_says(program, sentence):
    with pytest.raises(ProgramError) as caught:
        parse(program)
    assert caught.value.detail == sentence


def test_the_functions_of_the_page_exist():
    assert len(FUNCTIONS) > 70
    assert set(FUNCTIONS) <= OPS.keys()


def test_the_page_has_programs_and_mistakes():
    assert len(PROGRAMS) == 5
    assert len(MISTAKES) == 4
