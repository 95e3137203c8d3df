"""Files under /static."""

from dataclasses import replace

import httpx
import pytest

from chainrule.web.app import create_app
from chainrule.web.settings import Settings


@pytest.fixture
def settings(tmp_path):
    folder = tmp_path / "dist"
    (folder / "chunks").mkdir(parents=True)
    (folder / "app.js").write_text("export const a = '·'\n", encoding="utf-8")
    (folder / "chunks" / "chunk-ABCD2345.js").write_text("export const b = 2\n", encoding="utf-8")
    (folder / "maths.woff2").write_bytes(b"wOF2")
    (folder / ".sources").write_text("secret", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    return replace(Settings(), static_folder=folder)


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("app.js", "text/javascript; charset=utf-8"),
        ("maths.woff2", "font/woff2"),
    ],
)
async def test_a_file_is_served_with_its_type_and_asked_about_each_time(client, settings, path, media_type):
    response = await client.get(f"/static/{path}")
    assert response.status_code == 200
    assert response.content == (settings.static_folder / path).read_bytes()
    assert response.headers["content-type"] == media_type
    assert response.headers["cache-control"] == "public, no-cache"
    again = await client.get(f"/static/{path}", headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


async def test_a_file_named_by_its_content_is_kept_for_ever(client):
    response = await client.get("/static/chunks/chunk-ABCD2345.js")
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_a_changed_file_has_another_tag(client, settings):
    first = await client.get("/static/app.js")
    (settings.static_folder / "app.js").write_text("changed", encoding="utf-8")
    again = await client.get("/static/app.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 200
    assert again.text == "changed"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "chunks",
        "chunks/",
        ".sources",
        "link.txt",
        "nothing.js",
        "../secret.txt",
        "..%2fsecret.txt",
        "..%252fsecret.txt",
        "chunks/../../secret.txt",
        "%2e%2e/secret.txt",
        "....//secret.txt",
        "/etc/passwd",
        "//etc/passwd",
        "app.js%00.png",
        "app.js/",
        "app%0a.js",
        "a" * 5_000,
    ],
)
async def test_nothing_else_is_served(client, path):
    response = await client.get(f"/static/{path}")
    assert response.status_code == 404
    assert "secret" not in response.text


async def test_a_range_is_answered_with_the_whole_file(client):
    response = await client.get("/static/app.js", headers={"Range": "bytes=0-3"})
    assert response.status_code == 200


async def test_a_server_without_its_bundle_is_not_ready(tmp_path):
    app = create_app(replace(Settings(), static_folder=tmp_path))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://chainrule.test") as client:
        assert (await client.get("/healthz")).json()["status"] == "ok"
        response = await client.get("/readyz")
        assert response.status_code == 503
        assert "retry-after" in response.headers


async def test_a_server_with_its_bundle_and_workers_is_ready(client):
    assert (await client.get("/readyz")).json() == {"status": "ok"}
