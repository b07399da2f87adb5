"""What a run answers: sites, curve, counties, lines, proof, what-ifs and what it all stands on.

Frozen, and the same again after JSON, so that a page, a report and a later run read one thing. No
Django: words are made of it by `planning.answer_words`. Costs are minutes or metres, as
`Provenance.travel.unit` says; people are workers on a day; positions are WGS-84.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, Self, get_args

# Grows when what is kept changes, so that an older answer is known as such.
FORMAT = 1
SiteKind = Literal["existing", "new", "given_up"]
Level = Literal["covered", "under", "uncovered"]
Change = Literal["standard", "demand", "shuffled", "without"]
LEVELS: tuple[Level, ...] = get_args(Level)


class AsJson:
    """`to_json` gives plain values by name; `from_json` makes the same of them."""

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self)}  # type: ignore[arg-type]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{each.name: data[each.name] for each in fields(cls)})  # type: ignore[arg-type]


def _plain(value: Any) -> Any:
    if isinstance(value, AsJson):
        return value.to_json()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return dict(value) if isinstance(value, Mapping) else value


@dataclass(frozen=True, slots=True)
class Site(AsJson):
    """A place that is open in the answer, or an existing one that is `given_up` for another.

    `key`: "e" and the place's public id, or "c" and the candidate's position in its set. `order`:
    1 for the new site to build first, 0 for what stands already. `adds`, `total`: the people that
    it brings within the standard (who come, for uptake), and all up to it. `people`: who are served
    by it. `stays` of `tried`: in how many what-ifs it is chosen again, of those where it could be.
    """

    key: str
    kind: SiteKind
    name: str
    lon: float
    lat: float
    county: str
    order: int
    adds: float
    total: float
    people: float
    capacity: float | None
    cost: float
    stays: int
    tried: int
    robust: bool


@dataclass(frozen=True, slots=True)
class CurvePoint(AsJson):
    """With so many new sites: the `value` of the objective, the people within the standard
    (`covered`, who come for uptake) and their `share`; `proven`: no choice of as many is better."""

    sites: int
    value: float
    covered: float
    share: float
    proven: bool


@dataclass(frozen=True, slots=True)
class Shares(AsJson):
    """People by how they are served; `covered`: within the standard and with room.

    `under`: within twice the standard, or within it and without room; `uncovered`: neither.
    """

    covered: float
    under: float
    uncovered: float

    @property
    def people(self) -> float:
        return self.covered + self.under + self.uncovered

    @property
    def share(self) -> float:
        """0 to 1, of the covered."""
        return self.covered / self.people if self.people else 0.0


@dataclass(frozen=True, slots=True)
class CountyRow(AsJson):
    code: str
    name: str
    people: float
    before: Shares
    after: Shares
    sites_before: int
    sites_after: int

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        both = {name: Shares.from_json(data[name]) for name in ("before", "after")}
        return cls(**{**data, **both})


@dataclass(frozen=True, slots=True)
class Line(AsJson):
    """A demand point and the site that serves it (`site`: its key, "" for none).

    `cost` and `before`: minutes or metres to its site now, and to the nearest that stood before;
    None where there is none. `by_road`: whether `cost` is by road, not by the straight line.
    """

    name: str
    lon: float
    lat: float
    people: float
    county: str
    site: str
    cost: float | None
    before: float | None
    level: Level
    by_road: bool


@dataclass(frozen=True, slots=True)
class WhatIf(AsJson):
    """The same question with one thing changed.

    `by`: minutes or metres (`standard`), a factor (`demand`), the draw (`shuffled`: each point
    between 0.8 and 1.2 times its own), the key of the site that cannot be had (`without`).
    `kept`, `lost`, `added`: keys of new sites against the answer's.
    """

    change: Change
    by: float | str
    status: str
    covered: float
    share: float
    kept: tuple[str, ...]
    lost: tuple[str, ...]
    added: tuple[str, ...]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{**data, **{name: tuple(data[name]) for name in ("kept", "lost", "added")}})


@dataclass(frozen=True, slots=True)
class Reason(AsJson):
    """Why there is no answer, or none that is proven; `planning.answer_words` says it."""

    code: str
    about: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proof(AsJson):
    """`objective` and `bound` in `unit`: people, sites, minutes or metres (a mean a person, the
    longest way for p-center). `larger`: more is better. `gap`: |objective - bound| / objective.
    `status`: optimal, feasible or infeasible; `new_sites`: how many are built. None: not known."""

    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    unit: str
    larger: bool
    new_sites: int
    seconds: float
    reasons: tuple[Reason, ...]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        reasons = tuple(Reason.from_json(each) for each in data["reasons"])
        return cls(**{**data, "reasons": reasons})


@dataclass(frozen=True, slots=True)
class Travel(AsJson):
    """`unit`: minutes or metres; `mode`: walk, ebike or circle; `method`: road, straight_line or
    mixed; `roads`: the name of the network, "" without. `kmh`, `detour`: 0 for a circle."""

    unit: str
    mode: str
    method: str
    roads: str
    kmh: float
    detour: float


@dataclass(frozen=True, slots=True)
class Provenance(AsJson):
    """What it stands on. `publication`: number of the public directory that was current, "" for
    none. `existing_on`: the day as of which places stand. `demand`, `candidates`: `PointSet.facts`.
    `parameters`: the scenario's question whole, from which it can be run again."""

    scenario: str
    region: str
    region_name: str
    publication: str
    published_at: str
    existing_on: str
    demand: Mapping[str, Any]
    candidates: Mapping[str, Any]
    parameters: Mapping[str, Any]
    travel: Travel
    solver: str
    computed_at: str
    seed: int

    @property
    def modelled(self) -> bool:
        return bool(self.demand.get("modelled"))

    @property
    def demo(self) -> bool:
        return bool(self.demand.get("demo") or self.candidates.get("demo"))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{**data, "travel": Travel.from_json(data["travel"])})


