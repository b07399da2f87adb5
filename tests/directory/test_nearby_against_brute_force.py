"""The nearest open places, found by sweeps, are those that trying every place gives."""

import datetime as dt
import gc
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory import nearby
from directory.publication import Snapshot
from tests.directory.test_finder_against_brute_force import GEOD, TRADES, places, surely_open
from tests.publications import sample

moments = st.datetimes(dt.datetime(2026, 11, 20), dt.datetime(2026, 11, 27))


def expected(
    published: list, snapshot: Snapshot, moment: dt.datetime, trade: str | None
) -> list[str]:
    found = [
        (GEOD.inv(117.3, 34.8, one.lon, one.lat)[2], snapshot.row(one.id), one.id)
        for one in published
        if one.hours
        and surely_open(one, moment.replace(second=0, microsecond=0))
        and (trade is None or trade in {each.code for each in one.trades})
    ]
    return [place_id for _metres, _row, place_id in sorted(found)]


@pytest.mark.parametrize("few", [nearby.FEW_COUNT, 0])
def test_what_is_open_is_what_trying_every_place_gives(few, monkeypatch) -> None:
    """With `few` 0, places are looked for among others and not one by one."""
    monkeypatch.setattr(nearby, "FEW_COUNT", few)
    monkeypatch.setattr(nearby, "FEW_SHARE", 0.0 if few == 0 else nearby.FEW_SHARE)

    questions = st.tuples(moments, st.none() | st.sampled_from(TRADES), st.integers(1, 45))

    @given(places(), st.lists(questions, min_size=6, max_size=12))
    @settings(max_examples=8)
    def agrees(published, asked) -> None:
        with tempfile.TemporaryDirectory() as folder:
            snapshot = sample(Path(folder), published)
            for moment, trade, limit in asked:
                agree(snapshot, published, moment, trade, limit)
        del snapshot
        # Its files stay open until the cycle that holds it is found.
        gc.collect()

    def agree(snapshot, published, moment, trade, limit) -> None:
        found = nearby.open_at(snapshot, 117.3, 34.8, limit, moment, trade)
        ids = [snapshot.id_at(row) for row, _metres in found]
        assert ids == expected(published, snapshot, moment, trade)[:limit]
        again = nearby.open_at(snapshot, 117.3, 34.8, limit, moment, trade)
        assert again == found

    agrees()


def test_trying_each_and_walking_a_tree_give_the_same_order(tmp_path) -> None:
    snapshot = sample(tmp_path)
    few = snapshot.few(snapshot.rows_in((-180, -90, 180, 90)))
    for take in range(1, 14):
        one, _ = few.sweep(117.3, 34.8, take)
        other, final = snapshot.points.sweep(117.3, 34.8, take)
        assert one[: len(other)] == other
        assert all(metres > final for metres, _row in one[len(other) :])
