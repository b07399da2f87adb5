"""Writing an approved import: every row in one transaction, or none of them."""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import access, history, proposals, sync
from directory.changes import CLOSE, StatusChange
from directory.entries import PlaceInput
from directory.imports.counting import CLOSING, WRITTEN
from directory.imports.preview import row_words
from directory.imports.watch import Stopped, Watch
from directory.kinds import Action, Kind
from directory.models import ImportBatch, ImportRow
from directory.publication import requests

State = ImportBatch.State
# Any number that no other advisory lock of the product uses.
_LOCK = 38042022
_MOST_NAMED = 20


class Elsewhere(Exception):
    """Another worker is writing this batch."""


class Refused(Exception):
    """Nothing has been written; `str` says in Chinese which rows are in the way."""


@transaction.atomic
def write(batch: ImportBatch, watch: Watch) -> ImportBatch:
    """`Refused`, `Stopped` or `Elsewhere`: then nothing has changed.

    The row of the batch itself is touched last: until then its progress is written over another
    connection, which would wait for this transaction.
    """
    _hold(batch)
    approver = batch.approver
    access.require(approver, Action.APPROVE, Kind.IMPORT, batch.region_code)
    access.require(batch.uploader, Action.ADD, Kind.IMPORT, batch.region_code)
    closing = list(batch.rows.filter(CLOSING).select_related("market"))
    for row in closing:
        _propose_closing(batch, row)
    history.attribute(approver, "import.apply", _reason(batch))
    rows = list(batch.rows.filter(WRITTEN))
    wanted = [sync.Wanted(PlaceInput.from_json(row.entry or {}), row.base_version) for row in rows]
    total = max(1, len(wanted))
    try:
        markets = sync.write_places(wanted, lambda done: watch.report(done, total))
    except sync.NotWritten as error:
        raise Refused(_refusal(rows, error)) from error
    _name_places(rows, [market.pk for market in markets])
    _finish(batch, len(rows), len(closing))
    if rows:
        requests.request()
    return batch


def _hold(batch: ImportBatch) -> None:
    """Held until this transaction ends, however it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, batch.pk % 2**31])
        found = cursor.fetchone()
    if not found or not found[0]:
        raise Elsewhere


def _name_places(rows: list[ImportRow], places: list[int]) -> None:
    """Each row says from now on which place it has become."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE directory_importrow SET market_id = given.place"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS given(id, place)"
            " WHERE directory_importrow.id = given.id",
            [[row.pk for row in rows], places],
        )


def _finish(batch: ImportBatch, written: int, closing: int) -> None:
    """`Stopped` if that has been asked for up to this very moment."""
    now = timezone.now()
    running = ImportBatch.objects.filter(pk=batch.pk, state=State.APPLYING, stopping=False)
    counts = batch.counts | {"applied": written, "proposed": closing}
    changed = running.update(
        state=State.APPLIED, ended_at=now, counts=counts, done=written, total=written, message=""
    )
    if not changed:
        raise Stopped
    batch.refresh_from_db()


def _propose_closing(batch: ImportBatch, row: ImportRow) -> None:
    """In the uploader's name, for somebody else to review like any other closing."""
    if row.market is None:
        return
    on = timezone.localdate()
    note = _("导入的名录中没有这一处")
    change = StatusChange(act=CLOSE, on=on, note=note)
    proposals.propose_status(batch.uploader, row.market, change, _reason(batch))


def _reason(batch: ImportBatch) -> str:
    return _("导入 %(name)s（第 %(pk)d 次）") % {"name": batch.name[:120], "pk": batch.pk}


def _refusal(rows: list[ImportRow], error: sync.NotWritten) -> str:
    named = [
        f"{row_words(rows[at])}（{rows[at].name}）：{refusal}"
        for at, refusal in sorted(error.refusals.items())[:_MOST_NAMED]
    ]
    more = len(error.refusals) - len(named)
    if more > 0:
        named.append(_("另有 %(count)d 行") % {"count": more})
    return "\n".join([_("没有写入任何内容。请重新核对："), *named])
