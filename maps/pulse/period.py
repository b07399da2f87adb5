"""Which months a page of the pulse tells of: one, the last three, or the last twelve."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maps.readers import BadParameter

SPANS = {"3": 3, "12": 12}
USUAL = "3"


@dataclass(frozen=True, slots=True)
class Period:
    """`text` as it stands in the address; first and last day."""

    text: str
    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def months(self) -> tuple[str, ...]:
        return tuple(_from(self.first, self.last))


def read(text: str, known: Collection[str]) -> Period:
    """`known`: months with counts, as 2026-10, one at least."""
    text = text.strip() or USUAL
    if text in SPANS:
        last = _month(max(known))
        first = last
        for _at in range(SPANS[text] - 1):
            first = (first - dt.timedelta(days=1)).replace(day=1)
        return Period(text, first, _end(last))
    if text in known:
        return Period(text, _month(text), _end(_month(text)))
    allowed = _("3、12，或一个有公开计数的月份，例如 %(month)s") % {"month": max(known)}
    raise BadParameter("period", text, allowed)


def first_day(known: Collection[str]) -> dt.date:
    return _month(min(known))


def _month(text: str) -> dt.date:
    return dt.date.fromisoformat(f"{text}-01")


def _end(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)


def _from(first: dt.date, last: dt.date) -> Iterator[str]:
    while first <= last:
        yield f"{first:%Y-%m}"
        first = (first + dt.timedelta(days=32)).replace(day=1)
