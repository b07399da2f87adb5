"""From one position outward along the road, asked for a few places at a time."""

import numpy as np
import pytest

from geo.distance import geodesic_m
from geo.roads import outward
from geo.roads.outward import Outward
from geo.travel import MODES

CENTRE = (24.9420, 60.1700)


@pytest.fixture(scope="module")
def places(helsinki):
    """On the road, beside it, and where there is none."""
    graph = helsinki.sides["ebike"].graph
    dice = np.random.default_rng(7)
    on = np.column_stack((graph.lon, graph.lat))[dice.integers(0, len(graph.lon), 150)]
    beside = on[:50] + dice.normal(0, 0.0005, (50, 2))
    return np.concatenate((on, beside, [CENTRE, (24.0, 60.0), (117.5, 34.8)]))


@pytest.mark.parametrize("cut_out", [False, True])
@pytest.mark.parametrize("mode", MODES)
def test_ways_asked_for_bit_by_bit_are_those_of_the_matrix(
    helsinki, places, mode, cut_out, monkeypatch
):
    if cut_out:
        monkeypatch.setattr(outward, "WHOLE_NODES", 0)
        monkeypatch.setattr(outward, "FIRST_M", 50.0)
        monkeypatch.setattr(outward, "FIRST_DETOUR", 1.0)
    chosen = MODES[mode]
    found = Outward(helsinki.sides[mode], *CENTRE)
    line = geodesic_m(*CENTRE, *places.T)
    parts = [
        found.metres(places[at], line[at], chosen.detour)
        for at in np.array_split(np.argsort(line), 9)
    ]
    metres = np.empty(len(places))
    metres[np.argsort(line)] = np.concatenate(parts)
    expected = helsinki.minutes(np.array([CENTRE]), places, chosen)[0] * chosen.kmh * 1000 / 60
    assert np.isnan(metres).tolist() == np.isnan(expected).tolist()
    on = ~np.isnan(metres)
    assert 150 <= on.sum() < len(places)
    assert metres[on] == pytest.approx(expected[on], rel=1e-5, abs=0.01)


@pytest.mark.parametrize("mode", MODES)
def test_no_way_is_shorter_than_the_straight_line(helsinki, places, mode):
    """On this the finder's outward search stops."""
    for start in places[:60]:
        found = Outward(helsinki.sides[mode], *start)
        line = geodesic_m(*start, *places.T)
        metres = found.metres(places, line, MODES[mode].detour)
        on = ~np.isnan(metres)
        assert (metres[on] >= line[on] * (1 - 1e-5)).all()


def test_a_position_outside_reaches_nothing(helsinki, places):
    found = Outward(helsinki.sides["walk"], 117.5, 34.8)
    assert not found.found
    assert np.isnan(found.metres(places, np.ones(len(places)), 1.3)).all()
