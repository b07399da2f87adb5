"""What the clerk decides about single rows and about all rows of one sort; then they are compared
anew, one row or all of them alike.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from directory.entries import PlaceInput
from directory.errors import EntryErrors
from directory.imports.counting import counts_of
from directory.imports.preview import classify, row_words
from directory.imports.rules import State, locked, own
from directory.models import ImportBatch, ImportRow, Official
from geo.datum import DATUMS, DatumError, to_wgs84
from geo.models import Town

Sort, Decision = ImportRow.Sort, ImportRow.Decision
CHOOSING = (State.PREVIEW, State.SENT_BACK)
_FIELDS = (
    "sort", "name", "problems", "market", "base_version", "entry", "changes", "candidates",
    "decision", "same_as", "placed",
)  # fmt: skip
_ABOUT_GONE = (Decision.KEEP, Decision.CLOSE)
MOST_ACCURACY_M = 50_000


@transaction.atomic
def decide(
    official: Official,
    row: ImportRow,
    version: int,
    decision: str,
    same_as: str = "",
    placed: Mapping[str, Any] | None = None,
) -> ImportRow:
    """One row: left out, a new place, that place (`same_as` its id), or put somewhere."""
    batch = locked(official, row.batch, version, CHOOSING)
    own(official, batch)
    row = batch.rows.get(pk=row.pk)
    _check(row, decision, same_as)
    row.decision = decision
    row.same_as = same_as if decision == Decision.SAME_AS else ""
    if placed is not None:
        row.placed = checked_position(placed)
    _settle(batch, [row])
    return row


@transaction.atomic
def decide_all(
    official: Official, batch: ImportBatch, version: int, sort: str, decision: str
) -> int:
    """All rows of one sort at once; how many."""
    batch = locked(official, batch, version, CHOOSING)
    own(official, batch)
    rows = list(batch.rows.filter(sort=sort))
    for row in rows:
        _check(row, decision, "")
        row.decision, row.same_as = decision, ""
    _settle(batch, rows)
    return len(rows)


@transaction.atomic
def place_by_town(official: Official, batch: ImportBatch, version: int) -> int:
    """Rows without a position are put at their town, as exactly as that is known; how many."""
    batch = locked(official, batch, version, CHOOSING)
    own(official, batch)
    rows = [row for row in batch.rows.filter(sort=Sort.UNPLACED) if (town_of(row))]
    for row in rows:
        row.placed = at_town(row)
    _settle(batch, rows)
    return len(rows)


def town_of(row: ImportRow) -> Town | None:
    """The town that the row names, if its position is known."""
    named = str(row.values.get("town") or "")
    code = str(row.values.get("region_code") or "")
    if not named:
        return None
    return Town.objects.filter(county_code=code, name=named, point__isnull=False).first()


def at_town(row: ImportRow) -> dict[str, Any]:
    town = town_of(row)
    if town is None or town.point is None:
        raise EntryErrors({"town": [_("没有这个镇街的位置，请在地图上标出")]})
    return {
        "lon": town.point.x,
        "lat": town.point.y,
        "datum": "wgs84",
        "accuracy_m": town.accuracy_m,
    }


def checked_position(placed: Mapping[str, Any]) -> dict[str, Any]:
    """`EntryErrors` in words where that is no position."""
    try:
        lon, lat = float(placed["lon"]), float(placed["lat"])
        accuracy = int(placed["accuracy_m"])
        datum = str(placed["datum"])
        to_wgs84(lon, lat, datum)
    except DatumError as error:
        raise EntryErrors({"lon": [str(error)]}) from error
    except (KeyError, TypeError, ValueError) as error:
        raise EntryErrors({"lon": [_("请填写经度、纬度、坐标系和精度")]}) from error
    if datum not in DATUMS or not 1 <= accuracy <= MOST_ACCURACY_M:
        words = _("位置精度须在 1–%(most)d 米之间") % {"most": MOST_ACCURACY_M}
        raise EntryErrors({"accuracy_m": [words]})
    return {"lon": lon, "lat": lat, "datum": datum, "accuracy_m": accuracy}


def _check(row: ImportRow, decision: str, same_as: str) -> None:
    gone = row.sort == Sort.GONE
    if decision not in Decision.values or gone != (decision in _ABOUT_GONE):
        raise EntryErrors({"decision": [_("这一行不能这样决定")]})
    if row.sort == Sort.FOREIGN:
        raise EntryErrors({"decision": [_("不属于本区域的行不导入，请交所属区域办理")]})
    if decision == Decision.SAME_AS and not same_as:
        raise EntryErrors({"same_as": [_("请选择是哪一处")]})


def _settle(batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    """Rows compared anew and stored; the batch counted anew, at its next version."""
    from_file = [row for row in rows if row.sort != Sort.GONE]
    if from_file:
        others = batch.rows.exclude(pk__in=[row.pk for row in rows]).exclude(sort=Sort.GONE)
        taken = {
            row.market_id: row_words(row)
            for row in others.filter(sort__in=(Sort.CHANGED, Sort.UNCHANGED)).exclude(
                decision=Decision.LEAVE_OUT
            )
            if row.market_id is not None
        }
        about = classify(batch, from_file, taken=taken)
        batch.rows.filter(sort=Sort.GONE, market__in=about).delete()
    ImportRow.objects.bulk_update(rows, _FIELDS, batch_size=500)
    batch.counts = counts_of(batch)
    batch.version += 1
    batch.save(update_fields=["counts", "version"])


def entry_of_row(row: ImportRow) -> PlaceInput | None:
    """What would be written of it."""
    return PlaceInput.from_json(row.entry) if row.entry else None
