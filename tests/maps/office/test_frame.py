"""The frame around every page of the office: menu, account, way out."""

import pytest
from django.test import Client

from tests.factories.people import give_second_factor, make_official, sign_in

pytestmark = pytest.mark.django_db


def test_it_stands_for_somebody_with_a_password_of_his_own(client: Client) -> None:
    official = make_official()
    give_second_factor(official)
    sign_in(client, official)
    for root in ("", "/en"):
        answer = client.get(f"{root}/office/")
        assert answer.status_code == 200
        assert official.username in answer.content.decode()


def test_only_a_form_signs_out(client: Client) -> None:
    sign_in(client, make_official())
    assert client.get("/office/sign-out").status_code == 405
    assert client.get("/office/").status_code == 200
    assert client.post("/office/sign-out")["Location"] == "/office/sign-in"
    assert client.get("/office/").status_code == 302
