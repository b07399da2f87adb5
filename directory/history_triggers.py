"""Putting the history's triggers on the watched tables. For the owner of the schema only."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import connection

from directory.history_watched import WATCHED, Watched

SQL = Path(__file__).resolve().parent / "sql" / "history.sql"
_EVENTS = {
    "insert": "NEW TABLE AS new_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}
_BASELINE = """
    INSERT INTO directory_historypending
        (txid, leads, actor, act, reason, kind, object_pk, market_pk, public_id, region_code,
         region_before, operation, after)
    SELECT txid_current(), row_number() OVER (ORDER BY fresh.id) = 1, 'system',
        'history.baseline', '', %(kind)s, fresh.id, about.market_pk, about.public_id,
        about.region_code, '', 'baseline',
        directory_history_kept(whole.new, %(ignored)s, %(secret)s)
    FROM {table} fresh
    CROSS JOIN LATERAL (SELECT to_jsonb(fresh) AS new) whole
    CROSS JOIN LATERAL directory_history_concerned(whole.new, %(ways)s) about
    ORDER BY fresh.id
"""


def install(tables: Sequence[Watched] = WATCHED) -> list[str]:
    """(Re)creates the triggers of those `tables` that exist; returns the kinds new to the history.

    What stands in a table when it is watched for the first time becomes its baseline.
    """
    fresh = []
    with connection.cursor() as cursor:
        # As the triggers do: instants in the history are in UTC whatever the session says.
        cursor.execute("SET LOCAL timezone = 'UTC'")
        for watched in tables:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [watched.table])
            if not cursor.fetchone()[0]:
                continue
            if not _is_watched(cursor, watched):
                fresh.append(watched.kind)
                _note_baseline(cursor, watched)
            _create_triggers(cursor, watched)
    return fresh


def _is_watched(cursor: Any, watched: Watched) -> bool:
    cursor.execute(
        "SELECT EXISTS (SELECT FROM pg_trigger"
        " WHERE tgrelid = %s::regclass AND tgname = 'history_insert')",
        [watched.table],
    )
    return bool(cursor.fetchone()[0])


def _note_baseline(cursor: Any, watched: Watched) -> None:
    cursor.execute(
        _BASELINE.format(table=connection.ops.quote_name(watched.table)),
        {
            "kind": watched.kind,
            "ways": json.dumps(dict(watched.ways)),
            "ignored": list(watched.ignored),
            "secret": list(watched.secret),
        },
    )


def _create_triggers(cursor: Any, watched: Watched) -> None:
    arguments = (
        watched.kind,
        json.dumps(dict(watched.ways), sort_keys=True),
        ",".join(watched.ignored),
        ",".join(watched.secret),
    )
    said = ", ".join("'" + each.replace("'", "''") + "'" for each in arguments)
    for event, tables in _EVENTS.items():
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER history_{event} AFTER {event.upper()}"
            f" ON {connection.ops.quote_name(watched.table)} REFERENCING {tables}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION directory_history_note({said})"
        )
