"""The report of a run is fetched in each form by those who may plan there, once it is ready."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from planning.models import Run, Scenario
from tests.factories.ledger import COUNTY
from tests.factories.people import OTHER_COUNTY, make_official, sign_in
from tests.factories.planning import make_run

pytestmark = pytest.mark.django_db
STARTS = {"pdf": b"%PDF", "xlsx": b"PK", "gpkg": b"SQLite format 3", "html": b"<!DOCTYPE html>"}


def fetched(client: Client, run: Run, form: str) -> Any:
    return client.get(reverse("office:planner_report", args=[run.pk, form]))


def test_each_form_is_saved_under_a_name_of_its_own(client: Client) -> None:
    run = make_run()
    sign_in(client, make_official("planner", COUNTY))
    for form, start in STARTS.items():
        answer = fetched(client, run, form)
        assert answer.content.startswith(start), form
        named = f'attachment; filename="plan-{COUNTY}-{run.pk}.{form}"'
        assert answer["Content-Disposition"] == named
    book = load_workbook(BytesIO(fetched(client, run, "xlsx").content))
    assert "旧厂房" in [cell.value for row in book["行动清单"].rows for cell in row]


def test_there_is_none_of_another_region_of_no_answer_and_of_no_such_form(client: Client) -> None:
    run = make_run()
    waiting = make_run(run.scenario, state="waiting", answer=None)
    stranger = sign_in(Client(), make_official("planner", OTHER_COUNTY))
    assert fetched(stranger, run, "xlsx").status_code == 404
    sign_in(client, make_official("planner", COUNTY))
    assert fetched(client, waiting, "xlsx").status_code == 404
    assert fetched(client, run, "docx").status_code == 404


def test_page_and_report_say_that_the_places_are_made_up_though_the_sets_are_not(
    client: Client,
) -> None:
    run = make_run()
    Scenario.objects.update(demo=True)
    sign_in(client, make_official("planner", COUNTY))
    page = client.get(reverse("office:planner_run", args=[run.pk])).content.decode()
    assert "演示数据" in page
    assert reverse("office:planner_report", args=[run.pk, "pdf"]) in page
    assert "演示数据" in fetched(client, run, "html").content.decode()
