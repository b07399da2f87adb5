"""How complete a place is: the same in words for one, and worked out by the database for a list."""

from dataclasses import replace

import pytest

from directory import places
from directory.completeness import FACTS, completeness
from directory.models import Market, Proposal
from directory.overview import (
    UNDECIDED,
    named_like,
    with_completeness,
    with_open_proposals,
    with_publication,
)
from tests.directory.ledger.entering import place
from tests.factories.ledger import make_decision, make_market

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", FACTS)
def test_each_missing_fact_is_named(field: str) -> None:
    whole = replace(place(), free_of_charge=False, complaint_line="12345")
    assert completeness(whole).missing == ()
    assert completeness(whole).percent == 100
    empty = {"free_of_charge": None}.get(field, type(getattr(whole, field))())
    less = completeness(replace(whole, **{field: empty}))
    assert less.missing == (str(FACTS[field]),)
    assert (less.filled, less.percent) == (len(FACTS) - 1, 90)


def test_the_database_counts_as_the_entry_does() -> None:
    for values in (
        {},
        {"hours": "", "zones": ()},
        {"trades": (), "services": ()},
        {"contacts": (), "facilities": (), "hotline": "", "free_of_charge": True},
    ):
        saved = places.write_place(place(**values)).market
        listed = with_completeness(Market.objects.all()).get(pk=saved.pk)
        assert listed.filled == completeness(place(**values)).filled


def test_the_newest_decision_is_the_state_of_publication() -> None:
    market = make_market(published=True)
    other = make_market()
    make_decision(market, "withdraw")
    found = with_publication(Market.objects.all())
    assert found.get(pk=market.pk).publication == "withdraw"
    assert found.get(pk=other.pk).publication == UNDECIDED


def test_only_proposals_that_may_be_seen_are_counted() -> None:
    market = make_market()
    found = with_open_proposals(Market.objects.all(), Proposal.objects.none())
    assert found.get(pk=market.pk).open_proposals == 0


@pytest.mark.parametrize(
    "words",
    [
        "永福路",
        "市场前街",
        "东门大集",
        "yongfulu",
        "yfl",
        "dmdj",
        "0632-5550701",
        "5550701",
        " Yong fu lu ",
    ],
)
def test_a_place_is_found_by(words: str) -> None:
    wanted = places.write_place(
        place(name="永福路零工市场", aliases=("东门大集",), address="市场前街 3 号")
    ).market
    make_market(name="黄河路零工驿站", address="黄河路")
    assert [each.pk for each in named_like(Market.objects.all(), words)] == [wanted.pk]


def test_a_place_is_found_by_its_id_in_capitals() -> None:
    wanted = make_market()
    assert list(named_like(Market.objects.all(), wanted.public_id.upper())) == [wanted]


def test_a_percent_sign_is_a_letter_like_any_other() -> None:
    make_market()
    assert not named_like(Market.objects.all(), "%").exists()
