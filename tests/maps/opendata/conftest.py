"""Files of publication 7 on the shelf, and the memory of some before it; no database."""

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client

from directory.opendata import files, shelf
from directory.opendata.build import write_all
from directory.opendata.described import Deployment
from directory.opendata.files import Made
from directory.opendata.index import Entry, Index
from directory.publication import Snapshot

LICENCE = Deployment("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")


@pytest.fixture(scope="session")
def written(published: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return list(write_all(published, LICENCE, tmp_path_factory.mktemp("written")))


@pytest.fixture
def place(tmp_path: Path, settings) -> Path:
    """The folder of an empty storage."""
    stores = {name: dict(store) for name, store in settings.STORAGES.items()}
    stores["opendata"]["OPTIONS"] = {"location": str(tmp_path / "opendata")}
    settings.STORAGES = stores
    return tmp_path / "opendata"


@pytest.fixture
def entry(published: Snapshot, written: list[Path], place: Path) -> Entry:
    """7 and 5 are kept; 6 was never made, 4 thinned out; 3 never was."""
    made: tuple[Made, ...] = tuple(map(files.made, written))
    for number in (7, 5):
        for path in written:
            shelf.put(number, path)
    day = dt.timedelta(days=1)
    seven = Entry(7, published.built_at, published.checksum, published.count, made)
    shelf.save_index(
        Index(
            (
                seven,
                Entry(6, published.built_at - day, "6" * 64, 11),
                Entry(5, published.built_at - 2 * day, "5" * 64, 11, made),
                Entry(4, published.built_at - 3 * day, "4" * 64, 10),
            )
        )
    )
    return seven


@pytest.fixture
def shop(site: Client, entry: Entry) -> Client:
    return site
