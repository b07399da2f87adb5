"""Entering a place: what is derived, what is refused, and that nothing is half stored."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from directory.entries import ContactInput, PeakInput, TradeInput, ZoneInput
from directory.errors import EntryErrors
from directory.events import save_event
from directory.models import Event, Market, Zone
from directory.places import save_place
from geo.datum import from_wgs84, to_wgs84
from geo.distance import geodesic_m
from geo.lookup import region_check
from geo.models import Region
from tests.directory.ledger.entering import event, place
from tests.factories.ledger import LAT, LON, make_market, make_office

pytestmark = pytest.mark.django_db


def errors_of(entry: Any) -> dict[str, list[str]]:
    with pytest.raises(EntryErrors) as caught:
        save_place(entry)
    return caught.value.errors


def test_a_new_place_is_stored_with_all_its_parts(boundaries: None) -> None:
    saved = save_place(place())

    market = Market.objects.get(public_id=saved.market.public_id)
    assert saved.created
    assert saved.warnings == ()
    assert [(t.trade.code, t.is_main, t.corner) for t in market.market_trades.all()] == [
        ("bricklayer", True, "东厅"),
        ("carpenter", False, ""),
    ]
    assert [zone.hours for zone in market.zones.all()] == ["04:30-10:00"]
    assert [peak.be_there_by for peak in market.peaks.all()] == [dt.time(5, 10)]
    assert [contact.phone for contact in market.contacts.all()] == ["0632-5550701"]
    assert [each.code for each in market.services.all()] == ["quick-hire"]
    assert [each.code for each in market.facilities.all()] == ["shelter"]


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_the_position_is_brought_to_wgs84_from_the_datum_it_was_entered_in(
    datum: str, boundaries: None
) -> None:
    lon, lat = from_wgs84(LON, LAT, datum)

    market = save_place(place(lon=lon, lat=lat, datum=datum)).market
    market.refresh_from_db()

    assert geodesic_m(LON, LAT, market.point.x, market.point.y) < 0.01
    assert (market.entered_lon, market.entered_lat, market.entered_datum) == (lon, lat, datum)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("5:00-17:30", "05:00-17:30"),
        ("０５：００－１７：３０", "05:00-17:30"),
        ("周一至周五 05:00-17:30", "Mo-Fr 05:00-17:30"),
        ("  ", ""),
    ],
)
def test_hours_are_stored_in_one_spelling(typed: str, stored: str, boundaries: None) -> None:
    market = save_place(place(hours=typed, zones=(ZoneInput("棚", typed),))).market

    assert market.hours == stored
    assert market.zones.get().hours == stored


def test_everything_that_is_wrong_is_said_at_once(boundaries: None) -> None:
    entry = place(
        public_id="LOUD",
        name=" ",
        nature="private",
        form="tent",
        office="nobody",
        hours="早上很早",
        hotline="13800138000",
        accuracy_m=-1,
        datum="gps",
        trades=(TradeInput("bricklayer"), TradeInput("bricklayer"), TradeInput("astronaut")),
        zones=(ZoneInput("棚", "25:99"), ZoneInput("棚")),
        peaks=(
            PeakInput(dt.time(7), dt.time(6)),
            PeakInput(dt.time(5), dt.time(6), dt.time(6, 30)),
        ),
        contacts=(ContactInput("门房", "5550701"),),
        services=("massage",),
        facilities=("pool",),
    )

    errors = errors_of(entry)

    assert set(errors) == {
        "public_id",
        "name",
        "nature",
        "form",
        "office",
        "hours",
        "hotline",
        "accuracy_m",
        "datum",
        "trades",
        "zones",
        "zones.0.hours",
        "peaks.0.ends",
        "peaks.1.be_there_by",
        "contacts.0.phone",
        "services",
        "facilities",
    }
    assert len(errors["trades"]) == 2
    assert "不接受手机号" in errors["hotline"][0]
    assert not Market.objects.exists()
    assert not Zone.objects.exists()


def test_a_place_outside_its_county_is_refused_with_where_it_lies(boundaries: None) -> None:
    errors = errors_of(place(region_code="370481"))

    assert list(errors) == ["region_code"]
    assert "滕州市边界外" in errors["region_code"][0]
    assert "薛城区（370403）" in errors["region_code"][0]


def test_a_place_up_to_300_metres_over_the_border_is_accepted(boundaries: None) -> None:
    # West along one parallel out of 薛城, some 45 m a step.
    accepted, refused = [], []
    for step in range(60):
        lon, lat = 117.27 - step * 0.0005, 34.717
        away = region_check((lon, lat), "370403").distance_m
        assert away is not None
        try:
            save_place(place(lon=lon, lat=lat))
        except EntryErrors:
            refused.append(away)
        else:
            accepted.append(away)

    assert 200 < max(accepted) <= 300 < min(refused)


def test_swapped_coordinates_are_refused_as_such(boundaries: None) -> None:
    errors = errors_of(place(lon=LAT, lat=LON))

    assert any("颠倒" in message for message in errors["lon"])


def test_an_unknown_county_is_refused(boundaries: None) -> None:
    assert "370499" in errors_of(place(region_code="370499"))["region_code"][0]
    assert "370400" in errors_of(place(region_code="370400"))["region_code"][0]


def test_a_city_without_counties_takes_the_place_itself(boundaries: None) -> None:
    Region.objects.live().filter(parent_code="370400").delete()

    saved = save_place(place(region_code="370400"))

    assert (saved.market.region_code, saved.warnings) == ("370400", ())


def test_without_boundaries_the_place_is_stored_and_the_missing_check_said() -> None:
    saved = save_place(place(region_code="370481"))

    assert len(saved.warnings) == 1
    assert "未核对" in saved.warnings[0]


def test_entering_a_known_id_changes_that_place(boundaries: None) -> None:
    first = save_place(place()).market
    entry = place(public_id=first.public_id, name="新名字", trades=(), zones=(), services=())

    saved = save_place(entry)

    assert not saved.created
    assert saved.market.pk == first.pk
    assert Market.objects.get().name == "新名字"
    assert not saved.market.market_trades.exists()
    assert not saved.market.zones.exists()
    assert saved.market.contacts.count() == 1


def test_parts_that_did_not_change_keep_their_rows(boundaries: None) -> None:
    entry = place()
    market = save_place(entry).market
    before = set(market.market_trades.values_list("pk", flat=True))

    save_place(dataclasses.replace(entry, public_id=market.public_id))

    assert set(market.market_trades.values_list("pk", flat=True)) == before


def test_a_refused_change_leaves_the_place_as_it_was(boundaries: None) -> None:
    market = save_place(place()).market

    errors_of(place(public_id=market.public_id, name="改名", hours="昨天"))

    market.refresh_from_db()
    assert market.name == "薛城区零工市场"


def test_each_save_asks_for_one_publication(
    boundaries: None, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        save_place(place())

    assert len(callbacks) == 1


def test_an_event_is_stored_with_its_position_and_trades(boundaries: None) -> None:
    lon, lat = from_wgs84(LON, LAT, "bd09")
    market = make_market()

    saved = save_event(event(lon=lon, lat=lat, datum="bd09", market=market.public_id))

    stored = Event.objects.get(pk=saved.pk)
    assert stored.market == market
    assert [trade.code for trade in stored.trades.all()] == ["bricklayer"]
    expected = to_wgs84(lon, lat, "bd09")
    assert (stored.point.x, stored.point.y) == pytest.approx(expected)


def test_a_bad_event_is_refused_in_words(boundaries: None) -> None:
    starts = dt.datetime(2026, 12, 1, 6, tzinfo=dt.UTC)
    entry = event(
        kind="party",
        ends_at=starts - dt.timedelta(days=9),
        market="zzzzzz",
        trades=("astronaut",),
        phone="13800138000",
        region_code="370481",
        office=make_office().code,
    )

    with pytest.raises(EntryErrors) as caught:
        save_event(entry)

    assert set(caught.value.errors) == {
        "kind",
        "ends_at",
        "market",
        "trades",
        "phone",
        "region_code",
    }
    assert not Event.objects.exists()
