"""The real server, as it is deployed, on a free port: granian, hashed files, a publication.

The publication is that of the demo, read from the test database in a transaction that is rolled
back; the server itself reaches that database through a relay, which a test can cut.
"""

import datetime as dt
import io
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from directory.publication import Snapshot, store, write
from directory.publication.ledger import read_contents
from tests import app_role
from tests.browser.relay import Address, Relay

ROOT = Path(__file__).resolve().parents[2]
NUMBER = 12
BUILT_BEFORE = dt.timedelta(minutes=50)
START_SECONDS = 90


@dataclass
class Site:
    """A running server. `database` is its way to PostgreSQL, `snapshot` what it serves."""

    port: int
    database: Relay
    snapshot: Snapshot
    var: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def publish_demo(scratch: Path, cache: Path) -> Snapshot:
    """The demo's publication in a server's cache; the database is left as it was."""
    with transaction.atomic():
        quiet = io.StringIO()
        call_command("load_regions", switch=True, stdout=quiet)
        for command in ("load_towns", "load_vocabulary", "load_calendar", "load_demo"):
            call_command(command, stdout=quiet)
        write(read_contents(NUMBER, timezone.localtime() - BUILT_BEFORE), scratch)
        transaction.set_rollback(True)
    with override_settings(PUBLICATION_CACHE=cache):
        folder = store.install(scratch)
        store.point_at(folder)
    return Snapshot.open(folder)


def database_address() -> Address:
    """Where the test database listens: (host, port), or the path of its socket."""
    given: dict[str, Any] = connection.settings_dict
    host = given["HOST"] or given["OPTIONS"].get("host") or "/var/run/postgresql"
    port = int(given["PORT"] or 5432)
    return f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host, port)


def environment(var: Path, database: Relay) -> dict[str, str]:
    """The environment of the tests' settings, with folders and a database address of its own.

    As deployed, the server is the application's role: a right that it lacks is noticed here.
    """
    given = connection.settings_dict
    secret = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    url = f"postgis://{app_role.ready()}{secret}@127.0.0.1:{database.port}/{given['NAME']}"
    own = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": url,
        "VAR_DIR": str(var),
        "PUBLICATION_POLL_SECONDS": "0.2",
    }
    return os.environ | own


def start(port: int, env: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Granian with one worker; returns when it answers."""
    command = [sys.executable, "-m", "config.web", "--interface", "wsgi", "config.wsgi:application"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--no-access-log"]
    command += ["--workers", "1", "--blocking-threads", "64"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return process
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    process.kill()
    process.wait()
    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')}")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def leave_database() -> None:
    """End the server's connections, so that the test database can be dropped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
