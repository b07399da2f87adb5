"""Accounts: made with a start password, changed only by those who look after them, attributed."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from directory import people
from directory.errors import EntryErrors
from directory.models import Official
from tests.at_once import at_once
from tests.factories.ledger import COUNTY, make_office
from tests.factories.people import CITY, OTHER_CITY, give_second_factor, make_official

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Official:
    return make_official("sysadmin")


def make(by: Official | None, **values) -> tuple[Official, str]:
    given = {"username": "xuecheng-1", "name": "薛城区经办", "office": make_office()} | values
    return people.create_official(by, **given)


def test_the_start_password_is_strong_and_differs_each_time(chief: Official) -> None:
    official, start = make(chief)
    assert official.check_password(start)
    assert len({people.make_start_password() for _each in range(50)}) == 50


@pytest.mark.parametrize("password", ["short-1", "1234567890123", "password12", "xuecheng-12"])
def test_a_weak_password_is_refused_and_nothing_is_made(password: str) -> None:
    with pytest.raises(EntryErrors) as refused:
        make(None, password=password)
    assert "password" in refused.value.errors
    assert not Official.objects.exists()


@pytest.mark.parametrize("values", [{"username": "有汉字"}, {"name": " "}, {"email": "no address"}])
def test_a_field_that_cannot_stand_is_named(chief: Official, values: dict[str, str]) -> None:
    with pytest.raises(EntryErrors) as refused:
        make(chief, **values)
    assert set(refused.value.errors) == set(values)


def test_a_name_that_is_taken_is_refused_in_any_case(chief: Official) -> None:
    make(chief)
    with pytest.raises(EntryErrors):
        make(chief, username="XUECHENG-1")


@pytest.mark.parametrize("role", ["district_clerk", "province", "auditor"])
def test_only_a_system_administrator_makes_accounts(role: str) -> None:
    with pytest.raises(PermissionDenied):
        make(make_official(role))


def test_not_in_an_office_of_another_region(chief: Official) -> None:
    with pytest.raises(PermissionDenied):
        make(chief, office=make_office(region_code=OTHER_CITY))


@pytest.mark.parametrize(
    "act", [people.disable, people.enable, people.set_password, people.reset_second_factor]
)
def test_an_account_with_a_role_beyond_the_administrators_region_is_out_of_reach(act) -> None:
    """Its password would open what the administrator may not do himself."""
    district = make_official("sysadmin", COUNTY)
    mighty = make_official("province", office=make_office(region_code=COUNTY))
    with pytest.raises(PermissionDenied):
        act(district, mighty)


def test_the_last_administrator_of_a_region_stays(chief: Official) -> None:
    with pytest.raises(EntryErrors, match="最后一名系统管理员"):
        people.disable(None, chief)
    make_official("sysadmin", COUNTY)
    with pytest.raises(EntryErrors, match="最后一名系统管理员"):
        people.disable(None, chief)
    make_official("sysadmin", CITY)
    assert not people.disable(None, chief).is_active


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_disable_each_other_at_once() -> None:
    first, second = make_official("sysadmin"), make_official("sysadmin")
    answers = at_once(
        [
            lambda by=by, other=other: people.disable(by, other)
            for by, other in ((first, second), (second, first))
        ],
        EntryErrors,
        PermissionDenied,
    )
    refused = [each for each in answers if isinstance(each, Exception)]
    assert len(refused) == 1
    assert Official.objects.filter(is_active=True).count() == 1


def test_ones_own_password_ends_the_start(chief: Official) -> None:
    official, _start = make(chief)
    people.choose_password(official, "梧桐树下-五点半-Wutong")
    official.refresh_from_db()
    assert official.start_password_until is None
    assert official.may_sign_in()


def test_a_lost_telephone_is_forgotten(chief: Official) -> None:
    official = make_official("district_clerk")
    give_second_factor(official)
    people.reset_second_factor(chief, official, "手机丢失")
    assert not official.authenticator_set.exists()


def test_the_history_names_who_did_it_and_why_but_no_password(chief: Official) -> None:
    official, _start = make(chief)
    people.disable(chief, official, "离职")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('linggong.actor'), current_setting('linggong.act')")
        assert cursor.fetchone() == (chief.username, "official.disable")
        cursor.execute("SELECT current_setting('linggong.reason')")
        assert cursor.fetchone() == ("离职",)
