"""The jobs of the monitoring: sums after counts, months made ahead, briefings."""

import functools

from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from directory import file_jobs
from directory.imports.tasks import FILES_KEPT, rescue
from directory.models import BriefingJob
from directory.monitoring import briefing, months, released, sums

BRIEFING = "make_briefing"


@app.periodic(cron="* * * * *")
@app.task(name="sum_counts", queueing_lock="sum_counts")
def sum_counts(timestamp: int) -> int:
    return sums.refresh_all()


@app.periodic(cron="7 1 * * *")
@app.task(name="make_count_months", queueing_lock="make_count_months")
def make_count_months(timestamp: int) -> int:
    return months.ahead(timezone.localdate())


@app.periodic(cron="11 2 * * *")
@app.task(name="release_pulse", queueing_lock="release_pulse")
def release_pulse(timestamp: int) -> int:
    """The next regular build publishes what it has released."""
    return released.release(timezone.localdate())


@app.task(name=BRIEFING)
def make_briefing(job: int) -> str:
    return briefing.run(job)


@app.periodic(cron="* * * * *")
@app.task(name="rescue_briefings", queueing_lock="rescue_briefings", pass_context=True)
async def rescue_briefings(context: JobContext, timestamp: int) -> int:
    """A briefing whose worker was killed is made from its beginning."""
    return await rescue(context, BRIEFING)


@app.periodic(cron="41 3 * * *")
@app.task(name="forget_briefing_files", queueing_lock="forget_briefing_files")
def forget_briefing_files(timestamp: int) -> int:
    before = timezone.now() - FILES_KEPT
    return file_jobs.forget_files(BriefingJob, before, ["pdf", "workbook"])


def brief_later(job: BriefingJob) -> None:
    """Once the present transaction is committed."""
    later = app.configure_task(BRIEFING)
    transaction.on_commit(functools.partial(later.defer, job=job.pk))
