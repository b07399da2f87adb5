"""What the worker does with a batch: claims it, works, and leaves it in a state that says how it
went. A batch whose worker died is taken up again by the next one; nothing of it was kept.
"""

import datetime as dt
import logging
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from directory.errors import EntryErrors
from directory.imports import applying, files, filling, process, watch
from directory.imports.watch import Stopped, Watch
from directory.models import ImportBatch

log = logging.getLogger(__name__)
State = ImportBatch.State
# A batch that ends its worker every time is not tried for ever.
MOST_ATTEMPTS = 3


def read(pk: int) -> str:
    """The state that the batch is left in."""
    batch = _claim(pk, (State.UPLOADED, State.READING), State.READING)
    if batch is None:
        return ""

    def work(seen: Watch) -> str:
        state = filling.fill(batch, seen)
        with transaction.atomic():
            batch.version += 1
            batch.message = ""
            running = ImportBatch.objects.filter(pk=pk, state=State.READING, stopping=False)
            fields = ("columns", "sheets", "skipped", "counts", "version", "message")
            if not running.update(state=state, **{name: getattr(batch, name) for name in fields}):
                raise Stopped
        return state

    return _told(batch, work)


def apply(pk: int) -> str:
    batch = _claim(pk, (State.APPROVED, State.APPLYING), State.APPLYING)
    if batch is None:
        return ""
    return _told(batch, lambda seen: str(applying.write(batch, seen).state))


def _claim(pk: int, states: tuple[str, ...], to: str) -> ImportBatch | None:
    """None where somebody has cancelled it meanwhile, or it has ended its worker too often."""
    waiting = ImportBatch.objects.filter(pk=pk, state__in=states)
    if waiting.filter(stopping=True).update(state=State.CANCELLED, ended_at=timezone.now()):
        return None
    worn = waiting.filter(attempts__gte=MOST_ATTEMPTS)
    message = _("处理多次中断，没有写入任何内容。可以再试一次；若仍中断，请分几个文件上传。")
    if worn.update(state=State.FAILED, ended_at=timezone.now(), message=message):
        return None
    if not waiting.update(state=to, attempts=F("attempts") + 1, heartbeat=timezone.now()):
        return None
    return ImportBatch.objects.select_related("office", "uploader", "approver").get(pk=pk)


def _told(batch: ImportBatch, work: Callable[[Watch], str]) -> str:
    try:
        with translation.override("zh-hans"), watch.outside(batch) as seen:
            return work(seen)
    except Stopped:
        return _left(batch, State.CANCELLED, _("已按要求停止，没有写入任何内容。"))
    except applying.Elsewhere:
        return State.APPLYING
    except (process.Refused, applying.Refused) as error:
        return _left(batch, State.FAILED, str(error))
    except (EntryErrors, PermissionDenied) as error:
        return _left(batch, State.FAILED, str(error))
    except FileNotFoundError:
        return _left(batch, State.FAILED, _("文件已按期删除，请重新上传"))
    except Exception:
        log.exception("import %s failed", batch.pk)
        _left(batch, State.FAILED, _("程序出错，没有写入任何内容；请联系系统管理员。"))
        raise


def _left(batch: models.Model, state: str, message: str) -> str:
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=state, message=message, ended_at=timezone.now(), stopping=False
    )
    return state


def forget_files(before: dt.datetime) -> int:
    """Deletes the files of imports that ended before that; the rows stay on record."""
    ended = ImportBatch.objects.exclude(stored="").filter(ended_at__lt=before)
    done = 0
    for batch in ended.filter(state__in=(State.APPLIED, State.CANCELLED, State.FAILED)):
        files.forget(batch.stored)
        ImportBatch.objects.filter(pk=batch.pk).update(stored="")
        done += 1
    return done
