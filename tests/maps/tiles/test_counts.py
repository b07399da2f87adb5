"""Every place in exactly one tile of each zoom, whatever the zoom and wherever the place."""

import datetime as dt
from collections import Counter

import mapbox_vector_tile
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory import tiles
from directory.records import StatusRecord
from geo import mercator
from tests.publications import place, sample

DAY = dt.date(2026, 11, 24)
EDGES_LON = (-180.0, 180.0, 179.9999999, -179.9999999, 0.0, 45.0, 117.421875)
EDGES_LAT = (90.0, -90.0, 85.06, -85.06, 85.0511287, 0.0, 34.8799)
POSITION = st.tuples(
    st.one_of(st.sampled_from(EDGES_LON), st.floats(-180, 180)),
    st.one_of(st.sampled_from(EDGES_LAT), st.floats(-90, 90)),
)


def read(body: bytes) -> list[dict]:
    if not body:
        return []
    layers = mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})
    assert list(layers) == ["markets"]
    features: list[dict] = layers["markets"]["features"]
    return features


def occupied(snapshot, z: int) -> set[tuple[int, int]]:
    """The tiles that places are in, and those around them."""
    columns, rows = mercator.square(snapshot.lon, snapshot.lat)
    shift, most = mercator.BITS - z, (1 << z) - 1
    found = set()
    for column, row in zip((columns >> shift).tolist(), (rows >> shift).tolist(), strict=True):
        for x in (column - 1, column, column + 1):
            for y in (row - 1, row, row + 1):
                found.add((x & most, min(max(y, 0), most)))
    return found


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """Five hundred places: a dense city, pairs at one spot, tile edges, the ends of the world."""
    drawn = np.random.default_rng(7)
    spots = [
        *zip(drawn.normal(117.3, 0.2, 300), drawn.normal(34.8, 0.15, 300), strict=True),
        *zip(drawn.uniform(-180, 180, 100), drawn.uniform(-85, 85, 100), strict=True),
        *[(lon, lat) for lon in EDGES_LON for lat in EDGES_LAT],
        *[(117.1, 34.9)] * 20,
        *[(x / 1024 * 360 - 180, 0.0) for x in range(0, 1024, 33)],
    ]
    places = [
        place(f"p{n:04}", name=f"第{n}处", lon=round(lon, 7), lat=round(lat, 7))
        for n, (lon, lat) in enumerate(spots)
    ]
    return sample(tmp_path_factory.mktemp("crowd"), places)


@pytest.mark.parametrize("z", range(mercator.ZOOM_MAX + 1))
def test_the_counts_of_all_tiles_of_a_zoom_are_the_number_of_places(crowd, z) -> None:
    found = [
        feature["properties"]
        for x, y in occupied(crowd, z)
        for feature in read(tiles.tile(crowd, z, x, y, DAY))
    ]
    assert sum(each["count"] for each in found) == crowd.count
    ids = Counter(each["id"] for each in found if "id" in each)
    assert max(ids.values()) == 1
    if z >= tiles.FULL_ZOOM:
        assert len(ids) == crowd.count


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(spots=st.lists(POSITION, min_size=1, max_size=30), z=st.integers(0, mercator.ZOOM_MAX))
def test_places_anywhere_are_neither_lost_nor_doubled(tmp_path_factory, spots, z) -> None:
    places = [place(f"q{n:02}", lon=lon, lat=lat) for n, (lon, lat) in enumerate(spots)]
    snapshot = sample(tmp_path_factory.mktemp("anywhere"), places)
    counts = [
        feature["properties"]["count"]
        for x, y in occupied(snapshot, z)
        for feature in read(tiles.tile(snapshot, z, x, y, DAY))
    ]
    assert sum(counts) == len(places)


@pytest.mark.parametrize("z", range(tiles.FULL_ZOOM))
def test_a_point_for_several_stands_among_them_and_comes_apart_where_it_says(crowd, z) -> None:
    for x, y in occupied(crowd, z):
        for feature in read(tiles.tile(crowd, z, x, y, DAY)):
            said = feature["properties"]
            assert ("expansion" in said) == (said["count"] > 1) == ("id" not in said)
            if said["count"] == 1:
                continue
            assert z < said["expansion"] <= tiles.FULL_ZOOM
            column, row = (each * 32 // 4096 for each in feature["geometry"]["coordinates"])
            before = cell_parts(crowd, z, (x << 5) + column, (y << 5) + row, said["expansion"] - 1)
            after = cell_parts(crowd, z, (x << 5) + column, (y << 5) + row, said["expansion"])
            assert before == {said["count"]: 1}
            assert said["expansion"] == tiles.FULL_ZOOM or len(after) > 1 or sum(after.values()) > 1


def cell_parts(snapshot, z: int, column: int, row: int, zoom: int) -> Counter:
    """The sizes of the cells of `zoom` that the cell of `z` is made of."""
    columns, rows = mercator.square(snapshot.lon, snapshot.lat)
    own = mercator.BITS - z - tiles.CELL_BITS
    here = (columns >> own == column) & (rows >> own == row)
    shift = mercator.BITS - zoom - tiles.CELL_BITS
    cells = Counter(
        zip((columns[here] >> shift).tolist(), (rows[here] >> shift).tolist(), strict=True)
    )
    return Counter(cells.values())


def test_a_place_that_is_gone_is_in_no_tile_from_that_day_on(tmp_path) -> None:
    gone = StatusRecord("closed", dt.date(2026, 11, 24))
    snapshot = sample(tmp_path, [place("a"), place("b", statuses=(gone,)), place("c", lon=117.264)])
    for z in (0, 9, 10, 14):
        x, y = next(iter(home(snapshot, z)))
        before = read(tiles.tile(snapshot, z, x, y, dt.date(2026, 11, 23)))
        after = read(tiles.tile(snapshot, z, x, y, DAY))
        assert sum(each["properties"]["count"] for each in before) == 3
        assert sum(each["properties"]["count"] for each in after) == 2
    assert [each["properties"]["id"] for each in after] == ["a", "c"]


def home(snapshot, z: int) -> set[tuple[int, int]]:
    columns, rows = mercator.square(snapshot.lon, snapshot.lat)
    shift = mercator.BITS - z
    return set(zip((columns >> shift).tolist(), (rows >> shift).tolist(), strict=True))


def test_a_suspended_place_stays_on_the_map(tmp_path) -> None:
    paused = StatusRecord("suspended", dt.date(2026, 11, 1), dt.date(2026, 12, 1))
    snapshot = sample(tmp_path, [place("a", statuses=(paused,))])
    assert len(read(tiles.tile(snapshot, 0, 0, 0, DAY))) == 1


def test_no_places_are_no_bytes(tmp_path) -> None:
    assert tiles.tile(sample(tmp_path, []), 0, 0, 0, DAY) == b""
