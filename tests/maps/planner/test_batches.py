"""A region sited county by county, on its page: each sees the counties that are his."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.directory.ledger.boundaries import load_shandong
from tests.factories.ledger import COUNTY
from tests.factories.people import CITY, make_official, sign_in
from tests.factories.planning import ask_two_counties


@pytest.mark.django_db
def test_who_sees_one_county_sees_its_row_alone() -> None:
    load_shandong()
    asked = ask_two_counties()
    address = reverse("office:planner_batch", args=[asked.batch])
    city = sign_in(Client(), make_official("planner", CITY))
    page = city.get(address).content.decode()
    assert "薛城区" in page
    assert page.count("等待计算") == 2
    assert asked.batch in city.get(reverse("office:planner_home")).content.decode()
    county = sign_in(Client(), make_official("planner", COUNTY))
    assert county.get(address).content.decode().count("等待计算") == 1
    far = sign_in(Client(), make_official("planner", "370200"))
    assert far.get(address).status_code == 404
