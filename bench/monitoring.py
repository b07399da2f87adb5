"""The dashboard over a year of counts of 10 000 places, beside a plain table and GROUP BY.

    python bench/monitoring.py [--places N] [--rounds N] [--drop]

Seven million counts are made up and sent by COPY into a database of the bench's own
(`bench_monitoring`), once: ten minutes or so. The places are those of two provinces' counties, so
that a province is as heavy as it gets. Then county, city and province are asked in turn, for ninety
days and for the whole year: the page as an official gets it, and the peer, a plain table of the
same counts with indexes on region and on day, asked for the same figures and for nothing else (no
charts, no page). Before it is timed, each day's sums are compared. Last, the plans: the page
reads no count at all, and the return's figures only the months that they are asked for.
"""

import argparse
import datetime as dt
import os
import random
import re
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.speed.stage import server_url  # noqa: E402

DATABASE = "bench_monitoring"
SERVER = server_url()
os.environ["DATABASE_URL"] = SERVER.replace("/linggong?", f"/{DATABASE}?")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# As it is deployed, but for the redirect to https.
os.environ |= {"DEBUG": "0", "SECURE_SSL_REDIRECT": "0", "SECRET_KEY": "bench-" * 10}

import django  # noqa: E402
import psycopg  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from directory.models import Count, CountSum, Market, Official, Trade  # noqa: E402
from directory.monitoring import months, sums  # noqa: E402
from directory.monitoring.pulse import BACK, pulse  # noqa: E402
from geo.regions import prefix_of  # noqa: E402
from tests.factories.ledger import make_market  # noqa: E402
from tests.factories.people import make_official, sign_in  # noqa: E402

PROVINCES = ("37", "41")
FIRST, LAST = dt.date(2025, 11, 1), dt.date(2026, 10, 31)
TRADES_EACH, AFTERNOONS = 3, 0.92
PEER = """
    CREATE TABLE plain_count AS SELECT key, market_id, region_code, day, session, seekers, posts,
        hires, trades, withdrawn FROM directory_count;
    CREATE INDEX ON plain_count (region_code text_pattern_ops);
    CREATE INDEX ON plain_count (day);
    ANALYZE plain_count
"""
# Of a place's counts of one session the largest number is taken, as in the sums.
PLACES = """
    SELECT market_id, day, {of} AS part, max(seekers) AS seekers, max(posts) AS posts,
        max(hires) AS hires
    FROM plain_count WHERE region_code LIKE %(prefix)s AND session = 'am' AND NOT withdrawn
        AND day BETWEEN %(start)s AND %(end)s GROUP BY 1, 2, 3
"""
DAYS = "SELECT day, sum(seekers), sum(posts), sum(hires), count(*) FROM ({}) p GROUP BY day"
PARTS = "SELECT part, day, sum(seekers), sum(posts), sum(hires) FROM ({}) p GROUP BY 1, 2"
BY_TRADE = """
    SELECT code, day, sum(seekers), sum(posts) FROM (
        SELECT market_id, day, said.key AS code, max((said.value ->> 'seekers')::int) AS seekers,
            max((said.value ->> 'posts')::int) AS posts
        FROM plain_count CROSS JOIN LATERAL jsonb_each(trades) said
        WHERE region_code LIKE %(prefix)s AND session = 'am' AND NOT withdrawn
            AND day BETWEEN %(start)s AND %(end)s GROUP BY 1, 2, 3
    ) p GROUP BY 1, 2
"""


def server() -> psycopg.Connection[Any]:
    return psycopg.connect(SERVER.replace("postgis:", "postgresql:"), autocommit=True)


def make(places: int) -> None:
    """What is missing of regions, places, counts, sums and the peer's table."""
    with server() as owner:
        known = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not owner.execute(known, [DATABASE]).fetchone():
            owner.execute(f"CREATE DATABASE {DATABASE}")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if Count.objects.exists():
        return
    call_command("load_regions", switch=True, verbosity=0)
    call_command("load_vocabulary", verbosity=0)
    fill_places(places)
    began = time.monotonic()
    markets = list(Market.objects.order_by("pk").values_list("pk", "region_code"))
    codes = list(Trade.objects.values_list("code", flat=True))
    day = FIRST
    while day <= LAST:
        last = min(LAST, (day + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1))
        months.ready(day)
        with (
            connection.cursor() as cursor,
            cursor.copy(
                "COPY directory_count (key, day, session, market_id, region_code, seekers, posts,"
                " hires, trades, method, counted_at) FROM STDIN"
            ) as copy,
        ):
            for rows in counts(markets, codes, day, last):
                copy.write(rows)
        day = last + dt.timedelta(days=1)
    print(f"COPY: {time.monotonic() - began:.0f} s", flush=True)
    began = time.monotonic()
    sums.refresh_all()
    print(f"all sums made: {time.monotonic() - began:.0f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute(PEER)
        cursor.execute("ANALYZE directory_count, directory_countsum, directory_countdirty")


def fill_places(places: int) -> None:
    """Like one place, spread evenly over the counties of the two provinces."""
    make_market()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
            " WHERE table_name = 'directory_market'"
            " AND column_name NOT IN ('id', 'public_id', 'region_code')"
        )
        columns = cursor.fetchone()[0]
        cursor.execute(
            f"WITH counties AS (SELECT code, row_number() OVER (ORDER BY code) - 1 AS at"
            f" FROM geo_region WHERE level = 'county' AND left(code, 2) = ANY(%s))"
            f" INSERT INTO directory_market (public_id, region_code, {columns})"
            f" SELECT 'z' || lpad(n::text, 7, '0'), c.code, {columns}"
            f" FROM (SELECT * FROM directory_market LIMIT 1) one, generate_series(1, %s) n"
            f" JOIN counties c ON c.at = n %% (SELECT count(*) FROM counties)",
            [list(PROVINCES), places - 1],
        )


