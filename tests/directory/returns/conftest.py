"""A county with two places, its people and those above it."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.utils import timezone

from directory.models import Market, MarketFigure, Official, Return
from directory.returns import acts, freezing, validating
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.ledger import COUNTY, make_confirmation, make_market
from tests.factories.people import make_official


@dataclass
class Chain:
    """Who freezes, who signs, who accepts; `full` a place with all that a return asks for."""

    clerk: Official
    lead: Official
    city: Official
    city_too: Official
    province: Official
    full: Market
    bare: Market

    def at(self, one: Return) -> Return:
        one.refresh_from_db()
        return one

    def freeze(self, one: Return, by: Official | None = None) -> Return:
        freezing.freeze(by or self.clerk, one, self.at(one).version)
        return self.at(one)

    def validate(self, one: Return, by: Official | None = None) -> Return:
        validating.validate(by or self.clerk, one, self.at(one).version)
        return self.at(one)

    def through(self, one: Return) -> Return:
        """From open to accepted."""
        self.validate(self.freeze(one))
        acts.sign(self.lead, one, self.at(one).version)
        acts.hand_up(self.lead, one, self.at(one).version)
        acts.accept(self.city, one, self.at(one).version)
        return self.at(one)


def count(market: Market, seekers: int, hires: int, on: dt.date | None = None) -> None:
    day = on or timezone.localdate()
    for kind, value in (("seekers", seekers), ("hires", hires)):
        MarketFigure.objects.create(
            market=market, kind=kind, value=value, counted_on=day, method="现场点数"
        )


@pytest.fixture
def chain(db: None) -> Chain:
    load_shandong()
    full = make_market(name="永福路零工市场", trades=("mason",))
    bare = make_market(lon=117.30, name="没填全的市场")
    for fact in ("hours", "location", "trades"):
        make_confirmation(full, fact, timezone.localdate())
    count(full, 200, 120)
    return Chain(
        make_official("district_clerk", COUNTY),
        make_official("district_lead", COUNTY),
        make_official("city"),
        make_official("city"),
        make_official("province"),
        full,
        bare,
    )


@pytest.fixture
def one(chain: Chain) -> Return:
    return Return.objects.create(
        region_code=COUNTY, level="county", period="2026", due_on=dt.date(2026, 12, 10)
    )
