"""The nearest places, and what they will be like on arrival."""

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from directory.finder import Ask, answer, nearest
from directory.publication import Snapshot
from directory.records import StatusRecord, TradeAt, ZoneRecord
from geo.distance import geodesic_m
from tests.publications import place, sample

HERE = (117.263, 34.795)
DAWN = dt.datetime(2026, 11, 23, 4, 40)
YEAR_END = dt.datetime(2026, 12, 31, 23, 50)


def ask(at: dt.datetime = DAWN, **changes: Any) -> Ask:
    return dataclasses.replace(Ask(*HERE, at=at, limit=12), **changes)


def one(tmp_path: Path, **fields: Any) -> Snapshot:
    """A publication of a single place on the spot."""
    return sample(tmp_path, [place("only1", lon=HERE[0], lat=HERE[1], **fields)])


def test_the_answer_counts_from_arrival_and_not_from_now(tmp_path: Path) -> None:
    snapshot = sample(tmp_path)
    hits = {hit.place.id: hit for hit in nearest(snapshot, ask(dt.datetime(2026, 11, 23, 8, 55)))}
    near, far = hits["hall1"], hits["new01"]
    assert (near.arrival, near.opens_on_arrival) == (dt.datetime(2026, 11, 23, 8, 55), True)
    assert far.arrival > dt.datetime(2026, 11, 23, 9, 0)
    assert far.opens_on_arrival is False
    assert far.next_opening == dt.datetime(2026, 11, 24, 4, 30)


def test_distance_and_minutes_are_those_of_the_geodesic_and_the_modes(tmp_path: Path) -> None:
    for hit in nearest(sample(tmp_path), ask()):
        metres = geodesic_m(*HERE, hit.place.lon, hit.place.lat)
        assert hit.distance_m == pytest.approx(metres, abs=1e-6)
        assert hit.minutes == pytest.approx(
            {"walk": metres * 1.3 / 75, "ebike": metres * 1.3 / 250}
        )
        late = (hit.arrival - DAWN) / dt.timedelta(minutes=1) - hit.minutes["ebike"]
        assert 0 <= late < 1


def test_places_gone_for_good_are_left_out_and_suspended_ones_say_so(tmp_path: Path) -> None:
    snapshot = sample(tmp_path)
    hits = {hit.place.id: hit for hit in nearest(snapshot, ask())}
    assert {"old01", "shut1"}.isdisjoint(hits)
    assert "new01" in hits
    paused = hits["paus1"]
    assert paused.status == snapshot.place_at(snapshot.row("paus1") or 0).statuses[0]
    assert (paused.opens_on_arrival, paused.wait_min, paused.today) == (False, None, ())
    assert paused.next_opening == dt.datetime(2026, 12, 1, 4, 30)


def test_a_move_comes_true_on_its_day_without_a_new_publication(tmp_path: Path) -> None:
    snapshot = sample(tmp_path)
    before = {hit.place.id for hit in nearest(snapshot, ask(dt.datetime(2026, 11, 9, 6)))}
    after = {hit.place.id for hit in nearest(snapshot, ask(dt.datetime(2026, 11, 10, 6)))}
    assert before - after == {"old01"}


def test_a_closure_at_midnight_counts_on_arrival(tmp_path: Path) -> None:
    closing = (StatusRecord("closed", dt.date(2026, 11, 24)),)
    far = place("far01", lon=HERE[0], lat=HERE[1] + 0.1, hours="24/7", statuses=closing)
    snapshot = sample(tmp_path, [far])
    assert nearest(snapshot, ask(dt.datetime(2026, 11, 23, 22, 0)))
    assert nearest(snapshot, ask(dt.datetime(2026, 11, 23, 23, 30))) == []


@pytest.mark.parametrize("hours", ["", "not hours at all", "sunrise-sunset"])
def test_unknown_hours_are_neither_open_nor_closed(tmp_path: Path, hours: str) -> None:
    (hit,) = nearest(one(tmp_path, hours=hours), ask())
    assert hit.opens_on_arrival is None
    assert (hit.next_change, hit.next_opening, hit.wait_min, hit.today) == (None, None, None, ())


def test_unknown_hours_do_not_make_a_suspended_place_unknown(tmp_path: Path) -> None:
    paused = (StatusRecord("suspended", dt.date(2026, 11, 1)),)
    (hit,) = nearest(one(tmp_path, hours="", statuses=paused), ask())
    assert hit.opens_on_arrival is False


def test_a_span_past_midnight_belongs_to_the_evening_before(tmp_path: Path) -> None:
    snapshot = one(tmp_path, hours="Mo-Su 22:00-02:00")
    (late,) = nearest(snapshot, ask(dt.datetime(2026, 11, 23, 1, 59)))
    assert late.opens_on_arrival is True
    assert late.next_change == dt.datetime(2026, 11, 23, 2, 0)
    assert late.today == (
        (dt.datetime(2026, 11, 22, 22), dt.datetime(2026, 11, 23, 2), "open"),
        (dt.datetime(2026, 11, 23, 22), dt.datetime(2026, 11, 24, 2), "open"),
    )
    (over,) = nearest(snapshot, ask(dt.datetime(2026, 11, 23, 2, 0)))
    assert over.opens_on_arrival is False
    assert over.next_opening == dt.datetime(2026, 11, 23, 22)


