"""Background jobs: building publications when the ledger changes, and every ten minutes anyway.

And, once a night, forgetting the jobs of long ago and the personal details whose time is over.
"""

from contextlib import suppress

from django.dispatch import receiver
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from directory import report_retention, report_throttle, sign_in_records
from directory.opendata import tasks as opendata
from directory.publication import build as building
from geo.editions import edition_switched

RETRIES = 5
FIRST_RETRY_SECONDS = 5
JOBS_KEPT_HOURS = 31 * 24


@app.task(name="build_publication", queueing_lock="build_publication")
def build_publication(attempt: int = 0) -> int:
    """Build; the number now standing. A failed build is tried again, later each time.

    The retry is a job of its own with a lock of its own: put back in the queue it would clash
    with a request that came meanwhile, and under the same lock it would make that one wait.
    """
    try:
        built = building.build()
    except Exception:
        if attempt < RETRIES:
            _try_again(attempt + 1)
        raise
    return _announced(built)


@app.periodic(cron="*/10 * * * *")
@app.task(name="publish_regularly", queueing_lock="publish_regularly")
def publish_regularly(timestamp: int) -> int:
    """Catches what a lost request left unpublished; adds nothing where nothing has changed.

    Now and then every place is read, so that no error of an incremental build can live on.
    """
    return _announced(building.build(full=building.full_is_due()))


def _announced(built: building.Built) -> int:
    """What follows a publication that is new: its files for everybody."""
    if built.new:
        opendata.ask()
    return built.number


@app.periodic(cron="17 3 * * *")
@app.task(name="forget_old_jobs", queueing_lock="forget_old_jobs", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:
    """The queue keeps a row and some events for each job that ever ran; a month of them will do."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=JOBS_KEPT_HOURS,
        include_failed=True,
        include_cancelled=True,
        include_aborted=True,
    )


@app.periodic(cron="47 2 * * *")
@app.task(name="forget_report_contacts", queueing_lock="forget_report_contacts")
def forget_report_contacts(timestamp: int) -> int:
    """Details of senders are kept no longer than was promised to them; nor are counts of theirs."""
    report_throttle.forget()
    return report_retention.forget_contacts()


@app.periodic(cron="37 2 * * *")
@app.task(name="forget_old_sign_ins", queueing_lock="forget_old_sign_ins")
def forget_old_sign_ins(timestamp: int) -> int:
    """From where officials signed in is theirs; half a year is enough to look into misuse."""
    return sign_in_records.forget()


@receiver(edition_switched)
def publish_new_regions(**_signal: object) -> None:
    """Names and outlines of regions are published too. Here, because every process loads tasks."""
    with suppress(AlreadyEnqueued):
        build_publication.defer()


def _try_again(attempt: int) -> None:
    later = build_publication.configure(
        queueing_lock="build_publication_retry",
        schedule_in={"seconds": FIRST_RETRY_SECONDS * 4 ** (attempt - 1)},
    )
    with suppress(AlreadyEnqueued):
        later.defer(attempt=attempt)
