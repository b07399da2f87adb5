"""Every change of a watched table is one link of the chain; nothing else is."""

import datetime as dt
import threading
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F

from directory.history import attribute
from directory.history_chain import verify
from directory.models import HistoryEntry, HistoryIsFinal, Market, Official
from tests import app_role
from tests.factories.history import last_number, written_since
from tests.factories.ledger import (
    make_event,
    make_market,
    make_period,
    make_service,
    make_trade,
    market_values,
)
from tests.factories.people import make_official

pytestmark = pytest.mark.django_db(transaction=True)


def said(entry: HistoryEntry) -> tuple[str, str, str]:
    return entry.kind, entry.operation, entry.public_id


def test_an_entry_says_who_what_why_where_and_from_what_to_what() -> None:
    official = make_official("city")
    market = make_market(region_code="370403")
    before = last_number()
    with transaction.atomic():
        attribute(official, "proposal.approve", "核对无误")
        Market.objects.filter(pk=market.pk).update(address="新址 1 号", region_code="370404")
    [entry] = written_since(before)
    assert said(entry) == ("market", "update", market.public_id)
    assert (entry.official, entry.actor) == (official.pk, official.username)
    assert (entry.act, entry.reason) == ("proposal.approve", "核对无误")
    assert (entry.region_before, entry.region_code) == ("370403", "370404")
    assert entry.before == {"address": market.address, "region_code": "370403"}
    assert entry.after["address"] == "新址 1 号"
    assert entry.after["name"] == market.name
    assert entry.market_pk == market.pk
    assert abs(entry.at - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=30)


def test_parts_words_and_dates_of_a_place_are_entries_of_that_place() -> None:
    market = make_market()
    service = make_service()
    before = last_number()
    with transaction.atomic():
        market.services.add(service)
        make_period(market, "suspended", dt.date(2026, 12, 1))
        market.market_trades.create(trade=make_trade("weaver-of-history"))
    entries = [each for each in written_since(before) if each.kind != "trade"]
    assert [said(each)[:2] for each in entries] == [
        ("market_services", "insert"),
        ("statusperiod", "insert"),
        ("markettrade", "insert"),
    ]
    assert {each.public_id for each in entries} == {market.public_id}
    assert {each.region_code for each in entries} == {market.region_code}
    assert len({each.txid for each in entries}) == 1


def test_the_trades_of_an_event_are_entries_of_that_event() -> None:
    event = make_event()
    before = last_number()
    trade = make_trade("waver-of-events")
    event.trades.add(trade)
    entry = written_since(before)[-1]
    assert said(entry) == ("event_trades", "insert", event.public_id)
    assert entry.region_code == event.region_code


def test_a_place_that_was_deleted_keeps_its_name_in_the_entries_of_its_parts() -> None:
    market = make_market(trades=("deleted-with-its-place",))
    before = last_number()
    market_id = market.pk
    with transaction.atomic(), connection.cursor() as cursor:
        # The place first: its parts can then only be told by the history.
        cursor.execute("DELETE FROM directory_market WHERE id = %s", [market_id])
        cursor.execute("DELETE FROM directory_markettrade WHERE market_id = %s", [market_id])
    entries = written_since(before)
    assert [said(each) for each in entries] == [
        ("market", "delete", market.public_id),
        ("markettrade", "delete", market.public_id),
    ]
    assert entries[0].before["name"] == market.name
    assert entries[0].after is None


def test_what_changes_nothing_makes_no_entry() -> None:
    market = make_market()
    before = last_number()
    market.save()
    Market.objects.filter(pk=market.pk).update(name=market.name)
    assert written_since(before) == []


def rename_and_fail(market: Market, name: str) -> None:
    with transaction.atomic():
        Market.objects.filter(pk=market.pk).update(name=name)
        raise RuntimeError("changed my mind")


def test_a_transaction_that_is_rolled_back_leaves_nothing() -> None:
    market = make_market()
    before = last_number()
    with pytest.raises(RuntimeError, match="changed my mind"):
        rename_and_fail(market, "改")
    assert written_since(before) == []


def test_a_savepoint_that_is_rolled_back_leaves_nothing_and_loses_nothing() -> None:
    market = make_market()
    before = last_number()
    with transaction.atomic():
        with pytest.raises(RuntimeError, match="changed my mind"):
            rename_and_fail(market, "一")
        Market.objects.filter(pk=market.pk).update(name="二")
        with pytest.raises(RuntimeError, match="changed my mind"):
            rename_and_fail(market, "三")
        Market.objects.filter(pk=market.pk).update(name="四")
    assert [entry.after["name"] for entry in written_since(before)] == ["二", "四"]


def test_the_author_of_one_transaction_is_not_that_of_the_next_on_the_same_connection() -> None:
    official = make_official("city")
    market = make_market()
    before = last_number()
    with transaction.atomic():
        attribute(official, "place.save", "更正")
        Market.objects.filter(pk=market.pk).update(name="一")
    Market.objects.filter(pk=market.pk).update(name="二")
    named, unnamed = written_since(before)
    assert named.actor == official.username
    assert (unnamed.official, unnamed.actor, unnamed.act, unnamed.reason) == (None, "", "", "")


