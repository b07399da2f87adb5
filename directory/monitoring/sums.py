"""Sums by day and region, made anew for each (region, day) that a count has touched.

Each sum is made from the counts themselves, never by adding to what stood there: after a
correction it is what it would have been. Upper levels add up the one below.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import connection, transaction

SQL = Path(__file__).resolve().parents[1] / "sql" / "count_sums.sql"
COUNTY, CITY, PROVINCE, COUNTRY = range(4)
WHOLE_COUNTRY = "000000"
BATCH = 2000
_LOCK = (38, 2023)


def level_of(code: str) -> int:
    """At which level the sums of a region are kept, by its six digits."""
    if code == WHOLE_COUNTRY:
        return COUNTRY
    if code.endswith("0000"):
        return PROVINCE
    return CITY if code.endswith("00") else COUNTY


def refresh(most: int = BATCH) -> int:
    """Works off up to `most` marks; how many it took. One at a time, the others wait."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", _LOCK)
        cursor.execute(
            "DELETE FROM directory_countdirty WHERE id IN"
            " (SELECT id FROM directory_countdirty ORDER BY day, region_code LIMIT %s)"
            " RETURNING region_code, day",
            [most],
        )
        marks = cursor.fetchall()
        if marks:
            _make(cursor, sorted(set(marks)))
        return len(marks)


def refresh_all() -> int:
    """Until no mark is left."""
    done = 0
    while taken := refresh():
        done += taken
    return done


def _make(cursor: Any, marks: Sequence[tuple[str, dt.date]]) -> None:
    clear, fill, clear_upper, fill_upper = SQL.read_text(encoding="utf-8").split("-- split\n")
    days = [day for _, day in marks]
    own = {
        "regions": [code for code, _ in marks],
        "days": days,
        "first": min(days),
        "last": max(days),
    }
    # The head of the file names parameters of all four.
    clear = clear[clear.index("DELETE") :]
    for statement in (clear, fill):
        cursor.execute(statement, own)
    for level, digits in ((CITY, 4), (PROVINCE, 2), (COUNTRY, 0)):
        stems = sorted({(code[:digits], day) for code, day in marks})
        upper = {
            "level": level,
            "digits": digits,
            "stems": [stem for stem, _ in stems],
            "days": [day for _, day in stems],
        }
        for statement in (clear_upper, fill_upper):
            cursor.execute(statement, upper)