def test_holidays_of_an_unannounced_year_are_unknown_and_not_guessed(tmp_path: Path) -> None:
    snapshot = one(tmp_path, hours="Mo-Su 00:00-24:00; PH off")
    (before,) = nearest(snapshot, ask(YEAR_END))
    assert before.opens_on_arrival is True
    assert before.next_change == dt.datetime(2027, 1, 1)
    (after,) = nearest(snapshot, ask(dt.datetime(2027, 1, 4, 6)))
    assert after.opens_on_arrival is None
    assert after.next_opening is None
    assert [state for _, _, state in after.today] == ["unknown"]


def test_waiting_is_counted_up_to_an_hour_and_a_half(tmp_path: Path) -> None:
    snapshot = one(tmp_path, hours="Mo-Su 05:00-09:00")

    def wait(hour: int, minute: int) -> int | None:
        return nearest(snapshot, ask(dt.datetime(2026, 11, 23, hour, minute)))[0].wait_min

    assert [wait(5, 0), wait(4, 59), wait(3, 30), wait(3, 29), wait(9, 0)] == [0, 1, 90, None, None]


def test_a_suspension_that_begins_at_midnight_is_no_opening(tmp_path: Path) -> None:
    paused = (StatusRecord("suspended", dt.date(2026, 11, 24), dt.date(2026, 11, 26)),)
    snapshot = one(tmp_path, hours="Mo-Su 00:00-06:00,20:00-23:00", statuses=paused)
    (hit,) = nearest(snapshot, ask(dt.datetime(2026, 11, 23, 23, 50)))
    assert (hit.opens_on_arrival, hit.wait_min) == (False, None)
    assert hit.next_opening == dt.datetime(2026, 11, 26)


def test_zones_open_a_place_that_has_no_hours_of_its_own(tmp_path: Path) -> None:
    zones = (ZoneRecord("木工", "Mo-Su 05:00-08:00"), ZoneRecord("家政", "Mo-Su 07:00-17:00"))
    (hit,) = nearest(one(tmp_path, hours="", zones=zones), ask(dt.datetime(2026, 11, 23, 7, 30)))
    assert hit.opens_on_arrival is True
    assert hit.today == ((dt.datetime(2026, 11, 23, 5), dt.datetime(2026, 11, 23, 17), "open"),)


def test_a_zone_of_unknown_hours_keeps_a_place_from_being_closed(tmp_path: Path) -> None:
    zones = (ZoneRecord("木工", "Mo-Su 05:00-08:00"), ZoneRecord("家政", ""))
    snapshot = one(tmp_path, hours="", zones=zones)
    (early,) = nearest(snapshot, ask(dt.datetime(2026, 11, 23, 6, 0)))
    (late,) = nearest(snapshot, ask(dt.datetime(2026, 11, 23, 12, 0)))
    assert (early.opens_on_arrival, late.opens_on_arrival) == (True, None)


def test_a_place_never_closing_has_no_next_change(tmp_path: Path) -> None:
    (hit,) = nearest(one(tmp_path, hours="24/7"), ask())
    assert (hit.opens_on_arrival, hit.next_change, hit.next_opening) == (True, None, None)


def test_only_places_of_the_trade_come(tmp_path: Path) -> None:
    hits = nearest(sample(tmp_path), ask(trade="welder"))
    assert [hit.place.id for hit in hits] == ["after1", "allday"]
    with pytest.raises(ValueError, match="trade: 'smith' is not one of bricklayer"):
        nearest(sample(tmp_path / "again"), ask(trade="smith"))


def test_the_three_best_are_open_on_arrival_or_soon_after(tmp_path: Path) -> None:
    found = answer(sample(tmp_path), ask(dt.datetime(2026, 11, 23, 4, 35)))
    assert [hit.place.id for hit in found.best] == ["hall1", "kerb1", "after1"]
    assert [hit.wait_min for hit in found.best] == [0, 0, 20]
    assert not found.fallback


def test_waiting_an_hour_next_door_beats_an_hour_on_the_road(tmp_path: Path) -> None:
    near = place("near1", lon=HERE[0] + 0.01, lat=HERE[1], hours="Mo-Su 05:30-09:00")
    away = [
        place(f"away{n}", lon=HERE[0] + 0.14 + n / 50, lat=HERE[1], hours="Mo-Su 04:00-09:00")
        for n in range(3)
    ]
    found = answer(sample(tmp_path, [near, *away]), ask(dt.datetime(2026, 11, 23, 4, 30)))
    assert [hit.place.id for hit in found.best] == ["near1", "away0", "away1"]
    assert [hit.wait_min for hit in found.best] == [55, 0, 0]
    assert (found.good, found.nearer) == (3, ())


