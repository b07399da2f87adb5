"""Vector tiles, read back with the reader of somebody else."""

import mapbox_vector_tile
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo import mvt

INSIDE = st.integers(0, mvt.EXTENT - 1)
WORDS = st.text(max_size=200).filter(lambda words: words.isprintable())


def read(body: bytes):
    return mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})


@given(st.lists(st.tuples(WORDS, st.booleans(), INSIDE, INSIDE), min_size=1, max_size=300))
def test_what_is_written_is_read(rows) -> None:
    values = b"".join(mvt.text(words) for words, *_ in rows) + mvt.whole(7)
    places = np.array([at if known else -1 for at, (_w, known, *_) in enumerate(rows)])
    x, y = (np.array([row[at] for row in rows]) for at in (2, 3))
    features = mvt.points([0, places, 1, len(rows)], x, y)
    found = read(mvt.layer("l", ("name", "count"), features, values))["l"]
    assert (found["extent"], found["version"]) == (mvt.EXTENT, 2)
    for feature, (words, known, column, row) in zip(found["features"], rows, strict=True):
        assert feature["properties"] == ({"name": words} if known else {}) | {"count": 7}
        assert feature["geometry"] == {"type": "Point", "coordinates": [column, row]}


def test_places_of_every_width_are_told_apart() -> None:
    places = np.array([0, 127, 128, 16_383, 16_384, 20_000])
    features = mvt.points([0, places, 1, 0], places & 4095, places & 4095)
    values = b"".join(map(mvt.whole, range(20_001)))
    found = read(mvt.layer("l", ("n", "zero"), features, values))["l"]["features"]
    assert [each["properties"] for each in found] == [{"n": n, "zero": 0} for n in places]


def test_no_points_are_no_bytes() -> None:
    none = np.empty(0, np.int64)
    assert mvt.points([0, none], none, none) == b""
