"""The gate: each decision by one responsible person, with a reason, about what he saw."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory.models import Market, Proposal, PublicationDecision
from tests.factories.ledger import make_decision, make_market, make_period
from tests.factories.people import OTHER_COUNTY, make_official, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    official = make_official("district_lead", name="薛城区负责人")
    sign_in(client, official)
    return official


@pytest.fixture
def market():
    return make_market(name="永福路零工市场", trades=("bricklayer",))


def gate(market) -> str:
    return reverse("office:gate_decide", args=[market.public_id])


def status(market) -> str:
    return reverse("office:gate_status", args=[market.public_id])


def decide(client, market, decision="publish", reason="规范运行，现场核查", seen=0):
    return client.post(gate(market), {"decision": decision, "reason": reason, "seen": seen})


def test_a_place_is_public_by_a_recorded_decision(client, lead, market):
    assert decide(client, market).status_code == 302
    made = PublicationDecision.objects.get()
    assert (made.official, made.office, made.reason) == (lead, lead.office, "规范运行，现场核查")
    assert list(Market.objects.published()) == [market]
    text = client.get(gate(market)).content.decode()
    assert "已公开" in text
    assert "薛城区负责人" in text


@pytest.mark.parametrize("reason", ["", "好", " 可以 "])
def test_a_decision_takes_a_reason_worth_the_name(client, lead, market, reason):
    assert decide(client, market, reason=reason).status_code == 422
    assert not PublicationDecision.objects.exists()


def test_what_is_missing_is_named_before_anybody_publishes(client, lead):
    text = client.get(gate(make_market(hours="", free_of_charge=None))).content.decode()
    for gap in ("运行时间不清楚", "是否免费不清楚", "没有填工种", "从未核实"):
        assert gap in text


def test_a_spontaneous_spot_says_what_publishing_it_means(client, lead):
    kerb = make_market(nature="spontaneous", form="kerb")
    assert "自发形成的聚集点" in client.get(gate(kerb)).content.decode()
    assert list(Market.objects.published()) == []
    assert decide(client, kerb).status_code == 302
    assert list(Market.objects.published()) == [kerb]


def test_a_candidate_is_never_published(client, lead):
    building = make_market(form="candidate")
    assert "永不公开" in client.get(gate(building)).content.decode()
    answer = decide(client, building)
    assert answer.status_code == 422
    assert "备选场地不能公开" in answer.content.decode()


def test_a_closed_place_that_never_was_public_has_nothing_to_publish(client, lead, market):
    make_period(market, "closed", timezone.localdate())
    assert decide(client, market).status_code == 422


def test_who_comes_second_is_told_of_the_decision_made_meanwhile(client, lead, market):
    other = make_official("city", name="枣庄市级")
    make_decision(market, "withhold", official=other, reason="投诉核实中")
    answer = decide(client, market)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "枣庄市级" in text
    assert "投诉核实中" in text
    assert PublicationDecision.objects.count() == 1
    newest = PublicationDecision.objects.get().pk
    assert f'name="seen" value="{newest}"' in text
    assert decide(client, market, seen=newest).status_code == 302


def test_the_same_decision_twice_is_one(client, lead, market):
    decide(client, market)
    newest = PublicationDecision.objects.get().pk
    assert decide(client, market, seen=newest).status_code == 422
    assert PublicationDecision.objects.count() == 1


@pytest.mark.parametrize("role", ["district_clerk", "planner", "auditor"])
def test_who_only_reads_the_gate_does_not_decide(client, market, role):
    sign_in(client, make_official(role))
    assert "作出决定" not in client.get(gate(market)).content.decode()
    assert decide(client, market).status_code == 403
    assert not PublicationDecision.objects.exists()


def test_another_district_sees_no_gate(client, market):
    sign_in(client, make_official("district_lead", OTHER_COUNTY))
    assert client.get(gate(market)).status_code == 404
    assert decide(client, market).status_code == 404
    assert client.get(status(market)).status_code == 404
    assert market.name not in client.get(reverse("office:gate_waiting")).content.decode()


def together(client, *markets, **form):
    chosen = {"place": [each.public_id for each in markets]}
    return client.post(reverse("office:gate_together"), chosen | form)


def test_several_are_decided_about_after_they_have_been_named(client, lead, market):
    other = make_market(name="黄河路零工驿站")
    named = together(client, market, other).content.decode()
    assert "永福路零工市场" in named
    assert "黄河路零工驿站" in named
    assert not PublicationDecision.objects.exists()
    form = {"confirmed": 1, "decision": "publish", "reason": "全区统一核查通过"}
    assert together(client, market, other, **form).status_code == 302
    assert PublicationDecision.objects.count() == 2


def test_several_are_all_or_none(client, lead, market):
    over = make_market(name="旧街零工市场")
    make_period(over, "closed", timezone.localdate())
    form = {"confirmed": 1, "decision": "publish", "reason": "全区统一核查通过"}
    answer = together(client, market, over, **form)
    assert answer.status_code == 422
    assert "旧街零工市场：" in answer.content.decode()
    assert not PublicationDecision.objects.exists()


def test_a_place_of_another_district_among_several_is_refused_with_all(client, lead, market):
    stranger = make_market(region_code=OTHER_COUNTY)
    form = {"confirmed": 1, "decision": "publish", "reason": "全区统一核查通过"}
    assert together(client, market, stranger, **form).status_code == 404
    assert not PublicationDecision.objects.exists()


def test_a_decision_made_between_naming_and_confirming_stops_the_whole(client, lead, market):
    other = make_market()
    make_decision(other, "withhold", reason="投诉核实中")
    form = {"confirmed": 1, "decision": "publish", "reason": "全区统一核查通过"}
    seen = {f"seen_{each.public_id}": 0 for each in (market, other)}
    answer = together(client, market, other, **form, **seen)
    assert answer.status_code in (409, 422)
    assert "投诉核实中" in answer.content.decode()
    assert PublicationDecision.objects.count() == 1


def test_the_waiting_list_has_the_undecided_and_costs_the_same_for_many(client, lead, market):
    make_market(name="已定的市场", published=True)
    make_market(name="空楼", form="candidate")
    listed = reverse("office:gate_waiting")
    text = client.get(listed).content.decode()
    assert "永福路零工市场" in text
    assert "已定的市场" not in text
    assert "空楼" not in text
    with CaptureQueriesContext(connection) as few:
        client.get(listed)
    for _ in range(20):
        make_market()
    with CaptureQueriesContext(connection) as many:
        assert client.get(listed).status_code == 200
    assert len(many) == len(few)
    spontaneous = client.get(listed, {"nature": "spontaneous"}).content.decode()
    assert "没有待作决定的地点" in spontaneous


def change(client, market, **form):
    today = timezone.localdate()
    return client.post(status(market), {"act": "suspend", "on": today, **form})


def test_a_clerk_asks_for_a_closure_and_nothing_is_closed_yet(client, market):
    sign_in(client, make_official("district_clerk"))
    answer = change(client, market, act="close", public_note="场地拆除", note="街道来函")
    made = Proposal.objects.get()
    assert answer["Location"] == reverse("office:review_proposal", args=[made.pk])
    assert made.state == "submitted"
    assert not market.status_periods.exists()
    assert "等待审核的状态申请" in client.get(status(market)).content.decode()


def test_a_lead_who_asks_for_a_closure_needs_another_person_too(client, lead, market):
    change(client, market, act="close", public_note="场地拆除")
    made = Proposal.objects.get()
    path = reverse("office:review_approve", args=[made.pk])
    assert client.post(path, {"version": made.version}).status_code == 403
    assert not market.status_periods.exists()


def test_a_lead_suspends_at_once_to_protect_people(client, lead, market):
    today = timezone.localdate()
    until = today + dt.timedelta(days=10)
    answer = change(client, market, until=until, public_note="有人收费，正在核查", at_once="on")
    assert answer.status_code == 302
    period = market.status_periods.get()
    assert (period.status, period.starts_on, period.ends_on) == ("suspended", today, until)
    text = client.get(status(market)).content.decode()
    assert "有人收费，正在核查" in text


@pytest.mark.parametrize(
    "form",
    [
        {"public_note": "有人收费，正在核查"},
        {"until": "2999-01-01", "public_note": "有人收费，正在核查"},
        {"act": "close", "public_note": "有人收费，正在核查"},
        {"until": "tomorrow"},
    ],
    ids=["without an end", "for ever", "closing", "no date"],
)
def test_at_once_is_for_suspensions_with_an_end_alone(client, lead, market, form):
    answer = change(client, market, at_once="on", **form)
    assert answer.status_code == 422
    assert not market.status_periods.exists()


def test_a_clerk_does_not_suspend_at_once(client, market):
    sign_in(client, make_official("district_clerk"))
    until = timezone.localdate() + dt.timedelta(days=3)
    answer = change(client, market, until=until, public_note="有人收费", at_once="on")
    assert answer.status_code == 403
    assert not market.status_periods.exists()


def test_a_planner_reads_the_timeline_and_changes_nothing(client, market):
    make_period(market, "suspended", timezone.localdate(), note="修路")
    sign_in(client, make_official("planner"))
    assert "修路" in client.get(status(market)).content.decode()
    assert change(client, market, public_note="修路").status_code == 403
    assert not Proposal.objects.exists()


def test_the_new_place_of_a_move_is_found_by_name(client, lead, market):
    new = make_market(name="黄河路零工驿站")
    hidden = make_market(name="黄河路未公开点", region_code=OTHER_COUNTY)
    public = make_market(name="黄河路邻区市场", region_code=OTHER_COUNTY, published=True)
    found = client.get(status(market), {"find": "黄河路"}).content.decode()
    assert f"?to={new.public_id}" in found
    assert f"?to={public.public_id}" in found
    assert hidden.name not in found
    answer = change(client, market, act="move", successor=hidden.public_id)
    assert answer.status_code == 422
    answer = change(client, market, act="move", successor=new.public_id)
    assert Proposal.objects.get().payload["successor"] == new.public_id


def test_dates_that_clash_with_the_record_are_refused_in_words(client, lead, market):
    today = timezone.localdate()
    make_period(market, "suspended", today)
    answer = change(client, market, public_note="修路")
    assert answer.status_code == 422
    assert "重叠" in answer.content.decode()
