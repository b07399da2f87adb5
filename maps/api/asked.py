"""The question to a collection: every parameter read once into a frozen value, or a 400 by name."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from maps import readers
from maps.api import crs as systems
from maps.api import filter as filters
from maps.api.crs import Crs
from maps.api.layers import AFTER_ALL, BEFORE_ALL, Box, Queryable
from maps.params import ITEMS_DEFAULT, ITEMS_MAX, OFFSET_MAX
from maps.readers import BadParameter, Position

OWN = (
    "f", "limit", "offset", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang",
    "filter-crs", "sortby", "properties", "near", "datum", "open_at", "trade", "region",
)  # fmt: skip
TEXT_MAX = 200
KEYS_MOST = 8
Data = MultiValueDict[str, str]


@dataclass(frozen=True, slots=True)
class Query:
    """A question to `items`. `box`: west, south, east, north (WGS-84); `interval` seconds, UTC.

    `matches`: property filters by name; `sort`: names, True for descending; `properties` None: all.
    """

    limit: int = ITEMS_DEFAULT
    offset: int = 0
    box: Box | None = None
    crs: Crs = systems.STORED
    interval: tuple[int, int] | None = None
    filter: Any = None
    filter_crs: Crs = systems.STORED
    matches: tuple[tuple[str, str], ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    properties: tuple[str, ...] | None = None
    near: Position | None = None
    open_at: dt.datetime | None = None
    trade: str = ""
    region: str = ""

    @property
    def is_outward(self) -> bool:
        """Whether it asks for what is nearest and open at a moment, of one trade or any."""
        asked = Query(
            self.limit, self.offset, near=self.near, open_at=self.open_at, trade=self.trade
        )
        return self.near is not None and self.open_at is not None and self == asked

    @property
    def is_plain(self) -> bool:
        """Whether it asks for nothing but a box and a page, in the stored coordinates."""
        return self == Query(self.limit, self.offset, self.box)


def only_once(data: Data, known: Iterable[str]) -> None:
    """A misspelt parameter must not be answered as if it had not been asked; nor a doubled one."""
    known = tuple(known)
    for name in data:
        if name not in known:
            raise BadParameter(
                name[:60],
                data.get(name, "") or "",
                ", ".join(known),
                _("没有 %(name)s 这个参数。") % {"name": name[:60]},
            )
        if len(data.getlist(name)) > 1:
            raise BadParameter(name, ", ".join(data.getlist(name)), _("每个参数只写一次"))


def query(
    data: Data,
    queryables: Mapping[str, Queryable],
    fields: Iterable[str],
    now: dt.datetime,
) -> Query:
    """`fields`: names of the properties that a feature can have; `now` is naive local time."""
    only_once(data, (*OWN, *(name for name in queryables if name not in OWN)))
    get = {name: data.get(name, "") or "" for name in data}
    near = _near(get["near"], get.get("datum", "wgs84")) if "near" in get else None
    if "datum" in get and near is None:
        raise _alone("datum", get["datum"], "near")
    sort = _sort(get["sortby"], queryables) if "sortby" in get else ()
    if near is not None and sort:
        raise BadParameter(
            "sortby", get["sortby"], "near", _("有 near 时按距离排，不能再写 sortby。")
        )
    expression, filter_crs = _filter(get)
    return Query(
        limit=readers.whole(
            "limit", get.get("limit", str(ITEMS_DEFAULT)), 1, ITEMS_MAX, clamp=True
        ),
        offset=readers.whole("offset", get.get("offset", "0"), 0, OFFSET_MAX),
        box=_box(get),
        crs=systems.named("crs", get["crs"]) if "crs" in get else systems.STORED,
        interval=interval(get["datetime"]) if "datetime" in get else None,
        filter=expression,
        filter_crs=filter_crs,
        matches=tuple(
            (name, readers.words(name, get[name], TEXT_MAX))
            for name in queryables
            if name in get and name not in OWN
        ),
        sort=sort,
        properties=_properties(get["properties"], tuple(fields)) if "properties" in get else None,
        near=near,
        open_at=_open_at(get["open_at"], now) if "open_at" in get else None,
        trade=_trade(get["trade"]) if "trade" in get else "",
        region=readers.area_code("region", get["region"]) if "region" in get else "",
    )


def _alone(name: str, value: str, other: str) -> BadParameter:
    said = _("%(name)s 只和 %(other)s 一起用。") % {"name": name, "other": other}
    return BadParameter(name, value, f"{other}=…&{name}=…", said)


def _box(get: Mapping[str, str]) -> Box | None:
    if "bbox" not in get:
        if "bbox-crs" in get:
            raise BadParameter(
                "bbox-crs", get["bbox-crs"], "bbox=…", _("bbox-crs 只和 bbox 一起用。")
            )
        return None
    if "bbox-crs" not in get:
        parts = get["bbox"].split(",")
        flat = [*parts[:2], *parts[3:5]] if len(parts) == 6 else parts
        return (
            readers.bbox(",".join(flat)) if len(parts) == 4 else _flat_box(get["bbox"], parts, flat)
        )
    crs = systems.named("bbox-crs", get["bbox-crs"])
    parts = get["bbox"].split(",")
    allowed = _("四个或六个数，按 bbox-crs 的轴序")
    if len(parts) not in (4, 6) or len(get["bbox"]) > 200:
        raise BadParameter("bbox", get["bbox"], allowed)
    numbers = [_number("bbox", part, get["bbox"], allowed) for part in parts]
    if len(numbers) == 6:
        numbers = [*numbers[:2], *numbers[3:5]]
    edges = systems.box_to_wgs84(crs, *numbers)
    if edges is None or not _is_box(edges):
        raise BadParameter("bbox", get["bbox"], allowed, _("bbox 的度数超出范围，或南北写反了。"))
    return edges


def _flat_box(text: str, parts: list[str], flat: list[str]) -> Box:
    """Six numbers: heights are read and do not matter, as no place has one."""
    if len(parts) == 6:
        for part in (parts[2], parts[5]):
            _number("bbox", part, text, _("西,南,低,东,北,高"))
    return readers.bbox(",".join(flat))


def _is_box(edges: Box) -> bool:
    west, south, east, north = edges
    return -180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90


_PLAIN = re.compile(r"[+-]?\d{1,9}(\.\d{1,12})?([eE][+-]?\d{1,2})?\Z", re.ASCII)


def number(text: str) -> float:
    """A plain decimal number; ValueError for all else that Python reads as one, as nan or 1_0."""
    if not _PLAIN.match(text.strip()):
        raise ValueError(text)
    return float(text)


def _number(name: str, part: str, text: str, allowed: str) -> float:
    try:
        return number(part)
    except ValueError as error:
        raise BadParameter(name, text, allowed) from error


def interval(text: str) -> tuple[int, int]:
    """RFC 3339 instant or interval as seconds since 1970, UTC; '..' or nothing is an open end.

    A date alone is the whole of its day, in UTC as the standard has it.
    """
    allowed = "2026-11-24T05:00:00+08:00 | 2026-11-01T00:00:00Z/.. | ../2026-12-01T00:00:00Z"
    ends = text.split("/")
    if len(text) > 80 or len(ends) > 2 or not text.strip("./ "):
        raise BadParameter("datetime", text, allowed)
    start = BEFORE_ALL if len(ends) == 2 and ends[0] in ("", "..") else _moment(ends[0], allowed, 0)
    if len(ends) == 1:
        return start, _moment(text, allowed, 1)
    end = AFTER_ALL if ends[1] in ("", "..") else _moment(ends[1], allowed, 1)
    if start > end:
        raise BadParameter("datetime", text, allowed, _("开始比结束晚。"))
    return start, end


def _moment(text: str, allowed: str, last: int) -> int:
    """`last` 1: the last second of a day that is given alone."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            day = dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
            return int(day.timestamp()) + last * 86_399
        if re.match(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d", text, re.ASCII):
            moment = dt.datetime.fromisoformat(text.upper().replace("Z", "+00:00"))
            if moment.tzinfo is not None:
                return int(moment.timestamp())
    except (ValueError, OverflowError):
        pass
    raise BadParameter("datetime", text, allowed, _("时间看不懂。"))


def _filter(get: Mapping[str, str]) -> tuple[Any, Crs]:
    if "filter" not in get:
        for name in ("filter-lang", "filter-crs"):
            if name in get:
                raise BadParameter(
                    name, get[name], "filter=…", _("%(name)s 只和 filter 一起用。") % {"name": name}
                )
        return None, systems.STORED
    language = readers.one_of("filter-lang", get.get("filter-lang", "cql2-text"), filters.LANGUAGES)
    crs = systems.named("filter-crs", get["filter-crs"]) if "filter-crs" in get else systems.STORED
    return filters.parse(get["filter"], language), crs


def _sort(text: str, queryables: Mapping[str, Queryable]) -> tuple[tuple[str, bool], ...]:
    found: list[tuple[str, bool]] = []
    sortable = [each.name for each in queryables.values() if each.kind != "list"]
    for key in text.split(","):
        # A plus sign in an address arrives as a space.
        name = key.strip()
        name = name[1:] if name[:1] in ("+", "-") else name
        if name not in sortable or len(found) >= KEYS_MOST:
            raise BadParameter("sortby", text, ", ".join(f"±{each}" for each in sortable))
        found.append((name, key.strip().startswith("-")))
    return tuple(found)


def _properties(text: str, fields: tuple[str, ...]) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))
    for name in wanted:
        if name not in fields:
            raise BadParameter("properties", text, ", ".join(fields))
    return wanted


def _trade(text: str) -> str:
    """Nothing is no trade: it would be answered as if it had not been asked."""
    if not text.strip():
        raise BadParameter("trade", text, _("工种，例如 bricklayer、瓦匠、wg"))
    return readers.words("trade", text)


def _open_at(text: str, now: dt.datetime) -> dt.datetime:
    try:
        # Left empty it would count as now, which nobody has asked for.
        return readers.at(text.strip() or "?", now).moment
    except BadParameter as error:
        raise BadParameter("open_at", text, error.allowed, error.detail) from error


def _near(text: str, datum: str) -> Position:
    parts = text.split(",")
    if len(parts) != 2:
        raise BadParameter("near", text, _("经度,纬度，例如 117.73,34.56"))
    try:
        return readers.position(parts[0], parts[1], datum)
    except BadParameter as error:
        if error.parameter not in ("lon", "lat"):
            raise
        # The words name a parameter that nobody has written here.
        plain = readers.BadParameter(error.parameter, error.value, "").detail
        said = "" if error.detail == plain else error.detail
        allowed = error.allowed if said else _("经度,纬度，例如 117.73,34.56")
        raise BadParameter("near", text, allowed, said) from error
