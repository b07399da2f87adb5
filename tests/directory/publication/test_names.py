"""Areas, places and trades are found by what people type."""

import datetime as dt
from pathlib import Path

import pytest

from directory.publication import Snapshot
from directory.records import AreaRecord, PlaceRecord, StatusRecord
from tests.publications import place, sample


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return sample(tmp_path_factory.mktemp("names"))


@pytest.mark.parametrize(
    "text", ["台儿庄", "台儿庄区", "taierzhuang", "Tai er zhuang", "tez", "ＴＥＺ"]
)
def test_a_district_is_found_in_every_way_of_writing_it(snapshot: Snapshot, text: str) -> None:
    first = snapshot.find_names(text)[0]
    assert (first.kind, first.code, first.name) == ("area", "370405", "台儿庄区")
    assert first.context == "山东省枣庄市"
    assert (first.lon, first.lat) == (117.734, 34.563)


@pytest.mark.parametrize("text", ["薛城零工市场", "xuechenglinggongshichang", "临山零工", "lslg"])
def test_a_place_is_found_by_its_name_and_its_aliases(snapshot: Snapshot, text: str) -> None:
    first = snapshot.find_names(text)[0]
    assert (first.kind, first.code) == ("place", "hall1")
    assert first.context == "山东省枣庄市薛城区临城街道"


def test_a_town_without_a_position_says_so(snapshot: Snapshot) -> None:
    (town, *_) = snapshot.find_names("陶庄镇")
    assert (town.kind, town.lon, town.lat) == ("area", None, None)
    assert town.context == "山东省枣庄市薛城区"


@pytest.mark.parametrize("text", ["", " ", "。", "\x1f", "\n", "没有这个地方", '","'])
def test_what_is_nothing_finds_nothing(snapshot: Snapshot, text: str) -> None:
    assert snapshot.find_names(text) == []
    assert snapshot.find_trade(text) is None


def test_an_exact_name_comes_first_among_many_that_contain_it(tmp_path: Path) -> None:
    many = [place(f"m{i:04d}", name=f"大零工市场第{i}分场") for i in range(700)]
    exact = place("zzzz", name="零工市场", lon=118.9)
    found = sample(tmp_path, [*many, exact], areas=()).find_names("零工市场", limit=3)
    assert found[0].code == "zzzz"
    assert len(found) == 3


def test_the_limit_holds(snapshot: Snapshot) -> None:
    assert len(snapshot.find_names("零工", limit=2)) == 2
    assert len(snapshot.find_trades("gong", limit=2)) == 2


@pytest.mark.parametrize(
    "text", ["瓦工", "瓦匠", "砌墙", "wagong", "wa gong", "WG", "wajiang", "qiqiang", "Bricklayer"]
)
def test_a_trade_is_found_by_every_word_for_it(snapshot: Snapshot, text: str) -> None:
    trade = snapshot.find_trade(text)
    assert trade is not None
    assert trade.code == "bricklayer"
    assert snapshot.find_trades(text)[0] is trade


def test_part_of_a_word_is_a_suggestion_and_not_a_trade(snapshot: Snapshot) -> None:
    assert snapshot.find_trade("焊") is None
    assert [trade.code for trade in snapshot.find_trades("焊")] == ["welder"]


def test_places_are_listed_by_area_at_every_level(snapshot: Snapshot) -> None:
    def ids(code: str) -> list[str]:
        return [each.id for each in snapshot.places_in(code)]

    assert len(ids("370000")) == len(ids("370400")) == snapshot.count
    assert ids("370405") == ["paus1", "phday1", "shut1"]
    assert ids("370405-malantunzhen") == ["phday1"]
    assert ids("370405-nowhere") == ids("110000") == ids("abc") == ids("") == ids("²" * 6) == []


def test_moves_are_followed_and_circles_are_not_run_round(tmp_path: Path) -> None:
    def moved(id: str, to: str) -> PlaceRecord:
        return place(id, statuses=(StatusRecord("moved", dt.date(2026, 1, 1), successor=to),))

    chain = [moved("aaaa", "bbbb"), moved("bbbb", "cccc"), place("cccc")]
    circle = [moved("dddd", "eeee"), moved("eeee", "dddd"), moved("ffff", "gone")]
    circle.append(moved("gggg", "dddd"))
    snapshot = sample(tmp_path, [*chain, *circle])
    ends = {
        id: snapshot.resolve(id, dt.date(2026, 11, 1))
        for id in ("aaaa", "dddd", "eeee", "ffff", "gggg")
    }
    assert {id: end and end.place.id for id, end in ends.items()} == {
        "aaaa": "cccc",
        "dddd": "dddd",
        "eeee": "eeee",
        "ffff": "ffff",
        "gggg": "gggg",
    }
    first = ends["aaaa"]
    assert first is not None
    assert [each.id for each in first.via] == ["aaaa", "bbbb"]


def test_events_near_are_those_on_in_the_days_ahead(snapshot: Snapshot) -> None:
    def near(start: dt.datetime, days: int, metres: float) -> list[str]:
        found = snapshot.events_near(117.31, 34.83, start, days, metres)
        return [event.id for event, _ in found]

    monday = dt.datetime(2026, 11, 23, 5)
    assert near(monday, 7, 50_000) == ["van01", "fair1"]
    assert near(monday, 7, 5_000) == ["van01"]
    assert near(monday, 2, 50_000) == []
    assert near(dt.datetime(2026, 11, 25, 10, 59), 1, 5_000) == ["van01"]
    assert near(dt.datetime(2026, 11, 25, 11, 0), 1, 5_000) == []


def test_the_basemap_of_a_county_or_town_is_that_of_its_city(snapshot: Snapshot) -> None:
    city = snapshot.basemap("370400")
    assert city is not None
    assert snapshot.basemap("370405") == snapshot.basemap("370405-malantunzhen") == city
    assert snapshot.basemap("110100") is None


def test_of_equal_names_the_readers_own_region_comes_first(tmp_path: Path) -> None:
    areas = (
        AreaRecord("370000", "山东省", "province", "", "shandongsheng", "sds"),
        AreaRecord("370100", "济南市", "city", "370000", "jinanshi", "jns"),
        AreaRecord("370103", "市中区", "county", "370100", "shizhongqu", "szq"),
        AreaRecord("370400", "枣庄市", "city", "370000", "zaozhuangshi", "zzs"),
        AreaRecord("370402", "市中区", "county", "370400", "shizhongqu", "szq"),
    )
    snapshot = sample(tmp_path, areas=areas)

    assert snapshot.find_names("市中")[0].code == "370103"
    assert snapshot.find_names("市中", home="370400")[0].code == "370402"
    assert snapshot.find_names("枣庄市市中区")[0].code == "370402"
    assert snapshot.find_names("济南市中")[0].code == "370103"
