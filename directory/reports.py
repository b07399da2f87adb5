"""Reports from the public: taken in without an account, worked on by the office they concern.

Each function is one transaction and asks for the rights itself. What somebody leaves of himself
is encrypted at once, read by the office that has the report alone, and each reading is recorded.
"""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import (
    access,
    history,
    personal_data,
    public_ids,
    report_retention,
    report_routing,
)
from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from directory.models import ContactReading, Market, Office, Official, Report, ReportContact
from directory.models.reports import COMPLAINTS, MOST_WORDS, RECEIPT_LENGTH
from directory.report_entries import ReportInput, check, normalised, wgs84_of
from geo.distance import geodesic_m

State = Report.State
OPEN = (State.NEW, State.HANDLING)
# An open report is overdue after so long.
DUE_DAYS = 7
LEAST_ANSWER = 4
SAME_SPOT_M = 100


@transaction.atomic
def file_report(market: Market, data: ReportInput) -> Report:
    """Takes it in and routes it; one that says what an open one says becomes its repeat."""
    market = (
        Market.objects.select_for_update(no_key=True).select_related("office").get(pk=market.pk)
    )
    check(data, market.point.x, market.point.y)
    report = Report(
        receipt=public_ids.fresh(_is_taken, RECEIPT_LENGTH),
        market=market,
        kind=data.kind,
        text=data.text.strip(),
        suggested_hours=data.hours.strip(),
        suggested_lon=data.lon,
        suggested_lat=data.lat,
        suggested_datum=data.datum if data.lon is not None else "",
        suggested_address=data.address.strip(),
        language=data.language,
        office=report_routing.office_for(market),
        region_code=market.region_code,
        created_at=timezone.now(),
    )
    if (same := _same(report)) is not None:
        report.repeat_of, report.state = same, same.state
        report.office, report.region_code = same.office, same.region_code
        report.handled_by, report.proposal = same.handled_by, same.proposal
    history.attribute(None, "report.file")
    report.save()
    personal = {"name": data.name.strip(), "phone": data.phone.strip()}
    if any(personal.values()):
        ReportContact.objects.create(
            report=report,
            ciphertext=personal_data.seal(report.pk, personal),
            delete_after=report_retention.at_most(report.created_at),
        )
    return report


@transaction.atomic
def take(official: Official, report: Report) -> Report:
    """Whoever takes it is named as the one who works on it."""
    report = held(official, report)
    if report.state != State.NEW:
        raise EntryErrors({"": [_already(report)]})
    history.attribute(official, "report.take")
    return _set(report, state=State.HANDLING, handled_by=official)


@transaction.atomic
def answer(official: Official, report: Report, words: str, seen: str = "") -> Report:
    """Answers it, or puts an answer given before in other words.

    `seen` is the answer that stood when the official began; another one since is refused.
    """
    report = held(official, report)
    if report.state not in OPEN and report.answer != seen:
        raise EntryErrors({"": [_already(report)]})
    words = _checked_words(words, "answer")
    history.attribute(official, "report.answer")
    return finish(report, State.ANSWERED, words, official)


@transaction.atomic
def dismiss(official: Official, report: Report, reason: str) -> Report:
    """Closes it without doing what it asks; the sender reads the reason."""
    report = held(official, report)
    if report.state not in OPEN:
        raise EntryErrors({"": [_already(report)]})
    reason = _checked_words(reason, "reason")
    history.attribute(official, "report.dismiss", reason)
    return finish(report, State.DISMISSED, reason, official)


@transaction.atomic
def reroute(official: Official, report: Report, office: Office, reason: str) -> Report:
    """Passes it on, with a reason; from then on that office works on it and sees its sender."""
    report = held(official, report)
    if report.state not in OPEN:
        raise EntryErrors({"": [_already(report)]})
    report_routing.check_target(official, report, office)
    reason = _checked_words(reason, "reason")
    history.attribute(official, "report.reroute", reason)
    return _set(
        report, state=State.NEW, handled_by=None, office=office, region_code=office.region_code
    )


