"""Which place of the ledger a row is about: by its id, else by name and county, else by address.

What is only alike — near with a similar name, one name written in two ways, one phone — is never
taken for the same: it is asked about.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from rapidfuzz import fuzz

from directory.ledger.texts import clean, keys
from directory.models import Contact, Market

NEAR_M, ALIKE, MOST_NEAR = 300, 70.0, 10
# The nearest few of each row, through the index on geography.
_NEAREST = """
SELECT given.at, near.id, near.metres
FROM unnest(%s::int[], %s::float8[], %s::float8[]) AS given(at, lon, lat)
CROSS JOIN LATERAL (
    SELECT market.id, ST_Distance(market.point::geography, here.spot) AS metres
    FROM (SELECT ST_SetSRID(ST_MakePoint(given.lon, given.lat), 4326)::geography AS spot) here,
        directory_market market
    ORDER BY market.point::geography <-> here.spot
    LIMIT %s
) near
WHERE near.metres <= %s
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """As much of a place of the ledger as is needed to recognise it."""

    pk: int
    public_id: str
    name: str
    region_code: str
    address: str
    version: int


@dataclass(frozen=True, slots=True)
class Alike:
    """A place that a row may be about, and why, in Chinese."""

    place: Standing
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Ledger:
    """The places of a region, by everything that they are recognised by."""

    by_id: dict[str, Standing] = field(default_factory=dict)
    by_pk: dict[int, Standing] = field(default_factory=dict)
    by_name: dict[tuple[str, str], list[Standing]] = field(default_factory=dict)
    by_key: dict[str, list[Standing]] = field(default_factory=dict)
    by_phone: dict[str, list[Standing]] = field(default_factory=dict)

    @classmethod
    def of(cls, region_code: str) -> "Ledger":
        ledger = cls()
        markets = Market.objects.in_region(region_code)
        fields = ("pk", "public_id", "name", "region_code", "address", "version", "aliases")
        for *values, aliases in markets.values_list(*fields):
            ledger._add(Standing(*values), aliases)
        phones = Contact.objects.filter(market__in=markets.values("pk"))
        for pk, phone in phones.values_list("market_id", "phone"):
            ledger.by_phone.setdefault(phone, []).append(ledger.by_pk[pk])
        return ledger

    def _add(self, place: Standing, aliases: Iterable[str]) -> None:
        self.by_id[place.public_id] = self.by_pk[place.pk] = place
        for name in {clean(place.name), *map(clean, aliases)}:
            self.by_name.setdefault((name, place.region_code), []).append(place)
            for key in keys(name):
                self.by_key.setdefault(key, []).append(place)

    def named(self, name: str, region_code: str, address: str) -> list[Standing]:
        """One where name and county, or with several of them also the address, say which."""
        found = self.by_name.get((clean(name), region_code), [])
        exact = [each for each in found if clean(each.address) == clean(address)]
        return exact if len(found) > 1 and len(exact) == 1 else found

    def alike(self, values: Mapping[str, Any], near: Sequence[tuple[int, float]]) -> list[Alike]:
        reasons: dict[int, list[str]] = {}
        name = values.get("name", "")
        for pk, metres in near:
            place = self.by_pk.get(pk)
            if place and fuzz.ratio(clean(place.name), clean(name)) >= ALIKE:
                reasons.setdefault(pk, []).append(f"相距 {metres:.0f} 米且名称相近")
        for key in keys(name):
            for place in self.by_key.get(key, []):
                if place.region_code == values.get("region_code"):
                    reasons.setdefault(place.pk, []).append("名称相同")
        for contact in values.get("contacts", ()):
            for place in self.by_phone.get(contact.phone, []):
                if fuzz.ratio(clean(place.name), clean(name)) >= ALIKE:
                    reasons.setdefault(place.pk, []).append(f"电话相同（{contact.phone}）")
        return [Alike(self.by_pk[pk], tuple(dict.fromkeys(said))) for pk, said in reasons.items()]


def nearest(positions: Mapping[int, tuple[float, float]]) -> dict[int, list[tuple[int, float]]]:
    """Places within NEAR_M of each WGS-84 position: key and metres, by the position's number."""
    found: dict[int, list[tuple[int, float]]] = {}
    if positions:
        given: list[Any] = [
            list(positions),
            [lon for lon, _ in positions.values()],
            [lat for _, lat in positions.values()],
            MOST_NEAR,
            NEAR_M,
        ]
        with connection.cursor() as cursor:
            cursor.execute(_NEAREST, given)
            for at, pk, metres in cursor.fetchall():
                found.setdefault(at, []).append((pk, metres))
    return found
