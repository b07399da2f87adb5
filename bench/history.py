"""What the history costs a long statement: stored without it, with it, and with a peer's trigger.

    python bench/history.py [--sizes N ...] [--rounds N] [--entries N]

As the owner of an empty or filled database with one place at least. Every statement is settled as a
commit would and rolled back: nothing stays. The three take turns, so that a busy machine slows all.
The peer does per row what django-pghistory's trigger does: it copies the row into an event table,
without author, hash or order.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from directory.history_chain import verify  # noqa: E402
from directory.models import HistoryEntry  # noqa: E402

SIDES = ("without", "history", "peer")
_WITHOUT = "; ".join(
    f"ALTER TABLE directory_market DISABLE TRIGGER history_{event}"
    for event in ("insert", "update")
)
_PEER = """
    CREATE TABLE bench_event AS SELECT now() AS happened_at, ''::text AS label, m.*
        FROM directory_market m WHERE false;
    CREATE FUNCTION bench_note() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO bench_event SELECT now(), TG_OP, NEW.*;
        RETURN NULL;
    END $$;
    CREATE TRIGGER bench_note AFTER INSERT OR UPDATE ON directory_market
        FOR EACH ROW EXECUTE FUNCTION bench_note()
"""


def run(statement: str) -> float:
    """Seconds of the statement and of all that a commit would still have to do."""
    with connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        spent = time.perf_counter() - began
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return spent


def copies(count: int) -> str:
    """One statement that stores `count` places like the first there is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
            " WHERE table_name = 'directory_market' AND column_name NOT IN ('id', 'public_id')"
        )
        columns = cursor.fetchone()[0]
    return (
        f"INSERT INTO directory_market (public_id, {columns})"
        f" SELECT 'z' || lpad(at::text, 7, '0'), {columns}"
        f" FROM (SELECT * FROM directory_market ORDER BY id LIMIT 1) one,"
        f" generate_series(1, {count}) at"
    )


def seconds(side: str, count: int) -> tuple[float, float]:
    """To store so many places, and to rename them, each in one statement."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if side != "history":
                cursor.execute(_WITHOUT)
            if side == "peer":
                cursor.execute(_PEER)
        stored = run(copies(count))
        renamed = run("UPDATE directory_market SET name = name || '甲' WHERE public_id ~ '^z[0-9]'")
        transaction.set_rollback(True)
    return stored, renamed


def verifying(count: int) -> float:
    with transaction.atomic():
        newest = HistoryEntry.objects.first()
        run(copies(count))
        began = time.perf_counter()
        found = verify(start=newest.seq + 1 if newest else 1)
        spent = time.perf_counter() - began
        transaction.set_rollback(True)
    if found.count < count:
        raise RuntimeError(f"{found.count} entries verified of {count}")
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 20_000])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--entries", type=int, default=100_000, help="to verify")
    given = parser.parse_args()

    for count in given.sizes:
        taken = [[seconds(side, count) for side in SIDES] for _ in range(given.rounds)]
        for at, act in enumerate(("store", "rename")):
            times = {side: [row[n][at] for row in taken] for n, side in enumerate(SIDES)}
            said = ", ".join(
                f"{side} {statistics.median(each):.2f} s" for side, each in times.items()
            )
            for side in ("without", "peer"):
                pairs = zip(times["history"], times[side], strict=True)
                ratios = sorted(mine / theirs for mine, theirs in pairs)
                spread = f"{ratios[0]:.1f}–{ratios[-1]:.1f}"
                said += f"; history/{side} {statistics.median(ratios):.1f} ({spread})"
            print(f"{act} {count}: {said}", flush=True)
    spent = verifying(given.entries)
    print(f"verify {given.entries} entries: {spent:.1f} s, {given.entries / spent:.0f} a second")


if __name__ == "__main__":
    main()
