"""Rows of a file beside the ledger: new, changed, unchanged, in error, perhaps duplicates.

Everything is asked of the database for all rows together: 20 000 of them cost some dozen queries.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from directory import access, sync
from directory.comparison import compare
from directory.duplicates import Asked, alike_many
from directory.entries import PlaceInput
from directory.entry_words import Names, name_column
from directory.errors import EntryErrors
from directory.imports import values as values_json
from directory.imports.matching import Alike, Ledger, Standing
from directory.imports.merging_in import Counts, Laying, laid_over
from directory.models import Facility, ImportBatch, ImportRow, Market, Office, ServiceTag, Trade
from directory.standing import ENTRY_PARTS, entry_of
from geo.datum import DatumError, to_wgs84
from geo.models import Region

Sort, Decision = ImportRow.Sort, ImportRow.Decision
CHUNK = 1000
# Where a refusal of the ledger's checks has its cell, if not under the field's own name.
_CELLS = {"office": "name", "accuracy_m": "accuracy_m", "figures": "seekers", "point": "lon"}


@dataclass(slots=True)
class Draft:
    """One row on its way to a sort."""

    row: ImportRow
    values: dict[str, Any]
    sort: str = ""
    place: Standing | None = None
    candidates: list[Alike] = field(default_factory=list)
    before: PlaceInput | None = None
    entry: PlaceInput | None = None

    def say(self, field: str, code: str, message: str) -> None:
        cells = self.row.cells
        cell = cells.get(field) or cells.get("name") or ""
        self.row.problems.append(
            {"cell": cell, "field": field, "code": code, "message": message, "warning": False}
            | {"found": True}
        )

    def refuse(self, field: str, code: str, message: str, sort: str = Sort.ERROR) -> None:
        self.say(field, code, message)
        self.sort = sort


def classify(
    batch: ImportBatch,
    rows: Sequence[ImportRow],
    progress: Callable[[int], None] = lambda _done: None,
    taken: dict[int, str] | None = None,
) -> set[int]:
    """Fills in every row's sort, entry and differences; the keys of the places they are about.

    `taken` names the row that has claimed a place already. Of the rows' problems those of the file
    itself are kept; those found here are found anew.
    """
    for row in rows:
        row.problems = [problem for problem in row.problems if not problem.get("found")]
    ledger = Ledger.of(batch.region_code)
    drafts = [Draft(row, values_json.from_json(row.values)) for row in rows]
    for draft in drafts:
        _recognise(draft, batch, ledger)
    _once_each(drafts, dict(taken or {}))
    _merge(drafts, batch, progress)
    _ask_about_alike(drafts, ledger)
    _check(drafts, progress)
    _conclude(drafts)
    return {draft.place.pk for draft in drafts if draft.place} | {
        each.place.pk for draft in drafts for each in draft.candidates
    }


def _recognise(draft: Draft, batch: ImportBatch, ledger: Ledger) -> None:
    values, row = draft.values, draft.row
    wanted = row.same_as if row.decision == Decision.SAME_AS else values.get("public_id")
    region = values.get("region_code") or ""
    if wanted:
        draft.place = ledger.by_id.get(wanted)
        if draft.place is None:
            if Market.objects.filter(public_id=wanted).exists():
                message = _("编号 %(id)s 是其他区域的地点，不导入") % {"id": wanted}
                draft.refuse("public_id", "foreign", message, Sort.FOREIGN)
            else:
                message = _("台账里没有编号 %(id)s；新地点请留空") % {"id": wanted}
                draft.refuse("public_id", "unknown-id", message)
            return
    if region and not access.within(region, batch.region_code):
        message = _("所属区划 %(code)s 不在本次导入的区域内，不导入") % {"code": region}
        draft.refuse("region_code", "foreign", message, Sort.FOREIGN)
        return
    if draft.place is None and row.decision != Decision.IS_NEW:
        found = ledger.named(values.get("name", ""), region, values.get("address", ""))
        if len(found) == 1:
            draft.place = found[0]
        elif found:
            draft.candidates = [Alike(each, (_("同一区县内名称相同"),)) for each in found]
            draft.sort = Sort.DUPLICATE


def _once_each(drafts: Sequence[Draft], taken: dict[int, str]) -> None:
    """A place is asked for by one row; of two rows about a new place the second is refused."""
    new: dict[tuple[str, ...], str] = {}
    for draft in drafts:
        if draft.row.decision == Decision.LEAVE_OUT:
            continue
        here = row_words(draft.row)
        if draft.place is not None:
            other = taken.setdefault(draft.place.pk, here)
            about = _("编号 %(id)s") % {"id": draft.place.public_id}
        elif not draft.sort and draft.row.decision != Decision.IS_NEW:
            said = tuple(
                draft.values.get(name) or "" for name in ("name", "region_code", "address")
            )
            other, about = new.setdefault(said, here), _("名称和地址相同")
        else:
            continue
        if other != here:
            message = _("与%(other)s重复（%(about)s）") % {"other": other, "about": about}
            draft.refuse("name", "twice", message)


def _merge(drafts: Sequence[Draft], batch: ImportBatch, progress: Callable[[int], None]) -> None:
    offices = _offices(batch)
    clear = batch.blank == ImportBatch.Blank.CLEAR
    waiting = [draft for draft in drafts if draft.sort in ("", Sort.DUPLICATE)]
    for start in range(0, len(waiting), CHUNK):
        progress(start)
        chunk = waiting[start : start + CHUNK]
        standing = _standing(draft.place.pk for draft in chunk if draft.place)
        for draft in chunk:
            region = draft.values.get("region_code") or ""
            office = offices.get(region, offices.get("", ""))
            before, counts = standing.get(draft.place.pk, _NOBODY) if draft.place else _NOBODY
            how = Laying(office, clear)
            draft.before = before
            draft.entry = laid_over(draft.values, before, how, draft.row.placed, counts)
            if draft.entry is None and not draft.sort:
                draft.sort = Sort.UNPLACED
                if any(not each["warning"] for each in draft.row.problems):
                    draft.sort = Sort.ERROR


_NOBODY: tuple[PlaceInput | None, Counts] = (None, frozenset())


def _standing(keys: Any) -> dict[int, tuple[PlaceInput | None, Counts]]:
    markets = Market.objects.filter(pk__in=list(keys)).select_related("office")
    return {
        market.pk: (
            entry_of(market),
            frozenset((f.kind, f.value, f.counted_on, f.method) for f in market.figures.all()),
        )
        for market in markets.prefetch_related(*ENTRY_PARTS)
    }


def _offices(batch: ImportBatch) -> dict[str, str]:
    """The office of a new place: the importing one where it is in charge, else the county's."""
    own = batch.office
    found = {
        office.region_code: office.code
        for office in Office.objects.order_by("region_code", "-code")
        if not access.within(office.region_code, own.region_code)
        or office.region_code != own.region_code
    }
    if access.within(batch.region_code, own.region_code):
        return {"": own.code}
    return found


