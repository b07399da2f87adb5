"""Browsing by area and trade: every count is that of the records, every place is on one page."""

import datetime as dt
import random
import re
from collections.abc import Iterator

import pytest
from django.test import Client

from directory import publication
from directory.publication import Snapshot
from directory.publication.box import FeaturePage
from directory.records import PlaceRecord, StatusRecord, TradeAt
from maps.browse import counting
from maps.standing import standing_in
from tests.maps.pages import links, text_of, tree_of
from tests.publications import AREAS, COUNTIES, PLACES, TRADES, place, sample

MOMENTS = (dt.datetime(2026, 11, 24, 4, 20), dt.datetime(2026, 11, 25, 5, 0))
HOURS = (
    "", "not hours at all", "24/7", "Mo-Su 04:30-09:00", "Mo-Su 22:00-05:30", "Mo-Fr 04:00-08:00",
    "Mo-Su 05:00-10:00; PH off", "Mo-Su 03:00-04:20",
)  # fmt: skip
TOWNS = {"370405": ("马兰屯镇", "不在名单上的镇", ""), "370403": ("陶庄镇", "")}


def some_places(count: int, seed: int) -> Iterator[PlaceRecord]:
    chance = random.Random(seed)
    for number in range(count):
        region = chance.choice(["370402", "370403", "370405", "370481", "110101"])
        status = chance.choice([None, None, None, "suspended", "closed", "moved"])
        start = dt.date(2026, 11, 24) + dt.timedelta(days=chance.randrange(-3, 4))
        end = start + dt.timedelta(days=chance.randrange(1, 4)) if chance.random() < 0.5 else None
        yield place(
            f"r{number:04d}",
            name=f"市场{chance.randrange(50)}",
            region=region,
            town=chance.choice(TOWNS.get(region, ("",))),
            nature=chance.choice(["public", "commercial", "spontaneous"]),
            form=chance.choice(["hall", "station", "kerb"]),
            hours=chance.choice(HOURS),
            lon=117 + chance.random(),
            lat=34.5 + chance.random(),
            trades=tuple(TradeAt(t.code) for t in TRADES if chance.random() < 0.3),
            statuses=(StatusRecord(status, start, end),) if status else (),  # type: ignore[arg-type]
        )


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    made = sample(tmp_path_factory.mktemp("thousand"), list(some_places(1000, 5)))
    with publication.use(made):
        yield made


def wants(record: PlaceRecord, trade: str) -> bool:
    return not trade or any(each.code == trade for each in record.trades)


def everywhere(snapshot: Snapshot, area: str) -> list[str]:
    return [area] if area else ["370000", "110000"]


def brute(snapshot: Snapshot, area: str, trade: str, day: dt.date) -> list[PlaceRecord]:
    return [
        record
        for each in everywhere(snapshot, area)
        for record in standing_in(snapshot, each, day)
        if wants(record, trade)
    ]


def state(snapshot: Snapshot, record: PlaceRecord, moment: dt.datetime) -> str:
    status = record.status_on(moment.date())
    if status is not None and status.status == "suspended":
        return "stopped"
    if not snapshot.hours_known(record):
        return "unknown"
    spans = snapshot.spans(record, moment.date() - dt.timedelta(days=1), 3)
    return next((s for a, b, s in spans if a <= moment < b), "shut")


@pytest.mark.parametrize("trade", ["", "bricklayer", "cleaner"])
@pytest.mark.parametrize(
    "area", ["", "370000", "370400", "370403", "370404", "370405-malantunzhen"]
)
def test_counts_are_those_of_the_records(thousand: Snapshot, area: str, trade: str) -> None:
    for moment in MOMENTS:
        records = brute(thousand, area, trade, moment.date())
        found = counting.tally(thousand, area, trade, moment.date())
        states = [state(thousand, record, moment) for record in records]
        at = found.whole.at(counting.states(thousand, moment))
        assert found.whole.total == len(records)
        assert (at.open, at.shut, at.stopped, at.unknown) == tuple(
            states.count(each) for each in ("open", "shut", "stopped", "unknown")
        )
        assert found.whole.public == sum(record.nature == "public" for record in records)
        assert sum(found.natures.values()) == sum(found.forms.values()) == len(records)
        inside = sum(part.total for part in found.parts.values()) + found.rest
        assert inside == (len(records) if found.parts else 0)


def test_parts_count_what_their_own_pages_count(thousand: Snapshot) -> None:
    day = MOMENTS[0].date()
    for area in ("370000", "370400", "370405"):
        for code, part in counting.tally(thousand, area, "", day).parts.items():
            assert part.total == counting.tally(thousand, code, "", day).whole.total


