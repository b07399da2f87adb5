"""The short ways of changing a question: when to set out, and where to look for a trade."""

import datetime as dt
import functools
from typing import Any

from django.conf import settings

from directory.publication import Snapshot, current
from directory.records import TradeRecord
from maps import finding
from maps.params import DAWN, FinderQuery, dawn
from maps.readers import At
from maps.said import gettext as _
from maps.standing import standing_in

EVENING = dt.time(18, 0)


def context(
    snapshot: Snapshot,
    query: FinderQuery,
    found: bool,
    trade: TradeRecord | None,
    now: dt.datetime,
) -> dict[str, Any]:
    """`time_chips` on a page with an answer; `trade_areas` where a trade has no place yet."""
    if found:
        return {"time_chips": time_chips(query, now)}
    if trade is None or query.q or query.region:
        return {}
    return {"trade_areas": trade_areas(snapshot, query, trade, now.date())}


def time_chips(query: FinderQuery, now: dt.datetime) -> list[finding.Option]:
    """Now, the next five in the morning, and this evening while it is still ahead."""
    early = now.time() < DAWN
    day = now.date() if early else now.date() + dt.timedelta(days=1)
    chips = [
        (_("现在"), At("now", now)),
        (
            _("今早 5:00") if early else _("明早 5:00"),
            At(dawn(now), dt.datetime.combine(day, DAWN)),
        ),
    ]
    if now.time() < EVENING:
        evening = dt.datetime.combine(now.date(), EVENING)
        chips.append((_("今晚 18:00"), At("today 18:00", evening)))
    return [
        finding.Option(
            name,
            finding.url(query.but(at=at)),
            chosen=query.at.is_now
            if at.is_now
            else not query.at.is_now and query.at.moment == at.moment,
        )
        for name, at in chips
    ]


def trade_areas(
    snapshot: Snapshot, query: FinderQuery, trade: TradeRecord, day: dt.date
) -> list[finding.Option]:
    """The counties of this city, each with the number of its places that want the trade."""
    return [
        finding.Option(
            area.name,
            finding.url(query.but(region=area.code)),
            count=_count(snapshot.checksum, area.code, trade.code, day),
        )
        for area in finding.children(snapshot, f"{settings.SITE_REGION[:4]}00")
    ]


@functools.lru_cache(maxsize=2048)
def _count(checksum: str, area: str, trade: str, day: dt.date) -> int:
    """`checksum` is that of the current publication, so that a new one counts afresh."""
    return sum(
        any(each.code == trade for each in place.trades)
        for place in standing_in(current(), area, day)
    )
