"""What the public would see of a place, and what of it is missing."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from directory.comparison import compare
from directory.entry_words import nothing
from directory.known import is_known
from directory.models import Market, Official
from directory.models.market import Form, Nature
from directory.models.parts import Fact
from directory.standing import entry_of

# Return figures and the ledger's own notes are not public.
_NOT_PUBLIC = {"figures", "demo"}


@dataclass(frozen=True, slots=True)
class PublicFacts:
    """`shown`: (label, words) as the page would say it; `missing`: what it would have to leave."""

    shown: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


def public_facts(market: Market) -> PublicFacts:
    entry = entry_of(market)
    shown = [
        (each.label, each.after_text)
        for each in compare(None, entry)
        if each.field not in _NOT_PUBLIC and each.after_text != nothing()
    ]
    return PublicFacts(tuple(shown), tuple(_missing(market)))


def _missing(market: Market) -> list[str]:
    """Gaps and doubts, in the order in which they matter to somebody who stands there at dawn."""
    said = []
    if not market.hours and not any(zone.hours for zone in market.zones.all()):
        said.append(_("运行时间不清楚：页面会写“时间不清楚”，不会写成关闭"))
    if not any((market.hotline, market.contacts.all(), market.office.phone)):
        said.append(_("没有办公电话"))
    if not (market.complaint_line or market.office.complaint_phone):
        said.append(_("没有投诉举报电话"))
    if not market.market_trades.all():
        said.append(_("没有填工种"))
    if market.free_of_charge is None:
        said.append(_("是否免费不清楚"))
    return said + _unconfirmed(market)


def _unconfirmed(market: Market) -> list[str]:
    newest: dict[str, dt.date] = {}
    for each in market.confirmations.all():
        newest[each.fact] = max(each.confirmed_on, newest.get(each.fact, each.confirmed_on))
    never = [str(Fact(fact).label) for fact in Fact.values if fact not in newest]
    return [_("从未核实：%(facts)s") % {"facts": "、".join(never)}] if never else []


def standing_words(market: Market) -> str:
    """What the newest decision makes of the place, in a sentence."""
    if market.form == Form.CANDIDATE:
        return _("备选场地：只在台账里，永不公开。")
    newest = market.decisions.first()
    if newest is None:
        return _("还没有公开决定：公众看不到这个地点。")
    if newest.decision == "publish":
        return _("已公开：公众可以看到这个地点。")
    return _("不公开：公众看不到这个地点。")


def nature_words(market: Market) -> str:
    """What has to be weighed for a place of this nature; empty where nothing special has."""
    if market.nature != Nature.SPONTANEOUS:
        return ""
    return _(
        "这是自发形成的聚集点。它只能凭这里的明确决定公开，公开后标明“自发形成”，"
        "不表示已设立或认可；请写明为什么公开或不公开。"
    )


def periods_of(official: Official, market: Market) -> list[tuple[str, str, str, bool]]:
    """The timeline: days, status, note, and whether it is in force today."""
    today = timezone.localdate()
    rows = []
    for period in market.status_periods.select_related("successor"):
        if period.ends_on:
            days = _("%(start)s 至 %(end)s（不含）") % {
                "start": period.starts_on,
                "end": period.ends_on,
            }
        else:
            days = _("%(start)s 起") % {"start": period.starts_on}
        status = period.get_status_display()
        if period.successor:
            status = f"{status} → {_named(official, period.successor)}"
        in_force = period.starts_on <= today and (period.ends_on is None or today < period.ends_on)
        rows.append((days, status, period.note, in_force))
    return rows


def _named(official: Official, market: Market) -> str:
    """Of another region's ledger only the identifier is told."""
    return market.name if is_known(official, market) else market.public_id
