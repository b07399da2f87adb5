import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from geo.distance import geodesic_m, great_circle_m

lons = st.floats(-180, 180)
lats = st.floats(-90, 90)


@given(lon1=lons, lat1=lats, lon2=lons, lat2=lats)
def test_distances_are_those_of_the_wgs84_geodesic(lon1, lat1, lon2, lat2):
    expected = Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2)["s12"]
    assert geodesic_m(lon1, lat1, lon2, lat2) == pytest.approx(expected, abs=1e-6)


@given(lon1=lons, lat1=lats, lon2=lons, lat2=lats)
def test_the_great_circle_is_close_enough_for_a_first_selection(lon1, lat1, lon2, lat2):
    exact = geodesic_m(lon1, lat1, lon2, lat2)
    assert great_circle_m(lon1, lat1, lon2, lat2) == pytest.approx(exact, rel=0.0057, abs=1e-3)


def test_arrays_broadcast_and_scalars_give_floats():
    assert geodesic_m([[117.0], [118.0]], 34.0, [117.0, 117.5, 118.0], 34.5).shape == (2, 3)
    assert great_circle_m(np.array([117.0, 118.0]), 34.0, 117.0, 34.0)[0] == 0.0
    assert type(geodesic_m(117, 34, 118, 34)) is float
    assert type(great_circle_m(117, 34, 118, 34)) is float
