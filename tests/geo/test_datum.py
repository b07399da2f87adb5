import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import datum
from geo.datum import DatumError
from geo.distance import geodesic_m

TRIPLES = Path(__file__).parent / "data" / "datum_triples.csv"

# (lon, lat) WGS-84 and GCJ-02: published vectors of eviltransform (BSD-2), good to 1e-6 degrees.
WGS_AND_GCJ = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
]

# Its two BD-09 vectors, BD-09 and WGS-84: made with pi where Baidu's formula has pi * 3000 / 180
# (found in 2016, corrected since), so they are 10 m and 41 m off.
FAULTY_BD = [
    ((120.019809, 29.199786), (120.00877901149691, 29.196131605295484), 10.5),
    ((120.036455, 29.210504), (120.0253853970846, 29.206795749156136), 41.4),
]

PAIRS = [
    (datum.wgs84_to_gcj02, datum.gcj02_to_wgs84),
    (datum.gcj02_to_bd09, datum.bd09_to_gcj02),
    (datum.wgs84_to_bd09, datum.bd09_to_wgs84),
]

lons = st.floats(-180, 180, allow_nan=False)
lats = st.floats(-90, 72.9, allow_nan=False)
edge_lons = st.floats(71.9, 137.95)
edge_lats = st.floats(0.7, 55.95)


def triples():
    lines = [line for line in TRIPLES.read_text().splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    return {
        name: tuple(
            np.array([float(row[f"{name}_{axis}"]) for row in rows]) for axis in ("lon", "lat")
        )
        for name in ("wgs", "gcj", "bd")
    }


@pytest.mark.parametrize(
    ("convert", "given_as", "expected"),
    [
        (datum.wgs84_to_gcj02, "wgs", "gcj"),
        (datum.gcj02_to_wgs84, "gcj", "wgs"),
        (datum.gcj02_to_bd09, "gcj", "bd"),
        (datum.bd09_to_gcj02, "bd", "gcj"),
        (datum.wgs84_to_bd09, "wgs", "bd"),
        (datum.bd09_to_wgs84, "bd", "wgs"),
    ],
)
def test_every_conversion_agrees_with_the_published_triples_within_a_metre(
    convert, given_as, expected
):
    known = triples()
    assert geodesic_m(*convert(*known[given_as]), *known[expected]).max() < 1.0


@pytest.mark.parametrize(("wgs", "gcj"), WGS_AND_GCJ)
def test_the_published_gcj_vectors_come_out_to_a_millionth_of_a_degree(wgs, gcj):
    assert datum.wgs84_to_gcj02(*wgs) == pytest.approx(gcj, abs=1e-6)
    assert datum.gcj02_to_wgs84(*gcj) == pytest.approx(wgs, abs=1e-6)


@pytest.mark.parametrize(("bd", "wgs", "metres"), FAULTY_BD)
def test_the_bd_vectors_made_with_the_wrong_constant_stay_off_by_what_that_constant_explains(
    bd, wgs, metres
):
    assert geodesic_m(*datum.bd09_to_wgs84(*bd), *wgs) == pytest.approx(metres, abs=0.1)
    x, y = bd[0] - 0.0065, bd[1] - 0.006
    radius = math.hypot(x, y) - 0.00002 * math.sin(y * math.pi)
    angle = math.atan2(y, x) - 0.000003 * math.cos(x * math.pi)
    gcj = radius * math.cos(angle), radius * math.sin(angle)
    assert geodesic_m(*datum.gcj02_to_wgs84(*gcj), *wgs) < 2


@pytest.mark.parametrize(("there", "back"), PAIRS)
@given(lon=lons, lat=lats)
def test_there_and_back_is_within_a_millimetre_anywhere_on_earth(there, back, lon, lat):
    moved = there(lon, lat)
    if abs(moved[0]) <= 180:
        assert geodesic_m(*back(*moved), lon, lat) < 0.001


@pytest.mark.parametrize(("there", "back"), PAIRS)
@given(lon=edge_lons, lat=edge_lats)
def test_there_and_back_is_within_a_millimetre_across_the_edge_of_the_shifted_area(
    there, back, lon, lat
):
    assert geodesic_m(*back(*there(lon, lat)), lon, lat) < 0.001
    assert geodesic_m(*there(*back(lon, lat)), lon, lat) < 0.001


@given(lon=edge_lons, lat=edge_lats)
def test_a_step_of_a_metre_never_becomes_a_jump(lon, lat):
    here, there = datum.wgs84_to_gcj02(lon, lat), datum.wgs84_to_gcj02(lon + 1e-5, lat)
    assert geodesic_m(*here, *there) < 1.5


@given(lon=lons, lat=lats)
def test_outside_china_the_three_datums_are_equal(lon, lat):
    if 72.004 < lon < 137.8347 and 0.8293 < lat < 55.8271:
        return
    assert datum.wgs84_to_gcj02(lon, lat) == (lon, lat)
    assert datum.gcj02_to_wgs84(lon, lat) == (lon, lat)
    assert datum.wgs84_to_bd09(lon, lat) == (lon, lat)


@given(lon=st.floats(73.5, 135.1), lat=st.floats(3.4, 53.6))
def test_anywhere_in_china_gcj_is_off_by_a_few_hundred_metres_at_full_strength(lon, lat):
    assert 20 < geodesic_m(*datum.wgs84_to_gcj02(lon, lat), lon, lat) < 1200


@given(lon=st.floats(73.5, 135.1), lat=st.floats(3.4, 53.6))
def test_a_chinese_position_with_its_axes_swapped_is_refused(lon, lat):
    for name in datum.DATUMS:
        with pytest.raises(DatumError) as caught:
            datum.to_wgs84(lat, lon, name)
        assert (caught.value.index, caught.value.lon, caught.value.lat) == (0, lat, lon)


@pytest.mark.parametrize(
    ("lon", "lat", "why"),
    [
        (34.8, 117.5, "颠倒"),
        (34.8, 80.0, "颠倒"),
        (117.5, 91.0, "纬度"),
        (181.0, 30.0, "经度"),
        (math.nan, 30.0, "有限"),
        (117.5, math.inf, "有限"),
    ],
)
def test_an_impossible_position_is_refused_with_its_place_in_the_list(lon, lat, why):
    with pytest.raises(DatumError, match=f"第 2 个坐标.*{why}") as caught:
        datum.wgs84_to_gcj02([117.0, 118.0, lon], [34.0, 35.0, lat])
    assert caught.value.index == 2


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        ("east", 34.0),
        ([1.0, 2.0], [1.0, 2.0, 3.0]),
        (None, 3),
        (10**400, 34),
        (np.ma.array([117.0, 118.0], mask=[False, True]), [34.0, 34.0]),
    ],
)
def test_what_is_no_pair_of_numbers_is_refused(lon, lat):
    with pytest.raises(DatumError):
        datum.wgs84_to_gcj02(lon, lat)


