"""The report as one HTML file with a map in it that opens without a network and asks for nothing.

folium writes the map; what it would fetch from elsewhere is replaced by our own Leaflet, written
into the file, and there are no tiles. Names go in as data, and escaped, for a tooltip is HTML.
"""

import base64
import re
from functools import cache
from html import escape
from math import sqrt
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from geo.deferred import Deferred
from planning import answer_words
from planning.answer import Answer
from planning.outlines import outlines
from planning.reports.content import Content, actions, demand_points
from planning.reports.picture import positions

# With it come branca and jinja2.
folium = Deferred("folium")

# More points than that no map shows; the tables say how many are left out.
MOST_POINTS, MOST_ROWS = 2000, 200
_LEAST, _MORE = 3.0, 9.0
_URL = re.compile(r"url\(images/([\w.-]+\.png)\)")
_LOADED = re.compile(r"<(script src=[^>]*></script|link [^>]*/?)>\s*")
_COLOURS = {
    "covered": ("#166534", "#166534", 0.75),
    "under": ("#92400e", "#fde68a", 0.9),
    "uncovered": ("#b3261e", "#ffffff", 0.6),
    "new": ("#ffffff", "#1d4ed8", 1.0),
    "existing": ("#ffffff", "#0d5046", 1.0),
    "given_up": ("#4b5563", "#ffffff", 0.2),
}


def write(made: Content, path: Path) -> None:
    path.write_text(html(made), encoding="utf-8")


def html(made: Content) -> str:
    points, left_out = demand_points(made.answer, MOST_ROWS)
    context = {
        "made": made,
        "tables": [
            actions(made), made.figures, made.sites, made.curve, made.counties, made.what_ifs,
            points, made.basis,
        ],
        "left_out": left_out,
    }  # fmt: skip
    whole = _LOADED.sub("", _map(made.answer).get_root().render())
    whole = whole.replace("L.control.scale()", "L.control.scale({imperial: false})")
    head = f"<title>{escape(made.title)}</title>{_leaflet()}"
    whole = whole.replace("<html>", '<html lang="zh-Hans">', 1).replace(
        "</head>", f"{head}</head>", 1
    )
    above = render_to_string("planning/map_above.html", context)
    below = render_to_string("planning/map_below.html", context)
    return whole.replace("<body>", f"<body>{above}", 1).replace("</body>", f"{below}</body>", 1)


@cache
def _leaflet() -> str:
    """Script and style sheet as they are served to browsers, pictures and all."""
    script, style = _vendored("leaflet.js"), _vendored("leaflet.css")

    def inlined(found: re.Match[str]) -> str:
        picture = Path(_path(f"images/{found[1]}")).read_bytes()
        return f"url(data:image/png;base64,{base64.b64encode(picture).decode()})"

    return f"<style>{_URL.sub(inlined, style)}</style><script>{script}</script>"


def _vendored(name: str) -> str:
    return Path(_path(name)).read_text(encoding="utf-8").replace("</script", "<\\/script")


def _path(name: str) -> str:
    found = finders.find(f"vendor/{name}")
    if not found:
        raise FileNotFoundError(f"vendor/{name}: scripts/vendor has not been run")
    return str(found)


def _map(answer: Answer) -> Any:
    made = folium.Map(tiles=None, control_scale=True, height="600px", attributionControl=False)
    counties = outlines(each.code for each in answer.counties)
    layers = [
        (_("区县"), [_shaped(each) for each in counties]),
        (_("谁去哪里"), _lines(answer)),
        (_("需求"), _demand(answer)),
        (_("地点"), _sites(answer)),
    ]
    for title, features in layers:
        if features:
            _layer(title, features).add_to(made)
    folium.LayerControl(collapsed=False).add_to(made)
    corners = positions(answer)
    if corners:
        lons, lats = zip(*corners, strict=True)
        made.fit_bounds([(min(lats), min(lons)), (max(lats), max(lons))])
    return made


def _layer(title: str, features: list[dict[str, Any]]) -> Any:
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        name=title,
        marker=folium.CircleMarker(radius=6),
        style_function=lambda feature: feature["properties"]["style"],
        tooltip=folium.GeoJsonTooltip(fields=["words"], labels=False),
    )


def _shaped(county: dict[str, Any]) -> dict[str, Any]:
    style = {"color": "#7d7767", "weight": 1, "fillColor": "#fffdf8", "fillOpacity": 0.9}
    return _feature(county["geometry"], county["properties"]["name"], style)


def _lines(answer: Answer) -> list[dict[str, Any]]:
    sites = {each.key: each for each in answer.sites}
    style = {"color": "#6b7280", "weight": 1, "opacity": 0.6}
    features = []
    for each in _heaviest(answer):
        site = sites.get(each.site)
        if site is not None and each.level != "uncovered":
            along = [[each.lon, each.lat], [site.lon, site.lat]]
            cost = answer_words.cost(each.cost, answer.provenance.travel)
            words = f"{each.name} → {site.name}：{cost}"
            features.append(_feature({"type": "LineString", "coordinates": along}, words, style))
    return features


def _demand(answer: Answer) -> list[dict[str, Any]]:
    chosen, levels = _heaviest(answer), answer_words.levels()
    top = max((each.people for each in chosen), default=0.0) or 1.0
    return [
        _point(
            each.lon,
            each.lat,
            _("%(name)s：%(people)s 人，%(level)s")
            % {"name": each.name, "people": f"{each.people:,.0f}", "level": levels[each.level]},
            _style(each.level, round(_LEAST + _MORE * sqrt(each.people / top))),
        )
        for each in chosen
    ]


def _sites(answer: Answer) -> list[dict[str, Any]]:
    """The first to be built on top."""
    kinds = {"new": _("新点"), "existing": _("现有"), "given_up": _("搬走")}
    return [
        _point(
            each.lon,
            each.lat,
            f"{f'{each.order}. ' if each.order else ''}{each.name}（{kinds[each.kind]}）",
            _style(each.kind, 10 if each.kind == "new" else 6),
        )
        for each in sorted(answer.sites, key=lambda site: (site.kind == "new", -site.order))
    ]


def _heaviest(answer: Answer) -> list[Any]:
    return sorted(answer.lines, key=lambda each: -each.people)[:MOST_POINTS]


def _style(kind: str, radius: int) -> dict[str, Any]:
    line, fill, opacity = _COLOURS[kind]
    return {
        "color": line, "weight": 2, "fill": True, "fillColor": fill, "fillOpacity": opacity,
        "radius": radius,
    }  # fmt: skip


def _point(lon: float, lat: float, words: str, style: dict[str, Any]) -> dict[str, Any]:
    return _feature({"type": "Point", "coordinates": [lon, lat]}, words, style)


def _feature(geometry: Any, words: str, style: dict[str, Any]) -> dict[str, Any]:
    properties = {"words": escape(words), "style": style}
    return {"type": "Feature", "properties": properties, "geometry": geometry}
