"""The report as a GeoPackage: sites, demand points, who goes where, counties, and what it is."""

from pathlib import Path
from typing import Any

import geopandas
import pyogrio
import shapely

from geo.models import Region
from planning.answer import Answer
from planning.reports.content import Content

CRS = "EPSG:4326"
SITES, DEMAND, LINES, COUNTIES, ABOUT = "sites", "demand", "lines", "counties", "about"


def write(made: Content, path: Path) -> None:
    """WGS-84. Every layer is written, empty ones too, so that a style for one fits the next."""
    answer = made.answer
    frames = {
        SITES: _sites(made),
        DEMAND: _demand(answer),
        LINES: _lines(answer),
        COUNTIES: _counties(answer),
    }
    for name, (frame, kind) in frames.items():
        pyogrio.write_dataframe(
            frame, path, layer=name, driver="GPKG", geometry_type=kind, append=path.exists()
        )
    pyogrio.write_dataframe(
        _about(made), path, layer=ABOUT, driver="GPKG", geometry_type="Point", append=True
    )


def _sites(made: Content) -> tuple[Any, str]:
    steps = {step.at: step.number for step in made.steps if step.at is not None}
    rows = [
        {
            "key": each.key, "kind": each.kind, "name": each.name, "county": each.county,
            "build_order": each.order, "adds": each.adds, "total": each.total,
            "people": each.people, "capacity": each.capacity, "cost": each.cost,
            "stays": each.stays, "tried": each.tried, "robust": each.robust,
            "action": steps.get((each.lon, each.lat)),
        }
        for each in made.answer.sites
    ]  # fmt: skip
    at = [shapely.Point(each.lon, each.lat) for each in made.answer.sites]
    names = [
        "key", "kind", "name", "county", "build_order", "adds", "total", "people", "capacity",
        "cost", "stays", "tried", "robust", "action",
    ]  # fmt: skip
    return _frame(rows, names, at), "Point"


def _demand(answer: Answer) -> tuple[Any, str]:
    names = ["name", "people", "county", "site", "cost", "before", "level", "by_road"]
    rows = [{name: getattr(each, name) for name in names} for each in answer.lines]
    at = [shapely.Point(each.lon, each.lat) for each in answer.lines]
    return _frame(rows, names, at), "Point"


def _lines(answer: Answer) -> tuple[Any, str]:
    """Only of those who have somewhere to go."""
    sites = {each.key: each for each in answer.sites}
    served = [each for each in answer.lines if each.site in sites]
    rows = [
        {"name": e.name, "site": sites[e.site].name, "people": e.people, "cost": e.cost}
        for e in served
    ]
    along = [
        shapely.LineString([(each.lon, each.lat), (sites[each.site].lon, sites[each.site].lat)])
        for each in served
    ]
    return _frame(rows, ["name", "site", "people", "cost"], along), "LineString"


def _counties(answer: Answer) -> tuple[Any, str]:
    """Those whose outline is known."""
    held = {each.code: each for each in answer.counties}
    shapes = {
        region.code: shapely.from_wkb(bytes(region.geom.wkb))
        for region in Region.objects.live().filter(code__in=held)
    }
    rows = [
        {
            "code": code, "name": held[code].name, "people": held[code].people,
            "covered_before": held[code].before.covered, "covered": held[code].after.covered,
            "under": held[code].after.under, "uncovered": held[code].after.uncovered,
            "sites_before": held[code].sites_before, "sites": held[code].sites_after,
        }
        for code in shapes
    ]  # fmt: skip
    names = [
        "code", "name", "people", "covered_before", "covered", "under", "uncovered",
        "sites_before", "sites",
    ]  # fmt: skip
    return _frame(rows, names, list(shapes.values())), "MultiPolygon"


def _about(made: Content) -> Any:
    """Rows of words; their geometry is null."""
    said = [("title", made.title), *(("caution", each) for each in made.cautions)]
    rows = [{"name": name, "value": value} for name, value in (*said, *made.basis.rows)]
    return _frame(rows, ["name", "value"], [None] * len(rows))


def _frame(rows: list[dict[str, Any]], names: list[str], shapes: list[Any]) -> Any:
    columns = {name: [row[name] for row in rows] for name in names}
    return geopandas.GeoDataFrame(columns, geometry=shapes, crs=CRS)
