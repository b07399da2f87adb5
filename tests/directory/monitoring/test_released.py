"""Months released once, of public places alone, withheld where small; carried by publications."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from directory.models import Market, PulseMonth
from directory.monitoring import released
from directory.monitoring.withholding import WITHHELD, ByTrade, Day, Month
from directory.publication import Snapshot, write
from directory.publication.ledger import read_contents
from tests.factories.counts import make_count
from tests.factories.ledger import make_decision, make_market, make_trade

pytestmark = pytest.mark.django_db
MONTH = dt.date(2026, 9, 1)
FIRST, SECOND = dt.date(2026, 9, 3), dt.date(2026, 9, 4)


def public(**values: object) -> Market:
    market = make_market(**values)
    make_decision(market)
    return market


@pytest.fixture
def counted() -> Market:
    """Two counties of a city: one with many, one with few; and a place that is not public."""
    make_trade("mason")
    many, few = public(), public(region_code="370402")
    make_count(many, FIRST, seekers=80, posts=60, trades={"mason": {"seekers": 30, "posts": 9}})
    make_count(many, FIRST, seekers=70, posts=61)
    make_count(few, FIRST, seekers=3, posts=7, trades={"mason": {"seekers": 2}})
    make_count(few, SECOND, seekers=20, posts=None)
    make_count(make_market(), SECOND, seekers=500)
    return many


def said(region: str, session: str = "am") -> Month:
    row = PulseMonth.objects.get(region_code=region, month=MONTH, session=session)
    return Month.from_json(row.said)


def test_of_each_region_only_what_is_public_and_not_small_is_told(counted: Market) -> None:
    assert released.release_month(MONTH) == 5
    county, small, city = said("370403"), said("370402"), said("370400")
    assert county.days[2:4] == (Day(80, 1, 61, 1), None)
    assert county.trades == {"mason": ByTrade(30, 9)}
    assert small.days[2:4] == (Day(WITHHELD, 0, 7, 1), Day(20, 1, None, 0))
    assert city.days[2:4] == (Day(80, 1, 68, 2), Day(20, 1, None, 0))
    assert (city.short, county.short) == (True, False)
    assert said("370000") == said("000000") == city
    assert len(city.days) == 30


def test_a_month_is_released_once_it_is_over_and_never_by_itself_again(counted: Market) -> None:
    assert released.release(dt.date(2026, 10, 5)) == 0
    assert released.release(dt.date(2026, 10, 6)) == 1
    before = said("370400")
    make_count(counted, SECOND, seekers=90)
    assert released.release(dt.date(2026, 10, 7)) == 0
    assert said("370400") == before
    call_command("release_pulse", again=MONTH, stdout=io.StringIO())
    assert said("370400") != before
    with pytest.raises(CommandError, match="not over yet"):
        call_command("release_pulse", again=timezone.localdate())


def test_months_without_a_count_are_passed_over_and_older_ones_never_come_later(
    counted: Market,
) -> None:
    assert released.due(dt.date(2026, 12, 20)) == [
        dt.date(2026, 9, 1), dt.date(2026, 10, 1), dt.date(2026, 11, 1)
    ]  # fmt: skip
    released.release_month(MONTH)
    make_count(counted, dt.date(2026, 7, 9))
    assert released.due(dt.date(2026, 10, 20)) == []


def test_a_publication_carries_what_was_released_and_a_build_after_it_takes_it_over(
    counted: Market, tmp_path: Path
) -> None:
    released.release_month(MONTH)
    now = timezone.localtime()
    write(read_contents(1, now), tmp_path / "1")
    standing = Snapshot.open(tmp_path / "1")
    assert Month.from_json(standing.pulse("370400")["2026-09"]["am"]) == said("370400")
    assert standing.pulse("110000") == {}
    again = read_contents(2, now, standing)
    assert again.pulse == {code: standing.pulse_bytes(code) for code in standing.pulse_regions}
    assert write(again, tmp_path / "2").content_sha256 == standing.checksum
    released.release_month(MONTH)
    assert read_contents(3, now, standing).pulse_stamp != standing.pulse_stamp
