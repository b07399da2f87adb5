"""A fresh deployment gets going: an office, then the first official."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from directory.models import Office, Official
from tests.factories.ledger import make_office

pytestmark = pytest.mark.django_db
NEW = ("create_official", "chief", "--name", "市系统管理员", "--role", "sysadmin")
AT = ("--region", "370400", "--office", "zaozhuang")


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_an_office_and_the_first_official() -> None:
    run("create_office", "zaozhuang", "--name", "市就业中心", "--region", "370400")
    said = run(*NEW, *AT)
    chief = Official.objects.get()
    assert chief.check_password(re.search(r"start password: (\S+)", said)[1])
    assert chief.start_password_until is not None
    assert [(role.role, role.region_code) for role in chief.roles.all()] == [("sysadmin", "370400")]


def test_a_password_from_standard_input_is_not_printed(monkeypatch) -> None:
    make_office(code="zaozhuang")
    monkeypatch.setattr("sys.stdin", io.StringIO("梧桐树下-五点半-Wutong\n"))
    said = run(*NEW, *AT, "--password-stdin")
    assert "Wutong" not in said
    chief = Official.objects.get()
    assert chief.check_password("梧桐树下-五点半-Wutong")
    assert chief.start_password_until is not None, "somebody else has typed it"


def test_a_weak_password_leaves_nothing(monkeypatch) -> None:
    make_office(code="zaozhuang")
    monkeypatch.setattr("sys.stdin", io.StringIO("admin\n"))
    with pytest.raises(CommandError, match="password"):
        run(*NEW, *AT, "--password-stdin")
    assert not Official.objects.exists()


def test_a_role_that_does_not_fit_leaves_no_account() -> None:
    make_office(code="zaozhuang")
    with pytest.raises(CommandError, match="只能授予县级区划"):
        run("create_official", "x-1", "--name", "经办", "--role", "district_clerk", *AT)
    assert not Official.objects.exists()


def test_an_unknown_office_lists_those_there_are() -> None:
    with pytest.raises(CommandError, match="create_office"):
        run(*NEW, *AT)
    make_office(code="xuecheng", name="薛城区就业中心")
    with pytest.raises(CommandError, match=r"xuecheng +薛城区就业中心"):
        run(*NEW, *AT)


def test_an_office_with_a_mobile_number_is_refused() -> None:
    with pytest.raises(CommandError, match="不接受手机号"):
        run("create_office", "a", "--name", "甲", "--region", "370400", "--phone", "13800138000")
    assert not Office.objects.exists()


def test_nobody_is_there_by_default() -> None:
    assert not Official.objects.exists()
