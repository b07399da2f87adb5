"""Whoever gets around the triggers is found out by the command that follows the chain."""

import io
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from directory.history_chain import verify
from directory.models import HistoryEntry
from tests.factories.history import last_number
from tests.factories.ledger import make_market, make_office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chain() -> Iterator[int]:
    """The number of the first of eight new entries; afterwards they are as they were."""
    first = last_number() + 1
    office = make_office()
    for _ in range(3):
        make_market(office=office).delete()
    make_market(office=office)
    tamper("CREATE TEMPORARY TABLE kept AS TABLE directory_historyentry")
    yield first
    tamper(
        "DELETE FROM directory_historyentry",
        "INSERT INTO directory_historyentry TABLE kept",
        "DROP TABLE kept",
    )
    verify()


def tamper(*statements: str) -> None:
    """As a superuser who has switched the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")


def verified(*options: str) -> str:
    out = io.StringIO()
    call_command("verify_history", *options, stdout=out)
    return out.getvalue()


def refused(*options: str) -> str:
    with pytest.raises(CommandError) as error:
        verified(*options)
    return str(error.value)


def test_a_chain_that_holds_is_counted_and_its_head_printed(chain: int) -> None:
    newest = HistoryEntry.objects.first()
    assert newest
    said = verified()
    assert f"{newest.seq} entries hold together" in said
    assert f"Head: {newest.seq} {newest.hash}" in said


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'somebody else'",
        "reason = 'another'",
        "at = at - interval '1 day'",
        "official = 1",
        'after = after || \'{"name": "x"}\'',
        "before = NULL, after = NULL",
        "public_id = 'aaaaaa'",
        "region_code = '370100'",
        "operation = 'delete'",
        "txid = txid + 1",
        "object_pk = object_pk + 1",
    ],
)
def test_a_changed_entry_is_named(chain: int, change: str) -> None:
    at = chain + 3
    tamper(f"UPDATE directory_historyentry SET {change} WHERE seq = {at}")
    assert f"broken at entry {at}: its content" in refused()


def test_an_entry_that_is_gone_is_named(chain: int) -> None:
    tamper(f"DELETE FROM directory_historyentry WHERE seq = {chain + 2}")
    assert f"broken at entry {chain + 2}: missing" in refused()


def test_closing_the_gap_by_renumbering_shows_too(chain: int) -> None:
    tamper(
        f"DELETE FROM directory_historyentry WHERE seq = {chain + 2}",
        f"UPDATE directory_historyentry SET seq = seq - 1 WHERE seq > {chain + 2}",
    )
    assert f"broken at entry {chain + 2}: does not continue" in refused()


def test_an_entry_hashed_anew_by_somebody_who_knows_how_breaks_the_next(chain: int) -> None:
    at = chain + 3
    tamper(
        f"UPDATE directory_historyentry SET actor = 'x' WHERE seq = {at}",
        "UPDATE directory_historyentry e SET hash ="
        f" directory_history_link(prev_hash, directory_history_text(e), '') WHERE seq = {at}",
    )
    assert f"broken at entry {at + 1}: does not continue" in refused()


def test_an_entry_put_in_at_the_end_without_the_right_hash_is_named(chain: int) -> None:
    newest = last_number()
    tamper(
        "INSERT INTO directory_historyentry SELECT seq + 1, at, txid, official, actor, act, reason,"
        " db_role, kind, object_pk, market_pk, public_id, region_code, region_before, operation,"
        f" before, after, hash, repeat('a', 64) FROM directory_historyentry WHERE seq = {newest}"
    )
    assert f"broken at entry {newest + 1}: its content" in refused()


def test_a_cut_off_end_shows_against_the_head_that_was_noted(chain: int) -> None:
    newest = HistoryEntry.objects.first()
    assert newest
    verified("--expect", newest.hash)
    tamper(f"DELETE FROM directory_historyentry WHERE seq > {newest.seq - 2}")
    verified()
    assert "the end was cut off or made anew" in refused("--expect", newest.hash)


def test_a_head_noted_earlier_is_still_found_when_the_chain_has_grown(chain: int) -> None:
    noted = HistoryEntry.objects.get(seq=chain + 1).hash
    make_market()
    verified("--expect", noted)
    verified("--expect", noted, "--from", str(chain + 2))


def test_following_from_the_middle_sees_what_comes_after_and_no_more(chain: int) -> None:
    tamper(f"UPDATE directory_historyentry SET actor = 'x' WHERE seq = {chain + 1}")
    newest = last_number()
    said = verified("--from", str(chain + 2))
    assert f"{newest - chain - 1} entries hold together" in said
    assert "missing; verification cannot begin" in refused("--from", str(newest + 5))
