"""The same layers as tables: rows in words, the worst first, so many as one reads."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from directory.models.market import Nature
from directory.models.status import Status
from maps.planner.gap_layers import ACCESS_CLASSES
from planning.coverage import Coverage
from planning.gaps import Gaps

MOST_ROWS = 20


def tables(found: Gaps, names: Mapping[str, str]) -> dict[str, Any]:
    """`names` of regions by code."""
    said: dict[str, Any] = {
        "standing": _standing(found),
        "spots": found.spots[:MOST_ROWS],
        "spots_total": len(found.spots),
        "pairs": found.far_pairs[:MOST_ROWS],
        "earlier": [
            {"row": each, "door": clock(each.door), "forms": clock(each.door - each.gap)}
            for each in found.earlier[:MOST_ROWS]
        ],
        "lacking": found.lacking,
        "counties_total": len(found.counties),
    }
    if found.coverage is not None:
        said |= _covered(found, found.coverage, names)
    return said


def clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _standing(found: Gaps) -> list[tuple[str, list[int]]]:
    """By nature, how many are in each state; kerbs among the spontaneous, no idle buildings."""
    counts = Counter(
        (each.nature, each.status) for each in found.places if each.is_hall or each.is_kerb
    )
    return [
        (str(nature.label), [counts[nature, status] for status in Status.values])
        for nature in Nature
    ]


def _covered(found: Gaps, held: Coverage, names: Mapping[str, str]) -> dict[str, Any]:
    people = dict.fromkeys((kind for kind, _words in ACCESS_CLASSES), 0.0)
    for kind, weight in zip(held.classes(), held.demand.weight, strict=True):
        people[kind] += float(weight)
    return {
        "total": held.total,
        "covered_total": held.covered_total,
        "percent": 100 * held.covered_total / held.total if held.total else 0.0,
        "method": held.costs.method(found.asked.standard),
        "shares": [(names.get(each.county, each.county), each) for each in held.shares()],
        "mean": held.mean,
        "by_class": [(words, people[kind]) for kind, words in ACCESS_CLASSES],
        "worst": [
            {
                "name": held.demand.names[at],
                "county": names.get(held.demand.counties[at], held.demand.counties[at]),
                "people": held.demand.weight[at],
                "nearest": held.nearest[at] if held.which[at] >= 0 else None,
                "place": found.serving[held.which[at]].name if held.which[at] >= 0 else "",
                "access": held.access[at],
            }
            for at in held.worst(MOST_ROWS)
        ],
    }
