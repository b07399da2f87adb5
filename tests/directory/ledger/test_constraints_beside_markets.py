"""What the database refuses about events, offices, trades and the calendar."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from directory.models import CalendarDay, CalendarYear, Event, Office, Trade
from tests.directory.ledger.refusing import refused
from tests.factories.ledger import event_values, make_event, make_market, make_office

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("event_kind_known", {"kind": "party"}),
        ("event_has_a_name", {"name": ""}),
        ("event_public_id_form", {"public_id": "x"}),
        ("event_datum_known", {"entered_datum": ""}),
        ("event_region_six_digits", {"region_code": ""}),
        ("event_phone_is_an_office_line", {"phone": "13800138000"}),
        ("event_entered_coordinates_in_range", {"entered_lat": 117.0}),
        ("event_starts_before_it_ends", {"ends_at": timezone.now() - dt.timedelta(days=9)}),
    ],
)
def test_a_bad_event_is_refused(constraint: str, values: dict[str, Any]) -> None:
    event = Event(**event_values(**values))

    refused(constraint, lambda: Event.objects.bulk_create([event]))


def test_an_event_outlives_its_market() -> None:
    market = make_market()
    event = make_event(market=market)
    market.delete()

    event.refresh_from_db()
    assert event.market is None


def test_offices_and_trades_can_be_found_and_called() -> None:
    refused("office_phone_is_an_office_line", lambda: make_office(phone="138001380001"))
    refused("office_region_six_digits", lambda: make_office(region_code="3704"))
    refused(
        "trade_can_be_found",
        lambda: Trade.objects.bulk_create([Trade(code="x", name="x", name_en="x", icon="x")]),
    )
    assert not Office.objects.exists()


def test_a_day_lies_in_its_year_and_has_a_known_kind() -> None:
    year = CalendarYear.objects.create(year=2026, source="test")

    refused(
        "calendar_day_in_its_year",
        CalendarDay(day=dt.date(2025, 1, 1), year=year, kind="holiday", name="元旦").save,
    )
    refused(
        "calendar_kind_known",
        CalendarDay(day=dt.date(2026, 1, 1), year=year, kind="feast", name="元旦").save,
    )
