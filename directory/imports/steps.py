"""An import from upload to approval: each step one short transaction, the work in the background.

One person uploads and decides, another approves the version he has seen.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import access
from directory.errors import EntryErrors
from directory.imports import files, tasks
from directory.imports.counting import counts_of
from directory.imports.rules import OPEN, RUNNING, State, another_person, check_note, locked, own
from directory.imports.vocabulary import templates
from directory.kinds import Action, Kind
from directory.ledger import Mapping as Columns
from directory.ledger import MappingError
from directory.models import ImportBatch, ImportMapping, ImportRow, Official

SUFFIXES = (".xlsx", ".csv", ".txt", ".json", ".geojson")
MOST_OPEN = 20


def upload(
    official: Official,
    name: str,
    chunks: Iterable[bytes],
    *,
    region_code: str,
    template: str,
    choices: Mapping[str, Any] | None = None,
) -> ImportBatch:
    """Takes a file in and has it read. `choices` may name datum, gone, blank, defaults, mapping."""
    access.require(official, Action.ADD, Kind.IMPORT, region_code)
    name = name.replace("\\", "/").rsplit("/", 1)[-1][-200:]
    if template not in templates():
        raise EntryErrors({"template": [_("没有这个模板")]})
    mine = ImportBatch.objects.filter(uploader=official, state__in=(*OPEN, *RUNNING))
    if mine.exclude(state=State.FAILED).count() >= MOST_OPEN:
        raise EntryErrors({"file": [_("您有太多没办完的导入，请先办完或取消")]})
    with files.taken_in(chunks) as (path, sha256, size):
        batch = ImportBatch(
            name=name,
            sha256=sha256,
            size=size,
            office=official.office,
            region_code=region_code,
            uploader=official,
            template=template,
        )
        _take(batch, choices or {})
        batch.stored = files.keep(path, "")
    with transaction.atomic():
        batch.save()
        tasks.read_later(batch)
    return batch


@transaction.atomic
def choose(
    official: Official, batch: ImportBatch, version: int, choices: Mapping[str, Any]
) -> ImportBatch:
    """Other columns, datum or policies: the file is read again; decisions on rows are kept."""
    batch = locked(official, batch, version, OPEN)
    own(official, batch)
    if not batch.stored:
        raise EntryErrors({"": [_("文件已按期删除，请重新上传")]})
    _take(batch, choices)
    batch.approver = batch.approved_at = batch.submitted_at = None
    batch.review_note = ""
    batch.attempts, batch.stopping = 0, False
    tasks.read_later(batch)
    return _step(batch, State.UPLOADED)


def keep_mapping(official: Official, batch: ImportBatch, name: str) -> ImportMapping:
    """The columns of this batch under a name, for the next file of its office."""
    access.require(official, Action.CHANGE, Kind.MAPPING, batch.office.region_code)
    name = name.strip()
    if not 1 <= len(name) <= 60:
        raise EntryErrors({"mapping_name": [_("名称须为 1–60 个字")]})
    return ImportMapping.objects.update_or_create(
        office=batch.office,
        template=batch.template,
        name=name,
        defaults={"fields": batch.mapping},
    )[0]


@transaction.atomic
def submit(official: Official, batch: ImportBatch, version: int, note: str = "") -> ImportBatch:
    batch = locked(official, batch, version, (State.PREVIEW, State.SENT_BACK))
    own(official, batch)
    batch.note = check_note(note)
    batch.counts = counts_of(batch)
    if batch.counts["blocking"]:
        words = _("还有 %(count)d 行没有处理：请改正后重新上传、逐行决定，或不导入这些行")
        raise EntryErrors({"": [words % {"count": batch.counts["blocking"]}]})
    if not batch.counts["written"] + batch.counts["closing"]:
        raise EntryErrors({"": [_("文件与台账一致，没有要写入的内容")]})
    batch.submitted_at = timezone.now()
    batch.approver = batch.approved_at = None
    return _step(batch, State.SUBMITTED)


@transaction.atomic
def take_back(official: Official, batch: ImportBatch, version: int) -> ImportBatch:
    """The uploader goes on deciding."""
    batch = locked(official, batch, version, (State.SUBMITTED,))
    own(official, batch)
    return _step(batch, State.PREVIEW)


@transaction.atomic
def approve(official: Official, batch: ImportBatch, version: int, note: str = "") -> ImportBatch:
    """Another person has the version that he has seen written, whole, in the background."""
    batch = locked(official, batch, version, (State.SUBMITTED,), Action.APPROVE)
    another_person(official, batch)
    stale = changed_since(batch)
    if stale.exists():
        named = "、".join(row.name for row in stale[:5])
        words = _("有 %(count)d 处在核对之后被别人修改过（%(names)s），请退回后重新核对")
        raise EntryErrors({"": [words % {"count": stale.count(), "names": named}]})
    batch.approver, batch.approved_at = official, timezone.now()
    batch.review_note = check_note(note)
    batch.attempts, batch.stopping = 0, False
    batch.done = 0
    tasks.apply_later(batch)
    return _step(batch, State.APPROVED)


@transaction.atomic
def send_back(official: Official, batch: ImportBatch, version: int, note: str) -> ImportBatch:
    """Back to the clerk with words (at least two letters)."""
    batch = locked(official, batch, version, (State.SUBMITTED,), Action.APPROVE)
    another_person(official, batch)
    batch.review_note = check_note(note, least=2)
    batch.approver, batch.approved_at = official, timezone.now()
    return _step(batch, State.SENT_BACK)


@transaction.atomic
def resume(official: Official, batch: ImportBatch, version: int) -> ImportBatch:
    """Has what was approved written again after an interruption; nothing of it had been kept."""
    batch = locked(official, batch, version, (State.FAILED,))
    if batch.approver_id is None:
        raise EntryErrors({"": [_("还没有人批准，请重新核对后提交")]})
    batch.attempts, batch.stopping, batch.message, batch.done = 0, False, "", 0
    tasks.apply_later(batch)
    return _step(batch, State.APPROVED)


@transaction.atomic
def cancel(official: Official, batch: ImportBatch) -> ImportBatch:
    """Ends it; what is being read or written is asked to stop, and nothing of it is kept."""
    states = (*OPEN, *RUNNING, State.SUBMITTED)
    batch = locked(official, batch, None, states)
    if batch.state in (State.READING, State.APPLYING):
        ImportBatch.objects.filter(pk=batch.pk).update(stopping=True)
        batch.stopping = True
        return batch
    batch.ended_at = timezone.now()
    return _step(batch, State.CANCELLED)


def changed_since(batch: ImportBatch) -> "QuerySet[ImportRow]":
    """Rows whose place is no longer at the version that they were compared with."""
    rows = batch.rows.filter(sort=ImportRow.Sort.CHANGED).exclude(
        decision=ImportRow.Decision.LEAVE_OUT
    )
    return rows.exclude(market__version=F("base_version"))


def _take(batch: ImportBatch, choices: Mapping[str, Any]) -> None:
    for name in ("datum", "gone", "blank", "defaults", "mapping"):
        if name in choices:
            setattr(batch, name, choices[name])
    try:
        Columns.from_json(batch.mapping)
    except MappingError as error:
        raise EntryErrors({"mapping": [str(error)]}) from error
    if batch.gone not in ImportBatch.Gone.values or batch.blank not in ImportBatch.Blank.values:
        raise EntryErrors({"gone": [_("没有这个选项")]})


def _step(batch: ImportBatch, state: str) -> ImportBatch:
    batch.state = state
    batch.version += 1
    batch.save()
    return batch
