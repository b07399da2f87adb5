import shutil
import zipfile
from pathlib import Path

import geopandas
import pytest
import shapely
from shapely import MultiPolygon, Point, Polygon

from geo import boundaries
from geo.boundaries import BoundaryError, read_boundaries
from geo.datum import DatumError
from geo.distance import geodesic_m
from tests.geo.conftest import COUNTIES, square

FIELDS = {"code": "CODE", "name": "NAME"}


def read(path, datum="wgs84", level="county", fields=FIELDS):
    return read_boundaries(Path(path), datum=datum, level=level, fields=fields)


@pytest.mark.parametrize("name", ["counties.geojson", "counties.gpkg", "counties.shp"])
@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_every_format_and_datum_gives_the_same_regions_in_wgs84(write_file, name, datum):
    records = read(write_file(name, datum), datum)
    assert [(r.row, r.code, r.name, r.level) for r in records] == [
        (1, "370402", "市中区", "county"),
        (2, "370404", "峄城区", "county"),
        (3, "370405", "台儿庄区", "county"),
    ]
    for record in records:
        centre, known = record.geometry.centroid, COUNTIES[record.code][1].centroid
        assert geodesic_m(centre.x, centre.y, known.x, known.y) < 1
        assert isinstance(record.geometry, MultiPolygon)
        assert not record.repaired


def zipped(path: Path, inside: str = "") -> Path:
    archive = path.with_name("counties.zip")
    with zipfile.ZipFile(archive, "w") as target:
        for member in path.parent.glob(f"{path.stem}.*"):
            if member != archive:
                target.write(member, f"{inside}{member.name}")
    return archive


def test_a_zipped_shapefile_is_read_also_from_a_folder_with_a_chinese_name(write_file):
    records = read(zipped(write_file("counties.shp", encoding="UTF-8"), "边界/"))
    assert [r.name for r in records] == ["市中区", "峄城区", "台儿庄区"]


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
def test_a_shapefile_that_does_not_say_its_encoding_is_read_in_chinese(write_file, encoding):
    path = write_file("counties.shp", encoding=encoding)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    dbf = bytearray(path.with_suffix(".dbf").read_bytes())
    dbf[29] = 0  # the language byte
    path.with_suffix(".dbf").write_bytes(dbf)
    assert [r.name for r in read(path)] == ["市中区", "峄城区", "台儿庄区"]


def test_cgcs2000_is_taken_as_wgs84(write_file):
    assert len(read(write_file("counties.shp", crs="EPSG:4490"))) == 3


def test_a_projected_file_is_refused_and_its_system_named(write_file):
    with pytest.raises(BoundaryError, match="CGCS2000"):
        read(write_file("counties.gpkg", crs="EPSG:4548"))


def test_a_code_stored_as_a_number_is_still_a_code(tmp_path):
    frame = geopandas.GeoDataFrame(
        {"CODE": [370402.0], "NAME": ["市中区"], "geometry": [square(117.5, 34.8)]},
        crs="EPSG:4326",
    )
    path = tmp_path / "numbers.gpkg"
    frame.to_file(path, engine="pyogrio")
    assert read(path)[0].code == "370402"


def test_a_shape_that_crosses_itself_is_repaired_and_marked(write_file):
    bowtie = Polygon([(117.5, 34.8), (117.6, 34.9), (117.6, 34.8), (117.5, 34.9)])
    record = read(write_file(shapes={"370402": ("市中区", bowtie)}))[0]
    assert record.repaired
    assert record.geometry.is_valid
    assert record.geometry.area == pytest.approx(0.005)


