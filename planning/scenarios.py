"""Asking a scenario: what it stands on is frozen with it, in one transaction."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import access
from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from directory.models import Official, Publication
from planning.existing import standing, with_fates
from planning.models import CandidateSet, DemandSet, Scenario
from planning.question import Question
from planning.reading import points_of, require_size, sites_of


@transaction.atomic
def ask(
    by: Official | None,
    *,
    region: str,
    name: str,
    demand: DemandSet,
    candidates: CandidateSet,
    question: Question,
    fates: Mapping[str, str] | None = None,
    rooms: Mapping[str, float] | None = None,
    batch: str = "",
) -> Scenario:
    """`fates`: what becomes of existing places, by id; `rooms`: how many each serves.
    Of sets of a larger region what lies in `region` is taken. `EntryErrors`, `PermissionDenied`."""
    if by is not None:
        access.require(by, Action.ADD, Kind.PLAN, region)
        for each in (demand, candidates):
            access.require(by, Action.VIEW, Kind.PLAN, each.region_code)
    if not name.strip() or len(name) > 80:
        raise EntryErrors({"name": [_("名称须有 1 到 80 个字")]})
    today = timezone.localdate()
    existing = with_fates(standing(region, today), fates or {}, rooms or {})
    require_size(
        points_of(demand, region).count(), len(existing) + sites_of(candidates, region).count()
    )
    current = Publication.objects.filter(state=Publication.State.READY).first()
    return Scenario.objects.create(
        region_code=region,
        name=name.strip(),
        demand=demand,
        candidates=candidates,
        existing=existing,
        existing_on=today,
        publication=current.number if current else None,
        published_at=current.built_at if current else None,
        question=question.to_json(),
        batch=batch,
        demo=demand.demo or candidates.demo or any(each["demo"] for each in existing),
        created_by=by,
    )
