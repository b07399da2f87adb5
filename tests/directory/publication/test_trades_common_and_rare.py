"""A trade is looked up through its own tree or through everybody's: the same places, in order."""

import random
from pathlib import Path

import pytest

from directory.publication import Snapshot
from directory.publication import snapshot as snapshots
from directory.records import TradeAt
from tests.publications import TRADES, place, sample


@pytest.fixture(scope="module")
def scattered(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Carpenters everywhere, welders in the east only, a hundred kilometres off."""
    dice = random.Random(5)
    places = []
    for number in range(600):
        east = number % 3 == 0
        lon = 117.0 + dice.random() * 0.6 + (1.2 if east else 0.0)
        trades = (TradeAt("carpenter"), TradeAt("welder")) if east else (TradeAt("carpenter"),)
        places.append(place(f"s{number:04d}", lon=lon, lat=34.5 + dice.random(), trades=trades))
    return sample(tmp_path_factory.mktemp("scattered"), places)


def walk(snapshot: Snapshot, trade: str) -> tuple[list[int], list[float]]:
    batches = list(snapshot.outward(117.1, 34.9, trade))
    rows = [row for rows, _ in batches for row in rows.tolist()]
    return rows, [metre for _, metres in batches for metre in metres.tolist()]


@pytest.mark.parametrize("trade", ["carpenter", "welder", "cleaner"])
@pytest.mark.parametrize("searched", [1, 100, 100_000])
def test_the_way_of_looking_up_makes_no_difference(
    scattered: Snapshot, monkeypatch: pytest.MonkeyPatch, trade: str, searched: int
) -> None:
    own_tree = walk(scattered, trade) if len(scattered.trade_rows(trade)) else ([], [])
    own_ball = sorted(scattered.within(117.1, 34.9, 120_000, trade)[0].tolist())
    monkeypatch.setattr(snapshots, "RARE_COUNT", 0)
    monkeypatch.setattr(snapshots, "RARE_SHARE", 0.0)
    monkeypatch.setattr(snapshots, "COMMON_SEARCHED", searched)
    assert walk(scattered, trade) == own_tree
    assert sorted(scattered.within(117.1, 34.9, 120_000, trade)[0].tolist()) == own_ball
    assert own_tree[1] == sorted(own_tree[1])
    assert sorted(own_tree[0]) == scattered.trade_rows(trade).tolist()


def test_the_lists_of_a_trade_are_the_places_that_name_it(scattered: Snapshot) -> None:
    for trade in TRADES:
        named = [
            row
            for row in range(scattered.count)
            if trade.code in {each.code for each in scattered.place_at(row).trades}
        ]
        assert scattered.trade_rows(trade.code).tolist() == named
    assert scattered.trade_rows("smith").tolist() == []


def test_an_unknown_trade_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    snapshot = sample(tmp_path)
    with pytest.raises(ValueError, match="'smith' is not one of bricklayer, carpenter"):
        next(snapshot.outward(117.1, 34.9, "smith"))
    with pytest.raises(ValueError, match="'smith' is not one of"):
        snapshot.within(117.1, 34.9, 1000, "smith")
