"""The page of coverage and gaps: its question in the address, its map, its tables."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.models import HallKerbLink, MarketFigure
from planning import unmet
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.ledger import COUNTY, LAT, LON, make_market
from tests.factories.people import OTHER_COUNTY, make_official, sign_in
from tests.factories.planning import STEP, make_candidates, make_demand

pytestmark = pytest.mark.django_db


def asked(client: Client, **question: Any) -> Any:
    return client.get(reverse("office:planner_gaps"), question)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def features(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="layered-features"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    return read


@pytest.fixture
def planner(client: Client) -> Client:
    load_shandong()
    return sign_in(client, make_official("planner", COUNTY))


def test_each_layer_has_its_features_and_a_table_says_the_same(planner: Client) -> None:
    hall = make_market(name="晚开的大厅", hours="08:00-17:00")
    kerb = make_market(
        LON + 5 * STEP, form="kerb", nature="spontaneous", name="桥头", hours="04:30-08:00"
    )
    HallKerbLink.objects.create(hall=hall, kerb=kerb)
    MarketFigure.objects.create(market=kerb, kind="seekers", value=70)
    demand, offered = make_demand(), make_candidates()
    unmet.record({unmet.key_of(LON, LAT, timezone.localtime().replace(hour=5)): 8})
    page = text(asked(planner, mode="metres", limit=1000, demand=demand.pk, candidates=offered.pk))
    held = features(page)
    assert {key: len(each) for key, each in held.items()} == {
        "counties": 1, "reach": 1, "demand": 4, "access": 4, "spots": 1, "places": 1,
        "pairs": 1, "earlier": 1, "candidates": 4, "unmet": 1,
    }  # fmt: skip
    kinds = [each["properties"]["kind"] for each in held["demand"]]
    assert kinds == ["uncovered", "uncovered", "covered", "covered"]
    assert "100 人中 30 人（30.0%）" in page
    for words in ("晚开的大厅", "桥头", "04:30", "08:00", "路口 3", "14700", "117.27, 34.81"):
        assert words in page
    assert "直线距离" in page


def test_the_page_asks_by_itself_for_the_own_region_and_the_newest_demand(planner: Client) -> None:
    make_demand(name="去年的")
    make_demand(name="今年的")
    page = text(asked(planner))
    assert 'value="15"' in page
    assert "电动车 15 分钟以内" in page
    assert "按每小时 15 公里" in page


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ({"limit": "0"}, "1"),
        ({"mode": "walk", "limit": "500"}, "最多 240"),
        ({"mode": "metres", "limit": "20"}, "50"),
        ({"mode": "plane"}, "plane"),
        ({"demand": "999999"}, "999999"),
        ({"region": "110101"}, "110101"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(
    planner: Client, question: dict[str, str], words: str
) -> None:
    answer = asked(planner, **question)
    assert answer.status_code == 422
    assert words in text(answer)


def test_sets_and_places_of_another_region_are_not_shown(planner: Client) -> None:
    make_market(name="别区的", region_code=OTHER_COUNTY)
    foreign = make_demand(region=OTHER_COUNTY, name="别区需求")
    assert "别区" not in text(asked(planner))
    assert asked(planner, demand=foreign.pk).status_code == 422


def test_the_page_asks_the_database_no_more_often_for_more_places(
    planner: Client, django_assert_max_num_queries: Any
) -> None:
    demand = make_demand()
    for at in range(12):
        make_market(LON + at * STEP, form=("hall", "kerb")[at % 2])
    with django_assert_max_num_queries(50):
        asked(planner, demand=demand.pk)
