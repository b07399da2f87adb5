"""Zaozhuang as in the demo's vocabularies, officials of one county, files from a folder."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from directory.imports import running, steps, watch
from directory.models import ImportBatch, Office, Official
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.people import make_official
from tests.factories.workbooks import messy_workbook

Importing = Callable[..., ImportBatch]


@pytest.fixture
def county(db: None) -> Office:
    """Counties as the live edition, the vocabularies, and the office of Xuecheng (薛城区)."""
    load_shandong()
    call_command("load_vocabulary", verbosity=0)
    return Office.objects.create(code="xuecheng", name="薛城区中心", region_code="370403")


@pytest.fixture
def clerk(county: Office) -> Official:
    return make_official("district_clerk", "370403", county)


@pytest.fixture
def lead(county: Office) -> Official:
    return make_official("district_lead", "370403", county)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work says its progress to nobody: another connection would not see this test's rows."""

    @contextmanager
    def nobody(work: Any) -> Iterator[watch.Watch]:
        yield watch.Watch()

    monkeypatch.setattr(watch, "outside", nobody)


@pytest.fixture
def uploaded(clerk: Official, at_once: None, tmp_path: Path) -> Importing:
    """A file taken in and read; by default the messy workbook."""

    def take(path: Path | None = None, official: Official = clerk, **options: Any) -> ImportBatch:
        path = path or messy_workbook(tmp_path / "messy.xlsx")
        batch = steps.upload(
            official,
            options.pop("name", path.name),
            [path.read_bytes()],
            region_code=options.pop("region_code", "370403"),
            template="370000",
            choices=options,
        )
        running.read(batch.pk)
        batch.refresh_from_db()
        return batch

    return take
