"""Status and publication from the command line."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from directory.models import Market, StatusPeriod
from tests.factories.ledger import make_market, make_office

pytestmark = pytest.mark.django_db


def test_a_place_is_suspended_reopened_and_closed() -> None:
    market = make_market()
    name = market.public_id

    call_command("place_status", name, "suspend", "--on", "2026-03-01", "--note", "检修")
    call_command("place_status", name, "reopen", "--on", "2026-03-20")
    call_command("place_status", name, "close", "--on=2026-06-01")

    assert [
        (period.status, str(period.starts_on), str(period.ends_on), period.note)
        for period in market.status_periods.all()
    ] == [
        ("suspended", "2026-03-01", "2026-03-20", "检修"),
        ("closed", "2026-06-01", "None", ""),
    ]


def test_a_place_moves_to_another() -> None:
    old, new = make_market(), make_market()

    call_command("place_status", old.public_id, "move", "--on=2026-03-01", "--to", new.public_id)

    assert StatusPeriod.objects.get().successor == new


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["zzzz", "close", "--on=2026-03-01"], "no place"),
        (["here", "move", "--on=2026-03-01"], "--to"),
        (["here", "close", "--on=2026-03-01", "--to=zzzz"], "--to"),
        (["here", "close", "--on=2026-03-01", "--until=2026-04-01"], "--until"),
        (["here", "move", "--on=2026-03-01", "--to=zzzz"], "no place"),
        (["here", "reopen", "--on=2026-03-01"], "无需恢复"),
        (["here", "close", "--on=tomorrow"], "--on"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: list[str], words: str) -> None:
    make_market(public_id="here")

    with pytest.raises(CommandError, match=words):
        call_command("place_status", *arguments)
    assert not StatusPeriod.objects.exists()


def test_a_place_is_published_and_withdrawn_by_a_named_office() -> None:
    market, office = make_market(), make_office()

    call_command("publish_place", market.public_id, "--reason=规范运行")
    assert Market.objects.published().exists()

    call_command(
        "publish_place",
        market.public_id,
        "--decision=withdraw",
        "--reason=投诉核实中",
        "--office",
        office.code,
    )
    assert not Market.objects.published().exists()
    assert market.decisions.latest().office == office


def test_a_publication_needs_a_place_an_office_and_a_reason() -> None:
    market = make_market(form="candidate")
    for arguments in (
        ["zzzz", "--reason=x"],
        [market.public_id, "--reason=x", "--office=nobody"],
        [market.public_id, "--reason=x"],
        [market.public_id, "--reason= ", "--decision=withhold"],
        [market.public_id],
    ):
        with pytest.raises(CommandError):
            call_command("publish_place", *arguments)
    assert not market.decisions.exists()
