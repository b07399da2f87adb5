"""A build that reads only what was touched says, to the byte, what one that reads all says."""

import datetime as dt
import logging
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from directory import merging
from directory.history_watched import WATCHED
from directory.models import (
    Contact,
    Event,
    Facility,
    HallKerbLink,
    Market,
    MarketTrade,
    Office,
    Peak,
    Publication,
    ServiceTag,
    StatusPeriod,
    Trade,
    Zone,
)
from directory.publication import Snapshot, manifest, store, touched, write
from directory.publication import build as building
from directory.publication.build import Built, build
from directory.publication.ledger import read_contents
from geo.models import Town
from tests.factories.ledger import (
    make_confirmation,
    make_decision,
    make_event,
    make_facility,
    make_market,
    make_office,
    make_period,
    make_service,
    make_trade,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("var")]

TODAY = dt.date(2026, 11, 23)
TRADES, SERVICES = ("bricklayer", "welder", "cleaner"), ("quick", "policy")


def standing() -> Snapshot:
    return Snapshot.open(next(store.cached()))


def whole(folder: Path) -> manifest.Manifest:
    """What a build would write that knows no publication before it."""
    at = timezone.localtime(Publication.objects.filter(state="ready").latest().started_at)
    return write(read_contents(1, at), folder)


def agree(folder: Path) -> None:
    assert standing().manifest.files == whole(folder).files


