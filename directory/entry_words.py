"""Each part of an entry in words: choices by their labels, codes by their names."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.entries import FigureInput, PlaceInput
from directory.entry_parts import evened_hours
from directory.hours import HoursError, OrdinaryDays, State, week, weekday_groups
from directory.models import Facility, Market, MarketFigure, Office, ServiceTag, Trade
from directory.models.market import Form, Nature, Scope
from geo.datum import DatumError, to_wgs84
from geo.distance import geodesic_m
from geo.models import Datum, Region

# Any Monday: an ordinary week is meant, not this one.
_MONDAY = dt.date(2024, 1, 1)
_CLOCK = 24 * 60


def nothing() -> str:
    """What stands for a part that nobody has filled in."""
    return _("未填写")


@dataclass(frozen=True, slots=True)
class Names:
    """Names by code, read once for any number of entries."""

    trades: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    facilities: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)

    def figures(self, figures: Sequence[FigureInput]) -> str:
        return "；".join(_figure(each) for each in figures) or nothing()


def names_for(entries: Iterable[PlaceInput]) -> Names:
    """The names of all codes in `entries`; one query each for those kinds that occur."""
    given = list(entries)
    return Names(
        _names(Trade, (trade.code for each in given for trade in each.trades)),
        _names(ServiceTag, (code for each in given for code in each.services)),
        _names(Facility, (code for each in given for code in each.facilities)),
        _names(Office, (each.office for each in given)),
        region_names(each.region_code for each in given),
    )


def label(part: str) -> str:
    """The name of a part, as the form has it."""
    own = _OWN_LABELS.get(part)
    return own() if own else str(Market._meta.get_field(part).verbose_name)  # type: ignore[union-attr]


def text(part: str, entry: PlaceInput, names: Names) -> str:
    """The part as somebody reads it."""
    say = _WORDS.get(part)
    said = say(entry, names) if say else getattr(entry, part).strip()
    return said or nothing()


def metres_between(before: PlaceInput, after: PlaceInput) -> float | None:
    """How far the position has moved; None where one of them is no position."""
    try:
        ends = [to_wgs84(each.lon, each.lat, each.datum) for each in (before, after)]
    except DatumError:
        return None
    return geodesic_m(*ends[0], *ends[1])


def hours_words(expression: str) -> str:
    """`05:00-17:30` with the ordinary week it means; what cannot be read as it was typed."""
    stored = evened_hours(expression)
    if not stored:
        return ""
    try:
        groups = _ordinary_week(stored)
    except HoursError:
        return stored
    said = "，".join(f"{_days(days)} {_spans(spans)}" for days, spans in groups)
    return f"{stored}（{said}）"


@lru_cache(maxsize=4096)
def _ordinary_week(
    stored: str,
) -> tuple[tuple[Sequence[str], Sequence[tuple[int, int, State]]], ...]:
    """Most places of a list share a few expressions, and each takes a millisecond to work out."""
    return tuple(weekday_groups(week(stored, _MONDAY, OrdinaryDays())))


def _names(model: type[models.Model], codes: Iterable[str]) -> dict[str, str]:
    wanted = set(codes)
    if not wanted:
        return {}
    rows = model._default_manager.filter(code__in=wanted)
    return dict(rows.values_list("code", name_column(model)))


def name_column(model: type[models.Model]) -> str:
    """The column that holds the name in the reader's language, where the words have one."""
    english = (get_language() or "").startswith("en")
    return "name_en" if english and hasattr(model, "name_en") else "name"


