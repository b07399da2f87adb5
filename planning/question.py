"""What a scenario asks: objective, standard, number or budget, rules. Checked once, then frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from django.utils.translation import gettext as _

from directory.errors import EntryErrors
from geo.travel import MODES

OBJECTIVES = (
    "mclp", "lscp", "p_median", "p_center", "capacitated_p_median", "capacitated_mclp", "uptake",
)  # fmt: skip
CAPACITATED = frozenset({"capacitated_p_median", "capacitated_mclp"})
# Whose objective is people; the others' are minutes or metres, and sites (lscp).
OF_PEOPLE = frozenset({"mclp", "capacitated_mclp", "uptake"})
TRAVELLED = ("walk", "ebike", "circle")
MOST_SITES = 100
MOST_ROOM = 1_000_000


@dataclass(frozen=True, slots=True)
class Question:
    """`mode`: walk, ebike, or circle for the straight line; `standard` in minutes or metres.

    `p`: new sites; `budget` in 万元, with `p` as the most; `share`: of demand to cover (lscp).
    `every_county`: a public place or a new site in each; `apart_m`: no new site nearer to a place
    that stays. `room`: capacity of candidates that have none of their own, `stand_room` of existing
    places; None: not known, and taken for no limit. `half_m`, `steepness`: of uptake, see
    `taken_up`. `kmh`, `detour`: of the mode, 0 for the usual ones. `seconds`: of the search.
    """

    objective: str = "mclp"
    mode: str = "walk"
    standard: float = 15.0
    p: int | None = 3
    budget: float | None = None
    share: float = 0.9
    every_county: bool = False
    apart_m: float = 0.0
    room: float | None = None
    stand_room: float | None = None
    half_m: float = 500.0
    steepness: float = 2.5
    kmh: float = 0.0
    detour: float = 0.0
    seconds: float = 60.0

    def __post_init__(self) -> None:
        wrong = {name: [words] for name, words in self._wrong() if words}
        if wrong:
            raise EntryErrors(wrong)

    def _wrong(self) -> list[tuple[str, str]]:
        """The fields with what is wrong about each; empty words where nothing is."""
        most = 240 if self.unit == "minutes" else 100_000
        least = 1 if self.unit == "minutes" else 50
        said = [
            ("objective", "" if self.objective in OBJECTIVES else _("没有这种目标")),
            ("mode", "" if self.mode in TRAVELLED else _("没有这种出行方式")),
            _within("standard", self.standard, least, most),
            _within("share", self.share, 0.01, 1),
            _within("apart_m", self.apart_m, 0, 50_000),
            _within("half_m", self.half_m, 50, 20_000),
            _within("steepness", self.steepness, 0.5, 10),
            _within("seconds", self.seconds, 5, 600),
        ]
        if self.kmh:
            said.append(_within("kmh", self.kmh, 1, 60))
        if self.detour:
            said.append(_within("detour", self.detour, 1, 3))
        for name, room in (("room", self.room), ("stand_room", self.stand_room)):
            if room is not None:
                said.append(_within(name, room, 1, MOST_ROOM))
        if self.p is not None:
            said.append(_within("p", self.p, 1, MOST_SITES))
        if self.budget is not None:
            said.append(_within("budget", self.budget, 0, 10_000_000))
            if self.objective != "mclp":
                said.append(("budget", _("只有“覆盖最多的人”可以按预算选")))
        if self.p is None and self.budget is None and self.objective != "lscp":
            said.append(("p", _("请填写新点的数目")))
        return said

    @property
    def unit(self) -> str:
        return "metres" if self.mode == "circle" else "minutes"

    @property
    def step(self) -> float:
        """By how much the standard is moved to see what changes: 5 minutes, 500 metres."""
        return 500.0 if self.unit == "metres" else 5.0

    @property
    def capacitated(self) -> bool:
        return self.objective in CAPACITATED

    @property
    def speed(self) -> tuple[float, float]:
        """Kilometres an hour and the detour factor of the mode; zeros for a circle."""
        if self.mode == "circle":
            return 0.0, 0.0
        usual = MODES[self.mode]
        return self.kmh or usual.kmh, self.detour or usual.detour

    def to_json(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**data)


def unit_of(objective: str, unit: str) -> str:
    """What the objective is counted in; `unit`: minutes or metres."""
    if objective in OF_PEOPLE:
        return "people"
    return "sites" if objective == "lscp" else unit


def _within(name: str, value: float, least: float, most: float) -> tuple[str, str]:
    if least <= value <= most:
        return name, ""
    return name, _("须在 %(least)s 与 %(most)s 之间") % {
        "least": f"{least:g}",
        "most": f"{most:,.10g}",
    }
