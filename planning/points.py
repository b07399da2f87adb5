"""Points on their way into a set: frozen, WGS-84."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Demanded:
    """`weight`: workers on a day. `region_code` empty: found from the position when written."""

    lon: float
    lat: float
    weight: float
    name: str = ""
    region_code: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """`capacity` None: no limit; `cost` in 万元; `wish` as `CandidateSite.Wish` has it."""

    lon: float
    lat: float
    name: str = ""
    capacity: float | None = None
    cost: float = 1.0
    wish: str = ""
    region_code: str = ""
