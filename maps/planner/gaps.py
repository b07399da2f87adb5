"""Coverage and gaps of a region: the planner's map with a table under each layer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory import access
from directory.entry_words import region_names
from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from geo.roads_in_use import roads
from maps.office.base import render
from maps.office.rules import official_of, rule
from maps.planner import unmet_layer
from maps.planner.gap_form import GapForm
from maps.planner.gap_layers import layers
from maps.planner.gap_tables import tables
from planning.gaps import Asked, Gaps, gaps


@rule(Kind.PLAN)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    official = official_of(request)
    form = GapForm(request.GET, official=official)
    if not form.is_valid():
        return _page(request, form, None, 422)
    chosen = form.cleaned_data
    access.require(official, Action.VIEW, Kind.PLAN, chosen["region"])
    asked = Asked(chosen["region"], form.standard, form.demand_set, chosen["serving"] == "all")
    try:
        found = gaps(asked, timezone.localdate(), roads())
    except EntryErrors as error:
        for field, words in error.errors.items():
            form.add_error(field, words)
        return _page(request, form, None, 422)
    return _page(request, form, found)


def _page(
    request: HttpRequest, form: GapForm, found: Gaps | None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"title": _("覆盖和缺口"), "form": form, "gaps": found}
    if found is not None:
        drawn, covered = layers(found, form.candidate_set)
        drawn.append(unmet_layer.layer(found.unmet))
        codes = [each.region_code for each in found.places]
        codes += [each.region_code for each in found.unmet]
        names = region_names([found.asked.region, *codes])
        context |= {
            "region": names.get(found.asked.region, found.asked.region),
            "standard": found.asked.standard.words,
            "layers": drawn,
            "features": {each.key: each.features for each in drawn},
            "reach": covered,
            "unmet": unmet_layer.rows(found.unmet, names),
            **tables(found, names),
        }
    return render(request, "maps/planner/gaps.html", context, status)
