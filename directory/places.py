"""Writing one place into the ledger: checked whole, stored whole or not at all."""

from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from directory import public_ids
from directory.entries import PlaceInput
from directory.errors import EntryErrors, Refusals, StaleVersion
from directory.models import Facility, Market, Office, ServiceTag
from directory.parts import Parts
from directory.placement import position
from directory.publication import requests
from directory.source import DATABASE, Source
from directory.wording import by_code, check_fields, hours_as_stored


@dataclass(frozen=True, slots=True)
class Saved:
    """`warnings` say in Chinese what could not be checked."""

    market: Market
    created: bool
    warnings: tuple[str, ...]


@transaction.atomic
def save_place(data: PlaceInput, base_version: int | None = None) -> Saved:
    """Adds or changes a place and asks for a publication; `EntryErrors` names all that is wrong."""
    saved = write_place(data, base_version)
    requests.request()
    return saved


@transaction.atomic
def write_place(data: PlaceInput, base_version: int | None = None) -> Saved:
    """As `save_place`, for a caller that writes many and asks for a publication once.

    `StaleVersion` where `base_version` is given and the place no longer stands at it.
    """
    market = _standing(data.public_id)
    if base_version is not None and market.pk is not None and market.version != base_version:
        raise StaleVersion(base_version, market.version)
    checked = check_onto(data, market)
    created = market.pk is None
    if not created:
        market.version += 1
    market.save()
    market.services.set(checked.services)
    market.facilities.set(checked.facilities)
    checked.parts.store(market)
    return Saved(market, created, checked.warnings)


def check_place(data: PlaceInput) -> tuple[str, ...]:
    """What `write_place` would warn of; `EntryErrors` where it would refuse. Writes nothing."""
    standing = Market.objects.filter(public_id=data.public_id).first() if data.public_id else None
    return check_onto(data, standing or Market(public_id=data.public_id or "0000")).warnings


@dataclass(frozen=True, slots=True)
class Checked:
    """What hangs on a place that has passed all checks and has not been stored."""

    parts: Parts
    services: list[ServiceTag]
    facilities: list[Facility]
    warnings: tuple[str, ...]


def check_onto(data: PlaceInput, market: Market, source: Source = DATABASE) -> Checked:
    """`market` filled in with `data`, and what is to be hung on it; `EntryErrors` for any fault."""
    if market.merged_into_id is not None:
        raise EntryErrors({"": [_("这个地点已并入另一处，不能再修改")]})
    refusals = Refusals()
    _describe(market, data, refusals, source)
    parts = Parts(data, refusals, source)
    services = by_code(ServiceTag, data.services, refusals, "services", _("服务"), source)
    facilities = by_code(Facility, data.facilities, refusals, "facilities", _("设施"), source)
    where = position(data.lon, data.lat, data.datum, data.region_code, refusals, source)
    refusals.raise_if_any()
    market.point = Point(where.lon, where.lat, srid=4326)
    return Checked(parts, list(services.values()), list(facilities.values()), where.warnings)


def _describe(market: Market, data: PlaceInput, refusals: Refusals, source: Source) -> None:
    """The own fields of `market` filled in and checked, not yet stored."""
    offices = by_code(Office, [data.office], refusals, "office", _("机构"), source)
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


def _standing(public_id: str | None) -> Market:
    if public_id is None:
        taken = Market.objects.filter
        return Market(public_id=public_ids.fresh(lambda each: taken(public_id=each).exists()))
    standing = Market.objects.select_for_update(no_key=True).filter(public_id=public_id).first()
    return standing or Market(public_id=public_id)
