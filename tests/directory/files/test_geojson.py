"""GeoJSON: as the public API gives it out, or with Chinese names."""

import json
from pathlib import Path
from typing import Any

import pytest

from directory.entries import ContactInput, TradeInput
from tests.directory.files.reading import problems, reading, refusal, rows, text_file

PUBLIC = {
    "name": "甲市场", "nature": "public", "form": "kerb", "region": "370403",
    "address": "北路 1 号",
}  # fmt: skip


def feature(lon: Any = 117.2, lat: Any = 34.8, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": PUBLIC | properties,
    }


def collection(path: Path, *features: Any, **members: Any) -> Path:
    body = {"type": "FeatureCollection", **members, "features": list(features)}
    return text_file(path / "a.geojson", json.dumps(body, ensure_ascii=False))


def test_the_published_properties_are_read_back(tmp_path: Path) -> None:
    path = collection(
        tmp_path,
        feature(
            datum="wgs84",
            free=True,
            aliases=["老市场", "东门"],
            trades=[{"code": "bricklayer", "main": True}, {"code": "mover", "corner": "东侧"}],
            contacts=[{"label": "服务台", "phone": "0632-5550701"}],
            services=["training"],
            seekers=80,
            confirmed=[{"fact": "hours"}],
        ),
    )
    found = reading(path)
    (row,) = found.rows()
    assert row.ok
    assert row.values == {
        "name": "甲市场",
        "nature": "public",
        "form": "kerb",
        "region_code": "370403",
        "address": "北路 1 号",
        "free_of_charge": True,
        "aliases": ("老市场", "东门"),
        "trades": (TradeInput("bricklayer", True), TradeInput("mover", corner="东侧")),
        "contacts": (ContactInput("服务台", "0632-5550701"),),
        "services": ("training",),
        "seekers": 80,
        "lon": 117.2,
        "lat": 34.8,
        "datum": "wgs84",
    }
    assert row.cells["name"] == "第 1 个要素的 name"
    assert [column.heading for column in found.unmapped] == ["confirmed"]


def test_chinese_names_and_words_are_read(tmp_path: Path) -> None:
    properties = {
        "市场名称": "甲市场", "运营性质": "公共", "形态": "路口", "所属区(市)": "薛城区",
        "详细地址": "北路", "主要工种": "瓦匠、力工", "坐标系": "高德",
    }  # fmt: skip
    path = collection(tmp_path, {**feature(), "properties": properties})
    (row,) = rows(path)
    assert row.ok
    assert row.values["datum"] == "gcj02"


def test_a_datum_is_asked_for(tmp_path: Path) -> None:
    assert problems(rows(collection(tmp_path, feature()))[0]) == {"lon": "datum-missing"}
    for members in (
        {"datum": "gcj02"},
        {"crs": {"properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}},
        {"crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}},
    ):
        (row,) = rows(collection(tmp_path, feature(), **members))
        assert row.values["datum"] == members.get("datum", "wgs84")
    assert rows(collection(tmp_path, feature()), datum="bd09")[0].values["datum"] == "bd09"
    own = collection(tmp_path, feature(datum="bd09"), feature(), datum="gcj02")
    assert [row.values["datum"] for row in rows(own)] == ["bd09", "gcj02"]


def test_another_reference_system_is_refused(tmp_path: Path) -> None:
    path = collection(tmp_path, feature(), crs={"properties": {"name": "EPSG:3857"}})
    assert refusal(path).code == "crs"


def test_a_swapped_point_is_a_problem_of_its_row(tmp_path: Path) -> None:
    path = collection(tmp_path, feature(34.8, 117.2, datum="wgs84"), feature(datum="wgs84"))
    first, second = rows(path)
    assert problems(first) == {"lon": "swapped"}
    assert second.ok


def test_a_place_may_have_no_position(tmp_path: Path) -> None:
    path = collection(tmp_path, {**feature(), "geometry": None})
    (row,) = rows(path)
    assert row.ok
    assert not row.has_position


LINE = {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ({**feature(), "geometry": LINE}, "not-a-point"),
        (feature("117", "34"), "not-a-point"),
        (feature(True, 34), "not-a-point"),
        ({**feature(), "geometry": {"type": "Point", "coordinates": [1]}}, "not-a-point"),
        ({"type": "Point"}, "not-geojson"),
        (3, "not-geojson"),
        (None, "not-geojson"),
        ({**feature(), "properties": [1]}, "not-geojson"),
        (feature(float("nan"), 34), "not-a-number"),
        (feature(float("inf"), 34), "not-a-number"),
        (feature(seekers=10**30), "not-a-number"),
        (feature(note=[[[[[[[[[]]]]]]]]]), "too-deep"),
        (feature(note="x" * 200_000), "feature-too-long"),
        (feature(**{f"p{n}": n for n in range(200)}), "too-many-columns"),
    ],
)
def test_what_is_no_point_feature_is_refused(tmp_path: Path, bad: Any, code: str) -> None:
    path = collection(tmp_path, feature(datum="wgs84"), bad, feature())
    assert refusal(path).code == code


@pytest.mark.parametrize(
    "text",
    [
        "{}", "[]", "nothing", '{"type":"FeatureCollection"}', '{"features":[]}',
        '{"type":"Feature","features":[]}', '{"type":"FeatureCollection","features":[{}}',
        '{"type":"FeatureCollection","features":[],}',
        '{"type":"FeatureCollection","features":[]} x',
        '{"type":"FeatureCollection","features":[],"features":[]}',
        '{"type":"FeatureCollection","features":[{"type":"Feature","type":"Feature"}]}',
        '{"type":"FeatureCollection","features":[1e999]}',
        '{"type":"FeatureCollection","features":[,]}',
    ],
)  # fmt: skip
def test_what_is_no_feature_collection_is_refused(tmp_path: Path, text: str) -> None:
    error = refusal(text_file(tmp_path / "a.geojson", text))
    assert error.code in ("not-geojson", "not-a-number")


def test_an_empty_collection_has_no_rows(tmp_path: Path) -> None:
    assert refusal(collection(tmp_path)).code == "no-rows"


def test_geojson_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = collection(tmp_path, feature())
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))
    assert refusal(path).code == "encoding"
