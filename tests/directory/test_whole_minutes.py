"""Minutes of a way are counted up alike, by themselves and on the clock."""

import datetime as dt

from hypothesis import example, given
from hypothesis import strategies as st

from directory.arrival import arrival_after, whole_minutes

AT = dt.datetime(2026, 3, 2, 5, 0)


@given(st.floats(0, 100_000))
@example(0.0)
@example(5.0)
@example(5.000000001)
@example(4.9999999999)
@example(5.00001)
def test_by_themselves_and_on_the_clock_they_are_the_same(ahead: float) -> None:
    assert AT + dt.timedelta(minutes=whole_minutes([ahead])[0]) == arrival_after(AT, ahead)
