"""The demonstration of Zaozhuang: plausible, complete, current, and marked as what it is."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from time_machine import TimeMachineFixture

from directory import demo
from directory.hours import Calendar, intervals, parse
from directory.models import (
    Event,
    HallKerbLink,
    Market,
    Official,
    Return,
    StatusPeriod,
    Trade,
)
from directory.models.vocabulary import OFFICE_PHONE
from directory.returns import demo as returns
from directory.returns.lateness import owed
from directory.zone_checks import contradiction
from geo.distance import geodesic_m
from geo.lookup import region_check
from geo.models import Region
from tests.directory.ledger.boundaries import load_shandong

pytestmark = pytest.mark.django_db

COUNTIES = {"370402", "370403", "370404", "370405", "370406", "370481"}
NO_CALENDAR = Calendar(frozenset(), frozenset(), frozenset(range(2020, 2040)))


@pytest.fixture(scope="module")
def _stored(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[demo.LoadedDemo]:
    """The demonstration, loaded once for all tests here and taken out after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_shandong()
        loaded = demo.load()
        # No build is to be queued for what only these tests can see.
        connection.run_on_commit = []
    yield loaded
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def demonstration(_stored: demo.LoadedDemo, db: None) -> demo.LoadedDemo:
    return _stored


def metres(link: HallKerbLink) -> float:
    a, b = link.hall.point, link.kerb.point
    return geodesic_m(a.x, a.y, b.x, b.y)


def test_there_are_places_enough_in_every_county_and_all_are_marked(
    demonstration: demo.LoadedDemo,
) -> None:
    published = Market.objects.published()

    assert demonstration.warnings == ()
    assert published.count() >= 90
    by_county = Counter(published.values_list("region_code", flat=True))
    assert set(by_county) == COUNTIES
    assert min(by_county.values()) >= 10
    assert not Market.objects.filter(demo=False).exists()
    assert not Event.objects.filter(demo=False).exists()
    assert all("演示" in market.name for market in Market.objects.all())


def test_every_place_lies_in_its_county(demonstration: demo.LoadedDemo) -> None:
    for market in Market.objects.all():
        checked = region_check(market.point, market.region_code, tolerance_m=300)
        assert checked.accepted, (market.name, checked.distance_m)


def test_wherever_a_worker_stands_three_places_are_near(demonstration: demo.LoadedDemo) -> None:
    today = timezone.localdate()
    here = Market.objects.published().open_on(today)
    lon = [market.point.x for market in here]
    lat = [market.point.y for market in here]
    for county in Region.objects.live().filter(code__in=COUNTIES):
        west, south, east, north = county.geom.extent
        for i in range(8):
            for j in range(8):
                x, y = west + (east - west) * (i + 0.5) / 8, south + (north - south) * (j + 0.5) / 8
                if region_check((x, y), county.code).inside:
                    assert sorted(geodesic_m(x, y, lon, lat))[2] < 15_000, (county.name, x, y)


def test_all_hours_can_be_read(demonstration: demo.LoadedDemo) -> None:
    for market in Market.objects.prefetch_related("zones"):
        for hours in (market.hours, *(zone.hours for zone in market.zones.all())):
            if hours:
                parse(hours)


def test_every_trade_is_served_by_two_public_places(demonstration: demo.LoadedDemo) -> None:
    for trade in Trade.objects.all():
        assert Market.objects.published().serving(trade.code).count() >= 2, trade.name


def test_one_county_has_no_public_market_and_all_others_have_one(
    demonstration: demo.LoadedDemo,
) -> None:
    served = set(
        Market.objects.published().filter(nature="public").values_list("region_code", flat=True)
    )

    assert COUNTIES - served == {"370406"}
    halls = Market.objects.published().filter(nature="public", form="hall")
    assert set(halls.values_list("region_code", flat=True)) == COUNTIES - {"370406"}


def _open_at(hour: int, minute: int, day: dt.date) -> Callable[[Market], bool]:
    moment = dt.datetime.combine(day, dt.time(hour, minute))

    def is_open(market: Market) -> bool:
        end = moment + dt.timedelta(minutes=1)
        return bool(market.hours) and bool(intervals(market.hours, moment, end, NO_CALENDAR))

    return is_open


def test_there_are_crowds_before_dawn_and_before_the_night_shift(
    demonstration: demo.LoadedDemo,
) -> None:
    markets = list(Market.objects.published())
    wednesday = dt.date(2026, 5, 13)

    assert sum(map(_open_at(2, 40, wednesday), markets)) >= 1
    assert sum(map(_open_at(4, 45, wednesday), markets)) >= 15
    assert sum(map(_open_at(5, 30, wednesday), markets)) >= 40
    assert sum(map(_open_at(18, 0, wednesday), markets)) >= 5
    assert sum("Nov-Mar" in market.hours for market in markets) >= 3
    assert sum("PH off" in market.hours for market in markets) >= 5
    assert sum("Sa,Su" in market.hours for market in markets) >= 3


def test_a_hall_that_opens_late_stands_300_metres_from_its_kerb(
    demonstration: demo.LoadedDemo,
) -> None:
    links = HallKerbLink.objects.select_related("hall", "kerb").order_by("pk")
    near, far = sorted(links, key=metres)

    assert 280 <= metres(near) <= 320
    assert 950 <= metres(far) <= 1050
    wednesday = dt.date(2026, 5, 13)
    assert _open_at(5, 30, wednesday)(near.kerb)
    assert not _open_at(8, 29, wednesday)(near.hall)
    assert _open_at(8, 30, wednesday)(near.hall)


