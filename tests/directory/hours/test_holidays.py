from datetime import date, datetime

import pytest

from directory.hours import Calendar, HoursError, OrdinaryDays, as_calendar, intervals, parse
from tests.directory.hours.asking import YEAR, dates_open, days_open


def test_public_holidays_close_where_the_hours_say_so():
    assert dates_open("Mo-Fr 08:00-17:00; PH off", "2030-04-29", 7, YEAR) == [
        "04-29", "04-30", "05-01",
    ]  # fmt: skip


def test_hours_that_are_silent_about_holidays_hold_on_holidays():
    assert "05-02" in dates_open("Mo-Fr 08:00-17:00", "2030-04-29", 7, YEAR)
    assert not parse("Mo-Fr 08:00-17:00").mentions_holidays
    assert parse("Mo-Fr 08:00-17:00; Su,PH off").mentions_holidays


def test_a_make_up_working_saturday_is_a_saturday():
    assert YEAR.kind(date(2030, 5, 11)) == "makeup_workday"
    assert dates_open("Mo-Fr 08:00-17:00; PH off", "2030-05-11", 1, YEAR) == []


def test_holidays_may_have_hours_of_their_own():
    assert days_open("Mo-Su 05:00-19:00; PH 08:00-12:00", "2030-05-02", 1, YEAR) == [
        "05-02 08:00-12:00"
    ]


def test_holidays_count_among_weekdays_when_joined_by_a_comma():
    assert dates_open("Sa-Su,PH 08:00-12:00", "2030-04-29", 7, YEAR) == [
        "05-02", "05-03", "05-04", "05-05",
    ]  # fmt: skip


def test_holidays_before_weekdays_must_fall_on_them():
    assert dates_open("PH Fr 08:00-12:00", "2030-04-29", 7, YEAR) == ["05-03"]


def test_the_day_before_and_after_a_holiday():
    assert dates_open("PH -1 day 08:00-12:00", "2030-04-29", 7, YEAR) == ["05-01", "05-02"]
    assert dates_open("PH +1 day 08:00-12:00", "2030-04-29", 7, YEAR) == ["05-03", "05-04"]


def test_a_later_rule_for_weekdays_replaces_the_holiday_rule():
    assert dates_open("PH off; Mo-Fr 08:00-12:00", "2030-05-02", 1, YEAR) == ["05-02"]


def test_an_unannounced_year_leaves_unknown_what_holidays_decide_and_nothing_else():
    assert days_open("Mo-Fr 08:00-17:00; PH off", "2031-03-07", 2, YEAR) == ["?03-07 08:00-17:00"]


def test_an_unannounced_year_does_not_matter_to_hours_without_holidays():
    assert days_open("Mo-Fr 08:00-17:00", "2031-03-07", 1, YEAR) == ["03-07 08:00-17:00"]


def test_hours_that_are_the_same_either_way_are_known():
    assert days_open("Mo 08:00-17:00; PH 08:00-12:00", "2031-03-03", 1, YEAR) == [
        "03-03 08:00-12:00",
        "?03-03 12:00-17:00",
    ]


def test_a_listed_day_of_an_unannounced_year_is_known():
    calendar = Calendar(holidays=frozenset({date(2031, 1, 1)}))
    assert days_open("We 08:00-17:00; PH off", "2031-01-01", 8, calendar) == ["?01-08 08:00-17:00"]


def test_a_night_after_an_unknown_evening_is_unknown():
    assert days_open("PH 20:00-02:00", "2030-12-31", 3, YEAR) == [
        "?01-01 20:00-01-02 02:00",
        "?01-02 20:00-01-03 00:00",
    ]


def test_school_holidays_are_never_known():
    assert days_open("Mo 08:00-12:00; SH off", "2030-03-04", 1, YEAR) == ["?03-04 08:00-12:00"]


def test_without_a_calendar_no_day_is_taken_for_ordinary():
    assert days_open("Mo 08:00-12:00; PH off", "2030-03-04", 1, None) == ["?03-04 08:00-12:00"]


def test_the_pattern_of_a_usual_week_knows_no_holiday():
    assert days_open("We 08:00-12:00; PH off", "2030-05-01", 8, OrdinaryDays()) == [
        "05-01 08:00-12:00", "05-08 08:00-12:00",
    ]  # fmt: skip


LISTED = {"holidays": ["2030-05-02", "2030-05-03"], "makeup_workdays": ["2030-05-11"]}


class Attributes:
    holidays = (date(2030, 5, 2), datetime(2030, 5, 3, 12))
    workdays = (date(2030, 5, 11),)


@pytest.mark.parametrize(
    "given",
    [
        YEAR,
        LISTED,
        {"holidays": LISTED["holidays"], "workdays": ["2030-05-11"], "years": [2030]},
        Attributes(),
        set(LISTED["holidays"]),
        YEAR.kind,
        {"2030-05-02": "holiday", date(2030, 5, 3): "PH", "2030-05-11": "makeup_workday"},
    ],
    ids=["calendar", "lists", "years", "attributes", "set", "function", "kinds"],
)
def test_any_of_these_is_a_calendar(given):
    expected = days_open("Mo-Fr 08:00-17:00; PH off", "2030-04-29", 365, YEAR)
    assert days_open("Mo-Fr 08:00-17:00; PH off", "2030-04-29", 365, given) == expected


@pytest.mark.parametrize(
    "given",
    [5, "2030-05-02", {"holidays": "2030-05-02"}, {"holidays": [5]}, ["2030-13-40"],
     {"holidays": [], "years": ["2030"]}, {"2030-05-02": "feast"}, {"2030-05-02": 1}],
)  # fmt: skip
def test_what_is_no_calendar_is_refused(given):
    with pytest.raises(HoursError, match="not a calendar"):
        as_calendar(given)


def test_an_empty_mapping_knows_nothing():
    assert as_calendar({}) == Calendar()


def test_a_calendar_that_answers_strangely_is_refused():
    with pytest.raises(HoursError, match="unknown kind"):
        intervals("PH off", datetime(2030, 1, 1), datetime(2030, 1, 2), lambda day: "feast")


@pytest.mark.parametrize(
    "expression", ["Mo-Fr PH 08:00-12:00", "PH +2 days off", "PH +1 day,Mo off", "PH,SH Mo off",
                   "PH Mo,SH off", "SH +1 day off"],
)  # fmt: skip
def test_holidays_that_may_be_read_in_two_ways_are_refused(expression):
    with pytest.raises(HoursError):
        parse(expression)
