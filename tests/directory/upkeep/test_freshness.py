"""A confirmation holds for half a year, and only for what it was given to."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from directory import freshness
from directory.call_list import call_list
from directory.confirmations import confirm, confirm_as
from directory.freshness import State, facts_of_one, with_freshness
from directory.models import Confirmation, Contact, FactChange, Market, MarketTrade, Zone
from directory.models.parts import Fact
from tests.factories.ledger import make_confirmation, make_market, make_period, make_trade
from tests.factories.people import OTHER_COUNTY, make_official

pytestmark = pytest.mark.django_db


def today() -> dt.date:
    return timezone.localdate()


def confirm_all(market: Market, days_ago: int) -> None:
    for fact in Fact.values:
        make_confirmation(market, fact, today() - dt.timedelta(days=days_ago))


def states(market: Market) -> dict[str, State]:
    return {each.fact: each.state for each in facts_of_one(market, today())}


def test_the_public_words_say_half_a_year_of_every_fact() -> None:
    assert set(freshness.DAYS) == set(Fact.values)
    assert set(freshness.DAYS.values()) == {freshness.HALF_YEAR}


@pytest.mark.parametrize(
    ("days", "state"), [(0, "fresh"), (150, "fresh"), (151, "due"), (180, "due"), (181, "stale")]
)
def test_a_place_is_as_old_as_its_oldest_fact(days: int, state: str) -> None:
    market = make_market()
    confirm_all(market, 0)
    Confirmation.objects.filter(fact="trades").update(
        confirmed_on=today() - dt.timedelta(days=days)
    )

    assert with_freshness(Market.objects.all(), today()).get().freshness == state
    assert states(market)["trades"] == state


def test_what_nobody_confirmed_is_said_to_be_so() -> None:
    market = make_market()
    make_confirmation(market, "hours", today())

    assert with_freshness(Market.objects.all(), today()).get().freshness == "never"


@pytest.mark.parametrize("fact", Fact.values)
def test_a_fact_that_changes_after_its_confirmation_counts_as_not_confirmed(fact: str) -> None:
    market = make_market()
    confirm_all(market, 3)

    if fact == "hours":
        Zone.objects.create(market=market, name="东区", hours="05:00-08:00")
    elif fact == "location":
        Market.objects.filter(pk=market.pk).update(address="别处 2 号")
    elif fact == "trades":
        market.market_trades.create(trade=make_trade("porter"))
    elif fact == "contact":
        Contact.objects.create(market=market, label="值班", phone="0632-5551234")
    else:
        Market.objects.filter(pk=market.pk).update(free_of_charge=True)

    assert {name for name, state in states(market).items() if state == "never"} == {fact}


def test_a_change_of_something_else_outdates_nothing() -> None:
    market = make_market()
    confirm_all(market, 3)
    Market.objects.filter(pk=market.pk).update(operator="新的单位", version=2)

    assert set(states(market).values()) == {"fresh"}


def test_confirmed_again_on_the_day_of_the_change_it_counts() -> None:
    market = make_market()
    confirm(market, ["hours"], market.office)
    Market.objects.filter(pk=market.pk).update(hours="06:00-18:00")
    assert states(market)["hours"] == "never"

    confirm(market, ["hours"], market.office)

    assert states(market)["hours"] == "fresh"
    assert market.confirmations.count() == 1


def test_many_parts_at_once_are_one_change_of_their_fact() -> None:
    market = make_market()
    confirm(market, ["trades"], market.office)
    added = [
        MarketTrade(market=market, trade=make_trade(f"many-{number}"), is_main=False)
        for number in range(5)
    ]

    MarketTrade.objects.bulk_create(added)

    assert states(market)["trades"] == "never"


def test_a_new_place_may_bring_its_own_dates_of_confirmation() -> None:
    market = make_market(trades=("porter",))
    make_confirmation(market, "trades", today() - dt.timedelta(days=40))

    assert states(market)["trades"] == "fresh"
    assert not FactChange.objects.exists()


def test_a_place_is_deleted_with_what_its_own_deletion_notes() -> None:
    market = make_market(trades=("porter",))
    make_confirmation(market, "trades", today())
    market.delete()

    assert not FactChange.objects.exists()


def test_public_places_are_called_first_then_the_longest_overdue() -> None:
    places = [make_market(name=name) for name in ("甲", "乙")]
    public = make_market(name="丙", published=True)
    for market, days in ((places[0], 200), (places[1], 300), (public, 190)):
        confirm_all(market, days)
    confirm_all(make_market(name="新"), 1)
    make_market(name="备选", form="candidate")
    make_period(make_market(name="关了"), "closed", today() - dt.timedelta(days=5))

    calls = call_list(make_official(), today())

    assert [(each.market.name, each.days) for each in calls] == [("丙", 9), ("乙", 119), ("甲", 19)]


def test_another_district_is_neither_called_nor_confirmed() -> None:
    market, clerk = make_market(region_code=OTHER_COUNTY), make_official()

    assert call_list(clerk, today()) == []
    with pytest.raises(PermissionDenied):
        confirm_as(clerk, market, ["hours"])
