"""What a sent count says, from a plain form or from a phone's queue: the same fields."""

import datetime as dt
import uuid

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from directory.errors import Refusals
from directory.models import Count
from directory.monitoring.counting import MEASURES, CountInput

# As the fields by trade are named: t-seekers-mason.
BY_TRADE = ("seekers", "posts")
_DIGITS = 6


def read(data: QueryDict) -> CountInput:
    """EntryErrors for what cannot be read; what it means is checked where it is stored."""
    refusals = Refusals()
    numbers = {name: _number(data.get(name, ""), name, refusals) for name in MEASURES}
    trades: dict[str, dict[str, int]] = {}
    for field in data:
        kind, _dash, rest = field.partition("-")
        measure, _dash, code = rest.partition("-")
        if kind == "t" and measure in BY_TRADE and code:
            value = _number(data.get(field, ""), "trades", refusals)
            if value is not None:
                trades.setdefault(code, {})[measure] = value
    key = _key(data.get("key", ""), refusals)
    day = _day(data.get("day", ""), refusals)
    counted_at = _moment(data.get("counted_at", ""), refusals)
    refusals.raise_if_any()
    return CountInput(
        key=key,
        market=data.get("place", "")[:12],
        day=day,
        session=data.get("session", ""),
        counted_at=counted_at,
        method=data.get("method", ""),
        trades=trades,
        sure=data.get("sure") == "1",
        **numbers,
    )


def values_of(count: Count) -> dict[str, object]:
    """The fields of a form that holds this count."""
    values: dict[str, object] = {
        name: "" if getattr(count, name) is None else getattr(count, name) for name in MEASURES
    }
    values |= {"session": count.session, "method": count.method}
    for code, said in count.trades.items():
        values |= {f"t-{measure}-{code}": number for measure, number in said.items()}
    return values


def _number(text: str, field: str, refusals: Refusals) -> int | None:
    """None for nothing. Full-width digits are digits."""
    text = text.strip()
    if not text:
        return None
    if not text.lstrip("-").isdecimal() or len(text) > _DIGITS or "-" in text[1:]:
        refusals.add(field, _("请填整数"))
        return None
    return int(text)


def _key(text: str, refusals: Refusals) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        refusals.add("", _("这一页不完整，请重新打开再填"))
        return uuid.UUID(int=0)


def _day(text: str, refusals: Refusals) -> dt.date:
    try:
        found = parse_date(text.strip()) if text.strip() else timezone.localdate()
    except ValueError:
        found = None
    if found is None:
        refusals.add("day", _("日期写成 2026-11-27 这样"))
    return found or timezone.localdate()


def _moment(text: str, refusals: Refusals) -> dt.datetime:
    """Now where nothing is said: a plain form is sent as it is filled in."""
    try:
        found = parse_datetime(text.strip()) if text.strip() else timezone.now()
    except ValueError:
        found = None
    if found is None:
        refusals.add("counted_at", _("计数时间看不懂"))
        return timezone.now()
    return found if timezone.is_aware(found) else timezone.make_aware(found)
