"""A phone without network gives the very answers that the server gives at the same moment."""

import datetime as dt
import json
import random
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils.translation import gettext, override

from directory import finder
from directory.publication import Snapshot, use
from directory.records import PeakRecord, PlaceRecord, StatusRecord, TradeAt, ZoneRecord
from maps import cards, offline, origin, params
from maps.offline_words import offline_words
from tests import publications

HERE = Path(__file__).parent
HOURS = (
    "",
    "24/7",
    "Mo-Su 04:30-09:00",
    "Mo-Fr 05:00-08:00",
    "Sa,Su 03:30-07:00",
    "Mo-Su 22:00-02:00",
    "Mo-Su 20:00-06:00",
    "Mo-Su 05:00-08:00,15:00-19:00",
    "Mo-Su 05:00-10:00; PH off",
    "PH 05:00-09:00; Mo-Fr 04:00-06:30",
    "Mo-Su 05:00-07:00 unknown",
    "Mo-Su 05:00-07:00; Sa off",
)
PEAKS = (
    (),
    (PeakRecord("05:00", "06:30", "05:20"),),
    (PeakRecord("17:00", "18:30"), PeakRecord("05:00", "07:00")),
    (PeakRecord("23:00", "01:00", "22:50"), PeakRecord("04:30", "05:30", "04:30")),
)
NAMES = (
    *("台儿庄", "taierzhuang", "tez", "滕州", "Xue Cheng"),
    *("马兰屯镇", "mlt", "临山零工市场", "陶庄零工驿站"),
)
TRADES = ("", "", "瓦工", "瓦匠", "welder", "lg", "杂工", "mujiang", "没有的工种")
# The second begins before a year whose holidays are not yet known.
FIRST_DAYS = (dt.date(2026, 11, 23), dt.date(2026, 12, 24))


def many_places(seed: int, count: int = 70) -> list[PlaceRecord]:
    """The twelve of the sample, and others thrown about the city with every kind of trouble."""
    dice = random.Random(seed)
    places = list(publications.PLACES)
    for index in range(count):
        start = dt.date(2026, 11, 15) + dt.timedelta(days=dice.randrange(60))
        statuses = dice.choices(
            (
                (),
                (StatusRecord("suspended", start, start + dt.timedelta(days=9)),),
                (StatusRecord("suspended", start),),
                (StatusRecord("closed", start),),
                (StatusRecord("moved", start, successor="hall1"),),
            ),
            (12, 2, 1, 1, 1),
        )[0]
        hours = dice.choice(HOURS)
        zones: tuple[ZoneRecord, ...] = ()
        if not hours and dice.random() < 0.5:
            zones = (ZoneRecord("东", "Mo-Su 05:00-06:00"), ZoneRecord("西", ""))
        trades = dice.sample([trade.code for trade in publications.TRADES], dice.randrange(4))
        # Some stand at the very same point, which only their order tells apart.
        lon, lat = (117.26, 34.79) if index % 10 == 0 else (0.0, 0.0)
        places.append(
            publications.place(
                f"r{index:03d}",
                lon=lon or round(dice.gauss(117.35, 0.15), 6),
                lat=lat or round(dice.gauss(34.83, 0.12), 6),
                hours=hours,
                peaks=dice.choice(PEAKS),
                form=dice.choice(("hall", "station", "kerb")),
                zones=zones,
                statuses=statuses,
                trades=tuple(TradeAt(code) for code in trades),
            )
        )
    return places


def questions(first: dt.date, seed: int, count: int) -> list[tuple[dict[str, str], dt.datetime]]:
    """Queries as they stand in addresses, with the moment at which each is opened."""
    dice = random.Random(seed)
    midnight = dt.datetime.combine(first, dt.time())
    asked = []
    for _ in range(count):
        query: dict[str, str] = {}
        origin_kind = dice.choices(("point", "region", "name"), (8, 2, 2))[0]
        if origin_kind == "point":
            query["lon"] = f"{dice.gauss(117.35, 0.15):.5f}"
            query["lat"] = f"{dice.gauss(34.83, 0.12):.5f}"
            if dice.random() < 0.1:
                query["lon"] = f"{dice.uniform(118, 122):.5f}"
            datum = dice.choice(("", "wgs84", "gcj02", "bd09"))
            if datum:
                query["datum"] = datum
        elif origin_kind == "region":
            query["region"] = dice.choice([*publications.COUNTIES, "370405-malantunzhen"])
        else:
            query["q"] = dice.choice(
                (
                    "台儿庄",
                    "taierzhuang",
                    "tez",
                    "滕州",
                    "Xue Cheng",
                    "马兰屯镇",
                    "mlt",
                    "临山零工市场",
                    "陶庄零工驿站",
                )
            )
        trade = dice.choice(
            ("", "", "瓦工", "瓦匠", "welder", "lg", "杂工", "mujiang", "没有的工种")
        )
        if trade:
            query["trade"] = trade
        query["mode"] = dice.choice(("walk", "ebike"))
        now = midnight + dt.timedelta(minutes=dice.randrange(13 * 1440))
        at = dice.choice(("", "now", "today 23:50", "tomorrow 05:00", "moment"))
        if at == "moment":
            moment = midnight + dt.timedelta(minutes=dice.randrange(14 * 1440))
            at = moment.isoformat(timespec="minutes")
        if at:
            query["at"] = at
        asked.append((query, now))
    return asked


