"""Officials work on what the public sends: only their own, and its sender only in the office."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import ContactReading, Proposal, Report
from tests.factories.ledger import make_market, make_office
from tests.factories.people import CITY, OTHER_COUNTY, make_official, sign_in
from tests.factories.reports import NAME, PHONE, make_desk, make_report, with_contact
from tests.maps.pages import faults, text_of

pytestmark = pytest.mark.django_db

LIST = "/office/reports/"


def page(report: Report, act: str = "") -> str:
    return reverse(f"office:reports_{act or 'report'}", args=[report.pk])


@pytest.fixture
def desk(client):
    official, market = make_desk()
    sign_in(client, official)
    return official, market


def test_the_list_shows_ones_own_region_and_repeats_as_a_count(client, desk) -> None:
    _official, market = desk
    make_report(market)
    make_report(market)
    far = make_market(region_code=OTHER_COUNTY, name="别区的市场")
    make_report(far)
    words = text_of(client.get(LIST))

    assert market.name in words
    assert "还有 1 人" in words
    assert "别区的市场" not in words


def test_the_list_costs_the_same_however_long(client, desk) -> None:
    _official, market = desk
    costs = []
    for hours in (("01:00-20:00",), [f"0{number}:00-20:00" for number in range(2, 9)]):
        for each in hours:
            make_report(market, hours=each)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(LIST).status_code == 200
        costs.append(len(counted))
    assert costs[0] == costs[1] <= 36


@pytest.mark.parametrize("due", ["open", "overdue", "mine"])
def test_the_list_can_be_narrowed(client, desk, due) -> None:
    _official, market = desk
    report = make_report(market)
    shown = page(report) in client.get(LIST, {"due": due}).content.decode()
    assert shown == (due == "open")


@pytest.mark.parametrize("wanted", ["state__exact=new", "kind__exact=wrong_hours", "region=370403"])
def test_the_list_can_be_narrowed_by_state_kind_and_region(client, desk, wanted) -> None:
    _official, market = desk
    report = make_report(market)
    assert page(report) in client.get(f"{LIST}?{wanted}").content.decode()
    assert page(report) in client.get(f"{LIST}?place={market.public_id}").content.decode()
    assert page(report) not in client.get(f"{LIST}?state__exact=answered").content.decode()


def test_a_report_stands_beside_its_place(client, desk) -> None:
    _official, market = desk
    report = make_report(
        market, lon=117.27, lat=34.80, datum="gcj02", address="新华路 8 号", text="<b>在路口</b>"
    )
    response = client.get(page(report))
    words = text_of(response)

    assert faults(response.content.decode()) == []
    for said in (market.name, market.address, "05:30", "新华路 8 号", "离登记的位置"):
        assert said in words
    assert "<b>在路口" not in response.content.decode()


def test_another_county_finds_nothing_and_does_nothing(client) -> None:
    report = with_contact()
    sign_in(client, make_official("district_lead", OTHER_COUNTY))
    assert client.get(page(report)).status_code == 404
    for act in ("take", "answer", "dismiss", "reroute", "propose", "contact"):
        given = {"answer": "时间已经改过来了", "reason": "没有这回事", "office": "x"}
        assert client.post(page(report, act), given).status_code == 404
    report.refresh_from_db()
    assert report.state == "new"


@pytest.mark.parametrize("role", ["planner", "department", "sysadmin"])
def test_who_has_nothing_to_do_with_reports_is_refused(client, role) -> None:
    report = make_report()
    sign_in(client, make_official(role))
    for path in (LIST, page(report), "/office/reports/counts", "/office/reports/counts.csv"):
        assert client.get(path).status_code == 403


def test_who_only_looks_on_gets_no_buttons(client) -> None:
    report = with_contact()
    sign_in(client, make_official("auditor"))
    body = client.get(page(report)).content.decode()
    assert page(report, "answer") not in body
    assert page(report, "contact") not in body
    assert client.post(page(report, "answer"), {"answer": "改过来了"}).status_code == 403


def test_taking_and_answering(client, desk) -> None:
    official, market = desk
    report = make_report(market)
    assert client.post(page(report, "take")).status_code == 302
    again = client.post(page(report, "take"))
    assert again.status_code == 422
    assert official.name in text_of(again)
    client.post(page(report, "answer"), {"answer": "时间已经\r\n改过来了", "seen": ""})
    report.refresh_from_db()
    assert (report.state, report.answer) == ("answered", "时间已经\n改过来了")


def test_a_refused_answer_is_not_lost(client, desk) -> None:
    _official, market = desk
    report = make_report(market)
    response = client.post(page(report, "answer"), {"answer": "好"})
    assert response.status_code == 422
    assert ">好</textarea>" in response.content.decode()


def test_dismissing_takes_a_reason(client, desk) -> None:
    _official, market = desk
    report = make_report(market)
    assert client.post(page(report, "dismiss"), {"reason": ""}).status_code == 422
    assert client.post(page(report, "dismiss"), {"reason": "现场核实没有变"}).status_code == 302
    report.refresh_from_db()
    assert report.state == "dismissed"


def test_passing_on(client, desk) -> None:
    _official, market = desk
    report = make_report(market)
    city, stranger = make_office(region_code=CITY), make_office(region_code=OTHER_COUNTY)
    body = client.get(page(report)).content.decode()
    assert f'value="{city.code}"' in body
    assert f'value="{stranger.code}"' not in body
    act = page(report, "reroute")
    assert client.post(act, {"office": "nowhere", "reason": "不归我们"}).status_code == 422
    assert client.post(act, {"office": stranger.code, "reason": "不归我们"}).status_code == 403
    assert client.post(act, {"office": city.code, "reason": "请市里办理"}).status_code == 302
    assert client.get(page(report)).status_code == 404


def test_a_correction_leads_to_the_form_of_the_place(client, desk) -> None:
    _official, market = desk
    report = make_report(market)
    response = client.post(page(report, "propose"))
    draft = Proposal.objects.get()
    assert response["Location"] == f"/office/places/{market.public_id}/edit?proposal={draft.pk}"
    assert client.get(response["Location"]).status_code == 200
    assert client.post(page(report, "propose")).status_code == 422


def test_a_closure_waits_for_a_second_person(client, desk) -> None:
    _official, market = desk
    report = make_report(market, "closed", hours="")
    act = page(report, "propose")
    assert client.post(act, {"on": "昨天", "note": "路口封闭"}).status_code == 422
    response = client.post(act, {"on": "2026-11-24", "note": "路口封闭"})
    waiting = Proposal.objects.get()
    assert response["Location"] == f"/office/review/{waiting.pk}"
    assert waiting.state == "submitted"


def test_the_sender_is_seen_by_a_click_that_is_recorded(client, desk) -> None:
    official, market = desk
    report = with_contact(market)
    before = client.get(page(report)).content.decode()
    assert "查看联系方式" in before
    for secret in (PHONE, NAME):
        assert secret not in before
    after = client.post(page(report, "contact"))
    assert PHONE in text_of(after)
    assert "no-store" in after["Cache-Control"]
    assert ContactReading.objects.get().official == official
    assert PHONE not in client.get(page(report)).content.decode()
    assert f"{official.name}于" in text_of(client.get(page(report)))


@pytest.mark.parametrize("role", ["district_lead", "city"])
def test_no_page_shows_the_sender_to_another_office(client, role) -> None:
    _official, market = make_desk()
    report = with_contact(market)
    sign_in(client, make_official(role))
    assert client.post(page(report, "contact")).status_code == 403
    for path in (
        page(report),
        LIST,
        f"{LIST}?q={PHONE}",
        "/office/reports/counts.csv",
        f"/office/places/{market.public_id}",
        f"/office/history/places/{market.public_id}",
    ):
        body = client.get(path).content.decode()
        assert NAME not in body
        assert PHONE not in body.replace(f"q={PHONE}", "").replace(f'value="{PHONE}"', "")


def test_the_counts_are_of_ones_own_region(client, desk) -> None:
    _official, market = desk
    make_report(market)
    make_report(make_market(region_code=OTHER_COUNTY))
    words = text_of(client.get("/office/reports/counts"))
    table = client.get("/office/reports/counts.csv").content.decode("utf-8-sig")

    assert "时间不对" in words
    lines = table.splitlines()
    assert len(lines) == 2
    assert ",370403,时间不对,1,1,0,0," in lines[1]


def test_the_start_page_says_what_waits(client, desk) -> None:
    _official, market = desk
    make_report(market)
    assert "未办结的群众来件" in text_of(client.get("/office/"))
