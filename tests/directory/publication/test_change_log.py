"""The log says what two publications differ in, as far back as it reaches."""

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.publication import Snapshot, comparing, write
from directory.publication.past import FieldChange
from directory.records import PlaceRecord, StatusRecord
from tests.publications import BUILT_AT, contents, place

HALL, KERB, NEW = place("hall1"), place("kerb1", form="kerb"), place("new01")


def publications(folder: Path, *steps: Sequence[PlaceRecord], first: int = 1) -> list[Snapshot]:
    """One after another, a day apart, each carrying on the log of the one before."""
    made: list[Snapshot] = []
    for number, places in enumerate(steps, first):
        at = BUILT_AT + dt.timedelta(days=number)
        target = folder / f"publication-{number}"
        before = made[-1] if made else None
        write(contents(places, number=number, built_at=at), target, before)
        made.append(Snapshot.open(target))
    return made


def differs(old: Snapshot, new: Snapshot) -> tuple[set[str], set[str], set[str]]:
    """Added, changed and removed ids, found by reading both from end to end."""
    before, after = (
        {snapshot.id_at(row): snapshot.features[row] for row in range(snapshot.count)}
        for snapshot in (old, new)
    )
    both = before.keys() & after.keys()
    changed = {id for id in both if before[id] != after[id]}
    return after.keys() - before.keys(), changed, before.keys() - after.keys()


def said(new: Snapshot, since: int) -> tuple[set[str], set[str], set[str]]:
    found = new.changes(since)
    assert found is not None
    added, changed = (
        {new.id_at(int(row)) for row in rows} for rows in (found.added, found.changed)
    )
    return added, changed, set(found.removed)


def test_a_field_that_changed_is_there_with_both_values(tmp_path: Path) -> None:
    later = replace(HALL, hours="Mo-Su 03:30-09:00", lon=117.3, free=None)
    _, new = publications(tmp_path, [HALL, KERB], [later, KERB])
    (change,) = new.log_of(2)
    assert (change.number, change.id, change.kind) == (2, "hall1", "changed")
    assert (change.name, change.region, change.at) == (later.name, "370403", new.built_at)
    assert list(change.fields) == [
        FieldChange("position", [117.263, 34.795], [117.3, 34.795]),
        FieldChange("hours", "Mo-Su 04:30-09:00", "Mo-Su 03:30-09:00"),
        FieldChange("free", True, None),
    ]


def test_of_a_place_removed_all_that_was_public_is_kept(tmp_path: Path) -> None:
    _, new = publications(tmp_path, [HALL, KERB], [HALL])
    (change,) = new.log_of(2)
    assert (change.id, change.kind, change.name) == ("kerb1", "removed", KERB.name)
    values = {each.field: (each.before, each.after) for each in change.fields}
    assert values["address"] == ("测试路 1 号", None)
    assert values["form"] == ("kerb", None)
    assert "id" not in values


def test_a_place_added_is_named_and_nothing_more(tmp_path: Path) -> None:
    _, new = publications(tmp_path, [HALL], [HALL, NEW])
    (change,) = new.log_of(2)
    assert (change.id, change.kind, change.fields) == ("new01", "added", ())


def test_entries_count_and_stand_newest_first(tmp_path: Path) -> None:
    *_, new = publications(tmp_path, [HALL], [HALL, KERB], [replace(KERB, town="陶庄镇"), NEW])
    assert [(e.number, e.added, e.changed, e.removed) for e in new.log] == [
        (3, 1, 1, 1),
        (2, 1, 0, 0),
        (1, 1, 0, 0),
    ]
    assert [e.detailed for e in new.log] == [True, True, False]
    assert [e.at for e in new.log] == [BUILT_AT + dt.timedelta(days=n) for n in (3, 2, 1)]


def test_a_move_touches_both_places(tmp_path: Path) -> None:
    moved = replace(HALL, statuses=(StatusRecord("moved", dt.date(2026, 12, 1), None, "new01"),))
    fresh = replace(NEW, predecessors=("hall1",))
    _, new = publications(tmp_path, [HALL, NEW], [moved, fresh])
    assert said(new, 1) == (set(), {"hall1", "new01"}, set())


def test_a_merge_removes_the_id_that_lives_on_as_another(tmp_path: Path) -> None:
    old = publications(tmp_path, [HALL, KERB])[0]
    merged = contents([HALL], number=2, merged={"kerb1": "hall1"})
    write(merged, tmp_path / "merged", old)
    new = Snapshot.open(tmp_path / "merged")
    assert said(new, 1) == (set(), set(), {"kerb1"})
    assert new.merged["kerb1"] == "hall1"


