"""What is said before a place is put forward: what could not be checked, what looks mistaken."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import access
from directory.duplicates import Candidate, alike
from directory.entries import PlaceInput
from directory.entry_parts import evened_hours
from directory.models import Market, Official
from directory.models.market import Form
from directory.zone_checks import contradiction
from geo.datum import to_wgs84
from maps.office.places.where import where

MOST_ALIKE = 5


@dataclass(frozen=True, slots=True)
class Doubts:
    """`warnings` in words; `alike`: places on record that this may be. Not a refusal."""

    warnings: tuple[str, ...]
    alike: Sequence[Candidate] = ()

    @property
    def token(self) -> str:
        """Changes with what is said: what has been read is heeded, something new is not."""
        said = [*self.warnings, *(each.market.public_id for each in self.alike)]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16] if said else ""

    def heeded(self, token: str) -> bool:
        return self.token == token


def doubts_about(official: Official, data: PlaceInput, said: Sequence[str]) -> Doubts:
    """`said` is what the write itself would warn of; `data` could be written."""
    alike_places = () if data.public_id else _alike(official, data)
    return Doubts((*said, *_position(data), *_hours(data), *_phone(data)), alike_places)


def _alike(official: Official, data: PlaceInput) -> Sequence[Candidate]:
    """Only those that he may see: of another region not even that it is there is said."""
    lon, lat = to_wgs84(data.lon, data.lat, data.datum)
    point = Point(lon, lat, srid=4326)
    phones = [each.phone for each in data.contacts]
    found = alike(data.name, point, phones, data.region_code)[:MOST_ALIKE]
    keys = [each.market.pk for each in found]
    seen = access.visible(official, Market.objects.filter(pk__in=keys))
    known = set(seen.values_list("pk", flat=True))
    return tuple(each for each in found if each.market.pk in known)


def _position(data: PlaceInput) -> list[str]:
    found = where(data.lon, data.lat, data.datum, data.region_code)
    return [] if not found.distance_m else [found.words, *(each.message for each in found.hints)]


def _hours(data: PlaceInput) -> list[str]:
    if data.form == Form.CANDIDATE:
        return []
    if not data.hours:
        return [_("运行时间没有填写：公众会看到“时间不清楚”")]
    zones = [evened_hours(zone.hours) for zone in data.zones]
    found = contradiction(evened_hours(data.hours), zones, timezone.localdate())
    if found is None:
        return []
    how, (start, end) = found
    when = f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}"
    if how == "zones-outside":
        return [_("%(when)s 有分区开放，而运行时间里是不开") % {"when": when}]
    return [_("%(when)s 运行时间里是开放，而没有一个分区开放") % {"when": when}]


def _phone(data: PlaceInput) -> list[str]:
    if data.form == Form.CANDIDATE or data.contacts or data.hotline:
        return []
    return [_("没有可拨打的办公电话")]
