"""Columns say of every row what its feature says, and the same contents give the same columns."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from directory.publication import Snapshot, write
from directory.publication.columns import CATEGORIES, LISTS
from directory.records import PlaceRecord
from tests.publications import PLACES, contents, place, sample


def by_row(snapshot: Snapshot) -> list[PlaceRecord]:
    return [snapshot.place_at(row) for row in range(snapshot.count)]


def test_each_column_says_what_the_record_of_its_row_says(tmp_path: Path) -> None:
    snapshot = sample(tmp_path)
    columns, places = snapshot.columns, by_row(snapshot)
    for name in CATEGORIES:
        if name == "town_area":
            continue
        category = columns.category(name)
        said = ["" if code < 0 else category.labels[code] for code in category.codes.tolist()]
        assert said == [getattr(each, name) for each in places], name
    assert columns.flag("demo").tolist() == [int(each.demo) for each in places]
    known = {True: 1, False: 0, None: -1}
    assert columns.flag("free").tolist() == [known[each.free] for each in places]
    assert columns.number("accuracy_m").tolist() == [each.accuracy_m for each in places]
    newest = [max((c.on.toordinal() for c in each.confirmed), default=-1) for each in places]
    assert columns.number("confirmed_on").tolist() == newest


def test_a_town_is_known_by_the_code_of_its_area_where_there_is_one(tmp_path: Path) -> None:
    snapshot = sample(tmp_path)
    area = snapshot.columns.category("town_area")
    found = {
        snapshot.id_at(row): area.labels[code]
        for row, code in enumerate(area.codes.tolist())
        if code >= 0
    }
    assert found == {"phday1": "370405-malantunzhen", "nohrs1": "370403-taozhuangzhen"}


@pytest.mark.parametrize("name", LISTS)
def test_list_fields_are_masks_by_code(tmp_path: Path, name: str) -> None:
    snapshot = sample(tmp_path)
    for code in (*snapshot.trades, *snapshot.services, *snapshot.facilities, "nonsense"):
        listed = [
            code in [getattr(each, "code", each) for each in getattr(found, name)]
            for found in by_row(snapshot)
        ]
        assert snapshot.columns.has(name, code).tolist() == listed
    with pytest.raises(ValueError, match="read-only"):
        snapshot.columns.has(name, "nonsense")[0] = True


def test_labels_ascend_and_are_found_by_text(tmp_path: Path) -> None:
    snapshot = sample(tmp_path)
    names = snapshot.columns.category("name")
    assert list(names.labels) == sorted(each.name for each in PLACES)
    assert names.labels[-1] == names.labels[len(PLACES) - 1]
    assert names.labels[1:3] == [names.labels[1], names.labels[2]]
    assert [names.code(label) for label in names.labels] == list(range(len(PLACES)))
    assert names.code("没有的名字") is None
    with pytest.raises(IndexError):
        names.labels[len(PLACES)]


def test_features_of_rows_come_in_the_order_asked_for(tmp_path: Path) -> None:
    snapshot = sample(tmp_path)
    rows = np.array([7, 2, 3, 4, 0], np.int64)
    ids = [f["id"] for f in json.loads(b"[" + snapshot.features_of(rows) + b"]")]
    assert ids == [snapshot.id_at(row) for row in rows.tolist()]
    assert snapshot.features_of(rows[:0]) == b""


def test_the_order_in_which_places_come_changes_nothing(tmp_path: Path) -> None:
    straight = write(contents(PLACES), tmp_path / "straight")
    turned = write(contents(PLACES[::-1]), tmp_path / "turned")
    assert straight.files == turned.files


def test_an_empty_publication_has_empty_columns(tmp_path: Path) -> None:
    columns = sample(tmp_path, []).columns
    assert len(columns.category("name").codes) == len(columns.category("name").labels) == 0
    assert columns.has("trades", "bricklayer").tolist() == []


def test_a_code_that_no_vocabulary_has_is_refused(tmp_path: Path) -> None:
    odd = replace(place("odd01"), services=("massage",))
    with pytest.raises(ValueError, match="odd01: 'massage' of services"):
        write(contents([odd]), tmp_path / "odd")
