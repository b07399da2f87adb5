"""What every test can count on: a database, a folder to write to, compiled texts, static files."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker
from whitenoise.middleware import WhiteNoiseMiddleware
from xdist.scheduler import LoadScopeScheduling

from maps.collected import collect
from tests import emptying
from tests.browser.deployment import PRISTINE

ROOT = Path(__file__).resolve().parent.parent
# Their tests render pages, which need the manifest of hashed names.
RENDERING = {"maps", "browser"}
# Folders whose tests share servers and a browser.
SHARING = ("tests/browser/", "tests/maps/clients/")

# A busy machine is no fault of an example; what has to be quick is measured by name.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    # Not by several processes at once: only the one that hands out the work compiles.
    if not hasattr(config, "workerinput"):
        subprocess.run([ROOT / "scripts" / "messages", "compile"], check=True)
    emptying.install()
    settings.VAR_DIR.mkdir(mode=0o700)
    settings.STATIC_ROOT.mkdir()


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """A file stays in one process, and so do those that share a server it takes long to start."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return next((each for each in SHARING if path.startswith(each)), path)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return Together(config, log)


@pytest.fixture(scope="session", autouse=True)
def static_files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Collect, hash and compress the static files where a test of this run renders a page.

    Compressing takes 20 s of a core, so the processes of a run do it once between them.
    """
    if not any(
        RENDERING & set(item.path.relative_to(ROOT).parts) for item in request.session.items
    ):
        return
    run = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        run = run.parent
    collected = run / "static-files"
    with (run / "static-files.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not collected.exists():
            collect()
            shutil.copytree(settings.STATIC_ROOT, run / "static-files.new")
            (run / "static-files.new").rename(collected)
            return
    shutil.copytree(collected, settings.STATIC_ROOT, dirs_exist_ok=True)


@pytest.fixture(scope="session", autouse=True)
def static_files_looked_at_once(static_files: None) -> Iterator[None]:
    """WhiteNoise looks at each of a thousand files whenever a test client loads the middleware: a
    fifth of the whole run. They do not change, so what the first one has found is for all."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    look = WhiteNoiseMiddleware.update_files_dictionary

    def once(self: Any, root: str, prefix: str) -> None:
        if (root, prefix) not in found:
            before = set(self.files)
            look(self, root, prefix)
            found[root, prefix] = {
                url: file for url, file in self.files.items() if url not in before
            }
        self.files.update(found[root, prefix])

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(WhiteNoiseMiddleware, "update_files_dictionary", once)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Start the project's private PostGIS before the first test database is made."""
    if os.environ.get("LINGGONG_OWN_DATABASE") == "1":
        # With DATABASE_URL set, which the settings have done, the script would leave it alone.
        own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        subprocess.run([ROOT / "scripts" / "database", "start"], check=True, env=own)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """At the end let nobody in again, and show out whom a killed process or thread left behind."""
    name = connection.settings_dict["NAME"]
    is_copied = any(
        item.path.relative_to(ROOT).parts[1] == "browser" for item in request.session.items
    )
    if is_copied:
        with django_db_blocker.unblock():
            connection.close()
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}{PRISTINE}"')
                cursor.execute(f'CREATE DATABASE "{name}{PRISTINE}" TEMPLATE "{name}"')
    yield
    if is_copied:
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}{PRISTINE}"')
    if request.config.getoption("reuse_db"):
        return
    with django_db_blocker.unblock():
        connection.close()
        with connection._nodb_cursor() as cursor:
            quoted = connection.ops.quote_name(name)
            cursor.execute(f"ALTER DATABASE {quoted} WITH ALLOW_CONNECTIONS false")
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
