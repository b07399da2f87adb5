"""A cookie that somebody kept opens nothing once its session has ended."""

import datetime as dt
import time

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from directory import people
from directory.models import Official
from tests.factories.people import PASSWORD, make_official, sign_in

pytestmark = pytest.mark.django_db
HOME = "/office/search"
NEW = "杨柳风中-六点整-Yangliu"


@pytest.fixture
def clerk() -> Official:
    official = make_official("district_clerk")
    official.set_password(PASSWORD)
    official.save()
    return official


@pytest.fixture
def chief() -> Official:
    return make_official("sysadmin")


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


def replay(client: Client) -> Client:
    """Another browser with the same cookie."""
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return other


def test_signing_out_ends_it(clerk: Official) -> None:
    client = sign_in(Client(), clerk)
    kept = replay(client)
    assert is_in(client)
    assert is_in(kept)
    client.post("/office/sign-out")
    assert not is_in(kept)


def test_leaving_on_the_way_in_ends_it(clerk: Official) -> None:
    client = sign_in(Client(), clerk)
    kept = replay(client)
    client.post("/office/leave")
    assert not is_in(kept)


def test_a_new_password_ends_all_others_and_renews_this_one(clerk: Official) -> None:
    here, elsewhere = sign_in(Client(), clerk), sign_in(Client(), clerk)
    before = replay(here)
    passwords = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert here.post("/office/password", passwords).status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere)
    assert not is_in(before)


def test_disabling_ends_all_and_enabling_brings_none_back(clerk: Official, chief) -> None:
    client = sign_in(Client(), clerk)
    kept = replay(client)
    people.disable(chief, clerk)
    assert not is_in(client)
    people.enable(chief, clerk)
    assert not is_in(kept)


@pytest.mark.parametrize(
    "act", [people.reset_second_factor, people.set_password, people.end_sessions]
)
def test_what_the_administrator_does_to_the_account_ends_all(clerk, chief, act) -> None:
    client = sign_in(Client(), clerk)
    act(chief, clerk)
    assert not is_in(client)


def test_an_hour_of_silence_ends_it(clerk: Official) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        client = sign_in(Client(), clerk)
        for _each in range(3):
            clock.shift(settings.OFFICE_IDLE_SECONDS - 1)
            assert is_in(client)
        kept = replay(client)
        clock.shift(settings.OFFICE_IDLE_SECONDS)
        assert not is_in(client)
        assert not is_in(kept)


def test_a_working_day_ends_it_however_busy(clerk: Official) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        client = sign_in(Client(), clerk)
        for _half_hour in range(15):
            clock.shift(dt.timedelta(minutes=30))
            assert is_in(client)
        clock.shift(dt.timedelta(minutes=30))
        assert not is_in(client)


def test_a_role_taken_away_counts_at_once(clerk: Official) -> None:
    client = sign_in(Client(), clerk)
    assert is_in(client)
    clerk.roles.all().delete()
    assert client.get(HOME).status_code == 403


def test_the_cookies_are_for_this_site_over_https_alone(clerk: Official) -> None:
    answer = Client().post("/office/sign-in", {"login": clerk.username, "password": PASSWORD})
    session = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert session["httponly"]
    assert session["secure"]
    assert session["samesite"] == "Lax"
    assert settings.CSRF_COOKIE_SECURE


def test_a_public_page_sets_no_cookie_and_knows_nobody(clerk: Official) -> None:
    client = sign_in(Client(), clerk)
    answer = client.get("/robots.txt")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
