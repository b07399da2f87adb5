"""Every table of the directory is watched by its history, or is said not to be and why."""

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import connection

from directory.history_watched import NOT_WATCHED, WATCHED

PREFIX = "directory_"


def tables() -> set[str]:
    """Of the models, and of the relations that Django keeps in tables of their own."""
    models = apps.get_app_config("directory").get_models(include_auto_created=True)
    return {model._meta.db_table.removeprefix(PREFIX) for model in models}


def unaccounted(found: Iterable[str]) -> set[str]:
    return set(found) - {each.kind for each in WATCHED} - set(NOT_WATCHED)


def test_every_table_is_watched_or_said_not_to_be() -> None:
    assert unaccounted(tables()) == set()
    assert unaccounted({"market", "brand_new"}) == {"brand_new"}


def test_nothing_is_listed_that_is_not_there_or_listed_twice() -> None:
    listed = [each.kind for each in WATCHED] + list(NOT_WATCHED)
    assert set(listed) - tables() == set()
    assert len(listed) == len(set(listed))
    assert all(reason for reason in NOT_WATCHED.values())


@pytest.mark.django_db
def test_the_database_watches_what_the_list_says() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, array_agg(tgname ORDER BY tgname) FROM pg_trigger"
            " JOIN pg_class ON pg_class.oid = tgrelid"
            " JOIN pg_proc ON pg_proc.oid = tgfoid AND proname = 'directory_history_note'"
            " WHERE tgenabled = 'O' GROUP BY relname"
        )
        watched = {name.removeprefix(PREFIX): triggers for name, triggers in cursor.fetchall()}
    every = ["history_delete", "history_insert", "history_update"]
    assert watched == {each.kind: every for each in WATCHED}


@pytest.mark.django_db
def test_the_columns_that_the_list_names_exist() -> None:
    wrong = []
    with connection.cursor() as cursor:
        for each in WATCHED:
            described = connection.introspection.get_table_description(cursor, each.table)
            columns = {column.name for column in described}
            named = {"id", *each.ways.values(), *each.ignored, *each.secret}
            wrong += [f"{each.kind}.{name}" for name in sorted(named - columns)]
    assert wrong == []
