import pytest

from directory.hours import HoursError, intervals, parse
from tests.directory.hours.asking import MONDAY, at, days_open


def test_a_place_is_open_between_its_hours_every_day():
    assert days_open("04:30-08:00", "2030-03-04", 2) == ["03-04 04:30-08:00", "03-05 04:30-08:00"]


def test_two_shifts_of_a_day_stay_apart():
    assert days_open("04:30-08:00,16:00-18:30", "2030-03-04", 1) == [
        "03-04 04:30-08:00",
        "03-04 16:00-18:30",
    ]


def test_shifts_that_touch_become_one():
    assert days_open("04:30-08:00,08:00-10:00", "2030-03-04", 1) == ["03-04 04:30-10:00"]


def test_blanks_separate_shifts_as_well_as_commas():
    assert parse("Mo 05:00-07:00 13:00-15:00") == parse("Mo 05:00-07:00,13:00-15:00")


@pytest.mark.parametrize("expression", ["Fr 21:00-05:00", "Fr 21:00-29:00"])
def test_a_night_belongs_to_the_evening_on_which_it_begins(expression):
    assert days_open(expression, "2030-03-04", 7) == ["03-08 21:00-03-09 05:00"]


def test_a_night_before_the_window_reaches_into_it():
    assert days_open("Su 22:00-03:00", "2030-03-04", 1) == ["03-04 00:00-03:00"]


def test_equal_ends_mean_a_whole_day_round():
    assert days_open("Tu 06:00-06:00", "2030-03-04", 7) == ["03-05 06:00-03-06 06:00"]


def test_a_span_may_reach_the_second_midnight():
    assert days_open("Tu 23:00-48:00", "2030-03-04", 7) == ["03-05 23:00-03-07 00:00"]


def test_always_open_is_one_span_over_the_whole_window():
    start, end = at("2030-03-04 03:17"), at("2030-04-01 22:05")
    assert intervals("24/7", start, end, None) == [(start, end, "open")]


def test_the_window_cuts_spans_at_both_ends():
    start, end = at("2030-03-04 07:10"), at("2030-03-04 07:20")
    assert intervals("05:00-08:00", start, end, None) == [(start, end, "open")]


def test_an_empty_window_holds_nothing():
    assert intervals("24/7", MONDAY, MONDAY, None) == []


def test_after_an_open_end_the_rest_of_the_day_is_unknown():
    assert days_open("05:00-07:00+", "2030-03-04", 1) == [
        "03-04 05:00-07:00",
        "?03-04 07:00-03-05 00:00",
    ]


@pytest.mark.parametrize(("start", "until"), [("17:00", "03:00"), ("21:30", "07:30")])
def test_an_open_end_in_the_evening_lasts_ten_hours(start, until):
    assert days_open(f"Mo {start}+", "2030-03-04", 3) == [f"?03-04 {start}-03-05 {until}"]


def test_an_open_end_late_at_night_lasts_eight_hours():
    assert days_open("Mo 22:00+", "2030-03-04", 3) == ["?03-04 22:00-03-05 06:00"]


def test_an_open_end_after_midnight_counts_from_the_day_before():
    assert days_open("Mo 20:00-02:00+", "2030-03-04", 3) == [
        "03-04 20:00-03-05 02:00",
        "?03-05 02:00-10:00",
    ]


def test_the_next_stated_time_cuts_an_open_end_for_good():
    assert days_open("05:00+,13:00-15:00", "2030-03-04", 1) == [
        "?03-04 05:00-13:00",
        "03-04 13:00-15:00",
    ]


def test_closing_from_an_open_end_on_closes():
    assert days_open("08:00-24:00; 17:00+ off", "2030-03-05", 1) == ["03-05 08:00-17:00"]


@pytest.mark.parametrize(
    "expression",
    [
        "18:00+,20:00-21:00",
        "12:00-19:00,08:00-16:00+",
        "08:00-12:00+,10:00-15:00",
        "18:00+,22:00+",
        "03:30-12:00,05:30+,21:30-22:30",
    ],
)
def test_an_open_end_tangled_with_other_times_is_refused(expression):
    with pytest.raises(HoursError, match="open end"):
        parse(expression)


@pytest.mark.parametrize("expression", ["8:30-5:30", "8:30-11:30,2:00-5:30"])
def test_hours_that_may_be_meant_for_the_afternoon_are_refused(expression):
    with pytest.raises(HoursError, match="24-hour clock"):
        parse(expression)


def test_a_night_may_end_with_a_single_digit():
    assert parse("22:00-6:00") == parse("22:00-06:00")


@pytest.mark.parametrize(
    "expression",
    ["24:00-25:00", "08:00", "08:60-09:00", "08:5-09:00", "10:00-48:01", "30:00-40:00",
     "40:30-41:00", "08:00-18:00/30", "08:00-", "-08:00", "8-12", "08:00-17:00,", "41:00+"],
)  # fmt: skip
def test_times_that_are_none_are_refused(expression):
    with pytest.raises(HoursError):
        parse(expression)
