"""A publication says what the ledger has decided to be public, or does not appear at all."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.hours import Calendar
from directory.models import (
    CalendarDay,
    CalendarYear,
    HallKerbLink,
    Market,
    Peak,
    Publication,
    Zone,
)
from directory.publication import Snapshot, store
from directory.publication import build as building
from directory.publication.build import BuildRunning, build
from directory.records import LinkRecord, PeakRecord, StatusRecord, TradeAt, ZoneRecord
from geo.distance import geodesic_m
from tests.factories.ledger import (
    make_confirmation,
    make_decision,
    make_event,
    make_facility,
    make_market,
    make_period,
    make_service,
    make_trade,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("var")]

TODAY = dt.date(2026, 11, 23)


def standing() -> Snapshot:
    return Snapshot.open(next(store.cached()))


def published(**values: Any) -> Market:
    return make_market(published=True, **values)


def leftovers(var: Path) -> list[str]:
    cache = var / "publication-cache"
    return [p.name for p in cache.glob("building-*")] + [p.name for p in cache.glob("fetching-*")]


def test_only_what_was_decided_last_to_be_public_is_in_it() -> None:
    shown, withdrawn = published(), published()
    make_decision(withdrawn, "withdraw", decided_at=timezone.now() + dt.timedelta(seconds=1))
    undecided = make_market()
    candidate = published(form="candidate")
    assert build().counts["places"] == 1
    snapshot = standing()
    assert snapshot.place(shown.public_id) is not None
    for hidden in (withdrawn, undecided, candidate):
        assert snapshot.place(hidden.public_id) is None


def test_every_public_field_is_carried_over() -> None:
    market = published(
        name="薛城零工市场",
        aliases=["临山市场"],
        trades=("bricklayer", "welder"),
        lon=117.25,
        lat=34.8,
        hours="",
        hours_note="节假日照常",
        free_of_charge=True,
        hotline="12333",
        complaint_line="0632-5550102",
        town="临城街道",
        directions="桥东",
        van_bay="北门",
        operator="公司",
        demo=True,
    )
    market.services.add(make_service("quick"))
    market.facilities.add(make_facility("shelter"))
    Zone.objects.create(market=market, name="木工区", hours="Mo-Su 05:00-08:00")
    Peak.objects.create(
        market=market, starts=dt.time(4, 30), ends=dt.time(6), be_there_by=dt.time(5)
    )
    make_confirmation(market, "hours", dt.date(2026, 1, 1))
    make_confirmation(market, "hours", dt.date(2026, 11, 1))
    build()
    found = standing().place(market.public_id)
    assert found is not None
    assert (found.name, found.aliases, found.town) == ("薛城零工市场", ("临山市场",), "临城街道")
    assert (found.lon, found.lat, found.region) == (117.25, 34.8, "370403")
    assert found.trades == (TradeAt("bricklayer", True), TradeAt("welder"))
    assert found.zones == (ZoneRecord("木工区", "Mo-Su 05:00-08:00"),)
    assert found.peaks == (PeakRecord("04:30", "06:00", "05:00"),)
    assert (found.services, found.facilities) == (("quick",), ("shelter",))
    assert [(c.fact, c.on) for c in found.confirmed] == [("hours", dt.date(2026, 11, 1))]
    assert (found.free, found.hotline, found.demo) == (True, "12333", True)
    assert (found.directions, found.van_bay, found.operator) == ("桥东", "北门", "公司")
    assert found.office == market.office.name
    assert standing().demo is True


def test_a_hall_and_its_kerb_name_each_other_with_the_metres_between() -> None:
    hall = published(lon=117.26, lat=34.8)
    kerb = published(form="kerb", lon=117.2633, lat=34.8)
    hidden = make_market(form="kerb", lon=117.27, lat=34.8)
    HallKerbLink.objects.create(hall=hall, kerb=kerb)
    HallKerbLink.objects.create(hall=hall, kerb=hidden)
    build()
    snapshot = standing()
    metres = round(geodesic_m(117.26, 34.8, 117.2633, 34.8))
    first, second = snapshot.place(hall.public_id), snapshot.place(kerb.public_id)
    assert first is not None
    assert second is not None
    assert first.links == (LinkRecord(kerb.public_id, kerb.name, "kerb", metres),)
    assert second.links == (LinkRecord(hall.public_id, hall.name, "hall", metres),)


def test_a_move_leads_on_only_to_a_public_place() -> None:
    old, new, hidden, other = published(), published(), make_market(), published()
    make_period(old, "moved", TODAY, successor=new)
    make_period(other, "moved", TODAY, successor=hidden)
    build()
    snapshot = standing()
    before = snapshot.resolve(old.public_id, TODAY - dt.timedelta(days=1))
    after = snapshot.resolve(old.public_id, TODAY)
    assert before is not None
    assert after is not None
    assert before.place.id == old.public_id
    assert (after.place.id, [p.id for p in after.via]) == (new.public_id, [old.public_id])
    assert after.place.predecessors == (old.public_id,)
    stuck = snapshot.place(other.public_id)
    assert stuck is not None
    assert stuck.statuses == (StatusRecord("moved", TODAY),)


def test_events_are_there_when_public_and_not_long_over() -> None:
    now = timezone.now()
    hour = dt.timedelta(hours=1)
    fresh = make_event(published=True)
    make_event(published=False)
    make_event(published=True, starts_at=now - 960 * hour, ends_at=now - 959 * hour)
    hidden = make_event(published=True, market=make_market())
    hidden.trades.add(make_trade("bricklayer"))
    build()
    events = {event.id: event for event in standing().events}
    assert set(events) == {fresh.public_id, hidden.public_id}
    assert events[hidden.public_id].market is None
    assert events[hidden.public_id].trades == ("bricklayer",)
    assert events[fresh.public_id].starts == timezone.make_naive(fresh.starts_at)


def test_the_calendar_is_part_of_it() -> None:
    year = CalendarYear.objects.create(year=2026, source="通知")
    CalendarDay.objects.create(day=dt.date(2026, 10, 1), year=year, kind="holiday", name="国庆")
    CalendarDay.objects.create(
        day=dt.date(2026, 10, 10), year=year, kind="makeup_workday", name="国庆"
    )
    build()
    assert standing().calendar == Calendar(
        frozenset({dt.date(2026, 10, 1)}), frozenset({dt.date(2026, 10, 10)}), frozenset({2026})
    )


def test_a_ledger_that_has_not_changed_makes_no_new_publication() -> None:
    market = published()
    first = build()
    second = build()
    assert (second.number, second.new) == (first.number, False)
    Market.objects.filter(pk=market.pk).update(name="改了名字")
    third = build()
    assert (third.number, third.new) == (first.number + 1, True)
    assert Publication.objects.count() == 2


def test_an_archive_that_has_vanished_is_made_again() -> None:
    published()
    first = build()
    store.storage().delete(Publication.objects.get(number=first.number).archive_name)
    second = build()
    assert second.new
    assert store.storage().exists(Publication.objects.get(number=second.number).archive_name)


def test_the_number_of_queries_does_not_grow_with_the_places() -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            build()
        return len(captured)

    published(trades=("bricklayer", "welder"))
    build()
    published(trades=("bricklayer",))
    few = queries()
    for _ in range(20):
        published(trades=("bricklayer", "welder"))
    assert queries() == few


@pytest.mark.parametrize("step", ["read", "pack", "announce"])
def test_a_build_that_fails_half_way_leaves_the_last_one_standing(
    var: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    published()
    first = build()
    published()
    points = {
        "read": (building, "write"),
        "pack": (store, "keep"),
        "announce": (building, "_announce"),
    }
    where, name = points[step]

    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(where, name, fail)
        with pytest.raises(OSError, match="disk full"):
            build()
    row = Publication.objects.get(number=first.number + 1)
    assert row.state == Publication.State.FAILED
    assert "disk full" in row.error
    assert standing().number == first.number
    assert leftovers(var) == []
    assert store.storage().listdir("")[1] == [
        Publication.objects.get(number=first.number).archive_name
    ]
    assert build().new
    assert standing().count == 2


HANGING = """
import json, time
from directory.publication import build as building
original = building.{module}.{name}
def hang(*args, **kwargs):
    {before}
    print(json.dumps({{"reached": True}}))
    time.sleep(600)
