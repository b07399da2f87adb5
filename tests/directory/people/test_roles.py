"""What role may be given to whom, over what region."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from directory import role_rules
from directory.errors import EntryErrors
from directory.models import Official
from tests.factories.people import COUNTY, OTHER_CITY, make_official

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Official:
    return make_official("sysadmin")


@pytest.fixture
def person() -> Official:
    return make_official(None)


@pytest.mark.parametrize(
    ("role", "region"),
    [
        ("district_clerk", "370400"),
        ("district_lead", "370000"),
        ("city", COUNTY),
        ("province", "370400"),
        ("planner", "3704"),
        ("planner", "37040X"),
        ("planner", "３７０４００"),
        ("emperor", "370400"),
    ],
)
def test_a_role_is_given_for_its_level_only(person: Official, role: str, region: str) -> None:
    with pytest.raises(EntryErrors):
        role_rules.grant(None, person, role, region)
    assert not person.roles.exists()


@pytest.mark.parametrize("region", ["000000", "370000", "370400", COUNTY])
def test_roles_without_a_level_are_given_for_any_region(person: Official, region: str) -> None:
    assert role_rules.grant(None, person, "planner", region).region_code == region


@pytest.mark.parametrize("order", [("sysadmin", "auditor"), ("auditor", "sysadmin")])
def test_nobody_is_administrator_and_auditor(person: Official, order: tuple[str, str]) -> None:
    role_rules.grant(None, person, order[0], "370400")
    with pytest.raises(EntryErrors, match="系统管理员和审计不能是同一个人"):
        role_rules.grant(None, person, order[1], COUNTY)


def test_the_same_role_twice_is_refused_in_words(person: Official) -> None:
    role_rules.grant(None, person, "planner", "370400")
    with pytest.raises(EntryErrors, match="已有这个角色"):
        role_rules.grant(None, person, "planner", "370400")


def test_a_department_is_named_and_nobody_else_names_one(person: Official) -> None:
    with pytest.raises(EntryErrors, match="写明是哪个部门"):
        role_rules.grant(None, person, "department", COUNTY)
    with pytest.raises(EntryErrors, match="要写部门"):
        role_rules.grant(None, person, "planner", COUNTY, "hr")
    for department in ("hr", "civil", "finance", "housing", "market"):
        other = make_official(None)
        assert role_rules.grant(None, other, "department", COUNTY, department)


def test_nobody_gives_or_takes_his_own(chief: Official) -> None:
    with pytest.raises(PermissionDenied, match="不能给自己授权"):
        role_rules.grant(chief, chief, "planner", "370400")
    with pytest.raises(PermissionDenied, match="不能收回自己的角色"):
        role_rules.revoke(chief, chief.roles.get())


def test_not_beyond_ones_own_region(chief: Official, person: Official) -> None:
    for region in ("370000", OTHER_CITY, "000000"):
        with pytest.raises(PermissionDenied):
            role_rules.grant(chief, person, "planner", region)


def test_the_last_administrators_role_stays(chief: Official) -> None:
    with pytest.raises(EntryErrors, match="最后一名系统管理员"):
        role_rules.revoke(None, chief.roles.get())
    make_official("sysadmin", "370000")
    role_rules.revoke(None, chief.roles.get())
    assert not chief.roles.exists()


def test_a_disabled_administrator_does_not_count(chief: Official) -> None:
    make_official("sysadmin", is_active=False)
    with pytest.raises(EntryErrors):
        role_rules.revoke(None, chief.roles.get())


def test_with_boundaries_loaded_the_region_must_be_in_force(person: Official) -> None:
    call_command("load_regions", switch=True, verbosity=0)
    with pytest.raises(EntryErrors, match="现行区划里没有代码 370499"):
        role_rules.grant(None, person, "planner", "370499")
    # Dongguan (东莞) has no districts: its own code is where places lie.
    assert role_rules.grant(None, person, "district_clerk", "441900")
    assert role_rules.grant(None, person, "city", "441900")
