"""An answer as a card: everything on it already in words, in the active language."""

import datetime as dt
from dataclasses import dataclass, replace

from directory.finder import Hit
from directory.freshness import is_stale
from directory.publication import Snapshot
from directory.records import EventRecord, PlaceRecord, TagRecord, TradeRecord
from maps import basis, navigation, words
from maps.basis import WALK_MOST_MIN
from maps.dayline import DayLine, day_line
from maps.kept_with import kept_with_snapshot
from maps.place_urls import place_url
from maps.said import get_language
from maps.said import gettext as _
from maps.verdict import Verdict, on_arrival, phone_of

# Of some 4 KB in each process: a city by every trade, or the places of many.
FACTS_KEPT = 8192
_KEY = "maps.cards"


@dataclass(frozen=True, slots=True)
class TradeChip:
    icon: str
    name: str
    main: bool
    corner: str
    asked: bool


@dataclass(frozen=True, slots=True)
class LinkedPlace:
    url: str
    name: str
    form: str
    distance: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """`text` is a sentence of its own; `by` the date and the office, for a row called 核实."""

    text: str
    by: str
    stale: bool


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What a place is, apart from any moment. Kept: two of them are the same if they are one."""

    place: PlaceRecord
    url: str
    nature: str
    form: str
    region: str
    trades: tuple[TradeChip, ...]
    free: str
    services: tuple[str, ...]
    facilities: tuple[str, ...]
    peaks: tuple[str, ...]
    confirmed: Confirmed | None
    phone: str
    navigation: tuple[navigation.NavigationLink, ...]
    linked: tuple[LinkedPlace, ...]
    hours_known: bool


@dataclass(frozen=True, slots=True)
class Card:
    """`walk` and `ebike` are empty where the place is too far away to set out for."""

    facts: Facts
    verdict: Verdict
    brief: str
    distance: str
    walk: str
    ebike: str
    day: str
    hours: str
    line: DayLine


@dataclass(frozen=True, slots=True)
class EventCard:
    event: EventRecord
    kind: str
    when: str
    distance: str
    trades: tuple[str, ...]
    url: str


def natures() -> dict[str, str]:
    return {"public": _("公共"), "commercial": _("经营性"), "spontaneous": _("自发形成")}


def forms() -> dict[str, str]:
    return {"hall": _("零工市场"), "station": _("零工驿站"), "kerb": _("路边聚集点")}


def named(record: TradeRecord | TagRecord) -> str:
    """The name in the active language; the Chinese one where no other is recorded."""
    chinese = (get_language() or "").startswith("zh")
    return record.name if chinese or not record.name_en else record.name_en


def icon_of(trade: TradeRecord) -> str:
    """The symbol in icons.svg; a trade without one of its own is drawn as `other`."""
    return trade.icon or trade.code


def free_words(free: bool | None) -> str:
    if free is None:
        return _("收不收费不清楚")
    return _("免费") if free else _("收费")


def confirmed_words(place: PlaceRecord, fact: str, today: dt.date) -> Confirmed | None:
    """The newest confirmation of one fact; None where nobody ever confirmed it."""
    found = [each for each in place.confirmed if each.fact == fact]
    if not found:
        return None
    newest = max(found, key=lambda each: each.on)
    said = _("%(date)s %(office)s核实") % {"date": newest.on.isoformat(), "office": newest.by}
    by = f"{newest.on.isoformat()} {newest.by}"
    return Confirmed(said, by, is_stale(fact, newest.on, today))


def peak_words(place: PlaceRecord) -> tuple[str, ...]:
    out = []
    for peak in place.peaks:
        said = _("招工最多 %(span)s") % {"span": words.clock_span(peak.starts, peak.ends)}
        if peak.be_there_by:
            said = _("最好 %(time)s 前到（%(peak)s）") % {"time": peak.be_there_by, "peak": said}
        out.append(said)
    return tuple(out)


def region_words(place: PlaceRecord) -> str:
    """Province to town, where the address does not say them itself."""
    if place.region_names and place.region_names[-1] in place.address:
        return ""
    return " ".join(filter(None, (*place.region_names, place.town)))


def city_of(place: PlaceRecord) -> str:
    """The city's name, which Baidu asks for; the province's where there is no city above."""
    names = place.region_names
    return names[1] if len(names) > 1 else names[0] if names else ""


def ways_there(place: PlaceRecord, mode: str) -> tuple[navigation.NavigationLink, ...]:
    """Links into navigation apps; Baidu asks for the city as well."""
    walk_or_ride: navigation.Mode = "walk" if mode == "walk" else "ebike"
    return navigation.links(place.lon, place.lat, place.name, city_of(place), walk_or_ride)


def facts(
    snapshot: Snapshot,
    place: PlaceRecord,
    today: dt.date,
    mode: str = "ebike",
    trade: str = "",
    full: bool = True,
) -> Facts:
    asked = trade if any(each.code == trade for each in place.trades) else ""
    kept: dict[tuple[str, ...], Facts] = snapshot.kept.setdefault((_KEY, today), {})
    key = place.id, mode if full else "", asked, get_language()
    found = kept.get(key)
    if found is None or (found.place is not place and found.place != place):
        if len(kept) >= FACTS_KEPT:
            for oldest in list(kept)[: FACTS_KEPT // 8]:
                kept.pop(oldest, None)
        found = kept[key] = _facts(snapshot, place, today, mode if full else "", asked)
    return found


def _facts(snapshot: Snapshot, place: PlaceRecord, today: dt.date, mode: str, trade: str) -> Facts:
    """`mode` is empty where no links into navigation apps are wanted."""
    ordered = sorted(place.trades, key=lambda each: (each.code != trade, not each.main))
    return Facts(
        place=place,
        url=place_url(place.id),
        nature=natures()[place.nature],
        form=forms()[place.form],
        region=region_words(place),
        trades=tuple(
            TradeChip(
                icon_of(snapshot.trades[each.code]),
                named(snapshot.trades[each.code]),
                each.main,
                each.corner,
                each.code == trade,
            )
            for each in ordered
            if each.code in snapshot.trades
        ),
        free=free_words(place.free),
        services=tuple(named(snapshot.services[c]) for c in place.services),
        facilities=tuple(named(snapshot.facilities[c]) for c in place.facilities),
        peaks=peak_words(place),
        confirmed=confirmed_words(place, "hours", today),
        phone=phone_of(place),
        navigation=ways_there(place, mode) if mode else (),
        linked=tuple(
            LinkedPlace(
                place_url(link.id),
                link.name,
                forms()[link.form],
                words.distance(link.metres),
            )
            for link in place.links
        ),
        hours_known=snapshot.hours_known(place),
    )


def card(
    snapshot: Snapshot,
    hit: Hit,
    today: dt.date,
    mode: str,
    trade: str = "",
    full: bool = True,
    rests_on: str = "",
) -> Card:
    """The card of a hit; `today` is the day on which it is read. A row of a list is not `full`.

    `rests_on`: what the minutes of the whole answer rest on, see `maps.basis`.
    """
    day = hit.arrival.date()
    about = facts(snapshot, hit.place, today, mode, trade, full)
    hours = words.spans(hit.today, day) if about.hours_known else _("不明，没有登记")
    verdict = on_arrival(hit, today)
    return Card(
        facts=about,
        verdict=verdict,
        brief=verdict.brief or verdict.head,
        distance=words.distance(hit.distance_m),
        walk="" if hit.far else walk_words(hit, rests_on),
        ebike="" if hit.far else ebike_words(hit, rests_on),
        day=words.day(day, today),
        hours=hours,
        line=day_line(hit.today, day, hit.place.peaks, None if hit.far else hit.arrival),
    )


def walk_words(hit: Hit, rests_on: str) -> str:
    """Nobody walks for hours to a morning's work; such a figure is said as what it means."""
    minutes = hit.minutes["walk"]
    if minutes > WALK_MOST_MIN:
        return _("步行太远")
    said = _("步行 %(t)s") % {"t": words.minutes(minutes)}
    return basis.marked(said, hit.by_road["walk"], rests_on)


def ebike_words(hit: Hit, rests_on: str) -> str:
    return basis.marked(words.minutes(hit.minutes["ebike"]), hit.by_road["ebike"], rests_on)


def event_card(
    snapshot: Snapshot, event: EventRecord, today: dt.date, metres: float | None = None
) -> EventCard:
    said = _said_of(snapshot, event, today, get_language())
    return said if metres is None else replace(said, distance=words.distance(metres))


def event_kinds() -> dict[str, str]:
    return {"van": _("流动招工大篷车"), "fair": _("零工专场招聘")}


@kept_with_snapshot(maxsize=512)
def _said_of(snapshot: Snapshot, event: EventRecord, today: dt.date, _language: str) -> EventCard:
    """An event's card without a distance."""
    kinds = event_kinds()
    when = words.moment(event.starts, today)
    end = words.clock(event.ends)
    if event.ends.date() != event.starts.date():
        end = words.moment(event.ends, today)
    return EventCard(
        event=event,
        kind=kinds[event.kind],
        when=f"{when}–{end}",
        distance="",
        trades=tuple(named(snapshot.trades[c]) for c in event.trades if c in snapshot.trades),
        url=place_url(event.market) if event.market else "",
    )
