"""Verifying the history: every hash computed anew, no number missing, the noted head still there.

The text that is hashed is built here from the columns, not asked of the database: see
directory_history_text in directory/sql/history.sql, which this must agree with.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

ZERO = "0" * 64
CHUNK = 5000
_COLUMNS = (
    "seq, at, txid, official, actor, act, reason, db_role, kind, object_pk, market_pk, public_id,"
    " region_code, region_before, operation, before::text, after::text, prev_hash, hash"
)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class BrokenChain(Exception):
    """The history is not what was written. `seq`: the first entry that shows it."""

    def __init__(self, seq: int, reason: str) -> None:
        self.seq = seq
        super().__init__(f"entry {seq}: {reason}")


@dataclass(frozen=True, slots=True)
class Verified:
    """`count` entries hold together, up to number `seq` with the hash `head`."""

    count: int
    seq: int
    head: str


def verify(start: int = 1, expect: str = "") -> Verified:
    """Follow the chain from entry `start`; BrokenChain names the first that does not hold.

    `expect` is a head noted earlier: without an entry that has it the chain was cut or rewritten.
    """
    with transaction.atomic():
        before = _hash_of(start - 1) if start > 1 else ZERO
        # Closed here and now: left to the collector it might be closed amid another statement.
        with closing(_rows(start)) as rows:
            return follow(rows, start, before, expect)


def follow(rows: Iterable[tuple[Any, ...]], start: int, before: str, expect: str) -> Verified:
    """As `verify`, over the columns of entries in order; `before` is the hash that precedes."""
    seq, found = start - 1, not expect or expect == before
    for row in rows:
        seq += 1
        if row[0] != seq:
            raise BrokenChain(seq, f"missing; the next one there is {row[0]}")
        if row[-2] != before:
            raise BrokenChain(seq, "does not continue the entry before it")
        if row[-1] != digest(row):
            raise BrokenChain(seq, "its content is not what its hash was made of")
        before = row[-1]
        found = found or before == expect
    if not found:
        raise BrokenChain(
            seq + 1, f"no entry has the expected hash {expect}: the end was cut off or made anew"
        )
    return Verified(seq - start + 1, seq, before)


def digest(row: tuple[Any, ...]) -> str:
    """The hash of one entry from its columns, the one before it among them."""
    seq, at, txid, official, actor, act, reason, role, kind, pk, market, *rest = row
    public_id, region, region_before, operation, old, new, prev_hash, _hash = rest
    lines = (
        seq,
        (at - _EPOCH) // dt.timedelta(microseconds=1),
        txid,
        _or_null(official),
        *(json.dumps(each, ensure_ascii=False) for each in (actor, act, reason, role, kind)),
        pk,
        _or_null(market),
        *(
            json.dumps(each, ensure_ascii=False)
            for each in (public_id, region, region_before, operation)
        ),
        _or_null(old),
        _or_null(new),
        prev_hash,
    )
    return hashlib.sha256("\n".join(map(str, lines)).encode()).hexdigest()


def _or_null(value: object) -> object:
    return "null" if value is None else value


def _rows(start: int) -> Generator[tuple[Any, ...], None, None]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM directory_historyentry WHERE seq >= %s ORDER BY seq",  # noqa: S608
            [start],
        )
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


def _hash_of(seq: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM directory_historyentry WHERE seq = %s", [seq])
        row = cursor.fetchone()
    if row is None:
        raise BrokenChain(seq, "missing; verification cannot begin after it")
    return str(row[0])