@dataclass(frozen=True, slots=True)
class Answer:
    """`sites`: new ones in their order, then those that stand; `knee`: the number of new sites
    after which another one adds clearly less. An infeasible run has its proof, counties as they
    are now, and neither new sites nor a curve. `left_out`: what-ifs for which no time was left."""

    proof: Proof
    before: Shares
    after: Shares
    sites: tuple[Site, ...]
    curve: tuple[CurvePoint, ...]
    knee: int
    counties: tuple[CountyRow, ...]
    lines: tuple[Line, ...]
    what_ifs: tuple[WhatIf, ...]
    left_out: int
    provenance: Provenance

    @property
    def new_sites(self) -> tuple[Site, ...]:
        return tuple(each for each in self.sites if each.kind == "new")

    def site(self, key: str) -> Site | None:
        return next((each for each in self.sites if each.key == key), None)

    def to_json(self) -> dict[str, Any]:
        """Rows of the long tables as lists, their headings said once."""
        plain = {each.name: _plain(getattr(self, each.name)) for each in fields(self)}
        return {"format": FORMAT, **plain, "lines": _packed(Line, self.lines)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        names = data["lines"]["columns"]
        return cls(
            proof=Proof.from_json(data["proof"]),
            before=Shares.from_json(data["before"]),
            after=Shares.from_json(data["after"]),
            sites=tuple(Site.from_json(each) for each in data["sites"]),
            curve=tuple(CurvePoint.from_json(each) for each in data["curve"]),
            knee=data["knee"],
            counties=tuple(CountyRow.from_json(each) for each in data["counties"]),
            lines=tuple(
                Line(**dict(zip(names, row, strict=True))) for row in data["lines"]["rows"]
            ),
            what_ifs=tuple(WhatIf.from_json(each) for each in data["what_ifs"]),
            left_out=data["left_out"],
            provenance=Provenance.from_json(data["provenance"]),
        )


def _packed(kind: type[AsJson], rows: Sequence[AsJson]) -> dict[str, Any]:
    names = [each.name for each in fields(kind)]  # type: ignore[arg-type]
    return {"columns": names, "rows": [[getattr(row, name) for name in names] for row in rows]}
