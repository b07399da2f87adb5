"""A page of the directory put together: where it stands, its counts, its parts, its list."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.urls import reverse
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from directory.monitoring.sums import WHOLE_COUNTRY
from directory.publication import Snapshot
from directory.records import AreaRecord, PlaceRecord, TradeRecord
from maps import cards, latin, words
from maps.browse import counting, listing, picture, tree
from maps.params import DAWN

# Below a city every part is shown, those without a place, too: whose turn it is must be seen.
TRACKED = ("city", "county")


@dataclass(frozen=True, slots=True)
class Ask:
    """`area` and `trade` None: the whole country, any trade."""

    area: AreaRecord | None = None
    trade: TradeRecord | None = None

    @property
    def code(self) -> str:
        return self.area.code if self.area else tree.COUNTRY

    @property
    def trade_code(self) -> str:
        return self.trade.code if self.trade else ""


@dataclass(frozen=True, slots=True)
class Part:
    """An area below this one; `public` of its `total` places are public ones."""

    name: str
    url: str
    total: int
    public: int
    at_dawn: int


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    url: str


def address(area: str, trade: str) -> str:
    """The one path of a combination, in the active language."""
    if area and trade:
        return reverse("browse_area_trade", args=[area, trade])
    if area:
        return reverse("browse_area", args=[area])
    return reverse("browse_trade", args=[trade]) if trade else reverse("browse")


def context(snapshot: Snapshot, ask: Ask, now: dt.datetime) -> dict[str, Any]:
    """Everything the template shows, in words and links."""
    today = now.date()
    area, trade = ask.code, ask.trade_code
    found = counting.tally(snapshot, area, trade, today)
    dawn = next_dawn(now)
    at_dawn = counting.states(snapshot, dawn)
    there_at_dawn = counting.tally(snapshot, area, trade, dawn.date())
    drawn = picture.picture(snapshot, area, trade, today)
    return {
        "ask": ask,
        "title": title(ask),
        "way": way(snapshot, area, trade),
        "any_trade_url": address(area, "") if trade else "",
        "trade_name": cards.named(ask.trade) if ask.trade else "",
        "total": found.whole.total,
        "now": found.whole.at(counting.states(snapshot, now)),
        "dawn": there_at_dawn.whole.at(at_dawn),
        "dawn_words": words.moment(dawn, today),
        "kinds": _kinds(found),
        "parts": _parts(snapshot, ask, found, there_at_dawn, at_dawn),
        "rest": found.rest,
        # Each county is to have a public market; of a town nobody asks that.
        "counties": ask.area is not None and ask.area.level == "city",
        "tracked": ask.area is not None and ask.area.level in TRACKED,
        "tracker_url": _tracker(ask),
        "trades": _trades(snapshot, ask, today),
        "picture": drawn,
        "map_links": map_links(snapshot, ask, drawn),
        "pulse_url": pulse_url(snapshot, area),
    }


def _tracker(ask: Ask) -> str:
    """Where it says which counties of a wider area have a public-benefit market."""
    if ask.trade is not None:
        return ""
    if ask.area is None:
        return reverse("counties")
    wide = ask.area.level in ("province", "city")
    return reverse("counties_area", args=[ask.code]) if wide else ""


def next_dawn(now: dt.datetime) -> dt.datetime:
    """Five in the morning that is still ahead."""
    day = now.date() if now.time() < DAWN else now.date() + words.DAY
    return dt.datetime.combine(day, DAWN)


def title(ask: Ask) -> str:
    where = latin.area_name(ask.area.name) if ask.area else _("全国")
    if ask.trade is None:
        return _("%(area)s的零工市场") % {"area": where}
    return _("%(area)s招%(trade)s的零工市场") % {"area": where, "trade": cards.named(ask.trade)}


def way(snapshot: Snapshot, area: str, trade: str = "") -> list[Step]:
    """From the country down to this area, each with the same trade."""
    steps = [Step(_("全国"), address("", trade))]
    steps += [
        Step(latin.area_name(each.name), address(each.code, trade))
        for each in tree.way_to(snapshot, area)
    ]
    return steps


def way_of(snapshot: Snapshot, place: PlaceRecord) -> list[Step]:
    """The areas that a place lies in, as far as they have pages."""
    town = next(
        (each for each in tree.children(snapshot, place.region) if each.name == place.town), None
    )
    return way(snapshot, town.code if town else place.region)[1:]


def pulse_url(snapshot: Snapshot, area: str) -> str:
    """Where the area's counts are told; empty where there are none."""
    if (area or WHOLE_COUNTRY) not in snapshot.pulse_regions:
        return ""
    return reverse("pulse_area", args=[area]) if area else reverse("pulse")


def crumbs(steps: list[Step], base: str) -> dict[str, Any]:
    """The way to this page in the words of schema.org."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": step.name, "item": f"{base}{step.url}"}
            for at, step in enumerate(steps, 1)
        ],
    }


def _kinds(found: counting.AreaTally) -> list[tuple[str, int]]:
    """Natures and forms that there are, each with its number."""
    named = [(cards.natures(), found.natures), (cards.forms(), found.forms)]
    return [(names[code], of[code]) for names, of in named for code in names if of.get(code)]


def _parts(
    snapshot: Snapshot,
    ask: Ask,
    found: counting.AreaTally,
    there_at_dawn: counting.AreaTally,
    at_dawn: Any,
) -> dict[str, list[Part]]:
    """`some`: parts with places; `none`: those without any."""
    made = [
        Part(
            latin.area_name(part.name),
            address(part.code, ask.trade_code),
            found.parts[part.code].total,
            found.parts[part.code].public,
            there_at_dawn.parts[part.code].at(at_dawn).open,
        )
        for part in tree.children(snapshot, ask.code)
    ]
    return {"some": [p for p in made if p.total], "none": [p for p in made if not p.total]}


def _trades(snapshot: Snapshot, ask: Ask, day: dt.date) -> list[dict[str, Any]]:
    counts = counting.trades(snapshot, ask.code, day)
    return [
        {
            "name": cards.named(trade),
            "icon": cards.icon_of(trade),
            "url": address(ask.code, trade.code),
            "count": counts[trade.code],
            "chosen": trade.code == ask.trade_code,
        }
        for trade in snapshot.trades.values()
        if trade.code in counts
    ]


def map_links(snapshot: Snapshot, ask: Ask, drawn: picture.Picture | None) -> list[dict[str, Any]]:
    """The regions of the picture with where they lead."""
    return [
        dict(region) | {"url": address(region["code"], ask.trade_code)}
        for region in (drawn.regions if drawn else ())
        if region["code"] in snapshot.areas
    ]


def rows_listed(snapshot: Snapshot, ask: Ask, day: dt.date) -> NDArray[np.int64] | None:
    """Rows in the order of the list; None where there are too many for one."""
    rows = counting.rows_of(snapshot, ask.code, ask.trade_code, day)
    return None if len(rows) > listing.LISTED_MOST else listing.in_order(snapshot, rows)
