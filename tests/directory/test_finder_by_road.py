"""With a road network the finder still agrees with trying every place one by one."""

import dataclasses
import datetime as dt
import math
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory import choosing
from directory.finder import Ask, answer, nearest
from directory.journey import Journey
from directory.records import PlaceRecord, StatusRecord
from geo.roads import outward
from geo.travel import MODES, minutes
from tests.directory.test_finder_against_brute_force import (
    Truth,
    asks,
    cost,
    in_order,
    places,
    told,
    truth,
    worth,
)
from tests.geo.roads.conftest import helsinki  # noqa: F401 - a fixture
from tests.publications import place, sample

DAWN = dt.datetime(2026, 11, 23, 4, 40)
# West of the railway yard; east of it, 234 m off, on foot 2.05 km; three on the same side.
WEST, EAST = (24.93682, 60.17751), (24.94101, 60.17727)
BESIDE = ((24.93824, 60.17512), (24.93598, 60.17483), (24.93908, 60.17456))


def moved(lon: float, lat: float) -> tuple[float, float]:
    """From the frame of the other tests to one half as wide again as the extract's."""
    return 24.928 + (lon - 117.0) / 0.6 * 0.034, 60.157 + (lat - 34.6) / 0.4 * 0.026


def in_helsinki(published: list[PlaceRecord], asked: Ask) -> tuple[list[PlaceRecord], Ask]:
    there = []
    for one in published:
        lon, lat = moved(one.lon, one.lat)
        there.append(dataclasses.replace(one, lon=round(lon, 7), lat=round(lat, 7)))
    lon, lat = moved(asked.lon, asked.lat)
    return there, dataclasses.replace(asked, lon=lon, lat=lat)


def truths(published, asked, roads) -> tuple[list[Truth], dict[str, tuple[float, bool]]]:
    """Of all places, and the way to each: minutes, and whether by road."""
    mode = MODES[asked.mode]
    start = np.array([[asked.lon, asked.lat]])
    goals = np.array([[one.lon, one.lat] for one in published])
    along = roads.minutes(start, goals, mode)[0].astype(float)
    found, ways = [], {}
    for one, ahead in zip(published, along.tolist(), strict=True):
        known = truth(one, asked, None if math.isnan(ahead) else ahead)
        if known is not None:
            found.append(known)
            by_line = minutes(known.metres, mode)
            ways[one.id] = (by_line, False) if math.isnan(ahead) else (ahead, True)
    return found, ways


@pytest.fixture(params=[outward.WHOLE_NODES, 0], ids=["whole graph", "part of it"])
def roads(request, helsinki, monkeypatch):  # noqa: F811
    monkeypatch.setattr(outward, "WHOLE_NODES", request.param)
    monkeypatch.setattr(choosing, "TOGETHER", 3)
    return helsinki


@given(places(), asks)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_nearest_is_in_order_of_distance_with_the_minutes_of_the_road(roads, published, asked):
    published, asked = in_helsinki(published, asked)
    expected, ways = truths(published, asked, roads)
    with tempfile.TemporaryDirectory() as folder:
        snapshot = sample(Path(folder), published)
        hits = nearest(snapshot, asked, roads)
    expected.sort(key=lambda t: (t.metres, snapshot.row(t.id)))
    assert [told(hit)[:4] for hit in hits] == [
        (t.id, t.arrival, t.opens, t.wait) for t in expected[: asked.limit]
    ]
    for hit in hits:
        ahead, by_road = ways[hit.place.id]
        assert hit.minutes[asked.mode] == pytest.approx(ahead, rel=1e-5, abs=1e-4)
        assert hit.by_road[asked.mode] is by_road


@given(places(), asks, st.integers(0, 12))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_three_are_chosen_again_with_the_minutes_of_the_road(roads, published, asked, more):
    published, asked = in_helsinki(published, asked)
    expected, ways = truths(published, asked, roads)
    with tempfile.TemporaryDirectory() as folder:
        snapshot = sample(Path(folder), published)
        found = answer(snapshot, asked, more, roads)
    row = {t.id: snapshot.row(t.id) for t in expected}
    by_way = sorted(expected, key=lambda t: (ways[t.id][0], t.metres, row[t.id]))
    by_distance = sorted(expected, key=lambda t: (t.metres, row[t.id]))
    opening = [t for t in by_way if t.wait is not None]
    good = in_order(sorted(opening, key=lambda t: cost(t, asked))[:3], by_way)
    near = [t for t in by_way if t in by_distance[:40] and t not in good]
    fill = sorted(near, key=lambda t: worth(t, asked))[: 3 - len(good)]
    best = good + in_order(fill, by_way)
    listed = [t for t in by_way if t in by_distance[: 8 + more] and t not in best]
    slowest = by_way.index(good[-1]) if good else -1
    nearer = [t for t in listed if by_way.index(t) < slowest][:5]
    assert found.good == len(good)
    assert [hit.place.id for hit in found.best] == [t.id for t in best]
    assert [hit.place.id for hit in found.nearer] == [t.id for t in nearer]
    assert all(hit.opens_on_arrival is not True for hit in found.nearer)
    rest = [t for t in listed if t not in nearer][:more]
    assert [hit.place.id for hit in found.rest] == [t.id for t in rest]


