import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.distance import geodesic_m
from geo.svgmap import projection_for, svg_paths

BOUNDS = (116.8, 34.4, 117.9, 35.3)


def feature(code, west, south, side=0.1, **properties):
    ring = [
        [west, south],
        [west + side, south],
        [west + side, south + side],
        [west, south + side],
        [west, south],
    ]
    return {
        "type": "Feature",
        "id": code,
        "properties": {"code": code, "name": f"区{code}", **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


@given(lon=st.floats(116, 119), lat=st.floats(34, 36), width=st.integers(100, 2000))
def test_a_tap_leads_back_to_the_position_drawn_there(lon, lat, width):
    at = projection_for(BOUNDS, width)
    back = at.to_lonlat(*at.to_pixel(lon, lat))
    assert back == pytest.approx((lon, lat), abs=1e-9)


@given(st.integers(200, 1200))
def test_the_corners_lie_in_the_picture_with_a_margin(width):
    at = projection_for(BOUNDS, width)
    for lon in (BOUNDS[0], BOUNDS[2]):
        for lat in (BOUNDS[1], BOUNDS[3]):
            x, y = at.to_pixel(lon, lat)
            assert at.holds(x, y)
            assert 0.01 * width < x < 0.99 * width
    assert not at.holds(-1, 5)
    assert at.view_box == f"0 0 {at.width} {at.height}"


def test_a_pixel_is_as_many_metres_across_as_down():
    at = projection_for(BOUNDS, 360)
    here = at.to_lonlat(180, 180)
    across = geodesic_m(*here, *at.to_lonlat(190, 180))
    down = geodesic_m(*here, *at.to_lonlat(180, 190))
    assert across == pytest.approx(down, rel=0.01)


def test_each_region_is_one_closed_path_with_its_name_placed():
    drawn = svg_paths(
        collection(feature("1", 117.0, 34.5, centre=[117.05, 34.55]), feature("2", 117.1, 34.5))
    )
    first, second = drawn.paths
    assert (first.code, first.name) == ("1", "区1")
    assert first.d.startswith("M")
    assert first.d.endswith("Z")
    assert first.d.count("L") == 3
    assert (first.label_x, first.label_y) == pytest.approx(
        drawn.projection.to_pixel(117.05, 34.55), abs=0.06
    )
    assert second.label_x > first.label_x


def test_holes_and_islands_are_rings_of_the_same_path():
    shape = feature("1", 117.0, 34.5, side=1.0)
    hole = feature("h", 117.4, 34.9)["geometry"]["coordinates"][0]
    island = feature("i", 118.2, 34.5)["geometry"]["coordinates"]
    outer = shape["geometry"]["coordinates"][0]
    shape["geometry"] = {"type": "MultiPolygon", "coordinates": [[outer, hole], island]}
    assert svg_paths(collection(shape)).paths[0].d.count("M") == 3


@pytest.mark.parametrize("bounds", [(117, 34, 117, 35), (117, 35, 118, 34)])
def test_an_empty_extent_is_refused(bounds):
    with pytest.raises(ValueError, match="范围"):
        projection_for(bounds, 360)


def test_nothing_to_draw_is_refused():
    with pytest.raises(ValueError, match="没有可画"):
        svg_paths(collection())
    point = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [117, 34]}}
    with pytest.raises(ValueError, match="Point"):
        svg_paths(collection(point))
