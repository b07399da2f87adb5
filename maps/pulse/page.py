"""A page of the pulse put together: charts with their tables, in words and links."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from directory.models.counts import Session
from directory.monitoring import charts, shown
from directory.monitoring.sums import WHOLE_COUNTRY
from directory.monitoring.withholding import WITHHELD, ByTrade, Month
from directory.publication import Snapshot
from directory.records import AreaRecord
from maps import cards, latin
from maps.browse import tree
from maps.browse.page import Step
from maps.pulse import period, told
from maps.pulse.period import Period
from maps.pulse.told import Told
from maps.readers import BadParameter

TRADES_DRAWN = 12


def address(area: str) -> str:
    return reverse("pulse_area", args=[area]) if area else reverse("pulse")


def context(
    snapshot: Snapshot, area: AreaRecord | None, asked_period: str, session: str
) -> dict[str, Any]:
    """BadParameter for a period or session of which there is nothing."""
    code = area.code if area else ""
    where = latin.area_name(area.name) if area else _("全国")
    known = told.months(snapshot, code or WHOLE_COUNTRY)
    found: dict[str, Any] = {
        "title": _("%(area)s零工市场动态") % {"area": where},
        "way": _way(snapshot, code),
        "least": settings.PULSE_LEAST,
        "told": None,
    }
    if not known:
        return found | {"regions": _regions(snapshot, code, "", None)}
    session = session or min(known)
    if session not in known:
        raise BadParameter("session", session, _("、").join(known))
    chosen = period.read(asked_period, known[session])
    said = told.told(snapshot, code or WHOLE_COUNTRY, session, chosen)
    days = told.dated(said, chosen.first)
    trades = _trades(snapshot, said.trades)
    return found | {
        "told": said,
        "period": chosen,
        "periods": _periods(known[session], chosen, session),
        "sessions": [
            (Session(each).label, f"?period={chosen.text}&session={each}", each == session)
            for each in sorted(known)
        ],
        "figures": _figures(said, chosen),
        "method": shown.how(session, said.trend),
        "days": [
            (
                on,
                day and (_number(day.seekers), _number(day.posts), day.seekers_places or "–"),
                _mean(told.mean_a_place(day) if day else None),
                _mean(trend),
            )
            for on, day, trend in days
        ],
        "trades": trades,
        "charts": _charts(said, chosen, trades),
        "regions": _regions(snapshot, code, session, chosen),
    }


def _way(snapshot: Snapshot, code: str) -> list[Step]:
    steps = [Step(_("全国"), address(""))]
    return steps + [
        Step(latin.area_name(each.name), address(each.code)) for each in tree.way_to(snapshot, code)
    ]


def _periods(
    known: Mapping[str, Month], chosen: Period, session: str
) -> list[tuple[str, str, bool]]:
    names = {"3": _("最近三个月"), "12": _("最近十二个月")}
    names |= {month: month for month in sorted(known, reverse=True)[:12]}
    return [
        (name, f"?period={text}&session={session}", text == chosen.text)
        for text, name in names.items()
    ]


def _figures(said: Told, chosen: Period) -> list[tuple[str, str]]:
    counted = [day for day in said.days if day is not None]
    hidden = sum(1 for day in counted if day.seekers == WITHHELD)
    return [
        (_("日均求职人数"), _mean(said.mean("seekers"))),
        (_("日均招聘岗位"), _mean(said.mean("posts"))),
        (
            _("有计数的日子"),
            _("%(days)d 天，共 %(all)d 天") % {"days": len(counted), "all": chosen.days},
        ),
        (_("人数太少、不公开的日子"), _("%(days)d 天") % {"days": hidden}),
    ]


def _trades(snapshot: Snapshot, trades: Mapping[str, ByTrade]) -> list[dict[str, Any]]:
    """The most sought first; those that are not told last."""
    order = sorted(trades, key=lambda code: (-(trades[code].seekers or 0), code))
    return [
        {
            "name": cards.named(snapshot.trades[code]) if code in snapshot.trades else code,
            "seekers": _number(trades[code].seekers),
            "posts": _number(trades[code].posts),
            "ratio": _ratio(trades[code]),
            "drawn": (_drawn(trades[code].seekers), _drawn(trades[code].posts)),
        }
        for code in order
    ]


def _ratio(trade: ByTrade) -> str:
    """Seekers for each post, where both are told."""
    seekers, posts = _drawn(trade.seekers), _drawn(trade.posts)
    return "–" if seekers is None or not posts else f"{seekers / posts:.1f}"


def _charts(said: Told, chosen: Period, trades: list[dict[str, Any]]) -> dict[str, Any]:
    """SVG, made of numbers and escaped names alone."""
    points = [None if day is None else told.mean_a_place(day) for day in said.days]
    line = [trend for _on, _day, trend in told.dated(said, chosen.first)]
    rows = [(each["name"], *each["drawn"]) for each in trades[:TRADES_DRAWN]]
    pieces = {
        "days": charts.by_days(_("平均每处求职人数"), chosen.first, points, line),
        "trades": charts.pairs(_("各工种求职和岗位"), rows) if rows else "",
    }
    return {name: mark_safe(svg) for name, svg in pieces.items()}  # noqa: S308


def _regions(
    snapshot: Snapshot, code: str, session: str, chosen: Period | None
) -> list[dict[str, str]]:
    """The areas right below that have a page of their own with something on it."""
    found = []
    for area in tree.children(snapshot, code):
        known = told.months(snapshot, area.code) if area.level != "town" else {}
        if not known:
            continue
        row = {"name": latin.area_name(area.name), "url": address(area.code)}
        if chosen is not None and session in known:
            said = told.told(snapshot, area.code, session, chosen)
            row |= {measure: _mean(said.mean(measure)) for measure in ("seekers", "posts")}
            row["days"] = str(sum(1 for day in said.days if day is not None))
        found.append(row)
    return found


def _drawn(value: int | None) -> int | None:
    return None if value == WITHHELD else value


def _number(value: int | None) -> str:
    if value == WITHHELD:
        return _("不公开")
    return "–" if value is None else f"{value:,}"


def _mean(value: float | None) -> str:
    return "–" if value is None else shown.number(value)