class World:
    """Random changes of all that a publication is made from; some are refused, which is fine."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        for code in TRADES:
            make_trade(code)
        for code in SERVICES:
            make_service(code)
            make_facility(code)
        for _ in range(6):
            self.add()

    def pick(self, rows: Any) -> Any:
        found = list(rows.objects.order_by("pk"))
        return self.random.choice(found) if found else None

    def market(self) -> Market:
        return self.pick(Market) or self.add()

    def day(self) -> dt.date:
        return TODAY + dt.timedelta(days=self.random.randrange(-60, 60))

    def add(self) -> Market:
        return make_market(
            117.2 + self.random.random() / 5,
            34.8 + self.random.random() / 5,
            form=self.random.choice(("hall", "kerb", "station")),
            trades=tuple(self.random.sample(TRADES, 2)),
            published=self.random.random() < 0.8,
            town=self.random.choice(("", "陶庄镇", "临城街道")),
        )

    def change(self) -> None:
        changes = {
            "name": f"市场{self.random.randrange(99)}",
            "hours": self.random.choice(("", "05:00-17:30", "Mo-Fr 04:00-08:00")),
            "form": self.random.choice(("hall", "kerb", "candidate")),
            "region_code": self.random.choice(("370402", "370403")),
            "aliases": self.random.choice(([], ["别名"])),
            "free_of_charge": self.random.choice((None, True, False)),
        }
        some = self.random.sample(sorted(changes), 2)
        chosen = Market.objects.filter(pk=self.market().pk)
        chosen.update(**{name: changes[name] for name in some})

    def rename(self) -> None:
        office = self.pick(Office)
        Office.objects.filter(pk=office.pk).update(name=f"办公室{self.random.randrange(99)}")

    def carry(self) -> None:
        """A row of one place becomes one of another."""
        model = self.random.choice((Contact, Zone, Peak, StatusPeriod, MarketTrade))
        row = self.pick(model)
        if row is not None:
            model._default_manager.filter(pk=row.pk).update(market=self.market())

    def drop(self) -> None:
        model = self.random.choice((Contact, Zone, Peak, StatusPeriod, HallKerbLink, MarketTrade))
        row = self.pick(model)
        if row is not None:
            row.delete()

    def merge(self) -> None:
        gone, survivor = self.market(), self.market()
        if gone.merged_into_id is not None:
            merging.unmerge(None, gone)
        else:
            merging.merge(gone, survivor, None)

    def part(self) -> None:
        market = self.market()
        self.random.choice(
            (
                lambda: Contact.objects.create(market=market, label="台", phone="0632-5550101"),
                lambda: Zone.objects.create(market=market, name="区", hours="Mo 05:00-08:00"),
                lambda: Peak.objects.create(market=market, starts=dt.time(4), ends=dt.time(6)),
                lambda: MarketTrade.objects.create(market=market, trade=self.pick(Trade)),
                lambda: market.services.set([self.pick(ServiceTag)]),
                lambda: market.facilities.set([self.pick(Facility)]),
                lambda: make_confirmation(market, "hours", self.day(), office=self.pick(Office)),
            )
        )()

    def link(self) -> None:
        HallKerbLink.objects.create(hall=self.market(), kerb=self.market())

    def move(self) -> None:
        make_period(self.market(), "moved", self.day(), successor=self.market())

    def decide(self) -> None:
        make_decision(self.market(), self.random.choice(("publish", "withdraw")))

    def event(self) -> None:
        event = make_event(published=True, market=self.market())
        event.trades.add(self.pick(Trade))
        Event.objects.filter(pk=event.pk).update(name=f"大篷车{self.random.randrange(99)}")

    def word(self) -> None:
        model = self.random.choice((Trade, ServiceTag, Facility))
        model._default_manager.filter(pk=self.pick(model).pk).update(
            position=self.random.randrange(9)
        )

    def remove(self) -> None:
        self.market().delete()

    def step(self) -> None:
        often: list[Callable[[], object]] = [self.change, self.part, self.decide, self.move]
        often += [self.carry, self.drop, self.link]
        seldom: list[Callable[[], object]] = [self.add, self.rename, self.merge, self.event]
        seldom += [self.word, self.remove]
        for act in self.random.choices([*often, *often, *seldom], k=self.random.randrange(1, 4)):
            try:
                with transaction.atomic():
                    act()
            except (DatabaseError, merging.EntryErrors):
                continue


@pytest.mark.parametrize("seed", range(3))
def test_whatever_changes_both_ways_say_the_same(tmp_path: Path, seed: int) -> None:
    world = World(seed)
    build()
    built: list[Built] = []
    for number in range(12):
        world.step()
        built.append(build())
        agree(tmp_path / f"whole-{number}")
    assert sum(each.read is not None for each in built) >= 10


def test_every_watched_table_is_known_to_touch_places_or_not_to() -> None:
    whole_builds = {"trade", "servicetag", "facility"}
    known = touched._OF_A_PLACE | touched._OF_NO_PLACE | {"office"} | whole_builds
    assert {each.kind for each in WATCHED} == known


def test_only_what_was_touched_is_read() -> None:
    markets = [make_market(published=True) for _ in range(5)]
    assert build().read is None
    Market.objects.filter(pk=markets[0].pk).update(name="改了名字")
    assert build().read == 1
    found = standing().place(markets[0].public_id)
    assert found is not None
    assert found.name == "改了名字"
    assert build().read == 0


def test_who_names_a_touched_place_is_read_too(tmp_path: Path) -> None:
    hall, kerb, old, other = (make_market(published=True) for _ in range(4))
    HallKerbLink.objects.create(hall=hall, kerb=kerb)
    make_period(old, "moved", TODAY, successor=hall)
    build()
    Market.objects.filter(pk=hall.pk).update(name="改了名字")
    assert build().read == 3
    agree(tmp_path / "renamed")
    make_decision(hall, "withdraw", decided_at=timezone.now() + dt.timedelta(seconds=1))
    build()
    snapshot = standing()
    assert snapshot.place(hall.public_id) is None
    found = snapshot.place(kerb.public_id)
    assert found is not None
    assert found.links == ()
    agree(tmp_path / "withdrawn")
    assert snapshot.place(other.public_id) is not None


def test_an_unnoticed_change_of_what_all_share_makes_a_full_build(tmp_path: Path) -> None:
    make_market(published=True, town="陶庄镇")
    build()
    Town.objects.create(
        county_code="370403", slug="taozhuangzhen", name="陶庄镇", pinyin="taozhuangzhen",
        initials="tzz", source="测试", source_date=TODAY,
    )  # fmt: skip
    assert build().read is None
    agree(tmp_path / "whole")
    assert len(standing().columns.category("town_area").labels) == 1


def test_writing_without_history_makes_a_full_build(tmp_path: Path) -> None:
    market = make_market(published=True)
    build()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT directory_history_pause('演示')")
        Market.objects.filter(pk=market.pk).update(name="没有记录的改动")
    assert build().read is None
    agree(tmp_path / "whole")


def test_a_history_that_is_not_the_one_it_was_makes_a_full_build() -> None:
    make_market(published=True)
    build()
    basis = Publication.objects.get().basis
    assert basis is not None
    for change in ({"hash": "0" * 64}, {"seq": basis["seq"] + 1}, {"code": "older"}):
        Publication.objects.update(basis=basis | change)
        assert build().read is None
    Publication.objects.update(basis={"made": "by another program"})
    assert build().read is None
    assert build().read == 0


def test_too_many_touched_places_are_read_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    markets = [make_market(published=True) for _ in range(4)]
    build()
    monkeypatch.setattr(touched.touched_since, "__defaults__", (2,))
    for market in markets:
        Market.objects.filter(pk=market.pk).update(name="改了名字")
    assert build().read is None


def test_a_full_build_that_finds_what_the_history_does_not_say_tells(
    caplog: pytest.LogCaptureFixture,
) -> None:
    market = make_market(published=True)
    build()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE directory_market DISABLE TRIGGER USER")
        Market.objects.filter(pk=market.pk).update(name="没有人知道")
        cursor.execute("ALTER TABLE directory_market ENABLE TRIGGER USER")
    assert build().new is False
    with caplog.at_level(logging.ERROR):
        assert build(full=True).new
    assert "the history names no change" in caplog.text


def test_a_regular_build_reads_everything_once_a_night(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_at = dt.datetime(2026, 11, 24, 10, tzinfo=timezone.get_default_timezone())
    monkeypatch.setattr(building.timezone, "now", lambda: read_at)
    assert building.full_is_due()
    make_market(published=True, office=make_office())
    build()
    later = {
        read_at.replace(day=25, hour=2): False,  # 16 hours old: not yet
        read_at.replace(day=25, hour=12): False,  # old enough, and people are up
        read_at.replace(day=26, hour=2): True,
        read_at.replace(day=26, hour=10): True,  # the nights were missed
    }
    for moment, due in later.items():
        monkeypatch.setattr(building.timezone, "now", lambda moment=moment: moment)
        assert building.full_is_due() is due
