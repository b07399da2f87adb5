"""A field of the public record, named and said in words: what stood there and what stands now."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from directory.models.market import Scope
from directory.publication import Snapshot
from directory.records import ContactRecord, PeakRecord, ZoneRecord
from maps import cards, week, words

Say = Callable[[Snapshot, Any, dt.date], str]
# Said by another field beside them, or of no use to a reader.
UNSAID = ("region", "town_area")


def labels() -> dict[str, str]:
    return {
        "name": _("名称"), "aliases": _("别名"), "nature": _("性质"), "form": _("类型"),
        "region_names": _("地区"), "town": _("镇街"), "address": _("地址"), "position": _("位置"),
        "accuracy_m": _("位置误差"), "directions": _("怎么找"), "van_bay": _("停车接人"),
        "hours": _("运行时间"), "hours_note": _("时间说明"), "peaks": _("招工高峰"),
        "zones": _("分区"), "trades": _("工种"), "services": _("服务"), "facilities": _("设施"),
        "contacts": _("电话"), "hotline": _("服务热线"), "complaint_line": _("投诉举报"),
        "free": _("费用"), "office": _("主管机构"), "operator": _("运营单位"), "scope": _("范围"),
        "statuses": _("状态"), "confirmed": _("核实"), "links": _("旁边的地点"),
        "predecessors": _("原址"), "demo": _("演示数据"),
    }  # fmt: skip


def label(field: str) -> str:
    return labels().get(field, field)


def value(snapshot: Snapshot, field: str, given: Any, today: dt.date) -> str:
    """A JSON value of the record in words; what is not recorded is said to be so.

    A value that does not look as expected, of an older form of the record, is said as it is.
    """
    if field == "free":
        return cards.free_words(given)
    if field == "statuses" and not given:
        return _("开放")
    if given is None or given == "" or given == [] or given == {}:
        return _("没有登记")
    say = _SAY.get(field)
    if say is None:
        return plain(given)
    try:
        return say(snapshot, given, today)
    except (KeyError, TypeError, ValueError, AttributeError):
        return plain(given)


def plain(given: Any) -> str:
    """A JSON value as it is, its parts joined."""
    if isinstance(given, bool):
        return _("是") if given else _("否")
    if isinstance(given, list):
        return _("、").join(map(plain, given))
    if isinstance(given, dict):
        return " ".join(map(plain, given.values()))
    return str(given)


def _position(snapshot: Snapshot, given: Any, today: dt.date) -> str:
    lon, lat = given
    return f"{lon:.5f}, {lat:.5f}"


def _trades(snapshot: Snapshot, given: Any, today: dt.date) -> str:
    said = []
    for each in given:
        trade = snapshot.trades.get(each["code"])
        name = cards.named(trade) if trade else each["code"]
        notes = [_("主要工种")] if each.get("main") else []
        notes += [each["corner"]] if each.get("corner") else []
        said.append(f"{name}（{_('、').join(notes)}）" if notes else name)
    return _("、").join(said)


def _tags(snapshot: Snapshot, given: Any, today: dt.date) -> str:
    known = {**snapshot.services, **snapshot.facilities}
    return _("、").join(cards.named(known[each]) if each in known else each for each in given)


def _zones(snapshot: Snapshot, given: Any, today: dt.date) -> str:
    zones = [ZoneRecord(**each) for each in given]
    return _("；").join(f"{zone.name} {week.in_words(zone.hours, today)}" for zone in zones)


def _peaks(snapshot: Snapshot, given: Any, today: dt.date) -> str:
    peaks = [PeakRecord(**each) for each in given]
    return _("、").join(words.clock_span(peak.starts, peak.ends) for peak in peaks)


def _contacts(snapshot: Snapshot, given: Any, today: dt.date) -> str:
    contacts = [ContactRecord(**each) for each in given]
    return _("、").join(f"{contact.label} {contact.phone}" for contact in contacts)


def _confirmed(snapshot: Snapshot, given: Any, today: dt.date) -> str:
    newest = max(given, key=lambda each: each["on"])
    return _("%(date)s %(office)s核实") % {"date": newest["on"], "office": newest["by"]}


def _statuses(snapshot: Snapshot, given: Any, today: dt.date) -> str:
    return _("；").join(_status(snapshot, each) for each in given)


def _status(snapshot: Snapshot, given: Any) -> str:
    names = {
        "open": _("开放"), "suspended": _("暂停"), "closed": _("关闭"), "moved": _("搬走"),
    }  # fmt: skip
    said = f"{names[given['status']]} {given['start']}"
    if given.get("end"):
        said += f"–{given['end']}"
    to = snapshot.place(given["successor"]) if given.get("successor") else None
    if to is not None:
        said += _("，搬到%(place)s") % {"place": to.name}
    return f"{said}（{given['note']}）" if given.get("note") else said


def _links(snapshot: Snapshot, given: Any, today: dt.date) -> str:
    return _("、").join(each["name"] for each in given)


def _places(snapshot: Snapshot, given: Any, today: dt.date) -> str:
    found = [(each, snapshot.place(each)) for each in given]
    return _("、").join(place.name if place else each for each, place in found)


_SAY: dict[str, Say] = {
    "nature": lambda _s, given, _t: cards.natures()[given],
    "form": lambda _s, given, _t: cards.forms()[given],
    "scope": lambda _s, given, _t: str(Scope(given).label),
    "region_names": lambda _s, given, _t: " ".join(given),
    "position": _position,
    "accuracy_m": lambda _s, given, _t: words.distance(given),
    "hours": lambda _s, given, today: week.in_words(given, today),
    "trades": _trades,
    "services": _tags,
    "facilities": _tags,
    "zones": _zones,
    "peaks": _peaks,
    "contacts": _contacts,
    "confirmed": _confirmed,
    "statuses": _statuses,
    "links": _links,
    "predecessors": _places,
}
