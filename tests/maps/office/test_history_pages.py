"""The history as officials read it: who, when, what from what to what, why, and what led to it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory import decisions, history
from directory.models import HistoryEntry, Market, Proposal
from tests.factories.history import settle
from tests.factories.ledger import make_market, make_service, make_trade
from tests.factories.people import OTHER_COUNTY, make_official, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    official = make_official("district_lead", name="薛城区负责人")
    sign_in(client, official)
    return official


@pytest.fixture
def market():
    return make_market(name="永福路零工市场", published=True, trades=("history-mason",))


def of(market) -> str:
    return reverse("office:history_place", args=[market.public_id])


def on(day: str = "") -> str:
    return reverse("office:history_on") + (f"?day={day}" if day else "")


def page(client, address: str, status: int = 200) -> str:
    settle()
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_each_change_says_who_what_from_what_to_what_and_why(client, lead, market) -> None:
    history.attribute(lead, "proposal.approve", "已到现场核对")
    market.address, market.free_of_charge = "新址 8 号", True
    market.save()
    text = page(client, of(market))
    for word in (
        "审核通过", "薛城区负责人", "已到现场核对", "修改 市场", "详细地址", market.address,
        "永福路", "免费", "是",
    ):  # fmt: skip
        assert word in text


def test_words_are_told_by_name_and_choices_by_label(client, lead, market) -> None:
    market.services.add(make_service("history-advice", name="政策咨询（史）"))
    Market.objects.filter(pk=market.pk).update(nature="commercial")
    text = page(client, of(market))
    assert "政策咨询（史）" in text
    assert make_trade("history-mason").name in text
    assert "经营性" in text
    assert "commercial" not in text


def test_a_moved_point_says_how_far(client, lead, market) -> None:
    market.point.x += 0.001
    market.save()
    assert "移动了 92 米" in page(client, of(market))


def test_a_write_that_names_nobody_is_shown_as_such(client, lead, market) -> None:
    Market.objects.filter(pk=market.pk).update(name="无名之改")
    text = page(client, of(market))
    assert "未署名（数据库用户 " in text


def test_a_command_is_told_from_a_person(client, lead, market) -> None:
    decisions.decide(market, "withdraw", market.office, "停止使用")
    text = page(client, of(market))
    assert "撤下" in text
    assert "停止使用" in text
    assert "系统" in text


def test_what_led_to_a_change_is_linked(client, lead, market) -> None:
    clerk = make_official("district_clerk", office=lead.office)
    proposal = Proposal.objects.create(
        kind="place",
        market=market,
        region_code=market.region_code,
        office=lead.office,
        payload={},
        author=clerk,
    )
    assert reverse("office:review_proposal", args=[proposal.pk]) in page(client, of(market))


def test_a_place_of_another_district_is_not_there(client, market) -> None:
    sign_in(client, make_official("district_clerk", region_code=OTHER_COUNTY))
    page(client, of(market), status=404)
    day = timezone.localdate().isoformat()
    address = reverse("office:history_place_on", args=[market.public_id]) + f"?day={day}"
    page(client, address, status=404)
    assert "永福路零工市场" not in page(client, on())


@pytest.mark.parametrize("role", ["planner", "department", "sysadmin"])
def test_roles_without_history_are_told_so(client, market, role) -> None:
    sign_in(client, make_official(role))
    page(client, of(market), status=403)
    page(client, on(), status=403)


def test_of_people_only_those_may_read_who_may_look_them_up(lead) -> None:
    settle()
    auditor = make_official("auditor", region_code="370400")
    settle()
    kinds = set(history.visible(lead).values_list("kind", flat=True))
    assert "official" not in kinds
    assert "market" in kinds or "office" in kinds
    assert "official" in set(history.visible(auditor).values_list("kind", flat=True))


def test_a_long_history_is_paged(client, lead, market) -> None:
    for number in range(120):
        Market.objects.filter(pk=market.pk).update(accuracy_m=number + 100)
    text = page(client, of(market))
    assert "下一页" in text
    assert "上一页" in page(client, of(market) + "?page=2")


def queries(client, address: str) -> int:
    settle()
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    return len(taken)


def test_a_long_page_of_history_takes_as_many_queries_as_a_short_one(client, lead, market) -> None:
    history.attribute(lead, "step.first")
    market.market_trades.create(trade=make_trade("history-first"))
    few = queries(client, of(market))
    for number in range(60):
        history.attribute(lead, f"step.{number}")
        market.market_trades.create(trade=make_trade(f"history-{number}"))
    assert queries(client, of(market)) == few


def test_the_list_of_a_day_shows_what_is_public_then(client, lead, market) -> None:
    make_market(name="没有公开的")
    text = page(client, on())
    assert "永福路零工市场" in text
    assert "没有公开的" not in text
    address = reverse("office:history_place_on", args=[market.public_id])
    detail = page(client, f"{address}?day={timezone.localdate()}")
    assert "永福路零工市场" in detail
    assert market.address in detail


def test_a_place_that_was_not_public_that_day_says_so(client, lead) -> None:
    hidden = make_market()
    text = page(client, reverse("office:history_place_on", args=[hidden.public_id]))
    assert "日终没有公开这个地点" in text


def test_a_day_before_the_history_says_that_it_is_not_known(client, lead, market) -> None:
    market.decisions.update(decided_at=timezone.now() - dt.timedelta(days=900))
    day = timezone.localdate() - dt.timedelta(days=800)
    text = page(client, on(day.isoformat()))
    assert "起才有记录" in text
    assert "当时内容没有记录" in text


@pytest.mark.parametrize(
    ("day", "word"),
    [
        ("2999-01-01", "日期不能晚于今天"),
        ("24.11.2026", "日期须写成"),
        ("2026-02-31", "日期须写成"),
        ("x" * 5000, "日期须写成"),
    ],
)
def test_a_day_that_is_none_is_refused_in_words(client, lead, day, word) -> None:
    assert word in page(client, on(day), status=400)


def test_the_list_of_a_day_takes_as_many_queries_for_many_places_as_for_few(client, lead) -> None:
    make_market(published=True, trades=("history-counting",))
    few = queries(client, on())
    for _ in range(45):
        make_market(published=True, trades=("history-counting",))
    assert queries(client, on()) == few


def test_the_table_of_a_day_can_be_taken_away_without_formulas(client, lead) -> None:
    make_market(name="=1+1", published=True)
    settle()
    response = client.get(reverse("office:history_on_csv"))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "attachment" in response["Content-Disposition"]
    assert text.splitlines()[0].startswith("日期,编号,名称")
    assert "'=1+1" in text


def test_the_write_paths_name_their_act(lead, market) -> None:
    """Each entry of today's writes has an act and an author."""
    settle()
    before = HistoryEntry.objects.first().seq
    decisions.decide(market, "withhold", market.office, "需要现场复核", official=lead)
    settle()
    written = HistoryEntry.objects.filter(seq__gt=before)
    assert {(each.actor, each.act) for each in written} == {(lead.username, "decision.withhold")}