def on_the_server(snapshot: Snapshot, query: dict[str, str], now: dt.datetime) -> Any:
    """The answer as the page would give it, or what it would offer instead."""
    asked = params.finder(QueryDict(urlencode(query)), now)
    found = origin.find(snapshot, asked)
    if found.origin is None:
        return None, [choice.name for choice in found.choices]
    trade = snapshot.find_trade(asked.trade) if asked.trade else None
    ask = finder.Ask(
        lon=found.origin.lon,
        lat=found.origin.lat,
        at=asked.at.moment,
        mode=asked.mode,
        trade=trade.code if trade else None,
    )
    return ask, finder.answer(snapshot, ask, more=7)


def minute(moment: dt.datetime | None, first: dt.date) -> int | None:
    if moment is None:
        return None
    return int((moment - dt.datetime.combine(first, dt.time())).total_seconds() // 60)


def as_the_phone_says_it(
    snapshot: Snapshot, hit: finder.Hit, first: dt.date, now: dt.datetime
) -> dict[str, Any]:
    card = cards.card(snapshot, hit, now.date(), "ebike")
    return {
        "words": {
            "verdict": {
                "kind": card.verdict.kind,
                "head": card.verdict.head,
                "more": card.verdict.more,
                "brief": card.verdict.brief,
            },
            "distance": card.distance,
            "walk": card.walk,
            "ebike": gettext("电动车 %(t)s") % {"t": card.ebike} if card.ebike else "",
            "day": card.day,
            "hours": card.hours,
        },
        "id": hit.place.id,
        "distance": pytest.approx(hit.distance_m, abs=1e-3),
        "minutes": {mode: pytest.approx(m, abs=1e-4) for mode, m in hit.minutes.items()},
        "arrival": minute(hit.arrival, first),
        "opens": hit.opens_on_arrival,
        "status": hit.status.status if hit.status else None,
        "nextChange": minute(hit.next_change, first),
        "nextOpening": minute(hit.next_opening, first),
        "wait": hit.wait_min,
        "today": [
            [minute(a, first), minute(b, first), True if state == "open" else None]
            for a, b, state in hit.today
        ],
    }


def on_the_phone(snapshot: Snapshot, first: dt.date, cases: list[Any], words: list[str]) -> Any:
    given = {
        "directory": json.loads(offline.directory(snapshot, "370400", first)),
        "cases": [
            {"query": urlencode(query), "now": minute(now, first), "more": 7}
            for query, now in cases
        ],
        "words": words,
        "strings": offline_words(),
    }
    done = subprocess.run(
        ["node", str(HERE / "parity.js")],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("first", FIRST_DAYS, ids=str)
@pytest.mark.parametrize(("seed", "language"), [(1, "zh-hans"), (2, "en")])
def test_the_phone_answers_in_the_servers_very_words(
    tmp_path: Path, first: dt.date, seed: int, language: str
) -> None:
    snapshot = publications.sample(tmp_path, many_places(seed))
    cases = questions(first, seed, 150)
    with override(language):
        _compare(snapshot, first, cases)


def _compare(snapshot: Snapshot, first: dt.date, cases: list[Any]) -> None:
    answers = on_the_phone(snapshot, first, cases, [])["answers"]
    answered = 0
    for (query, now), phone in zip(cases, answers, strict=True):
        ask, server = on_the_server(snapshot, query, now)
        if ask is None:
            assert (phone["origin"], phone["choices"]) == (None, server), query
            continue
        answered += 1
        assert phone["origin"] == pytest.approx([ask.lon, ask.lat], abs=1e-9), query
        assert phone["trade"] == ask.trade
        assert phone["good"] == server.good
        for group in ("best", "nearer", "rest"):
            hits = getattr(server, group)
            wanted = [as_the_phone_says_it(snapshot, hit, first, now) for hit in hits]
            assert phone[group] == wanted, (query, now, group)
    assert answered > 120


def test_the_cases_meet_every_kind_of_answer(tmp_path: Path) -> None:
    """Otherwise the comparison above would prove little."""
    first = FIRST_DAYS[0]
    snapshot = publications.sample(tmp_path, many_places(1))
    answers = [on_the_server(snapshot, *case) for case in questions(first, 1, 150)]
    hits = [h for ask, a in answers if ask for h in (*a.best, *a.nearer, *a.rest)]
    assert {hit.opens_on_arrival for hit in hits} == {True, False, None}
    assert {hit.status.status for hit in hits if hit.status} == {"suspended"}
    assert {hit.wait_min is None or hit.wait_min > 0 for hit in hits} == {True, False}
    assert {a.good for ask, a in answers if ask} == {0, 1, 2, 3}
    assert {hit.far for hit in hits} == {True, False}
    kinds = {cards.card(snapshot, hit, first, "ebike").verdict.kind for hit in hits}
    assert kinds == {"open", "late", "soon", "shut", "unknown", "stopped", "far"}
    assert any(a.nearer for ask, a in answers if ask)
    assert any(start.date() < hit.arrival.date() for hit in hits for start, _, _ in hit.today)


def test_a_trade_is_found_by_the_same_words(tmp_path: Path) -> None:
    snapshot = publications.sample(tmp_path)
    words = [
        "瓦匠",
        "ＷＧ",
        "wa gong",
        "Carpenter",
        "carpenter",
        "mj",
        "砌墙",
        "qiqiang",
        "x",
        "",
        "焊 工",
    ]
    with use(snapshot):
        trades = on_the_phone(snapshot, FIRST_DAYS[0], [], words)["trades"]
    found = [snapshot.find_trade(word) for word in words]
    assert trades == [trade.code if trade else None for trade in found]
