"""The compiled geodesic gives PROJ's metres, and says where it cannot."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.geodesic import inverse_m

GEOD = Geod(ellps="WGS84")
LON = st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, 180.0, 0.0, 90.0]))
LAT = st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, 90.0, 0.0]))
NEAR = st.floats(-0.5, 0.5)
NEARLY_OPPOSITE_M = 19_000_000


@given(LON, LAT, LON, LAT)
def test_it_agrees_with_proj_all_over_the_globe(lon1, lat1, lon2, lat2) -> None:
    truth = GEOD.inv(lon1, lat1, lon2, lat2)[2]
    found = inverse_m(lon1, lat1, lon2, lat2)
    if math.isnan(found):
        assert truth > NEARLY_OPPOSITE_M
    else:
        assert found == pytest.approx(truth, abs=5e-7)


@given(st.floats(73, 135), st.floats(3, 54), NEAR, NEAR)
def test_it_agrees_to_some_nanometres_where_people_travel(lon, lat, east, north) -> None:
    there = lon + east, lat + north
    truth = GEOD.inv(lon, lat, *there)[2]
    assert inverse_m(lon, lat, *there) == pytest.approx(truth, abs=2e-8)


@given(LON, LAT, LON, LAT)
def test_the_way_back_is_as_long(lon1, lat1, lon2, lat2) -> None:
    there, back = inverse_m(lon1, lat1, lon2, lat2), inverse_m(lon2, lat2, lon1, lat1)
    assert there == pytest.approx(back, abs=5e-7, nan_ok=True)


@given(LON, LAT)
def test_the_way_to_where_one_is_has_no_length(lon, lat) -> None:
    assert inverse_m(lon, lat, lon, lat) == 0.0
