"""What holds for every step of an import: who may take it, in which state, at which version."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from directory import access
from directory.errors import EntryErrors, StaleVersion
from directory.kinds import Action, Kind
from directory.models import ImportBatch, Official

State = ImportBatch.State
# While the clerk may still choose.
OPEN = (State.MAPPING, State.PREVIEW, State.SENT_BACK, State.FAILED)
RUNNING = (State.UPLOADED, State.READING, State.APPROVED, State.APPLYING)
ENDED = (State.APPLIED, State.CANCELLED, State.FAILED)
MOST_LETTERS = 500


def locked(
    official: Official,
    batch: ImportBatch,
    version: int | None,
    states: Iterable[str],
    action: Action = Action.CHANGE,
) -> ImportBatch:
    """The batch held for this transaction; refused in words if it is not what was seen."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a step of an import is taken inside a transaction")
    found = ImportBatch.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.pk)
    access.require(official, action, Kind.IMPORT, found.region_code)
    if version is not None and version != found.version:
        raise StaleVersion(version, found.version)
    if found.state not in set(states):
        words = _("这次导入现在是“%(state)s”，不能这样办理") % {"state": found.get_state_display()}
        raise EntryErrors({"": [words]})
    return found


def own(official: Official, batch: ImportBatch) -> None:
    """Who decides about its rows is who uploaded it: else he could approve his own decisions."""
    if official.pk != batch.uploader_id:
        raise PermissionDenied(_("只有上传人本人可以核对和提交；他不在时请重新上传这个文件"))


def another_person(official: Official, batch: ImportBatch) -> None:
    if official.pk == batch.uploader_id:
        raise PermissionDenied(_("自己上传的文件须由另一个人审核"))


def check_note(note: str, least: int = 0) -> str:
    text = note.strip()
    if len(text) < least:
        raise EntryErrors({"note": [_("请写明意见")]})
    if len(text) > MOST_LETTERS:
        raise EntryErrors({"note": [_("最多 %(most)d 个字") % {"most": MOST_LETTERS}]})
    return text
