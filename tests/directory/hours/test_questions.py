from datetime import datetime

import pytest

from directory.hours import HoursError, next_change, next_opening, state_at
from tests.directory.hours.asking import YEAR, at

EARLY = "Mo-Sa 04:30-08:00; PH off"


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2030-03-04 04:29", "closed"),
        ("2030-03-04 04:30", "open"),
        ("2030-03-04 07:59", "open"),
        ("2030-03-04 08:00", "closed"),
        ("2030-05-02 05:00", "closed"),
        ("2031-03-03 05:00", "unknown"),
        ("2031-03-03 09:00", "closed"),
    ],
)
def test_the_state_holds_from_its_first_minute_to_before_its_last(moment, state):
    assert state_at(EARLY, at(moment), YEAR) == state


def test_seconds_count_with_their_minute():
    assert state_at(EARLY, datetime(2030, 3, 4, 7, 59, 59), YEAR) == "open"
    assert state_at(EARLY, datetime(2030, 3, 4, 4, 29, 59), YEAR) == "closed"


@pytest.mark.parametrize(
    ("moment", "change"),
    [
        ("2030-03-04 03:00", "2030-03-04 04:30"),
        ("2030-03-04 05:00", "2030-03-04 08:00"),
        ("2030-03-09 08:00", "2030-03-11 04:30"),
    ],
)
def test_the_next_change_is_the_next_opening_or_closing(moment, change):
    assert next_change(EARLY, at(moment), YEAR) == at(change)


def test_a_change_from_open_to_unknown_is_a_change():
    assert next_change("05:00-07:00+", at("2030-03-04 06:00"), None) == at("2030-03-04 07:00")


@pytest.mark.parametrize("expression", ["24/7", "off", "unknown"])
def test_what_never_changes_has_no_next_change(expression):
    assert next_change(expression, at("2030-03-04 06:00"), None) is None


def test_the_horizon_bounds_the_search():
    assert next_change("Jun 08:00-09:00", at("2030-03-04 06:00"), None) is None
    assert next_opening("Jun 08:00-09:00", at("2030-03-04 06:00"), None, 100) == at(
        "2030-06-01 08:00"
    )


def test_an_open_place_opens_now():
    assert next_opening(EARLY, at("2030-03-04 05:00"), YEAR) == at("2030-03-04 05:00")


def test_a_holiday_is_not_an_opening():
    assert next_opening(EARLY, at("2030-05-01 09:00"), YEAR) == at("2030-05-04 04:30")


def test_an_unknown_time_is_not_promised_as_an_opening():
    assert next_opening("Mo 05:00-07:00 unknown; Tu 05:00-07:00", at("2030-03-04 00:00"), None) == (
        at("2030-03-05 05:00")
    )


@pytest.mark.parametrize("days", [-1, 100_000])
def test_a_horizon_out_of_bounds_is_refused(days):
    with pytest.raises(HoursError, match="horizon"):
        next_change("24/7", at("2030-03-04 05:00"), None, days)


@pytest.mark.parametrize("question", [state_at, next_change, next_opening])
def test_a_moment_out_of_bounds_is_refused(question):
    with pytest.raises(HoursError, match="1900"):
        question("24/7", datetime.max, None)
