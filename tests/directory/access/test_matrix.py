"""Role × region × action × kind of object: what `directory.access` answers, cell by cell.

The table is read here by itself, and the regions are compared as sets of counties, so that neither
is checked against its own code.
"""

import csv
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.db.models import prefetch_related_objects

from directory import access
from directory.kinds import Action, Kind, Role
from directory.models import Market, Official
from tests.factories.ledger import make_market
from tests.factories.people import make_official

pytestmark = pytest.mark.django_db

TABLE = Path(access.__file__).parent / "data" / "roles.csv"
# Each region of an assignment, and the counties among those of the test that lie in it.
COUNTIES = ("370402", "370403", "370302", "410102")
REGIONS = {
    "370403": {"370403"},
    "370402": {"370402"},
    "370400": {"370402", "370403"},
    "370300": {"370302"},
    "370000": {"370402", "370403", "370302"},
    "410000": {"410102"},
    "000000": set(COUNTIES),
}
# Rules of the house that nobody may loosen by a slip in the table.
NEVER = {
    Role.DISTRICT_CLERK: {(Kind.PROPOSAL, Action.APPROVE), (Kind.DECISION, Action.DECIDE)},
    Role.AUDITOR: {(Kind.PERSONAL, Action.VIEW), (Kind.OFFICIAL, Action.CHANGE)},
    Role.SYSADMIN: {(Kind.MARKET, Action.VIEW), (Kind.REPORT, Action.VIEW)},
}
READERS = (Role.PLANNER, Role.DEPARTMENT, Role.AUDITOR)
# A planner plans, and puts new places forward for others to judge; what stands he leaves alone.
OF_PLANNERS = {
    (Kind.PLAN, Action.ADD),
    (Kind.PLAN, Action.CHANGE),
    (Kind.MARKET, Action.ADD),
    (Kind.PROPOSAL, Action.ADD),
    (Kind.PROPOSAL, Action.CHANGE),
}


def granted() -> dict[tuple[str, str, str], bool]:
    """(role, action, kind) → whether the table has a mark there."""
    found = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for role in Role:
                found[role.value, row["action"], row["kind"]] = row[role.value] == "x"
    return found


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("role", Role)
def test_a_role_reaches_its_region_and_what_the_table_gives(role: Role, region: str) -> None:
    official = make_official(role, region)
    # Asked a thousand times, with the roles in hand as a request has them.
    prefetch_related_objects([official], "roles")
    table = granted()
    wrong = [
        (action, kind, county)
        for action in Action
        for kind in Kind
        for county in COUNTIES
        if access.may(official, action, kind, county)
        != (table.get((role.value, action.value, kind.value), False) and county in REGIONS[region])
    ]
    assert wrong == []
    may = access.anywhere(official)
    assert all(
        may(action, kind) == access.may_anywhere(official, action, kind)
        for action in Action
        for kind in Kind
    )


@pytest.mark.parametrize("region", REGIONS)
def test_lists_hold_what_may_be_opened_and_no_more(region: str) -> None:
    places = {county: make_market(region_code=county) for county in COUNTIES}
    official = make_official("auditor", region)
    shown = set(access.visible(official, Market.objects.all()))
    assert shown == {places[county] for county in REGIONS[region]}
    assert shown == {each for each in places.values() if access.may_on(official, Action.VIEW, each)}


def test_nobody_may_anything_without_a_role_or_when_disabled() -> None:
    market = make_market()
    without, disabled = make_official(None), make_official("province")
    Official.objects.filter(pk=disabled.pk).update(is_active=False)
    disabled.refresh_from_db()
    for official in (without, disabled, None):
        assert not any(access.may_anywhere(official, a, k) for a in Action for k in Kind)
        assert not any(access.anywhere(official)(a, k) for a in Action for k in Kind)
        assert not access.visible(official, Market.objects.all()).exists()
        assert not access.may_on(official, Action.VIEW, market)


@pytest.mark.parametrize("role", NEVER)
def test_the_table_never_gives_these(role: Role) -> None:
    table = access.grants()
    assert [each for each in NEVER[role] if role in table.get((*each,), ())] == []


@pytest.mark.parametrize("role", READERS)
def test_readers_only_read_and_take_copies(role: Role) -> None:
    given = {(kind, action) for (kind, action), roles in access.grants().items() if role in roles}
    writes = {each for each in given if each[1] != Action.VIEW}
    own = OF_PLANNERS if role == Role.PLANNER else set()
    assert writes <= {(Kind.EXPORT, Action.ADD), (Kind.BRIEFING, Action.ADD)} | own


def test_who_approves_is_also_able_to_see() -> None:
    table = access.grants()
    for (kind, action), roles in table.items():
        if action != Action.VIEW:
            assert roles <= table[kind, Action.VIEW], f"{kind}.{action}"


def declared_models() -> list[type[models.Model]]:
    return [
        model
        for app in ("directory", "planning")
        for model in apps.get_app_config(app).get_models()
    ]


def test_every_model_says_whose_it_is_or_hangs_on_one_that_does() -> None:
    """A new table without a rule would be open to whoever first shows it."""
    silent = [
        model.__name__
        for model in declared_models()
        if not hasattr(model, "access_kind") and model.__name__ not in PARTS | INNER
    ]
    assert silent == []


# Shown only as part of a place, an event, a report or an import, behind its rule.
PARTS = {"MarketTrade", "Zone", "Peak", "Contact", "HallKerbLink", "FactChange"}
# Never shown to officials as such: the calendar, and counters of keyed hashes.
INNER = {"CalendarDay", "CalendarYear", "ReportThrottle"}


def test_what_a_model_says_leads_to_a_region() -> None:
    for model in declared_models():
        path = getattr(model, "access_region", "")
        if path:
            model._default_manager.filter(**{f"{path}__startswith": "37"}).exists()
