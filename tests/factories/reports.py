"""Reports of the public for tests, taken in as the form takes them in."""

from typing import Any

from directory import reports
from directory.models import Market, Office, Official, Report
from directory.report_entries import ReportInput
from tests.factories.ledger import make_market
from tests.factories.people import make_official

PHONE, NAME = "13906320001", "来件人甲"


def make_desk(role: str = "district_clerk", **values: Any) -> tuple[Official, Market]:
    """An official, and a published place that his office owns."""
    official = make_official(role, **values)
    return official, make_market(office=official.office, published=True)


def make_report(market: Market | None = None, kind: str = "wrong_hours", **values: Any) -> Report:
    defaults: dict[str, Any] = {"text": "早上五点半才有人", "hours": "05:30-09:00"}
    return reports.file_report(
        market or make_market(published=True), ReportInput(kind=kind, **defaults | values)
    )


def with_contact(market: Market | None = None, **values: Any) -> Report:
    return make_report(market, **{"name": NAME, "phone": PHONE} | values)


def pass_to(report: Report, office: Office) -> Report:
    """As if it had been routed there."""
    report.office, report.region_code = office, office.region_code
    report.save()
    return report
