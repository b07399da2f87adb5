"""Regions contain each other by their codes, and a role counts as long as it is held."""

import pytest

from directory import access, role_rules
from directory.kinds import Action, Kind
from directory.models import Market
from tests.factories.ledger import COUNTY, make_market
from tests.factories.people import make_official


@pytest.mark.parametrize(
    ("code", "region", "inside"),
    [
        ("370403", "370403", True),
        ("370403", "370400", True),
        ("370403", "370000", True),
        ("370403", "000000", True),
        ("370400", "370403", False),
        ("370000", "370400", False),
        ("000000", "370000", False),
        ("370303", "370400", False),
        ("370410", "370401", False),
        ("370410", "370410", True),
        ("", "000000", False),
        ("37040", "370000", False),
        ("37040a", "370000", False),
        ("３７０４０３", "370000", False),
    ],
)
def test_what_lies_within_what(code: str, region: str, inside: bool) -> None:
    assert access.within(code, region) is inside


@pytest.mark.django_db
def test_a_role_given_or_taken_in_mid_session_counts_at_once() -> None:
    make_official("sysadmin", "370000")
    official, market = make_official(None), make_market()
    assert not access.may_on(official, Action.VIEW, market)
    given = role_rules.grant(None, official, "planner", COUNTY)
    assert access.may_on(official, Action.VIEW, market)
    assert access.visible(official, Market.objects.all()).get() == market
    role_rules.revoke(None, given)
    assert not access.may_on(official, Action.VIEW, market)
    assert not access.visible(official, Market.objects.all()).exists()


@pytest.mark.django_db
def test_two_roles_add_up_and_neither_spills_into_the_other_region() -> None:
    official = make_official("district_clerk", "370402")
    role_rules.grant(None, official, "planner", COUNTY)
    assert access.may(official, Action.CHANGE, Kind.MARKET, "370402")
    assert access.may(official, Action.VIEW, Kind.MARKET, COUNTY)
    assert not access.may(official, Action.CHANGE, Kind.MARKET, COUNTY)


@pytest.mark.django_db
def test_an_action_that_the_table_does_not_have_is_nobodys() -> None:
    for role in ("province", "sysadmin", "auditor"):
        official = make_official(role, "000000")
        assert not access.may_anywhere(official, Action.DECIDE, Kind.OFFICIAL)
        assert not access.may_anywhere(official, Action.APPROVE, Kind.HISTORY)
