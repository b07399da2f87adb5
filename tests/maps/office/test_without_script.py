"""Where no script runs the officials' pages are still to be seen."""

import pytest
from django.test import Client

from tests.factories.people import make_official, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/office/", "/office/places/"])
def test_the_frame_is_uncovered_without_script(client: Client, path: str) -> None:
    page = sign_in(client, make_official("district_clerk")).get(path).content.decode()
    assert "x-cloak" in page
    plain = page.split("<noscript>", 1)[1].split("</noscript>", 1)[0]
    assert "office-plain" in plain
