"""A form that has no token of ours is refused in words, and nothing is stored."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_form_without_its_token_is_refused_in_chinese() -> None:
    answer = Client(enforce_csrf_checks=True).post("/office/", {"x": "1"})
    assert answer.status_code == 403
    assert "这个表单过期了" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_and_in_english() -> None:
    answer = Client(enforce_csrf_checks=True).post("/en/office/", {"x": "1"})
    assert answer.status_code == 403
    assert answer["Content-Language"] == "en"
