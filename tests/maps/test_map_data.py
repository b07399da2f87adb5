"""What the maps are drawn from: names that can be read, trades by name, towns by position."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.placing import LETTER, MARK, inside, place_names

SQUARE = [[(20.0, 20.0), (300.0, 20.0), (300.0, 200.0), (20.0, 200.0)]]
COORDINATE = st.floats(0, 320, allow_nan=False)


def test_the_points_name_the_trades_they_carry(site, snapshot) -> None:
    body = json.loads(site.get("/map/points.json", {"region": "370400"}).content)
    carried = {code for row in body["places"] for code in row[6]}
    assert carried
    assert set(body["trades"]) == carried
    for code, names in body["trades"].items():
        assert names == [snapshot.trades[code].name, snapshot.trades[code].name_en]


@pytest.mark.parametrize("region", ["370400", "370403"])
def test_the_points_come_with_the_towns_of_their_area(site, snapshot, region) -> None:
    body = json.loads(site.get("/map/points.json", {"region": region}).content)
    stem = region[:4] if region.endswith("00") else region
    known = {
        (area.name, area.lon, area.lat)
        for area in snapshot.areas.values()
        if area.level == "town" and area.code.startswith(stem) and area.lon is not None
    }
    assert {name for name, _lon, _lat in body["towns"]} == {name for name, _lon, _lat in known}
    for name, lon, lat in body["towns"]:
        assert any(
            name == other
            and lon == pytest.approx(x, abs=1e-4)
            and lat == pytest.approx(y, abs=1e-4)
            for other, x, y in known
        )


def test_the_drawn_maps_names_have_halos_and_are_large(site) -> None:
    svg = site.get("/map/base/370400.svg").content.decode()
    texts = re.findall(r"<text [^>]*>", svg)
    assert texts
    for text in texts:
        assert 'paint-order="stroke"' in text
        assert f'font-size="{LETTER}"' in text


def test_a_name_moves_off_a_symbol_and_stays_in_its_region() -> None:
    middle = (160.0, 110.0)
    [(x, y)] = place_names([("薛城区", middle, SQUARE)], [middle], 320, 220)
    assert inside((x, y), SQUARE)
    half_w, half_h = 3 * LETTER / 2, LETTER / 2
    assert abs(x - middle[0]) >= half_w + MARK or abs(y - middle[1]) >= half_h + MARK


def test_two_names_that_wish_for_one_spot_do_not_cover_each_other() -> None:
    wishes = [("薛城区", (160.0, 110.0), SQUARE), ("峄城区", (160.0, 110.0), SQUARE)]
    (x1, y1), (x2, y2) = place_names(wishes, [], 320, 220)
    assert abs(x1 - x2) >= 3 * LETTER or abs(y1 - y2) >= LETTER


@given(st.tuples(COORDINATE, COORDINATE), st.lists(st.tuples(COORDINATE, COORDINATE), max_size=9))
def test_a_name_is_always_whole_in_the_picture(wish, marks) -> None:
    [(x, y)] = place_names([("台儿庄区", wish, SQUARE)], marks, 320, 320)
    assert 2 * LETTER <= x <= 320 - 2 * LETTER
    assert LETTER / 2 <= y <= 320 - LETTER / 2


def test_inside_counts_holes() -> None:
    ring = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    hole = [(4.0, 4.0), (6.0, 4.0), (6.0, 6.0), (4.0, 6.0)]
    assert inside((2, 2), [ring, hole])
    assert not inside((5, 5), [ring, hole])
    assert not inside((12, 5), [ring, hole])
