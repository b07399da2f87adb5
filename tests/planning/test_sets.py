"""Sets of demand and candidates: versions, provenance, rights."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from directory.errors import EntryErrors
from directory.models import MarketFigure
from planning import candidates, demand
from planning.demand import Shares
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.counts import make_count
from tests.factories.ledger import COUNTY, LAT, LON, make_market, make_period
from tests.factories.people import OTHER_COUNTY, make_official
from tests.factories.planning import make_candidates, make_demand

pytestmark = pytest.mark.django_db


@pytest.fixture
def regions() -> None:
    load_shandong()
    call_command("load_towns", verbosity=0)


def test_a_second_set_of_a_name_is_its_next_version_and_the_first_stays() -> None:
    first, second = make_demand(), make_demand(weights=(1, 2))
    assert (first.version, second.version) == (1, 2)
    first.refresh_from_db()
    assert (first.points_total, first.weight_total, first.points.count()) == (4, 100.0, 4)
    assert second.weight_total == 3.0


def test_only_who_may_plan_in_the_region_makes_a_set() -> None:
    make_demand(make_official("planner", COUNTY))
    for stranger in (make_official("planner", OTHER_COUNTY), make_official("district_clerk")):
        with pytest.raises(PermissionDenied):
            make_demand(stranger)


def test_demand_without_anybody_is_refused() -> None:
    with pytest.raises(EntryErrors):
        make_demand(weights=(0, 0))


def test_spots_give_their_counts_else_what_was_typed_and_say_how_many_of_each(
    regions: None,
) -> None:
    counted, typed, _unknown, closed = (make_market(form="kerb") for _ in range(4))
    make_period(closed, "closed", dt.date(2020, 1, 1))
    for place, on, value in (
        (counted, dt.date(2026, 3, 1), 500),
        (typed, dt.date(2026, 1, 1), 80),
        (typed, dt.date(2026, 3, 1), 120),
        (closed, dt.date(2026, 3, 1), 999),
    ):
        MarketFigure.objects.create(market=place, kind="seekers", value=value, counted_on=on)
    for days, seekers in ((1, 60), (2, 80)):
        make_count(counted, timezone.localdate() - dt.timedelta(days=days), seekers=seekers)
    made = demand.from_spots(None, "370400", "聚集点")
    assert {each.name: each.weight for each in made.points.all()} == {
        counted.name: 70.0,
        typed.name: 120.0,
    }
    said = {key: made.parameters[key] for key in ("counted", "typed", "left_out")}
    assert said == {"counted": 1, "typed": 1, "left_out": 1}
    assert not made.modelled


def test_nobody_is_guessed_where_nothing_was_counted(regions: None) -> None:
    make_market(form="kerb")
    with pytest.raises(EntryErrors):
        demand.from_spots(None, COUNTY, "聚集点")


def test_modelled_workers_add_up_to_the_population_times_the_shares(regions: None) -> None:
    shares = Shares(0.5, 0.1, 0.2)
    made = demand.from_population(None, "370400", "推算", shares)
    population = demand.population()["counties"]
    assert made.weight_total == pytest.approx(sum(population.values()) * 0.01)
    assert made.modelled
    assert made.parameters["casual"] == 0.1
    own = sum(each.weight for each in made.points.filter(region_code=COUNTY))
    assert own == pytest.approx(population[COUNTY] * 0.01)


def test_sets_combine_with_their_factors() -> None:
    one, two = make_demand(), make_demand(name="另一个", weights=(5,), modelled=True)
    both = demand.combine(None, COUNTY, "合并", [(one, 0.5), (two, 2.0)])
    assert both.weight_total == 60.0
    assert both.modelled
    assert both.parameters["parts"][1]["factor"] == 2.0


def test_a_grid_fills_the_county_and_nothing_beyond(regions: None) -> None:
    made = candidates.grid(None, COUNTY, "网格", 4000)
    assert 20 < made.points_total < 60
    assert set(made.sites.values_list("region_code", flat=True)) == {COUNTY}


def test_a_grid_that_is_too_fine_is_refused(regions: None) -> None:
    with pytest.raises(EntryErrors):
        candidates.grid(None, "370400", "网格", 100)


def test_candidates_of_the_ledger_are_those_of_the_kinds_asked_for(regions: None) -> None:
    make_market(name="空房", form="candidate")
    make_market(name="路边", form="kerb")
    make_market(name="大厅", form="hall")
    made = candidates.from_places(None, COUNTY, "备选", ("candidate", "public"))
    assert sorted(made.sites.values_list("name", flat=True)) == ["大厅", "空房"]


def test_points_are_put_in_their_county(regions: None) -> None:
    made = make_candidates(count=1)
    assert made.sites.get().region_code == COUNTY
    assert (made.sites.get().point.x, made.sites.get().point.y) == pytest.approx((LON, LAT + 0.001))
