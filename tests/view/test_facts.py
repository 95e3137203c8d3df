"""The formulas of the inspector: the browser prints from boxes what Python prints from the records."""

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from chainrule.engine.ops import OPS
from chainrule.view import facts
from chainrule.view.bundle import write
from chainrule.view.formulas import local, name, value
from chainrule.view.latex import latex
from chainrule.view.mathml import elements

SOURCES = Path(__file__).parents[2] / "static" / "src"
LETTERS = ["u", "v", "w"]
PRINTED = [op for op in OPS.values() if op.arity and op.forward is not None]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """What the browser prints for each op: pairs of LaTeX and MathML, of the value and of each local gradient."""
    if shutil.which("node") is None:
        pytest.skip("the browser's printers are run by Node")
    folder = tmp_path_factory.mktemp("sources")
    write(folder / "generated")
    shutil.copytree(SOURCES / "inspector", folder / "inspector")
    for module in ("format.js", "special.js"):
        shutil.copy(SOURCES / module, folder / module)
    (folder / "package.json").write_text('{"type": "module"}')
    tasks = [{"op": op.name, "names": [*LETTERS[: count(op)], "y"]} for op in PRINTED]
    done = subprocess.run(
        [shutil.which("node"), str(Path(__file__).with_name("facts.mjs")), str(folder)],
        input=json.dumps(tasks),
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    return dict(zip([op.name for op in PRINTED], json.loads(done.stdout), strict=True))


def count(op):
    return 3 if op.variadic else op.arity


def plain(markup):
    """MathML without attributes, which say how a sign is set, and with its signs unescaped."""
    return html.unescape(re.sub(r' \w+="[^"]*"', "", markup))


@pytest.mark.parametrize("op", PRINTED, ids=lambda op: op.name)
def test_the_browser_prints_the_formulas_that_python_prints(browser, op):
    operands = [name(letter) for letter in LETTERS[: count(op)]]
    boxes = [value(op, operands)]
    if op.elementwise:
        boxes += [local(op, slot, operands, name("y")) for slot in range(count(op))]
    assert [pair[0] for pair in browser[op.name]] == [latex(box) for box in boxes]
    assert [pair[1] for pair in browser[op.name]] == [plain(elements(box)) for box in boxes]


def test_the_module_is_the_same_every_time_and_names_every_op():
    source = facts.facts_module()
    assert source == facts.facts_module()
    assert all(f"\n  {name}: {{" in source for name in OPS)
