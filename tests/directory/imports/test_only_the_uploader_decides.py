"""Decisions about rows are the uploader's: whoever approves has taken none of them himself."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from directory.imports import choices, steps
from directory.models import ImportBatch, Official
from tests.directory.imports.conftest import Importing

Step = Callable[[Official, ImportBatch], object]
STEPS: dict[str, Step] = {
    "columns": lambda who, batch: steps.choose(who, batch, batch.version, {"datum": "gcj02"}),
    "a row": lambda who, batch: choices.decide(
        who, batch.rows.all()[0], batch.version, "leave_out"
    ),
    "all rows": lambda who, batch: choices.decide_all(
        who, batch, batch.version, "error", "leave_out"
    ),
    "towns": lambda who, batch: choices.place_by_town(who, batch, batch.version),
    "submitting": lambda who, batch: steps.submit(who, batch, batch.version),
}


@pytest.mark.parametrize("name", STEPS)
def test_nobody_decides_about_the_file_of_another(
    name: str, uploaded: Importing, lead: Official
) -> None:
    batch = uploaded()
    before = batch.version
    with pytest.raises(PermissionDenied, match="上传人"):
        STEPS[name](lead, batch)
    batch.refresh_from_db()
    assert batch.version == before
    assert not batch.rows.exclude(decision="").exists()


def test_the_uploader_does(uploaded: Importing) -> None:
    batch = uploaded()
    STEPS["all rows"](batch.uploader, batch)
    batch.refresh_from_db()
    assert batch.version > 1
