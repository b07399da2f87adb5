"""Places that nobody has decided about yet, and deciding about several of them at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directory import access, decisions
from directory.entry_words import region_names
from directory.errors import EntryErrors, StaleVersion
from directory.kinds import Action, Kind
from directory.models import Market, Official, PublicationDecision
from directory.models.market import Form, Nature
from maps.office.base import render
from maps.office.gate.forms import ReasonForm
from maps.office.rules import official_of, rule

A_PAGE = 50
_NEWEST = PublicationDecision.objects.filter(market=OuterRef("pk")).order_by("-decided_at", "-pk")


def waiting_for(official: Official, action: Action = Action.VIEW) -> QuerySet[Market]:
    """Places without any decision; candidates are never decided about."""
    regions = access.regions(official, action, Kind.DECISION)
    places = (
        Market.objects.standing()
        .exclude(form=Form.CANDIDATE)
        .exclude(Exists(PublicationDecision.objects.filter(market=OuterRef("pk"))))
    )
    return _in_any(places, regions)


@rule(Kind.DECISION)
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    official = official_of(request)
    asked = {name: request.GET.get(name, "") for name in ("nature", "region")}
    places = waiting_for(official).select_related("office").order_by("region_code", "public_id")
    regions = region_names(places.order_by().values_list("region_code", flat=True).distinct())
    if asked["nature"] in Nature.values:
        places = places.filter(nature=asked["nature"])
    if asked["region"] in regions:
        places = places.filter(region_code=asked["region"])
    page = Paginator(places, A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "title": _("待作公开决定的地点"),
        "page": page,
        "rows": [(each, regions.get(each.region_code, each.region_code)) for each in page],
        "natures": Nature.choices,
        "regions": sorted(regions.items()),
        "asked": asked,
        "may_decide": access.may_anywhere(official, Action.DECIDE, Kind.DECISION),
    }
    return render(request, "maps/office/gate/waiting.html", context)


@rule(Kind.DECISION, Action.DECIDE)
@require_POST
def together(request: HttpRequest) -> HttpResponse:
    """First names the places and asks; confirmed, decides about all of them or none."""
    official = official_of(request)
    chosen = _chosen(request, official)
    if not chosen:
        messages.error(request, _("没有选择地点"))
        return redirect("office:gate_waiting")
    seen = {market: _seen(request, market) for market in chosen}
    if "confirmed" not in request.POST:
        return _confirm_page(request, seen, ReasonForm())
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _confirm_page(request, seen, form, 422)
    try:
        data = form.cleaned_data
        made = decisions.decide_all(official, seen, data["decision"], data["reason"])
    except EntryErrors as error:
        for field, said in error.errors.items():
            for message in said:
                form.add_error(field if field in form.fields else None, message)
        status = 409 if isinstance(error, StaleVersion) else 422
        return _confirm_page(request, seen, form, status)
    messages.success(request, _("已对 %(count)d 个地点作出决定") % {"count": len(made)})
    return redirect("office:gate_waiting")


def _chosen(request: HttpRequest, official: Official) -> list[Market]:
    """The places ticked; every one must be there and one's own to decide about."""
    ids = list(dict.fromkeys(request.POST.getlist("place")))[: decisions.MOST_AT_ONCE + 1]
    places = Market.objects.filter(public_id__in=ids).select_related("office")
    places = places.annotate(newest=Subquery(_NEWEST.values("pk")[:1])).order_by("public_id")
    found: list[Market] = list(access.visible(official, places))
    if len(found) != len(ids):
        raise Http404(_("没有这一条，或者不属于您的区域"))
    for market in found:
        if not access.may(official, Action.DECIDE, Kind.DECISION, market.region_code):
            raise PermissionDenied(_("您可以查看，但没有权限办理"))
    return found


def _seen(request: HttpRequest, market: Any) -> int:
    """The newest decision as the confirmation page showed it; first as it stands."""
    given = request.POST.get(f"seen_{market.public_id}", "")
    is_key = given.isascii() and given.isdigit() and len(given) < 19
    return int(given) if is_key else int(market.newest or 0)


def _confirm_page(
    request: HttpRequest, seen: dict[Market, int], form: ReasonForm, status: int = 200
) -> HttpResponse:
    context = {
        "title": _("一起决定"),
        "chosen": list(seen.items()),
        "form": form,
        "spontaneous": sum(each.nature == Nature.SPONTANEOUS for each in seen),
    }
    return render(request, "maps/office/gate/together.html", context, status)


def _in_any(places: QuerySet[Market], regions: tuple[str, ...]) -> QuerySet[Market]:
    found = places.none()
    for region in regions:
        if region == "000000":
            return places
        found = found | places.filter(pk__in=Market.objects.in_region(region).values("pk"))
    return found
