"""The finder for where somebody stands is made by the lane itself, and is Django's to the byte."""

import random

import pytest
from django.core.handlers.wsgi import WSGIHandler

from maps.readpath.lane import Lane
from tests.maps.readpath.test_lane_is_django import answer, assert_alike, environ


@pytest.fixture
def asked_django() -> list[str]:
    return []


@pytest.fixture
def both(snapshot, morning, asked_django):
    django = WSGIHandler()

    def counting(meta, start):
        asked_django.append(meta["QUERY_STRING"])
        return django(meta, start)

    return Lane(counting), django


def position(dice: random.Random) -> str:
    lon, lat = 117.4 + dice.uniform(-0.3, 0.3), 34.8 + dice.uniform(-0.2, 0.2)
    rest = dice.choice(("", "&trade=wg", "&at=2026-11-24T05%3A00&mode=walk", "&more=20&utm=x"))
    return f"lon={lon:.5f}&lat={lat:.5f}{rest}"


@pytest.mark.parametrize("path", ["/", "/en/"])
@pytest.mark.parametrize("size", ["", "size=xl"])
def test_positions_are_answered_alike_and_django_is_asked_once(
    both, asked_django, path, size
) -> None:
    lane, django = both
    dice = random.Random(7)
    for _ in range(25):
        more = {"HTTP_COOKIE": size} if size else {}
        encoding = dice.choice(("", "gzip", "gzip, br"))
        asked = environ(path, position(dice), HTTP_ACCEPT_ENCODING=encoding, **more)
        assert_alike(lane, django, asked)
        tag = answer(lane, asked)[1]["etag"]
        assert_alike(lane, django, asked | {"HTTP_IF_NONE_MATCH": tag})
    # The second is the head of the first 304.
    assert len(asked_django) == 2
    assert not lane.kept


@pytest.mark.parametrize(
    "query",
    ["lon=117.3", "lon=x&lat=34", "lon=117.3&lat=34.8&date=", "lon=117.3&lat=34.8&page=2",
     "lon=117.3&lat=34.8&at=soon", "lon=&lat=", "lon=2&lat=48", "q=x&lon=117.3&lat=34.8",
     "lon=117.3&lat=34.8&when=dawn", "xlon=1"],
)  # fmt: skip
def test_what_is_no_plain_position_is_answered_alike_too(both, query) -> None:
    lane, django = both
    for _ in range(2):
        assert_alike(lane, django, environ("/", query))
    assert not lane._refused
