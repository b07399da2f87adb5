import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.cost_matrix import cost_matrix, straight_line_m
from geo.distance import geodesic_m
from geo.travel import MODES, Mode, minutes

SHIZHONG, TENGZHOU = (117.556, 34.865), (117.165, 35.114)


def test_without_a_road_network_minutes_are_the_straight_line_and_say_so():
    found = cost_matrix([SHIZHONG], [SHIZHONG, TENGZHOU], "ebike")
    metres = geodesic_m(*SHIZHONG, *TENGZHOU)
    assert found.minutes.dtype == np.float32
    assert found.minutes[0] == pytest.approx([0, minutes(metres, "ebike")], rel=1e-6)
    assert found.method == "straight_line"
    assert found.assumption["basis"] == "straight_line"
    assert not found.by_road.any()


@given(st.floats(73, 135), st.floats(3, 54), st.floats(-1.5, 1.5), st.floats(-1.5, 1.5))
def test_the_straight_line_is_the_geodesic_to_a_millionth(lon, lat, east, north):
    found = straight_line_m(np.array([[lon, lat]]), np.array([[lon + east, lat + north]]))
    assert found[0, 0] == pytest.approx(
        geodesic_m(lon, lat, lon + east, lat + north), rel=1.2e-6, abs=0.01
    )


def test_speeds_can_be_edited():
    slow = Mode("walk", "步行", kmh=3.0, detour=1.3)
    usual = cost_matrix([SHIZHONG], [TENGZHOU], "walk").minutes
    assert cost_matrix([SHIZHONG], [TENGZHOU], slow).minutes == pytest.approx(usual * 1.5)


def test_what_is_farther_than_asked_for_is_unreachable():
    found = cost_matrix([SHIZHONG], [SHIZHONG, TENGZHOU], "walk", within=30)
    assert found.minutes.tolist() == [[0, np.inf]]


def test_no_origins_make_an_empty_matrix():
    assert cost_matrix([], [SHIZHONG], "walk").minutes.shape == (0, 1)


@pytest.mark.parametrize(
    ("origins", "within", "named"),
    [([SHIZHONG[::-1]], 1, "origins"), ([117.5], 1, "origins"), ([SHIZHONG], 0, "within")],
)
def test_what_cannot_be_worked_out_is_named(origins, within, named):
    with pytest.raises(ValueError, match=named):
        cost_matrix(origins, [TENGZHOU], MODES["walk"], within=within)
