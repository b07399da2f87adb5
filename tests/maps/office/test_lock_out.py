"""Guessing is stopped by account and by address, each with a limit of its own."""

import datetime as dt
import time

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import get_hashers
from django.test import Client, RequestFactory

from directory.models import Official
from maps.address import client_address
from maps.office.entrance.lockout import locked_now
from tests.factories.people import PASSWORD, code_of, give_second_factor, make_official

pytestmark = pytest.mark.django_db
SIGN_IN, CODE = "/office/sign-in", "/office/sign-in/code"
PER_ACCOUNT = settings.OFFICE_FAILURES_PER_ACCOUNT
PER_ADDRESS = settings.OFFICE_FAILURES_PER_ADDRESS


@pytest.fixture
def clerk() -> Official:
    official = make_official("district_clerk")
    give_second_factor(official)
    return official


WRONG = "not-the-password"


def attempt(username: str, password: str = WRONG, address: str = "192.0.2.1", **headers):
    return Client(REMOTE_ADDR=address, headers=headers).post(
        SIGN_IN, {"login": username, "password": password}
    )


def test_an_account_is_locked_from_every_address(clerk: Official) -> None:
    for number in range(PER_ACCOUNT - 1):
        assert attempt(clerk.username, address=f"192.0.2.{number}").status_code == 200
    assert attempt(clerk.username, address="192.0.2.90").status_code == 429

    refused = attempt(clerk.username, PASSWORD, address="198.51.100.7")
    assert refused.status_code == 429
    assert "尝试的次数太多" in refused.content.decode()


def test_an_unknown_name_is_locked_in_the_same_words(clerk: Official) -> None:
    for name in (clerk.username, "nobody-here"):
        answers = [attempt(name, address="192.0.2.9") for _each in range(PER_ACCOUNT)]
        assert [answer.status_code for answer in answers] == [200] * (PER_ACCOUNT - 1) + [429]


def test_an_address_is_locked_for_every_account(clerk: Official) -> None:
    for number in range(PER_ADDRESS):
        attempt(f"guess-{number}")
    assert attempt(clerk.username, PASSWORD).status_code == 429
    assert attempt(clerk.username, PASSWORD, address="198.51.100.7")["Location"] == CODE


def test_success_does_not_wash_away_the_failures_of_other_names_from_there(clerk) -> None:
    for number in range(PER_ADDRESS - 1):
        attempt(f"guess-{number}")
    secret = give_second_factor(make_official("district_clerk", username="own"))
    client = Client(REMOTE_ADDR="192.0.2.1")
    client.post(SIGN_IN, {"login": "own", "password": PASSWORD})
    assert client.post(CODE, {"code": code_of(secret)}).status_code == 302
    attempt("one-more")
    assert attempt(clerk.username, PASSWORD).status_code == 429


def test_after_the_time_is_over_it_opens_again(clerk: Official) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        for _each in range(PER_ACCOUNT):
            attempt(clerk.username)
        assert attempt(clerk.username, PASSWORD).status_code == 429
        clock.shift(settings.AXES_COOLOFF_TIME + dt.timedelta(seconds=1))
        assert attempt(clerk.username, PASSWORD)["Location"] == CODE


def test_attempts_while_it_is_locked_do_not_make_it_longer(clerk: Official) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        for _each in range(PER_ACCOUNT):
            attempt(clerk.username)
        clock.shift(settings.AXES_COOLOFF_TIME / 2)
        attempt(clerk.username)
        clock.shift(settings.AXES_COOLOFF_TIME / 2 + dt.timedelta(seconds=1))
        assert attempt(clerk.username, PASSWORD)["Location"] == CODE


def test_wrong_codes_lock_the_account_and_then_the_right_one_does_not_help(clerk) -> None:
    secret = give_second_factor(make_official("district_lead", username="lead"))
    client = Client()
    client.post(SIGN_IN, {"login": "lead", "password": PASSWORD})
    wrong = f"{(int(code_of(secret)) + 7) % 1_000_000:06}"
    answers = [client.post(CODE, {"code": wrong}).status_code for _each in range(PER_ACCOUNT)]
    assert answers == [200] * (PER_ACCOUNT - 1) + [429]
    assert client.post(CODE, {"code": code_of(secret)}).status_code == 429
    assert client.get("/office/").status_code == 302


def test_a_forged_header_neither_saves_nor_locks_anybody(clerk: Official, settings) -> None:
    for number in range(PER_ADDRESS):
        attempt(f"guess-{number}", **{"x-forwarded-for": f"203.0.113.{number}"})
    assert attempt(clerk.username, PASSWORD).status_code == 429
    assert [each["value"] for each in locked_now()] == ["192.0.2.1"]


@pytest.mark.parametrize(
    ("behind", "remote", "forwarded", "address"),
    [
        (False, "192.0.2.1", "203.0.113.5", "192.0.2.1"),
        (True, "10.0.0.2", "203.0.113.5", "203.0.113.5"),
        (True, "10.0.0.2", "1.1.1.1, 203.0.113.5", "203.0.113.5"),
        (True, "10.0.0.2", "", "10.0.0.2"),
        (True, "10.0.0.2", "nonsense", None),
        (False, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
        (False, "::ffff:192.0.2.1", "", "192.0.2.1"),
    ],
)
def test_the_address_is_what_our_own_proxy_saw(
    settings, behind, remote, forwarded, address
) -> None:
    settings.BEHIND_PROXY = behind
    request = RequestFactory(REMOTE_ADDR=remote, headers={"x-forwarded-for": forwarded}).get("/")
    assert client_address(request) == address


def test_the_proxy_overwrites_what_visitors_say_of_their_address() -> None:
    config = (settings.BASE_DIR / "docker" / "nginx.conf").read_text(encoding="utf-8")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in config


def test_passwords_are_hashed_with_argon2(settings) -> None:
    from config import signing_in

    settings.PASSWORD_HASHERS = signing_in.PASSWORD_HASHERS
    assert get_hashers()[0].algorithm == "argon2"
    official = make_official("district_clerk")
    official.set_password(PASSWORD)
    assert official.password.startswith("argon2$argon2id$")


def test_an_unknown_name_costs_a_hash_as_well(hashings) -> None:
    attempt("nobody-here")
    assert hashings == ["made"]


@pytest.fixture
def hashings(monkeypatch) -> list[str]:
    calls: list[str] = []
    original = Official.set_password

    def counted(self, raw):
        calls.append("made")
        original(self, raw)

    monkeypatch.setattr(Official, "set_password", counted)
    return calls


def test_neither_passwords_nor_codes_are_kept_with_the_attempts(clerk: Official) -> None:
    from axes.models import AccessAttempt

    attempt(clerk.username, "a-secret-typed-wrong")
    kept = AccessAttempt.objects.get()
    assert "a-secret-typed-wrong" not in f"{kept.post_data}{kept.get_data}"
