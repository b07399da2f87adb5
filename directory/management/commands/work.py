"""`manage.py work`: the worker, which waits quietly for a database that is not there."""

import logging
import time
from typing import Any

import psycopg
from django.core.management import call_command
from django.core.management.base import BaseCommand

from directory.opendata import tasks as opendata
from directory.publication import watch

log = logging.getLogger(__name__)

ASK_SECONDS = 1.0


class Command(BaseCommand):
    help = "Runs the background jobs: builds publications when the ledger has changed."

    def handle(self, *args: Any, **options: Any) -> None:
        # Without this the worker would give up after half a minute, be started again, give up …
        # and be asleep between two starts when the database comes back.
        wait_for_database()
        # Files that were lost, or that an earlier release did not make, are not waited for.
        opendata.ask()
        # A worker that loses the database ends within a minute, with exit code 1 and few words.
        # Two at once: while one waits for the files of a publication the next can be built.
        call_command("procrastinate", "worker", "--concurrency", "2")


def wait_for_database() -> None:
    """Return once the database answers; one line in the log on loss, one on return."""
    lost = False
    while True:
        try:
            watch.connect().close()
        except psycopg.OperationalError as error:
            if not lost:
                reason = str(error).strip().partition("\n")[0]
                log.warning("the worker waits for the database: %s", reason)
            lost = True
            time.sleep(ASK_SECONDS)
            continue
        if lost:
            log.warning("the database is back, the worker starts")
        return
