"""Open earlier before building new: halls whose door opens after the crowd beside it has formed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from directory.models import HallKerbLink
from geo.cost_matrix import straight_line_m
from planning.crowds import Forming, forming, opening
from planning.standing_places import StandingPlace, positions

# A crowd farther off than this is not one that waits for this door.
NEAR_M = 1000.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A crowd beside a hall: `minutes` until its door opens, 0 where that is no later."""

    spot: StandingPlace
    metres: float
    forms: Forming
    minutes: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """`door`: minute after midnight. `waited`: people × minutes, by which halls are ranked."""

    hall: StandingPlace
    door: int
    crowds: tuple[Waiting, ...]

    @property
    def waited(self) -> int:
        return sum(each.minutes * (each.spot.seekers or 0) for each in self.crowds)

    @property
    def people(self) -> int:
        return sum(each.spot.seekers or 0 for each in self.crowds if each.minutes)

    @property
    def gap(self) -> int:
        """From the earliest crowd to the door, in minutes."""
        return max(each.minutes for each in self.crowds)


@dataclass(frozen=True, slots=True)
class Pair:
    """A hall and the kerb that it is to stand in for, with the metres between."""

    hall: StandingPlace
    kerb: StandingPlace
    metres: int


def earlier(places: Sequence[StandingPlace], today: dt.date) -> tuple[list[Earlier], int]:
    """Halls with a crowd that waits, most waiting first; how many halls have no known hours.

    A spot belongs to the halls it is linked with, else to the nearest one within `NEAR_M`. Only
    spots with a head-count and a known time are looked at.
    """
    halls = [each for each in places if each.is_hall and each.is_open]
    spots = [each for each in places if each.is_kerb and each.is_open and each.seekers]
    doors = opening([each.pk for each in halls], today)
    forms = forming([each.pk for each in spots], today)
    beside: dict[int, list[Waiting]] = defaultdict(list)
    for at, spot, metres in _beside(halls, spots):
        door, formed = doors.get(halls[at].pk), forms.get(spot.pk)
        if door is not None and formed is not None:
            waits = max(0, door - formed.minute)
            beside[at].append(Waiting(spot, metres, formed, waits))
    found = [
        Earlier(halls[at], doors[halls[at].pk], tuple(sorted(crowds, key=lambda c: -c.minutes)))
        for at, crowds in beside.items()
    ]
    ranked = sorted((each for each in found if each.waited), key=lambda each: -each.waited)
    return ranked, sum(each.pk not in doors for each in halls if not each.outside)


def pairs(places: Sequence[StandingPlace]) -> list[Pair]:
    """Linked halls and kerbs that both stand, the farthest apart first."""
    held = {each.pk: each for each in places if each.is_open}
    found = [
        Pair(held[hall], held[kerb], round(_metres(held[hall], held[kerb])))
        for hall, kerb in _links(held)
        if kerb in held
    ]
    return sorted(found, key=lambda pair: -pair.metres)


def _beside(
    halls: list[StandingPlace], spots: list[StandingPlace]
) -> list[tuple[int, StandingPlace, float]]:
    """(index of the hall, spot, metres)."""
    if not halls or not spots:
        return []
    metres = straight_line_m(positions(spots), positions(halls))
    index = {hall.pk: at for at, hall in enumerate(halls)}
    linked: dict[int, list[int]] = defaultdict(list)
    for hall, kerb in _links(index):
        linked[kerb].append(index[hall])
    found = []
    for row, spot in enumerate(spots):
        nearest = int(np.argmin(metres[row]))
        near = [nearest] if metres[row, nearest] <= NEAR_M else []
        found += [(at, spot, float(metres[row, at])) for at in linked.get(spot.pk, near)]
    return found


def _links(halls: Iterable[int]) -> list[tuple[int, int]]:
    rows = HallKerbLink.objects.filter(hall_id__in=list(halls)).order_by("hall_id", "kerb_id")
    return list(rows.values_list("hall_id", "kerb_id"))


def _metres(one: StandingPlace, other: StandingPlace) -> float:
    return float(straight_line_m(positions([one]), positions([other]))[0, 0])
