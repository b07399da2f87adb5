"""The page of the tracker: the counties of a province or a city, the provinces of the country."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.publication import Snapshot
from directory.records import AreaRecord
from maps import latin
from maps.browse import tree
from maps.browse.page import Step
from maps.browse.page import address as directory_of
from maps.tracker.counting import County, counties
from maps.tracker.picture import picture

LEVELS = ("province", "city")


@dataclass(frozen=True, slots=True)
class Line:
    """`city` is empty where all counties lie in the same one."""

    name: str
    city: str
    url: str
    county: County


@dataclass(frozen=True, slots=True)
class Province:
    name: str
    url: str
    total: int
    having: int

    @property
    def lacking(self) -> int:
        return self.total - self.having


def address(area: str) -> str:
    return reverse("counties_area", args=[area]) if area else reverse("counties")


def context(snapshot: Snapshot, area: AreaRecord | None, day: dt.date) -> dict[str, Any]:
    """Everything the template shows; of the country only its provinces."""
    code = area.code if area else tree.COUNTRY
    rows = counties(snapshot, code, day)
    where = latin.area_name(area.name) if area else _("全国")
    return {
        "title": _("%(area)s每个区县有没有公益性零工市场") % {"area": where},
        "way": _way(snapshot, code),
        "total": len(rows),
        "having": sum(row.has for row in rows),
        "lacking": sum(not row.has for row in rows),
        "provinces": [] if area else _provinces(snapshot, day),
        "lines": _lines(snapshot, area, rows) if area else [],
        "by_city": area is not None and area.level == "province",
        "picture": picture(snapshot, code, day),
        "directory_url": directory_of(code, ""),
        "number": snapshot.number,
    }


def _way(snapshot: Snapshot, code: str) -> list[Step]:
    steps = [Step(_("全国"), address(""))]
    return steps + [
        Step(latin.area_name(each.name), address(each.code)) for each in tree.way_to(snapshot, code)
    ]


def _provinces(snapshot: Snapshot, day: dt.date) -> list[Province]:
    rows: dict[str, list[bool]] = {}
    for row in counties(snapshot, tree.COUNTRY, day):
        rows.setdefault(tree.way_to(snapshot, row.area.code)[0].code, []).append(row.has)
    return [
        Province(latin.area_name(each.name), address(each.code), len(has), sum(has))
        for each in tree.children(snapshot, tree.COUNTRY)
        if (has := rows.get(each.code))
    ]


def _lines(snapshot: Snapshot, area: AreaRecord, rows: tuple[County, ...]) -> list[Line]:
    cities = {
        each.code: latin.area_name(each.name)
        for each in tree.children(snapshot, area.code)
        if each.level == "city"
    }
    return [
        Line(
            latin.area_name(row.area.name),
            cities.get(row.area.parent, ""),
            directory_of(row.area.code, ""),
            row,
        )
        for row in rows
    ]
