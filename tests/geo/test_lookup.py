import pytest
from django.contrib.gis.geos import Point

from geo.datum import DatumError
from geo.distance import geodesic_m
from geo.lookup import is_finest, nearest_region, region_at, region_check

pytestmark = pytest.mark.django_db

INSIDE = (117.55, 34.85)


def test_a_position_lies_in_its_county(live):
    assert region_at(INSIDE).code == "370402"
    assert region_at(Point(*INSIDE, srid=4326)).code == "370402"


def test_where_no_county_is_drawn_the_city_is_found(live):
    assert region_at((117.45, 34.45)).code == "370400"


def test_outside_every_region_nothing_is_found(live):
    assert region_at((116.0, 39.0)) is None


def test_a_border_belongs_to_the_lower_code(live):
    assert region_at((117.55, 34.8)).code == "370402"


def test_hidden_editions_do_not_count(db):
    assert region_at(INSIDE) is None


def test_inside_its_stored_region_a_position_is_accepted_at_no_distance(live):
    result = region_check(INSIDE, "370402")
    assert (result.inside, result.accepted, result.distance_m) == (True, True, 0.0)
    assert result.stored.code == result.found.code == "370402"


@pytest.mark.parametrize(("metres", "accepted"), [(250, True), (350, False)])
def test_a_little_outside_is_accepted_up_to_the_tolerance(live, metres, accepted):
    lon = 117.6 + metres / (111_320 * 0.8206)
    result = region_check((lon, 34.85), "370402")
    assert result.distance_m == pytest.approx(geodesic_m(117.6, 34.85, lon, 34.85), abs=0.5)
    assert result.accepted is accepted
    assert not result.inside
    assert result.found.code == "370400"


def test_the_tolerance_can_be_chosen(live):
    assert region_check((117.61, 34.85), "370402", tolerance_m=1000).accepted


def test_a_position_in_the_neighbouring_county_names_both(live):
    result = region_check((117.55, 34.75), "370402")
    assert (result.stored.code, result.found.code) == ("370402", "370404")
    assert result.distance_m == pytest.approx(5548, abs=5)
    assert not result.accepted


def test_an_unknown_code_is_never_accepted(live):
    result = region_check(INSIDE, "999999")
    assert (result.stored, result.distance_m, result.accepted) == (None, None, False)


def test_the_nearest_county_is_found_within_reason(live):
    region, metres = nearest_region((117.61, 34.85))
    assert region.code == "370402"
    assert metres == pytest.approx(geodesic_m(117.6, 34.85, 117.61, 34.85), abs=0.5)
    assert nearest_region((100.0, 34.85)) is None


def test_a_region_with_none_below_it_is_the_finest(live):
    assert is_finest("370402")
    assert not is_finest("370400")
    assert not is_finest("999999")


@pytest.mark.parametrize("position", [(34.85, 117.55), (float("nan"), 34.0)])
def test_an_impossible_position_is_refused(live, position):
    with pytest.raises(DatumError):
        region_at(position)
    with pytest.raises(DatumError):
        region_check(position, "370402")


def test_a_check_reads_the_shapes_in_the_database_only(live, django_assert_num_queries):
    with django_assert_num_queries(2):
        region_check(INSIDE, "370402")
