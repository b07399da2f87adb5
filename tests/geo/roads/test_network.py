from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import dijkstra

from geo.cost_matrix import cost_matrix
from geo.distance import geodesic_m
from geo.roads.graph import build
from geo.roads.reading import Segments
from geo.travel import MODES, minutes

WALK, EBIKE = MODES["walk"], MODES["ebike"]
# A block of about 900 m by 1100 m, and a point outside of everything.
A, B, C, D = (117.50, 34.80), (117.51, 34.80), (117.51, 34.81), (117.50, 34.81)
FAR = (117.9, 34.8)
STREET, ONE_WAY = {"highway": "residential"}, {"highway": "residential", "oneway": "yes"}


def along(mode, *points):
    return sum(geodesic_m(*a, *b) for a, b in pairwise(points)) / (mode.kmh * 1000 / 60)


def test_on_foot_the_way_goes_round_the_block_the_shorter_side(drawn):
    roads = drawn({"A": A, "B": B, "C": C, "D": D}, [("ABCDA", STREET)])
    found = cost_matrix([A, B], [C, D], "walk", roads=roads)
    assert found.method == "road"
    assert found.roads == roads.name
    assert found.minutes == pytest.approx(
        np.array(
            [[along(WALK, A, B, C), along(WALK, A, D)], [along(WALK, B, C), along(WALK, B, A, D)]]
        ),
        rel=1e-3,
    )


def test_an_e_bike_goes_round_a_one_way_block_and_somebody_on_foot_goes_back(drawn):
    roads = drawn({"A": A, "B": B, "C": C, "D": D}, [("ABCDA", ONE_WAY)])
    ride = cost_matrix([A, B], [A, B], "ebike", roads=roads).minutes
    assert ride[0, 1] == pytest.approx(along(EBIKE, A, B), rel=1e-4)
    assert ride[1, 0] == pytest.approx(along(EBIKE, B, C, D, A), rel=1e-4)
    walk = cost_matrix([A, B], [A, B], "walk", roads=roads).minutes
    assert walk[1, 0] == walk[0, 1] == pytest.approx(along(WALK, A, B), rel=1e-4)


def test_many_origins_and_few_destinations_are_no_other_than_one_by_one(drawn):
    roads = drawn({"A": A, "B": B, "C": C, "D": D}, [("ABCDA", ONE_WAY)])
    whole = cost_matrix([A, B, C, D], [B, C], "ebike", roads=roads).minutes
    single = [
        [cost_matrix([a], [b], "ebike", roads=roads).minutes[0, 0] for b in (B, C)]
        for a in (A, B, C, D)
    ]
    assert whole == pytest.approx(np.array(single), rel=1e-6)


def test_what_lies_outside_the_network_is_the_straight_line_and_named_so(drawn):
    roads = drawn({"A": A, "B": B, "C": C, "D": D}, [("ABCDA", STREET)])
    found = cost_matrix([A, FAR], [C, FAR], "walk", roads=roads)
    assert found.by_road.tolist() == [[True, False], [False, False]]
    assert found.method == "mixed"
    assert found.minutes[0, 1] == pytest.approx(minutes(geodesic_m(*A, *FAR), "walk"), rel=1e-5)


def test_a_position_off_the_road_walks_to_it_with_the_detour(drawn):
    roads = drawn({"A": A, "B": B, "C": C, "D": D}, [("ABCDA", STREET)])
    inside = (A[0] + 0.003, A[1] + 0.0009)
    beside = (A[0] + 0.003, A[1])
    way = cost_matrix([inside], [B], "walk", roads=roads).minutes[0, 0]
    assert way == pytest.approx(
        minutes(geodesic_m(*inside, *beside), "walk") + along(WALK, beside, B), rel=0.05
    )


def test_beyond_the_limit_is_unreachable_by_road_too(drawn):
    roads = drawn({"A": A, "B": B, "C": C, "D": D}, [("ABCDA", STREET)])
    found = cost_matrix([A], [A, C], "walk", roads=roads, within=20)
    assert found.minutes.tolist() == [[0, np.inf]]
    assert found.by_road.all()


nodes = st.integers(2, 12)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), count=nodes)
def test_distances_on_any_graph_are_those_of_a_plain_search(data, count):
    number = st.integers(0, count - 1)
    pairs = data.draw(st.lists(st.tuples(number, number, st.booleans()), min_size=1, max_size=40))
    pairs = [pair for pair in pairs if pair[0] != pair[1]] or [(0, 1, True)]
    places = np.random.default_rng(count).uniform((117.5, 34.8), (117.501, 34.801), (count, 2))
    tail, head = np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
    both = np.array([[True, p[2]] for p in pairs])
    lon, lat = places.T
    graph = build(Segments(np.arange(count), lon, lat, tail, head, {"walk": both}), "walk")
    number_of = {(x, y): at for at, (x, y) in enumerate(places.tolist())}
    ours = [
        number_of.get(xy, -1) for xy in zip(graph.lon.tolist(), graph.lat.tolist(), strict=True)
    ]
    known = [at for at, node in enumerate(ours) if node >= 0]
    found = dijkstra(graph.edges, indices=known)[:, known]
    plain = _floyd(places, pairs)
    expected = plain[np.ix_([ours[at] for at in known], [ours[at] for at in known])]
    assert np.isfinite(found).all()
    assert found == pytest.approx(expected, abs=0.05 * len(pairs))
    through = (found[:, :, None] + found[None, :, :]).min(axis=1)
    assert (found <= through + 1e-6).all()


def _floyd(places, pairs):
    """All distances, by trying every node between."""
    size = len(places)
    metres = np.full((size, size), np.inf)
    np.fill_diagonal(metres, 0)
    for a, b, back in pairs:
        length = geodesic_m(*places[a], *places[b])
        metres[a, b] = min(metres[a, b], length)
        if back:
            metres[b, a] = min(metres[b, a], length)
    for k in range(size):
        metres = np.minimum(metres, metres[:, k, None] + metres[None, k, :])
    return metres
