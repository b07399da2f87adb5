"""What the parts of a region come to in a period: by city, by province, for the country."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from directory.models import Return, ReturnCopy
from directory.returns.standing import State
from geo.models import Level, Region

COUNTRY = "000000"


@dataclass(frozen=True, slots=True)
class Part:
    """A region below; `one` None where no round was opened for it. Sums of what was accepted."""

    code: str
    name: str
    one: Return | None
    places: int
    seekers: int
    hires: int

    @property
    def counts(self) -> bool:
        return self.one is not None and self.one.state == State.ACCEPTED


@dataclass(frozen=True, slots=True)
class Sum:
    """`own`: the region's own newest copy, whose sums should be those of the parts that count."""

    parts: tuple[Part, ...]
    places: int
    seekers: int
    hires: int
    own: ReturnCopy | None

    @property
    def missing(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if not part.counts)

    @property
    def agrees(self) -> bool | None:
        """None where there is no copy to compare with."""
        if self.own is None:
            return None
        ours = (self.own.places, self.own.seekers, self.own.hires)
        return ours == (self.places, self.seekers, self.hires)


def summed(region_code: str, period: str) -> Sum:
    """Three queries, whatever the region."""
    live = Region.objects.live().defer("geom").order_by("code")
    if region_code == COUNTRY:
        regions = list(live.at_level(Level.PROVINCE))
    else:
        regions = list(live.filter(parent_code=region_code))
    newest = ReturnCopy.objects.filter(of=OuterRef("pk")).order_by("-number")
    returns = Return.objects.filter(period=period).annotate(
        **{name: Subquery(newest.values(name)[:1]) for name in ("places", "seekers", "hires")}
    )
    held = {
        one.region_code: one for one in returns.filter(region_code__in=[r.code for r in regions])
    }
    parts = tuple(_part(region, held.get(region.code)) for region in regions)
    own = ReturnCopy.objects.filter(of__region_code=region_code, of__period=period)
    return Sum(
        parts,
        _total(parts, "places"),
        _total(parts, "seekers"),
        _total(parts, "hires"),
        own.order_by("-number").first(),
    )


def _part(region: Region, one: Return | None) -> Part:
    sums = [
        (getattr(one, name) or 0) if one is not None and one.state == State.ACCEPTED else 0
        for name in ("places", "seekers", "hires")
    ]
    return Part(region.code, region.name, one, *sums)


def _total(parts: Sequence[Part], name: str) -> int:
    return sum(getattr(part, name) for part in parts)