def region_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of those regions that are live, by code; one query."""
    rows = Region.objects.live().filter(code__in=set(codes))
    return dict(rows.values_list("code", "name"))


def _days(days: Sequence[str]) -> str:
    names = {
        "Mo": _("周一"), "Tu": _("周二"), "We": _("周三"), "Th": _("周四"),
        "Fr": _("周五"), "Sa": _("周六"), "Su": _("周日"),
    }  # fmt: skip
    return _("每天") if len(days) == len(names) else "、".join(names[day] for day in days)


def _spans(spans: Sequence[tuple[int, int, State]]) -> str:
    return "、".join(_span(*each) for each in spans) or _("不开")


def _span(start: int, end: int, state: State) -> str:
    said = f"{start // 60:02d}:{start % 60:02d}–{_end(end)}"
    return _("%(time)s 不确定") % {"time": said} if state == "unknown" else said


def _end(end: int) -> str:
    if end <= _CLOCK:
        return f"{end // 60:02d}:{end % 60:02d}"
    return _("次日 %(time)s") % {"time": f"{end % _CLOCK // 60:02d}:{end % 60:02d}"}


def _figure(figure: FigureInput) -> str:
    kinds = dict(MarketFigure.Counted.choices)
    about = [
        str(figure.counted_on) if figure.counted_on else _("统计日期不清楚"),
        figure.method.strip(),
        figure.source.strip(),
    ]
    said = _("%(kind)s %(value)s 人") % {
        "kind": kinds.get(figure.kind, figure.kind),
        "value": figure.value,
    }
    return f"{said}（{'，'.join(filter(None, about))}）"


def _choice(choices: Any, given: str) -> str:
    return str(choices(given).label) if given in choices.values else given


def _position(entry: PlaceInput, names: Names) -> str:
    return _("经度 %(lon).6f，纬度 %(lat).6f（%(datum)s），精度 %(accuracy_m)s 米") % {
        "lon": entry.lon,
        "lat": entry.lat,
        "datum": _choice(Datum, entry.datum),
        "accuracy_m": entry.accuracy_m,
    }


def _trades(entry: PlaceInput, names: Names) -> str:
    return "、".join(
        names.trades.get(each.code, each.code)
        + (_("（主要）") if each.is_main else "")
        + (f"［{each.corner.strip()}］" if each.corner.strip() else "")
        for each in entry.trades
    )


def _peaks(entry: PlaceInput, names: Names) -> str:
    said = []
    for each in entry.peaks:
        about = [each.note.strip()]
        if each.be_there_by:
            about.insert(0, _("最好 %(time)s 前到") % {"time": f"{each.be_there_by:%H:%M}"})
        more = "，".join(filter(None, about))
        said.append(f"{each.starts:%H:%M}–{each.ends:%H:%M}" + (f"（{more}）" if more else ""))
    return "；".join(said)


def _zones(entry: PlaceInput, names: Names) -> str:
    return "；".join(
        "，".join(
            filter(
                None,
                (each.name.strip(), hours_words(each.hours) or _("时间不清楚"), each.note.strip()),
            )
        )
        for each in entry.zones
    )


def _free(entry: PlaceInput, names: Names) -> str:
    return {True: _("免费"), False: _("收费"), None: _("不清楚")}[entry.free_of_charge]


def _named(which: str, names: Mapping[str, str], entry: PlaceInput) -> str:
    return "、".join(names.get(code, code) for code in getattr(entry, which))


def _region(entry: PlaceInput, names: Names) -> str:
    name = names.regions.get(entry.region_code, "")
    return f"{name}（{entry.region_code}）" if name else entry.region_code


_OWN_LABELS: dict[str, Callable[[], str]] = {
    "position": lambda: _("位置"),
    "peaks": lambda: _("招工高峰"),
    "zones": lambda: _("分区"),
    "contacts": lambda: _("联系电话"),
    "figures": lambda: _("人数"),
    "region_code": lambda: _("所属区县"),
}
_WORDS: dict[str, Callable[[PlaceInput, Names], str]] = {
    "nature": lambda entry, names: _choice(Nature, entry.nature),
    "form": lambda entry, names: _choice(Form, entry.form),
    "scope": lambda entry, names: _choice(Scope, entry.scope),
    "office": lambda entry, names: names.offices.get(entry.office, entry.office),
    "region_code": _region,
    "aliases": lambda entry, names: "、".join(entry.aliases),
    "position": _position,
    "hours": lambda entry, names: hours_words(entry.hours),
    "peaks": _peaks,
    "zones": _zones,
    "trades": _trades,
    "free_of_charge": _free,
    "services": lambda entry, names: _named("services", names.services, entry),
    "facilities": lambda entry, names: _named("facilities", names.facilities, entry),
    "contacts": lambda entry, names: "、".join(
        f"{each.label.strip()} {each.phone.strip()}" for each in entry.contacts
    ),
    "figures": lambda entry, names: names.figures(entry.figures) if entry.figures else "",
    "demo": lambda entry, names: _("是") if entry.demo else _("否"),
}
