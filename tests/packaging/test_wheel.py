"""The wheel holds everything that it needs: it is built, installed apart from the checkout, and opened."""

import os
import re
import subprocess
import sys
import venv
import zipfile

import httpx
import pytest

from servers import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("chainrule-*-py3-none-any.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The command of a fresh environment that has the wheel, with the dependencies of this one."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=False)
    packages = next(folder.glob("lib/python*/site-packages"))
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(packages)]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    ours = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "dependencies.pth").write_text("\n".join(ours), encoding="utf-8")
    return [str(folder / "bin" / "python"), "-m", "chainrule"]


def test_the_wheel_holds_the_bundle_the_pages_and_the_licences(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for name in (
        "_static/app.js",
        "_static/app.css",
        "_static/embed.js",
        "_static/LICENSES.txt",
        "_static/fonts/maths.woff2",
        "_static/fonts/OFL.txt",
        "_static/fonts/outlines.json",
        "_static/docs/swagger-ui-bundle.js",
        "_templates/index.html",
        "_templates/error.html",
        "examples/01-note.toml",
    ):
        assert f"chainrule/{name}" in names
    assert any(name.endswith("dist-info/licenses/LICENSE") for name in names)
    assert not any(name.startswith(("app/", "tests/", "static/")) or "/src/" in name for name in names)


def test_the_installed_package_serves_its_pages(installed, tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [*installed, "serve", "--port", "0"]
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        url = process.stdout.readline().split()[-1]
        page = httpx.get(url).text
        files = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
        assert f"<style>{httpx.get(f'{url}/static/app.css').text.strip()}</style>" in page
        assert "import(" in page
        for file in [*files, "/static/app.js", "/static/embed.js", "/static/fonts/maths.woff2", "/docs", "/readyz"]:
            assert httpx.get(url + file).status_code == 200, file
        answer = httpx.post(f"{url}/api/v1/graph", json={"program": "y = x^2", "inputs": {"x": 3}})
        assert answer.json()["nodes"][-1]["value"] == 9.0
        heavy = {"program": "x = ones([200, 200])\ny = sum(x @ x)"}
        assert httpx.post(f"{url}/api/v1/graph", json=heavy, timeout=30).status_code == 200
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_the_installed_package_is_not_the_checkout(installed, tmp_path):
    code = "import chainrule, sys; print(chainrule.__file__)"
    found = subprocess.run([installed[0], "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert str(ROOT) not in found
