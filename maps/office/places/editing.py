"""Entering a new place and changing one that stands: as a draft, or put forward for review."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory import places, proposal_rules, proposals
from directory.changes import place_of
from directory.comparison import compare, three_way
from directory.completeness import completeness
from directory.entries import PlaceInput
from directory.entry_parts import added_figures, carried_over
from directory.errors import EntryErrors, StaleVersion
from directory.kinds import Action, Kind
from directory.models import Market, Official, Proposal
from directory.standing import entry_of
from geo.models import Datum
from maps.office.base import render
from maps.office.places.doubts import doubts_about
from maps.office.places.entering import PlaceEntry
from maps.office.places.rows import TITLES
from maps.office.rules import find, official_of, rule

DRAFT, SUBMIT, CHECK, TOWN, MORE = "draft", "submit", "check", "town", "more:"
MINE, BOTH = "mine", "both"


@dataclass
class Work:
    """One person's work on one place; `proposal` is his own open one, where he goes on with it."""

    request: HttpRequest
    official: Official
    market: Market | None
    proposal: Proposal | None
    context: dict[str, Any] = field(default_factory=dict)

    def shown(self, entry: PlaceEntry, status: int = 200) -> HttpResponse:
        context = {
            "title": _("修改 %(name)s") % {"name": self.market.name}
            if self.market
            else _("新建地点"),
            "market": self.market,
            "proposal": self.proposal,
            "entry": entry,
            "form": entry.form,
            "rows": [(name, TITLES[name], each) for name, each in entry.sets.items()],
            "city": self.official.office.region_code,
            "figures": self.market.figures.all() if self.market else (),
            "faults": entry.faults() if entry.form.is_bound else (),
        }
        return render(
            self.request, "maps/office/places/edit.html", context | self.context, status=status
        )


@rule(Kind.PROPOSAL, Action.ADD)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    return _entering(request, None)


@rule(Kind.MARKET, Action.CHANGE)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    standing = Market.objects.select_related("office")
    return _entering(request, find(request, standing, Action.CHANGE, public_id=public_id))


def _entering(request: HttpRequest, market: Market | None) -> HttpResponse:
    official = official_of(request)
    work = Work(request, official, market, _own_proposal(request, official, market))
    if request.method != "POST":
        return work.shown(_begun(work))
    entry = PlaceEntry.posted(official, request.POST)
    act = request.POST.get("act", CHECK)
    if act.startswith(MORE):
        return work.shown(entry.reopened(official, act.removeprefix(MORE)))
    if act == TOWN:
        return _by_town(work, entry)
    if not entry.is_valid():
        return work.shown(entry, status=422)
    if act in (MINE, BOTH):
        return _rebased(work, entry, keep=act == BOTH)
    return _judged(work, entry, act)


def _own_proposal(
    request: HttpRequest, official: Official, market: Market | None
) -> Proposal | None:
    """The proposal named by `?proposal=`, to go on with: one's own, about this very place."""
    key = request.GET.get("proposal", "")
    if not key:
        return None
    if not (key.isascii() and key.isdigit()) or len(key) > 12:
        raise Http404
    rows = Proposal.objects.filter(kind=Proposal.About.PLACE, market=market)
    found = find(request, rows, pk=int(key))
    if found.author_id != official.pk:
        raise PermissionDenied(_("只有提出人本人可以这样做"))
    proposal_rules.check_open(found)
    return found


def _begun(work: Work) -> PlaceEntry:
    """The form as it is first shown: what was proposed, what stands, or nothing yet."""
    if work.proposal is not None:
        return PlaceEntry.of(
            work.official,
            place_of(work.proposal),
            base_version=work.proposal.base_version,
            version=work.proposal.version,
            note=work.proposal.note,
        )
    if work.market is not None:
        return _from_standing(work, entry_of(work.market), work.market.version)
    return PlaceEntry.blank(work.official, office=work.official.office.code)


def _from_standing(work: Work, data: PlaceInput, base: int, **more: Any) -> PlaceEntry:
    """Counts on record stay there: the form asks only for new ones."""
    standing = entry_of(work.market) if work.market else data
    shown = replace(data, figures=added_figures(standing, data))
    return PlaceEntry.of(work.official, shown, base_version=base, **more)