def test_unknown_hours_come_with_a_number_to_call(demonstration: demo.LoadedDemo) -> None:
    unknown = Market.objects.published().filter(hours="")

    assert unknown.count() >= 4
    for market in unknown:
        assert market.contacts.exists()
        assert not market.confirmations.filter(fact="hours").exists()


def test_statuses_of_every_kind_are_dated_around_today(demonstration: demo.LoadedDemo) -> None:
    today = timezone.localdate()
    periods = StatusPeriod.objects.select_related("successor")
    moves = {period.starts_on < today: period for period in periods.filter(status="moved")}

    assert set(moves) == {True, False}
    published = set(Market.objects.published())
    assert {move.successor for move in moves.values()} <= published
    assert {move.market for move in moves.values()} <= published
    suspended = periods.get(status="suspended")
    assert suspended.ends_on is not None
    assert suspended.starts_on < today < suspended.ends_on
    assert periods.get(status="closed").starts_on < today


def test_what_is_not_public_stays_in_the_ledger(demonstration: demo.LoadedDemo) -> None:
    hidden = set(Market.objects.all()) - set(Market.objects.published())
    withheld = [market for market in hidden if market.decisions.exists()]

    assert any(market.form == "candidate" for market in hidden)
    assert any(market.nature == "spontaneous" and market not in withheld for market in hidden)
    assert len(withheld) >= 2


def test_the_entries_come_in_all_datums_flags_and_ages(demonstration: demo.LoadedDemo) -> None:
    today = timezone.localdate()
    markets = Market.objects.all()

    assert set(markets.values_list("entered_datum", flat=True)) == {"wgs84", "gcj02", "bd09"}
    assert set(markets.values_list("free_of_charge", flat=True)) == {True, False, None}
    ages = [
        (today - on).days
        for on in markets.filter(confirmations__fact="hours").values_list(
            "confirmations__confirmed_on", flat=True
        )
    ]
    assert min(ages) <= 7
    assert sum(age > 180 for age in ages) >= 3


def test_numbers_are_fictitious_office_lines(demonstration: demo.LoadedDemo) -> None:
    numbers = {
        number
        for market in Market.objects.prefetch_related("contacts")
        for number in (
            market.hotline,
            market.complaint_line,
            *(contact.phone for contact in market.contacts.all()),
        )
        if number
    }

    for number in numbers:
        OFFICE_PHONE(number)
        assert number == "12333" or number.startswith("0632-5550")


def test_events_lie_in_the_next_days(demonstration: demo.LoadedDemo) -> None:
    now = timezone.now()
    coming = Event.objects.filter(
        published=True, starts_at__gt=now, starts_at__lt=now + dt.timedelta(days=8)
    )

    assert set(coming.values_list("kind", flat=True)) == {"van", "fair"}
    assert coming.count() >= 8


def test_loading_again_later_keeps_ids_and_moves_the_days_on(
    demonstration: demo.LoadedDemo, time_machine: TimeMachineFixture
) -> None:
    keys = set(Market.objects.values_list("public_id", "pk"))
    links = HallKerbLink.objects.count()
    first = Event.objects.order_by("public_id").values_list("starts_at", flat=True)
    before = list(first)

    today = timezone.localdate()
    time_machine.move_to(timezone.now() + dt.timedelta(days=10))
    demo.load()

    assert set(Market.objects.values_list("public_id", "pk")) == keys
    assert HallKerbLink.objects.count() == links
    assert list(first.all()) == [moment + dt.timedelta(days=10) for moment in before]
    future = StatusPeriod.objects.filter(status="moved").order_by("-starts_on")[0]
    assert future.starts_on > today + dt.timedelta(days=10)


def test_its_round_of_returns_has_one_late_one_sent_back_and_one_accepted(
    demonstration: demo.LoadedDemo,
) -> None:
    today = timezone.localdate()
    states = dict(Return.objects.values_list("region_code", "state"))
    assert Counter(states.values()) == {
        "open": 3, "validated": 1, "handed_up": 1, "accepted": 1, "sent_back": 1,
    }  # fmt: skip
    late = [each.one.region_code for each in owed(Return.objects.all(), today) if each.late]
    assert late == ["370404"]
    people = Official.objects.filter(username__startswith="demo-")
    assert people.count() >= 2
    assert all("演示" in person.name and not person.is_active for person in people)
    assert not any(person.has_usable_password() for person in people)

    Return.objects.filter(region_code="370403").update(due_on=today - dt.timedelta(days=30))
    assert returns.load(today) == 0
    assert Return.objects.get(region_code="370403").due_on > today


def test_a_real_place_is_never_overwritten(demonstration: demo.LoadedDemo) -> None:
    market = Market.objects.all()[0]
    Market.objects.filter(pk=market.pk).update(name="真实地点", demo=False)

    with pytest.raises(demo.DemoError, match=market.public_id):
        demo.load()
    assert Market.objects.get(pk=market.pk).name == "真实地点"


def test_the_command_says_what_it_loaded(
    demonstration: demo.LoadedDemo, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_demo")

    assert "all 演示数据" in capsys.readouterr().out


def test_nothing_in_the_files_is_a_mobile_number() -> None:
    for file in demo.ZAOZHUANG.glob("*.json"):
        digits = "".join(c if c.isdigit() else " " for c in file.read_text(encoding="utf-8"))
        assert not [run for run in digits.split() if len(run) == 11 and run.startswith("1")]


def test_the_hours_of_each_place_are_those_of_its_zones(demonstration: demo.LoadedDemo) -> None:
    zoned = [m for m in Market.objects.prefetch_related("zones") if m.zones.all()]
    assert zoned
    for market in zoned:
        zones = [zone.hours for zone in market.zones.all()]
        found = contradiction(market.hours, zones, dt.date(2026, 11, 23))
        assert found is None, market.public_id
