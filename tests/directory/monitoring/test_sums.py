"""Sums by day: the same as adding up the counts, at every level, after whatever happened."""

import datetime as dt

import pytest
from django.db.models import Max, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import Count, CountDirty, CountSum, Market
from directory.monitoring import sums
from tests.factories.counts import make_count
from tests.factories.ledger import make_market

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 10, 8)
REGIONS = ("370403", "370402", "370302", "441900", "110101")


def standing(**lookup: object) -> dict[str, int]:
    row = CountSum.objects.filter(**lookup).values().get()
    return {
        name: value for name, value in row.items() if isinstance(value, int) and name != "level"
    }


def test_a_count_reaches_county_city_province_and_country() -> None:
    make_count(make_market(), DAY, trades={"mason": {"seekers": 30, "posts": 12}})
    make_count(make_market(region_code="370402"), DAY, seekers=10, posts=None, hires=None)
    assert sums.refresh_all() == 2
    assert not CountDirty.objects.exists()
    for level, region in enumerate(("370403", "370400", "370000", "000000")):
        both = level > 0
        total = standing(level=level, region_code=region, trade="", day=DAY)
        assert (total["places"], total["seekers"]) == ((2, 90) if both else (1, 80))
        assert (total["posts"], total["posts_places"]) == (60, 1)
        mason = standing(level=level, region_code=region, trade="mason", day=DAY)
        assert (mason["seekers"], mason["posts"], mason["places"]) == (30, 12, 1)


def test_a_correction_and_a_withdrawal_leave_nothing_behind() -> None:
    market = make_market()
    count = make_count(market, DAY, trades={"mason": {"seekers": 30}})
    sums.refresh_all()
    Count.objects.filter(key=count.key).update(seekers=50, trades={"carpenter": {"seekers": 5}})
    sums.refresh_all()
    assert standing(level=3, trade="")["seekers"] == 50
    assert set(CountSum.objects.values_list("trade", flat=True)) == {"", "carpenter"}
    Count.objects.filter(key=count.key).update(withdrawn=True)
    sums.refresh_all()
    assert not CountSum.objects.exists()


def test_of_a_session_counted_twice_the_larger_number_stands() -> None:
    market = make_market()
    make_count(market, DAY, seekers=80, posts=10)
    make_count(market, DAY, seekers=70, posts=20)
    sums.refresh_all()
    total = standing(level=0, trade="")
    assert (total["places"], total["seekers"], total["posts"]) == (1, 80, 20)


def test_work_is_taken_in_parts_and_ends() -> None:
    market = make_market()
    for ago in range(5):
        make_count(market, DAY - dt.timedelta(days=ago))
    assert sums.refresh(2) == 2
    assert CountDirty.objects.count() == 3
    assert sums.refresh_all() == 3
    assert CountSum.objects.filter(level=2, trade="").count() == 5


writes = st.lists(
    st.tuples(st.sampled_from(REGIONS), st.integers(0, 2), st.integers(0, 300), st.booleans()),
    min_size=1,
    max_size=12,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(writes)
def test_whatever_is_written_in_whatever_order_every_level_adds_up(
    work: list[tuple[str, int, int, bool]],
) -> None:
    places: dict[str, Market] = {code: make_market(region_code=code) for code in REGIONS}
    Count.objects.all().delete()
    for region, ago, seekers, refresh in work:
        make_count(places[region], DAY - dt.timedelta(days=ago), seekers=seekers)
        if refresh:
            sums.refresh_all()
    Count.objects.filter(seekers__gt=200).update(withdrawn=True)
    sums.refresh_all()
    largest = (
        Count.objects.filter(withdrawn=False)
        .order_by()
        .values("market", "day", "session")
        .annotate(most=Max("seekers"))
    )
    expected = sum(each["most"] for each in largest)
    for level in range(4):
        found = CountSum.objects.filter(level=level, trade="").aggregate(total=Sum("seekers"))
        assert (found["total"] or 0) == expected
