"""The answer drawn for paper: counties, demand by how it is served, and the sites by number."""

from html import escape
from math import cos, radians, sqrt
from typing import Any

from planning.answer import Answer
from planning.outlines import outlines

WIDTH, HEIGHT, MARGIN = 640.0, 480.0, 16.0
MOST_POINTS = 1000
_LEAST, _MORE = 1.5, 7.0
# Told apart without colour too: full, hatched by a ring, hollow.
_LEVELS = {
    "covered": 'fill="#166534" stroke="#fff" stroke-width=".5"',
    "under": 'fill="#fde68a" stroke="#92400e" stroke-width="1"',
    "uncovered": 'fill="#fff" stroke="#b3261e" stroke-width="1.5"',
}
_SITES = {"new": "#1d4ed8", "existing": "#0d5046", "given_up": "#6b7280"}


def picture(answer: Answer) -> str:
    """SVG of WIDTH × HEIGHT or less."""
    counties = outlines(each.code for each in answer.counties)
    rings = [ring for feature in counties for ring in _rings(feature["geometry"])]
    points = positions(answer)
    corners = [tuple(at[:2]) for ring in rings for at in ring] or points
    if not corners:
        return ""
    west, east = min(x for x, _y in corners), max(x for x, _y in corners)
    south, north = min(y for _x, y in corners), max(y for _x, y in corners)
    narrow = cos(radians((south + north) / 2))
    scale = min(
        (WIDTH - 2 * MARGIN) / max((east - west) * narrow, 1e-6),
        (HEIGHT - 2 * MARGIN) / max(north - south, 1e-6),
    )

    def at(lon: float, lat: float) -> tuple[float, float]:
        return MARGIN + (lon - west) * narrow * scale, MARGIN + (north - lat) * scale

    parts = [_area([at(*p[:2]) for p in ring]) for ring in rings]
    parts += _demand(answer, at)
    parts += _sites(answer, at)
    parts += [_name(at(*each["centre"]), each["name"]) for each in _named(counties)]
    width, height = at(east, south)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width + MARGIN:.0f}'
        f' {height + MARGIN:.0f}" font-family="Noto Sans CJK SC, WenQuanYi Micro Hei, sans-serif">'
        f"{''.join(parts)}</svg>"
    )


def positions(answer: Answer) -> list[tuple[float, float]]:
    """Longitude and latitude of everything that is drawn."""
    demand = [(each.lon, each.lat) for each in answer.lines]
    return demand + [(each.lon, each.lat) for each in answer.sites]


def _named(counties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each["properties"] for each in counties] if len(counties) <= 40 else []


def _rings(geometry: Any) -> list[Any]:
    """Outer ones and holes; drawn alike, for counties have no holes to speak of."""
    many = geometry["type"] == "MultiPolygon"
    polygons = geometry["coordinates"] if many else [geometry["coordinates"]]
    return [ring for polygon in polygons for ring in polygon]


def _area(ring: list[tuple[float, float]]) -> str:
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in ring)
    return f'<path d="M{path}Z" fill="#f6f2e9" stroke="#7d7767" stroke-width=".8"/>'


def _demand(answer: Answer, at: Any) -> list[str]:
    chosen = sorted(answer.lines, key=lambda each: -each.people)[:MOST_POINTS]
    top = max((each.people for each in chosen), default=0.0) or 1.0
    parts = []
    for each in chosen:
        x, y = at(each.lon, each.lat)
        radius = _LEAST + _MORE * sqrt(each.people / top)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {_LEVELS[each.level]}/>')
    return parts


def _sites(answer: Answer, at: Any) -> list[str]:
    parts = []
    for each in sorted(answer.sites, key=lambda site: -site.order):
        x, y = at(each.lon, each.lat)
        if each.kind == "new":
            parts.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="{_SITES["new"]}" stroke="#fff"/>'
                f'<text x="{x:.1f}" y="{y + 4:.1f}" font-size="11" font-weight="700" fill="#fff"'
                f' text-anchor="middle">{each.order}</text>'
            )
        else:
            parts.append(
                f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"'
                f' fill="{_SITES[each.kind]}" stroke="#fff"/>'
            )
    return parts


def _name(at: tuple[float, float], words: str) -> str:
    """Twice: WeasyPrint draws the edge of letters over them."""
    place = f'x="{at[0]:.1f}" y="{at[1]:.1f}" font-size="11" text-anchor="middle"'
    return (
        f'<text {place} fill="#f6f2e9" stroke="#f6f2e9" stroke-width="2.5">{escape(words)}</text>'
        f'<text {place} fill="#1a2622">{escape(words)}</text>'
    )
