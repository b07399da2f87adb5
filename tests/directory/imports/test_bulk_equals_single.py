"""Writing in bulk does what writing one by one does: the same rows, the same refusals."""

import dataclasses
import datetime as dt
import random
from typing import Any

import pytest
from django.forms.models import model_to_dict

from directory import sync
from directory.entries import ContactInput, FigureInput, PlaceInput, TradeInput
from directory.errors import EntryErrors, StaleVersion
from directory.models import Market
from directory.places import check_place, write_place
from directory.standing import entry_of
from tests.directory.ledger.boundaries import load_shandong
from tests.directory.ledger.entering import place
from tests.factories.ledger import LAT, LON, make_office

pytestmark = pytest.mark.django_db


def entries(count: int = 24) -> list[PlaceInput]:
    """Right and wrong ones, in every datum."""
    load_shandong()
    dice = random.Random(7)
    base = place(office=make_office().code)
    changes: list[dict[str, Any]] = [
        {}, {"hours": "每天8点到17点半"}, {"hours": "看心情"}, {"nature": "unknown"},
        {"trades": (TradeInput("nobody"),)}, {"region_code": "370402"}, {"region_code": "370400"},
        {"region_code": "999999"}, {"office": "none"}, {"lat": 95.0}, {"hotline": "13800000000"},
        {"contacts": (ContactInput("甲", "0632-5550701"), ContactInput("乙", "0632-5550701"))},
        {"services": (), "facilities": (), "zones": (), "peaks": ()},
        {"figures": (FigureInput("seekers", 90, dt.date(2025, 9, 1), "人工"),)},
        {"datum": "mars"}, {"name": " "}, {"lon": LON + 0.3},
    ]  # fmt: skip
    return [
        dataclasses.replace(
            base,
            **{
                "name": f"第 {at} 零工市场",
                "lon": LON + dice.uniform(-0.01, 0.01),
                "lat": LAT + dice.uniform(-0.01, 0.01),
                "datum": ("wgs84", "gcj02", "bd09")[at % 3],
                **changes[at % len(changes)],
            },
        )
        for at in range(count)
    ]


def said(data: PlaceInput) -> tuple[tuple[str, ...], dict[str, list[str]]]:
    try:
        return check_place(data), {}
    except EntryErrors as error:
        return (), error.errors


def stored(market: Market) -> tuple[PlaceInput, dict[str, Any], tuple[float, float]]:
    fresh = Market.objects.get(pk=market.pk)
    fields = model_to_dict(fresh, exclude=["id", "point", "trades", "services", "facilities"])
    where = (round(fresh.point.x, 9), round(fresh.point.y, 9))
    return dataclasses.replace(entry_of(fresh), public_id=None), fields, where


def test_the_same_entries_are_refused_in_the_same_words() -> None:
    given = entries(34)
    judged = sync.check_places(given)
    together = [(each.warnings, each.refusal.errors if each.refusal else {}) for each in judged]
    assert together == [said(data) for data in given]
    assert 5 < sum(each.refusal is None for each in judged) < 34


def test_the_same_rows_are_stored_new_and_changed() -> None:
    right = [data for data in entries() if not said(data)[1]]
    single = [write_place(data).market for data in right]
    bulk = sync.write_places([sync.Wanted(data) for data in right])
    assert [_without_id(m) for m in bulk] == [_without_id(m) for m in single]

    def changed(market: Market) -> PlaceInput:
        return dataclasses.replace(
            entry_of(market), hours="06:00-12:00", services=(), contacts=(), aliases=("别名",)
        )

    single = [write_place(changed(market), 1).market for market in single]
    bulk = sync.write_places([sync.Wanted(changed(market), 1) for market in bulk])
    assert [_without_id(m) for m in bulk] == [_without_id(m) for m in single]
    assert {market.version for market in bulk} == {2}


def test_one_that_has_changed_meanwhile_keeps_all_of_them_out() -> None:
    right = [data for data in entries() if not said(data)[1]][:3]
    markets = sync.write_places([sync.Wanted(data) for data in right])
    write_place(dataclasses.replace(entry_of(markets[1]), name="别人改的"))
    wanted = [
        sync.Wanted(dataclasses.replace(entry_of(market), name="我改的"), 1) for market in markets
    ]
    with pytest.raises(sync.NotWritten) as refused:
        sync.write_places(wanted)
    assert list(refused.value.refusals) == [1]
    assert isinstance(refused.value.refusals[1], StaleVersion)
    assert not Market.objects.filter(name="我改的").exists()


def _without_id(market: Market) -> tuple[Any, ...]:
    entry, fields, where = stored(market)
    return entry, {name: each for name, each in fields.items() if name != "public_id"}, where
