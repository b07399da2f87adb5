"""A publication has sixty files open; a process that takes a new one has to let the old one go."""

import datetime as dt
import gc
import os
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from directory import nearby
from directory.publication import Snapshot
from directory.records import TradeAt
from tests.publications import place, sample

DAY = dt.date(2026, 11, 25)
AT_FIVE = dt.datetime(2026, 11, 25, 5)
SPOT = 117.32, 34.81


@pytest.fixture
def without_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def _files() -> int:
    return len(os.listdir("/proc/self/fd"))


def _use(made: Snapshot) -> None:
    made.warm(DAY, "370400")
    made.place("a1")
    made.resolve("a2", DAY)
    made.find_names("市场")
    made.changes(0)
    made.log_of(made.number)
    made.basemap("370402")
    for trade in (None, *made.trades):
        list(made.outward(*SPOT, trade))
        nearby.open_at(made, *SPOT, 3, AT_FIVE, trade)


@pytest.mark.usefixtures("without_collector")
def test_a_publication_closes_its_files_as_soon_as_nobody_uses_it(tmp_path: Path) -> None:
    places = [place("a1", trades=(TradeAt("bricklayer"),)), place("a2", hours="Mo-Su 04:00-10:00")]
    folder = sample(tmp_path, places).folder
    before = _files()
    made = Snapshot.open(folder)
    assert _files() > before + 40
    _use(made)
    gone = weakref.ref(made)
    del made
    assert gone() is None
    assert _files() == before


@pytest.mark.usefixtures("without_collector")
def test_what_one_publication_leaves_the_next_does_not_keep_it_open(tmp_path: Path) -> None:
    one = sample(tmp_path / "1", [place("a1")])
    two = sample(tmp_path / "2", [place("a1"), place("a2")])
    _use(one)
    two.take_over(one)
    _use(two)
    gone = weakref.ref(one)
    del one
    assert gone() is None
