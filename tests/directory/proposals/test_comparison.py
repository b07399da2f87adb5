"""Differences in words, and a change carried over onto what others have written meanwhile."""

import datetime as dt
from dataclasses import replace

import pytest

from directory.comparison import compare, three_way
from directory.entries import ContactInput, FigureInput, PlaceInput, TradeInput, ZoneInput
from directory.entry_parts import carried_over, changed
from directory.entry_words import Names

NAMES = Names(trades={"bricklayer": "瓦工", "carpenter": "木工"}, regions={"370403": "薛城区"})
BASE = PlaceInput(
    name="永福路零工市场",
    nature="public",
    form="hall",
    office="xuecheng",
    region_code="370403",
    address="永福路 1 号",
    lon=117.2632,
    lat=34.8012,
    datum="wgs84",
    accuracy_m=20,
    hours="05:00-17:30",
    trades=(TradeInput("bricklayer", True),),
    contacts=(ContactInput("服务台", "0632-5550101"),),
    figures=(FigureInput("seekers", 80, dt.date(2026, 11, 1)),),
)


def words(after: PlaceInput, before: PlaceInput | None = BASE) -> dict[str, tuple[str, str, str]]:
    return {
        each.field: (each.before_text, each.after_text, each.kind)
        for each in compare(before, after, NAMES)
    }


@pytest.mark.parametrize(
    "values",
    [
        {"name": " 永福路零工市场 "},
        {"hours": "05:00-17:30 "},
        {"figures": ()},
        {"figures": BASE.figures * 2},
    ],
    ids=["spaces", "hours", "a figure is never taken away", "a figure said twice"],
)
def test_what_writing_would_even_out_is_no_difference(values):
    assert compare(BASE, replace(BASE, **values), NAMES) == ()


def test_choices_and_codes_are_said_by_name():
    said = words(
        replace(BASE, nature="commercial", trades=(TradeInput("carpenter", corner="东侧"),))
    )
    assert said["nature"] == ("公共", "经营性", "changed")
    assert said["trades"] == ("瓦工（主要）", "木工［东侧］", "changed")


def test_hours_come_with_the_week_that_they_mean():
    said = words(replace(BASE, hours="Mo-Fr 04:00-10:00; Sa 22:00-02:00"))
    assert said["hours"][1].startswith("Mo-Fr 04:00-10:00")
    assert "周一、周二、周三、周四、周五 04:00–10:00" in said["hours"][1]
    assert "周六 22:00–次日 02:00" in said["hours"][1]
    assert words(replace(BASE, hours=""))["hours"][1:] == ("未填写", "removed")


def test_the_same_figures_in_another_datum_have_moved():
    before, after, _kind = words(replace(BASE, datum="gcj02"))["position"]
    assert "WGS-84" in before
    assert "GCJ-02" in after
    assert "移动" in after


def test_of_a_new_place_everything_filled_in_is_shown():
    said = words(BASE, before=None)
    assert said["region_code"] == ("未填写", "薛城区（370403）", "added")
    assert "van_bay" not in said


def test_each_side_keeps_what_it_alone_has_changed():
    mine = replace(BASE, address="永福路 9 号", trades=(*BASE.trades, TradeInput("carpenter")))
    theirs = replace(
        BASE, hours="04:00-10:00", trades=(), zones=(ZoneInput("东区", "04:00-09:00"),)
    )
    joined = carried_over(BASE, mine, theirs)
    assert joined == replace(theirs, address="永福路 9 号", trades=(TradeInput("carpenter"),))


def test_nothing_changed_carries_nothing_over():
    theirs = replace(BASE, name="永福路市场", lon=117.27)
    assert carried_over(BASE, BASE, theirs) == theirs
    assert changed(BASE, theirs) == ("name", "position")


def test_a_position_is_carried_over_whole():
    mine = replace(BASE, lon=117.27)
    theirs = replace(BASE, lon=117.2693, lat=34.8017, datum="gcj02")
    joined = carried_over(BASE, mine, theirs)
    assert (joined.lon, joined.lat, joined.datum) == (117.27, 34.8012, "wgs84")


def test_only_what_both_sides_changed_differently_is_a_conflict():
    mine = replace(BASE, hours="04:00-10:00", address="永福路 9 号", town="临城街道")
    theirs = replace(BASE, hours="05:00-12:00", name="永福路市场", town="临城街道")
    found = {each.field: each.conflict for each in three_way(BASE, theirs, mine, NAMES)}
    assert found == {"name": False, "hours": True, "address": False, "town": False}
