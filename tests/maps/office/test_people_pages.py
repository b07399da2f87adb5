"""System administrators look after accounts, roles, offices and words, in their own region."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import Office, Official, RoleAssignment
from tests.factories.ledger import COUNTY, make_office, make_trade
from tests.factories.people import OTHER_CITY, give_second_factor, make_official, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Official:
    return make_official("sysadmin")


@pytest.fixture
def browser(chief: Official) -> Client:
    return sign_in(Client(), chief)


@pytest.fixture
def clerk() -> Official:
    return make_official("district_clerk", name="薛城区经办")


def act(browser: Client, name: str, official: Official, **form: str):
    return browser.post(reverse(f"office:people_{name}", args=[official.pk]), form)


def test_a_new_account_gets_a_start_password_that_is_shown_once(browser: Client) -> None:
    office = make_office()
    form = {"username": "Xuecheng-1", "name": "薛城区经办", "office": office.pk, "email": ""}
    answer = browser.post(reverse("office:people_new"), form)
    made = Official.objects.get(username="xuecheng-1")
    start = re.search(r'id="start-password">([^<]+)<', answer.content.decode())[1]
    assert made.check_password(start)
    assert made.start_password_until is not None
    again = browser.get(reverse("office:people_page", args=[made.pk]))
    assert start not in again.content.decode()


def test_an_account_in_an_office_of_another_region_is_refused(browser: Client) -> None:
    form = {"username": "zibo-1", "name": "经办", "office": make_office(region_code=OTHER_CITY).pk}
    assert browser.post(reverse("office:people_new"), form).status_code == 422
    assert not Official.objects.filter(username="zibo-1").exists()


def test_a_role_is_granted_and_taken_away_and_counts_at_once(browser, clerk, chief) -> None:
    act(browser, "grant", clerk, role="planner", region_code="370400")
    given = RoleAssignment.objects.get(official=clerk, role="planner")
    assert given.granted_by == chief
    browser.post(reverse("office:people_revoke", args=[clerk.pk, given.pk]), {"reason": "调离"})
    assert not RoleAssignment.objects.filter(pk=given.pk).exists()


def test_a_refused_role_says_why(browser: Client, clerk: Official) -> None:
    answer = act(browser, "grant", clerk, role="district_lead", region_code="370400")
    assert answer.status_code == 422
    assert "只能授予县级区划" in answer.content.decode()


@pytest.mark.parametrize("asked", ["disable", "reset", "end", "start"])
def test_what_is_done_to_an_account_ends_its_sessions(browser, clerk, asked) -> None:
    give_second_factor(clerk)
    theirs = sign_in(Client(), clerk)
    assert theirs.get("/office/me").status_code == 200
    assert act(browser, "act", clerk, act=asked).status_code in (200, 302)
    assert theirs.get("/office/me").status_code == 302


def test_nobody_acts_on_his_own_account_here(browser: Client, chief: Official) -> None:
    assert act(browser, "act", chief, act="reset").status_code == 403
    assert act(browser, "grant", chief, role="planner", region_code="370400").status_code == 403


def test_the_list_is_filtered_and_asks_the_same_number_of_times(browser: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse("office:people_list")).status_code == 200
        return len(queries)

    make_official("district_clerk", name="甲经办")
    asked()
    few = asked()
    for _each in range(10):
        make_official("district_lead", name="乙负责人")
    assert asked() == few
    page = browser.get(reverse("office:people_list"), {"role": "district_clerk"}).content.decode()
    assert "甲经办" in page
    assert "乙负责人" not in page


def test_a_lock_out_is_seen_and_lifted_and_noted(browser: Client, clerk: Official) -> None:
    guesser = Client(REMOTE_ADDR="192.0.2.1")
    for _each in range(settings.OFFICE_FAILURES_PER_ACCOUNT):
        guesser.post("/office/sign-in", {"login": clerk.username, "password": "wrong"})
    assert clerk.username in browser.get(reverse("office:people_lockouts")).content.decode()
    form = {"kind": "account", "value": clerk.username}
    browser.post(reverse("office:people_lift"), form)
    assert clerk.username not in browser.get(reverse("office:people_lockouts")).content.decode()
    clerk.refresh_from_db()
    assert clerk.lockout_lifted_at is not None


def test_the_lock_out_of_another_region_is_not_shown(browser: Client) -> None:
    stranger = make_official("city", OTHER_CITY, username="zibo-city")
    for number in range(settings.OFFICE_FAILURES_PER_ACCOUNT):
        guesser = Client(REMOTE_ADDR=f"192.0.2.{number}")
        guesser.post("/office/sign-in", {"login": stranger.username, "password": "wrong"})
    assert "zibo-city" not in browser.get(reverse("office:people_lockouts")).content.decode()
    browser.post(reverse("office:people_lift"), {"kind": "account", "value": "zibo-city"})
    stranger.refresh_from_db()
    assert stranger.lockout_lifted_at is None


def test_offices_are_made_and_changed_with_office_numbers_only(browser: Client) -> None:
    form = {
        "code": "xuecheng",
        "name": "薛城区就业中心",
        "region_code": COUNTY,
        "phone": "13800138000",
    }
    refused = browser.post(reverse("office:people_new_office"), form)
    assert "不接受手机号" in refused.content.decode()
    browser.post(reverse("office:people_new_office"), form | {"phone": "0632-5550101"})
    office = Office.objects.get(code="xuecheng")
    changed = form | {"phone": "0632-5550102", "code": "another"}
    browser.post(reverse("office:people_office", args=[office.pk]), changed)
    office.refresh_from_db()
    assert (office.code, office.phone) == ("xuecheng", "0632-5550102")


def test_a_trade_is_renamed_its_pinyin_follows_and_no_word_means_two(browser: Client) -> None:
    make_trade("carpenter", name="木工", synonyms=["木匠"])
    make_trade("mason", name="砖工")
    page = reverse("office:people_term", args=["trades", "mason"])
    form = {
        "name": "瓦工",
        "name_en": "Bricklayer",
        "position": "1",
        "icon": "mason",
        "active": "on",
    }
    refused = browser.post(page, form | {"synonyms": "瓦匠、木匠"})
    assert "“木匠”已经指“木工”" in refused.content.decode()
    assert browser.post(page, form | {"synonyms": "瓦匠，砌墙"}).status_code == 302
    trade = make_trade("mason")
    assert (trade.pinyin, trade.initials) == ("wagong", "wg")
    assert trade.synonyms == ["瓦匠", "砌墙"]


def test_ones_own_page_tells_what_the_roles_allow(client: Client, clerk: Official) -> None:
    page = sign_in(client, clerk).get(reverse("office:people_me")).content.decode()
    assert "区县经办" in page
    assert "核实记录" in page
    assert "薛城区经办" in page


def test_other_sessions_are_ended_from_ones_own_page(clerk: Official) -> None:
    here, elsewhere = sign_in(Client(), clerk), sign_in(Client(), clerk)
    here.post(reverse("office:people_end_others"))
    assert here.get("/office/me").status_code == 200
    assert elsewhere.get("/office/me").status_code == 302


def test_a_department_reads_the_places_of_its_region_and_changes_none(client: Client) -> None:
    from tests.factories.ledger import make_market

    official = make_official("department")
    assert official.roles.get().department == "hr"
    own, other = make_market(name="本区市场"), make_market(name="外区市场", region_code="370302")
    sign_in(client, official)
    listed = client.get(reverse("office:places_list")).content.decode()
    assert "本区市场" in listed
    assert "外区市场" not in listed
    assert client.get(reverse("office:places_page", args=[own.public_id])).status_code == 200
    assert client.get(reverse("office:places_page", args=[other.public_id])).status_code == 404
    for name, args in (("places_new", []), ("places_edit", [own.public_id])):
        path = reverse(f"office:{name}", args=args)
        assert client.get(path).status_code == 403
        assert client.post(path, {}).status_code == 403


@pytest.mark.parametrize(("name", "words"), [("list", "新建工作人员"), ("offices", "新建机构")])
def test_only_who_may_make_another_is_offered_to(browser: Client, name: str, words: str) -> None:
    address = reverse(f"office:people_{name}")
    assert words in browser.get(address).content.decode()
    reader = sign_in(Client(), make_official("auditor")).get(address)
    assert reader.status_code == 200
    assert words not in reader.content.decode()
