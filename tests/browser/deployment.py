"""The product as `make run` starts it, with a database and folders of its own: web and worker.

Other browser tests read a publication made in a transaction that is rolled back; here everything
is stored, queued, worked on and published for real.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 180
# A copy of the migrated database, for servers that bring their own data; made by tests/conftest.py.
PRISTINE = "_pristine"


@dataclass
class Deployment:
    """`env` is that of its processes; `log` what they have written."""

    port: int
    database: str
    env: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes]
    host: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def manage(self, *arguments: str, given: str = "") -> str:
        """A management command, as an operator runs it; its output."""
        done = subprocess.run(
            [sys.executable, "scripts/serve.py", *arguments],
            cwd=ROOT,
            env=self.env,
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def welcome(self, **who: str) -> dict[str, str]:
        """A new official with a session: its cookie's name and value."""
        if self.host is None:
            self.host = subprocess.Popen(
                [sys.executable, "-m", "tests.browser.first_days"],
                cwd=ROOT, env=self.env,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
        assert self.host.stdin
        assert self.host.stdout
        self.host.stdin.write(json.dumps(who) + "\n")
        self.host.stdin.flush()
        session: dict[str, str] = json.loads(self.host.stdout.readline())
        return session

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(**_as_owner(self.database)) as reader:
            return reader.execute(query, values).fetchall()

    def untouched(self, region: str) -> str:
        """The id of an indoor place of the demonstration in a county, of those that other tests
        have proposed to change the least: the deployment is shared, and what others have imported
        into it need not be whole."""
        query = (
            "SELECT m.public_id FROM directory_market m WHERE m.region_code = %s AND m.demo"
            " AND m.form IN ('hall', 'station')"
            " AND NOT EXISTS (SELECT FROM directory_statusperiod s WHERE s.market_id = m.id)"
            " ORDER BY (SELECT count(*) FROM directory_proposal p WHERE p.market_id = m.id), m.id"
            " LIMIT 1"
        )
        return str(self.rows(query, region)[0][0])

    @contextmanager
    def holding(self, lock: str) -> Iterator[None]:
        """Whoever needs what the statement locks has to wait meanwhile."""
        with psycopg.connect(**_as_owner(self.database)) as owner:
            owner.execute(lock)  # type: ignore[arg-type]
            yield

    def worker(self) -> int:
        """The pid of its background worker."""
        found = subprocess.run(
            ["pgrep", "--parent", str(self.process.pid), "--full", "manage.py work"],
            capture_output=True,
            text=True,
            check=True,
        )
        return int(found.stdout.split()[0])

    def kill_worker(self) -> None:
        """As a power cut would: no clean end. It is started again by itself.

        The dead one is at once as silent as if it had not been heard of for a minute.
        """
        os.kill(self.worker(), signal.SIGKILL)
        with psycopg.connect(**_as_owner(self.database)) as owner:
            owner.execute(
                "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"
            )


def start(port: int, var: Path) -> Deployment:
    """Returns once its pages answer; RuntimeError with its log where they do not."""
    database = f"deployment_{os.getpid()}_{port}"
    pristine = f"{settings.DATABASES['default']['NAME']}{PRISTINE}"
    _run(f'CREATE DATABASE "{database}" TEMPLATE "{pristine}"')
    _run(f'ALTER DATABASE "{database}" SET synchronous_commit = off')
    # Collected for this run already; prepare.py looks whether anything has changed.
    shutil.copytree(settings.STATIC_ROOT, var / "static")
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        # As it is deployed: web and worker may not rewrite the history.
        "OWNER_DATABASE_URL": _url(database),
        "DATABASE_URL": _url(database, user=settings.APP_DATABASE_ROLE),
        "APP_DATABASE_PASSWORD": str(_as_owner(database).get("password") or ""),
        "VAR_DIR": str(var),
        "PORT": str(port),
        "PUBLIC_BASE_URL": f"http://localhost:{port}",
        "PUBLICATION_POLL_SECONDS": "0.2",
        "GRANIAN_WORKERS": "1",
    }
    log = var / "deployment.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "scripts/serve.py"], cwd=ROOT, env=env, stdout=out, stderr=out
        )
    made = Deployment(port, database, env, log, process)
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{made.url}/healthz", timeout=2):
                return made
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    stop(made)
    raise RuntimeError(f"the deployment did not start:\n{log.read_text(errors='replace')}")


def stop(deployment: Deployment) -> None:
    """Ends its processes and drops its database."""
    if deployment.host is not None:
        deployment.host.communicate(timeout=20)
    deployment.process.terminate()
    try:
        deployment.process.wait(20)
    except subprocess.TimeoutExpired:
        deployment.process.kill()
        deployment.process.wait()
    _run(f'DROP DATABASE IF EXISTS "{deployment.database}" WITH (FORCE)')


def _run(statement: str) -> None:
    with psycopg.connect(**_as_owner("postgres"), autocommit=True) as owner:
        owner.execute(statement)  # type: ignore[arg-type]


def _as_owner(database: str) -> dict[str, Any]:
    known = ("user", "password", "host", "port", "connect_timeout")
    given = connection.get_connection_params()
    return {name: given[name] for name in known if name in given} | {"dbname": database}


def _url(database: str, **other: str) -> str:
    given = _as_owner(database) | other
    who = urllib.parse.quote(str(given.get("user", "")))
    if given.get("password"):
        who += ":" + urllib.parse.quote(str(given["password"]))
    host = str(given.get("host") or "/var/run/postgresql")
    port = given.get("port") or 5432
    if host.startswith("/"):
        return f"postgis://{who}@:{port}/{database}?host={host}"
    return f"postgis://{who}@{host}:{port}/{database}"
