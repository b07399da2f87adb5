"""The area within a standard: along the roads where there are any, and never taken for a circle."""

from typing import Any

import numpy as np
import pytest
import shapely

from geo.roads import store
from geo.roads.building import build
from planning import reach as reaching
from planning.reach import reach
from planning.standard import METRES, Standard, costs
from planning.standing_places import StandingPlace
from tests.geo.roads.conftest import NOW, osm

WALK = Standard("walk", 15)
EAST = (117.28, 34.8)


def place(lon: float = 117.2632, lat: float = 34.8) -> StandingPlace:
    return StandingPlace(
        1, "abcdef", "大厅", "public", "hall", "open", lon, lat, "370403", None, "",
        seekers_counted=False, demo=False,
    )  # fmt: skip


@pytest.fixture
def one_road(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """From the hall a street to the east, and none to the north."""
    nodes = {"hall": (117.2632, 34.8), "east": EAST}
    (tmp_path / "one.osm").write_text(osm(nodes, [(("hall", "east"), {"highway": "residential"})]))
    build(tmp_path / "one.osm", tmp_path / "roads", NOW, lambda stage, done: None)
    network = store.load(tmp_path / "roads", store.current(tmp_path / "roads"))
    monkeypatch.setattr(reaching, "roads", lambda: network)
    reaching._by_road.cache_clear()
    return network


def test_along_a_street_one_comes_farther_than_across_the_fields(one_road: Any) -> None:
    found = reach([place()], WALK)
    assert (found.by_road, found.circles) == (1, 0)
    # Fifteen minutes are 1 125 m: 0.0123° of longitude here.
    assert found.area.contains(shapely.Point(117.2632 + 0.0115, 34.8))
    assert not found.area.contains(shapely.Point(117.2632, 34.8 + 0.003))


def test_a_place_off_the_network_and_metres_are_circles(one_road: Any) -> None:
    found = reach([place(), place(118.0, 35.0)], WALK)
    assert (found.by_road, found.circles) == (1, 1)
    round_one = reach([place()], Standard(METRES, 1000))
    assert (round_one.by_road, round_one.circles) == (0, 1)
    assert round_one.area.contains(shapely.Point(117.2632, 34.8 + 0.0085))
    assert not round_one.area.contains(shapely.Point(117.2632, 34.8 + 0.0095))


def test_without_places_nothing_is_covered() -> None:
    assert reach([], WALK).area.is_empty


def test_the_method_says_which_part_is_by_road(one_road: Any) -> None:
    hall = np.array([(117.2632, 34.8)])
    near, both = np.array([EAST]), np.array([EAST, (118.0, 35.0)])
    assert costs(near, hall, WALK, one_road).method(WALK).startswith("路网")
    said = costs(both, hall, WALK, one_road).method(WALK)
    assert "50% 的距离" in said
    assert "1.3" in said
