"""Two people of one district, one of the next, and a place between them."""

from dataclasses import replace

import pytest

from directory.entries import PlaceInput
from directory.models import Market, Official
from directory.standing import entry_of
from tests.factories.ledger import COUNTY, make_market, make_office
from tests.factories.people import OTHER_COUNTY, make_official


@pytest.fixture
def clerk(db) -> Official:
    return make_official("district_clerk", name="薛城区经办")


@pytest.fixture
def lead(db) -> Official:
    return make_official("district_lead", name="薛城区负责人")


@pytest.fixture
def stranger(db) -> Official:
    """Leads the next district."""
    return make_official("district_lead", OTHER_COUNTY, name="市中区负责人")


@pytest.fixture
def market(db) -> Market:
    return make_market(name="永福路零工市场")


@pytest.fixture
def new_place(db) -> PlaceInput:
    return PlaceInput(
        name="黄河路零工驿站",
        nature="public",
        form="station",
        office=make_office().code,
        region_code=COUNTY,
        address="黄河路 1 号",
        lon=117.2632,
        lat=34.8012,
        datum="wgs84",
        accuracy_m=20,
    )


@pytest.fixture
def change(market):
    """`change(hours="06:00-18:00")`: the place as it stands, but for these parts."""
    return lambda **values: replace(entry_of(Market.objects.get(pk=market.pk)), **values)
