"""Ids of merged places in a publication: old readers see nothing new, nothing private gets out."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from directory import merging
from directory.publication import Snapshot, write
from directory.publication.ledger import read_contents
from directory.publication.merged import read_merged
from tests.factories.ledger import LON, make_market
from tests.publications import BUILT_AT, contents, place

TODAY = dt.date(2026, 11, 24)


def test_an_old_id_resolves_to_the_place_it_was_merged_into(tmp_path: Path) -> None:
    write(dataclasses.replace(contents([place("stays")]), merged={"gone": "stays"}), tmp_path / "a")
    snapshot = Snapshot.open(tmp_path / "a")

    resolved = snapshot.resolve("gone", TODAY)

    assert resolved is not None
    assert resolved.place.id == "stays"
    assert snapshot.place("gone") is None


def test_without_merged_places_a_publication_is_as_before(tmp_path: Path) -> None:
    written = write(contents(), tmp_path / "a")

    assert "merged.json" not in written.files
    assert Snapshot.open(tmp_path / "a").merged == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("gone_public", "stays_public"), [(True, True), (False, True), (True, False)]
)
def test_an_id_leads_on_only_between_public_places(gone_public: bool, stays_public: bool) -> None:
    gone = make_market(LON + 0.0004, published=gone_public)
    stays = make_market(published=stays_public)

    merging.merge(gone, stays, None)

    both = gone_public and stays_public
    assert read_merged() == ({gone.public_id: stays.public_id} if both else {})
    ids = [record.id for record in read_contents(1, BUILT_AT).places]
    assert ids == ([stays.public_id] if stays_public else [])
