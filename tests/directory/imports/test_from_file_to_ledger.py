"""A messy workbook becomes places: by two people, once, and whole."""

import pytest

from directory.errors import EntryErrors
from directory.imports import choices, running, steps
from directory.models import ImportBatch, Market, Official
from tests.directory.imports.conftest import Importing

State = ImportBatch.State


def test_the_preview_sorts_every_row_and_names_its_cell(uploaded: Importing) -> None:
    batch = uploaded()
    assert batch.state == State.PREVIEW, batch.message
    assert batch.counts["new"] + batch.counts["unplaced"] == 8, batch.counts
    row = batch.rows.get(name="永福路零工市场")
    assert (row.sheet, row.row, row.cells["name"]) == ("名录清单", 5, "名录清单!B5")
    assert ["name", "未填写", "永福路零工市场"] in row.changes
    assert not Market.objects.exists()


def test_places_without_a_position_stand_in_the_way_until_they_are_decided(
    uploaded: Importing, clerk: Official
) -> None:
    batch = uploaded()
    with pytest.raises(EntryErrors, match="还有 2 行没有处理"):
        steps.submit(clerk, batch, batch.version)
    row = batch.rows.filter(sort="unplaced").first()
    assert row is not None
    here = {"lon": "117.27", "lat": "34.80", "datum": "gcj02", "accuracy_m": "30"}
    choices.decide(clerk, row, batch.version, "", placed=here)
    batch.refresh_from_db()
    choices.decide_all(clerk, batch, batch.version, "unplaced", "leave_out")
    batch.refresh_from_db()
    assert (batch.counts["blocking"], batch.counts["new"]) == (0, 7)


def test_what_one_puts_forward_another_approves_and_it_is_written(
    uploaded: Importing, clerk: Official, lead: Official
) -> None:
    batch = written(uploaded(), clerk, lead)
    assert batch.state == State.APPLIED, batch.message
    market = Market.objects.get(name="永福路零工市场")
    assert (market.office, market.hours, market.hotline) == (clerk.office, "05:00-17:30", "12333")
    assert market.contacts.count() == 2
    assert market.figures.get(kind="seekers").value == 200
    assert Market.objects.count() == 6


def test_the_same_file_twice_changes_nothing(
    uploaded: Importing, clerk: Official, lead: Official
) -> None:
    written(uploaded(), clerk, lead)
    again = uploaded()
    assert again.counts["unchanged"] == 6, (again.counts, [r.changes for r in again.rows.all()])
    assert again.counts["written"] == 0
    choices.decide_all(clerk, again, again.version, "unplaced", "leave_out")
    again.refresh_from_db()
    with pytest.raises(EntryErrors, match="没有要写入的内容"):
        steps.submit(clerk, again, again.version)


def written(batch: ImportBatch, clerk: Official, lead: Official) -> ImportBatch:
    """Unplaced rows left out, put forward, approved and written."""
    choices.decide_all(clerk, batch, batch.version, "unplaced", "leave_out")
    batch.refresh_from_db()
    batch = steps.submit(clerk, batch, batch.version, "年度名录")
    batch = steps.approve(lead, batch, batch.version)
    running.apply(batch.pk)
    batch.refresh_from_db()
    return batch
