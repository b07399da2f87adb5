"""The application's own database role can neither rewrite the history nor write past it."""

from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from directory import checks
from tests import app_role
from tests.factories.history import last_number, written_since
from tests.factories.ledger import make_decision, make_market

pytestmark = pytest.mark.django_db(transaction=True)
Connection = psycopg.Connection[tuple[Any, ...]]

FORBIDDEN = {
    "update": "UPDATE directory_historyentry SET actor = 'x'",
    "delete": "DELETE FROM directory_historyentry",
    "truncate": "TRUNCATE directory_historyentry",
    "insert": "INSERT INTO directory_historyentry SELECT * FROM directory_historyentry",
    "copy": "COPY directory_historyentry FROM STDIN",
    "lock": "LOCK TABLE directory_historyentry IN EXCLUSIVE MODE",
    "drop": "DROP TABLE directory_historyentry",
    "note of one's own": "INSERT INTO directory_historypending (txid) VALUES (1)",
    "look at notes": "SELECT * FROM directory_historypending",
    "forget notes": "DELETE FROM directory_historypending",
    "excuse oneself": "INSERT INTO directory_historypause VALUES (txid_current())",
    "ask to be excused": "SELECT directory_history_pause('x')",
    "disable the refusal": "ALTER TABLE directory_historyentry DISABLE TRIGGER history_refuse",
    "disable the note": "ALTER TABLE directory_market DISABLE TRIGGER history_update",
    "drop the note": "DROP TRIGGER history_update ON directory_market",
    "replace the function": (
        "CREATE OR REPLACE FUNCTION directory_history_note() RETURNS trigger"
        " LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
    ),
    "shadow a function": "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "run as a replica": "SET session_replication_role = replica",
    "become the owner": "SET ROLE {owner}",
    "empty the ledger": "TRUNCATE directory_market CASCADE",
    "change a decision": "UPDATE directory_publicationdecision SET reason = 'x'",
    "take back a decision": "DELETE FROM directory_publicationdecision",
    "call a migration done": "INSERT INTO django_migrations (app, name) VALUES ('x', 'y')",
}


@pytest.mark.parametrize("deed", FORBIDDEN)
def test_the_role_may_not(app: Connection, deed: str) -> None:
    owner = connection.settings_dict["USER"]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(FORBIDDEN[deed].format(owner=owner))


def test_the_role_may_not_forge_a_note_by_a_trigger_on_a_table_of_its_own(app: Connection) -> None:
    app.execute("CREATE TEMPORARY TABLE mine (id bigint)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(
            "CREATE TRIGGER forge AFTER INSERT ON mine REFERENCING NEW TABLE AS new_rows"
            " FOR EACH STATEMENT EXECUTE FUNCTION directory_history_note('market', '{}', '', '')"
        )


def test_a_table_of_the_sessions_own_does_not_stand_in_for_the_historys(app: Connection) -> None:
    market = make_market()
    before = last_number()
    app.execute("CREATE TEMPORARY TABLE directory_historypause AS SELECT txid_current() AS txid")
    app.execute("CREATE TEMPORARY TABLE directory_historypending (LIKE directory_market)")
    app.execute("UPDATE directory_market SET name = '改' WHERE id = %s", [market.pk])
    app.commit()
    assert [entry.after["name"] for entry in written_since(before)] == ["改"]


def test_what_the_role_writes_stands_in_the_history_with_its_name(app: Connection) -> None:
    market = make_market()
    before = last_number()
    app.execute("UPDATE directory_market SET name = '改名' WHERE id = %s", [market.pk])
    assert written_since(before) == []
    app.commit()
    [entry] = written_since(before)
    assert entry.db_role == settings.APP_DATABASE_ROLE
    assert (entry.before, entry.after["name"]) == ({"name": market.name}, "改名")
    assert entry.public_id == market.public_id


def test_deferring_and_settling_by_hand_does_not_get_around_it(app: Connection) -> None:
    market = make_market()
    before = last_number()
    app.execute("SET CONSTRAINTS ALL IMMEDIATE")
    app.execute("UPDATE directory_market SET name = '一' WHERE id = %s", [market.pk])
    app.execute("SET CONSTRAINTS ALL DEFERRED")
    app.execute("UPDATE directory_market SET name = '二' WHERE id = %s", [market.pk])
    app.commit()
    assert [entry.after["name"] for entry in written_since(before)] == ["一", "二"]


def test_every_table_is_open_to_the_role_but_those_that_are_named(app: Connection) -> None:
    app.execute("SELECT count(*) FROM directory_historyentry")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = current_schema()::regnamespace"
            # A month of counts is reached through the whole.
            " AND NOT relispartition AND NOT has_table_privilege(%s, oid, 'DELETE')"
            " ORDER BY relname",
            [settings.APP_DATABASE_ROLE],
        )
        closed = [row[0] for row in cursor.fetchall()]
    assert closed == [
        "directory_countcorrection",
        "directory_historyentry",
        "directory_historypause",
        "directory_historypending",
        "directory_publicationdecision",
        "directory_return",
        "directory_returncopy",
        "directory_returnrow",
        "django_migrations",
        "spatial_ref_sys",
    ]


def test_a_decision_can_still_be_added(app: Connection) -> None:
    market = make_market()
    decision = make_decision(market)
    app.execute(
        "INSERT INTO directory_publicationdecision (market_id, decision, decided_at, office_id,"
        " reason) VALUES (%s, 'withdraw', now(), %s, '撤下')",
        [market.pk, decision.office_id],
    )
    app.commit()
    assert market.decisions.count() == 2


def test_a_table_added_later_is_granted_by_the_next_run(app: Connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later (id bigserial PRIMARY KEY, what text)")
    try:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("INSERT INTO later (what) VALUES ('x')")
        app.rollback()
        app_role.ready()
        app.execute("INSERT INTO later (what) VALUES ('x')")
        app.commit()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE later")


def test_a_role_that_could_do_more_is_refused() -> None:
    owner = connection.settings_dict["USER"]
    with (
        override_settings(APP_DATABASE_ROLE=owner),
        pytest.raises(CommandError, match="as the owner of the tables"),
    ):
        call_command("grant_app_role")


def test_the_deployment_check_warns_of_a_role_that_may_write_the_history() -> None:
    assert [found.id for found in checks.application_role()] == [checks.W001]


def test_the_deployment_check_has_nothing_to_say_of_the_applications_role() -> None:
    app_role.ready()
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {connection.ops.quote_name(settings.APP_DATABASE_ROLE)}")
        try:
            assert checks.application_role() == []
        finally:
            cursor.execute("RESET ROLE")
