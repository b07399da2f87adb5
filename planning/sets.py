"""Writing a version of a set: all of it in one transaction, and never again."""

from collections.abc import Sequence
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from directory import access
from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from directory.models import Official
from planning.counties import counties_of
from planning.models import CandidateSet, CandidateSite, DemandPoint, DemandSet
from planning.points import Demanded, Offered

MOST_POINTS, MOST_SITES = 100_000, 5_000
CHUNK = 5_000


@transaction.atomic
def write_demand(
    by: Official | None,
    *,
    region: str,
    name: str,
    origin: str,
    provenance: str,
    points: Sequence[Demanded],
    parameters: dict[str, Any] | None = None,
    modelled: bool = False,
    demo: bool = False,
) -> DemandSet:
    """The next version of the region's set of this name. `EntryErrors`, `PermissionDenied`."""
    _check(by, region, name, len(points), MOST_POINTS)
    if not sum(each.weight for each in points):
        raise EntryErrors({"": [_("所有需求点的人数都是 0")]})
    made = DemandSet.objects.create(
        region_code=region,
        name=name,
        version=_next(DemandSet, region, name),
        origin=origin,
        provenance=provenance,
        parameters=parameters or {},
        modelled=modelled,
        demo=demo,
        points_total=len(points),
        weight_total=sum(each.weight for each in points),
        created_by=by,
    )
    codes = _codes(points, region)
    DemandPoint.objects.bulk_create(
        (
            DemandPoint(
                set=made,
                position=at,
                name=each.name[:120],
                point=Point(each.lon, each.lat, srid=4326),
                weight=each.weight,
                region_code=codes[at],
            )
            for at, each in enumerate(points)
        ),
        batch_size=CHUNK,
    )
    return made


@transaction.atomic
def write_candidates(
    by: Official | None,
    *,
    region: str,
    name: str,
    origin: str,
    provenance: str,
    sites: Sequence[Offered],
    parameters: dict[str, Any] | None = None,
    demo: bool = False,
) -> CandidateSet:
    """As `write_demand`."""
    _check(by, region, name, len(sites), MOST_SITES)
    made = CandidateSet.objects.create(
        region_code=region,
        name=name,
        version=_next(CandidateSet, region, name),
        origin=origin,
        provenance=provenance,
        parameters=parameters or {},
        demo=demo,
        points_total=len(sites),
        created_by=by,
    )
    codes = _codes(sites, region)
    CandidateSite.objects.bulk_create(
        (
            CandidateSite(
                set=made,
                position=at,
                name=each.name[:120],
                point=Point(each.lon, each.lat, srid=4326),
                capacity=each.capacity,
                cost=each.cost,
                wish=each.wish,
                region_code=codes[at],
            )
            for at, each in enumerate(sites)
        ),
        batch_size=CHUNK,
    )
    return made


def _check(by: Official | None, region: str, name: str, count: int, most: int) -> None:
    if by is not None:
        access.require(by, Action.ADD, Kind.PLAN, region)
    if not name.strip() or len(name) > 80:
        raise EntryErrors({"name": [_("名称须有 1 到 80 个字")]})
    if not count:
        raise EntryErrors({"": [_("没有一个点，没有建立")]})
    if count > most:
        raise EntryErrors(
            {
                "": [
                    _("有 %(count)d 个点，最多 %(most)d 个")
                    % {
                        "count": count,
                        "most": most,
                    }
                ]
            }
        )


def _next(model: type[DemandSet] | type[CandidateSet], region: str, name: str) -> int:
    """Two at once: the second meets the constraint, and nothing of it is written."""
    newest = model._default_manager.filter(region_code=region, name=name).aggregate(Max("version"))
    return int(newest["version__max"] or 0) + 1


def _codes(points: Sequence[Demanded | Offered], region: str) -> list[str]:
    codes = [each.region_code for each in points]
    missing = [at for at, code in enumerate(codes) if not code]
    found = counties_of(
        [points[at].lon for at in missing], [points[at].lat for at in missing], region
    )
    for at, code in zip(missing, found, strict=True):
        codes[at] = code
    return codes
