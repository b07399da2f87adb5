"""Vector tiles, read back with the reader of somebody else."""

import mapbox_vector_tile
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo import mvt

NUMBER = st.integers(0, 2**53)
INSIDE = st.integers(0, mvt.EXTENT - 1)
WORDS = st.text(max_size=200).filter(lambda words: words.isprintable())


def read(body: bytes):
    return mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})


@given(st.lists(st.tuples(NUMBER, WORDS, st.booleans(), INSIDE, INSIDE), min_size=1, max_size=300))
def test_what_is_written_is_read(rows) -> None:
    values = b"".join(mvt.text(words) for _id, words, *_ in rows) + mvt.whole(7)
    places = np.array([at if known else -1 for at, (*_, known, _x, _y) in enumerate(rows)])
    numbers = np.array([row[0] for row in rows])
    x, y = (np.array([row[at] for row in rows]) for at in (3, 4))
    body = mvt.layer(
        "l", ("name", "count"), mvt.points(numbers, [0, places, 1, len(rows)], x, y), values
    )
    found = read(body)["l"]
    assert (found["extent"], found["version"]) == (mvt.EXTENT, 2)
    for feature, (number, words, known, column, row) in zip(found["features"], rows, strict=True):
        assert feature["id"] == number
        assert feature["properties"] == ({"name": words} if known else {}) | {"count": 7}
        assert feature["geometry"] == {"type": "Point", "coordinates": [column, row]}


def test_a_feature_without_an_id_has_none() -> None:
    x = np.array([1, 2])
    body = mvt.layer(
        "l", ("n",), mvt.points(np.array([5, -1]), [0, np.array([0, 0])], x, x), mvt.whole(300)
    )
    assert [f.get("id", 0) for f in read(body)["l"]["features"]] == [5, 0]
    assert [f["properties"] for f in read(body)["l"]["features"]] == [{"n": 300}] * 2


def test_twenty_thousand_values_are_told_apart() -> None:
    count = 20_000
    places = np.arange(count)
    body = mvt.layer(
        "l", ("n",), mvt.points(places, [0, places], places & 4095, places & 4095),
        b"".join(map(mvt.whole, range(count))),
    )  # fmt: skip
    assert [f["properties"]["n"] for f in read(body)["l"]["features"]] == list(range(count))


def test_no_points_are_no_bytes() -> None:
    none = np.empty(0, np.int64)
    assert mvt.points(none, [0, none], none, none) == b""
