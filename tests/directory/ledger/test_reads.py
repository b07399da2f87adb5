"""Reads of places that chain."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from directory.models import Market
from directory.models.market import MarketQuerySet
from geo.distance import geodesic_m
from tests.factories.ledger import LAT, LON, make_decision, make_market, make_period

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 10)
HERE = Point(LON, LAT, srid=4326)


def names(markets: MarketQuerySet) -> set[str]:
    return {market.name for market in markets}


def test_the_newest_decision_counts() -> None:
    now = timezone.now()
    for name, decisions in {
        "公开": ["publish"],
        "撤下": ["publish", "withdraw"],
        "重新公开": ["withhold", "publish"],
        "未决定": [],
    }.items():
        market = make_market(name=name)
        for age, decision in zip(range(9, 0, -1), decisions, strict=False):
            make_decision(market, decision, decided_at=now - dt.timedelta(days=age))

    assert names(Market.objects.published()) == {"公开", "重新公开"}


def test_of_two_decisions_at_one_moment_the_later_row_counts() -> None:
    now = timezone.now()
    market = make_market()
    make_decision(market, "publish", decided_at=now)
    make_decision(market, "withhold", decided_at=now)

    assert not Market.objects.published().exists()


def test_a_candidate_building_is_never_published() -> None:
    make_market(form="candidate", published=True)

    assert not Market.objects.published().exists()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("370403", {"薛城"}),
        ("370400", {"薛城", "滕州"}),
        ("370000", {"薛城", "滕州", "威海"}),
        ("371000", {"威海"}),
        ("110000", {"东城"}),
    ],
)
def test_a_region_holds_the_places_of_its_counties(code: str, expected: set[str]) -> None:
    for name, county in {
        "薛城": "370403",
        "滕州": "370481",
        "威海": "371002",
        "东城": "110101",
    }.items():
        make_market(name=name, region_code=county)

    assert names(Market.objects.in_region(code)) == expected


@pytest.mark.parametrize("code", ["", "37", "3704031", "37040a"])
def test_what_is_no_region_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="六位"):
        Market.objects.in_region(code)


def test_a_market_serving_two_trades_is_listed_once() -> None:
    make_market(name="甲", trades=("bricklayer", "carpenter"))
    make_market(name="乙", trades=("carpenter",))

    assert [m.name for m in Market.objects.serving("bricklayer")] == ["甲"]
    assert Market.objects.serving("carpenter").count() == 2
    assert not Market.objects.serving("welder").exists()


def test_a_status_covers_its_first_day_and_not_its_last() -> None:
    market = make_market()
    make_period(market, "suspended", DAY, DAY + dt.timedelta(days=2))

    annotated: list[Any] = [
        Market.objects.status_on(DAY + dt.timedelta(days=day)).get() for day in (-1, 0, 1, 2)
    ]

    statuses = [market.status for market in annotated]
    assert statuses == ["open", "suspended", "suspended", "open"]


def test_a_closed_place_is_not_open_and_one_recorded_as_open_is() -> None:
    closed, moved, stated, plain = (make_market(name=n) for n in ("关", "搬", "开", "无"))
    make_period(closed, "closed", DAY)
    make_period(moved, "moved", DAY, successor=plain)
    make_period(stated, "open", DAY)

    assert names(Market.objects.open_on(DAY)) == {"开", "无"}
    assert names(Market.objects.open_on(DAY - dt.timedelta(days=1))) == {"关", "搬", "开", "无"}


def test_the_nearest_come_first_with_their_geodesic_metres() -> None:
    # In degrees the eastern place is farther (0.011 against 0.010), in metres it is nearer.
    make_market(LON, LAT + 0.010, name="北")
    make_market(LON + 0.011, LAT, name="东")

    found: list[Any] = list(Market.objects.nearest(HERE))

    assert [market.name for market in found] == ["东", "北"]
    for market in found:
        metres = geodesic_m(LON, LAT, market.point.x, market.point.y)
        assert market.distance_m == pytest.approx(metres, abs=0.01)


def test_a_point_in_another_system_is_refused() -> None:
    with pytest.raises(ValueError, match="4326"):
        Market.objects.nearest(Point(0, 0, srid=3857))


def test_the_nearest_are_read_from_the_index() -> None:
    for step in range(50):
        make_market(LON + step / 1000, LAT)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE directory_market")
        cursor.execute("SET LOCAL enable_seqscan = off")

    assert "market_on_the_globe" in Market.objects.nearest(HERE)[:3].explain()


def test_all_of_it_is_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_market(name="有", trades=("bricklayer",), published=True)
    make_market(name="未公开", trades=("bricklayer",))

    with django_assert_num_queries(1):
        found: list[Any] = list(
            Market.objects.published()
            .in_region("370400")
            .serving("bricklayer")
            .open_on(DAY)
            .status_on(DAY)
            .nearest(HERE)[:3]
        )

    assert [(market.name, market.status) for market in found] == [("有", "open")]
