"""The siting of a whole region, county by county: one bar, one map, one table."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory import access
from directory.kinds import Kind
from maps.office.base import render
from maps.office.rules import official_of, rule
from maps.planner.drawn import Layer
from planning import country
from planning.models import Run
from planning.outlines import outlines


@rule(Kind.PLAN)
@require_safe
def page(request: HttpRequest, batch: str) -> HttpResponse:
    seen = access.visible(official_of(request), Run.objects.filter(scenario__batch=batch))
    mine = set(seen.values_list("pk", flat=True))
    if not mine:
        raise Http404(_("没有这一条，或者不属于您的区域"))
    counties = [each for each in country.results(batch) if each.run in mine]
    layers = [_map(counties)]
    ended = sum(each.state not in country.UNDER_WAY for each in counties)
    context: dict[str, Any] = {
        "title": _("分县布点 %(batch)s") % {"batch": batch},
        "counties": counties,
        "ended": ended,
        "waiting": ended < len(counties),
        "layers": layers,
        "features": {each.key: each.features for each in layers},
    }
    return render(request, "maps/planner/batch.html", context)


def _map(counties: list[country.County]) -> Layer:
    held = {each.code: each for each in counties}
    features = outlines(held)
    for each in features:
        county = held[each["id"]]
        kind = "has" if county.status in ("optimal", "feasible") else "lacks"
        words = f"{county.name} {county.after:.0%}"
        each["properties"] = {
            "kind": kind, "words": words, "centre": each["properties"]["centre"],
        }  # fmt: skip
    swatches = (("has", _("已算出")), ("lacks", _("没有结果")))
    return Layer("counties", _("区县（已覆盖的比例）"), swatches, features)
