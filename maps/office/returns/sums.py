"""A region's parts in a period, and the county tracker."""

from typing import Any

import shapely
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory import access
from directory.entry_words import region_names
from directory.kinds import Action, Kind
from directory.models import Return
from directory.returns import rolling, tracker
from geo.models import Level, Region
from geo.outline import Outline, simplified
from maps import tapping
from maps.office.base import render
from maps.office.rules import official_of, rule


@rule(Kind.RETURN)
@require_safe
def sums(request: HttpRequest) -> HttpResponse:
    """What was accepted, part by part, and whether the region's own copy says the same."""
    official = official_of(request)
    offered = _wide_regions(request, Kind.RETURN)
    region = _asked(request, offered)
    seen = access.visible(official, Return.objects.all())
    periods = list(seen.order_by("-period").values_list("period", flat=True).distinct())
    period = request.GET.get("period", "")
    if period not in periods:
        period = periods[0] if periods else ""
    context = {
        "title": _("汇总"),
        "offered": offered,
        "region": region,
        "periods": periods,
        "period": period,
        "sum": rolling.summed(region, period) if region and period else None,
    }
    return render(request, "maps/office/returns/sums.html", context)


@rule(Kind.MARKET)
@require_safe
def counties(request: HttpRequest) -> HttpResponse:
    """Every county has, or lacks, a public-benefit market: table and map."""
    offered = _wide_regions(request, Kind.MARKET)
    region = _asked(request, offered)
    rows = tracker.counties(region, timezone.localdate()) if region else []
    context = {
        "title": _("每个区县一个公益性零工市场"),
        "offered": offered,
        "region": region,
        "rows": rows,
        "lacking": [row for row in rows if not row.has],
        "picture": _picture(rows),
    }
    return render(request, "maps/office/returns/counties.html", context)


def _wide_regions(request: HttpRequest, kind: Kind) -> list[tuple[str, str]]:
    """The regions of one's roles, by code and name; the widest first."""
    codes = sorted(set(access.regions(official_of(request), Action.VIEW, kind)))
    names = region_names(codes)
    within = Region.objects.live().exclude(level=Level.COUNTY).values_list("code", "name")
    offered = {
        code: names.get(code, _("全国") if code == rolling.COUNTRY else code) for code in codes
    }
    for code, name in within.order_by("code"):
        if any(access.within(code, held) for held in codes):
            offered.setdefault(code, name)
    return list(offered.items())


def _asked(request: HttpRequest, offered: list[tuple[str, str]]) -> str:
    wanted = request.GET.get("region", "")
    codes = [code for code, _name in offered]
    return wanted if wanted in codes else (codes[0] if codes else "")


def _picture(rows: list[tracker.County]) -> dict[str, Any] | None:
    """Outlines of the counties as SVG paths; a country's are too many for one picture."""
    if not rows or len(rows) > 300:
        return None
    held = {row.code: row for row in rows}
    outlines = tuple(_outlines(list(held)))
    if not outlines:
        return None
    boxes = [outline.box() for outline in outlines]
    frame = tapping.framing(
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )
    drawn = [
        shape | {"has": held[outline.code].has}
        for shape, outline in zip(tapping.paths(outlines, frame), outlines, strict=True)
    ]
    return {"width": tapping.WIDTH, "height": frame.height, "regions": drawn}


def _outlines(codes: list[str]) -> list[tapping.Outline]:
    regions = Region.objects.live().filter(code__in=codes)
    given = [
        Outline(
            r.code, r.name, r.level, (r.centre.x, r.centre.y), shapely.from_wkb(bytes(r.geom.wkb))
        )
        for r in regions
    ]
    found = []
    for feature in simplified(given)["features"]:
        shape = feature["geometry"]
        polygons = (
            shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        )
        rings = tuple(ring for polygon in polygons for ring in polygon)
        found.append(tapping.Outline(feature["id"], feature["properties"]["name"], rings))
    return found
