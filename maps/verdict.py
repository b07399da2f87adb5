"""Will it be open when one gets there? The answer in words, with nothing guessed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from directory.finder import Hit
from directory.records import PlaceRecord, StatusRecord
from maps import words


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind`: open | soon | shut | unknown | stopped. `head` is read first, `more` explains it."""

    kind: str
    head: str
    more: str = ""


def phone_of(place: PlaceRecord) -> str:
    """The number to ring first: the place's own office, then its hotline."""
    return place.contacts[0].phone if place.contacts else place.hotline


def on_arrival(hit: Hit, today: dt.date) -> Verdict:
    """The verdict of a hit, spoken of on the day `today`."""
    if hit.status is not None and hit.status.status in ("suspended", "closed"):
        return of_status(hit.status, hit.arrival.date())
    seen = hit.arrival.date()
    arrival = _("约 %(time)s 到") % {"time": words.clock(hit.arrival)}
    if seen != today:
        arrival = _("%(day)s%(arrival)s") % {"day": words.day(seen, today), "arrival": arrival}
    if hit.opens_on_arrival is None:
        return _unknown(hit, arrival)
    if hit.opens_on_arrival:
        head = _("%(arrival)s，开着") % {"arrival": arrival}
        if hit.next_change is None:
            return Verdict("open", head)
        return Verdict("open", head, _until(hit.next_change, seen))
    if hit.next_opening is None:
        return Verdict(
            "shut", _("%(arrival)s，没开") % {"arrival": arrival}, _("两周内没有已知的开放时间")
        )
    opens = words.moment_from(hit.next_opening, seen)
    if hit.wait_min is not None:
        return Verdict(
            "soon",
            _("%(arrival)s，%(opens)s 开门") % {"arrival": arrival, "opens": opens},
            _("在门口等 %(wait)s") % {"wait": words.minutes(hit.wait_min)},
        )
    return Verdict(
        "shut",
        _("%(arrival)s，没开") % {"arrival": arrival},
        _("下次开门：%(opens)s") % {"opens": words.moment(hit.next_opening, today)},
    )


def in_brief(hit: Hit, verdict: Verdict) -> str:
    """The verdict in the few words that fit on a line of the overview."""
    if verdict.kind == "soon" and hit.next_opening is not None:
        opens = words.moment_from(hit.next_opening, hit.arrival.date())
        return _("%(opens)s 开门") % {"opens": opens}
    said = {"open": _("到时开着"), "shut": _("到时没开"), "unknown": _("开不开不清楚")}
    return said.get(verdict.kind, verdict.head)


def _until(moment: dt.datetime, seen: dt.date) -> str:
    midnight = dt.datetime.combine(seen, dt.time()) + words.DAY
    end = "24:00" if moment == midnight else words.moment_from(moment, seen)
    return _("开到 %(end)s") % {"end": end}


def _unknown(hit: Hit, arrival: str) -> Verdict:
    phone = phone_of(hit.place)
    more = _("去之前先打电话问：%(phone)s") % {"phone": phone} if phone else _("没有登记电话")
    return Verdict("unknown", _("%(arrival)s，开不开不清楚") % {"arrival": arrival}, more)


def of_status(status: StatusRecord, day: dt.date) -> Verdict:
    """Suspended, closed, or moved to where no published place is, with its dates."""
    if status.status == "moved":
        return Verdict("stopped", _("已于 %(day)s搬走") % {"day": words.date(status.start, day)})
    if status.status == "closed":
        return Verdict(
            "stopped",
            _("已关闭"),
            _("%(date)s起关闭") % {"date": words.date(status.start, day)},
        )
    if status.end is None:
        return Verdict("stopped", _("暂停"), _("什么时候恢复还没有定"))
    return Verdict(
        "stopped",
        _("暂停"),
        _("%(date)s恢复") % {"date": words.date(status.end, day)},
    )


def at_moment(
    spans: Sequence[words.Span], now: dt.datetime, place: PlaceRecord, known: bool
) -> Verdict:
    """The verdict of a place at `now` for somebody who already stands there.

    `spans` begin the day before `now` and end at least a week after it; `known` False where the
    publication has no hours of the place that can be read.
    """
    if not known:
        phone = phone_of(place)
        more = _("去之前先打电话问：%(phone)s") % {"phone": phone} if phone else _("没有登记电话")
        return Verdict("unknown", _("运行时间不明"), more)
    here = next((one for one in spans if one[0] <= now < one[1]), None)
    if here is not None and here[2] == "open":
        far = here[1] - now > dt.timedelta(days=6)
        return Verdict("open", _("现在开着"), "" if far else _until(here[1], now.date()))
    if here is not None:
        return Verdict("unknown", _("现在开不开不清楚"), _("去之前先打电话问"))
    following = next((one for one in spans if one[0] > now), None)
    if following is None:
        return Verdict("shut", _("现在没开"), _("近期没有已知的开放时间"))
    opens = words.moment(following[0], now.date())
    if following[2] != "open":
        return Verdict("shut", _("现在没开"), _("%(opens)s 起开不开不清楚") % {"opens": opens})
    return Verdict("shut", _("现在没开"), _("下次开门：%(opens)s") % {"opens": opens})
