"""A place's own page and poster: all that is published of it, and what changes when."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from directory import finder
from directory.publication import Snapshot
from directory.publication.status import PAUSED
from directory.records import PlaceRecord, StatusRecord
from geo import roads_in_use
from maps import basis, cards, client, verdict, week, words
from maps.dayline import day_line

EVENT_DAYS = 14
SPANS_DAYS = 21
FACTS = ("hours", "location", "trades", "contact", "services")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something with a date: a move, a closure, a pause; `url` leads on."""

    text: str
    url: str = ""
    name: str = ""
    note: str = ""


def context(
    snapshot: Snapshot, place: PlaceRecord, now: dt.datetime, came_from: str = ""
) -> dict[str, Any]:
    today = now.date()
    status = place.status_on(today)
    stopped = status is not None and status.status in PAUSED
    spans = list(snapshot.spans(place, today - words.DAY, SPANS_DAYS))
    here = verdict.of_status(status, today) if status and stopped else None
    gone = status is not None and status.status in ("closed", "moved")
    known = snapshot.hours_known(place)
    return {
        "facts": cards.facts(snapshot, place, today),
        "verdict": here or verdict.at_moment(spans, now, place, known),
        "line": day_line([] if stopped else spans, today, place.peaks, now),
        "week": week.ordinary(place, today) if known else [],
        "week_varies": week.varies(place, today) if known else False,
        "unusual": [] if stopped else unusual(place, spans, today),
        "zones_unknown": [zone for zone in place.zones if not week.readable(zone.hours)],
        "notices": notices(snapshot, place, today),
        "arrived": arrived(snapshot, place, came_from, today),
        "predecessors": predecessors(snapshot, place, today),
        "confirmations": confirmations(place, today),
        "events": [
            cards.event_card(snapshot, event, today)
            for event, metres in snapshot.events_near(place.lon, place.lat, now, EVENT_DAYS, 1000.0)
            if event.market == place.id or metres < 100
        ],
        "closed": gone,
        "dead": status is not None and status.status == "closed",
        "stopped": stopped,
        **(instead(snapshot, place, now) if stopped else {}),
        "around_url": f"{reverse('finder')}?lon={place.lon:.5f}&lat={place.lat:.5f}",
        "settings": client.settings_of(snapshot),
    }


def unusual(
    place: PlaceRecord, spans: Sequence[words.Span], today: dt.date
) -> list[tuple[str, str]]:
    """The coming days with hours of their own: a holiday, a pause, a year not yet announced."""
    return [
        (words.date(day, today), said)
        for day, said in week.out_of_the_ordinary(place.hours, spans, today)
    ]


def notices(snapshot: Snapshot, place: PlaceRecord, today: dt.date) -> list[Notice]:
    """What is in force now or will be: pauses, closures and moves with their dates."""
    return [
        notice
        for status in place.statuses
        if status.end is None or status.end > today
        if (notice := _notice(snapshot, status, today)) is not None
    ]


def _notice(snapshot: Snapshot, status: StatusRecord, today: dt.date) -> Notice | None:
    day = words.date(status.start, today)
    ahead = status.start > today
    if status.status == "moved":
        successor = snapshot.place(status.successor) if status.successor else None
        said = _("将于 %(day)s搬走") if ahead else _("已于 %(day)s搬走")
        if successor is None:
            return Notice(said % {"day": day}, note=status.note)
        url = reverse("place", args=[successor.id])
        said = _("将于 %(day)s搬到") if ahead else _("已于 %(day)s搬到")
        return Notice(said % {"day": day}, url, successor.name, status.note)
    if status.status == "closed":
        said = _("将于 %(day)s关闭") if ahead else _("已于 %(day)s关闭")
        return Notice(said % {"day": day}, note=status.note)
    if status.status == "suspended":
        said = _("%(day)s起暂停") % {"day": day}
        if status.end is not None:
            said += _("，%(end)s恢复") % {"end": words.date(status.end, today)}
        else:
            said += _("，什么时候恢复还没有定")
        return Notice(said, note=status.note)
    return None


def moved_on(place: PlaceRecord, today: dt.date) -> dt.date | None:
    """Since when the place has been elsewhere."""
    status = place.status_on(today)
    return status.start if status is not None and status.status == "moved" else None


def arrived(snapshot: Snapshot, place: PlaceRecord, came_from: str, today: dt.date) -> str:
    """Why an old address has led here, by a move or a merge; '' where it has not."""
    if snapshot.merged.get(came_from) == place.id:
        return _("您打开的网址是这个地点的另一个登记，两者已合并为一处。")
    old = snapshot.place(came_from) if came_from else None
    if old is None or old.id == place.id:
        return ""
    resolved = snapshot.resolve(old.id, today)
    since = moved_on(old, today)
    if resolved is None or resolved.place.id != place.id or since is None:
        return ""
    return _("原“%(name)s”已于 %(date)s搬到这里。") % {
        "name": old.name,
        "date": words.date(since, today),
    }


def predecessors(snapshot: Snapshot, place: PlaceRecord, today: dt.date) -> list[str]:
    out = []
    for old_id in place.predecessors:
        old = snapshot.place(old_id)
        if old is None:
            continue
        since = moved_on(old, today)
        if since is None:
            out.append(old.name)
        else:
            out.append(
                _("%(name)s（%(address)s，%(date)s搬走）")
                % {"name": old.name, "address": old.address, "date": words.date(since, today)}
            )
    return out


def confirmations(place: PlaceRecord, today: dt.date) -> list[tuple[str, cards.Confirmed | None]]:
    """Each public fact with who confirmed it and when; None: nobody did."""
    names = (_("运行时间"), _("位置"), _("工种"), _("联系方式"), _("服务和设施"))
    return [
        (name, cards.confirmed_words(place, fact, today))
        for fact, name in zip(FACTS, names, strict=True)
    ]


def _named_in(place: PlaceRecord, status: StatusRecord | None) -> bool:
    """Whether the office sends people there; what a name adds in brackets may be left out."""
    name = place.name.partition("（")[0]
    return bool(status and name in status.note)


def instead(snapshot: Snapshot, place: PlaceRecord, now: dt.datetime) -> dict[str, Any]:
    """Where to go while this one is shut, what its notice names first; paused ones are no help."""
    ask = finder.Ask(lon=place.lon, lat=place.lat, at=now)
    answer = finder.answer(snapshot, ask, roads=roads_in_use.roads())
    status = place.status_on(now.date())
    around = (*answer.best, *answer.nearer, *answer.rest)
    hits = [hit for hit in around if _named_in(hit.place, status)][:1]
    hits += [hit for hit in answer.best if hit not in hits]
    hits = [h for h in hits[: len(answer.best)] if h.place.id != place.id and h.status is None]
    rests_on = basis.of(hits)
    return {
        "instead": [
            cards.card(snapshot, hit, now.date(), "ebike", rests_on=rests_on) for hit in hits
        ],
        "instead_basis": basis.words(rests_on),
        "instead_open": not answer.fallback,
    }
