"""Reading one parameter: text in, a typed value out, or `BadParameter` saying what is allowed."""

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from geo.datum import to_wgs84

DATUMS = ("wgs84", "gcj02", "bd09")
TEXT_MAX = 60
NUMBER_MAX = 24
# A frame around China; a place of work is looked for inside it.
WEST, EAST, SOUTH, NORTH = 73.0, 136.0, 3.0, 54.0
YEARS = (2000, 2099)

_NUMBER = re.compile(r"[+-]?\d{1,4}(\.\d{1,17})?\Z", re.ASCII)
_WHOLE = re.compile(r"\d{1,18}\Z", re.ASCII)
_RELATIVE = re.compile(r"(today|tomorrow) ([01]\d|2[0-3]):([0-5]\d)\Z", re.ASCII)
_LOCAL = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ]((?:[01]\d|2[0-3]):[0-5]\d)(?::[0-5]\d)?(?:[+ ]08:?00)?\Z", re.ASCII
)


class BadParameter(ValueError):
    """A parameter that cannot be read.

    `allowed` says in words what would be; `detail` says in words what is wrong. Both are in the
    language that was active when it was raised.
    """

    def __init__(self, parameter: str, value: str, allowed: str, detail: str = "") -> None:
        self.parameter = parameter
        self.value = value[:200]
        self.allowed = allowed
        self.detail = detail or _("参数 %(name)s 的值看不懂。") % {"name": parameter}
        super().__init__(f"{parameter}={self.value!r}: {self.detail}")


@dataclass(frozen=True, slots=True)
class Position:
    """`lon`, `lat` are WGS-84; `given_*` are what was asked, in `datum`."""

    lon: float
    lat: float
    datum: str = "wgs84"
    given_lon: float = 0.0
    given_lat: float = 0.0


@dataclass(frozen=True, slots=True)
class At:
    """A moment asked for: `text` as it stands in the URL, `moment` naive local time."""

    text: str
    moment: dt.datetime

    @property
    def is_now(self) -> bool:
        return self.text == "now"


def number(name: str, text: str) -> float:
    """A plain decimal number of degrees."""
    text = text.strip()
    if len(text) > NUMBER_MAX or not _NUMBER.match(text):
        raise BadParameter(name, text, _("十进制度数，例如 117.73"))
    value = float(text)
    if not math.isfinite(value):
        raise BadParameter(name, text, _("十进制度数，例如 117.73"))
    return value


def whole(name: str, text: str, least: int, most: int, clamp: bool = False) -> int:
    """A whole number from `least` to `most`; with `clamp`, a larger one counts as `most`."""
    text = text.strip()
    if _WHOLE.match(text):
        value = min(int(text), most) if clamp else int(text)
        if least <= value <= most:
            return value
    # Said only when it is wanted: looking a text up takes longer than reading the number.
    allowed = _("%(least)d 到 %(most)d 的整数") % {"least": least, "most": most}
    raise BadParameter(name, text, allowed)


def one_of(name: str, text: str, choices: Sequence[str]) -> str:
    if text not in choices:
        raise BadParameter(name, text, " | ".join(choices))
    return text


def words(name: str, text: str, most: int = TEXT_MAX) -> str:
    """Free text of at most `most` characters, without control characters."""
    text = text.strip()
    too_long = len(text) > most
    if too_long or any(ord(c) < 32 or ord(c) == 127 for c in text):
        allowed = _("不超过 %(most)d 个字") % {"most": most}
        detail = _("%(name)s 太长了。") % {"name": name} if too_long else ""
        raise BadParameter(name, text, allowed, detail)
    return text


def area_code(name: str, text: str) -> str:
    """Six digits, or `<county>-<town>`; the publication knows whether there is such an area."""
    if len(text) > 80 or not re.fullmatch(r"\d{6}(-[\w-]{1,70})?", text, re.ASCII):
        raise BadParameter(name, text, _("六位区划代码，例如 370405"))
    return text


def position(lon_text: str, lat_text: str, datum: str) -> Position:
    """A position inside China; swapped axes and places abroad are noticed and said."""
    if not lon_text.strip():
        raise BadParameter("lon", "", _("经度，例如 117.73"), _("有纬度没有经度。"))
    if not lat_text.strip():
        raise BadParameter("lat", "", _("纬度，例如 34.56"), _("有经度没有纬度。"))
    one_of("datum", datum, DATUMS)
    lon, lat = number("lon", lon_text), number("lat", lat_text)
    inside = WEST <= lon <= EAST and SOUTH <= lat <= NORTH
    if not inside and WEST <= lat <= EAST and SOUTH <= lon <= NORTH:
        raise BadParameter(
            "lon",
            lon_text,
            _("经度 73 到 136，纬度 3 到 54"),
            _("经纬度好像写反了：lon 是经度（中国在 73 到 136 之间），lat 是纬度。"),
        )
    for name, text, value, least, most in (
        ("lon", lon_text, lon, -180, 180),
        ("lat", lat_text, lat, -90, 90),
    ):
        if not least <= value <= most:
            raise BadParameter(
                name, text, _("%(least)d 到 %(most)d") % {"least": least, "most": most}
            )
    if not inside:
        raise BadParameter(
            "lon" if not WEST <= lon <= EAST else "lat",
            lon_text if not WEST <= lon <= EAST else lat_text,
            _("经度 73 到 136，纬度 3 到 54"),
            _("这个位置不在中国境内。"),
        )
    if datum == "wgs84":
        return Position(lon, lat, datum, lon, lat)
    wgs_lon, wgs_lat = to_wgs84(lon, lat, datum)
    return Position(float(wgs_lon), float(wgs_lat), datum, lon, lat)


def at(text: str, now: dt.datetime) -> At:
    """'now', 'today HH:MM', 'tomorrow HH:MM', or a local minute 'YYYY-MM-DDTHH:MM' (+08:00)."""
    text = text.strip()
    if text in ("", "now"):
        return At("now", now)
    allowed = _("now、tomorrow 05:00，或 2026-11-24T05:00（北京时间）")
    if len(text) > 40:
        raise BadParameter("at", text, allowed)
    if found := _RELATIVE.match(text):
        day = now.date() + dt.timedelta(days=1 if found[1] == "tomorrow" else 0)
        return At(text, dt.datetime.combine(day, dt.time(int(found[2]), int(found[3]))))
    if found := _LOCAL.match(text):
        try:
            moment = dt.datetime.fromisoformat(f"{found[1]}T{found[2]}")
        except ValueError as error:
            raise BadParameter("at", text, allowed, _("没有这一天。")) from error
        if YEARS[0] <= moment.year <= YEARS[1]:
            return At(f"{moment:%Y-%m-%dT%H:%M}", moment)
    raise BadParameter("at", text, allowed, _("时间看不懂。"))


def bbox(text: str) -> tuple[float, float, float, float]:
    """'west,south,east,north' in WGS-84 degrees; west > east crosses the antimeridian."""
    allowed = _("西,南,东,北 四个 WGS-84 度数，例如 117.0,34.5,117.9,35.2")
    parts = text.split(",")
    if len(text) > 120 or len(parts) != 4:
        raise BadParameter("bbox", text, allowed)
    try:
        west, south, east, north = (number("bbox", part) for part in parts)
    except BadParameter as error:
        raise BadParameter("bbox", text, allowed) from error
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise BadParameter("bbox", text, allowed, _("bbox 的度数超出范围，或南北写反了。"))
    return west, south, east, north
