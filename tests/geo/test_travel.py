import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.travel import MODES, describe, minutes, reach_m


def test_a_kilometre_on_foot_takes_seventeen_minutes_and_by_e_bike_five():
    assert minutes(1000, "walk") == pytest.approx(17.33, abs=0.01)
    assert minutes(1000, MODES["ebike"]) == pytest.approx(5.2)


@given(metres=st.floats(0, 1e7), mode=st.sampled_from(sorted(MODES)))
def test_the_reach_of_so_many_minutes_is_the_distance_that_takes_them(metres, mode):
    assert reach_m(minutes(metres, mode), mode) == pytest.approx(metres, abs=1e-6)


def test_the_assumptions_behind_the_minutes_can_be_shown():
    assert describe("ebike") == {
        "code": "ebike",
        "name": "电动车",
        "kmh": 15.0,
        "detour": 1.3,
        "basis": "straight_line",
    }


@pytest.mark.parametrize("call", [minutes, reach_m])
def test_an_unknown_mode_or_a_negative_figure_is_refused(call):
    with pytest.raises(ValueError, match="walk、ebike"):
        call(100, "plane")
    with pytest.raises(ValueError, match="不小于 0"):
        call(-1, "walk")
    with pytest.raises(ValueError, match="不小于 0"):
        call(float("nan"), "walk")
