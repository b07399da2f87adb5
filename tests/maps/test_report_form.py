"""The public tells the office what is wrong: from any place's page, without an account."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client

from directory import reports
from directory.models import Report, ReportContact
from maps import report_form
from tests.factories.ledger import make_market
from tests.factories.people import make_official
from tests.maps.conftest import MORNING
from tests.maps.pages import faults, links, text_of, tree_of

NUMBER = "13906320001"
FILLED = {"kind": "wrong_hours", "hours": "早上5点半到9点", "text": "去晚了没有人"}


@pytest.fixture
def place(db, site):
    """The row behind the published hall."""
    return make_market(public_id="kerb1", name="燕山路口聚集点", lon=117.2663, lat=34.795)


def send(site, follow=False, path="/p/kerb1/report", **values):
    return site.post(path, FILLED | values, follow=follow)


@pytest.mark.parametrize("page", ["/p/hall1", "/p/kerb1", "/p/shut1", "/p/paus1", "/p/nohrs1"])
def test_every_place_leads_to_its_form(site, page) -> None:
    assert f"{page}/report" in links(site.get(page))


@pytest.mark.parametrize("id", ["kerb1", "shut1", "old01", "paus1"])
def test_the_form_is_made_without_the_database_whatever_became_of_the_place(site, id) -> None:
    response = site.get(f"/p/{id}/report")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_form_is_well_formed_and_leads_to_its_twin(site, prefix) -> None:
    response = site.get(f"{prefix}/p/kerb1/report")
    assert faults(response.content.decode()) == []
    other = "/p/kerb1/report" if prefix else "/en/p/kerb1/report"
    assert other in links(response)


def test_every_field_has_a_label_and_what_is_wrong_comes_first(site) -> None:
    tree = tree_of(site.get("/p/kerb1/report"))
    form = tree.find(".//form[@class='report']")
    assert form is not None
    named = [each for each in form.iter() if each.tag in ("input", "select", "textarea")]
    seen = [each for each in named if each.get("type") != "hidden"]
    labels = {each.get("for") for each in form.iter("label")}
    radios = [each for each in seen if each.get("type") == "radio"]
    assert len(radios) == 9
    assert seen[: len(radios)] == radios
    assert all(each.get("id") in labels for each in seen if each not in radios)


def test_the_form_names_the_lines_and_warns_of_black_agents(site) -> None:
    words = text_of(site.get("/p/kerb1/report"))
    for said in ("12333", "0632-5550100", "黑中介", "投诉举报电话", "180 天", "90 天后删除"):
        assert said in words


def test_no_such_place_is_no_form(site) -> None:
    assert site.get("/p/zzzz9/report").status_code == 404
    assert site.delete("/p/kerb1/report").status_code == 405


def test_what_is_sent_is_kept_and_the_receipt_opens_the_answer(site, place) -> None:
    response = send(site, follow=True)
    report = Report.objects.get()
    words = text_of(response)

    assert response.redirect_chain[0][0].endswith("?sent=1")
    assert report_form.spoken(report.receipt) in words
    assert "收到了" in words
    assert (report.market, report.kind, report.suggested_hours) == (
        place,
        "wrong_hours",
        "早上5点半到9点",
    )
    assert report.language == "zh-hans"


def test_the_answer_can_be_read_with_the_receipt_alone_however_it_is_typed(site, place) -> None:
    send(site)
    report = Report.objects.get()
    official = make_official(office=report.office)
    reports.answer(official, report, "时间已经改过来了")
    for typed in (report.receipt, report.receipt.upper(), report_form.spoken(report.receipt)):
        response = site.get(f"/r/{typed}")
        assert "时间已经改过来了" in text_of(response)
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        assert faults(response.content.decode()) == []


def test_nothing_that_was_sent_is_shown_with_the_answer(site, place) -> None:
    response = send(site, follow=True, name="来件人甲", phone=NUMBER)
    assert ReportContact.objects.count() == 1
    for secret in (NUMBER, "来件人甲", FILLED["text"], FILLED["hours"]):
        assert secret not in response.content.decode()


def test_a_wrong_receipt_is_no_page_and_guessing_ends_soon(site, place) -> None:
    send(site)
    right = Report.objects.get().receipt
    answers = [site.get(f"/r/{number:012d}").status_code for number in range(20)]
    assert set(answers) == {404}
    refused = site.get("/r/000000000000")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert site.get(f"/r/{right}").status_code == 429
    assert site.get(f"/r/{right}", REMOTE_ADDR="10.9.9.9").status_code == 200


def test_what_cannot_be_a_receipt_is_no_page_either(site, place) -> None:
    for wild in ("%00", "a%00b", "'", "²", "%F0%9F%98%80"):
        assert site.get(f"/r/{wild}").status_code == 404, wild


@pytest.mark.parametrize(
    ("values", "field", "word"),
    [
        ({"kind": ""}, "kind", "请选一项"),
        ({"kind": "nonsense"}, "kind", "请选一项"),
        ({"text": "长" * 1001}, "text", "最多 1000 个字"),
        ({"kind": "other_complaint", "text": ""}, "text", "至少 4 个字"),
        ({"coords": "117.263"}, "position", "经度,纬度"),
        ({"coords": "34.795,117.263"}, "position", "写反了"),
        ({"coords": "116.4,39.9"}, "position", "公里"),
        ({"coords": "117.263,34.795", "datum": "mars"}, "position", "gcj02"),
        ({"phone": "打我"}, "phone", "5 位数字"),
        ({"website": "http://example.com"}, "", "请空着"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    site, place, values, field, word
) -> None:
    response = send(site, **values)
    assert response.status_code == 422
    assert word in text_of(response)
    assert not Report.objects.exists()
    tree = tree_of(response)
    kept = {each.get("name"): each.get("value") for each in tree.iter("input")}
    assert kept["hours"] == FILLED["hours"]
    if field:
        assert f"#{field}" in links(response)
        assert tree.find(f".//*[@id='{field}']") is not None


def test_markup_in_what_was_typed_stays_text(site, place) -> None:
    response = send(site, kind="", text="</textarea><script>alert(1)</script>", hours='"><b>')
    body = response.content.decode()
    assert "<script>alert" not in body
    assert '"><b>' not in body


def test_a_position_is_kept_in_the_datum_it_was_given_in(site, place) -> None:
    send(site, kind="wrong_pin", coords="117.2701，34.7961", datum="gcj02")
    report = Report.objects.get()
    assert (report.suggested_lon, report.suggested_lat) == (117.2701, 34.7961)
    assert report.suggested_datum == "gcj02"


def test_a_form_without_its_token_is_refused(place, site) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/p/kerb1/report", FILLED).status_code == 403
    page = strict.get("/p/kerb1/report").content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    accepted = strict.post("/p/kerb1/report", FILLED | {"csrfmiddlewaretoken": found[1]})
    assert accepted.status_code == 302


def test_too_many_from_one_address_are_told_when_to_come_again_and_lose_nothing(
    site, place
) -> None:
    for number in range(10):
        assert send(site, hours=f"{number + 1:02d}:00-20:00").status_code == 302
    response = send(site)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 86_400
    assert FILLED["text"] in response.content.decode()
    assert "12333" in text_of(response)
    assert site.post("/p/kerb1/report", FILLED, REMOTE_ADDR="10.8.8.8").status_code == 302
    with time_machine.travel(MORNING + dt.timedelta(hours=1), tick=False):
        assert send(site).status_code == 302


def test_one_place_cannot_be_flooded_from_many_addresses(site, place) -> None:
    said = [
        site.post("/p/kerb1/report", FILLED, REMOTE_ADDR=f"10.7.0.{number}").status_code
        for number in range(31)
    ]
    assert said == [302] * 30 + [429]


def test_without_the_database_what_was_typed_stays_and_the_lines_are_named(
    site, monkeypatch
) -> None:
    def gone(*_args, **_values):
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.db.models.query.QuerySet.first", gone)
    response = send(site, phone=NUMBER)
    body = response.content.decode()

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    for kept in (FILLED["text"], FILLED["hours"], NUMBER):
        assert kept in body
    assert "0632-5550100" in body
    assert "12333" in body
    assert site.get("/r/abcdefghjkmn").status_code == 503


def test_without_keys_there_is_no_form_but_the_lines(site, place, settings) -> None:
    settings.PERSONAL_DATA_KEYS = []
    for response in (site.get("/p/kerb1/report"), send(site)):
        assert response.status_code == 503
        assert "<form class=" not in response.content.decode()
        assert "12333" in text_of(response)
    assert not Report.objects.exists()


def test_the_english_form_is_kept_with_its_language(site, place) -> None:
    response = send(site, follow=True, path="/en/p/kerb1/report")
    assert response.redirect_chain[0][0].startswith("/en/r/")
    assert Report.objects.get().language == "en"