@transaction.atomic
def read_contact(official: Official, report: Report) -> dict[str, str]:
    """Name and phone; only for the office that has the report, and recorded each time.

    EntryErrors where nothing was left or it has been deleted.
    """
    access.require(official, Action.VIEW, Kind.PERSONAL, report.region_code)
    if official.office_id != report.office_id:
        raise PermissionDenied(_("联系方式只有办理机构的人可以查看"))
    contact = ReportContact.objects.filter(report=report).first()
    if contact is None:
        raise EntryErrors({"": [_("没有留联系方式，或者已按规定删除")]})
    history.attribute(official, "report.read_contact")
    ContactReading.objects.create(report=report, official=official)
    try:
        return personal_data.open_sealed(report.pk, contact.ciphertext)
    except personal_data.Unreadable as error:
        raise EntryErrors({"": [_("密文打不开：密钥缺失或数据损坏，请联系系统管理员")]}) from error


def overdue(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Those open for longer than `DUE_DAYS`."""
    since = timezone.now() - dt.timedelta(days=DUE_DAYS)
    return reports.filter(state__in=OPEN, created_at__lt=since)


def finish(report: Report, state: str, words: str, official: Official | None) -> Report:
    """The end of a report and its repeats, inside an attributed transaction."""
    now = timezone.now()
    values: dict[str, object] = {
        "state": state,
        "answer": words,
        "answered_at": report.answered_at or now,
    }
    if official is not None:
        values["handled_by"] = official
    report = _set(report, **values)
    report_retention.shorten(_family(report), now)
    return report


def attach(report: Report, official: Official, proposal: object) -> Report:
    """The proposal that came of it, inside an attributed transaction."""
    return _set(report, proposal=proposal, state=State.HANDLING, handled_by=official)


def held(official: Official, report: Report) -> Report:
    """The report as it stands, locked, where this official may work on it."""
    rows = Report.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("market__office", "office", "handled_by").get(pk=report.pk)
    access.require(official, Action.CHANGE, Kind.REPORT, found.region_code)
    if found.repeat_of_id is not None:
        raise EntryErrors({"": [_("这一件与另一件相同，请在那一件上办理")]})
    return found


def _set(report: Report, **values: object) -> Report:
    for name, value in values.items():
        setattr(report, name, value)
    report.save(update_fields=list(values))
    report.repeats.update(**values)
    return report


def _family(report: Report) -> list[int]:
    return [report.pk, *report.repeats.values_list("pk", flat=True)]


def _same(report: Report) -> Report | None:
    """An open report of the same place that says the same; words alone may differ."""
    rows = Report.objects.filter(
        market=report.market, kind=report.kind, state__in=OPEN, repeat_of=None
    )
    return next((each for each in rows.order_by("pk") if _says_the_same(each, report)), None)


def _says_the_same(one: Report, other: Report) -> bool:
    if other.kind in COMPLAINTS or other.kind == Report.About.OTHER_CORRECTION:
        return _plain(one.text) == _plain(other.text)
    return (
        _hours(one) == _hours(other)
        and _plain(one.suggested_address) == _plain(other.suggested_address)
        and _same_spot(one, other)
    )


def _hours(report: Report) -> str:
    return normalised(report.suggested_hours) or _plain(report.suggested_hours)


def _same_spot(one: Report, other: Report) -> bool:
    here, there = wgs84_of(one), wgs84_of(other)
    if here is None or there is None:
        return here is there
    return geodesic_m(*here, *there) <= SAME_SPOT_M


def _plain(words: str) -> str:
    return "".join(words.split()).lower()


def _is_taken(receipt: str) -> bool:
    return Report.objects.filter(receipt=receipt).exists()


def _checked_words(words: str, field: str) -> str:
    words = words.strip()
    if not LEAST_ANSWER <= len(words) <= MOST_WORDS:
        raise EntryErrors(
            {
                field: [
                    _("请写 %(least)d 到 %(most)d 个字，来件人会看到")
                    % {"least": LEAST_ANSWER, "most": MOST_WORDS}
                ]
            }
        )
    return words


def _already(report: Report) -> str:
    who = report.handled_by.name if report.handled_by else _("别人")
    return _("这一件%(who)s已经办理：现在是“%(state)s”") % {
        "who": who,
        "state": report.get_state_display(),
    }
