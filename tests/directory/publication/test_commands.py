"""`publish` and `publications` say in one line what there is."""

import io
import re

import pytest
from django.core.management import call_command

from directory.models import Publication
from tests.factories.ledger import make_market

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("var")]


def said(command: str, **options: object) -> str:
    out = io.StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def test_publish_says_number_counts_and_time() -> None:
    make_market(published=True)
    assert re.search(r"已发布第 1 期：places 1，.*用时 \d+\.\d 秒", said("publish"))
    assert "内容没有变化，仍为第 1 期" in said("publish")


def test_publications_lists_the_newest_first_with_what_became_of_each() -> None:
    make_market(published=True)
    call_command("publish", stdout=io.StringIO())
    failed = Publication.objects.get()
    failed.number, failed.state, failed.error = 2, "failed", "OSError: disk full\nmore"
    failed.save(force_insert=True)
    newest, first = said("publications").splitlines()
    assert re.search(r"^ +2 .*失败  OSError: disk full$", newest)
    assert re.search(r"^ +1 .*已完成  1 处 ", first)
    assert len(said("publications", limit=1).splitlines()) == 1