def test_an_unknown_datum_is_refused_and_the_known_ones_are_named():
    with pytest.raises(DatumError, match="wgs84、gcj02、bd09"):
        datum.to_wgs84(117.5, 34.8, "cgcs2000")


def test_scalars_give_floats_and_arrays_give_arrays_of_the_broadcast_shape():
    lon, lat = datum.wgs84_to_gcj02(117, 34)
    assert type(lon) is float
    assert type(lat) is float
    lons_out, lats_out = datum.wgs84_to_gcj02(np.full((2, 1), 117.0), [34.0, 35.0, 36.0])
    assert lons_out.shape == lats_out.shape == (2, 3)
    assert (lons_out[0, 0], lats_out[0, 0]) == (
        pytest.approx(datum.wgs84_to_gcj02(117, 34)[0]),
        pytest.approx(datum.wgs84_to_gcj02(117, 34)[1]),
    )
    empty, _ = datum.bd09_to_wgs84([], [])
    assert empty.shape == (0,)


def test_the_input_arrays_are_not_changed():
    lon, lat = np.array([117.5]), np.array([34.8])
    for name in datum.DATUMS:
        out, _ = datum.to_wgs84(lon, lat, name)
        out += 1
    assert lon[0] == 117.5


@pytest.mark.parametrize("name", datum.DATUMS)
def test_from_and_to_wgs84_are_inverse_in_every_datum(name):
    assert datum.to_wgs84(*datum.from_wgs84(117.5516, 34.8576, name), name) == pytest.approx(
        (117.5516, 34.8576), abs=1e-9
    )
