"""Whatever is published and asked: the finder agrees with trying every place one by one."""

import dataclasses
import datetime as dt
import math
import tempfile
from functools import lru_cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from directory import hours
from directory.finder import Ask, Hit, answer, nearest
from directory.publication import Snapshot
from directory.records import PlaceRecord, StatusRecord, TradeAt
from geo.travel import MODES
from tests.publications import CALENDAR, place, sample

GEOD = Geod(ellps="WGS84")
TRADES = ("bricklayer", "carpenter", "labourer", "cleaner")
HOURS = (
    "",
    "24/7",
    "Mo-Su 04:30-09:00",
    "Mo-Sa 05:00-07:30; PH off",
    "Mo-Fr 14:00-19:00",
    "Fr-Su 21:30-03:15",
    "04:00-06:00,16:00-18:00; Su off",
    "PH 08:00-12:00",
    "Mo-Su 05:00-08:00 unknown",
)
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
GONE = ("closed", "moved")

lons = st.floats(117.0, 117.6)
lats = st.floats(34.6, 35.0)
days = st.dates(dt.date(2026, 11, 20), dt.date(2026, 11, 26))


@st.composite
def statuses(draw: st.DrawFn) -> tuple[StatusRecord, ...]:
    kind = draw(st.sampled_from(["none", "suspended", "closed", "moved"]))
    if kind == "none":
        return ()
    start = draw(days)
    if kind == "suspended":
        end = draw(st.none() | st.integers(1, 5).map(lambda n: start + n * DAY))
        return (StatusRecord("suspended", start, end),)
    return (StatusRecord("moved" if kind == "moved" else "closed", start),)


@st.composite
def places(draw: st.DrawFn) -> list[PlaceRecord]:
    spots = draw(st.lists(st.tuples(lons, lats), min_size=1, max_size=40))
    return [
        place(
            f"p{number:03d}",
            lon=round(lon, 7),
            lat=round(lat, 7),
            hours=draw(st.sampled_from(HOURS)),
            statuses=draw(statuses()),
            trades=tuple(TradeAt(t) for t in draw(st.sets(st.sampled_from(TRADES)))),
        )
        for number, (lon, lat) in enumerate(spots)
    ]


asks = st.builds(
    Ask,
    lon=lons,
    lat=lats,
    at=st.datetimes(dt.datetime(2026, 11, 20), dt.datetime(2026, 11, 27))
    | st.datetimes(dt.datetime(2026, 12, 30), dt.datetime(2027, 1, 3)),
    mode=st.sampled_from(sorted(MODES)),
    trade=st.none() | st.sampled_from(TRADES),
    limit=st.integers(1, 45),
)


@lru_cache
def spans(expression: str, first: dt.date) -> list[hours.Span]:
    start = dt.datetime.combine(first, dt.time())
    return hours.intervals(expression, start, start + 18 * DAY, CALENDAR)


@dataclasses.dataclass(frozen=True)
class Truth:
    id: str
    metres: float
    arrival: dt.datetime
    opens: bool | None
    wait: int | None
    opening: dt.datetime | None


def truth(one: PlaceRecord, asked: Ask, ahead: float | None = None) -> Truth | None:
    """What the place is for the one who asks, straight from the definitions.

    `ahead`: minutes by road, where there is one.
    """
    metres = GEOD.inv(asked.lon, asked.lat, one.lon, one.lat)[2]
    mode = MODES[asked.mode]
    by_line = metres * mode.detour / (mode.kmh * 1000 / 60)
    exact = asked.at + MINUTE * (by_line if ahead is None else ahead)
    arrival = exact.replace(second=0, microsecond=0)
    arrival += MINUTE * (arrival != exact)
    status = one.status_on(arrival.date())
    if status and status.status in GONE:
        return None
    if asked.trade and asked.trade not in {trade.code for trade in one.trades}:
        return None
    opens: bool | None = None
    wait = None
    if one.hours:
        known = spans(one.hours, arrival.date() - DAY)
        states = [s for a, b, s in known if a <= arrival < b]
        opens = {"open": True, "unknown": None}[states[0]] if states else False
    if status and status.status == "suspended":
        opens = False
    if one.hours:
        wait = next((n for n in range(91) if surely_open(one, arrival + n * MINUTE)), None)
    return Truth(one.id, metres, arrival, opens, wait, next_opening(one, arrival))


