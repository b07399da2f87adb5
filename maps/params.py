"""What a request asks, each parameter parsed once into a frozen value; a bad one is a 400."""

import dataclasses
import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote_plus

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from maps import readers
from maps.readers import At, BadParameter, Position

MODES = ("walk", "ebike")
MORE_STEP, MORE_MAX = 10, 100
NEAREST_DEFAULT, NEAREST_MAX = 10, 100
ITEMS_DEFAULT, ITEMS_MAX = 100, 10_000
OFFSET_MAX = 10_000_000
DAWN = dt.time(5, 0)
_quoted = functools.lru_cache(maxsize=2048)(quote_plus)

# What the forms without JavaScript send; answered with a redirect to the shareable address.
FORM_FIELDS = ("when", "date", "time", "view", "tap", "tap.x", "tap.y", "coords")
FINDER_FIELDS = ("lon", "lat", "datum", "region", "q", "trade", "at", "mode", "more", "from")


@dataclass(frozen=True, slots=True)
class FinderQuery:
    """The question of the finder. At most one of `position`, `region`, `q` says from where."""

    at: At
    position: Position | None = None
    region: str = ""
    q: str = ""
    trade: str = ""
    mode: str = "ebike"
    more: int = MORE_STEP

    def pairs(self) -> list[tuple[str, str]]:
        """The canonical parameters in their one order; defaults are left out."""
        out: list[tuple[str, str]] = []
        if self.position is not None:
            out.append(("lon", f"{self.position.given_lon:.6f}".rstrip("0").rstrip(".")))
            out.append(("lat", f"{self.position.given_lat:.6f}".rstrip("0").rstrip(".")))
            if self.position.datum != "wgs84":
                out.append(("datum", self.position.datum))
        out += [(name, value) for name, value in (("region", self.region), ("q", self.q)) if value]
        if self.trade:
            out.append(("trade", self.trade))
        if not self.at.is_now:
            out.append(("at", self.at.text))
        if self.mode != "ebike":
            out.append(("mode", self.mode))
        if self.more != MORE_STEP:
            out.append(("more", str(self.more)))
        return out

    def query(self) -> str:
        """'?lon=…' or '' where nothing is asked."""
        pairs = self.pairs()
        # As urlencode, which takes thrice the time; a page asks for some fifteen.
        return "?" + "&".join(f"{n}={_quoted(v)}" for n, v in pairs) if pairs else ""

    def but(self, **changes: object) -> "FinderQuery":
        """The same question with something changed; a new origin replaces the old one."""
        if changes.keys() & {"position", "region", "q"}:
            changes = {"position": None, "region": "", "q": "", "more": MORE_STEP} | changes
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class NearestQuery:
    position: Position
    at: At
    trade: str = ""
    mode: str = "ebike"
    limit: int = NEAREST_DEFAULT

    def at_position(self, lon: str, lat: str) -> "NearestQuery":
        """The same question from elsewhere, WGS-84."""
        here = readers.position(lon, lat, "wgs84")
        return NearestQuery(here, self.at, self.trade, self.mode, self.limit)


def finder(data: MultiValueDict[str, str], now: dt.datetime) -> FinderQuery:
    """The finder's question; parameters it does not know (a sharer's tracking) are ignored."""
    position = None
    if data.get("lon", "").strip() or data.get("lat", "").strip():
        datum = data.get("datum") or "wgs84"
        position = readers.position(data.get("lon", ""), data.get("lat", ""), datum)
    region = data.get("region", "").strip()
    q = readers.words("q", data.get("q", ""))
    if position is not None:
        region = q = ""
    elif q:
        region = ""
    return FinderQuery(
        at=readers.at(data.get("at", ""), now),
        position=position,
        region=readers.area_code("region", region) if region else "",
        q=q,
        trade=readers.words("trade", data.get("trade", "")),
        mode=readers.one_of("mode", data.get("mode") or "ebike", MODES),
        more=readers.whole("more", data.get("more") or str(MORE_STEP), 1, MORE_MAX, clamp=True),
    )


def came_from_a_form(data: MultiValueDict[str, str]) -> bool:
    """True where the address is not the shareable one: form fields, or fields left empty."""
    known = (name for name in FINDER_FIELDS if name in data)
    return any(name in data for name in FORM_FIELDS) or any(not data[name] for name in known)


def from_form(data: QueryDict, now: dt.datetime) -> FinderQuery:
    """The question of a form without JavaScript: `when`, `date`, `time`, `coords`.

    A tap (`tap.x`, `tap.y`, `view`) needs the map that was shown; see `maps.tapping`.
    """
    plain = data.copy()
    if coords := data.get("coords", "").strip():
        plain["lon"], plain["lat"] = two_numbers(coords)
    when = data.get("when", "")
    if when:
        readers.one_of("when", when, ("now", "dawn", "choose"))
        plain["at"] = {"now": "now", "dawn": dawn(now)}.get(when) or _chosen(data, now)
    return finder(plain, now)


def dawn(now: dt.datetime) -> str:
    """The next five o'clock in the morning, as `at` says it."""
    return "today 05:00" if now.time() < DAWN else "tomorrow 05:00"


def _chosen(data: QueryDict, now: dt.datetime) -> str:
    day = data.get("date", "").strip() or now.date().isoformat()
    time = data.get("time", "").strip() or "05:00"
    return f"{day}T{time}"


def two_numbers(text: str) -> tuple[str, str]:
    """Both halves of 'longitude,latitude', whatever comma was typed, not yet read as numbers."""
    parts = text.replace("，", ",").replace(",", " ").split()
    if len(text) > 60 or len(parts) != 2:
        raise BadParameter("coords", text, _("经度,纬度，例如 117.73,34.56"))
    return parts[0], parts[1]


def nearest(data: MultiValueDict[str, str], now: dt.datetime) -> NearestQuery:
    _only_known(data, ("lon", "lat", "datum", "trade", "at", "mode", "limit"))
    return NearestQuery(
        position=readers.position(
            data.get("lon", ""), data.get("lat", ""), data.get("datum", "wgs84")
        ),
        at=readers.at(data.get("at", ""), now),
        trade=readers.words("trade", data.get("trade", "")),
        mode=readers.one_of("mode", data.get("mode", "ebike"), MODES),
        limit=readers.whole(
            "limit", data.get("limit", str(NEAREST_DEFAULT)), 1, NEAREST_MAX, clamp=True
        ),
    )


def _only_known(data: MultiValueDict[str, str], known: Iterable[str]) -> None:
    """A misspelt parameter must not be answered as if it had not been asked; nor a doubled one."""
    known = tuple(known)
    for name in data:
        if name not in known:
            raise BadParameter(
                name[:60],
                data.get(name, ""),
                ", ".join(known),
                _("没有 %(name)s 这个参数。") % {"name": name[:60]},
            )
        if len(data.getlist(name)) > 1:
            raise BadParameter(name, ", ".join(data.getlist(name)), _("每个参数只写一次"))
