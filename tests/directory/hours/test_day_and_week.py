from datetime import date

import pytest

from directory.hours import HoursError, OrdinaryDays, day_hours, describe, week, weekday_groups
from tests.directory.hours.asking import YEAR

MONDAY = date(2030, 3, 4)
WORKDAYS = ("Mo", "Tu", "We", "Th", "Fr")


def minutes(text):
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def spans(expression, day, calendar=YEAR):
    return [
        (f"{start // 60:02d}:{start % 60:02d}", f"{end // 60:02d}:{end % 60:02d}", state)
        for start, end, state in day_hours(expression, day, calendar).spans
    ]


def test_a_day_has_the_spans_that_begin_on_it():
    assert spans("04:30-08:00,16:00-18:00", MONDAY) == [
        ("04:30", "08:00", "open"),
        ("16:00", "18:00", "open"),
    ]


def test_a_night_is_told_with_the_evening_and_not_again_in_the_morning():
    assert spans("22:00-05:00", MONDAY) == [("22:00", "29:00", "open")]
    assert spans("Su 22:00-05:00", MONDAY) == []


def test_a_night_that_meets_the_morning_shift_is_still_told_with_the_evening():
    assert spans("22:00-05:00,05:00-06:00", MONDAY) == [
        ("05:00", "06:00", "open"),
        ("22:00", "29:00", "open"),
    ]


def test_an_evening_without_its_beginning_is_told_on_the_day_it_falls():
    # Tuesday is closed, yet the rule for Tuesday night reaches into Wednesday.
    assert spans("22:00-02:00; Tu off", date(2030, 3, 6)) == [
        ("00:00", "02:00", "open"),
        ("22:00", "26:00", "open"),
    ]


def test_always_open_is_the_whole_of_each_day():
    assert spans("24/7", MONDAY) == [("00:00", "24:00", "open")]


def test_an_unknown_evening_is_told_as_unknown():
    assert spans("05:00-07:00,17:00+", MONDAY) == [
        ("05:00", "07:00", "open"),
        ("17:00", "27:00", "unknown"),
    ]


def test_a_closed_day_has_no_spans_and_its_kind():
    hours = day_hours("Mo-Fr 08:00-17:00; PH off", date(2030, 5, 2), YEAR)
    assert (hours.spans, hours.kind) == ((), "holiday")


def test_days_with_equal_hours_are_told_together():
    days = week("Mo-Fr 08:00-12:00,14:00-17:00; Sa 08:00-12:00; PH off", MONDAY, YEAR)
    morning = (minutes("08:00"), minutes("12:00"), "open")
    assert weekday_groups(days) == (
        (WORKDAYS, (morning, (minutes("14:00"), minutes("17:00"), "open"))),
        (("Sa",), (morning,)),
        (("Su",), ()),
    )


def test_a_week_shows_its_holidays_and_the_usual_week_does_not():
    expression, monday = "Mo-Fr 08:00-17:00; PH off", date(2030, 4, 29)
    assert weekday_groups(week(expression, monday, YEAR))[0][0] == ("Mo", "Tu", "We")
    assert weekday_groups(week(expression, monday, OrdinaryDays()))[0][0] == WORKDAYS


def test_a_description_holds_the_day_and_the_week_around_it():
    told = describe("Mo-Fr 08:00-17:00; PH off", date(2030, 5, 3), YEAR)
    assert told.today.day == date(2030, 5, 3)
    assert told.today == told.week[4]
    assert told.week[0].day == date(2030, 4, 29)
    assert told.groups == weekday_groups(told.week)
    assert told.mentions_holidays


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_day_out_of_bounds_is_refused(day):
    with pytest.raises(HoursError, match="1900"):
        day_hours("24/7", day, YEAR)
