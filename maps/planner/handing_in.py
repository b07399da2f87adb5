"""Handing the chosen sites in, and what has become of those that were."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from directory import access
from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from directory.models import Market, Official, Proposal
from directory.proposal_rules import MOST_LETTERS
from maps.office.base import render
from maps.office.rules import find, official_of, rule
from planning.answer import Answer
from planning.handed_in import HandedIn, handed_in, newer
from planning.handing_in import (
    LEAST_ACCURACY_M,
    MOST_ACCURACY_M,
    MOST_AT_ONCE,
    MOST_NOTE,
    Chosen,
    hand_in,
    usual_accuracy,
)
from planning.models import Run

RUNS = Run.objects.select_related("scenario__candidates", "scenario__demand")
# As long as the ledger takes them.
LONGEST_NAME = Market._meta.get_field("name").max_length
LONGEST_ADDRESS = Market._meta.get_field("address").max_length
_BADGES = {
    "ledger": "badge-ok",
    "draft": "badge-warn",
    "waiting": "badge-warn",
    "accepted": "badge-ok",
    "refused": "badge-bad",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was sent; `names` and `addresses` by the sites' keys."""

    keys: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    accuracy: str = ""
    note: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Typed":
        sent = request.POST
        keys = tuple(sent.getlist("site"))[: MOST_AT_ONCE + 1]
        return cls(
            keys,
            {key: sent.get(f"name_{key}", "") for key in keys},
            {key: sent.get(f"address_{key}", "") for key in keys},
            sent.get("accuracy_m", ""),
            sent.get("note", "")[: MOST_LETTERS + 1],
        )

    @property
    def accuracy_m(self) -> int | None:
        text = self.accuracy.strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None

    def chosen(self) -> list[Chosen]:
        return [Chosen(key, self.names[key], self.addresses[key]) for key in self.keys]


@rule(Kind.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    run = find(request, RUNS, pk=pk)
    if run.state != Run.State.READY:
        raise Http404(_("还没有算出结果，没有可以报送的"))
    if request.method != "POST":
        return _page(request, run)
    typed = Typed.of(request)
    try:
        made = hand_in(
            official_of(request), run, typed.chosen(), accuracy_m=typed.accuracy_m, note=typed.note
        )
    except EntryErrors as error:
        return _page(request, run, typed, error.errors, 422)
    messages.success(request, _done(len(made)))
    return redirect(f"{reverse('office:planner_run', args=[run.pk])}#hand-in")


def _done(count: int) -> str:
    if not count:
        return _("勾选的都已经报送过，没有重复报送；各处的情况见下")
    return ngettext(
        "已报送 %(count)d 处，等待区县审核", "已报送 %(count)d 处，等待区县审核", count
    ) % {"count": count}


def _page(
    request: HttpRequest,
    run: Run,
    typed: Typed | None = None,
    errors: Mapping[str, Sequence[str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    answer = Answer.from_json(run.answer or {})
    context = {"title": _("报送：%(name)s") % {"name": run.scenario}, "run": run}
    context |= handing_in(official_of(request), run, answer, typed, errors)
    return render(request, "maps/planner/hand_in.html", context, status)


def handing_in(
    official: Official,
    run: Run,
    answer: Answer,
    typed: Typed | None = None,
    errors: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Any]:
    """What the section shows: each new site, what became of it, and the form where there is one."""
    found = handed_in(run, answer, official)
    sent = typed or Typed(accuracy=str(usual_accuracy(run.scenario.candidates) or ""))
    wrong = dict(errors or {})
    links = _links(official, found)
    names = {each.code: each.name for each in answer.counties}
    return {
        "handed": [_row(each, names, links, sent, wrong) for each in found],
        "may_hand_in": any(each.may for each in found),
        "newer": newer(run) if found else [],
        "typed": sent,
        "wrong": wrong,
        "faults": list(_faults(found, wrong)),
        "limits": {
            "at_once": MOST_AT_ONCE, "note": MOST_NOTE, "name": LONGEST_NAME,
            "address": LONGEST_ADDRESS, "least_m": LEAST_ACCURACY_M, "most_m": MOST_ACCURACY_M,
        },
    }  # fmt: skip


def _faults(
    found: Sequence[HandedIn], wrong: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str, str]]:
    """(anchor, what, message) of all that was refused; no anchor for what is about nothing here."""
    named = {each.site.key: (f"hand-in-{each.site.key}", each.site.name) for each in found}
    named["accuracy_m"] = ("hand-in-accuracy", _("位置精度（米）"))
    named["note"] = ("hand-in-note", _("说明（可不填）"))
    for key, said in wrong.items():
        for message in said:
            yield (*named.get(key, ("", "")), message)


def states(run: Run, answer: Answer) -> list[dict[str, Any]]:
    """What became of each new site, for readers of a shared link: no names, no words, no links."""
    names = {each.code: each.name for each in answer.counties}
    return [_row(each, names, (frozenset(), frozenset()), Typed(), {})
            for each in handed_in(run, answer)]  # fmt: skip


def fate_words(fate: str) -> str:
    return {
        "": _("尚未报送"),
        "ledger": _("台账里已有"),
        "draft": _("提出人正在修改"),
        "waiting": _("待审核"),
        "accepted": _("已通过"),
        "refused": _("已退回"),
        "withdrawn": _("已撤回"),
    }[fate]


def _row(
    each: HandedIn,
    names: Mapping[str, str],
    links: tuple[frozenset[int], frozenset[int]],
    sent: Typed,
    wrong: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    site, proposals, places = each.site, *links
    key = site.key
    return {
        "site": site,
        "row": each,
        "fate": fate_words(each.fate),
        "badge": _BADGES.get(each.fate, ""),
        "county": names.get(site.county, site.county),
        "proposal": each.proposal if each.proposal and each.proposal.pk in proposals else None,
        "market": each.market if each.market and each.market.pk in places else None,
        "checked": key in sent.keys,
        "name": sent.names.get(key, site.name[:LONGEST_NAME]),
        "address": sent.addresses.get(key, _("尚无门牌，以坐标为准")),
        "wrong": wrong.get(key, ()),
    }


def _links(official: Official, found: Sequence[HandedIn]) -> tuple[frozenset[int], frozenset[int]]:
    """Keys of the proposals and of the places that he may open."""
    told = [each.proposal.pk for each in found if each.proposal]
    stand = [each.market.pk for each in found if each.market]
    return (
        frozenset(_open(official, Proposal.objects.filter(pk__in=told))),
        frozenset(_open(official, Market.objects.filter(pk__in=stand))),
    )


def _open(official: Official, rows: Any) -> list[int]:
    return list(access.visible(official, rows, Action.VIEW).values_list("pk", flat=True))
