"""Will it be open when one gets there? The answer in words, with nothing guessed."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from directory.finder import Hit
from directory.journey import REACH_M
from directory.records import PlaceRecord, StatusRecord
from maps import kinds, peaks, words
from maps.said import gettext as _
from maps.said import pgettext

# With less time left before it closes, a place is hardly worth the way.
LITTLE_TIME = dt.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind`: open | late | soon | shut | unknown | stopped | far.

    `late`: open, but the hiring peak is over or there is little time left. `head` is read first,
    `more` explains it, `brief` is what fits on a line of the overview.
    """

    kind: str
    head: str
    more: str = ""
    brief: str = ""


def phone_of(place: PlaceRecord) -> str:
    """The number to ring first: the place's own office, then its hotline."""
    return place.contacts[0].phone if place.contacts else place.hotline


def on_arrival(hit: Hit, today: dt.date) -> Verdict:
    """The verdict of a hit, spoken of on the day `today`."""
    if hit.status is not None and hit.status.status in ("suspended", "closed"):
        return of_status(hit.status, hit.arrival.date())
    if hit.far:
        said = _("太远了，在 %(distance)s外") % {"distance": words.distance(hit.distance_m)}
        if hit.distance_m <= REACH_M:
            said = _("太远了，过去要绕很远的路")
        return Verdict("far", said, brief=_("太远了"))
    seen = hit.arrival.date()
    arrival = _("约 %(time)s 到") % {"time": words.clock(hit.arrival)}
    if seen != today:
        arrival = _("%(day)s%(arrival)s") % {"day": words.day(seen, today), "arrival": arrival}
    say = kinds.words_of(hit.place.form)
    if hit.opens_on_arrival is None:
        head, brief = say.arrive_unknown % {"arrival": arrival}, say.brief_unknown
        return Verdict("unknown", head, ring_first(hit.place), brief)
    if hit.opens_on_arrival:
        return _open(hit, arrival)
    if hit.next_opening is None:
        more = _("两周内没有已知的开放时间")
        phone = phone_of(hit.place)
        if phone:
            more = _("%(more)s，先打电话问：%(phone)s") % {"more": more, "phone": phone}
        return Verdict("shut", say.arrive_shut % {"arrival": arrival}, more, say.brief_shut)
    if hit.wait_min is not None:
        opens = words.moment_from(hit.next_opening, seen)
        return Verdict(
            "soon",
            say.arrive_soon % {"arrival": arrival, "opens": opens},
            say.wait % {"wait": words.minutes(hit.wait_min)},
            say.brief_soon % {"opens": opens},
        )
    opens = words.moment(hit.next_opening, today)
    return Verdict(
        "shut",
        say.arrive_shut % {"arrival": arrival},
        say.next_opening % {"opens": opens},
        say.brief_shut,
    )


def _open(hit: Hit, arrival: str) -> Verdict:
    """Open on arrival: in time for the crowd, late for it, or shortly before it closes."""
    say = kinds.words_of(hit.place.form)
    until = _until(hit.next_change, hit.arrival.date(), hit.place) if hit.next_change else ""
    head, brief = say.arrive_open % {"arrival": arrival}, say.brief_open
    crowd = peaks.crowd(hit.place.peaks, hit.today, hit.arrival)
    about: list[str] = []
    kind = "open"
    if crowd.over is not None:
        kind, head, brief = "late", say.arrive_late % {"arrival": arrival}, say.brief_late
        if crowd.following is None:
            about.append(_("高峰 %(span)s") % {"span": crowd.over})
        else:
            about.append(_("下一拨 %(span)s") % {"span": crowd.following})
    elif crowd.late_min:
        about.append(_("比最好的时间晚 %(late)s") % {"late": words.minutes(crowd.late_min)})
    left = _left(hit)
    if left is not None:
        kind, brief = "late", _("只剩 %(left)s") % {"left": words.minutes(left)}
        about.append(brief)
    between = pgettext("between facts", "，")
    return Verdict(kind, head, between.join(filter(None, (*about, until))), brief)


def _left(hit: Hit) -> int | None:
    """Minutes left before it closes, where they are few; None where it may stay open."""
    end = hit.next_change
    if end is None or end - hit.arrival >= LITTLE_TIME or any(a == end for a, _b, _s in hit.today):
        return None
    return math.floor((end - hit.arrival) / words.MINUTE)


def _until(moment: dt.datetime, seen: dt.date, place: PlaceRecord) -> str:
    midnight = dt.datetime.combine(seen, dt.time()) + words.DAY
    end = "24:00" if moment == midnight else words.moment_from(moment, seen)
    return kinds.words_of(place.form).until % {"end": end}


def ring_first(place: PlaceRecord) -> str:
    phone = phone_of(place)
    return _("去之前先打电话问：%(phone)s") % {"phone": phone} if phone else _("没有登记电话")


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
    say = kinds.words_of(place.form)
    if not known:
        return Verdict("unknown", _("运行时间不明"), ring_first(place))
    here = next((one for one in spans if one[0] <= now < one[1]), None)
    if here is not None and here[2] == "open":
        far = here[1] - now > dt.timedelta(days=6)
        return Verdict("open", say.open_now, "" if far else _until(here[1], now.date(), place))
    if here is not None:
        return Verdict("unknown", say.unclear_now, _("去之前先打电话问"))
    following = next((one for one in spans if one[0] > now), None)
    if following is None:
        return Verdict("shut", say.shut_now, _("近期没有已知的开放时间"))
    opens = words.moment(following[0], now.date())
    if following[2] != "open":
        return Verdict("shut", say.shut_now, say.unclear_from % {"opens": opens})
    return Verdict("shut", say.shut_now, say.next_opening % {"opens": opens})
