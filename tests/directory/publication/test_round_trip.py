"""What is written is what is read, and equal contents are equal files."""

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest

from directory.publication import Damaged, Snapshot, manifest, write
from tests.publications import (
    AREAS,
    BUILT_AT,
    CALENDAR,
    EVENTS,
    PLACES,
    TRADES,
    contents,
    place,
    sample,
)


def test_every_record_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    snapshot = sample(tmp_path)
    assert [snapshot.place(p.id) for p in PLACES] == list(PLACES)
    assert snapshot.events == EVENTS
    assert list(snapshot.trades.values()) == list(TRADES)
    assert set(snapshot.areas.values()) == set(AREAS)
    assert list(snapshot.areas) == sorted(snapshot.areas)
    assert snapshot.calendar == CALENDAR
    assert (snapshot.number, snapshot.built_at, snapshot.count) == (7, BUILT_AT, len(PLACES))
    assert snapshot.demo is True


def test_a_place_that_was_not_published_is_none(tmp_path: Path) -> None:
    snapshot = sample(tmp_path)
    for unknown in ("nobody", "", "hall", "hall1x", "hall1-and-much-longer", "临沂"):
        assert snapshot.place(unknown) is None
        assert snapshot.feature(unknown) is None
        assert snapshot.resolve(unknown, dt.date(2026, 11, 20)) is None


def test_the_hash_says_what_is_in_it_and_not_when_or_in_which_order(tmp_path: Path) -> None:
    first = write(contents(), tmp_path / "a")
    later = dt.timedelta(days=1)
    again = contents(reversed(PLACES), number=8, built_at=BUILT_AT + later)
    second = write(again, tmp_path / "b")
    assert first.content_sha256 == second.content_sha256
    assert first.files == second.files
    renamed = dataclasses.replace(PLACES[0], name="改了名字的市场")
    third = write(contents([renamed, *PLACES[1:]]), tmp_path / "c")
    assert third.content_sha256 != first.content_sha256


def test_a_publication_of_nothing_can_be_read(tmp_path: Path) -> None:
    snapshot = sample(tmp_path, [], events=(), trades=(), areas=(), outlines={})
    assert snapshot.count == 0
    assert snapshot.demo is False
    assert snapshot.find_names("枣庄") == []
    assert snapshot.find_trade("瓦工") is None
    assert snapshot.features_in((-180, -90, 180, 90), 10).matched == 0
    assert list(snapshot.outward(117.0, 35.0)) == []
    assert snapshot.places_in("370400") == []
    assert snapshot.basemap("370400") is None


def test_a_trade_outside_the_vocabulary_is_refused(tmp_path: Path) -> None:
    stray = dataclasses.replace(
        PLACES[0], trades=(dataclasses.replace(PLACES[0].trades[0], code="x"),)
    )
    with pytest.raises(ValueError, match="hall1: 'x' of trades"):
        write(contents([stray]), tmp_path / "a")


def test_two_places_with_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="same id"):
        write(contents([place("same1"), place("same1", lon=118.0)]), tmp_path / "a")


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "note").write_text("mine")
    with pytest.raises(FileExistsError):
        write(contents(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["note"]


def test_the_manifest_names_datum_counts_and_every_file(tmp_path: Path) -> None:
    folder = sample(tmp_path).folder
    said = json.loads((folder / "manifest.json").read_text())
    assert said["datum"] == "WGS-84"
    assert said["counts"]["places"] == len(PLACES)
    assert set(said["files"]) | set(said["past"]) == {p.name for p in folder.iterdir()} - {
        "manifest.json"
    }


@pytest.mark.parametrize("how", ["flipped", "shortened", "missing"])
def test_any_damaged_file_is_found_and_named(tmp_path: Path, how: str) -> None:
    for name in sorted(manifest.load(sample(tmp_path / "whole").folder).all_files):
        folder = sample(tmp_path / name).folder
        path = folder / name
        data = path.read_bytes()
        if how == "missing":
            path.unlink()
        elif how == "shortened":
            path.write_bytes(data[:-1] if data else b"1")
        else:
            path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]) if data else b"1")
        with pytest.raises(Damaged, match=name):
            manifest.verify(folder)


def test_a_missing_or_foreign_manifest_is_refused(tmp_path: Path) -> None:
    folder = sample(tmp_path).folder
    text = (folder / "manifest.json").read_text()
    for changed in (
        "",
        "{}",
        text.replace("WGS-84", "GCJ-02"),
        text.replace('"format": 2', '"format": 9'),
    ):
        (folder / "manifest.json").write_text(changed)
        with pytest.raises(Damaged):
            Snapshot.open(folder)
