"""From a filled-in form to a set: one way for each origin."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from directory.imports.files import taken_in
from directory.models import Official
from maps.planner.forms import CombineForm, SetForm
from planning import candidates, demand, layers
from planning.candidates import Each
from planning.demand import Shares
from planning.models import CandidateSet, DemandSet
from planning.sets import write_candidates, write_demand

T = TypeVar("T")


def make_demand(by: Official, origin: str, form: SetForm) -> DemandSet:
    data = form.cleaned_data
    region, name = data["region"], data["name"]
    if origin == "population":
        shares = Shares(data["working_age"], data["casual"], data["daily"])
        return demand.from_population(by, region, name, shares)
    if origin == "spots":
        return demand.from_spots(by, region, name)
    if origin == "unmet":
        return demand.from_unmet(by, region, name)
    if isinstance(form, CombineForm):
        return demand.combine(by, region, name, form.parts)
    points, about = _read(data, layers.read_demand)
    return write_demand(
        by, region=region, name=name, origin=DemandSet.Origin(origin),
        provenance=data["file"].name[:200], points=points, parameters=about,
    )  # fmt: skip


def make_candidates(by: Official, origin: str, form: SetForm) -> CandidateSet:
    data = form.cleaned_data
    region, name = data["region"], data["name"]
    if origin != "imported":
        each = Each(data["capacity"], data["cost"])
    if origin == "places":
        return candidates.from_places(by, region, name, tuple(data["kinds"]), each)
    if origin == "towns":
        return candidates.from_towns(by, region, name, each)
    if origin == "grid":
        return candidates.grid(by, region, name, data["step_m"], each)
    sites, about = _read(data, layers.read_candidates)
    return write_candidates(
        by, region=region, name=name, origin=CandidateSet.Origin.IMPORTED,
        provenance=data["file"].name[:200], sites=sites, parameters=about,
    )  # fmt: skip


def _read(
    data: dict[str, Any], read: Callable[[Path, str, str], list[T]]
) -> tuple[list[T], dict[str, Any]]:
    with taken_in(data["file"].chunks()) as (path, digest, _size):
        found = read(path, data["file"].name, data["datum"])
    return found, {"sha256": digest, "datum": data["datum"]}
