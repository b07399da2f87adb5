from datetime import UTC, datetime, timedelta

import pytest

from directory.hours import HoursError, intervals, normalise, parse
from tests.directory.hours.asking import MONDAY


def test_a_refusal_says_where_what_and_what_is_allowed():
    with pytest.raises(HoursError) as caught:
        parse("Mo-Fr 08:00-17:00; Feb 30 off")
    error = caught.value
    assert isinstance(error, ValueError)
    assert error.expression[error.position :].startswith("30")
    assert "该月的日" in error.zh
    assert "day of that month" in error.en
    assert error.allowed == ("01", "29")
    assert "character 24" in str(error)


def test_a_position_in_full_width_text_is_the_one_typed():
    with pytest.raises(HoursError) as caught:
        parse("Ｍｏ　０８：００－１２：００；ｓｐｒｉｎｇ")
    assert caught.value.position == 15


def test_sunrise_is_refused_because_it_needs_a_place():
    with pytest.raises(HoursError, match="depend on place"):
        parse("sunrise-sunset")


def test_a_text_longer_than_any_hours_is_refused():
    with pytest.raises(HoursError, match="too long"):
        normalise("Mo 08:00-12:00; " * 100)


@pytest.mark.parametrize("given", [None, 5, b"24/7", ["24/7"]])
def test_what_is_not_text_is_refused(given):
    with pytest.raises(HoursError, match="must be text"):
        parse(given)


def test_a_window_with_a_time_zone_is_refused():
    with pytest.raises(HoursError, match="naive"):
        intervals("24/7", datetime(2030, 1, 1, tzinfo=UTC), datetime(2030, 1, 2, tzinfo=UTC), None)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (MONDAY, MONDAY - timedelta(seconds=1)),
        (datetime(1899, 12, 31), datetime(1900, 1, 2)),
        (datetime(2200, 1, 1), datetime(2201, 1, 1)),
        (datetime(1900, 1, 1), datetime(2100, 1, 1)),
    ],
)
def test_a_window_out_of_bounds_is_refused(start, end):
    with pytest.raises(HoursError):
        intervals("24/7", start, end, None)
