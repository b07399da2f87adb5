"""A link to an answer: read by whoever has it, until it is taken back; by nobody else."""

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from directory.errors import EntryErrors
from planning import sharing
from planning.models import ShareLink
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.ledger import COUNTY
from tests.factories.people import OTHER_COUNTY, make_official, sign_in
from tests.factories.planning import make_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner() -> Client:
    return sign_in(Client(), make_official("planner", COUNTY, name="王规划"))


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_link_is_given_out_read_without_an_account_and_taken_back(
    planner: Client, client: Client
) -> None:
    load_shandong()
    run = make_run()
    page = text(planner.post(reverse("office:planner_share", args=[run.pk]), follow=True))
    link = ShareLink.objects.get()
    address = reverse("plan", args=[link.token])
    assert f"http://testserver{address}" in page
    answer = client.get(address)
    shown = text(answer)
    for words in ("没有别的 2 处能再多覆盖 0.4 %", "旧厂房", "街上的人 v1", "geo.siting 1"):
        assert words in shown
    assert "王规划" not in shown
    assert "/office/" not in shown
    assert "csrf" not in shown
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]
    assert client.post(address).status_code == 405
    assert client.get(f"/en{address}").status_code == 200
    back = planner.post(reverse("office:planner_unshare", args=[link.pk]), follow=True)
    assert link.token not in text(back)
    assert client.get(address).status_code == 404


def test_a_token_cannot_be_guessed_and_leads_to_one_answer_alone(client: Client) -> None:
    by = make_official("planner", COUNTY)
    first, second = (sharing.share(by, make_run()) for _each in range(2))
    assert first.token != second.token
    assert len(first.token) == 43
    assert sharing.shared(first.token) == first.run
    for wrong in ("", "x", first.token[:-1], first.token + "a", first.token.swapcase()):
        assert sharing.shared(wrong) is None
    assert client.get(f"/plan/{'a' * 43}").status_code == 404


def test_only_who_plans_in_the_region_gives_out_and_takes_back(planner: Client) -> None:
    run = make_run()
    link = sharing.share(make_official("planner", COUNTY), run)
    for role, region, status in (
        ("planner", OTHER_COUNTY, 404),
        ("auditor", COUNTY, 403),
        ("district_clerk", COUNTY, 403),
    ):
        stranger = sign_in(Client(), make_official(role, region))
        share = reverse("office:planner_share", args=[run.pk])
        revoke = reverse("office:planner_unshare", args=[link.pk])
        assert stranger.post(share).status_code == status
        assert stranger.post(revoke).status_code == status
    reader = sign_in(Client(), make_official("auditor", COUNTY))
    assert link.token not in text(reader.get(reverse("office:planner_run", args=[run.pk])))
    with pytest.raises(PermissionDenied):
        sharing.share(make_official("planner", OTHER_COUNTY), run)
    link.refresh_from_db()
    assert link.revoked_at is None


def test_what_is_not_answered_is_not_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    by = make_official("planner", COUNTY)
    with pytest.raises(EntryErrors, match="还没有算出"):
        sharing.share(by, make_run(state="running", answer=None))
    monkeypatch.setattr(sharing, "MOST_LINKS", 1)
    run = make_run()
    sharing.revoke(by, sharing.share(by, run))
    sharing.share(by, run)
    with pytest.raises(EntryErrors, match="最多 1 个"):
        sharing.share(by, run)
