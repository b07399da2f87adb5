"""What somebody leaves of himself is encrypted, read by one office alone, recorded, and deleted."""

import datetime as dt
import io
import logging

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from directory import reports, tasks
from directory.errors import EntryErrors
from directory.models import ContactReading, HistoryEntry, ReportContact, ReportThrottle
from tests.factories.history import settle
from tests.factories.people import make_official
from tests.factories.reports import NAME, PHONE, make_desk, make_report, with_contact

pytestmark = pytest.mark.django_db


def whole_database() -> str:
    """Every table as JSON, as a dump would have it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
            " WHERE relkind IN ('r', 'p') AND nspname = current_schema()"
        )
        tables = [name for (name,) in cursor.fetchall() if name != "spatial_ref_sys"]
        found = []
        for table in tables:
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {quoted} t")
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


def test_name_and_number_stand_in_no_table_and_in_no_log(caplog) -> None:
    caplog.set_level(logging.DEBUG)
    official, market = make_desk()
    report = with_contact(market, text="请回电话")
    reports.read_contact(official, report)
    reports.answer(official, report, "时间已经改过来了")
    settle()
    dump = whole_database()

    assert "请回电话" in dump
    assert ReportContact.objects.get().ciphertext in dump
    for secret in (PHONE, NAME, PHONE[3:]):
        assert secret not in dump
        assert secret not in caplog.text


def test_nothing_is_kept_of_one_who_leaves_nothing() -> None:
    make_report(name=" ", phone="")
    assert not ReportContact.objects.exists()


def test_the_owning_office_reads_it_and_each_reading_is_recorded() -> None:
    official, market = make_desk()
    report = with_contact(market)

    assert reports.read_contact(official, report) == {"name": NAME, "phone": PHONE}
    reports.read_contact(official, report)
    assert [each.official for each in ContactReading.objects.all()] == [official, official]
    settle()
    entry = HistoryEntry.objects.filter(kind="contactreading").latest("seq")
    assert (entry.act, entry.actor) == ("report.read_contact", official.username)
    assert PHONE not in str(entry.after)


def test_no_other_office_reads_it_not_even_the_city() -> None:
    _official, market = make_desk()
    report = with_contact(market)
    for other in (make_official("district_lead"), make_official("city")):
        with pytest.raises(PermissionDenied, match="办理机构"):
            reports.read_contact(other, report)
    assert not ContactReading.objects.exists()


def test_who_passes_it_on_passes_on_the_reading_too() -> None:
    official, market = make_desk()
    report = with_contact(market)
    city = make_official("city")
    reports.reroute(official, report, city.office, "请市里办理")
    report.refresh_from_db()

    assert reports.read_contact(city, report)["phone"] == PHONE
    with pytest.raises(PermissionDenied):
        reports.read_contact(official, report)


def test_an_office_where_he_has_no_role_is_not_enough() -> None:
    _official, market = make_desk()
    auditor = make_official("auditor", office=market.office)
    with pytest.raises(PermissionDenied):
        reports.read_contact(auditor, with_contact(market))


def test_a_ciphertext_moved_to_another_report_is_not_read() -> None:
    official, market = make_desk()
    report, other = with_contact(market), with_contact(market, hours="06:00-09:00")
    ReportContact.objects.filter(report=other).update(
        ciphertext=ReportContact.objects.get(report=report).ciphertext
    )
    with pytest.raises(EntryErrors, match="密文打不开"):
        reports.read_contact(official, other)


def test_a_new_key_takes_over_and_the_old_one_can_go(settings) -> None:
    official, market = make_desk()
    report = with_contact(market)
    old, new = settings.PERSONAL_DATA_KEYS, Fernet.generate_key().decode()
    settings.PERSONAL_DATA_KEYS = [new, *old]
    said = io.StringIO()
    call_command("rotate_personal_data", stdout=said)
    settings.PERSONAL_DATA_KEYS = [new]

    assert "1 encrypted" in said.getvalue()
    assert reports.read_contact(official, report)["phone"] == PHONE


def test_a_lost_key_is_said_and_nothing_is_spoilt(settings) -> None:
    official, market = make_desk()
    report = with_contact(market)
    old = settings.PERSONAL_DATA_KEYS
    settings.PERSONAL_DATA_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="1 cannot be read"):
        call_command("rotate_personal_data", stdout=io.StringIO())
    settings.PERSONAL_DATA_KEYS = []
    with pytest.raises(CommandError, match="not set"):
        call_command("rotate_personal_data", stdout=io.StringIO())
    settings.PERSONAL_DATA_KEYS = old
    assert reports.read_contact(official, report)["phone"] == PHONE


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


def left_after(number: int) -> int:
    """How many contacts stand once the night that follows `number` days is over."""
    with time_machine.travel(timezone.now() + days(number), tick=False):
        tasks.forget_report_contacts(timestamp=0)
    return ReportContact.objects.count()


def test_details_go_ninety_days_after_the_answer() -> None:
    official, market = make_desk()
    reports.answer(official, with_contact(market), "时间已经改过来了")
    assert left_after(90) == 1
    assert left_after(91) == 0


def test_details_go_after_half_a_year_though_nobody_answers() -> None:
    with_contact()
    assert left_after(180) == 1
    assert left_after(181) == 0


def test_a_late_answer_does_not_keep_them_longer() -> None:
    official, market = make_desk()
    report = with_contact(market)
    with time_machine.travel(timezone.now() + days(170), tick=False):
        reports.answer(official, report, "时间已经改过来了")
    assert left_after(181) == 0


def test_the_period_is_a_setting(settings) -> None:
    settings.REPORT_CONTACT_DAYS = 10
    official, market = make_desk()
    reports.dismiss(official, with_contact(market), "现场核实，没有变")
    assert left_after(11) == 0


def test_the_command_does_what_the_night_does() -> None:
    with_contact()
    ReportThrottle.objects.create(bucket="x", starts_at=timezone.now() - days(3), count=1)
    said = io.StringIO()
    with time_machine.travel(timezone.now() + days(181), tick=False):
        call_command("forget_contacts", stdout=said)
    assert "1 contacts and 1 counts" in said.getvalue()


def test_who_finds_it_deleted_is_told() -> None:
    official, market = make_desk()
    with pytest.raises(EntryErrors, match="已按规定删除"):
        reports.read_contact(official, make_report(market))
