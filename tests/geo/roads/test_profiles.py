import pytest

from geo.roads.profiles import ebike, walk

BOTH, NEITHER, ALONG, AGAINST = (True, True), (False, False), (True, False), (False, True)


@pytest.mark.parametrize(
    ("tags", "on_foot", "by_ebike"),
    [
        ("highway=residential", BOTH, BOTH),
        ("highway=steps", BOTH, NEITHER),
        ("highway=footway", BOTH, NEITHER),
        ("highway=footway bicycle=yes", BOTH, BOTH),
        ("highway=pedestrian bicycle=designated", BOTH, BOTH),
        ("highway=motorway", NEITHER, NEITHER),
        ("highway=motorway foot=yes", NEITHER, NEITHER),
        ("highway=trunk", BOTH, BOTH),
        ("highway=trunk motorroad=yes", NEITHER, NEITHER),
        ("highway=construction", NEITHER, NEITHER),
        ("highway=service access=private", NEITHER, NEITHER),
        ("highway=service access=private foot=yes", BOTH, NEITHER),
        ("highway=service access=no bicycle=yes", NEITHER, BOTH),
        ("highway=residential vehicle=no", BOTH, NEITHER),
        ("highway=primary bicycle=use_sidepath", BOTH, NEITHER),
        ("highway=primary foot=no", NEITHER, BOTH),
        ("highway=residential oneway=yes", BOTH, ALONG),
        ("highway=residential oneway=-1", BOTH, AGAINST),
        ("highway=residential oneway=yes oneway:bicycle=no", BOTH, BOTH),
        ("highway=residential oneway:bicycle=yes", BOTH, ALONG),
        ("highway=residential oneway=yes cycleway=opposite_lane", BOTH, BOTH),
        ("highway=tertiary junction=roundabout", BOTH, ALONG),
        ("highway=tertiary junction=roundabout oneway=no", BOTH, BOTH),
        ("highway=footway oneway:foot=yes", ALONG, NEITHER),
        ("building=yes", NEITHER, NEITHER),
    ],
)
def test_who_may_take_a_way_and_in_which_direction(tags, on_foot, by_ebike):
    said = dict(pair.split("=") for pair in tags.split())
    assert (walk(said), ebike(said)) == (on_foot, by_ebike)