@pytest.mark.parametrize(
    ("shapes", "row", "field", "why"),
    [
        ({"3704": ("枣庄", square(117.5, 34.8))}, 1, "code", "六位数字"),
        ({"370402": ("", square(117.5, 34.8))}, 1, "name", "名称为空"),
        (
            {"370402": ("市中区", square(117.5, 34.8)), "370404": ("峄城区", Point(117.5, 34.7))},
            2,
            "geometry",
            "Point",
        ),
    ],
)
def test_a_wrong_row_is_refused_with_its_number_and_field(write_file, shapes, row, field, why):
    with pytest.raises(BoundaryError, match=f"第 {row} 个要素.*{why}") as caught:
        read(write_file(shapes=shapes))
    assert (caught.value.row, caught.value.field) == (row, field)


def test_swapped_axes_are_refused(tmp_path):
    swapped = shapely.transform(square(117.5, 34.8), lambda p: p[:, ::-1])
    frame = geopandas.GeoDataFrame(
        {"CODE": ["370402"], "NAME": ["市中区"], "geometry": [swapped]}, crs="EPSG:4326"
    )
    path = tmp_path / "swapped.gpkg"
    frame.to_file(path, engine="pyogrio")
    with pytest.raises(BoundaryError, match="经纬度颠倒"):
        read(path)


def test_a_code_that_comes_twice_is_refused(tmp_path):
    frame = geopandas.GeoDataFrame(
        {
            "CODE": ["370402", "370402"],
            "NAME": ["市中区", "市中区"],
            "geometry": [square(117.5, 34.8), square(117.6, 34.8)],
        },
        crs="EPSG:4326",
    )
    path = tmp_path / "twice.gpkg"
    frame.to_file(path, engine="pyogrio")
    with pytest.raises(BoundaryError, match="与第 1 个要素重复"):
        read(path)


def test_a_county_code_is_not_a_city_code(write_file):
    with pytest.raises(BoundaryError, match="不是市级代码"):
        read(write_file(), level="city")


def test_a_missing_column_is_named_with_those_there_are(write_file):
    with pytest.raises(BoundaryError, match=r"没有列 'ADCODE'.*CODE、NAME"):
        read(write_file(), fields={"code": "ADCODE", "name": "NAME"})


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"code": "CODE"}, "--field name="),
        ({"code": "CODE", "name": "NAME", "size": "X"}, "size.*可用：code、name、parent"),
    ],
)
def test_a_mapping_must_be_complete_and_known(write_file, fields, why):
    with pytest.raises(BoundaryError, match=why):
        read(write_file(), fields=fields)


def test_an_unknown_datum_or_level_is_refused(write_file):
    with pytest.raises(DatumError, match="wgs84、gcj02、bd09"):
        read(write_file(), datum="beijing54")
    with pytest.raises(BoundaryError, match="province、city、county"):
        read(write_file(), level="town")


def test_files_that_are_no_boundary_files_are_refused(tmp_path, write_file):
    with pytest.raises(BoundaryError, match="没有文件"):
        read(tmp_path / "nothing.shp")
    text = tmp_path / "a.geojson"
    text.write_text("not json", encoding="utf-8")
    with pytest.raises(BoundaryError, match="读不出"):
        read(text)
    other = tmp_path / "a.xlsx"
    other.write_bytes(b"PK")
    with pytest.raises(BoundaryError, match=r"\.geojson.*\.zip"):
        read(other)
    broken = tmp_path / "a.zip"
    broken.write_bytes(b"PK")
    with pytest.raises(BoundaryError, match="不是 zip"):
        read(broken)
    empty = tmp_path / "empty.zip"
    with zipfile.ZipFile(empty, "w"):
        pass
    with pytest.raises(BoundaryError, match="恰有一个"):
        read(empty)


def test_too_large_and_too_many_are_refused(write_file, monkeypatch):
    path = write_file()
    monkeypatch.setattr(boundaries, "MAX_FEATURES", 2)
    with pytest.raises(BoundaryError, match="上限为 2"):
        read(path)
    monkeypatch.setattr(boundaries, "MAX_BYTES", 10)
    with pytest.raises(BoundaryError, match="上限为 10"):
        read(path)
    with pytest.raises(BoundaryError, match="上限为 10"):
        read(zipped(Path(shutil.copy(path, path.with_name("copy.geojson")))))
