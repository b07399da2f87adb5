"""A site that serves the twelve places of `tests.publications`, on a morning in November."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.utils import translation

from directory import publication
from directory.publication import Snapshot
from tests import publications

SHANGHAI = ZoneInfo("Asia/Shanghai")
# A Tuesday, ten minutes before most places open.
MORNING = dt.datetime(2026, 11, 24, 4, 20, tzinfo=SHANGHAI)
HERE = {"lon": "117.263", "lat": "34.797"}


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return publications.sample(tmp_path_factory.mktemp("published"))


@pytest.fixture(autouse=True)
def _plain_static_files(settings) -> None:
    """Static files under their own names: nothing has been collected for these tests."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def _chinese(settings) -> Iterator[None]:
    """The language of the last request would otherwise stay with the thread."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def connections_outlive_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """For requests that do not come through Django's test client, as that does for its own: none
    of them looks at, or closes, an earlier test's connection.

    Not by the signals: the test client connects them again after each of its requests.
    """
    monkeypatch.setattr(connections, "all", lambda initialized_only=False: [])


@pytest.fixture
def snapshot(published: Snapshot) -> Iterator[Snapshot]:
    with publication.use(published):
        yield published


@pytest.fixture
def morning() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def site(snapshot: Snapshot, morning: time_machine.Traveller) -> Client:
    """A client of the site; no test that asks for it alone may touch the database."""
    return Client()


@pytest.fixture
def serve(tmp_path: Path, morning: time_machine.Traveller) -> Iterator[object]:
    """Serve other places: `serve(places, **contents)` returns a client."""
    standing: list[publication.use] = []

    def serving(places, **contents) -> Client:
        folder = tmp_path / str(len(standing))
        standing.append(publication.use(publications.sample(folder, places, **contents)))
        standing[-1].__enter__()
        return Client()

    yield serving
    for one in reversed(standing):
        one.__exit__(None, None, None)