def test_a_place_across_the_railway_is_not_the_best_because_it_is_the_nearest(tmp_path, helsinki):  # noqa: F811
    across = place("across", lon=EAST[0], lat=EAST[1], hours="24/7")
    beside = [
        place(f"beside{n}", lon=lon, lat=lat, hours="24/7") for n, (lon, lat) in enumerate(BESIDE)
    ]
    snapshot = sample(tmp_path, [across, *beside])
    asked = Ask(*WEST, at=DAWN, mode="walk", limit=4)
    by_line, by_road = answer(snapshot, asked), answer(snapshot, asked, roads=helsinki)
    assert "across" in [hit.place.id for hit in by_line.best]
    assert [hit.place.id for hit in by_road.best] == ["beside1", "beside0", "beside2"]
    assert not any(hit.by_road["walk"] for hit in (*by_line.best, *by_line.rest))
    assert all(hit.by_road == {"walk": True, "ebike": True} for hit in by_road.best)
    (late,) = by_road.rest
    assert late.place.id == "across"
    assert (round(late.distance_m), round(late.minutes["walk"])) == (234, 27)
    # The API's order stays that of distance.
    order = [hit.place.id for hit in nearest(snapshot, asked, helsinki)]
    assert order == [hit.place.id for hit in nearest(snapshot, asked)]


def test_the_road_decides_whether_one_is_still_in_time(tmp_path, helsinki):  # noqa: F811
    snapshot = sample(tmp_path, [place("across", lon=EAST[0], lat=EAST[1], hours="04:30-04:52")])
    asked = Ask(*WEST, at=DAWN, mode="walk")
    (by_line,), (by_road,) = nearest(snapshot, asked), nearest(snapshot, asked, helsinki)
    assert by_line.opens_on_arrival is True
    assert by_road.opens_on_arrival is False
    assert by_road.arrival > by_line.arrival


def test_a_place_that_is_gone_by_the_time_the_road_takes_is_left_out(tmp_path, helsinki):  # noqa: F811
    closing = (StatusRecord("closed", dt.date(2026, 11, 24)),)
    closed = place("across", lon=EAST[0], lat=EAST[1], hours="24/7", statuses=closing)
    snapshot = sample(tmp_path, [closed])
    asked = Ask(*WEST, at=dt.datetime(2026, 11, 23, 23, 47), mode="walk")
    assert [hit.place.id for hit in nearest(snapshot, asked)] == ["across"]
    assert nearest(snapshot, asked, helsinki) == []


def test_a_position_outside_the_network_is_answered_as_if_there_were_none(tmp_path, helsinki):  # noqa: F811
    snapshot = sample(tmp_path)
    asked = Ask(117.263, 34.797, at=DAWN, limit=12)
    assert answer(snapshot, asked, roads=helsinki) == answer(snapshot, asked)
    assert nearest(snapshot, asked, helsinki) == nearest(snapshot, asked)


@pytest.mark.parametrize("mode", MODES)
def test_the_bound_on_which_the_search_stops_holds_for_every_way(tmp_path, helsinki, mode):  # noqa: F811
    dice = np.random.default_rng(3)
    spots = dice.uniform((24.93, 60.16), (24.96, 60.18), (150, 2))
    published = [place(f"p{n:03d}", lon=x, lat=y) for n, (x, y) in enumerate(spots.tolist())]
    snapshot = sample(tmp_path, published)
    for lon, lat in spots[:40].tolist():
        journey = Journey(snapshot, Ask(lon, lat, DAWN, mode, limit=150), helsinki)
        for hit in nearest(snapshot, journey.ask, helsinki):
            assert journey.least_minutes(hit.distance_m) <= hit.minutes[mode] * (1 + 1e-9)
            assert journey.most_metres(hit.minutes[mode]) >= hit.distance_m * (1 - 1e-9)
