"""Holidays and make-up working days, and the years nobody has announced."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from directory import holidays
from directory.models import CalendarDay, CalendarYear

pytestmark = pytest.mark.django_db


def day(text: str) -> CalendarDay | None:
    return CalendarDay.objects.filter(day=text).first()


def test_the_days_of_2024_are_those_of_its_notice() -> None:
    call_command("load_calendar", "--years", "2024")

    # 国办发明电〔2023〕7号: 春节 10–17 February, 4 and 18 February worked.
    spring = {d.day for d in CalendarDay.objects.filter(kind="holiday", name="春节")}
    assert spring == {dt.date(2024, 2, n) for n in range(10, 18)}
    worked = {d.day for d in CalendarDay.objects.filter(kind="makeup_workday", name="春节")}
    assert worked == {dt.date(2024, 2, 4), dt.date(2024, 2, 18)}
    names = set(CalendarDay.objects.values_list("name", flat=True))
    assert names == {"元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"}
    assert day("2024-03-09") is None


def test_a_year_not_announced_stays_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_calendar", "--years", "2026-2040")

    assert list(CalendarYear.objects.values_list("year", flat=True)) == [2026]
    assert "2040: not announced yet (未公布)" in capsys.readouterr().out


def test_a_year_entered_by_hand_is_kept() -> None:
    year = CalendarYear.objects.create(year=2025, source="国办发明电")
    CalendarDay.objects.create(day=dt.date(2025, 1, 1), year=year, kind="holiday", name="元旦")

    assert holidays.load_years([2025])[0].outcome == "kept"
    assert CalendarDay.objects.count() == 1


def test_loading_twice_changes_nothing() -> None:
    holidays.load_years([2025])
    before = list(CalendarDay.objects.values_list("day", "kind", "name"))

    holidays.load_years([2025])

    assert list(CalendarDay.objects.values_list("day", "kind", "name")) == before
    assert before


@pytest.mark.parametrize("years", ["24", "2026-2024", "soon"])
def test_what_is_no_span_of_years_is_refused(years: str) -> None:
    with pytest.raises((CommandError, SystemExit), match=r"span of years|2"):
        call_command("load_calendar", f"--years={years}")
