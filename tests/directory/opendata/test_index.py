"""What is kept, what is remembered, and where the nearest kept one is."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.opendata import index as indexes
from directory.opendata.files import Made
from directory.opendata.index import Entry, Index, Unreadable

FILES = (Made("markets.csv", 10, "a" * 64),)
START = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


def entry(number: int, day: int, kept: bool = True) -> Entry:
    return Entry(number, START + dt.timedelta(days=day), "c" * 64, number, FILES if kept else ())


@st.composite
def histories(draw):
    days = sorted(draw(st.lists(st.integers(0, 500), min_size=1, max_size=60)))
    kept = draw(st.lists(st.booleans(), min_size=len(days), max_size=len(days)))
    made = [entry(n, day, had) for n, (day, had) in enumerate(zip(days, kept, strict=True), 1)]
    return Index(tuple(reversed(made)))


@given(histories(), st.integers(1, 40))
def test_the_newest_and_the_last_of_every_month_stay_for_good(history, newest) -> None:
    thinned = history.thinned(newest)
    assert [e.number for e in thinned.entries] == [e.number for e in history.entries]
    assert thinned.kept[:newest] == history.kept[:newest]
    months = {e.month: e.number for e in reversed(history.kept)}
    assert {e.number for e in thinned.kept} == {
        *months.values(),
        *(e.number for e in history.kept[:newest]),
    }
    assert thinned.thinned(newest) == thinned


@given(histories())
def test_an_index_is_read_as_it_was_written(history) -> None:
    assert indexes.load(indexes.dump(history)) == history


@given(histories(), st.integers(0, 70))
def test_the_nearest_kept_ones_are_next_before_and_after(history, number) -> None:
    before, after = history.nearest(number)
    kept = sorted(e.number for e in history.kept)
    assert (before.number if before else None) == max((n for n in kept if n < number), default=None)
    assert (after.number if after else None) == min((n for n in kept if n > number), default=None)


def test_the_month_is_that_of_china() -> None:
    late = Entry(1, dt.datetime(2026, 10, 31, 17, 0, tzinfo=dt.UTC), "", 0)
    assert late.month == "2026-11"


@pytest.mark.parametrize(
    "body", [b"", b"{}", b'{"format":2}', b"[]", b'{"format":1,"publications":[{}]}']
)
def test_what_is_no_index_is_said_to_be_none(body) -> None:
    with pytest.raises(Unreadable):
        indexes.load(body)
