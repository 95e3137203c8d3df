"""The README is true: its commands are run, and what they print is what it says."""

import json
import re
import subprocess

import httpx
import pytest

from servers import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"```sh\n(.*?)```\n\n```json\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize(("command", "output"), COMMANDS, ids=range(len(COMMANDS)))
def test_a_command_of_the_readme_prints_what_it_says(server, command, output):
    command = command.replace("http://127.0.0.1:8000", server)
    printed = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True).stdout
    assert json.loads(printed) == json.loads(output)


def test_the_readme_has_commands():
    assert len(COMMANDS) == 3


def test_the_script_that_other_pages_load_is_served(server):
    script = re.search(r'src="http://127.0.0.1:8000(/static/[^"]+)"', README).group(1)
    response = httpx.get(server + script, headers={"Origin": "https://course.example"})
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["content-type"].startswith("text/javascript")


def test_the_files_that_the_docs_link_to_exist():
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            path = document.parent / target
            assert path.exists() or path.suffix == ".png", f"{document.name} links to {target}"


def test_the_make_commands_that_the_docs_name_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    docs = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"make (\w+) {2,}", docs)
    assert {"run", "test", "check", "bench"} <= set(named)
    for name in named:
        assert re.search(rf"^{name}:", makefile, re.MULTILINE), name
