"""The jobs of imports and exports, and their nightly tidying."""

import datetime as dt
import functools

from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from directory import exports, file_jobs
from directory.imports import running
from directory.models import ExportJob, ImportBatch

READ, APPLY, EXPORT = "read_import", "apply_import", "write_export"
FILES_KEPT = dt.timedelta(days=7)
# A worker says every ten seconds that it lives.
SILENT_SECONDS = 35


@app.task(name=READ)
def read_import(batch: int) -> str:
    return running.read(batch)


@app.task(name=APPLY)
def apply_import(batch: int) -> str:
    return running.apply(batch)


@app.task(name=EXPORT)
def write_export(job: int) -> str:
    return exports.run(job)


@app.periodic(cron="* * * * *")
@app.task(name="rescue_stalled_work", queueing_lock="rescue_stalled_work", pass_context=True)
async def rescue_stalled_work(context: JobContext, timestamp: int) -> int:
    """Work whose worker was killed goes on from its beginning; none of it had been kept."""
    return await rescue(context, READ, APPLY, EXPORT)


async def rescue(context: JobContext, *names: str) -> int:
    """Queues again the jobs of these tasks whose worker has fallen silent; how many."""
    manager = context.app.job_manager
    rescued = 0
    for name in names:
        stalled = await manager.get_stalled_jobs(
            task_name=name, seconds_since_heartbeat=SILENT_SECONDS
        )
        for job in stalled:
            await manager.retry_job(job)
            rescued += 1
    return rescued


@app.periodic(cron="37 3 * * *")
@app.task(name="forget_imported_files", queueing_lock="forget_imported_files")
def forget_imported_files(timestamp: int) -> int:
    before = timezone.now() - FILES_KEPT
    return running.forget_files(before) + file_jobs.forget_files(ExportJob, before, ["stored"])


def read_later(batch: ImportBatch) -> None:
    """Once the present transaction is committed."""
    transaction.on_commit(lambda: _defer(READ, batch=batch.pk))


def apply_later(batch: ImportBatch) -> None:
    transaction.on_commit(functools.partial(_defer, APPLY, batch=batch.pk))


def export_later(job: ExportJob) -> None:
    transaction.on_commit(functools.partial(_defer, EXPORT, job=job.pk))


def _defer(name: str, **arguments: int) -> None:
    app.configure_task(name).defer(**arguments)
