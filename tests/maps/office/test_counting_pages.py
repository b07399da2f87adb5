"""The dawn page as a plain form and as a phone's queue sends it; the dashboard; briefings."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.models import BriefingJob, Count, Market, Official
from directory.monitoring import briefing, sums
from tests.factories.counts import make_count
from tests.factories.ledger import make_market, make_trade
from tests.factories.people import OTHER_COUNTY, make_official, sign_in

pytestmark = pytest.mark.django_db
SEND, PAGE = "office:monitoring_send", "office:monitoring_count"


@pytest.fixture
def market() -> Market:
    return make_market(name="永福路零工市场", trades=("mason",))


@pytest.fixture
def counter(market: Market) -> Official:
    return make_official("counter")


@pytest.fixture
def phone(client: Client, counter: Official) -> Client:
    return sign_in(client, counter)


def form(market: Market, **values: str) -> dict[str, str]:
    return {
        "key": str(uuid.uuid4()),
        "place": market.public_id,
        "session": "am",
        "method": "heads",
        "seekers": "80",
        "posts": "60",
        "hires": "",
    } | values


def test_the_page_offers_the_places_of_ones_own_region_alone(phone: Client, market: Market) -> None:
    far = make_market(name="邻区市场", region_code=OTHER_COUNTY)
    page = phone.get(reverse(PAGE)).content.decode()
    assert market.name in page
    assert far.name not in page


def test_a_plain_form_is_stored_once_however_often_it_is_sent(
    phone: Client, market: Market
) -> None:
    data = form(market, **{"t-seekers-mason": "30"})
    for _ in range(3):
        assert phone.post(reverse(SEND), data).status_code == 302
    count = Count.objects.get()
    assert (count.seekers, count.posts, count.hires) == (80, 60, None)
    assert count.trades == {"mason": {"seekers": 30}}
    assert "80" in phone.get(reverse(PAGE)).content.decode()


def test_a_queue_is_answered_in_json_and_the_first_time_stays(
    phone: Client, market: Market
) -> None:
    at = (timezone.now() - dt.timedelta(hours=3)).isoformat()
    data = form(market, counted_at=at)
    said = [phone.post(reverse(SEND), data, headers={"Accept": "application/json"}) for _ in "123"]
    assert [each.json()["state"] for each in said] == ["stored", "already", "already"]
    assert Count.objects.get().counted_at.isoformat() == at


@pytest.mark.parametrize(
    ("values", "status", "said"),
    [
        ({"hires": "81"}, 422, "招成的人不能比求职的人多"),
        ({"seekers": "-1"}, 422, "只能是 0 到"),
        ({"seekers": "许多"}, 422, "请填整数"),
        ({"seekers": "5000"}, 409, "确实有 5000 吗"),
        ({"key": "nonsense"}, 422, "重新打开"),
        ({"day": "2026-13-77"}, 422, "日期写成"),
        ({"day": "2999-01-01"}, 422, "日期在将来"),
    ],
)
def test_what_is_refused_comes_back_as_it_was_typed(
    phone: Client, market: Market, values: dict[str, str], status: int, said: str
) -> None:
    answer = phone.post(reverse(SEND), form(market, **values))
    assert answer.status_code == status
    page = answer.content.decode()
    assert said in page
    assert f'value="{values.get("seekers", "80")}"' in page
    as_json = phone.post(
        reverse(SEND), form(market, **values), headers={"Accept": "application/json"}
    )
    assert as_json.status_code == status
    assert said in str(as_json.json())
    assert not Count.objects.exists()


def test_asked_really_and_answered_yes_it_is_stored(phone: Client, market: Market) -> None:
    data = form(market, seekers="5000")
    assert 'name="sure"' in phone.post(reverse(SEND), data).content.decode()
    assert phone.post(reverse(SEND), data | {"sure": "1"}).status_code == 302


def test_full_width_digits_are_digits(phone: Client, market: Market) -> None:
    phone.post(reverse(SEND), form(market, seekers="８０"))
    assert Count.objects.get().seekers == 80


def test_a_correction_asks_why_and_shows_what_was_there(phone: Client, market: Market) -> None:
    phone.post(reverse(SEND), form(market))
    address = reverse("office:monitoring_correct", args=[Count.objects.get().key])
    changed = form(market, seekers="90", version="1")
    assert phone.post(address, changed).status_code == 422
    assert phone.post(address, changed | {"reason": "看错一排"}).status_code == 302
    page = phone.get(address).content.decode()
    assert "看错一排" in page
    assert "80 → 90" in page
    stale = phone.post(address, changed | {"reason": "再改", "seekers": "95"})
    assert stale.status_code == 409
    assert Count.objects.get().seekers == 90


def test_the_dashboard_shows_missing_days_as_missing_and_names_its_method(
    client: Client, market: Market
) -> None:
    sign_in(client, make_official("district_clerk"))
    make_trade("mason")
    start = dt.date(2026, 8, 1)
    for at in (0, 1, 3):
        make_count(market, start + dt.timedelta(days=at), trades={"mason": {"seekers": 9}})
    sums.refresh_all()
    asked = {"start": "2026-08-01", "end": "2026-08-05"}
    page = client.get(reverse("office:monitoring_dashboard"), asked).content.decode()
    assert page.count('class="c-point"') == 3
    assert page.count('class="c-missing"') == 2
    assert "3 天，共 5 天" in page
    assert "不足两年" in page
    assert "工种 mason" in page


@pytest.mark.parametrize(
    "asked", [{"region": OTHER_COUNTY}, {"start": "x"}, {"start": "2020-01-01"}, {"session": "x"}]
)
def test_the_dashboard_refuses_other_regions_and_what_is_no_period(
    client: Client, market: Market, asked: dict[str, str]
) -> None:
    sign_in(client, make_official("district_clerk"))
    answer = client.get(reverse("office:monitoring_dashboard"), asked)
    assert answer.status_code == 422
    assert "c-point" not in answer.content.decode()


def test_a_briefing_is_made_for_its_owner_alone(
    client: Client, market: Market, at_once: None
) -> None:
    owner = make_official("district_lead")
    day = dt.date(2026, 8, 1)
    make_count(market, day)
    sums.refresh_all()
    sign_in(client, owner)
    asked: dict[str, Any] = {"region": market.region_code, "start": day, "end": day}
    assert client.post(reverse("office:monitoring_new"), asked).status_code == 302
    job = BriefingJob.objects.get()
    assert briefing.run(job.pk) == "ready"
    address = reverse("office:monitoring_file", args=[job.pk])
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")
    book = b"".join(client.get(address, {"as": "xlsx"}).streaming_content)
    assert book.startswith(b"PK")
    sign_in(client, make_official("district_lead"))
    assert client.get(address).status_code == 403
