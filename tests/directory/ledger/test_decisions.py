"""Deciding what is public, confirming facts, linking a hall and its kerb."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from directory.confirmations import confirm
from directory.decisions import decide
from directory.errors import EntryErrors
from directory.links import link
from directory.models import Confirmation, HallKerbLink, Market
from tests.factories.ledger import make_market

pytestmark = pytest.mark.django_db


def test_a_decision_publishes_and_another_takes_down() -> None:
    market = make_market()

    decide(market, "publish", market.office, "规范运行")
    assert Market.objects.published().exists()

    decide(market, "withdraw", market.office, "投诉核实中")
    assert not Market.objects.published().exists()


def test_a_decision_needs_a_reason_and_a_known_word_and_a_past_moment() -> None:
    market = make_market()
    tomorrow = timezone.now() + dt.timedelta(days=1)

    with pytest.raises(EntryErrors) as caught:
        decide(market, "perhaps", market.office, " ", at=tomorrow)

    assert set(caught.value.errors) == {"decision", "reason", "decided_at"}


def test_a_candidate_building_cannot_be_published_but_can_be_withheld() -> None:
    market = make_market(form="candidate")

    with pytest.raises(EntryErrors, match="备选场地"):
        decide(market, "publish", market.office, "规范运行")

    decide(market, "withhold", market.office, "尚未启用")


def test_facts_are_confirmed_once_a_day() -> None:
    market = make_market()
    day = timezone.localdate() - dt.timedelta(days=3)

    confirm(market, ["hours", "location"], market.office, day)
    confirm(market, ["hours"], market.office, day)

    assert Confirmation.objects.filter(confirmed_on=day).count() == 2


def test_a_confirmation_is_today_unless_said_and_never_in_the_future() -> None:
    market = make_market()
    assert confirm(market, ["hours"], market.office)[0].confirmed_on == timezone.localdate()

    with pytest.raises(EntryErrors, match="将来"):
        confirm(market, ["hours"], market.office, timezone.localdate() + dt.timedelta(days=1))


@pytest.mark.parametrize("facts", [[], ["wages"]])
def test_only_public_facts_are_confirmed(facts: list[str]) -> None:
    market = make_market()

    with pytest.raises(EntryErrors) as caught:
        confirm(market, facts, market.office)
    assert list(caught.value.errors) == ["fact"]


def test_a_hall_is_linked_to_a_kerb_once() -> None:
    hall, kerb = make_market(form="hall"), make_market(form="kerb")

    assert link(hall, kerb) == link(hall, kerb)
    assert HallKerbLink.objects.count() == 1


def test_a_kerb_is_no_hall() -> None:
    hall, kerb = make_market(form="hall"), make_market(form="kerb")

    with pytest.raises(EntryErrors) as caught:
        link(kerb, hall)
    assert set(caught.value.errors) == {"hall", "kerb"}


def test_each_of_them_asks_for_a_publication(django_capture_on_commit_callbacks: Any) -> None:
    hall, kerb = make_market(form="hall"), make_market(form="kerb")
    for write in (
        lambda: decide(hall, "publish", hall.office, "规范运行"),
        lambda: confirm(hall, ["hours"], hall.office),
        lambda: link(hall, kerb),
    ):
        with django_capture_on_commit_callbacks() as callbacks:
            write()
        assert len(callbacks) == 1
