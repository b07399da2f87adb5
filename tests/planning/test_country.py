"""A region sited county by county: one job each, gathered in one table."""

from contextlib import nullcontext
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from directory.imports import watch
from planning import country, runs, tasks
from planning.models import Run
from planning.points import Demanded, Offered
from planning.sets import write_candidates, write_demand
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.ledger import COUNTY, LAT, LON
from tests.factories.people import CITY, OTHER_COUNTY
from tests.factories.planning import ask_two_counties


@pytest.fixture
def asked(db: None, monkeypatch: pytest.MonkeyPatch) -> country.Asked:
    monkeypatch.setattr(watch, "outside", lambda _work: nullcontext(watch.Watch()))
    load_shandong()
    return ask_two_counties()


def test_each_county_has_its_own_run_of_its_own_points(asked: country.Asked) -> None:
    assert (asked.counties, country.progress(asked.batch)) == (2, (0, 2))
    assert asked.left_out == 4
    assert "滕州市" in asked.without
    for each in Run.objects.all():
        runs.run(each.pk)
    assert country.progress(asked.batch) == (2, 2)
    rows = {each.code: each for each in country.results(asked.batch)}
    assert {code: each.people for code, each in rows.items()} == {COUNTY: 10.0, OTHER_COUNTY: 20.0}
    assert all((each.status, each.new_sites) == ("optimal", 1) for each in rows.values())
    assert all((each.before, each.after) == (0.0, 1.0) for each in rows.values())


@pytest.mark.django_db(transaction=True)
def test_the_command_shows_one_bar_and_one_table(monkeypatch: pytest.MonkeyPatch) -> None:
    load_shandong()
    about = {"region": COUNTY, "name": "本区", "origin": "imported", "provenance": "测试"}
    demand = write_demand(None, points=[Demanded(LON, LAT, 10.0, region_code=COUNTY)], **about)
    sites = write_candidates(None, sites=[Offered(LON, LAT, region_code=COUNTY)], **about)

    def work(_seconds: float) -> None:
        """What a worker does while the command waits."""
        assert ProcrastinateJob.objects.filter(task_name=tasks.RUN).exists()
        for each in Run.objects.filter(state="waiting"):
            runs.run(each.pk)

    monkeypatch.setattr("planning.management.commands.site_country.time.sleep", work)
    said = StringIO()
    call_command(
        "site_country", str(demand.pk), str(sites.pk), "--region", COUNTY, "--sites", "1",
        stdout=said,
    )  # fmt: skip
    assert "1/1" in said.getvalue()
    assert "optimal\t1\t10\t0.0%\t100.0%\t薛城区" in said.getvalue()
    call_command(
        "site_country", str(demand.pk), str(sites.pk), "--region", CITY, "--sites", "2",
        stdout=said,
    )  # fmt: skip
    assert "no demand point or no candidate: 市中区" in said.getvalue()
    assert "可选的候选点只有 1 处，要选 2 处。" in said.getvalue()
    with pytest.raises(CommandError):
        call_command("site_country", "999999", str(sites.pk), stdout=said)
