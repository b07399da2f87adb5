"""The report of a run is made in the background for those who may read it, kept and fetched."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from planning import reports_asked, tasks
from planning.models import ReportJob, Run, Scenario
from tests.factories.ledger import COUNTY
from tests.factories.people import OTHER_COUNTY, make_official, sign_in
from tests.factories.planning import make_run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]
STARTS = {"pdf": b"%PDF", "xlsx": b"PK", "gpkg": b"SQLite format 3", "html": b"<!DOCTYPE html>"}
State = ReportJob.State


@pytest.fixture
def planner(client: Client) -> Client:
    return sign_in(client, make_official("planner", COUNTY))


def ask(client: Client, run: Run, form: str) -> ReportJob:
    answer = client.post(reverse("office:planner_report_new", args=[run.pk]), {"format": form})
    assert answer.status_code == 302
    assert answer.url.endswith(reverse("office:planner_reports", args=[run.pk]))
    return ReportJob.objects.get(run=run, format=form, language=_language(answer.url))


def _language(address: str) -> str:
    return "en" if address.startswith("/en/") else "zh-hans"


def fetched(client: Client, job: ReportJob) -> Any:
    return client.get(reverse("office:planner_report_file", args=[job.pk]))


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_each_form_is_made_by_the_worker_and_saved_under_a_name_of_its_own(
    planner: Client, django_capture_on_commit_callbacks: Any
) -> None:
    run = make_run()
    for form, start in STARTS.items():
        with django_capture_on_commit_callbacks(execute=True):
            job = ask(planner, run, form)
        assert job.state == State.WAITING
        assert fetched(planner, job).status_code == 404
        queued = ProcrastinateJob.objects.get(task_name=tasks.REPORT, args={"job": job.pk})
        assert queued.status == "todo"
        assert tasks.write_report(job.pk) == State.READY
        answer = fetched(planner, job)
        named = f'attachment; filename="plan-{COUNTY}-{run.pk}.{form}"'
        assert answer["Content-Disposition"] == named
        made = body(answer)
        assert made.startswith(start), form
        if form == "xlsx":
            sheet = load_workbook(BytesIO(made))["行动清单"]
            assert "旧厂房" in [cell.value for row in sheet.rows for cell in row]


def test_a_file_is_made_once_for_all_who_may_read_the_run(planner: Client) -> None:
    run = make_run()
    first = ask(planner, run, "xlsx")
    other = sign_in(Client(), make_official("auditor", COUNTY))
    assert ask(other, run, "xlsx") == first
    reports_asked.run(first.pk)
    assert ask(other, run, "xlsx") == first
    assert body(fetched(other, first)).startswith(STARTS["xlsx"])
    assert ReportJob.objects.count() == 1


def test_a_report_is_in_the_language_of_the_page_it_was_asked_on(planner: Client) -> None:
    run = make_run()
    address = reverse("office:planner_report_new", args=[run.pk])
    planner.post(f"/en{address}", {"format": "html"})
    job = ReportJob.objects.get()
    assert job.language == "en"
    reports_asked.run(job.pk)
    assert "Action list" in body(fetched(planner, job)).decode()


def test_the_page_says_how_far_each_is_and_reads_itself_anew_meanwhile(planner: Client) -> None:
    run = make_run()
    page = reverse("office:planner_reports", args=[run.pk])
    assert "http-equiv" not in planner.get(page).content.decode()
    job = ask(planner, run, "gpkg")
    ReportJob.objects.update(state=State.RUNNING, done=1, total=10)
    said = planner.get(page).content.decode()
    assert 'http-equiv="refresh"' in said
    assert "10%" in said
    planner.post(reverse("office:planner_report_cancel", args=[job.pk]))
    job.refresh_from_db()
    assert job.stopping
    assert reports_asked.run(job.pk) == State.CANCELLED
    assert "http-equiv" not in planner.get(page).content.decode()


def test_one_that_was_stopped_failed_or_expired_is_made_again(planner: Client) -> None:
    run = make_run()
    for state in (State.CANCELLED, State.FAILED, State.EXPIRED):
        ReportJob.objects.all().delete()
        job = ask(planner, run, "html")
        ReportJob.objects.update(state=state)
        planner.post(reverse("office:planner_report_new", args=[run.pk]), {"format": "html"})
        assert ReportJob.objects.exclude(pk=job.pk).get().state == State.WAITING


def test_one_whose_worker_died_begins_anew_and_is_given_up_after_the_third(
    planner: Client,
) -> None:
    job = ask(planner, make_run(), "xlsx")
    ReportJob.objects.update(state=State.RUNNING, attempts=1)
    assert reports_asked.run(job.pk) == State.READY
    ReportJob.objects.update(state=State.RUNNING, attempts=3)
    assert reports_asked.run(job.pk) == State.FAILED


def test_files_go_after_a_week_and_can_be_made_again(planner: Client) -> None:
    run = make_run()
    job = ask(planner, run, "xlsx")
    reports_asked.run(job.pk)
    assert tasks.forget_report_files(0) == 0
    ReportJob.objects.update(ended_at="2026-01-01T00:00:00Z")
    assert tasks.forget_report_files(0) == 1
    assert fetched(planner, job).status_code == 404
    planner.post(reverse("office:planner_report_new", args=[run.pk]), {"format": "xlsx"})
    assert ReportJob.objects.filter(state=State.WAITING).count() == 1


def test_there_is_none_of_another_region_of_no_answer_and_of_no_such_form(planner: Client) -> None:
    run = make_run()
    job = ask(planner, run, "xlsx")
    reports_asked.run(job.pk)
    waiting = make_run(run.scenario, state="waiting", answer=None)
    stranger = sign_in(Client(), make_official("planner", OTHER_COUNTY))
    assert fetched(stranger, job).status_code == 404
    new = reverse("office:planner_report_new", args=[run.pk])
    assert stranger.post(new, {"format": "pdf"}).status_code == 404
    assert planner.get(reverse("office:planner_reports", args=[waiting.pk])).status_code == 404
    for of, form in ((waiting, "pdf"), (run, "docx")):
        planner.post(reverse("office:planner_report_new", args=[of.pk]), {"format": form})
    assert ReportJob.objects.count() == 1


def test_somebody_else_s_is_stopped_only_by_those_who_may_plan(planner: Client) -> None:
    job = ask(planner, make_run(), "pdf")
    cancel = reverse("office:planner_report_cancel", args=[job.pk])
    auditor = sign_in(Client(), make_official("auditor", COUNTY))
    assert auditor.post(cancel).status_code == 403
    assert sign_in(Client(), make_official("planner", COUNTY)).post(cancel).status_code == 302
    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_page_and_report_say_that_the_places_are_made_up_though_the_sets_are_not(
    planner: Client,
) -> None:
    run = make_run()
    Scenario.objects.update(demo=True)
    page = planner.get(reverse("office:planner_run", args=[run.pk])).content.decode()
    assert "演示数据" in page
    assert reverse("office:planner_report_new", args=[run.pk]) in page
    job = ask(planner, run, "html")
    reports_asked.run(job.pk)
    assert "演示数据" in body(fetched(planner, job)).decode()
