"""Runs of scenarios and their reports as jobs of the worker; what is forgotten each night."""

import functools

from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from directory import file_jobs
from directory.imports.tasks import FILES_KEPT, rescue
from planning import reports_asked, runs, unmet
from planning.models import ReportJob, Run

RUN, REPORT = "run_scenario", "write_report"


@app.task(name=RUN)
def run_scenario(run: int) -> str:
    return runs.run(run)


@app.task(name=REPORT)
def write_report(job: int) -> str:
    return reports_asked.run(job)


# With seconds: a worker is known to be dead after 35 s, and its run goes on before a minute is up.
@app.periodic(cron="* * * * * */20")
@app.task(name="rescue_runs", queueing_lock="rescue_runs", pass_context=True)
async def rescue_runs(context: JobContext, timestamp: int) -> int:
    """What a killed worker was at begins again, or is given up after its third attempt."""
    return await rescue(context, RUN, REPORT)


@app.periodic(cron="23 3 * * *")
@app.task(name="forget_unmet_searches", queueing_lock="forget_unmet_searches")
def forget_unmet_searches(timestamp: int) -> int:
    """Counts too small to be shown go with their month, all of them after two years."""
    return unmet.forget(timezone.localdate())


@app.periodic(cron="43 3 * * *")
@app.task(name="forget_report_files", queueing_lock="forget_report_files")
def forget_report_files(timestamp: int) -> int:
    """A report is made again in seconds, from an answer that is kept."""
    return file_jobs.forget_files(ReportJob, timezone.now() - FILES_KEPT, ["stored"])


def run_later(run: Run) -> None:
    """Once the present transaction is committed."""
    later = app.configure_task(RUN)
    transaction.on_commit(functools.partial(later.defer, run=run.pk))


def report_later(job: ReportJob) -> None:
    """Once the present transaction is committed."""
    later = app.configure_task(REPORT)
    transaction.on_commit(functools.partial(later.defer, job=job.pk))
