"""What a period's figures look like in words and charts: the same for page, PDF and workbook."""

import math
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from directory.models.counts import Session
from directory.monitoring import charts as drawn
from directory.monitoring.pulse import Pulse
from directory.monitoring.season import Trend

TRADES = 12


def charts(found: Pulse) -> dict[str, Any]:
    """SVG, made of numbers and escaped names alone."""
    points = [None if day is None else day.mean for day in found.days]
    trend = [None if math.isnan(each) else float(each) for each in found.trend.values]
    trades = [(each.name, each.seekers, each.posts) for each in found.trades[:TRADES]]
    pieces = {
        "days": drawn.by_days(_("平均每处求职人数"), found.start, points, trend),
        "trades": drawn.pairs(_("各工种求职和岗位"), trades) if trades else "",
    }
    return {name: mark_safe(svg) for name, svg in pieces.items()}  # noqa: S308


def figures(found: Pulse) -> list[tuple[str, str]]:
    counted = len(found.counted)
    places = max((day.places for day in found.counted), default=0)
    return [
        (_("日均求职人数"), number(found.mean("seekers"))),
        (_("日均招聘岗位"), number(found.mean("posts"))),
        (_("日均招成人数"), number(found.mean("hires"))),
        (
            _("有计数的日子"),
            _("%(days)d 天，共 %(all)d 天") % {"days": counted, "all": len(found.days)},
        ),
        (_("一天最多计数的地点"), str(places)),
    ]


def method(found: Pulse) -> str:
    return how(found.session, found.trend)


def how(session: str, trend: Trend) -> str:
    """How the trend was got, and what it has not taken out."""
    words = _(
        "只看%(session)s这一场。同一处同一场数过几次的，取最多的一次。点是有计数的地点平均每处的求职人数，"
        "线是趋势：前后各 14 天取中位数再取平均。没有计数的日子留空，不当作零。"
    ) % {"session": Session(session).label}
    if trend.week_days:
        words += _("已去掉星期几的影响（各星期几与水平之比的中位数）。")
    else:
        words += _("计数不足四周，还不能去掉星期几的影响。")
    if trend.season:
        words += _("已去掉季节的影响（两年以上同一时节的中位数）。")
    else:
        words += _("不足两年，不能去掉季节的影响。")
    return words


def week_days(found: Pulse) -> list[tuple[str, str]]:
    names = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    return [
        (name, f"{100 * effect:.0f}%")
        for name, effect in zip(names, found.trend.week_days, strict=False)
    ]


def number(value: float | None) -> str:
    if value is None:
        return _("没有计数")
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"
