import pytest

from directory.hours import HoursError, parse
from tests.directory.hours.asking import days_open


def test_a_later_rule_for_a_day_takes_the_place_of_an_earlier_one():
    assert days_open("Mo-Fr 08:00-17:00; We 09:00-12:00", "2030-03-05", 2) == [
        "03-05 08:00-17:00",
        "03-06 09:00-12:00",
    ]


def test_a_comma_adds_a_rule_and_takes_nothing_away():
    assert days_open("Mo-Fr 08:00-12:00, We 14:00-17:00", "2030-03-06", 1) == [
        "03-06 08:00-12:00",
        "03-06 14:00-17:00",
    ]


def test_off_takes_away_only_the_times_it_names():
    assert days_open("08:00-17:00; Mo 12:00-13:00 off", "2030-03-04", 1) == [
        "03-04 08:00-12:00",
        "03-04 13:00-17:00",
    ]


def test_off_without_times_closes_the_day():
    assert days_open("08:00-17:00; Mo off", "2030-03-04", 2) == ["03-05 08:00-17:00"]


def test_a_night_stops_at_midnight_where_the_next_day_has_a_rule_of_its_own():
    assert days_open("22:00-03:00; Tu 12:00-14:00", "2030-03-04", 2) == [
        "03-04 00:00-03:00",
        "03-04 22:00-03-05 00:00",
        "03-05 12:00-14:00",
    ]


def test_unknown_is_neither_open_nor_closed():
    assert days_open("08:00-12:00; Mo 10:00-14:00 unknown", "2030-03-04", 1) == [
        "?03-04 10:00-14:00"
    ]


def test_a_bare_comment_leaves_the_hours_unknown():
    assert days_open('Mo 08:00-12:00 "ask first"', "2030-03-04", 1) == ["?03-04 08:00-12:00"]


def test_a_comment_on_open_hours_changes_nothing():
    assert days_open('Mo 08:00-12:00 open "gate 2; || , off"', "2030-03-04", 1) == [
        "03-04 08:00-12:00"
    ]


def test_a_fallback_speaks_only_where_nothing_else_does():
    assert days_open('Mo 08:00-12:00 || "call"; Tu off', "2030-03-04", 3) == [
        "?03-04 00:00-08:00",
        "03-04 08:00-12:00",
        "?03-04 12:00-03-05 00:00",
        "?03-06 00:00-03-07 00:00",
    ]


def test_times_for_every_day_may_follow_when_there_is_nothing_to_replace():
    assert parse("Mo off; 08:00-12:00")
    assert days_open("Mo 08:00-12:00; 00:00-24:00", "2030-03-04", 1) == ["03-04 00:00-03-05 00:00"]


@pytest.mark.parametrize(
    "expression",
    ["Mo 08:00-12:00; 14:00-16:00", "08:00-12:00; 10:00-11:00 unknown",
     "08:00-10:00; Mo off; 14:00-16:00"],
)  # fmt: skip
def test_times_for_no_day_after_times_for_some_days_are_refused(expression):
    with pytest.raises(HoursError, match="name the days"):
        parse(expression)


@pytest.mark.parametrize(
    "expression",
    ["Mo 08:00-12:00 || 22:00-03:00", "Mo 08:00-12:00 || Tu 09:00-11:00, Tu 10:00-10:30 off"],
)
def test_a_fallback_that_would_take_away_is_refused(expression):
    with pytest.raises(HoursError, match="fallback"):
        parse(expression)


@pytest.mark.parametrize("expression", ["08:00-12:00;", "  mo 08:00-12:00  ", "Mo 08：00～12：00"])
def test_small_slips_of_the_pen_are_read(expression):
    assert days_open(expression, "2030-03-04", 1) == ["03-04 08:00-12:00"]


@pytest.mark.parametrize(
    "expression",
    ["", " ", ";", "||", ",", "|| Mo", "Mo;;Tu", "Mo 08:00-12:00,,Tu", "open off", "Mo Tu",
     "08:00-12:00 Mo", "off 08:00-12:00", "24/7 08:00-12:00", "24/8", ": Mo", "Mo:: off",
     "Mo 08:00-12:00:", "Mo, Mar", 'Mo "unclosed', "sunrise-sunset", "summer", "Montag",
     "Mo-Fr 08:00-12:00 maybe", "08:00-12:00 | Mo", "12345", "Mo \x00", "½"],
)  # fmt: skip
def test_what_is_no_expression_is_refused(expression):
    with pytest.raises(HoursError):
        parse(expression)
