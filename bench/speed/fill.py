"""python -m bench.speed.fill PLACES: the peers' tables, from the standing publication.

The same truth: rows, the day a place is gone, and the open spans that the publication itself
reckons with for the coming days, pauses cut out.
"""

import dataclasses
import datetime as dt
import json
import os
import sys
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import django
import numpy as np
import psycopg
from numpy.typing import NDArray

django.setup()

from bench.peers import columns  # noqa: E402
from bench.speed import questions, stage  # noqa: E402
from directory.publication import current  # noqa: E402
from directory.records import PlaceRecord  # noqa: E402

_COLUMNS = {
    **dict.fromkeys(columns.TEXTS, "text"),
    **dict.fromkeys(columns.FLAGS, "bool"),
    **dict.fromkeys(columns.NUMBERS, "int"),
    **dict.fromkeys(columns.NESTED, "jsonb"),
}
_EMPTY = {"text": "", "bool": None, "int": 0, "jsonb": []}
_TABLES = """
DROP TABLE IF EXISTS bench_span, bench_place, bench_question;
CREATE TABLE bench_place (id text PRIMARY KEY, {columns}, gone int, trade_codes text[],
 geom geometry(Point, 4326), geog geography(Point, 4326));
CREATE TABLE bench_span (id bigserial PRIMARY KEY, place_id text, starts timestamp, ends timestamp);
CREATE TABLE bench_question (n int PRIMARY KEY, lon float8, lat float8, trade text, at timestamp,
 west float8, south float8, east float8, north float8, x int, y int, today int);
"""
_INDICES = """
CREATE INDEX ON bench_place USING gist (geom);
CREATE INDEX ON bench_place USING gist (geog);
CREATE INDEX ON bench_place USING gin (trade_codes);
CREATE INDEX ON bench_place (gone);
CREATE INDEX ON bench_span (place_id, starts, ends);
ANALYZE bench_place; ANALYZE bench_span; ANALYZE bench_question;
"""


def half_of(lon: NDArray[np.float64], lat: NDArray[np.float64], wanted: int = 1000) -> float:
    """Half the side of a box, degrees, that holds `wanted` places in the median."""
    some = np.random.default_rng(3).choice(len(lon), min(100, len(lon)))
    apart = np.maximum(abs(lon - lon[some, None]), abs(lat - lat[some, None]))
    return float(np.median(np.partition(apart, min(wanted, len(lon) - 1), axis=1)[:, wanted]))


def _cells(place: PlaceRecord) -> Iterator[object]:
    said = place.to_json()
    for name, kind in _COLUMNS.items():
        value = said.get(name, _EMPTY[kind])
        yield json.dumps(value, ensure_ascii=False) if kind == "jsonb" else value


def main(places: int) -> None:
    snapshot, today = current(), dt.date.today()
    home = stage.HOME / str(places)
    url = urlsplit(os.environ["DATABASE_URL"])
    host = parse_qs(url.query)["host"][0]
    at, left = {}, []
    with (
        psycopg.connect(host=host, port=5432, user="linggong", dbname=url.path[1:]) as connection,
        connection.cursor() as cursor,
    ):
        listed = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())
        cursor.execute(_TABLES.format(columns=listed))
        with cursor.copy(
            f"COPY bench_place (id, {', '.join(_COLUMNS)}, gone, trade_codes, geom, geog)"
            " FROM STDIN"
        ) as copy:
            for row in range(snapshot.count):
                place = snapshot.place_at(row)
                point = f"SRID=4326;POINT({place.lon!r} {place.lat!r})"
                trades = [trade.code for trade in place.trades]
                ends = int(snapshot.gone[row])
                copy.write_row((place.id, *_cells(place), ends, trades, point, point))
                at[place.id] = (place.lon, place.lat)
                if ends <= today.toordinal():
                    left.append(place.id)
        with cursor.copy("COPY bench_span (place_id, starts, ends) FROM STDIN") as copy:
            for row in range(snapshot.count):
                for start, end, state in snapshot.spans_at(row, today, stage.DAYS) or ():
                    if state == "open":
                        copy.write_row((snapshot.id_at(row), start, end))
        day = (today + dt.timedelta(days=1)).isoformat()
        half = half_of(np.asarray(snapshot.lon), np.asarray(snapshot.lat))
        asked = questions.make(
            list(at.values()), list(snapshot.trades), day, 7, stage.QUESTIONS, half
        )
        for n, each in enumerate(asked, 1):
            values = (n, each.lon, each.lat, each.trade, each.at, *each.box, *each.tile)
            cursor.execute(
                f"INSERT INTO bench_question VALUES ({', '.join(['%s'] * 12)})",
                (*values, today.toordinal()),
            )
        cursor.execute(_INDICES)
    stage.questions_path(places).write_text(json.dumps([dataclasses.asdict(q) for q in asked]))
    (home / "positions.json").write_text(json.dumps(at))
    (home / "gone.json").write_text(json.dumps(left))


if __name__ == "__main__":
    main(int(sys.argv[1]))