def test_long_waiting_gives_way_to_a_short_ride(tmp_path: Path) -> None:
    waits = place("waits", lon=HERE[0] + 0.001, lat=HERE[1], hours="Mo-Su 05:30-09:00")
    opens = [
        place(f"opens{n}", lon=HERE[0] + 0.02 + n / 1000, lat=HERE[1], hours="Mo-Su 04:00-09:00")
        for n in range(3)
    ]
    found = answer(sample(tmp_path, [waits, *opens]), ask(dt.datetime(2026, 11, 23, 4, 30)))
    assert [hit.place.id for hit in found.best] == ["opens0", "opens1", "opens2"]
    assert [hit.place.id for hit in found.nearer] == ["waits"]


def test_what_is_nearer_but_closed_or_unknown_is_said_apart(tmp_path: Path) -> None:
    closed = place("shut1", lon=HERE[0] + 0.001, lat=HERE[1], hours="Mo-Su 12:00-13:00")
    nobody = place("nohrs", lon=HERE[0] + 0.002, lat=HERE[1], hours="")
    opened = [place(f"open{n}", lon=HERE[0] + 0.003 + n / 1000, lat=HERE[1]) for n in range(4)]
    found = answer(sample(tmp_path, [closed, nobody, *opened]), ask())
    assert [hit.place.id for hit in found.best] == ["open0", "open1", "open2"]
    assert [(hit.place.id, hit.opens_on_arrival) for hit in found.nearer] == [
        ("shut1", False),
        ("nohrs", None),
    ]
    assert [hit.place.id for hit in found.rest] == ["open3"]


def test_three_are_shown_where_fewer_open_and_those_that_open_next_fill_up(tmp_path: Path) -> None:
    nobody = place("nohrs", lon=HERE[0] + 0.001, lat=HERE[1], hours="")
    late = place("late1", lon=HERE[0] + 0.002, lat=HERE[1], hours="Mo-Su 15:00-18:00")
    later = place("later", lon=HERE[0] + 0.003, lat=HERE[1], hours="Mo-Su 19:00-20:00")
    opened = place("open1", lon=HERE[0] + 0.004, lat=HERE[1])
    found = answer(sample(tmp_path, [nobody, late, later, opened]), ask())
    assert [hit.place.id for hit in found.best] == ["open1", "late1", "later"]
    assert found.good == 1
    assert [hit.place.id for hit in found.nearer] == ["nohrs"]


def test_beyond_reach_the_nearest_are_shown_as_far(tmp_path: Path) -> None:
    places = [place(f"far{n}", lon=HERE[0] + 1 + n / 10, lat=HERE[1]) for n in range(4)]
    found = answer(sample(tmp_path, places), ask())
    assert [hit.place.id for hit in found.best] == ["far0", "far1", "far2"]
    assert all(hit.far for hit in found.best)
    assert found.fallback


def test_when_nothing_opens_those_that_open_next_are_shown_as_what_they_are(
    tmp_path: Path,
) -> None:
    found = answer(sample(tmp_path), ask(dt.datetime(2026, 11, 23, 12, 30), trade="bricklayer"))
    assert found.fallback
    assert [hit.place.id for hit in found.best] == ["hall1", "kerb1", "new01"]
    assert all(hit.opens_on_arrival is False for hit in found.best)
    assert found.nearer == ()
    assert [hit.place.id for hit in found.rest] == ["paus1"]


def test_an_open_place_behind_a_hundred_closed_ones_is_found(tmp_path: Path) -> None:
    closed = [
        place(f"shut{i:03d}", lon=HERE[0] + i * 1e-4, lat=HERE[1], hours="Mo-Su 12:00-13:00")
        for i in range(150)
    ]
    opened = place("open1", lon=HERE[0] + 0.05, lat=HERE[1], trades=(TradeAt("welder"),))
    too_far = place("open2", lon=HERE[0] + 0.5, lat=HERE[1], trades=(TradeAt("welder"),))
    found = answer(sample(tmp_path, [*closed, opened, too_far]), ask(), more=7)
    assert [hit.place.id for hit in found.best] == ["open1", "shut000", "shut001"]
    assert [hit.place.id for hit in found.nearer] == [f"shut{i:03d}" for i in range(2, 7)]
    assert [hit.place.id for hit in found.rest] == [f"shut{i:03d}" for i in range(7, 14)]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"lon": 200.0}, "lon"),
        ({"lat": float("nan")}, "lat"),
        ({"mode": "horse"}, "mode: 'horse' is not one of walk, ebike"),
        ({"limit": 0}, "limit"),
        ({"at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, "at"),
        ({"at": dt.datetime(9999, 12, 31)}, "at"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(changes: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        ask(**changes)


@pytest.mark.parametrize("lon", [-180.0, 0.0, 180.0])
@pytest.mark.parametrize("lat", [-90.0, 90.0, 0.0])
def test_asking_from_the_ends_of_the_earth_is_answered(
    tmp_path: Path, lon: float, lat: float
) -> None:
    found = answer(sample(tmp_path), ask(lon=lon, lat=lat, mode="walk"))
    assert found.fallback
    assert len(found.best) == 3
