"""Searches that found nothing: counted coarsely, shown from five on, forgotten in time."""

import datetime as dt

import pytest
from django.utils import timezone

from directory.errors import EntryErrors
from planning import demand, unmet
from planning.models import UnmetSearch
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.ledger import COUNTY, LAT, LON

pytestmark = pytest.mark.django_db
FIVE = dt.time(5, 20)


@pytest.fixture(autouse=True)
def regions() -> None:
    load_shandong()


def key(lon: float = LON, lat: float = LAT, day: dt.date | None = None) -> unmet.Key:
    return unmet.key_of(lon, lat, dt.datetime.combine(day or timezone.localdate(), FIVE))


def test_a_key_says_neither_where_nor_on_which_day() -> None:
    here, near = key(day=dt.date(2026, 3, 4)), key(LON + 0.001, LAT + 0.001, dt.date(2026, 3, 28))
    assert here == near == (dt.date(2026, 3, 1), 5, 5863, 1740)
    assert unmet.middle(5863, 1740) == (117.27, 34.81)


def test_counts_add_up_in_their_county_and_the_sea_is_dropped() -> None:
    assert unmet.record({key(): 3, key(125.0, 30.0): 9}) == 1
    assert unmet.record({key(): 4}) == 1
    kept = UnmetSearch.objects.get()
    assert (kept.region_code, kept.searches) == (COUNTY, 7)


def test_fewer_than_five_in_a_cell_month_and_hour_are_never_shown() -> None:
    today = timezone.localdate()
    month, hour, column, row = key()
    unmet.record({key(): 6, (month, hour + 1, column, row): 4, key(LON + 0.05): 4})
    [cell] = unmet.cells("370400", today)
    assert (cell.searches, cell.busiest, cell.at) == (6, 5, (117.27, 34.81))
    assert unmet.cells("370402", today) == []


def test_small_counts_go_with_their_month_and_all_after_two_years() -> None:
    today = dt.date(2026, 3, 15)
    for day, searches in (
        (dt.date(2026, 3, 1), 2), (dt.date(2026, 2, 1), 4), (dt.date(2026, 1, 1), 5),
        (dt.date(2024, 2, 1), 500),
    ):  # fmt: skip
        unmet.record({key(day=day): searches})
    assert unmet.forget(today) == 2
    left = UnmetSearch.objects.order_by("month").values_list("month", flat=True)
    assert list(left) == [dt.date(2026, 1, 1), dt.date(2026, 3, 1)]


def test_demand_made_of_them_is_searches_a_day_and_says_so() -> None:
    with pytest.raises(EntryErrors):
        demand.from_unmet(None, COUNTY, "搜索")
    unmet.record({key(): 60})
    made = demand.from_unmet(None, COUNTY, "搜索")
    days = unmet.days_shown(timezone.localdate())
    assert made.weight_total == pytest.approx(60 / days)
    assert "不是人数" in made.provenance
    assert made.points.get().region_code == COUNTY
