"""The job that makes the files of the newest publication, in a process of its own.

Of its own, because an hour of writing in the worker's would slow down the builds beside it, and
because whatever it takes of memory goes when it ends.
"""

import logging
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from directory.opendata import needed

log = logging.getLogger(__name__)

HOME = Path(__file__).resolve().parent.parent.parent
# 10⁶ places take a quarter of an hour; what takes longer than this has stopped.
WALL_SECONDS = 3 * 3600
_LOCK = 3_804_2024


class Failed(Exception):
    """The process ended in an error; it has said which."""


@app.task(name="make_opendata", queueing_lock="make_opendata")
def make_opendata() -> None:
    """Make what is missing. Failed or killed, it is asked for again by the periodic job."""
    with needed.alone(_LOCK) as mine:
        # A second job would only wait for the first, and hold up the builds behind it.
        if not mine or not needed.wanted():
            return
        command = [sys.executable, str(HOME / "manage.py"), "opendata", "--gently"]
        done = subprocess.run(  # noqa: S603
            command,
            cwd=HOME,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            check=False,
        )
    if done.returncode:
        raise Failed(f"exit code {done.returncode}")
    if needed.wanted():
        # A newer publication came meanwhile, and its request found this job at work.
        ask()


@app.periodic(cron="3-59/10 * * * *")
@app.task(name="make_opendata_regularly", queueing_lock="make_opendata_regularly")
def make_opendata_regularly(timestamp: int) -> None:
    """Catches what a lost request, a failure or a killed worker has left unmade."""
    if needed.wanted():
        ask()


def ask() -> None:
    """Queue the job. Requests that come while one is waiting are one."""
    with suppress(AlreadyEnqueued):
        try:
            make_opendata.defer()
        except ConnectorException:
            log.exception("could not queue the files of the publication; they are made later")
