"""The real server with a publication and no database at all, and what programs are told of it."""

import os
import socket
import subprocess
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import override_settings

from directory.publication import store
from tests import publications
from tests.browser import serving
from tests.maps.clients.world import EVERY

NO_DATABASE = "postgis://nobody@127.0.0.1:1/none"
PATIENCE_S = 120


@pytest.fixture(scope="session")
def api(tmp_path_factory: pytest.TempPathFactory, static_files: None) -> Iterator[str]:
    """The address of the API, answered by granian as it is deployed."""
    root = tmp_path_factory.mktemp("clients")
    var = root / "var"
    var.mkdir(mode=0o700)
    snapshot = publications.sample(root, EVERY)
    with override_settings(PUBLICATION_CACHE=var / "publication-cache"):
        store.point_at(store.install(snapshot.folder))
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": NO_DATABASE,
        "VAR_DIR": str(var),
        "PUBLICATION_POLL_SECONDS": "0",
        # schemathesis asks faster than anybody polite.
        "RATE_API": "100000",
    }
    # Collected once already, for the other tests that render pages.
    (var / "static").symlink_to(settings.STATIC_ROOT)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = serving.start(port, env, root / "server.log")
    try:
        yield f"http://127.0.0.1:{port}/api"
    finally:
        serving.stop(process)


@pytest.fixture(scope="session")
def run() -> Callable[..., str]:
    """Runs a program of GDAL's; what it prints. Fails with its words when it fails."""

    def running(*command: str) -> str:
        # No proxy of this machine stands between a program and the server beside it.
        env = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        done = subprocess.run(
            command, env=env | {"CPL_DEBUG": "OFF"}, capture_output=True, text=True,
            timeout=PATIENCE_S, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert "ERROR" not in done.stderr, done.stderr
        return done.stdout

    return running
