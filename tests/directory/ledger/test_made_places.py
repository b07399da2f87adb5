"""The made-up country for load and bench."""

from collections import Counter

import numpy as np
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from directory.hours import parse
from directory.made import blocks, mix, store
from directory.made.blocks import BLOCK, IS_MOVED, cut, make_block
from directory.made.ground import Ground
from directory.models import Market, Office, StatusPeriod
from geo.distance import geodesic_m
from geo.lookup import region_check
from tests.factories.ledger import make_market, make_period

pytestmark = pytest.mark.django_db


def told() -> list[tuple[object, ...]]:
    return list(
        store.made_places()
        .order_by("pk")
        .values_list("public_id", "name", "point", "hours", "entered_lon", "nature")
    )


def test_places_are_plausible_and_pass_the_ledgers_own_checks(boundaries: None) -> None:
    assert store.make(400, seed=3) == 0

    made = list(store.made_places().prefetch_related("market_trades"))
    assert len(made) == len({market.public_id for market in made}) == 400
    assert all(market.demo and "演示" in market.name for market in made)
    for market in made[:60]:
        assert region_check(market.point, market.region_code).inside
        assert 1 <= market.market_trades.count() <= blocks.MAX_TRADES
    assert {market.nature for market in made} == {"public", "commercial", "spontaneous"}
    assert {market.form for market in made} == {"kerb", "station", "hall"}
    assert {market.entered_datum for market in made} == {"wgs84", "gcj02", "bd09"}
    assert 8 <= sum(not market.hours for market in made) <= 80
    assert len({market.region_code for market in made}) > 80
    call_command("check_ledger")


def test_hours_come_in_a_few_hundred_patterns_that_can_all_be_read() -> None:
    patterns = {hours for form in mix.HOURS.values() for hours in form}

    assert 200 <= len(patterns) <= 500
    for pattern in patterns:
        parse(pattern)


def test_every_trade_is_used_and_the_rare_ones_rarely(boundaries: None) -> None:
    block = make_block(Ground(store.counties(), 3), 3, 0)
    counts = Counter(block.trades[block.trades >= 0].tolist())

    assert set(counts) == set(range(len(mix.TRADES_BY_DEMAND)))
    assert counts[0] > 0.8 * BLOCK
    assert min(counts.values()) < 0.02 * BLOCK
    for row in block.trades[:200]:
        chosen = row[row >= 0].tolist()
        assert len(chosen) == len(set(chosen)) > 0


def test_a_seed_makes_the_same_places_whatever_their_number(boundaries: None) -> None:
    store.make(50, seed=9)
    fifty = told()
    store.make(120, seed=9, replace=True)
    assert told()[:50] == fifty
    store.make(50, seed=10, replace=True)
    assert told() != fifty


def test_moves_lead_to_an_open_place_of_the_same_county(boundaries: None) -> None:
    block = make_block(Ground(store.counties(), 3), 3, 0)
    moved = np.flatnonzero(block.status == IS_MOVED)

    assert len(moved) > 20
    for row in moved:
        successor = block.successor[row]
        assert block.county[successor] == block.county[row]
        assert block.status[successor] == blocks.NO_STATUS
    short = cut(block, 300)
    assert (short.successor < 300).all()
    assert ((short.status == IS_MOVED) == (short.successor >= 0)).all()


def test_places_gather_around_towns(boundaries: None) -> None:
    ground = Ground(store.counties("370481"), 3)
    points = ground.draw(np.zeros(500, np.int64), np.random.default_rng(1))

    spots = ground.spots[0]
    nearest = [
        min(geodesic_m(lon, lat, x, y) for x, y in spots.tolist()) for lon, lat in points.tolist()
    ]
    assert np.median(nearest) < 4_000


def test_a_region_keeps_all_places_inside_it(boundaries: None) -> None:
    call_command("make_demo", "--places=40", "--region=370400")

    assert {m.region_code[:4] for m in store.made_places()} == {"3704"}


def test_replacing_takes_out_made_places_and_no_others(boundaries: None) -> None:
    by_hand = make_market(name="真实")
    shown = make_market(name="演示", demo=True)
    call_command("make_demo", "--places=30", "--seed=1")
    made = store.made_places()[0]
    make_period(shown, "moved", made.created_at.date(), successor=made)

    with pytest.raises(CommandError, match="--replace"):
        call_command("make_demo", "--places=30", "--seed=2")
    call_command("make_demo", "--places=20", "--seed=2", "--replace")

    assert store.made_places().count() == 20
    assert {by_hand, shown} <= set(Market.objects.all())
    assert not StatusPeriod.objects.filter(market=shown).exists()


def test_places_entered_afterwards_get_keys_of_their_own(boundaries: None) -> None:
    store.make(30, seed=1)

    assert make_market().pk > max(store.made_places().values_list("pk", flat=True))


def test_an_interruption_leaves_nothing_behind(
    boundaries: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.make(30, seed=1, progress=interrupt)

    assert not Market.objects.exists()
    assert not Office.objects.exists()


def test_ctrl_c_at_the_command_says_that_nothing_was_stored(
    boundaries: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*args: object, **options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "make", interrupted)
    with pytest.raises(CommandError, match="nothing was stored"):
        call_command("make_demo", "--places=30")


@pytest.mark.parametrize(
    "arguments", [["--places=0"], ["--places=many"], ["--places=3", "--region=山东"], []]
)
def test_what_cannot_be_made_is_refused(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("make_demo", *arguments)


def test_without_boundaries_there_is_no_ground() -> None:
    with pytest.raises(CommandError, match="load_regions"):
        call_command("make_demo", "--places=3")