building.{module}.{name} = hang
building.build()
"""


@pytest.mark.parametrize(
    ("module", "name", "before"),
    [("store", "keep", "original(*args, **kwargs)"), ("store", "archive_name", "pass")],
    ids=["archive stored", "files written"],
)
def test_what_a_killed_builder_left_behind_is_cleaned_up(
    var: Path, child: Any, module: str, name: str, before: str
) -> None:
    published()
    first = build()
    published()
    builder = child(HANGING.format(module=module, name=name, before=before))
    builder.hear(reached=True)
    assert leftovers(var) == ["building-2"]
    with pytest.raises(BuildRunning):
        build(wait_seconds=0.3)
    builder.end()
    assert standing().number == first.number

    second = build(wait_seconds=10)
    assert (second.number, second.new) == (3, True)
    assert standing().count == 2
    killed = Publication.objects.get(number=2)
    assert killed.state == Publication.State.FAILED
    assert "interrupted" in killed.error
    assert leftovers(var) == []
    kept = {Publication.objects.get(number=n).archive_name for n in (1, 3)}
    assert set(store.storage().listdir("")[1]) == kept


def test_only_so_many_archives_are_kept(settings: Any, var: Path) -> None:
    settings.PUBLICATIONS_KEPT = 2
    market = published()
    for number in range(5):
        Market.objects.filter(pk=market.pk).update(name=f"市场{number}")
        build()
    rows = Publication.objects.order_by("-number")
    assert [row.archive_bytes > 0 for row in rows] == [True, True, False, False, False]
    assert set(store.storage().listdir("")[1]) == {row.archive_name for row in rows[:2]}
    assert len([p for p in (var / "publication-cache").iterdir() if p.is_dir()]) == store.CACHED
    assert standing().number == 5
