"""A store and a cache of its own for each test, and processes that watch for publications."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def var(tmp_path: Path, settings: Any) -> Path:
    """The VAR_DIR in which this process, and those started by `child`, keep publications."""
    stores = {name: dict(store) for name, store in settings.STORAGES.items()}
    stores["publications"]["OPTIONS"] = {"location": str(tmp_path / "publications")}
    settings.STORAGES = stores
    settings.PUBLICATION_CACHE = tmp_path / "publication-cache"
    return tmp_path


class Child:
    """A process that prints a JSON object a line; ended by id."""

    def __init__(self, code: str, env: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._said: queue.Queue[dict[str, Any]] = queue.Queue()
        self.log: list[str] = []
        self._threads = [
            threading.Thread(target=self._read, daemon=True),
            threading.Thread(target=self._read_log, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._said.put(json.loads(line))

    def _read_log(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log.append(line)

    def hear(self, seconds: float = 20, **wanted: Any) -> dict[str, Any]:
        """The next thing it says that has these values."""
        deadline = time.monotonic() + seconds
        heard: list[dict[str, Any]] = []
        while (left := deadline - time.monotonic()) > 0:
            try:
                said = self._said.get(timeout=left)
            except queue.Empty:
                break
            if wanted.items() <= said.items():
                return said
            heard.append(said)
        raise AssertionError(f"never said {wanted} in {seconds} s, but {heard}")

    def wait_for_log(self, text: str, seconds: float = 10) -> None:
        """Wait until its log has this."""
        deadline = time.monotonic() + seconds
        while text not in "".join(self.log):
            assert time.monotonic() < deadline, f"never logged {text!r}, but {self.log}"
            time.sleep(0.05)

    def silent(self) -> bool:
        """Whether everything it said has been heard."""
        return self._said.empty()

    def end(self) -> str:
        """Kill it; what it wrote to its log."""
        self.process.kill()
        self.process.wait()
        for thread in self._threads:
            thread.join()
        for pipe in (self.process.stdout, self.process.stderr):
            assert pipe is not None
            pipe.close()
        return "".join(self.log)


@pytest.fixture
def child(var: Path) -> Iterator[Callable[..., Child]]:
    """Starts a process on the test database (or on what `env` says), on this test's VAR_DIR."""
    children: list[Child] = []
    given_url = urlsplit(os.environ["DATABASE_URL"])
    url = given_url._replace(path="/" + connection.settings_dict["NAME"]).geturl()

    def start(code: str, **env: str) -> Child:
        given = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": url,
            "VAR_DIR": str(var),
            "PUBLICATION_POLL_SECONDS": "1",
            "LOG_LEVEL": "WARNING",
            "PYTHONUNBUFFERED": "1",
        }
        children.append(Child("import django; django.setup()\n" + code, given | env))
        return children[-1]

    yield start
    for each in children:
        each.end()
