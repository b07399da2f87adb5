"""The pages of review: side by side, of the version that was seen, by another person."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory import proposals
from directory.changes import StatusChange
from directory.models import Market, Proposal
from directory.standing import entry_of
from tests.factories.ledger import make_market
from tests.factories.people import OTHER_COUNTY, make_official, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_official("district_clerk", name="薛城区经办")


@pytest.fixture
def lead():
    return make_official("district_lead", name="薛城区负责人")


@pytest.fixture
def market():
    return make_market(name="永福路零工市场")


def put_forward(author, market, **values) -> Proposal:
    wanted = replace(entry_of(Market.objects.get(pk=market.pk)), **values)
    draft = proposals.save_draft(author, wanted, market=market, note="电话核实")
    return proposals.submit(author, draft, draft.version)


def page(proposal) -> str:
    return reverse("office:review_proposal", args=[proposal.pk])


def do(client, act, proposal, **form):
    path = reverse(f"office:review_{act}", args=[proposal.pk])
    return client.post(path, {"version": proposal.version} | form)


def test_what_stands_and_what_is_proposed_stand_side_by_side(client, clerk, lead, market):
    waiting = put_forward(clerk, market, hours="05:00-12:00", lon=117.2642)
    text = sign_in(client, lead).get(page(waiting)).content.decode()
    assert "<del>05:00-17:30（每天 05:00–17:30）</del>" in text.replace("\n", "")
    assert "05:00-12:00（每天 05:00–12:00）" in text
    assert "移动 92 米" in text
    assert "电话核实" in text
    assert 'id="review-points"' in text
    # Said by a word and a sign, not by colour alone.
    assert "≠ 改动" in " ".join(text.split())


def test_a_lead_approves_in_one_step(client, clerk, lead, market):
    waiting = put_forward(clerk, market, hours="05:00-12:00")
    answer = do(sign_in(client, lead), "approve", waiting)
    assert answer["Location"] == page(waiting)
    market.refresh_from_db()
    assert market.hours == "05:00-12:00"
    # Afterwards the page still tells what was changed then.
    assert "当时的内容" in client.get(page(waiting)).content.decode()


def test_another_version_than_the_seen_one_is_refused_beside_the_new_picture(
    client, clerk, lead, market
):
    seen = put_forward(clerk, market, hours="05:00-12:00")
    wanted = replace(entry_of(market), hours="05:00-13:00")
    edited = proposals.save_draft(clerk, wanted, proposal=seen, version=seen.version)
    proposals.submit(clerk, edited, edited.version)

    answer = do(sign_in(client, lead), "approve", seen)

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "薛城区经办" in text
    assert "改动了这份申请" in text
    assert "05:00-13:00" in text
    market.refresh_from_db()
    assert market.version == 1


def test_a_forgotten_version_is_no_version(client, clerk, lead, market):
    waiting = put_forward(clerk, market, hours="05:00-12:00")
    for version in ("", "-1", "x", "9" * 30):
        assert do(sign_in(client, lead), "approve", waiting, version=version).status_code == 409


def test_a_place_written_meanwhile_shows_three_states_and_the_author_goes_on_from_there(
    client, clerk, lead, market
):
    late = make_official("district_clerk")
    second = put_forward(late, market, hours="04:00-10:00", address="永福路 9 号")
    first = put_forward(clerk, market, hours="05:00-12:00")
    proposals.approve(lead, first, first.version)

    refused = do(sign_in(client, lead), "approve", second)
    assert refused.status_code == 409
    assert "台账已有改动" in refused.content.decode()

    text = sign_in(client, late).get(page(second)).content.decode()
    assert "两边都改了" in text
    assert "我已对照" in text
    stale = do(client, "rebase", second, standing=1)
    assert stale.status_code == 409
    assert do(client, "rebase", second, standing=2).status_code == 302
    second.refresh_from_db()
    assert do(sign_in(client, lead), "approve", second).status_code == 302
    market.refresh_from_db()
    assert (market.hours, market.address) == ("04:00-10:00", "永福路 9 号")


def test_sending_back_without_words_is_refused_and_with_words_reaches_the_author(
    client, clerk, lead, market
):
    waiting = put_forward(clerk, market, hours="05:00-12:00")
    assert do(sign_in(client, lead), "send_back", waiting, note=" ").status_code == 422
    assert do(client, "send_back", waiting, note="请附核实方式").status_code == 302
    client = sign_in(client, clerk)
    assert "请附核实方式" in client.get(page(waiting)).content.decode()
    home = client.get(reverse("office:index")).content.decode()
    assert "退回给我的申请" in home


def test_the_author_sees_no_button_to_approve_and_is_refused_if_he_tries(client, lead, market):
    waiting = put_forward(lead, market, hours="05:00-12:00")
    text = sign_in(client, lead).get(page(waiting)).content.decode()
    assert reverse("office:review_approve", args=[waiting.pk]) not in text
    assert "须由另一个人审核" in text
    assert do(client, "approve", waiting).status_code == 403
    market.refresh_from_db()
    assert market.version == 1


@pytest.mark.parametrize("act", ["approve", "send_back"])
def test_another_district_is_not_even_told_that_it_exists(client, clerk, market, act):
    waiting = put_forward(clerk, market, hours="05:00-12:00")
    sign_in(client, make_official("district_lead", OTHER_COUNTY))
    assert client.get(page(waiting)).status_code == 404
    assert do(client, act, waiting, note="不是我区的").status_code == 404
    listed = client.get(reverse("office:review_list")).content.decode()
    assert market.name not in listed


def test_a_clerk_opens_the_page_and_cannot_approve(client, clerk, market):
    waiting = put_forward(clerk, market, hours="05:00-12:00")
    sign_in(client, make_official("district_clerk"))
    assert client.get(page(waiting)).status_code == 200
    assert do(client, "approve", waiting).status_code == 403
    assert do(client, "withdraw", waiting).status_code == 403


def test_what_could_not_be_written_is_said_before_anybody_approves(client, clerk, lead, market):
    draft = proposals.save_draft(
        clerk, replace(entry_of(market), hours="天亮到天黑"), market=market
    )
    text = sign_in(client, clerk).get(page(draft)).content.decode()
    assert "不能写入台账" in text
    assert "运行时间：" in text
    assert do(client, "submit", draft).status_code == 422


def test_a_change_of_status_says_what_the_public_will_see(client, clerk, lead, market):
    closing = StatusChange(act="close", on=market.created_at.date(), note="场地拆除")
    waiting = proposals.propose_status(clerk, market, closing)
    text = sign_in(client, lead).get(page(waiting)).content.decode()
    assert "关闭，不再恢复" in text
    assert "原网址和二维码仍能打开" in text


def test_the_list_tells_what_waits_for_me_from_what_is_mine(client, clerk, lead, market):
    put_forward(clerk, market, hours="05:00-12:00")
    put_forward(lead, make_market(name="黄河路零工驿站"), hours="05:00-12:00")
    sign_in(client, lead)
    listed = reverse("office:review_list")
    waiting = client.get(listed, {"whose": "waiting"}).content.decode()
    assert "永福路零工市场</a>" in waiting
    assert "黄河路零工驿站</a>" not in waiting
    mine = client.get(listed, {"whose": "mine"}).content.decode()
    assert "黄河路零工驿站</a>" in mine
    of_place = client.get(listed, {"place": market.public_id}).content.decode()
    assert "永福路零工市场</a>" in of_place
    assert "黄河路零工驿站</a>" not in of_place
    assert "待我审核" in client.get(reverse("office:index")).content.decode()


def test_the_list_costs_the_same_for_many_as_for_few(client, clerk, lead):
    sign_in(client, lead)
    listed = reverse("office:review_list")
    counted = []
    for _ in range(2):
        for _each in range(10):
            put_forward(clerk, make_market(), hours="05:00-12:00")
        client.get(listed)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(listed).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