def next_opening(one: PlaceRecord, arrival: dt.datetime) -> dt.datetime | None:
    """The first moment after arrival, within two weeks, at which it turns surely open."""
    if not one.hours:
        return None
    known = spans(one.hours, arrival.date() - DAY)
    edges = {a for a, _, _ in known}
    edges |= {dt.datetime.combine(arrival.date() + n * DAY, dt.time()) for n in range(16)}
    return next(
        (
            edge
            for edge in sorted(edges)
            if arrival < edge <= arrival + 14 * DAY
            and surely_open(one, edge)
            and not surely_open(one, edge - MINUTE)
        ),
        None,
    )


def surely_open(one: PlaceRecord, moment: dt.datetime) -> bool:
    status = one.status_on(moment.date())
    if status and status.status != "open":
        return False
    known = spans(one.hours, moment.date() - DAY)
    return any(a <= moment < b and state == "open" for a, b, state in known)


def cost(one: Truth, asked: Ask) -> float:
    """Minutes of waiting, and of travelling twice."""
    assert one.wait is not None
    return one.wait + 2 * ((one.arrival - asked.at) / MINUTE)


def worth(one: Truth, asked: Ask) -> tuple[int, float]:
    """How early a place that does not open by then comes to fill up the three."""
    if one.metres > 30_000:
        return 2, 0.0
    if one.opening is None:
        return 1, 0.0
    return 0, (one.opening - one.arrival + 2 * (one.arrival - asked.at)) / MINUTE


def in_order(some: list[Truth], expected: list[Truth]) -> list[Truth]:
    return sorted(some, key=expected.index)


def told(hit: Hit) -> tuple[str, dt.datetime, bool | None, int | None]:
    return hit.place.id, hit.arrival, hit.opens_on_arrival, hit.wait_min


def agrees(hit: Hit, expected: Truth) -> bool:
    same = told(hit) == (expected.id, expected.arrival, expected.opens, expected.wait)
    return same and math.isclose(hit.distance_m, expected.metres, abs_tol=1e-6)


def all_truths(published: list[PlaceRecord], asked: Ask, snapshot: Snapshot) -> list[Truth]:
    found = [t for one in published if (t := truth(one, asked)) is not None]
    return sorted(found, key=lambda t: (t.metres, snapshot.row(t.id)))


@given(places(), asks)
@settings(max_examples=60, deadline=None)
def test_nearest_is_what_trying_every_place_gives(published: list[PlaceRecord], asked: Ask) -> None:
    with tempfile.TemporaryDirectory() as folder:
        snapshot = sample(Path(folder), published)
        expected = all_truths(published, asked, snapshot)[: asked.limit]
        hits = nearest(snapshot, asked)
    assert len(hits) == len(expected)
    for hit, one in zip(hits, expected, strict=True):
        assert agrees(hit, one), (hit, one)


@given(places(), asks, st.integers(0, 12))
@settings(max_examples=60, deadline=None)
def test_the_answer_is_what_trying_every_place_gives(
    published: list[PlaceRecord], asked: Ask, more: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        snapshot = sample(Path(folder), published)
        expected = all_truths(published, asked, snapshot)
        found = answer(snapshot, asked, more)
    opening = [t for t in expected if t.wait is not None and t.metres <= 30_000]
    good = in_order(sorted(opening, key=lambda t: cost(t, asked))[:3], expected)
    assert (found.good, found.fallback) == (len(good), not good)
    near = [t for t in expected[:40] if t not in good]
    fill = sorted(near, key=lambda t: (worth(t, asked), t.metres))[: 3 - len(good)]
    best = good + in_order(fill, expected)
    nearer: list[Truth] = []
    if good:
        nearer = [t for t in expected[: expected.index(good[-1])] if t not in best][:5]
    assert all(t.opens is not True for t in nearer)
    rest = [t for t in expected if t not in best and t not in nearer][:more]
    assert [told(hit)[0] for hit in found.best] == [t.id for t in best]
    assert [told(hit)[0] for hit in found.nearer] == [t.id for t in nearer]
    assert [told(hit)[0] for hit in found.rest] == [t.id for t in rest]


@given(places(), asks)
@settings(max_examples=60, deadline=None)
def test_changes_and_openings_are_those_of_the_hours(
    published: list[PlaceRecord], asked: Ask
) -> None:
    published = [dataclasses.replace(one, statuses=()) for one in published if one.hours]
    with tempfile.TemporaryDirectory() as folder:
        hits = nearest(sample(Path(folder), published), asked)
    for hit in hits:
        known = spans(hit.place.hours, hit.arrival.date() - DAY)
        horizon = hit.arrival + 14 * DAY
        edges = [e for a, b, _ in known for e in (a, b) if hit.arrival < e <= horizon]
        starts = [a for a, _, s in known if s == "open" and hit.arrival < a <= horizon]
        assert hit.next_change == min(edges, default=None)
        assert hit.next_opening == (None if hit.opens_on_arrival else min(starts, default=None))
