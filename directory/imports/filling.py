"""Reading a batch in the background: the file's rows, compared, become the rows of its preview."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from directory import bulk_rows
from directory.imports import files, process
from directory.imports.asking import Question, vocabulary_to_json
from directory.imports.counting import counts_of
from directory.imports.preview import classify
from directory.imports.vocabulary import template_path, vocabulary
from directory.imports.watch import Watch
from directory.models import ImportBatch, ImportRow, Market, StatusPeriod
from directory.models.status import Status

CHUNK = 2000
Sort, Decision, State = ImportRow.Sort, ImportRow.Decision, ImportBatch.State
# Reading, merging and checking are each a third of the way.
STAGES = 3


def fill(batch: ImportBatch, watch: Watch) -> str:
    """The state that the batch comes to: `mapping` or `preview`. `Refused`, `Stopped`."""
    rows = _read(batch, watch)
    if rows is None:
        return State.MAPPING
    total = max(1, len(rows)) * STAGES
    _decide_as_before(batch, rows)
    stage = {"start": len(rows), "last": 0}

    def progress(done: int) -> None:
        # Merging and checking both count from nought.
        if done < stage["last"]:
            stage["start"] += len(rows)
        stage["last"] = done
        watch.report(min(total - 1, stage["start"] + done), total)

    about = classify(batch, rows, progress)
    gone = _gone(batch, about, len(rows))
    with transaction.atomic():
        batch.rows.all().delete()
        for start in range(0, len(rows) + len(gone), CHUNK):
            bulk_rows.insert([*rows, *gone][start : start + CHUNK], "position")
        batch.counts = counts_of(batch)
    return State.PREVIEW


def _read(batch: ImportBatch, watch: Watch) -> list[ImportRow] | None:
    """None where the office has to settle columns or datum first."""
    rows: list[ImportRow] = []
    total = 0
    with files.copied(batch.stored) as path:
        for message in process.messages(_question(batch, str(path))):
            match message["is"]:
                case "head":
                    batch.columns, batch.sheets = message["columns"], message["sheets"]
                    total = message["total"] * STAGES
                    batch.counts = {"needs": message["needs"]}
                    if message["needs"]:
                        return None
                case "row":
                    rows.append(_row(batch, message, len(rows)))
                    if len(rows) % 200 == 0:
                        watch.report(len(rows), total)
                case "end":
                    batch.skipped = message["skipped"][:500]
    return rows


def _question(batch: ImportBatch, path: str) -> Question:
    return Question(
        path=path,
        name=batch.name,
        template=str(template_path(batch.template)),
        vocabulary=vocabulary_to_json(vocabulary(batch.region_code)),
        mapping=batch.mapping,
        datum=batch.datum,
        defaults=batch.defaults,
        today=timezone.localdate().isoformat(),
        settled=bool(batch.mapping),
        memory_bytes=process.MEMORY_BYTES,
        cpu_seconds=process.CPU_SECONDS,
    )


def _row(batch: ImportBatch, message: dict[str, Any], position: int) -> ImportRow:
    return ImportRow(
        batch=batch,
        position=position,
        sheet=message["sheet"][:100],
        row=message["row"],
        values=message["values"],
        cells=message["cells"],
        problems=message["problems"],
    )


def _decide_as_before(batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    """Decisions on a row stay with it while what the row says stays the same."""
    before = {
        (row.sheet, row.row): row
        for row in batch.rows.exclude(sort=Sort.GONE)
        if row.decision or row.placed
    }
    for row in rows:
        old = before.get((row.sheet, row.row))
        if old is not None and old.values.get("name") == row.values.get("name"):
            row.decision, row.same_as, row.placed = old.decision, old.same_as, old.placed


def _gone(batch: ImportBatch, about: set[int], position: int) -> list[ImportRow]:
    """Places of the region that are in no row and have neither closed nor moved."""
    ended = StatusPeriod.objects.filter(
        market=OuterRef("pk"), status__in=(Status.CLOSED, Status.MOVED)
    )
    decision = Decision.CLOSE if batch.gone == ImportBatch.Gone.CLOSE else Decision.KEEP
    standing = Market.objects.in_region(batch.region_code).standing().exclude(Exists(ended))
    return [
        ImportRow(
            batch=batch,
            position=position + at,
            name=name,
            sort=Sort.GONE,
            market_id=pk,
            base_version=version,
            decision=decision,
        )
        for at, (pk, name, version) in enumerate(
            each
            for each in standing.order_by("region_code", "name").values_list(
                "pk", "name", "version"
            )
            if each[0] not in about
        )
    ]
