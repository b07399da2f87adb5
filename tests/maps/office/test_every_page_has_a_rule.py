"""No address under /office/ answers without a rule, but those by which one signs in."""

import pytest
from django.test import Client

from maps.office.rules import Rule
from tests.maps.office.routes import office_routes

# Signing in and the second factor come before there is anybody to ask the rule about.
# In full: `startswith` takes them as whole names, because no other begins like one of them.
SIGNING_IN = (
    "office_sign_in",
    "account_login",
    "mfa_authenticate",
    "office_password",
    "mfa_activate_totp",
    "account_reauthenticate",
    "office_leave",
)


def test_there_are_pages() -> None:
    assert len(office_routes()) > 40


def test_every_view_carries_a_rule() -> None:
    without = [
        route.address
        for route in office_routes()
        if not isinstance(getattr(route.view, "office_rule", None), Rule)
        and not route.name.startswith(SIGNING_IN)
    ]
    assert without == []


def test_every_address_has_a_name_of_its_own() -> None:
    addresses = {}
    for route in office_routes():
        addresses.setdefault(route.name, set()).add(route.address)
    assert {name: each for name, each in addresses.items() if not name or len(each) > 1} == {}


@pytest.mark.django_db
def test_a_visitor_is_sent_to_sign_in_everywhere(client: Client) -> None:
    for route in office_routes():
        if route.name.startswith(SIGNING_IN):
            continue
        path = "/" + _filled(route.address)
        for method in (client.get, client.post):
            answer = method(path)
            assert answer.status_code == 302, path
            assert "/office/sign-in" in answer["Location"], path
            assert "no-store" in answer["Cache-Control"], path


def _filled(address: str) -> str:
    """The address with something in place of each parameter."""
    filled = address
    while "<" in filled:
        before, rest = filled.split("<", 1)
        inside, after = rest.split(">", 1)
        given = {"int": "1", "uuid": "8f14e45f-ceea-467f-a0e6-5b5d3c1e2a44"}
        filled = before + given.get(inside.split(":")[0], "abcd2345") + after
    return filled
