"""Writing one place into the ledger: checked whole, stored whole or not at all."""

from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.db import transaction

from directory import public_ids
from directory.entries import PlaceInput
from directory.errors import Refusals
from directory.models import Facility, Market, Office, ServiceTag
from directory.parts import Parts
from directory.placement import position
from directory.publication import requests
from directory.wording import by_code, check_fields, hours_as_stored


@dataclass(frozen=True, slots=True)
class Saved:
    """`warnings` say in Chinese what could not be checked."""

    market: Market
    created: bool
    warnings: tuple[str, ...]


@transaction.atomic
def save_place(data: PlaceInput) -> Saved:
    """Adds or changes a place and asks for a publication; `EntryErrors` names all that is wrong."""
    saved = write_place(data)
    requests.request()
    return saved


@transaction.atomic
def write_place(data: PlaceInput) -> Saved:
    """As `save_place`, for a caller that writes many and asks for a publication once."""
    refusals = Refusals()
    market = _described(data, refusals)
    parts = Parts(data, refusals)
    services = by_code(ServiceTag, data.services, refusals, "services", "服务")
    facilities = by_code(Facility, data.facilities, refusals, "facilities", "设施")
    where = position(data.lon, data.lat, data.datum, data.region_code, refusals)
    refusals.raise_if_any()

    created = market.pk is None
    market.point = Point(where.lon, where.lat, srid=4326)
    market.save()
    market.services.set(services.values())
    market.facilities.set(facilities.values())
    parts.store(market)
    return Saved(market, created, where.warnings)


def _described(data: PlaceInput, refusals: Refusals) -> Market:
    """The market of `data`, its own fields filled in and checked, not yet stored."""
    market = _standing(data.public_id)
    offices = by_code(Office, [data.office], refusals, "office", "机构")
    if data.office in offices:
        market.office = offices[data.office]
    market.hours = hours_as_stored(data.hours, refusals, "hours")
    market.entered_lon, market.entered_lat = data.lon, data.lat
    market.entered_datum = data.datum
    for field in (
        "nature",
        "form",
        "scope",
        "region_code",
        "accuracy_m",
        "free_of_charge",
        "hotline",
        "complaint_line",
        "demo",
    ):
        setattr(market, field, getattr(data, field))
    for field in ("name", "operator", "town", "address", "directions", "van_bay", "hours_note"):
        setattr(market, field, getattr(data, field).strip())
    market.aliases = [alias.strip() for alias in data.aliases]
    check_fields(market, refusals, skip=("office", "point", "entered_datum"))
    return market


def _standing(public_id: str | None) -> Market:
    if public_id is None:
        taken = Market.objects.filter
        return Market(public_id=public_ids.fresh(lambda each: taken(public_id=each).exists()))
    standing = Market.objects.select_for_update(no_key=True).filter(public_id=public_id).first()
    return standing or Market(public_id=public_id)
