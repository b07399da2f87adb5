"""The world square in whole numbers: one tile a point, at every zoom."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from geo import mercator

LON = st.floats(-180, 180, allow_nan=False)
LAT = st.floats(-90, 90, allow_nan=False)
ZOOM = st.integers(0, mercator.ZOOM_MAX)
TO_3857 = Transformer.from_crs(4326, 3857, always_xy=True)
HALF_M = 20_037_508.342789244


def key(lon: float, lat: float) -> int:
    return int(mercator.keys_of(*mercator.square(np.array([lon]), np.array([lat])))[0])


@given(LON, st.floats(-85, 85))
def test_the_square_is_that_of_epsg_3857_to_two_centimetres(lon, lat) -> None:
    east, north = TO_3857.transform(lon, lat)
    column, row = mercator.square(lon, lat)
    unit = 2 * HALF_M / mercator.SIZE
    # East and west of the date line are one place; floats may come out on either side.
    if -180 < lon < 180 and abs(abs(lon) - 180) > 1e-6:
        assert column * unit - HALF_M == pytest.approx(east, abs=2 * unit)
    assert HALF_M - row * unit == pytest.approx(north, abs=2 * unit)


@given(LON, LAT, ZOOM)
def test_a_point_is_in_one_tile_of_each_zoom(lon, lat, z) -> None:
    column, row = mercator.square(lon, lat)
    x, y = int(column) >> mercator.BITS - z, int(row) >> mercator.BITS - z
    low, high = mercator.range_of(z, x, y)
    assert low <= key(lon, lat) < high
    for nx, ny in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
        if 0 <= nx < 1 << z and 0 <= ny < 1 << z:
            low, high = mercator.range_of(z, nx, ny)
            assert not low <= key(lon, lat) < high


@given(LON, st.floats(-85, 85))
def test_degrees_lead_back(lon, lat) -> None:
    back = mercator.degrees(*mercator.square(lon, lat))
    assert abs((back[0] - lon + 180) % 360 - 180) < 2e-7
    assert back[1] == pytest.approx(lat, abs=2e-7)


def test_the_antimeridian_is_one_place_whichever_way_it_is_written() -> None:
    assert key(180.0, 10.0) == key(-180.0, 10.0)


def test_the_poles_fall_into_the_last_rows() -> None:
    assert int(mercator.square(0.0, 90.0)[1]) == 0
    assert int(mercator.square(0.0, -90.0)[1]) == mercator.SIZE - 1


@pytest.mark.parametrize("tile", [(-1, 0, 0), (23, 0, 0), (0, 1, 0), (3, 0, 8), (3, -1, 0)])
def test_a_tile_that_is_none_is_refused(tile) -> None:
    with pytest.raises(ValueError, match="no tile"):
        mercator.range_of(*tile)