def _by_town(work: Work, entry: PlaceEntry) -> HttpResponse:
    try:
        town = entry.form.by_town()
    except ValidationError as error:
        work.context["notice"] = " ".join(error.messages)
        return work.shown(entry.reopened(work.official), status=422)
    if town.point is None:
        raise Http404
    placed: dict[str, Any] = {
        "lon": town.point.x,
        "lat": town.point.y,
        "datum": Datum.WGS84.value,
        "accuracy_m": town.accuracy_m,
    }
    work.context["notice"] = _("已放在%(town)s的中心，最多差 %(metres)d 米") % {
        "town": town.name,
        "metres": town.accuracy_m or 0,
    }
    return work.shown(entry.reopened(work.official, **placed))


def _judged(work: Work, entry: PlaceEntry, act: str) -> HttpResponse:
    """Saved as a draft, put forward, or only looked at."""
    data = entry.place(work.market)
    try:
        if act == DRAFT:
            return _done(work, _save(work, entry, data), _("已保存为草稿，还没有提交审核"))
        doubts = doubts_about(work.official, data, places.check_place(data))
        work.context |= {"doubts": doubts, "completeness": completeness(data)}
        if act != SUBMIT or not doubts.heeded(work.request.POST.get("heeded", "")):
            work.context["checked"] = True
            return work.shown(entry)
        return _submitted(work, entry, data)
    except StaleVersion as error:
        return _stale(work, entry, data, error)
    except EntryErrors as error:
        entry.refuse(error)
        return work.shown(entry, status=422)


@transaction.atomic
def _put_forward(work: Work, entry: PlaceEntry, data: PlaceInput) -> Proposal:
    draft = _save(work, entry, data)
    return proposals.submit(work.official, draft, draft.version)


def _submitted(work: Work, entry: PlaceEntry, data: PlaceInput) -> HttpResponse:
    return _done(work, _put_forward(work, entry, data), _("已提交，等待另一位同事审核"))


def _save(work: Work, entry: PlaceEntry, data: PlaceInput) -> Proposal:
    given = entry.form.cleaned_data
    return proposals.save_draft(
        work.official,
        data,
        proposal=work.proposal,
        version=given["version"],
        market=work.market,
        base_version=given["base_version"],
        note=given["note"],
    )


def _done(work: Work, proposal: Proposal, said: str) -> HttpResponse:
    messages.success(work.request, said)
    return HttpResponseRedirect(reverse("office:review_proposal", args=[proposal.pk]))


def _stale(work: Work, entry: PlaceEntry, data: PlaceInput, error: StaleVersion) -> HttpResponse:
    """Somebody else was faster: the differences, and everything that was typed still there."""
    if work.market is not None:
        work.market.refresh_from_db()
        standing = entry_of(work.market)
        base = proposal_rules.base_of(work.market, entry.form.cleaned_data["base_version"] or 0)
        work.context["apart"] = three_way(base, standing, data) if base else ()
        work.context["differences"] = () if base else compare(standing, data)
        work.context["can_join"] = base is not None
    if work.proposal is not None:
        work.proposal.refresh_from_db()
    work.context["stale"] = str(error.errors[""][0])
    return work.shown(entry, status=409)


def _rebased(work: Work, entry: PlaceEntry, *, keep: bool) -> HttpResponse:
    """The form again, on what stands now: `keep` joins others' changes with one's own."""
    data = entry.place(work.market)
    version = work.proposal.version if work.proposal else None
    note = entry.form.cleaned_data["note"]
    if work.market is None:
        return work.shown(entry.reopened(work.official, version=version))
    base = proposal_rules.base_of(work.market, entry.form.cleaned_data["base_version"] or 0)
    if keep and base is not None:
        data = carried_over(base, data, entry_of(work.market))
    work.context["notice"] = _("已换成以第 %(version)d 版为依据，请核对后再提交") % {
        "version": work.market.version
    }
    made = _from_standing(work, data, work.market.version, version=version, note=note)
    return work.shown(made)