def counts(
    markets: list[tuple[int, str]], codes: list[str], first: dt.date, last: dt.date
) -> Iterator[str]:
    """COPY's lines of each day: every place in the morning, nearly all in the afternoon."""
    chance, number = random.Random(first.toordinal()), first.toordinal() << 64
    for at in range((last - first).days + 1):
        day = first + dt.timedelta(days=at)
        lines = []
        for market, region in markets:
            for session in ("am", "pm"):
                if session == "pm" and chance.random() > AFTERNOONS:
                    continue
                number += 1
                came = 20 + int(chance.random() * 140)
                posts, share = came * 7 // 10, came // 4
                trades = ",".join(
                    f'"{codes[(market + n) % len(codes)]}":{{"seekers":{share},"posts":{share}}}'
                    for n in range(TRADES_EACH)
                )
                lines.append(
                    f"{number:032x}\t{day}\t{session}\t{market}\t{region}\t{came}\t{posts}"
                    f"\t{posts // 2}\t{{{trades}}}\theads\t{day} 05:00:00+08\n"
                )
        yield "".join(lines)


def peer(region: str, start: dt.date, end: dt.date) -> dict[dt.date, tuple[int, ...]]:
    """The page's figures from the plain table; the days' sums of the period."""
    prefix = prefix_of(region)
    asked = {"prefix": f"{prefix}%", "start": start, "end": end}
    below = len(prefix) + 2
    with connection.cursor() as cursor:
        whole = DAYS.format(PLACES.format(of="''"))
        cursor.execute(whole, asked | {"start": start - BACK})
        days = {row[0]: tuple(map(int, row[1:])) for row in cursor.fetchall()}
        cursor.execute(BY_TRADE, asked)
        cursor.fetchall()
        if below <= 6:
            cursor.execute(PARTS.format(PLACES.format(of=f"left(region_code, {below})")), asked)
            cursor.fetchall()
    return {day: said for day, said in days.items() if day >= start}


def page(client: Client, region: str, start: dt.date, end: dt.date) -> bytes:
    address = reverse("office:monitoring_dashboard")
    answer = client.get(address, {"region": region, "start": start, "end": end, "session": "am"})
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content


def same(region: str, start: dt.date, end: dt.date) -> None:
    ours = {
        day.day: (day.seekers, day.posts, day.hires, day.places)
        for day in pulse(region, start, end).counted
    }
    assert ours == peer(region, start, end), f"{region}: not the same sums"


def plans() -> None:
    with CaptureQueriesContext(connection) as seen:
        pulse("370000", LAST - dt.timedelta(days=89), LAST)
    reads = [each["sql"] for each in seen if 'directory_count"' in each["sql"]]
    print(
        f"the dashboard's {len(seen)} questions read {len(reads)} times from the counts themselves"
    )
    for start in (dt.date(2026, 10, 1), dt.date(2026, 8, 15)):
        rows = Count.objects.filter(market_id=1, day__range=(start, LAST), withdrawn=False)
        touched = sorted(set(re.findall(r"directory_count_\d{4}_\d\d(?=\s|$)", rows.explain())))
        print(f"a place's counts from {start} to {LAST}: {', '.join(touched)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--drop", action="store_true", help="the database, at the end")
    given = parser.parse_args()
    make(given.places)
    official = Official.objects.first() or make_official("province", region_code="370000")
    client = sign_in(Client(SERVER_NAME="localhost"), official)
    print(f"{Count.objects.count():,} counts, {CountSum.objects.count():,} sums", flush=True)
    for name, region in (("county", "370403"), ("city", "370400"), ("province", "370000")):
        for days in (90, 365):
            start = LAST - dt.timedelta(days=days - 1)
            same(region, start, LAST)
            page(client, region, start, LAST)
            taken = [
                [seconds(page, client, region, start, LAST), seconds(peer, region, start, LAST)]
                for _ in range(given.rounds)
            ]
            ours, theirs = (statistics.median(side) for side in zip(*taken, strict=True))
            ratios = sorted(b / a for a, b in taken)
            print(
                f"{name}, {days} days: page {ours * 1000:.0f} ms (slowest"
                f" {max(each[0] for each in taken) * 1000:.0f}), plain {theirs * 1000:.0f} ms,"
                f" ratio {statistics.median(ratios):.1f} ({ratios[0]:.1f}–{ratios[-1]:.1f})",
                flush=True,
            )
    plans()
    if given.drop:
        connection.close()
        with server() as owner:
            owner.execute(f"DROP DATABASE {DATABASE}")


def seconds(act: Any, *asked: Any) -> float:
    began = time.perf_counter()
    act(*asked)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