def test_a_place_that_comes_back_first_appeared_when_it_first_did(tmp_path: Path) -> None:
    *_, gone, back = publications(tmp_path, [HALL], [HALL, KERB], [HALL], [HALL, KERB])
    assert said(gone, 2) == (set(), set(), {"kerb1"})
    assert said(gone, 1) == (set(), set(), set())
    row = back.row("kerb1")
    assert row is not None
    assert back.columns.number("first")[row] == 2
    assert back.columns.number("changed")[row] == 4
    assert said(back, 3) == ({"kerb1"}, set(), set())
    # It was there then and is now: said to have changed rather than passed over.
    assert said(back, 2) == (set(), {"kerb1"}, set())
    assert said(back, 1) == ({"kerb1"}, set(), set())


def test_an_empty_first_publication_begins_the_log(tmp_path: Path) -> None:
    empty, new = publications(tmp_path, [], [HALL])
    assert [(e.number, e.added, e.detailed) for e in empty.log] == [(1, 0, False)]
    assert empty.log_of(1) == ()
    assert said(new, 1) == ({"hall1"}, set(), set())


def test_a_log_that_does_not_reach_back_so_far_says_so(tmp_path: Path) -> None:
    snapshot = publications(tmp_path, [HALL], [KERB], first=7)[-1]
    assert snapshot.changes(6) is None
    assert snapshot.changes(9) is None
    assert said(snapshot, 7) == ({"kerb1"}, set(), {"hall1"})
    assert said(snapshot, 8) == (set(), set(), set())
    # Somebody who has nothing yet needs no history.
    assert said(snapshot, 0) == ({"kerb1"}, set(), set())


def test_what_was_published_before_is_no_part_of_the_content(tmp_path: Path) -> None:
    alone = publications(tmp_path / "alone", [HALL], first=3)[0]
    after = publications(tmp_path / "after", [KERB], [HALL])[1]
    assert alone.checksum == after.checksum
    assert alone.manifest.past != after.manifest.past


def test_too_many_changes_are_counted_and_not_described(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "DETAILED_CHANGES", 1)
    *_, new = publications(tmp_path, [], [HALL], [HALL, KERB, NEW])
    assert [(e.number, e.added, e.detailed) for e in new.log] == [
        (3, 2, False),
        (2, 1, True),
        (1, 0, False),
    ]
    assert new.log_of(3) == ()
    assert [change.id for change in new.log_of(2)] == ["hall1"]


def test_the_oldest_details_and_entries_go_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "ENTRIES", 3)
    monkeypatch.setattr(comparing, "DETAIL_BYTES", 100)
    *_, new = publications(tmp_path, *([replace(HALL, town=f"镇{n}")] for n in range(5)))
    assert [(e.number, e.detailed) for e in new.log] == [(5, True), (4, False), (3, False)]
    # Who changed when is known still.
    assert said(new, 1) == (set(), {"hall1"}, set())


worlds = st.lists(
    st.dictionaries(
        st.sampled_from([f"p{n:03}" for n in range(80)]),
        st.tuples(st.sampled_from(["", "甲镇", "乙镇"]), st.sampled_from([117.2, 117.3])),
        max_size=80,
    ),
    min_size=2,
    max_size=4,
)


def _places(world: dict[str, Any]) -> list[PlaceRecord]:
    return [place(id, town=town, lon=lon) for id, (town, lon) in world.items()]


@settings(max_examples=12, deadline=None)
@given(worlds)
def test_between_any_two_the_log_says_what_reading_both_says(steps: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = publications(Path(folder), *map(_places, steps))
        new = made[-1]
        assert said(new, new.number - 1) == differs(made[-2], new)
        entry = new.log[0]
        counted = tuple(map(len, differs(made[-2], new)))
        assert (entry.added, entry.changed, entry.removed) == counted
        for old in made:
            added, changed, removed = differs(old, new)
            told = said(new, old.number)
            assert told[0] == added
            assert told[2] == removed
            # What changed and changed back is told as changed.
            assert told[1] >= changed
        assert len(new.log_of(new.number)) == sum(counted)


def test_what_was_worked_out_from_the_same_words_and_hours_is_kept(tmp_path: Path) -> None:
    old, new = publications(tmp_path, [HALL, KERB], [replace(HALL, town="陶庄镇"), KERB])
    old.warm(BUILT_AT.date(), "370400")
    new.take_over(old)
    assert new.timetable is old.timetable
    assert new.find_names("枣庄", home="370400") == old.find_names("枣庄", home="370400")
    other = publications(tmp_path / "other", [replace(HALL, hours="24/7")])[0]
    other.take_over(old)
    assert other.timetable is not old.timetable
    assert other.spans_at(0, BUILT_AT.date(), 1) != old.spans_at(0, BUILT_AT.date(), 1)
