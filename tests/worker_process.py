"""A real worker in a process of its own, on the test database: to be killed in mid work."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 90
Start = Callable[[], "subprocess.Popen[bytes]"]


@contextmanager
def workers() -> Iterator[Start]:
    """Starts workers when called; whatever still runs at the end is killed."""
    started: list[subprocess.Popen[bytes]] = []
    own = settings.DATABASES["default"]
    host = own.get("HOST") or own["OPTIONS"].get("host", "")
    url = f"postgis://{own['USER']}@:{own['PORT'] or ''}/{connection.settings_dict['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": f"{url}?host={host}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "VAR_DIR": str(settings.VAR_DIR),
    }

    def start() -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, "manage.py", "work"], cwd=ROOT, env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        started.append(process)
        return process

    try:
        yield start
    finally:
        for process in started:
            kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """At once and without a word, as by the kernel that wants its memory."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(wanted: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + SECONDS
    while not wanted():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def silence() -> None:
    """As if the half minute had passed after which a silent worker counts as dead."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
        )
