"""A worker killed in the middle of an import: nothing kept, and then the same file succeeds."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from directory.imports import running, steps
from directory.models import ImportBatch, Market, Office, Official
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.people import make_official
from tests.factories.workbooks import messy_workbook, tidy_row

ROOT = Path(__file__).resolve().parents[3]
PLACES = 3000
SECONDS = 90
State = ImportBatch.State
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office() -> Office:
    load_shandong()
    call_command("load_vocabulary", verbosity=0)
    return Office.objects.create(code="xuecheng", name="薛城区中心", region_code="370403")


@pytest.fixture
def approved(office: Office, tmp_path: Path) -> ImportBatch:
    """Read and approved; its jobs wait in the queue for a worker."""
    clerk = make_official("district_clerk", "370403", office)
    batch = _put_forward(clerk, _workbook(tmp_path / "many.xlsx"))
    lead = make_official("district_lead", "370403", office)
    return steps.approve(lead, batch, batch.version)


def _workbook(path: Path) -> Path:
    rows = [
        tidy_row(at, 经度=117.2232 + at % 80 * 0.001, 纬度=34.7812 + at // 80 * 0.001)
        for at in range(1, PLACES + 1)
    ]
    return messy_workbook(path, rows, dimension="true")


def _put_forward(clerk: Official, path: Path) -> ImportBatch:
    batch = steps.upload(
        clerk, "名录.xlsx", [path.read_bytes()], region_code="370403", template="370000"
    )
    running.read(batch.pk)
    batch.refresh_from_db()
    for row in batch.rows.exclude(sort="new")[:3]:
        pytest.fail(f"{row.sort} {row.name} {row.problems} {row.candidates}")
    return steps.submit(clerk, batch, batch.version)


@pytest.fixture
def worker() -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """A real one, on the test database, with the settings of the tests."""
    started: list[subprocess.Popen[bytes]] = []
    own = settings.DATABASES["default"]
    host = own.get("HOST") or own["OPTIONS"].get("host", "")
    url = f"postgis://{own['USER']}@:{own['PORT'] or ''}/{connection.settings_dict['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": f"{url}?host={host}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "VAR_DIR": str(settings.VAR_DIR),
    }

    def start() -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, "manage.py", "work"], cwd=ROOT, env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _until(wanted: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + SECONDS
    while not wanted():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def _writing(batch: ImportBatch) -> bool:
    batch.refresh_from_db()
    return batch.state == State.APPLYING and batch.done > 0


def test_nothing_is_kept_and_the_next_worker_finishes_it(
    approved: ImportBatch, worker: Callable[[], "subprocess.Popen[bytes]"]
) -> None:
    first = worker()
    _until(lambda: _writing(approved), "the worker did not begin to write")
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    time.sleep(1)
    approved.refresh_from_db()
    assert (Market.objects.count(), approved.state) == (0, State.APPLYING)
    with connection.cursor() as cursor:
        # As if the half minute had passed after which a silent worker counts as dead.
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
        )
    worker()

    def ended() -> bool:
        approved.refresh_from_db()
        return approved.state == State.APPLIED

    _until(ended, "the second worker did not finish")
    assert Market.objects.count() == PLACES
    assert approved.attempts == 2


def test_a_writing_that_is_asked_to_stop_keeps_nothing(
    approved: ImportBatch, worker: Callable[[], "subprocess.Popen[bytes]"]
) -> None:
    worker()
    _until(lambda: _writing(approved), "the worker did not begin to write")
    steps.cancel(approved.uploader, approved)

    def ended() -> bool:
        approved.refresh_from_db()
        return approved.state == State.CANCELLED

    _until(ended, "the worker did not stop")
    assert not Market.objects.exists()
