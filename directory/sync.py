"""Writing thousands of places in one transaction: the same checks and the same result as
`places.write_place`, with the vocabularies, offices and regions read once and the rows in bulk.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from directory import bulk_rows, public_ids
from directory.entries import PlaceInput
from directory.errors import EntryErrors, StaleVersion
from directory.models import Contact, Market, MarketFigure, MarketTrade, Peak, Zone
from directory.places import Checked, check_onto
from directory.source import ReadOnce

CHUNK = 1000
# Called with how many have been checked or written; what it raises undoes everything.
Progress = Callable[[int], None]
_PARTS: tuple[tuple[str, type[models.Model], tuple[str, ...]], ...] = (
    ("trades", MarketTrade, ("trade_id", "is_main", "corner")),
    ("zones", Zone, ("name", "hours", "note", "position")),
    ("peaks", Peak, ("starts", "ends", "be_there_by", "note")),
    ("contacts", Contact, ("label", "phone", "position")),
)
_NEVER_UPDATED = ("public_id", "created_at")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One place as it is to be. `base_version` is the version that was compared, None if new."""

    data: PlaceInput
    base_version: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What `check_place` would have said: warnings, or why the entry is refused."""

    warnings: tuple[str, ...] = ()
    refusal: EntryErrors | None = None


class NotWritten(Exception):
    """Nothing has been written: `refusals` by the index of the entry, in Chinese."""

    def __init__(self, refusals: dict[int, EntryErrors]) -> None:
        self.refusals = refusals
        super().__init__("；".join(str(error) for error in list(refusals.values())[:3]))


def check_places(
    entries: Sequence[PlaceInput], progress: Progress = lambda _: None
) -> list[Judged]:
    """Each entry judged by itself, as `places.check_place` does it."""
    source = ReadOnce(entries)
    judged = []
    for at, data in enumerate(entries):
        if at % CHUNK == 0:
            progress(at)
        try:
            blank = Market(public_id=data.public_id or "0000")
            judged.append(Judged(check_onto(data, blank, source).warnings))
        except EntryErrors as error:
            judged.append(Judged(refusal=error))
    return judged


@transaction.atomic
def write_places(wanted: Sequence[Wanted], progress: Progress = lambda _: None) -> list[Market]:
    """The places in the order given; `NotWritten` names every entry that is refused or stale."""
    source = ReadOnce(each.data for each in wanted)
    standing = _locked(each.data.public_id for each in wanted)
    _refuse_stale(wanted, standing)
    ids = _fresh_ids(sum(each.data.public_id not in standing for each in wanted))
    markets: list[Market] = []
    for start in range(0, len(wanted), CHUNK):
        progress(start)
        chunk = wanted[start : start + CHUNK]
        prepared = []
        refusals: dict[int, EntryErrors] = {}
        for at, each in enumerate(chunk, start):
            market = standing.get(each.data.public_id or "")
            if market is None:
                market = Market(public_id=each.data.public_id or ids.pop())
            try:
                prepared.append((market, check_onto(each.data, market, source)))
            except EntryErrors as error:
                refusals[at] = error
        if refusals:
            raise NotWritten(refusals)
        _store(prepared)
        markets += [market for market, _ in prepared]
    progress(len(wanted))
    return markets


def _locked(public_ids: Iterable[str | None]) -> dict[str, Market]:
    """In the order of keys, as everybody who locks several places does it."""
    rows = Market.objects.select_for_update(no_key=True).order_by("pk")
    return {each.public_id: each for each in rows.filter(public_id__in=filter(None, public_ids))}


def _refuse_stale(wanted: Sequence[Wanted], standing: dict[str, Market]) -> None:
    stale: dict[int, EntryErrors] = {}
    for at, each in enumerate(wanted):
        market = standing.get(each.data.public_id or "")
        current = market.version if market else 0
        if each.base_version is not None and each.base_version != current:
            stale[at] = StaleVersion(each.base_version, current)
    if stale:
        raise NotWritten(stale)


def _fresh_ids(count: int) -> list[str]:
    found: set[str] = set()
    while len(found) < count:
        tried = {public_ids.fresh(lambda _: False) for _ in range(count - len(found))} - found
        taken = Market.objects.filter(public_id__in=tried).values_list("public_id", flat=True)
        found |= tried - set(taken)
    return list(found)


def _store(prepared: Sequence[tuple[Market, Checked]]) -> None:
    added = [market for market, _ in prepared if market.pk is None]
    changed = [market for market, _ in prepared if market.pk is not None]
    for market in changed:
        market.version += 1
    bulk_rows.insert(added, "public_id")
    bulk_rows.update(changed, _NEVER_UPDATED)
    keys = [market.pk for market in changed]
    for name, model, fields in _PARTS:
        rows = [(market, getattr(checked.parts, name)) for market, checked in prepared]
        _replace(model, rows, fields, keys)
    _relate(Market.services.through, "servicetag_id", prepared, "services", keys)
    _relate(Market.facilities.through, "facility_id", prepared, "facilities", keys)
    figures = []
    for market, checked in prepared:
        for figure in checked.parts.figures:
            figure.market = market
            figures.append(figure)
    MarketFigure.objects.bulk_create(figures, ignore_conflicts=True)


def _replace(
    model: type[models.Model],
    rows: Iterable[tuple[Market, Sequence[Any]]],
    fields: tuple[str, ...],
    standing_keys: Sequence[int],
) -> None:
    """As `Parts.store` does it for one place: rows that have not changed are not touched."""
    of_markets = model._default_manager.filter(market__in=standing_keys)
    standing = {row[1:]: row[0] for row in of_markets.values_list("pk", "market_id", *fields)}
    wanted: dict[tuple[Any, ...], Any] = {}
    for market, parts in rows:
        for part in parts:
            part.market = market
            wanted[(market.pk, *(getattr(part, field) for field in fields))] = part
    gone = [pk for key, pk in standing.items() if key not in wanted]
    if gone:
        model._default_manager.filter(pk__in=gone).delete()
    model._default_manager.bulk_create(
        [part for key, part in wanted.items() if key not in standing]
    )


def _relate(
    through: Any,
    column: str,
    prepared: Iterable[tuple[Market, Checked]],
    name: str,
    standing_keys: Sequence[int],
) -> None:
    rows = through.objects.filter(market__in=standing_keys)
    standing = {row[1:]: row[0] for row in rows.values_list("pk", "market_id", column)}
    wanted = {
        (market.pk, each.pk) for market, checked in prepared for each in getattr(checked, name)
    }
    gone = [pk for key, pk in standing.items() if key not in wanted]
    if gone:
        through.objects.filter(pk__in=gone).delete()
    through.objects.bulk_create(
        through(**{"market_id": market, column: other})
        for market, other in sorted(wanted - standing.keys())
    )
