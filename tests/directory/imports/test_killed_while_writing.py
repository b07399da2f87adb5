"""A worker killed in the middle of an import: nothing kept, and then the same file succeeds."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

from directory.imports import running, steps
from directory.models import ImportBatch, Market, Office, Official
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.people import make_official
from tests.factories.workbooks import messy_workbook, tidy_row
from tests.worker_process import Start, kill, silence, until, workers

# Three steps of the writing: after the first it is under way, and a quick machine is not done yet.
PLACES = 3000
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
def worker() -> Iterator[Start]:
    with workers() as start:
        yield start


def _writing(batch: ImportBatch) -> bool:
    batch.refresh_from_db()
    return batch.state == State.APPLYING and batch.done > 0


def test_nothing_is_kept_and_the_next_worker_finishes_it(
    approved: ImportBatch, worker: Start
) -> None:
    first = worker()
    until(lambda: _writing(approved), "the worker did not begin to write")
    kill(first)
    time.sleep(1)
    approved.refresh_from_db()
    assert (Market.objects.count(), approved.state) == (0, State.APPLYING)
    silence()
    worker()

    def ended() -> bool:
        approved.refresh_from_db()
        return approved.state == State.APPLIED

    until(ended, "the second worker did not finish")
    assert Market.objects.count() == PLACES
    assert approved.attempts == 2


def test_a_writing_that_is_asked_to_stop_keeps_nothing(
    approved: ImportBatch, worker: Start
) -> None:
    worker()
    until(lambda: _writing(approved), "the worker did not begin to write")
    steps.cancel(approved.uploader, approved)

    def ended() -> bool:
        approved.refresh_from_db()
        return approved.state == State.CANCELLED

    until(ended, "the worker did not stop")
    assert not Market.objects.exists()
