"""Imported layers: what is read, and what is refused with its row and field."""

from pathlib import Path

import geopandas
import pytest
from openpyxl import Workbook
from shapely import Point

from directory.errors import EntryErrors
from geo.datum import from_wgs84
from planning.layers import read_candidates, read_demand


def written(folder: Path, text: str) -> Path:
    path = folder / "layer.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_csv_is_read_in_the_datum_that_was_chosen(tmp_path: Path) -> None:
    lon, lat = from_wgs84(117.25, 34.8, "gcj02")
    path = written(tmp_path, f"名称,经度,纬度,人数\n东关,{lon},{lat},120\n")
    (point,) = read_demand(path, "a.csv", "gcj02")
    assert (point.name, point.weight) == ("东关", 120.0)
    assert (point.lon, point.lat) == pytest.approx((117.25, 34.8), abs=1e-8)


def test_a_workbook_is_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["名称", "经度", "纬度", "容量", "费用（万元）", "取舍"])
    book.active.append(["旧厂房", 117.2, 34.8, 150, 30, "必选"])
    book.active.append(["旧仓库", 117.3, 34.8, None, None, None])
    book.save(tmp_path / "a.xlsx")
    first, second = read_candidates(tmp_path / "a.xlsx", "a.xlsx", "wgs84")
    assert (first.capacity, first.cost, first.wish) == (150.0, 30.0, "must")
    assert (second.capacity, second.cost, second.wish) == (None, 1.0, "")


@pytest.mark.parametrize(("driver", "name"), [("GeoJSON", "a.geojson"), ("GPKG", "a.gpkg")])
def test_a_layer_of_a_gis_is_read(tmp_path: Path, driver: str, name: str) -> None:
    frame = geopandas.GeoDataFrame(
        {"name": ["东关"], "weight": [12.5]}, geometry=[Point(117.25, 34.8)], crs=4326
    )
    frame.to_file(tmp_path / name, driver=driver)
    (point,) = read_demand(tmp_path / name, name, "wgs84")
    assert (point.name, point.weight) == ("东关", 12.5)
    assert (point.lon, point.lat) == pytest.approx((117.25, 34.8))


def test_a_geopackage_in_metres_is_brought_to_degrees(tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame({"人数": [5]}, geometry=[Point(117.25, 34.8)], crs=4326)
    frame.to_crs(4548).to_file(tmp_path / "a.gpkg", driver="GPKG")
    (point,) = read_demand(tmp_path / "a.gpkg", "a.gpkg", "wgs84")
    assert (point.lon, point.lat) == pytest.approx((117.25, 34.8), abs=1e-7)


def test_every_wrong_row_is_named_with_its_field(tmp_path: Path) -> None:
    path = written(
        tmp_path, "名称,经度,纬度,人数\n甲,117.2,34.8,5\n乙,217,34.8,5\n丙,117,34,很多\n"
    )
    with pytest.raises(EntryErrors) as refused:
        read_demand(path, "a.csv", "wgs84")
    said = refused.value.errors["file"]
    assert len(said) == 2
    assert "第 3 行" in said[0]
    assert "第 4 行，人数" in said[1]
    assert "很多" in said[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("名称,经度,人数\n甲,117,5\n", "纬度"),
        ("名称,经度,纬度\n甲,117,34\n", "人数"),
        ("名称,经度,纬度,人数\n甲,117,34,-1\n", "第 2 行"),
        ("名称,经度,纬度,人数\n甲,,34,1\n", "缺坐标"),
        ("", "空"),
    ],
)
def test_what_cannot_be_demand_is_refused_in_words(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(EntryErrors, match=words):
        read_demand(written(tmp_path, text), "a.csv", "wgs84")


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # GDAL says what is wrong with it.
def test_a_file_that_is_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"SQLite format 3\x00" + b"\x00" * 100)
    with pytest.raises(EntryErrors, match="GeoPackage"):
        read_demand(path, "a.gpkg", "wgs84")
