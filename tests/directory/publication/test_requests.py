"""Every change is published: requests are queued after the commit, together but never lost."""

import datetime as dt
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException
from shapely import MultiPolygon, box

from directory import tasks
from directory.models import Market, Publication
from directory.publication import build as building
from directory.publication import requests, store
from geo.editions import load_edition, switch
from geo.regions import NewRegion
from tests.factories.ledger import make_market

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("var")]


def waiting() -> list[str]:
    jobs = ProcrastinateJob.objects.filter(status="todo").order_by("pk")
    return [job.queueing_lock for job in jobs]


def work() -> None:
    """Take every job that is due and run it, marking it as a worker's queries do.

    Here in this process, so that builds can be made to fail; the real worker is driven in
    test_processes.py.
    """
    while job := _fetch():
        number, name, args = job
        try:
            app.tasks[name](**args)
        except OSError:
            _finish(number, "failed")
        else:
            _finish(number, "succeeded")


def _fetch() -> tuple[int, str, dict[str, Any]] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, task_name, args::text"
            " FROM procrastinate_register_worker_v1() worker,"
            " procrastinate_fetch_job_v2(NULL, worker.worker_id)"
        )
        number, name, args = cursor.fetchone()
    return None if number is None else (number, name, json.loads(args))


def _finish(number: int, status: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT procrastinate_finish_job_v1(%s, %s::procrastinate_job_status, false)",
            [number, status],
        )


@pytest.fixture(autouse=True)
def _empty_queue(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """No jobs of other tests (the queue's tables are not flushed), and no periodic ones."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})
    # The files of a publication are another process's work, see tests/directory/opendata.
    monkeypatch.setattr(tasks.opendata, "ask", lambda: None)


def test_a_request_is_queued_when_the_change_is_committed_and_not_before() -> None:
    with transaction.atomic():
        make_market(published=True)
        requests.request()
        assert waiting() == []
    assert waiting() == ["build_publication"]


def test_a_change_that_is_rolled_back_asks_for_nothing() -> None:
    with transaction.atomic():
        requests.request()
        transaction.set_rollback(True)
    assert waiting() == []


def test_many_requests_are_one_build() -> None:
    make_market(published=True)
    for _ in range(5):
        requests.request()
    assert waiting() == ["build_publication"]
    work()
    assert Publication.objects.get().places == 1
    assert waiting() == []


def test_a_change_made_while_a_build_is_running_is_built_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    market = make_market(published=True, name="旧名")

    def change_meanwhile(*args: Any) -> Any:
        folder = keep(*args)
        if not Publication.objects.filter(state="ready").exists():
            Market.objects.filter(pk=market.pk).update(name="新名")
            requests.request()
        return folder

    keep = store.keep
    monkeypatch.setattr(store, "keep", change_meanwhile)
    requests.request()
    work()
    states = Publication.objects.order_by("number").values_list("number", "state")
    assert list(states) == [(1, "ready"), (2, "ready")]
    assert waiting() == []


def test_a_failed_build_is_tried_again_later_and_a_new_request_does_not_wait_for_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_market(published=True)

    def fail(*args: Any) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(store, "keep", fail)
        requests.request()
        work()
    retry = ProcrastinateJob.objects.get(status="todo")
    assert retry.queueing_lock == "build_publication_retry"
    assert retry.args == {"attempt": 1}
    assert retry.scheduled_at is not None
    requests.request()
    assert sorted(waiting()) == ["build_publication", "build_publication_retry"]
    work()
    assert Publication.objects.filter(state="ready").count() == 1


def test_retries_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError("disk full")

    monkeypatch.setattr(building, "build", fail)
    with pytest.raises(OSError, match="disk full"):
        tasks.build_publication(attempt=tasks.RETRIES)
    assert waiting() == []


def test_a_queue_that_cannot_be_reached_does_not_undo_the_change(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ConnectorException("gone")

    monkeypatch.setattr(tasks.build_publication, "defer", fail)
    with transaction.atomic():
        market = make_market(published=True)
        requests.request()
    assert Market.objects.filter(pk=market.pk).exists()
    assert "could not queue a build" in caplog.text
    tasks.publish_regularly(timestamp=int(dt.datetime.now().timestamp()))
    assert Publication.objects.get().places == 1


def test_switching_to_other_regions_asks_for_a_publication() -> None:
    province = NewRegion("370000", "山东省", "province", MultiPolygon([box(114, 34, 123, 39)]))
    load_edition([province], name="new", source="test", datum="wgs84")
    assert waiting() == []

    switch("new")

    assert waiting() == ["build_publication"]


def test_a_worker_forgets_the_jobs_of_long_ago_and_no_others(child: Callable[..., Any]) -> None:
    long_ago = timezone.now() - dt.timedelta(days=40)
    tasks.build_publication.defer()
    old = ProcrastinateJob.objects.latest("pk")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [old.pk])
        cursor.execute(
            "UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [long_ago, old.pk]
        )
    tasks.build_publication.defer()
    young = ProcrastinateJob.objects.latest("pk")
    tasks.forget_old_jobs.defer(timestamp=0)
    child('from django.core.management import call_command; call_command("work")')
    until = time.monotonic() + 20
    while ProcrastinateJob.objects.filter(pk=old.pk).exists():
        assert time.monotonic() < until
        time.sleep(0.1)
    assert ProcrastinateJob.objects.filter(pk=young.pk).exists()
