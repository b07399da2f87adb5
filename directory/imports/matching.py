"""Which place of the ledger a row is about: by its id, else by name and county, else by address.

What is only alike (directory.duplicates) is never taken for the same: it is asked about.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from directory.ledger.texts import clean
from directory.models import Market


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
    """A place that a row may be about, and why."""

    place: Standing
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Ledger:
    """The places of a region, by what they are recognised by.

    The id of a place that was merged into another leads to the other.
    """

    by_id: dict[str, Standing] = field(default_factory=dict)
    by_pk: dict[int, Standing] = field(default_factory=dict)
    by_name: dict[tuple[str, str], list[Standing]] = field(default_factory=dict)

    @classmethod
    def of(cls, region_code: str) -> "Ledger":
        ledger = cls()
        markets = Market.objects.in_region(region_code)
        fields = ("pk", "public_id", "name", "region_code", "address", "version", "aliases")
        for *values, aliases in markets.standing().values_list(*fields):
            ledger._add(Standing(*values), aliases)
        merged = markets.filter(merged_into__isnull=False)
        for public_id, survivor in merged.values_list("public_id", "merged_into"):
            if survivor in ledger.by_pk:
                ledger.by_id[public_id] = ledger.by_pk[survivor]
        return ledger

    def _add(self, place: Standing, aliases: Iterable[str]) -> None:
        self.by_id[place.public_id] = self.by_pk[place.pk] = place
        for name in {clean(place.name), *map(clean, aliases)}:
            self.by_name.setdefault((name, place.region_code), []).append(place)

    def named(self, name: str, region_code: str, address: str) -> list[Standing]:
        """One where name and county, or with several of them also the address, say which."""
        found = self.by_name.get((clean(name), region_code), [])
        exact = [each for each in found if clean(each.address) == clean(address)]
        return exact if len(found) > 1 and len(exact) == 1 else found
