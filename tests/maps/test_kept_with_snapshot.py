"""Answers kept for a publication are never another's, and go when it goes."""

import gc
import weakref
from pathlib import Path

from directory.publication import Snapshot
from maps.kept_with import kept_with_snapshot
from tests.publications import place, sample


def test_an_answer_is_computed_once_and_never_for_another_publication(tmp_path: Path) -> None:
    asked: list[tuple[int, str]] = []

    @kept_with_snapshot(8)
    def count(snapshot: Snapshot, area: str) -> int:
        asked.append((snapshot.count, area))
        return snapshot.count

    one = sample(tmp_path / "one", [place("a1")])
    two = sample(tmp_path / "two", [place("a1"), place("a2")])
    assert [count(one, "x"), count(two, "x"), count(one, "x"), count(two, "y")] == [1, 2, 1, 2]
    assert asked == [(1, "x"), (2, "x"), (2, "y")]


def test_no_publication_is_held_open_by_what_is_kept_of_it(tmp_path: Path) -> None:
    @kept_with_snapshot(8)
    def count(snapshot: Snapshot) -> int:
        return snapshot.count

    made = sample(tmp_path, [place("a1")])
    assert count(made) == 1
    gone = weakref.ref(made)
    del made
    gc.collect()
    assert gone() is None
