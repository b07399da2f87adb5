"""What the planner is shown before choosing: figures that a small street lets one work out."""

import datetime as dt

import pytest
from django.utils import timezone

from directory.errors import EntryErrors
from directory.models import HallKerbLink, Market, MarketFigure, Peak
from planning import coverage as covering
from planning.crowds import forming, opening
from planning.gaps import Asked, Gaps, gaps
from planning.models import DemandSet
from planning.standard import METRES, Standard
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.counts import make_count
from tests.factories.ledger import COUNTY, LAT, LON, make_market, make_period
from tests.factories.planning import STEP, make_demand

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 4)
KILOMETRE = Standard(METRES, 1000)


def seen(
    demand: DemandSet | None = None, standard: Standard = KILOMETRE, *, all_halls: bool = False
) -> Gaps:
    return gaps(Asked(COUNTY, standard, demand, all_halls), TODAY, None)


def head_count(place: Market, people: int) -> None:
    MarketFigure.objects.create(
        market=place, kind="seekers", value=people, counted_on=dt.date(2026, 1, 1)
    )


def test_demand_within_the_standard_of_an_open_public_place_is_covered() -> None:
    make_market()
    shut = make_market(LON + 10 * STEP)
    make_period(shut, "closed", dt.date(2020, 1, 1))
    make_market(LON + 20 * STEP, nature="commercial")
    # Four points, 914 m from one to the next.
    found = seen(make_demand()).coverage
    assert found is not None
    assert found.covered.tolist() == [True, True, False, False]
    assert (found.total, found.covered_total) == (100.0, 30.0)
    assert found.nearest[:3] == pytest.approx([0, 915, 1830], abs=3)
    assert [(each.county, each.total, each.covered) for each in found.shares()] == [
        (COUNTY, 100.0, 30.0)
    ]
    assert found.worst(5) == [3, 2]
    wider = seen(make_demand(), all_halls=True).coverage
    assert wider is not None
    assert wider.covered.all()


def test_access_shares_out_each_place_among_those_within_reach() -> None:
    make_market()
    held = seen(make_demand()).coverage
    assert held is not None
    assert held.access @ held.demand.weight == pytest.approx(1000)
    assert held.classes() == ["high", "usual", "none", "none"]


def test_minutes_are_by_the_line_where_no_road_is_loaded_and_say_so() -> None:
    make_market()
    standard = Standard("walk", 20)
    held = seen(make_demand(), standard).coverage
    assert held is not None
    assert held.covered.tolist() == [True, True, False, False]
    assert held.nearest[1] == pytest.approx(915 * 1.3 / 75, abs=0.1)
    assert "1.3" in held.costs.method(standard)


def test_a_published_place_just_beyond_the_border_serves_too() -> None:
    make_market()
    make_market(LON + 30 * STEP, region_code="370402", published=True)
    make_market(LON + 20 * STEP, region_code="370402")
    found = seen(make_demand())
    assert [each.outside for each in found.serving] == [False, True]
    assert len(found.places) == 1
    assert found.coverage is not None
    assert found.coverage.covered.all()


def test_a_region_without_places_covers_nobody() -> None:
    held = seen(make_demand()).coverage
    assert held is not None
    assert held.which.tolist() == [-1] * 4
    assert not held.covered.any()
    assert held.mean == 0


def test_demand_of_another_region_is_none_here() -> None:
    assert seen(make_demand(region="370402")).coverage is not None
    elsewhere = gaps(Asked("370406", KILOMETRE, make_demand(name="别处")), TODAY, None)
    assert elsewhere.coverage is None


def test_a_question_too_large_for_a_page_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    make_market()
    monkeypatch.setattr(covering, "MOST_PAIRS", 3)
    with pytest.raises(EntryErrors):
        seen(make_demand())


def test_a_hall_that_opens_after_the_crowd_has_formed_comes_before_others() -> None:
    late, later = make_market(hours="08:30-17:30"), make_market(LON + 1, hours="06:00-17:00")
    near = make_market(LON + STEP, form="kerb", nature="spontaneous", hours="04:30-08:00")
    linked = make_market(LON + 1.02, form="kerb", nature="spontaneous", hours="05:30-08:00")
    far = make_market(LON + 0.5, form="kerb", nature="spontaneous", hours="04:30-08:00")
    uncounted = make_market(LON, form="kerb", nature="spontaneous", hours="03:00-08:00")
    HallKerbLink.objects.create(hall=later, kerb=linked)
    for place, people in ((near, 80), (linked, 100), (far, 500)):
        head_count(place, people)
    found = seen().earlier
    assert [each.hall.pk for each in found] == [late.pk, later.pk]
    assert (found[0].gap, found[0].people, found[0].waited) == (240, 80, 80 * 240)
    assert found[1].waited == 100 * 30
    assert uncounted.pk not in [crowd.spot.pk for each in found for crowd in each.crowds]


def test_a_hall_whose_hours_nobody_knows_is_not_said_to_open_late() -> None:
    make_market(hours="")
    head_count(make_market(form="kerb", hours="04:30-08:00"), 50)
    found = seen()
    assert found.earlier == ()
    assert found.doors_unknown == 1


def test_a_crowd_forms_when_the_earliest_of_what_is_known_says() -> None:
    stated, peaked, counted = (make_market(form="kerb", hours="") for _ in range(3))
    Market.objects.filter(pk=stated.pk).update(hours="Apr-Oct 04:00-08:00; Nov-Mar 05:00-08:00")
    for place in (stated, peaked):
        Peak.objects.create(market=place, starts=dt.time(5, 30), ends=dt.time(6, 30))
    for at in (dt.time(4, 40), dt.time(5, 0), dt.time(6, 0)):
        moment = timezone.make_aware(dt.datetime.combine(TODAY, at))
        make_count(counted, TODAY, counted_at=moment)
    found = forming([stated.pk, peaked.pk, counted.pk], TODAY)
    assert (found[stated.pk].minute, found[stated.pk].source) == (300, "hours")
    assert (found[peaked.pk].minute, found[peaked.pk].source) == (330, "peak")
    assert (found[counted.pk].minute, found[counted.pk].source) == (300, "counts")


def test_a_door_opens_with_its_earliest_zone_on_most_days_of_the_week() -> None:
    place = make_market(hours="Mo-Fr 08:00-17:00; Sa 09:00-12:00; Su off")
    assert opening([place.pk], TODAY) == {place.pk: 480}
    place.zones.create(name="候工棚", hours="Mo-Sa 05:00-09:00")
    assert opening([place.pk], TODAY) == {place.pk: 300}


def test_linked_halls_and_kerbs_are_ranked_by_the_metres_between() -> None:
    hall = make_market()
    for metres in (2, 10):
        kerb = make_market(LON, LAT + metres * STEP, form="kerb", nature="spontaneous")
        HallKerbLink.objects.create(hall=hall, kerb=kerb)
    found = seen()
    assert [each.metres for each in found.pairs] == pytest.approx([1109, 222], abs=3)
    assert [each.metres for each in found.far_pairs] == [found.pairs[0].metres]


def test_counties_without_a_public_market_are_named() -> None:
    load_shandong()
    make_market()
    found = gaps(Asked("370400", KILOMETRE, None), TODAY, None)
    assert COUNTY not in [each.code for each in found.lacking]
    assert len(found.lacking) == len(found.counties) - 1
