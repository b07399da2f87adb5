"""Work in the background for whoever asked for it: exports, briefings, answers of the planner.

It waits, runs, is stopped, tried again after a crash, fetched, and its files go after a week; what
is made is the business of the module that calls `run`.
"""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from directory.imports import files, watch
from directory.imports.watch import Stopped, Watch
from directory.models import Official
from directory.models.jobs import FileJob

log = logging.getLogger(__name__)
State = FileJob.State
MOST_ATTEMPTS, MOST_WAITING = 3, 5
UNDER_WAY = (State.WAITING, State.RUNNING)
Job = TypeVar("Job", bound=FileJob)


def has_too_many(kind: type[FileJob], official: Official) -> bool:
    """Whether so many of his wait already that he may not ask for another one."""
    mine = kind._default_manager.filter(Q(official=official), state__in=UNDER_WAY)
    return mine.count() >= MOST_WAITING


def cancel(job: FileJob) -> None:
    """A running one ends at its next step, a waiting one at once."""
    rows = type(job)._default_manager.filter(pk=job.pk)
    rows.filter(state=State.RUNNING).update(stopping=True)
    rows.filter(state=State.WAITING).update(state=State.CANCELLED, ended_at=timezone.now())


def run(kind: type[Job], pk: int, make: Callable[[Job, Watch], str], interrupted: str) -> str:
    """The state the job is left in; run again after a crash it begins anew.

    `make` ends with `finish`, or with `left`; `interrupted` is said once it has crashed too often.
    """
    waiting = kind._default_manager.filter(pk=pk, state__in=UNDER_WAY)
    if waiting.filter(stopping=True).update(state=State.CANCELLED, ended_at=timezone.now()):
        return State.CANCELLED
    if waiting.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED, ended_at=timezone.now(), message=interrupted
    ):
        return State.FAILED
    if not waiting.update(state=State.RUNNING, attempts=F("attempts") + 1):
        return ""
    job = kind._default_manager.select_related("official").get(pk=pk)
    try:
        with translation.override("zh-hans"), watch.outside(job) as seen:
            return make(job, seen)
    except Stopped:
        return left(job, State.CANCELLED, _("已按要求停止"))
    except Exception:
        log.exception("%s %s failed", kind._meta.model_name, pk)
        left(job, State.FAILED, _("程序出错，没有完成；请联系系统管理员。"))
        raise


def finish(job: FileJob, stored: Sequence[str], /, **values: Any) -> str:
    """Ready, with `values`; asked to stop meanwhile, its `stored` files go and it is `Stopped`."""
    done = (
        type(job)
        ._default_manager.filter(pk=job.pk, state=State.RUNNING, stopping=False)
        .update(state=State.READY, ended_at=timezone.now(), **values)
    )
    if not done:
        for each in stored:
            files.forget(each)
        raise Stopped
    return State.READY


def left(job: FileJob, state: str, message: str) -> str:
    type(job)._default_manager.filter(pk=job.pk).update(
        state=state, message=message, ended_at=timezone.now(), stopping=False
    )
    return state


def forget_files(kind: type[FileJob], before: dt.datetime, fields: Sequence[str]) -> int:
    """Deletes the files, named in `fields`, of what ended before that; the record stays."""
    done = 0
    for job in kind._default_manager.filter(state=State.READY, ended_at__lt=before):
        for field in fields:
            files.forget(getattr(job, field))
        kind._default_manager.filter(pk=job.pk).update(
            state=State.EXPIRED, **dict.fromkeys(fields, "")
        )
        done += 1
    return done
