from datetime import date

import numpy as np
import pytest

from directory.hours import CLOSED, OPEN, UNKNOWN, HoursError, compile_spans, state_codes

MONDAY = date(2030, 3, 4)


def test_spans_become_minutes_after_the_first_midnight():
    spans = compile_spans("Mo-Tu 04:30-08:00+", MONDAY, 2, None)
    assert spans.starts.tolist() == [270, 480, 1710, 1920]
    assert spans.ends.tolist() == [480, 1440, 1920, 2880]
    assert spans.states.tolist() == [OPEN, UNKNOWN, OPEN, UNKNOWN]
    assert (spans.starts.dtype, spans.ends.dtype, spans.states.dtype) == (
        np.int32, np.int32, np.int8,
    )  # fmt: skip


def test_a_moment_is_looked_up_by_its_minute():
    spans = compile_spans("Mo-Tu 04:30-08:00", MONDAY, 2, None)
    asked = [0, 269, 270, 479, 480, 1710, 2879, 5000]
    expected = [CLOSED, CLOSED, OPEN, OPEN, CLOSED, OPEN, CLOSED, CLOSED]
    assert state_codes(spans, asked).tolist() == expected


def test_closed_for_ever_is_an_empty_array():
    spans = compile_spans("off", MONDAY, 14, None)
    assert spans.starts.shape == (0,)
    assert state_codes(spans, np.array([[0, 1], [2, 3]])).tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize(
    ("first", "days"), [(date(1899, 1, 1), 1), (date(2200, 12, 1), 60), (MONDAY, -1), (date.max, 1)]
)
def test_days_out_of_bounds_are_refused(first, days):
    with pytest.raises(HoursError, match="1900"):
        compile_spans("24/7", first, days, None)
