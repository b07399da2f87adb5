"""The page of a place says all that the ledger knows, to those who may see it."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory import places, proposals
from directory.links import link
from directory.models import Market
from directory.models.parts import Fact
from directory.standing import entry_of
from tests.directory.ledger.boundaries import load_shandong
from tests.directory.ledger.entering import place
from tests.factories.ledger import (
    LAT,
    LON,
    make_confirmation,
    make_decision,
    make_market,
    make_period,
)
from tests.factories.people import OTHER_COUNTY, make_official, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def market() -> Market:
    load_shandong()
    return places.write_place(place()).market


def url(market: Market) -> str:
    return f"/office/places/{market.public_id}"


def test_it_says_what_is_known(client: Client, market: Market) -> None:
    clerk = make_official("district_clerk")
    today = timezone.localdate()
    make_decision(market, "withhold", reason="等待消防验收")
    make_period(market, "suspended", today, note="修路")
    make_confirmation(market, Fact.HOURS, today - dt.timedelta(days=400))
    market.figures.create(kind="hires", value=35, method="窗口登记")
    kerb = make_market(LON + 0.001, LAT, form="kerb", name="路口聚集点")
    link(market, kerb)
    draft = proposals.save_draft(clerk, replace(entry_of(market), hours="24/7"), market=market)
    page = sign_in(client, clerk).get(url(market)).content.decode()
    for said in (
        "薛城区零工市场", "每天 05:00–17:30", "候工棚", "东厅", "0632-5550701", "等待消防验收",
        "修路", "400 天前", "未核实", "35", "窗口登记", "统计日期不清楚",
        "路口聚集点", "相距 92 米", "落在：", "薛城区（370403）", "草稿", "有分区开放",
    ):  # fmt: skip
        assert said in page, said
    assert f"/office/review/{draft.pk}" in page
    assert f"{url(market)}/edit" in page


def test_contradictions_are_named(client: Client, market: Market) -> None:
    Market.objects.filter(pk=market.pk).update(entered_lon=117.9, region_code="370403")
    page = sign_in(client, make_official("district_lead")).get(url(market)).content.decode()
    assert "有矛盾：" in page
    assert "与录入坐标" in page


def test_a_published_place_leads_to_what_the_public_sees(client: Client, market: Market) -> None:
    reader = sign_in(client, make_official("planner"))
    assert f'href="/p/{market.public_id}"' not in reader.get(url(market)).content.decode()
    make_decision(market)
    assert f'href="/p/{market.public_id}"' in reader.get(url(market)).content.decode()


def test_a_reader_is_offered_no_change(client: Client, market: Market) -> None:
    page = sign_in(client, make_official("planner")).get(url(market)).content.decode()
    assert f"{url(market)}/edit" not in page
    assert "/confirm" not in page


def test_a_place_of_another_district_is_not_there(client: Client, market: Market) -> None:
    stranger = sign_in(client, make_official("district_lead", OTHER_COUNTY))
    assert stranger.get(url(market)).status_code == 404


def test_it_costs_the_same_however_much_is_known(client: Client, market: Market) -> None:
    lead = sign_in(client, make_official("district_lead"))
    lead.get(url(market))
    make_decision(market, "withhold")
    make_confirmation(market, Fact.HOURS, timezone.localdate())
    with CaptureQueriesContext(connection) as few:
        lead.get(url(market))
    for day in range(1, 10):
        make_decision(market, "withhold", reason=f"理由第 {day} 次")
        make_confirmation(market, Fact.TRADES, timezone.localdate() - dt.timedelta(days=day))
        market.figures.create(kind="hires", value=day)
    with CaptureQueriesContext(connection) as many:
        lead.get(url(market))
    assert len(many) == len(few)
