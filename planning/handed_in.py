"""What has become of the new sites of an answer: in the ledger, put forward, judged, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.contrib.gis.geos import MultiPoint, Point
from django.db.models import Q
from django.utils.translation import gettext as _

from directory import access
from directory.kinds import Action, Kind
from directory.models import Market, Official, Proposal, Publication
from geo.regions import prefix_of
from planning.answer import Answer, Site
from planning.grounds import Grounds
from planning.models import CandidateSet, Run

State = Proposal.State
Fate = Literal["", "ledger", "draft", "waiting", "accepted", "refused", "withdrawn"]
_FATES: dict[str, Fate] = {
    State.DRAFT: "draft",
    State.SUBMITTED: "waiting",
    State.APPROVED: "accepted",
    State.SENT_BACK: "refused",
    State.WITHDRAWN: "withdrawn",
}
# What nobody is working on, and what does not stand: these may be put forward.
FREE: tuple[Fate, ...] = ("", "refused", "withdrawn")


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A new site and what became of it. `market`: the place that it is in the ledger.

    `why_not`: why this official may not hand it in, in words; empty where he may.
    """

    site: Site
    fate: Fate
    proposal: Proposal | None
    market: Market | None
    why_not: str

    @property
    def may(self) -> bool:
        return not self.why_not


def handed_in(run: Run, answer: Answer, official: Official | None = None) -> list[HandedIn]:
    """For each new site of the answer, in their order; without an official none can be handed in.

    Three queries, however many sites there are.
    """
    sites = answer.new_sites
    if not sites:
        return []
    told = _proposals(run)
    places = _places(run, sites)
    regions = access.regions(official, Action.ADD, Kind.PROPOSAL)
    rows = []
    for site in sites:
        about = [each for each, given in told if given.is_about(run.scenario.candidates_id, site)]
        newest = about[0] if about else None
        fate = _FATES[newest.state] if newest else ""
        market = _result(newest) if newest and fate == "accepted" else None
        if market is None and fate in FREE and (there := _there(site, places)):
            fate, market = "ledger", there
        rows.append(HandedIn(site, fate, newest, market, _why_not(site, fate, regions)))
    return rows


def _proposals(run: Run) -> list[tuple[Proposal, Grounds]]:
    """Those of the plans of the region, the newest first."""
    rows = (
        Proposal.objects.filter(
            source=Proposal.Source.PLAN, region_code__startswith=prefix_of(run.region_code)
        )
        .select_related("result_market__merged_into")
        .defer("payload", "base_payload")
        .order_by("-pk")
    )
    known = ((each, Grounds.from_json(each.grounds)) for each in rows)
    return [(each, given) for each, given in known if given is not None]


def _result(proposal: Proposal) -> Market | None:
    """The place that came of it, or the one which that has become part of."""
    made = proposal.result_market
    return made.merged_into or made if made else None


def _places(run: Run, sites: Sequence[Site]) -> list[Market]:
    """Places of the ledger just where sites are; candidates from the ledger also by their name,
    because a place may have been given a better position since."""
    points = MultiPoint([Point(each.lon, each.lat) for each in sites], srid=4326)
    wanted = Q(point__within=points)
    if run.scenario.candidates.origin == CandidateSet.Origin.PLACES:
        names = [each.name for each in sites]
        wanted |= Q(name__in=names, region_code__in={each.county for each in sites})
    return list(Market.objects.standing().filter(wanted).order_by("pk"))


def _there(site: Site, places: Sequence[Market]) -> Market | None:
    at = (site.lon, site.lat)
    for each in places:
        same = each.name == site.name and each.region_code == site.county
        if same or (each.point.x, each.point.y) == at:
            return each
    return None


def _why_not(site: Site, fate: Fate, regions: Sequence[str]) -> str:
    said: dict[Fate, str] = {
        "ledger": _("台账里已有这个地点，要改请在那里办理"),
        "draft": _("已报送，提出人正在修改"),
        "waiting": _("已报送，正在等待审核"),
        "accepted": _("已报送并通过，已在台账里"),
    }
    if fate not in FREE:
        return said[fate]
    if not site.county:
        return _("不在任何区县以内，没有可以报送的机构")
    if not any(access.within(site.county, region) for region in regions):
        return _("您不能提出这个区县（%(code)s）的申请") % {"code": site.county}
    return ""


def newer(run: Run) -> list[str]:
    """What there is by now of that which the answer stands on; none: it is up to date."""
    asked = run.scenario
    said = []
    for given, word in ((asked.demand, _("需求")), (asked.candidates, _("候选点"))):
        same = type(given)._default_manager.filter(region_code=given.region_code, name=given.name)
        last = max(same.values_list("version", flat=True), default=given.version)
        if last > given.version:
            facts = {"word": word, "name": given.name, "old": given.version, "new": last}
            said.append(_("%(word)s“%(name)s”用的是 v%(old)d，现在有 v%(new)d") % facts)
    current = Publication.objects.filter(state=Publication.State.READY).first()
    if current and asked.publication is not None and current.number > asked.publication:
        facts = {"old": asked.publication, "new": current.number}
        said.append(_("当时的名录是第 %(old)d 期，现在是第 %(new)d 期") % facts)
    return said
