"""Pairs of places that seem to be one: looked at side by side, merged or found to be two."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory import access, merging, proposals, verdicts
from directory.comparison import compare
from directory.duplicates import Pair, pairs, reasons_for
from directory.entry_parts import PARTS
from directory.entry_words import label, names_for, nothing, text
from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from directory.models import Market, Merge, Official
from directory.standing import ENTRY_PARTS, entry_of
from maps.office.base import render
from maps.office.rules import find, official_of, rule

A_PAGE = 20


@rule(Kind.DUPLICATE)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    official = official_of(request)
    seen = access.visible(official, Market.objects.all())
    page = Paginator(pairs(seen), A_PAGE).get_page(request.GET.get("page"))
    done = access.visible(official, Merge.objects.filter(undone_at__isnull=True))
    context = {
        "title": _("可能重复的地点"),
        "page": page,
        "rows": [_row(official, pair) for pair in page.object_list],
        "merged": done.select_related("gone", "survivor", "official")[:A_PAGE],
    }
    return render(request, "maps/office/upkeep/duplicates.html", context)


@rule(Kind.DUPLICATE)
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, public_id: str, other_id: str) -> HttpResponse:
    """`public_id` goes, `other_id` stays; the page offers the other way round too."""
    gone, survivor = _two(request, public_id, other_id)
    if request.method != "POST":
        return _pair_page(request, gone, survivor, {})
    official, note = official_of(request), request.POST.get("note", "")
    for market in (gone, survivor):
        access.require(official, Action.DECIDE, Kind.DUPLICATE, market.region_code)
    try:
        if request.POST.get("act") == "dismiss":
            verdicts.dismiss(official, gone, survivor, note)
            messages.success(request, _("已记下：这是两个地点"))
            return redirect("office:upkeep_duplicates")
        merging.check(gone, survivor)
        made = proposals.propose_merge(official, gone, survivor, note)
    except EntryErrors as error:
        return _pair_page(request, gone, survivor, error.errors, 422)
    messages.success(request, _("已提交合并申请，等待另一个人审核"))
    return redirect("office:review_proposal", pk=made.pk)


@rule(Kind.PROPOSAL, Action.APPROVE)
@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    gone = find(request, Market.objects.all(), public_id=public_id)
    try:
        restored = merging.unmerge(official_of(request), gone)
    except EntryErrors as error:
        messages.error(request, "；".join(m for each in error.errors.values() for m in each))
        return redirect("office:upkeep_duplicates")
    if restored:
        messages.success(request, _("已撤销合并，两处恢复原样"))
    else:
        messages.warning(request, _("已撤销合并；保留的地点后来改动过，内容没有还原，请核对"))
    return redirect("office:upkeep_duplicates")


def _two(request: HttpRequest, one: str, other: str) -> tuple[Market, Market]:
    if one == other:
        raise Http404(_("请选择两个不同的地点"))
    places = Market.objects.select_related("office").prefetch_related(*ENTRY_PARTS)
    return find(request, places, public_id=one), find(request, places, public_id=other)


def _row(official: Official, pair: Pair) -> dict[str, Any]:
    """A place of another region is said to be there, and nothing else of it."""
    may = [access.may_on(official, Action.VIEW, each) for each in (pair.a, pair.b)]
    shown = [each if ok else None for each, ok in zip((pair.a, pair.b), may, strict=True)]
    # Shared numbers and likeness of names would give away what the other district has entered.
    return {"a": shown[0], "b": shown[1], "both": all(may), "words": pair.words if all(may) else ""}


def _pair_page(
    request: HttpRequest,
    gone: Market,
    survivor: Market,
    errors: dict[str, list[str]],
    status: int = 200,
) -> HttpResponse:
    leaving, staying = entry_of(gone), entry_of(survivor)
    names = names_for((leaving, staying))
    official = official_of(request)
    try:
        merging.check(gone, survivor)
        obstacles: list[str] = []
    except EntryErrors as error:
        obstacles = [message for each in error.errors.values() for message in each]
    sides = [
        (label(part), text(part, leaving, names), text(part, staying, names)) for part in PARTS
    ]
    public = set(
        Market.objects.published()
        .filter(pk__in=(gone.pk, survivor.pk))
        .values_list("public_id", flat=True)
    )
    context = {
        "title": _("是不是同一个地点？"),
        "gone": gone,
        "survivor": survivor,
        "reasons": reasons_for(gone, survivor),
        "sides": [row for row in sides if nothing() not in row[1:] or row[1] != row[2]],
        "taken": compare(staying, merging.united(leaving, staying), names),
        "obstacles": obstacles,
        "loses_address": gone.public_id in public and survivor.public_id not in public,
        "errors": errors,
        "note": request.POST.get("note", ""),
        "may_decide": all(
            access.may(official, Action.DECIDE, Kind.DUPLICATE, each.region_code)
            for each in (gone, survivor)
        ),
    }
    return render(request, "maps/office/upkeep/pair.html", context, status)
