"""Boundaries for the ledger's tests: Shandong (山东) of the packaged edition, live."""

from functools import cache

import pytest

from geo.country import read_country
from geo.editions import load_edition, switch
from geo.regions import NewRegion


@cache
def _shandong() -> tuple[NewRegion, ...]:
    country = read_country("tianditu")
    return tuple(region for region in country.regions if region.code.startswith("37"))


@pytest.fixture
def boundaries(db: None) -> None:
    """Province, cities and counties of Shandong as the live edition."""
    load_edition(_shandong(), name="test", source="test", datum="wgs84")
    switch("test")
