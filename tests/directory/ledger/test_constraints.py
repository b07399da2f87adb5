"""What the database itself refuses, also from bulk and raw writes that no form has seen."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from directory.models import (
    Confirmation,
    Contact,
    HallKerbLink,
    Market,
    MarketTrade,
    Peak,
    PublicationDecision,
    StatusPeriod,
    Zone,
)
from tests.directory.ledger.refusing import raw, refused
from tests.factories.ledger import (
    make_decision,
    make_market,
    make_period,
    make_trade,
    market_values,
)

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 1)


BAD_MARKETS: list[tuple[str, dict[str, Any]]] = [
    ("market_public_id_form", {"public_id": "abc"}),
    ("market_public_id_form", {"public_id": "oilu12"}),
    ("market_public_id_form", {"public_id": "ABCDEF"}),
    ("market_public_id_form", {"public_id": "abcdef\n"}),
    ("market_has_a_name", {"name": ""}),
    ("market_nature_known", {"nature": "private"}),
    ("market_form_known", {"form": "tent"}),
    ("market_scope_known", {"scope": "national"}),
    ("market_datum_known", {"entered_datum": "cgcs"}),
    ("market_region_six_digits", {"region_code": "37040"}),
    ("market_region_six_digits", {"region_code": "３７０４０３"}),
    ("market_lines_are_office_lines", {"hotline": "13800138000"}),
    ("market_lines_are_office_lines", {"complaint_line": "5550101"}),
    ("market_entered_coordinates_in_range", {"entered_lat": 117.3, "entered_lon": 34.8}),
    ("market_entered_coordinates_in_range", {"entered_lon": float("nan")}),
    ("directory_market_accuracy_m_check", {"accuracy_m": -1}),
]


@pytest.mark.parametrize(("constraint", "values"), BAD_MARKETS)
def test_a_bad_market_is_refused_in_bulk(constraint: str, values: dict[str, Any]) -> None:
    market = Market(**market_values(**values))

    refused(constraint, lambda: Market.objects.bulk_create([market]))


@pytest.mark.parametrize(("constraint", "values"), BAD_MARKETS)
def test_a_good_market_is_not_made_bad_by_an_update(
    constraint: str, values: dict[str, Any]
) -> None:
    market = make_market()

    refused(constraint, lambda: Market.objects.filter(pk=market.pk).update(**values))


def test_two_markets_cannot_share_a_public_id() -> None:
    standing = make_market()

    refused("public_id", lambda: make_market(public_id=standing.public_id))


def test_the_public_id_holds_against_raw_sql() -> None:
    market = make_market()

    refused(
        "market_public_id_form",
        lambda: raw("UPDATE directory_market SET public_id = 'LLLL' WHERE id = %s", market.pk),
    )


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("status_known", {"status": "gone", "starts_on": DAY}),
        (
            "status_starts_before_it_ends",
            {"status": "suspended", "starts_on": DAY, "ends_on": DAY},
        ),
        ("only_a_moved_place_has_a_successor", {"status": "moved", "starts_on": DAY}),
        (
            "closed_and_moved_have_no_end",
            {"status": "closed", "starts_on": DAY, "ends_on": DAY + dt.timedelta(days=9)},
        ),
    ],
)
def test_a_bad_status_is_refused_in_bulk(constraint: str, values: dict[str, Any]) -> None:
    period = StatusPeriod(market=make_market(), **values)

    refused(constraint, lambda: StatusPeriod.objects.bulk_create([period]))


def test_only_a_move_names_a_successor() -> None:
    market, other = make_market(), make_market()

    refused(
        "only_a_moved_place_has_a_successor",
        lambda: make_period(market, "closed", DAY, successor=other),
    )


def test_a_place_cannot_be_its_own_successor() -> None:
    market = make_market()

    refused(
        "a_place_does_not_move_to_itself",
        lambda: make_period(market, "moved", DAY, successor=market),
    )


def test_two_statuses_on_one_day_are_refused_even_by_raw_sql() -> None:
    market = make_market()
    make_period(market, "suspended", DAY, DAY + dt.timedelta(days=10))

    refused(
        "one_status_a_day",
        lambda: raw(
            "INSERT INTO directory_statusperiod (market_id, status, starts_on, note) "
            "VALUES (%s, 'closed', %s, '')",
            market.pk,
            DAY + dt.timedelta(days=9),
        ),
    )


def test_a_status_may_begin_on_the_day_the_one_before_ends() -> None:
    market = make_market()
    make_period(market, "suspended", DAY, DAY + dt.timedelta(days=10))
    make_period(market, "closed", DAY + dt.timedelta(days=10))

    assert market.status_periods.count() == 2


def test_a_successor_cannot_be_deleted() -> None:
    old, new = make_market(), make_market()
    make_period(old, "moved", DAY, successor=new)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    refused("successor_id", lambda: raw("DELETE FROM directory_market WHERE id = %s", new.pk))


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("decision_known", {"decision": "maybe", "reason": "x"}),
        ("decision_has_a_reason", {"decision": "publish", "reason": ""}),
    ],
)
def test_a_bad_decision_is_refused(constraint: str, values: dict[str, Any]) -> None:
    market = make_market()
    row = PublicationDecision(
        market=market, office=market.office, decided_at=timezone.now(), **values
    )

    refused(constraint, lambda: PublicationDecision.objects.bulk_create([row]))


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("peak_starts_first", {"starts": dt.time(6), "ends": dt.time(5)}),
        (
            "be_there_before_the_peak_ends",
            {"starts": dt.time(5), "ends": dt.time(6), "be_there_by": dt.time(6, 1)},
        ),
    ],
)
def test_a_bad_peak_is_refused(constraint: str, values: dict[str, Any]) -> None:
    peak = Peak(market=make_market(), **values)

    refused(constraint, lambda: Peak.objects.bulk_create([peak]))


@pytest.mark.parametrize("phone", ["", "13800138000", "0632-555010", "12333\n", "１２３３３"])
def test_a_contact_is_an_office_line(phone: str) -> None:
    contact = Contact(market=make_market(), label="服务台", phone=phone)

    refused("contact_is_an_office_line", lambda: Contact.objects.bulk_create([contact]))


def test_parts_stand_once_in_a_market() -> None:
    market = make_market(trades=("bricklayer",))
    Zone.objects.create(market=market, name="东区")
    Contact.objects.create(market=market, label="服务台", phone="12333")
    Peak.objects.create(market=market, starts=dt.time(5), ends=dt.time(6))
    confirmation = {
        "market": market, "fact": "hours", "confirmed_on": DAY, "office": market.office,
    }  # fmt: skip
    Confirmation.objects.create(**confirmation)

    for constraint, row in (
        ("trade_once_a_market", MarketTrade(market=market, trade=make_trade("bricklayer"))),
        ("zone_name_once_a_market", Zone(market=market, name="东区")),
        ("phone_once_a_market", Contact(market=market, label="门房", phone="12333")),
        ("peak_once_a_start", Peak(market=market, starts=dt.time(5), ends=dt.time(7))),
        ("confirmed_once_a_day", Confirmation(**confirmation)),
    ):
        refused(constraint, row.save)


def test_a_confirmed_fact_is_one_of_the_public_ones() -> None:
    market = make_market()
    row = Confirmation(market=market, fact="wages", confirmed_on=DAY, office=market.office)

    refused("confirmed_fact_known", lambda: Confirmation.objects.bulk_create([row]))


def test_a_hall_is_not_its_own_kerb_and_is_linked_once() -> None:
    hall, kerb = make_market(), make_market(form="kerb")
    HallKerbLink.objects.create(hall=hall, kerb=kerb)

    refused("hall_is_not_its_own_kerb", HallKerbLink(hall=hall, kerb=hall).save)
    refused("hall_and_kerb_linked_once", HallKerbLink(hall=hall, kerb=kerb).save)


def test_a_market_that_was_decided_about_keeps_its_office() -> None:
    market = make_market()
    make_decision(market)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    refused(
        "office_id",
        lambda: raw("DELETE FROM directory_office WHERE id = %s", market.office_id),
    )
