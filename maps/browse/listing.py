"""The places of an area as a list: in a fixed order, a page at a time, in words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from directory.publication import Snapshot
from directory.publication.status import PAUSED
from maps import cards, verdict, words

PER_PAGE = 20
# Of more nobody reads a list: a smaller area is chosen first. Putting as many in order takes 5 ms.
LISTED_MOST = 20_000
NATURES = ("public", "commercial", "spontaneous")
FORMS = ("hall", "station", "kerb")
DAYS_AHEAD = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list; `hours` are those of today, `now` says whether it is open."""

    facts: cards.Facts
    hours: str
    now: verdict.Verdict
    trades: tuple[str, ...]


def in_order(snapshot: Snapshot, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """By county, nature (public ones first), form, name; then as published."""
    columns = snapshot.columns
    keys = (
        columns.category("name").codes[rows],
        _rank(snapshot, "form", FORMS)[columns.category("form").codes[rows]],
        _rank(snapshot, "nature", NATURES)[columns.category("nature").codes[rows]],
        columns.category("region").codes[rows],
    )
    return rows[np.lexsort(keys)]


def _rank(snapshot: Snapshot, name: str, order: Sequence[str]) -> NDArray[np.int64]:
    labels = snapshot.columns.category(name).labels
    return np.array([order.index(each) if each in order else len(order) for each in labels])


def entry(snapshot: Snapshot, row: int, now: dt.datetime) -> Entry:
    today = now.date()
    place = snapshot.place_at(row)
    status = place.status_on(today)
    spans = snapshot.spans_at(row, today - words.DAY, DAYS_AHEAD)
    if status is not None and status.status in PAUSED:
        said = verdict.of_status(status, today)
    else:
        said = verdict.at_moment(spans or (), now, place, spans is not None)
    facts = cards.facts(snapshot, place, today)
    return Entry(
        facts=facts,
        hours=_("时间不明") if spans is None else words.spans(spans, today),
        now=said,
        trades=tuple(each.name for each in facts.trades),
    )
