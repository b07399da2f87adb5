"""A question that cannot be read, said in plain words, with the way on and the form filled in."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maps import readers
from maps.readers import BadParameter

POSITION = ("lon", "lat", "datum", "coords")
# What the address of the same question may keep; a position is kept or dropped as a whole.
KEPT = ("lon", "lat", "datum", "region", "q", "trade", "at", "mode")
_COORDS = _("坐标看不懂。先写经度，再写纬度，例如 117.73,34.56。")
_HALF = _("坐标只写了一半。先写经度，再写纬度，例如 117.73,34.56。")
_ABROAD = _("这个位置不在中国境内。")
_TIME = _("时间看不懂。请重新选哪天、几点出发。")
_TAP = _("请在地图图片上点一下您所在的地方。")
_PLAIN: dict[str, str | Promise] = {
    **dict.fromkeys(("lon", "lat", "coords"), _COORDS),
    "datum": _("不知道坐标是从哪里来的。请在下面选一个。"),
    **dict.fromkeys(("at", "when", "date", "time"), _TIME),
    **dict.fromkeys(("tap", "tap.x", "tap.y", "view"), _TAP),
    "region": _("没有这个地区。请写地名，或回首页选区县。"),
    "q": _("地名太长，或有看不懂的符号。最多写 60 个字。"),
    "trade": _("工种太长，或有看不懂的符号。最多写 60 个字。"),
    "mode": _("只能选步行或骑电动车。"),
    "more": _("一次最多看 100 处。"),
}


def context(request: HttpRequest, error: BadParameter) -> dict[str, Any]:
    """`plain` says what is wrong; `turned`, `without` lead on; `coords`, `q`, `keep` fill in."""
    asked = {name: request.GET.get(name, "").strip() for name in KEPT}
    about_position = error.parameter in POSITION
    # Those words are for who looks for work; on other pages the same names mean other things.
    at_finder = request.resolver_match is None or request.resolver_match.url_name == "finder"
    plain = _PLAIN.get(error.parameter) if at_finder else None
    page: dict[str, Any] = {
        "plain": plain or error.detail,
        "allowed": "" if plain else error.allowed,
        "about_position": about_position,
        "coords": request.GET.get("coords", "").strip()[:60] or _pair(asked["lon"], asked["lat"]),
        "datum": asked["datum"] if asked["datum"] in readers.DATUMS else readers.DATUMS[0],
        "q": asked["q"][: readers.TEXT_MAX] if not about_position else "",
        "keep": [
            (name, asked[name])
            for name in ("trade", "at", "mode")
            if asked[name] and name != error.parameter and len(asked[name]) <= readers.TEXT_MAX
        ],
    }
    if about_position:
        page |= _of_position(page["coords"], page["datum"], page["keep"], error.parameter)
    elif error.parameter in asked:
        rest = [(k, v) for k, v in asked.items() if v and k != error.parameter]
        page["without"] = _address(rest) if rest else ""
    return page


def _of_position(
    coords: str, datum: str, keep: list[tuple[str, str]], parameter: str
) -> dict[str, Any]:
    """What is wrong with two numbers: one is missing, they are turned round, they lie abroad."""
    parts = coords.replace("，", ",").replace(",", " ").split()
    if len(parts) < 2 and parameter != "coords":
        return {"plain": _HALF}
    if len(parts) != 2:
        return {}
    first, second = parts
    if _readable(second, first, datum):
        pair = f"{second}, {first}"
        position = [("lon", second), ("lat", first), ("datum", datum)]
        return {"turned": pair, "turned_url": _address([*position, *keep]), "coords": pair}
    try:
        readers.number("lon", first), readers.number("lat", second)
    except BadParameter:
        return {}
    return {"plain": _ABROAD} if parameter != "datum" else {}


def _readable(lon: str, lat: str, datum: str) -> bool:
    try:
        readers.position(lon, lat, datum)
    except BadParameter:
        return False
    return True


def _pair(lon: str, lat: str) -> str:
    return ",".join(each[: readers.NUMBER_MAX] for each in (lon, lat) if each)


def _address(pairs: list[tuple[str, str]]) -> str:
    return f"{reverse('finder')}?{urlencode(pairs)}"
