"""Background jobs: building publications when the ledger changes, and every ten minutes anyway."""

from contextlib import suppress

from django.dispatch import receiver
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from directory.publication import build as building
from geo.editions import edition_switched

RETRIES = 5
FIRST_RETRY_SECONDS = 5


@app.task(name="build_publication", queueing_lock="build_publication")
def build_publication(attempt: int = 0) -> int:
    """Build; the number now standing. A failed build is tried again, later each time.

    The retry is a job of its own with a lock of its own: put back in the queue it would clash
    with a request that came meanwhile, and under the same lock it would make that one wait.
    """
    try:
        return building.build().number
    except Exception:
        if attempt < RETRIES:
            _try_again(attempt + 1)
        raise


@app.periodic(cron="*/10 * * * *")
@app.task(name="publish_regularly", queueing_lock="publish_regularly")
def publish_regularly(timestamp: int) -> int:
    """Catches what a lost request left unpublished; adds nothing where nothing has changed."""
    return building.build().number


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
