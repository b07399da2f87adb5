"""Handing in over HTTP, without a script: the form, twice, refused, judged, followed, shared."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Market, Proposal
from planning import sharing
from planning.models import Run, Scenario
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.ledger import COUNTY, LAT, LON, make_market, make_office
from tests.factories.people import OTHER_COUNTY, make_official, sign_in
from tests.factories.planning import make_candidates, make_demand, make_run, make_scenario

pytestmark = pytest.mark.django_db
FORM = {
    "site": ["c1", "c3"], "name_c1": "旧厂房驿站", "address_c1": "永福路 3 号",
    "name_c3": "空仓库", "address_c3": "尚无门牌", "accuracy_m": "50", "note": "离车站近",
}  # fmt: skip


@pytest.fixture
def planner(client: Client) -> Client:
    load_shandong()
    make_office(name="薛城区中心", region_code=COUNTY)
    return sign_in(client, make_official("planner", COUNTY, name="王规划"))


@pytest.fixture
def lead() -> Client:
    return sign_in(Client(), make_official("district_lead", COUNTY, name="李负责"))


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def hand_in(client: Client, run: Run, **values: Any) -> Any:
    address = reverse("office:planner_hand_in", args=[run.pk])
    return client.post(address, FORM | values, follow=True)


def shown(client: Client, run: Run) -> str:
    return text(client.get(reverse("office:planner_run", args=[run.pk])))


def judge(client: Client, proposal: Proposal, act: str, note: str = "") -> None:
    address = reverse(f"office:review_{act}", args=[proposal.pk])
    answer = client.post(address, {"version": proposal.version, "note": note})
    assert answer.status_code == 302


def test_chosen_sites_are_handed_in_and_the_page_follows_them(
    planner: Client, lead: Client
) -> None:
    run = make_run()
    before = shown(planner, run)
    for words in (
        "报送所选站点",
        "1. 旧厂房",
        "尚未报送",
        "增加 50 人",
        'value="尚无门牌，以坐标为准"',
    ):
        assert words in before, words
    assert "薛城零工市场</strong>" not in before
    page = text(hand_in(planner, run))
    assert "已报送 2 处，等待区县审核" in page
    first, second = Proposal.objects.order_by("pk")
    assert page.count("已报送，正在等待审核") == 2
    assert f"第 {first.pk} 号申请" in page
    assert "报送勾选的站点" not in page
    judge(lead, first, "approve")
    judge(lead, second, "send_back", "产权不清")
    place = Market.objects.get()
    after = shown(planner, run)
    assert f'href="{reverse("office:places_page", args=[place.public_id])}"' in after
    assert "台账里的地点：旧厂房驿站" in after
    assert "审核意见：产权不清" in after
    assert 'value="c3"' in after
    assert 'value="c1"' not in after


def test_the_same_form_twice_says_so_and_doubles_nothing(planner: Client) -> None:
    run = make_run()
    hand_in(planner, run)
    again = hand_in(planner, run)
    assert again.status_code == 200
    assert "没有重复报送" in text(again)
    assert Proposal.objects.count() == 2


def test_what_is_wrong_is_named_at_its_site_and_nothing_typed_is_lost(planner: Client) -> None:
    run = make_run()
    answer = hand_in(planner, run, address_c3="")
    page = text(answer)
    assert answer.status_code == 422
    assert "没有报送，一处也没有写入" in page
    assert '<a href="#hand-in-c3">空仓库</a>：详细地址：' in page
    assert 'value="旧厂房驿站"' in page
    assert ">离车站近</textarea>" in page
    assert page.count(" checked") == 2
    for values, words in (
        ({"site": []}, "请勾选要报送的站点"),
        ({"accuracy_m": "约五十"}, "1 到 20,000 之间的整数"),
        ({"site": ["c9"]}, "结果里没有这个新点"),
        ({"note": "长" * 400}, "最多 300 个字"),
    ):
        answer = hand_in(planner, run, **values)
        assert answer.status_code == 422
        assert words in text(answer), words
    assert not Proposal.objects.exists()


def test_the_judge_reads_what_it_stands_on_also_when_the_plan_is_gone(
    planner: Client, lead: Client
) -> None:
    run = make_run()
    hand_in(planner, run)
    proposal = Proposal.objects.order_by("pk")[0]
    address = reverse("office:review_proposal", args=[proposal.pk])
    page = text(lead.get(address))
    for words in (
        "布点方案的依据", "没有别的 2 处能再多覆盖 0.4 %（1 人）。", "街上的人 v1", "第 12 期",
        "geo.siting 1", "目标值", "备选场地", "由规划、市级、省级和审计查看",
    ):  # fmt: skip
        assert words in page, words
    own = reverse("office:planner_run", args=[run.pk])
    assert own not in page
    assert own in text(planner.get(address))
    Scenario.objects.all().delete()
    for reader in (lead, planner):
        assert "这个方案的结果已不在了" in text(reader.get(address))
    judge(lead, proposal, "approve")
    assert Market.objects.get().form == "candidate"


def test_a_reader_of_plans_sees_the_state_and_the_reason_and_no_form(planner: Client) -> None:
    run = make_run()
    reader = sign_in(Client(), make_official("auditor", COUNTY))
    page = shown(reader, run)
    assert "您不能提出这个区县（370403）的申请" in page
    assert "报送勾选的站点" not in page
    assert hand_in(reader, run).status_code == 422
    stranger = sign_in(Client(), make_official("planner", OTHER_COUNTY))
    assert hand_in(stranger, run).status_code == 404
    clerk = sign_in(Client(), make_official("district_clerk", COUNTY))
    assert hand_in(clerk, run).status_code == 403
    assert not Proposal.objects.exists()
    waiting = make_run(state="running", answer=None)
    assert hand_in(planner, waiting).status_code == 404


def test_a_shared_link_shows_the_state_and_no_button(planner: Client, lead: Client) -> None:
    run = make_run()
    hand_in(planner, run)
    judge(lead, Proposal.objects.order_by("pk")[1], "send_back", "产权不清")
    link = sharing.share(make_official("planner", COUNTY), run)
    page = text(Client().get(reverse("plan", args=[link.token])))
    assert "新点的报送情况" in page
    assert "待审核" in page
    assert "已退回" in page
    for hidden in ("产权不清", "李负责", "王规划", "/office/", "<form", "csrf"):
        assert hidden not in page.split("<main")[1].split("</main")[0], hidden


def test_newer_demand_is_said_before_handing_in(planner: Client) -> None:
    run = make_run()
    make_demand()
    assert "需求“街上的人”用的是 v1，现在有 v2" in shown(planner, run)


def test_what_the_ledger_has_already_is_shown_with_its_place(planner: Client) -> None:
    there = make_market(LON + 0.01, LAT + 0.001, name="旧厂房", form="candidate")
    run = make_run(make_scenario(candidates=make_candidates(origin="places")))
    page = shown(planner, run)
    assert "台账里已有这个地点" in page
    assert reverse("office:places_page", args=[there.public_id]) in page
    assert 'value="c1"' not in page


def test_a_page_asks_the_database_no_more_often_for_more_sites(
    planner: Client, django_assert_max_num_queries: Any
) -> None:
    run = make_run()
    hand_in(planner, run)
    with django_assert_max_num_queries(40):
        shown(planner, run)
