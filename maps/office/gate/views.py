"""The gate: one place, what the public would see of it, and the decision."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory import access, decisions, proposals, protect
from directory.changes import SUSPEND, StatusChange
from directory.errors import EntryErrors, StaleVersion
from directory.kinds import Action, Kind
from directory.models import Market, Official, Proposal
from maps.office.base import render
from maps.office.gate import facts
from maps.office.gate.forms import DecisionForm, StatusForm, today
from maps.office.gate.words import effect, status_words
from maps.office.rules import find, official_of, rule

FOUND, MOST_LETTERS = 20, 60


@rule(Kind.DECISION)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    market, official = _market(request, public_id), official_of(request)
    if request.method != "POST":
        return _decide_page(request, market, DecisionForm(initial={"seen": _newest(market)}))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        access.require(official, Action.DECIDE, Kind.DECISION, market.region_code)
        return _decide_page(request, market, form, 422)
    try:
        data = form.cleaned_data
        made = decisions.decide(
            market,
            data["decision"],
            official.office,
            data["reason"],
            official=official,
            seen=data["seen"],
        )
    except EntryErrors as error:
        form = _refused(form, error, market)
        return _decide_page(request, market, form, 409 if isinstance(error, StaleVersion) else 422)
    messages.success(request, _("已记录决定：%(said)s") % {"said": made.get_decision_display()})
    return redirect("office:gate_decide", public_id=public_id)


@rule(Kind.STATUS)
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, public_id: str) -> HttpResponse:
    market = _market(request, public_id)
    if request.method != "POST":
        initial = today() | {"successor": request.GET.get("to", "")[:12]}
        return _status_page(request, market, StatusForm(initial=initial))
    access.require(official_of(request), Action.ADD, Kind.STATUS, market.region_code)
    form = StatusForm(request.POST)
    if form.is_valid():
        try:
            return _carry_out(request, market, form)
        except EntryErrors as error:
            form.refuse(error)
    return _status_page(request, market, form, 422)


def _carry_out(request: HttpRequest, market: Market, form: StatusForm) -> HttpResponse:
    official, change = official_of(request), form.change()
    if form.cleaned_data["at_once"]:
        if change.act != SUSPEND:
            raise EntryErrors({"at_once": [_("只有暂停可以由一人立即决定")]})
        protect.suspend_now(official, market, change.on, change.until, change.note)
        messages.success(request, _("已暂停：%(words)s") % {"words": status_words(change)})
        return redirect("office:gate_status", public_id=market.public_id)
    made = proposals.propose_status(official, market, change, form.cleaned_data["note"])
    messages.success(request, _("已提交，等待另一个人审核"))
    return redirect("office:review_proposal", pk=made.pk)


def _market(request: HttpRequest, public_id: str) -> Market:
    return find(request, Market.objects.select_related("office"), public_id=public_id)


def _newest(market: Market) -> int:
    newest = market.decisions.first()
    return newest.pk if newest else 0


def _refused(form: DecisionForm, error: EntryErrors, market: Market) -> DecisionForm:
    """The same form with the refusal; what was decided meanwhile counts as seen from now on."""
    given = {name: form.data.get(name, "") for name in form.fields}
    again = DecisionForm(given | {"seen": _newest(market)})
    for field, said in error.errors.items():
        for message in said:
            again.add_error(field if field in again.fields else None, message)
    return again


def _decide_page(
    request: HttpRequest, market: Market, form: DecisionForm, status: int = 200
) -> HttpResponse:
    context = {
        "title": _("公开决定：%(name)s") % {"name": market.name},
        "market": market,
        "form": form,
        "facts": facts.public_facts(market),
        "standing": facts.standing_words(market),
        "nature": facts.nature_words(market),
        "decisions": market.decisions.select_related("official", "office"),
        "may_decide": access.may(
            official_of(request), Action.DECIDE, Kind.DECISION, market.region_code
        ),
    }
    return render(request, "maps/office/gate/decide.html", context, status)


def _status_page(
    request: HttpRequest, market: Market, form: StatusForm, status: int = 200
) -> HttpResponse:
    official = official_of(request)
    words = request.GET.get("find", "").strip()[:MOST_LETTERS]
    waiting = Proposal.objects.filter(
        market=market, kind=Proposal.About.STATUS, state=Proposal.State.SUBMITTED
    )
    context: dict[str, Any] = {
        "title": _("状态：%(name)s") % {"name": market.name},
        "market": market,
        "form": form,
        "periods": facts.periods_of(official, market),
        "effects": [
            (str(label), effect(StatusChange(act=act, on=today()["on"])))
            for act, label in form.fields["act"].choices  # type: ignore[attr-defined]
        ],
        "waiting": access.visible(official, waiting),
        "find": words,
        "found": _successors(official, market, words) if words else [],
        "may_propose": access.may(official, Action.ADD, Kind.STATUS, market.region_code),
        "may_protect": access.may(official, Action.DECIDE, Kind.STATUS, market.region_code),
    }
    return render(request, "maps/office/gate/status.html", context, status)


def _successors(official: Official, market: Market, words: str) -> QuerySet[Market]:
    """Places by name, id or address that it may be said to have moved to."""
    named = Q(name__icontains=words) | Q(public_id=words.lower()) | Q(address__icontains=words)
    known = access.visible(official, Market.objects.all()).values("pk")
    public = Market.objects.published().values("pk")
    places = Market.objects.filter(named).filter(Q(pk__in=known) | Q(pk__in=public))
    return places.exclude(pk=market.pk)[:FOUND]
