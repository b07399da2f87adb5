"""Password, second factor, and what can be reached before both have been given."""

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory import people
from directory.models import Official
from tests.factories.people import PASSWORD, code_of, give_second_factor, make_official, sign_in

pytestmark = pytest.mark.django_db
SIGN_IN, CODE, HOME = "/office/sign-in", "/office/sign-in/code", "/office/"


@pytest.fixture
def clerk() -> Official:
    return make_official("district_clerk")


def give_password(client: Client, official: Official, password: str = PASSWORD, **more: str):
    return client.post(SIGN_IN, {"login": official.username, "password": password, **more})


def test_password_and_code_lead_in(client: Client, clerk: Official) -> None:
    secret = give_second_factor(clerk)

    asked = give_password(client, clerk)
    assert asked["Location"] == CODE
    assert client.get(HOME)["Location"].startswith(SIGN_IN), "the password alone opens nothing"

    entered = client.post(CODE, {"code": code_of(secret)})
    assert entered["Location"] == HOME
    assert client.get(HOME).status_code == 200


def test_the_name_is_taken_in_any_case_and_with_stray_spaces(client, clerk) -> None:
    give_second_factor(clerk)
    answer = client.post(SIGN_IN, {"login": f" {clerk.username.upper()} ", "password": PASSWORD})
    assert answer["Location"] == CODE


def test_a_wrong_code_is_refused_in_words(client: Client, clerk: Official) -> None:
    secret = give_second_factor(clerk)
    give_password(client, clerk)
    wrong = f"{(int(code_of(secret)) + 1) % 1_000_000:06}"
    answer = client.post(CODE, {"code": wrong})
    assert "验证码不对" in answer.content.decode()
    assert client.get(HOME).status_code == 302


def test_a_code_counts_once_as_long_as_its_time_lasts(clerk: Official) -> None:
    secret = give_second_factor(clerk)
    with time_machine.travel(time.time(), tick=False) as clock:
        code = code_of(secret, 1)
        first, second = Client(), Client()
        give_password(first, clerk)
        assert first.post(CODE, {"code": code})["Location"] == HOME
        clock.shift(45)
        give_password(second, clerk)
        assert "已经用过" in second.post(CODE, {"code": code}).content.decode()
        assert second.get(HOME).status_code == 302


def test_each_recovery_code_leads_in_once(client: Client, clerk: Official) -> None:
    give_second_factor(clerk)
    codes = _recovery_codes(clerk)
    give_password(client, clerk)
    assert client.post(CODE, {"code": codes[0]})["Location"] == HOME
    again = Client()
    give_password(again, clerk)
    assert "验证码不对" in again.post(CODE, {"code": codes[0]}).content.decode()


@pytest.mark.parametrize("state", ["wrong password", "unknown", "disabled", "run out"])
def test_refusals_do_not_tell_whether_there_is_such_an_account(client, clerk, state) -> None:
    give_second_factor(clerk)
    changed = {
        "disabled": {"is_active": False},
        "run out": {"start_password_until": timezone.now()},
    }
    Official.objects.filter(pk=clerk.pk).update(**changed.get(state, {"name": "经办"}))
    name = "nobody-here" if state == "unknown" else clerk.username
    password = "not-the-password" if state == "wrong password" else PASSWORD
    answer = client.post(SIGN_IN, {"login": name, "password": password})
    assert answer.status_code == 200
    assert "用户名或密码不对，或者账号不能登录" in answer.content.decode()


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_signing_in_leads_to_no_foreign_address(client: Client, clerk: Official, target) -> None:
    secret = give_second_factor(clerk)
    give_password(client, clerk, next=target)
    assert client.post(CODE, {"code": code_of(secret)})["Location"] == HOME


def test_signing_in_leads_back_to_the_page_that_was_asked_for(client, clerk) -> None:
    secret = give_second_factor(clerk)
    wanted = reverse("office:index") + "?page=2"
    sent = client.get(wanted)["Location"]
    assert "next=" in sent
    form = client.get(sent).content.decode()
    assert 'name="next"' in form
    give_password(client, clerk, next=wanted)
    assert client.post(CODE, {"code": code_of(secret)})["Location"] == wanted


