from datetime import date, datetime, timedelta

import pytest

from directory.hours import HoursError, intervals, parse
from directory.hours.easter import easter_sunday
from tests.directory.hours.asking import dates_open, days_open


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("Mo-Fr", ["03-04", "03-05", "03-06", "03-07", "03-08"]),
        ("Sa-Mo", ["03-04", "03-09", "03-10"]),
        ("Tu,Th-Fr", ["03-05", "03-07", "03-08"]),
        ("monday,WED", ["03-04", "03-06"]),
    ],
)
def test_weekdays_are_those_of_the_calendar(days, expected):
    assert dates_open(f"{days} 08:00-09:00", "2030-03-04", 7) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("Mo[1]", ["03-04"]),
        ("Mo[-1]", ["03-25"]),
        ("Fr[5]", ["03-29"]),
        ("We[5]", []),
        ("Mo[2-3]", ["03-11", "03-18"]),
        ("Mo[1,-1]", ["03-04", "03-25"]),
        ("Mo[1] +2 days", ["03-06"]),
        ("Fr[1] -1 day", []),  # 28 February; the first Friday of April is the 5th
    ],
)
def test_nth_weekdays_are_counted_in_their_month(days, expected):
    assert dates_open(f"{days} 08:00-09:00", "2030-03-01", 31) == expected


def test_a_shift_carries_an_nth_weekday_into_the_month_before():
    # The first Saturday of June 2030 is the 1st.
    assert dates_open("Sa[1] -1 day 08:00-09:00", "2030-05-15", 20) == ["05-31"]


def test_a_fifth_weekday_that_is_missing_is_not_shifted_into_being():
    assert dates_open("We[5] -1 day 08:00-09:00", "2030-03-01", 31) == []


def test_months_run_over_new_year():
    found = dates_open("Nov-Feb Mo 08:00-09:00", "2029-10-01", 200)
    assert (found[0], found[-1]) == ("11-05", "02-25")


def test_a_colon_after_months_is_for_the_eye_only():
    assert parse("May-Oct: 05:00-19:00") == parse("May-Oct 05:00-19:00")


def test_a_time_after_a_month_is_not_a_day_of_it():
    assert days_open("Mar 10:00-12:00", "2030-03-04", 1) == ["03-04 10:00-12:00"]
    assert days_open("Mar 10: 12:00-13:00", "2030-03-09", 3) == ["03-10 12:00-13:00"]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("Mar 05", ["03-05"]),
        ("Mar 05-07", ["03-05", "03-06", "03-07"]),
        ("Mar 05-10/3", ["03-05", "03-08"]),
        ("Mar 05,08,10-11", ["03-05", "03-08", "03-10", "03-11"]),
        ("Feb 25-Mar 02", ["03-01", "03-02"]),
        ("2030 Mar 05,2031 Mar 06", ["03-05"]),
        ("2029 Dec 01-2030 Mar 02", ["03-01", "03-02"]),
        ("Mar 04-20 Mo", ["03-04", "03-11", "03-18"]),
        ("Mar Su[1]-Mar 05", ["03-03", "03-04", "03-05"]),
        ("Mar Mo[1]-Mar We[1]", ["03-04", "03-05", "03-06"]),
        ("week 10", ["03-04", "03-05", "03-06", "03-07", "03-08", "03-09", "03-10"]),
        ("week 09-13/2 Mo", ["03-11", "03-25"]),
        ("week 11,13 Tu", ["03-12", "03-26"]),
        ("week 11,week 13 Tu", ["03-12", "03-26"]),
        ("2030 Mar 05-06", ["03-05", "03-06"]),
        ("2028/2 Mar 09", ["03-09"]),
        ("2029/2 Mar 09", []),
        ("2031+ Mar 09", []),
        ("2029-2033/2 Mar 09", []),
        ("2029-2031 Mar 09", ["03-09"]),
    ],
)
def test_dates_select_their_days(days, expected):
    assert dates_open(f"{days} 08:00-09:00", "2030-03-01", 31) == expected


def test_a_date_range_runs_over_new_year():
    assert dates_open("Dec 30-Jan 02 08:00-09:00", "2029-12-01", 60) == [
        "12-30", "12-31", "01-01", "01-02",
    ]  # fmt: skip


def test_the_29th_of_february_exists_in_leap_years_only():
    assert dates_open("Feb 29", "2028-02-01", 60) == ["02-29"]
    assert dates_open("Feb 29", "2030-02-01", 60) == []
    assert dates_open("Feb 29-Mar 02 08:00-09:00", "2030-02-01", 60) == ["03-01", "03-02"]


def test_iso_weeks_belong_to_the_year_of_their_thursday():
    # 30 December 2030 is the Monday of week 1 of 2031.
    assert dates_open("week 01 Mo", "2030-12-01", 45) == ["12-30"]


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2038, (4, 25)), (2100, (3, 28))],
)
def test_easter_is_where_almanacs_have_it(year, sunday):
    assert easter_sunday(year) == date(year, *sunday)


def test_days_around_easter():
    assert dates_open("easter,easter +1 day", "2026-03-01", 60) == ["04-05"]
    assert days_open("easter -2 days", "2026-03-01", 60) == ["04-03 00:00-04-04 00:00"]


def test_a_range_that_ends_on_easter_ends_before_it():
    assert dates_open("Apr 01-easter 08:00-09:00", "2026-04-01", 9) == [
        "04-01", "04-02", "04-03", "04-04",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "expression",
    ["Feb 30", "Apr 31", "Jan 00", "Jun 20-10", "Jun 01-20/0", "Feb 10-Feb 29", "Feb 10-29",
     "2030-2030", "2031-2030", "2030/0", "2030-", "2030 Mar 01-Apr 01", "Mar 01-2030 Apr 01",
     "2030 Apr 01-2029 Apr 01", "Jan 10-Jan 09", "Mar 01-Feb 28", "week 00", "week 54",
     "week 30-20", "week 10-20/1", "week 10-20/27", "Mo[0]", "Mo[6]", "Mo[3-1]", "Mo[1",
     "Mo[1] +7 days", "Mo-Fr[1]", "Mo,,Tu", "easter +201 days", "Mar 05,Apr Mo[1]",
     "Mar Mo[5]-Apr 02", "2012, Jan", "week 05, Mar Mo", "Su-PH", "Mar-2030", "Jan-Mar 05"],
)  # fmt: skip
def test_days_that_are_none_or_may_be_two_are_refused(expression):
    with pytest.raises(HoursError):
        parse(f"{expression} 08:00-09:00")


def test_every_weekday_of_a_century_is_where_the_calendar_has_it():
    start = datetime(1999, 12, 27)
    found = intervals("Tu 00:00-24:00", start, start + timedelta(days=7 * 5000), None)
    assert len(found) == 5000
    assert {opens.weekday() for opens, _, _ in found} == {1}
