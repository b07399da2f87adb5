"""However a place is written quickly, its bytes are those that `json` has always given."""

import dataclasses
import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.publication.features import feature_of, place_of
from directory.publication.names_apart import NameLines, NamesFailed
from geo.namelines import EDGE, name_line
from tests.publications import PLACES

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ALWAYS = ("hours", "free", "hotline", "complaint_line", "trades")


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@given(
    st.sampled_from(PLACES), TEXT, st.lists(TEXT, max_size=3),
    st.floats(-180, 180), st.floats(-90, 90),
)  # fmt: skip
def test_a_feature_is_what_json_makes_of_it(place, name, aliases, lon, lat):
    place = dataclasses.replace(
        place, name=name, directions=name[::-1], aliases=tuple(aliases), lon=lon, lat=lat
    )
    properties = place.to_json()
    for moved in ("id", "lon", "lat"):
        properties.pop(moved, None)
    point = {"type": "Point", "coordinates": [round(lon, 7), round(lat, 7)]}
    wanted = {
        "type": "Feature", "id": place.id, "geometry": point,
        "properties": dict.fromkeys(ALWAYS) | properties,
    }  # fmt: skip
    assert feature_of(place) == as_json(wanted)


@pytest.mark.parametrize("lon", [1e-5, -1e-7, 0.0, -0.0, 0.0001, 117.1234567, 180.0])
def test_a_number_near_zero_is_written_as_ever(lon):
    place = dataclasses.replace(PLACES[0], lon=lon)
    assert b'"coordinates":' + as_json([lon, place.lat]) in feature_of(place)
    assert place_of(feature_of(place)).lon == lon


@given(TEXT, st.lists(TEXT, max_size=3))
def test_a_line_of_names_ends_in_its_entry_as_json_and_is_one_line(name, aliases):
    line = name_line(name, aliases)
    assert (line.count(b"\n"), line[-1:]) == (1, b"\n")
    entry = line.decode().rpartition(EDGE)[2][:-1]
    assert as_json(json.loads(entry)) == entry.encode()
    assert json.loads(entry)[0] == name


@pytest.mark.parametrize("here", [0, 2, 100])
def test_lines_are_the_same_wherever_they_are_written(tmp_path: Path, here) -> None:
    places = [*PLACES, dataclasses.replace(PLACES[0], name="两\n行", aliases=("别名", "A区"))]
    lines = NameLines(tmp_path / "names", here)
    for place in places:
        lines.add(place.name, place.aliases)
    with lines.mapped() as (starts, data):
        found = [data[a:b] for a, b in pairwise(starts)]
    assert found == [name_line(place.name, place.aliases) for place in places]


def test_no_names_are_an_empty_file(tmp_path: Path) -> None:
    with NameLines(tmp_path / "names").mapped() as (starts, data):
        assert (list(starts), data) == ([0], b"")


def test_a_process_that_fails_fails_the_build(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("directory.publication.names_apart.MODULE", "geo.no_such_module")
    lines = NameLines(tmp_path / "names", here=0)
    lines.add("零工市场", ())
    with pytest.raises(NamesFailed), lines.mapped():
        pass