def _ask_about_alike(drafts: Sequence[Draft], ledger: Ledger) -> None:
    """New places that may be standing ones are asked about, unless the clerk has said."""
    new = [
        draft
        for draft in drafts
        if draft.place is None
        and draft.sort in ("", Sort.UNPLACED)
        and draft.row.decision != Decision.IS_NEW
    ]
    asked = [_asked(draft) for draft in new]
    for draft, found in zip(new, alike_many(asked), strict=True):
        draft.candidates = [
            Alike(ledger.by_pk[each.market.pk], each.reasons)
            for each in found
            if each.market.pk in ledger.by_pk
        ]
        if draft.candidates:
            draft.sort = Sort.DUPLICATE


def _asked(draft: Draft) -> Asked:
    lon, lat = _wgs84(draft.entry) if draft.entry else (None, None)
    values = draft.values
    return Asked(
        name=values.get("name") or "",
        region_code=values.get("region_code") or "",
        lon=lon,
        lat=lat,
        phones=tuple(contact.phone for contact in values.get("contacts") or ()),
        aliases=tuple(values.get("aliases") or ()),
    )


def _wgs84(entry: PlaceInput) -> tuple[float | None, float | None]:
    try:
        return to_wgs84(entry.lon, entry.lat, entry.datum)
    except DatumError:
        return None, None


def _check(drafts: Sequence[Draft], progress: Callable[[int], None]) -> None:
    """The ledger's own checks, each refusal at its cell."""
    entered = [draft for draft in drafts if draft.entry and draft.sort in ("", Sort.DUPLICATE)]
    judged = sync.check_places([draft.entry for draft in entered if draft.entry], progress)
    for draft, each in zip(entered, judged, strict=True):
        if each.refusal is not None:
            _say_refusal(draft, each.refusal)


def _say_refusal(draft: Draft, refusal: EntryErrors) -> None:
    said = {problem["field"] for problem in draft.row.problems if not problem["warning"]}
    for name, messages in refusal.errors.items():
        root = name.split(".")[0]
        for message in messages:
            if root not in said:
                draft.say(_CELLS.get(root, root), "refused", message)


def _conclude(drafts: Sequence[Draft]) -> None:
    names = names_by_code()
    for draft in drafts:
        row = draft.row
        wrong = any(not problem["warning"] for problem in row.problems)
        if not draft.sort:
            draft.sort = Sort.ERROR if wrong else Sort.CHANGED if draft.before else Sort.NEW
        if draft.sort == Sort.DUPLICATE and wrong and not draft.candidates:
            draft.sort = Sort.ERROR
        row.changes = []
        if draft.entry is not None and draft.sort in (Sort.NEW, Sort.CHANGED, Sort.DUPLICATE):
            row.changes = [
                [each.field, each.before_text, each.after_text]
                for each in compare(draft.before, draft.entry, names)
            ]
            if draft.sort == Sort.CHANGED and not row.changes:
                draft.sort = Sort.UNCHANGED
        keep = draft.entry is not None and draft.sort in (Sort.NEW, Sort.CHANGED)
        row.entry = draft.entry.to_json() if keep and draft.entry else None
        row.sort = draft.sort
        row.market_id = draft.place.pk if draft.place else None
        row.base_version = draft.place.version if draft.place else None
        row.name = str(draft.values.get("name") or "")[:80]
        row.candidates = [
            {"id": each.place.public_id, "name": each.place.name, "reasons": list(each.reasons)}
            for each in draft.candidates
        ]


def row_words(row: ImportRow) -> str:
    return _("“%(sheet)s”第 %(row)d 行") % {"sheet": row.sheet, "row": row.row}


def names_by_code() -> Names:
    """Every name there is: a file may speak of all of them."""
    return Names(
        trades=_named(Trade),
        services=_named(ServiceTag),
        facilities=_named(Facility),
        offices=_named(Office),
        regions=dict(Region.objects.live().values_list("code", "name")),
    )


def _named(model: type[Model]) -> dict[str, str]:
    return dict(model._default_manager.values_list("code", name_column(model)))