def test_a_newcomer_chooses_a_password_enrols_a_telephone_and_is_in(client: Client, clerk) -> None:
    start = people.set_password(None, clerk)
    give_password(client, clerk, start)
    assert client.get(HOME)["Location"].startswith("/office/password")

    chosen = client.post(
        "/office/password",
        {"old_password": start, "new_password1": PASSWORD, "new_password2": PASSWORD},
    )
    assert chosen["Location"] == HOME
    assert client.get(HOME)["Location"].startswith("/office/second-factor")

    page = client.get("/office/second-factor").content.decode()
    assert "data:image/svg+xml;base64," in page
    secret = re.search(r'id="second-factor-secret">([A-Z2-7]+)<', page)[1]
    codes = client.post("/office/second-factor", {"code": code_of(secret)}, follow=True)
    assert codes.redirect_chain[-1][0] == "/office/recovery-codes"
    assert len(re.findall(r"<code>\d{8}</code>", codes.content.decode())) == 10
    assert client.get(HOME).status_code == 200

    again = Client()
    give_password(again, clerk)
    assert again.post(CODE, {"code": code_of(secret, 1)})["Location"] == HOME


def test_the_enrolment_page_is_all_that_a_password_alone_opens(client: Client, clerk) -> None:
    clerk.set_password(PASSWORD)
    clerk.save()
    give_password(client, clerk)
    for path in (HOME, "/office/search", "/office/recovery-codes", "/office/recovery-codes/new"):
        assert client.get(path)["Location"].startswith("/office/second-factor"), path


def test_whoever_was_half_in_before_a_telephone_was_enrolled_must_give_a_code(clerk) -> None:
    clerk.set_password(PASSWORD)
    clerk.save()
    early = Client()
    give_password(early, clerk)
    give_second_factor(clerk)
    give_password(early, clerk)
    for path in ("/office/second-factor", "/office/password", "/office/again"):
        assert early.get(path)["Location"] == SIGN_IN, path


def test_a_new_telephone_replaces_the_old_and_its_recovery_codes(client, clerk) -> None:
    old = give_second_factor(clerk)
    before = _recovery_codes(clerk)
    sign_in(client, clerk)
    page = client.get("/office/second-factor").content.decode()
    new = re.search(r'id="second-factor-secret">([A-Z2-7]+)<', page)[1]
    client.post("/office/second-factor", {"code": code_of(new)})

    assert Authenticator.objects.filter(user=clerk, type="totp").count() == 1
    assert not set(before) & set(_recovery_codes(clerk))
    again = Client()
    give_password(again, clerk)
    assert "验证码不对" in again.post(CODE, {"code": code_of(old)}).content.decode()
    assert again.post(CODE, {"code": code_of(new, 1)})["Location"] == HOME


def test_the_secret_of_a_telephone_is_not_stored_in_the_clear(clerk: Official) -> None:
    secret = give_second_factor(clerk)
    stored = Authenticator.objects.get(user=clerk, type="totp").data
    assert secret not in str(stored)


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_email", "mfa_deactivate_totp"]
)
def test_what_allauth_has_besides_has_no_address(name: str) -> None:
    with pytest.raises(Exception, match="is not a valid view function or pattern name"):
        reverse(name)


def test_the_pages_speak_chinese_and_english_and_need_no_script(client: Client) -> None:
    chinese, english = client.get(SIGN_IN), client.get("/en/office/sign-in")
    assert '<html lang="zh-Hans">' in chinese.content.decode()
    assert '<html lang="en">' in english.content.decode()
    for page in (chinese, english):
        assert "<script" not in page.content.decode()
        assert "no-store" in page["Cache-Control"]


def _recovery_codes(official: Official) -> list[str]:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    return RecoveryCodes.activate(official).get_unused_codes()
