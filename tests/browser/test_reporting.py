"""The report on a phone: without any script, and with the phone's own position."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from directory.models import Report
from tests.browser.conftest import PHONE, XUECHENG, Visitor
from tests.browser.serving import Site
from tests.browser.steps import next_page
from tests.factories.ledger import make_market

LEAST_PX = 44


@pytest.fixture
def place(site: Site, django_db_blocker) -> Iterator[str]:
    """A published place, with its row in the database that the server reads."""
    record = site.snapshot.places_in("370403")[0]
    with django_db_blocker.unblock():
        market = make_market(record.lon, record.lat, public_id=record.id, name=record.name)
        office = market.office
        try:
            yield record.id
        finally:
            market.delete()
            office.delete()
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM directory_reportthrottle")


def sent() -> Report:
    return Report.objects.get()


@pytest.mark.django_db(transaction=True)
def test_a_phone_without_script_reports_and_reads_its_receipt(
    visitor: Callable[..., Visitor], place: str
) -> None:
    phone = visitor(**PHONE, java_script_enabled=False)
    page = phone.go(f"/p/{place}")
    with next_page(page):
        page.get_by_role("link", name="报错、投诉举报").click()
    for label in page.locator(".report-kind").all():
        box = label.bounding_box()
        assert box is not None
        assert box["height"] >= LEAST_PX
    page.get_by_text("时间不对", exact=True).click()
    page.get_by_label("几点到几点有人、开门").fill("早上5点半到9点")
    page.get_by_text("留下姓名、电话（可以不留）").click()
    page.get_by_label("电话", exact=True).fill("13906320001")
    page.get_by_role("button", name="发出去").click()
    page.wait_for_url("**/r/*")

    receipt = page.locator(".report-receipt").inner_text()
    assert sent().receipt == receipt.replace("-", "")
    assert "13906320001" not in page.content()


@pytest.mark.django_db(transaction=True)
def test_a_phone_with_script_gives_its_position(
    visitor: Callable[..., Visitor], place: str
) -> None:
    phone = visitor(**PHONE, geolocation=XUECHENG, permissions=["geolocation"])
    page = phone.go(f"/p/{place}/report")
    page.get_by_text("位置不对", exact=True).click()
    page.get_by_role("button", name="用我现在的位置").click()
    phone.until("document.getElementById('coords').value !== ''")
    page.get_by_role("button", name="发出去").click()
    page.wait_for_url("**/r/*")

    report = sent()
    assert report.suggested_datum == "wgs84"
    assert report.suggested_lon == pytest.approx(XUECHENG["longitude"])