def test_a_write_before_the_author_is_named_is_attributed_all_the_same() -> None:
    official = make_official("city")
    market = make_market()
    before = last_number()
    with transaction.atomic():
        Market.objects.filter(pk=market.pk).update(name="一")
        attribute(official, "place.save")
    assert [entry.official for entry in written_since(before)] == [official.pk]


def test_a_password_is_not_in_the_history_but_that_it_changed_is() -> None:
    official = make_official("city", email="jingban@example.gov.cn")
    before = last_number()
    official.set_password("a-long-enough-password")
    official.save()
    Official.objects.filter(pk=official.pk).update(last_login=dt.datetime.now(dt.UTC))
    [entry] = written_since(before)
    assert entry.before == {"password": "•"}
    assert (entry.after["password"], entry.after["email"]) == ("•", "•")
    assert "last_login" not in entry.after
    assert entry.region_code == official.office.region_code


def test_many_rows_in_one_statement_are_as_many_entries_in_order() -> None:
    office = make_market().office
    before = last_number()
    made = Market.objects.bulk_create([Market(**market_values(office=office)) for _ in range(50)])
    Market.objects.filter(pk__in=[each.pk for each in made]).update(accuracy_m=F("accuracy_m") + 1)
    entries = written_since(before)
    assert [entry.seq for entry in entries] == list(range(before + 1, before + 101))
    assert [entry.object_pk for entry in entries] == [each.pk for each in made] * 2
    assert {entry.operation for entry in entries[50:]} == {"update"}


def test_the_table_has_the_columns_that_the_model_says() -> None:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(
            cursor, HistoryEntry._meta.db_table
        )
    columns = {column.name: bool(column.null_ok) for column in described}
    assert columns == {field.column: field.null for field in HistoryEntry._meta.concrete_fields}


def rewriting() -> dict[str, Any]:
    every = HistoryEntry.objects
    return {
        "update": lambda: every.update(actor="x"),
        "delete": lambda: every.all().delete(),
        "create": lambda: every.create(seq=1),
        "bulk_create": lambda: every.bulk_create([HistoryEntry(seq=1)]),
        "bulk_update": lambda: every.bulk_update([HistoryEntry(seq=1)], ["actor"]),
        "get_or_create": lambda: every.get_or_create(seq=-1),
        "update_or_create": lambda: every.update_or_create(seq=-1),
        "save": lambda: HistoryEntry(seq=1).save(),
        "delete one": lambda: HistoryEntry(seq=1).delete(),
        "raw delete": lambda: every.all()._raw_delete("default"),
        "save_base": lambda: models.Model.save_base(HistoryEntry(seq=1), force_insert=True),
    }


@pytest.mark.parametrize("way", rewriting())
def test_the_orm_refuses_to_write_it(way: str) -> None:
    with pytest.raises((HistoryIsFinal, DatabaseError), match="历史只能由数据库自动追加"):
        rewriting()[way]()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE directory_historyentry SET actor = 'x'",
        "DELETE FROM directory_historyentry WHERE false",
        "TRUNCATE directory_historyentry",
        "INSERT INTO directory_historyentry SELECT * FROM directory_historyentry LIMIT 0",
    ],
)
def test_the_owner_is_refused_too_while_the_triggers_stand(statement: str) -> None:
    make_market()
    with (
        pytest.raises(DatabaseError, match="历史只能由数据库自动追加"),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_emptying_the_test_database_leaves_the_history_alone() -> None:
    make_market()
    before = last_number()
    call_command("flush", interactive=False, verbosity=0)
    assert not Market.objects.exists()
    assert last_number() >= before > 0


def test_writers_at_once_make_one_chain_without_a_gap_and_without_a_deadlock() -> None:
    """Half of them hold a place that the others refer to.

    A reference is checked at commit, and waits for the place: had the chain's lock been taken
    before that, its holder would wait for a place whose holder waits for the chain.
    """
    app_role.ready()
    pks = [make_market().pk for _ in range(3)]
    before, rounds, failures = last_number(), 25, []

    def turn_of(own: psycopg.Connection[Any], number: int, turn: int) -> None:
        if number < len(pks):
            own.execute("SELECT FROM directory_market WHERE id = %s FOR UPDATE", [pks[number]])
            own.execute(
                "UPDATE directory_market SET accuracy_m = accuracy_m + 1 WHERE id = %s",
                [pks[number]],
            )
        else:
            own.execute(
                "INSERT INTO directory_contact (market_id, label, phone, position)"
                " VALUES (%s, '服务台', %s, 0)",
                [pks[turn % len(pks)], f"0632-{number}{turn:02d}0000"],
            )
        own.commit()

    def work(number: int) -> None:
        with app_role.connect() as own:
            for turn in range(rounds):
                try:
                    turn_of(own, number, turn)
                except psycopg.Error as error:
                    failures.append(error)
                    own.rollback()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2 * len(pks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    entries = written_since(before)
    assert len(entries) == 2 * len(pks) * rounds
    assert [entry.seq for entry in entries] == list(range(before + 1, before + len(entries) + 1))
    by_transaction = [entry.txid for entry in entries]
    runs = [tx for at, tx in enumerate(by_transaction) if at == 0 or by_transaction[at - 1] != tx]
    assert len(runs) == len(set(runs))
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    assert verify().seq == entries[-1].seq
