"""Boundaries for the ledger's tests: Shandong (山东) of the packaged edition."""

from functools import cache

from geo.country import read_country
from geo.editions import load_edition, switch
from geo.regions import NewRegion


@cache
def _shandong() -> tuple[NewRegion, ...]:
    country = read_country("tianditu")
    return tuple(region for region in country.regions if region.code.startswith("37"))


def load_shandong() -> None:
    """Its province, cities and counties become the live edition."""
    load_edition(_shandong(), name="test", source="test", datum="wgs84")
    switch("test")