def test_trades_are_counted_in_the_area(thousand: Snapshot) -> None:
    day = MOMENTS[0].date()
    for area in ("", "370403"):
        records = brute(thousand, area, "", day)
        expected = {t.code: sum(wants(r, t.code) for r in records) for t in TRADES}
        assert counting.trades(thousand, area, day) == {k: n for k, n in expected.items() if n}


def test_every_place_stands_on_one_page_of_the_list(thousand: Snapshot, morning) -> None:
    client = Client()
    expected = {f"/p/{r.id}" for r in brute(thousand, "370403", "", MOMENTS[0].date())}
    seen: list[str] = []
    address = "/browse/370403"
    while address:
        response = client.get(address)
        seen += [link for link in links(response) if link.startswith("/p/")]
        following = [
            a.get("href", "") for a in tree_of(response).iter("a") if a.get("rel") == "next"
        ]
        address = following[0] if following else ""
    assert len(seen) == len(set(seen))
    assert set(seen) == expected


def test_a_list_says_the_same_whoever_asks_and_when(thousand: Snapshot, morning) -> None:
    first, again = (links(Client().get("/browse/370400?page=3")) for _ in range(2))
    assert first == again


def test_no_page_reads_the_records_of_the_places_it_does_not_show(
    thousand: Snapshot, morning, monkeypatch
) -> None:
    Client().get("/browse/370400")
    read: list[int] = []
    real = thousand.place_at
    monkeypatch.setattr(thousand, "place_at", lambda row: read.append(row) or real(row))
    monkeypatch.setattr(thousand, "features_of", lambda rows: FeaturePage(b"", 0, 0).body_bytes)
    assert Client().get("/browse/370400?page=2").status_code == 200
    assert len(set(read)) <= 20


def test_a_county_without_a_place_says_so_and_is_named_by_its_city(site) -> None:
    assert "这里还没有公开的零工市场" in text_of(site.get("/browse/370404"))
    city = text_of(site.get("/browse/370400"))
    assert "这里还没有公开的公共零工市场" in city
    assert "/browse/370404" in links(site.get("/browse/370400"))


def test_a_county_with_commercial_places_only_still_waits_for_a_public_one(site) -> None:
    assert re.search(r"滕州市.{0,40}还没有公共零工市场", text_of(site.get("/browse/370400")))


def test_unknown_hours_are_counted_as_unknown_and_never_as_closed(site) -> None:
    assert "现在 0 0 1" in text_of(site.get("/browse/370403-taozhuangzhen"))


def test_a_place_leads_to_its_areas_and_they_lead_to_it(site) -> None:
    assert "/browse/370403-taozhuangzhen" in links(site.get("/p/nohrs1"))
    assert "/p/nohrs1" in links(site.get("/browse/370403-taozhuangzhen"))


def test_the_way_down_keeps_the_trade(site) -> None:
    found = links(site.get("/browse/370400/trade/bricklayer"))
    assert "/browse/370403/trade/bricklayer" in found
    assert "/browse/370400" in found


@pytest.mark.parametrize(
    "address",
    ["/browse/999999", "/browse/trade/nothing", "/browse/370400/trade/nothing", "/browse/x"],
)
def test_what_does_not_exist_is_not_found_and_leads_on(site, address) -> None:
    response = site.get(address)
    assert response.status_code == 404
    assert "/browse/" in links(response)


@pytest.mark.parametrize("number", ["0", "9", "x", "-1", "1e9", "99999999999999999999"])
def test_a_page_that_is_none_is_refused(site, number) -> None:
    assert site.get("/browse/370400", {"page": number}).status_code == 400


def test_each_page_has_one_address_of_its_own_in_each_language(site, settings) -> None:
    settings.PUBLIC_BASE_URL = "https://lg.example.gov.cn"
    links = {
        (each.get("rel"), each.get("hreflang")): each.get("href")
        for each in tree_of(site.get("/en/browse/370400?page=1&utm=x")).iter("link")
    }
    base = "https://lg.example.gov.cn"
    assert links["canonical", None] == f"{base}/en/browse/370400"
    assert links["alternate", "zh-Hans"] == f"{base}/browse/370400"
    assert links["alternate", "en"] == f"{base}/en/browse/370400"


def test_the_sample_is_what_these_tests_think_it_is() -> None:
    assert "370404" in COUNTIES
    assert not [each for each in PLACES if each.region == "370404"]
    assert any(area.code == "370403-taozhuangzhen" for area in AREAS)
