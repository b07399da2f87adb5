"""A publication with everything that a file could stumble over, and its files."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from directory.opendata.build import write_all
from directory.opendata.described import Deployment
from directory.publication import Snapshot
from directory.records import StatusRecord, TradeAt, ZoneRecord
from tests.publications import PLACES, place, sample

DEPLOYED = Deployment(
    licence="CC-BY-4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    base_url="https://lg.example",
    office="枣庄市公共就业和人才服务中心",
)
AWKWARD = (
    place("evil1", name='=HYPERLINK("http://x.example")', address="+86 @ 路", operator="-1"),
    place("evil2", name='引号"与,逗号\n换行', directions="＝全角", hours_note="'=1"),
    place("evil3", name="𠮷野家旁🏗️零工点", town="城关;镇", aliases=("甲;乙", "丙")),
    place("null1", hours="", free=None, hotline="", complaint_line="", demo=False),
    place("pole1", lon=-179.9999999, lat=89.5),
    place("line1", lon=180.0, lat=-10.0),
    place(
        "zone1",
        hours="",
        zones=(ZoneRecord("甲区", "Mo-Fr 05:00-08:00; PH off"), ZoneRecord("乙区")),
        trades=(TradeAt("welder", True), TradeAt("cleaner")),
        services=("policy", "quick-hire"),
    ),
    place("later1", statuses=(StatusRecord("closed", dt.date(2026, 11, 21)),)),
)
EVERY = (*PLACES, *AWKWARD)


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return sample(tmp_path_factory.mktemp("awkward"), EVERY)


@pytest.fixture(scope="session")
def folder(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All files of the publication."""
    made = tmp_path_factory.mktemp("opendata")
    assert list(write_all(snapshot, DEPLOYED, made))
    return made


@pytest.fixture
def var(tmp_path: Path, settings: Any) -> Path:
    """The VAR_DIR in which this test keeps publications and their files."""
    stores = {name: dict(store) for name, store in settings.STORAGES.items()}
    for name in ("publications", "opendata"):
        stores[name]["OPTIONS"] = {"location": str(tmp_path / name)}
    settings.STORAGES = stores
    settings.PUBLICATION_CACHE = tmp_path / "publication-cache"
    return tmp_path
