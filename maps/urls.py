"""Routes of the public site: pages in two languages, and data in none."""

from django.urls import path
from django.views.generic import RedirectView

from maps.api import docs, urls_described
from maps.views import (
    basics,
    browse,
    changes,
    embeds,
    finder,
    machines,
    mapdata,
    notices,
    offline,
    opendata,
    places,
    plans,
    pulse,
    reports,
    tiles,
    tracker,
)

# Pages: one address a language, cached for half a minute, made from the publication alone.
pages = [
    path("", finder.finder, name="finder"),
    path("p/<slug:place_id>", places.place, name="place"),
    path("p/<slug:place_id>/poster", places.poster, name="poster"),
    path("about", basics.about, name="about"),
    path("browse/", browse.browse, name="browse"),
    path("browse/trade/<slug:trade>", browse.browse, name="browse_trade"),
    path("browse/<slug:area>", browse.browse, name="browse_area"),
    path("browse/<slug:area>/trade/<slug:trade>", browse.browse, name="browse_area_trade"),
    path("counties/", tracker.counties, name="counties"),
    path("counties/<slug:area>", tracker.counties, name="counties_area"),
    path("pulse/", pulse.pulse, name="pulse"),
    path("pulse/<slug:area>", pulse.pulse, name="pulse_area"),
    path("changes/", changes.changes, name="changes"),
    path("changes/<int:number>", changes.changes_of, name="changes_of"),
    path("changes.atom", changes.feed, name="changes_feed"),
    path("embed", embeds.builder, name="embed"),
    path("data/", opendata.opendata, name="opendata"),
    path("data/<int:number>/", opendata.publication, name="opendata_publication"),
    path("data/dictionary", opendata.dictionary, name="opendata_dictionary"),
    path("licence", notices.licence, name="licence"),
    path("contact", notices.contact, name="contact"),
    path("offline", offline.shell, name="offline"),
    path("api/docs", docs.page, name="api_docs"),
    *urls_described.pages,
]

# Pages that are kept nowhere: the one place where the public writes to the database.
forms = [
    path("p/<slug:place_id>/report", reports.report, name="report"),
    path("r/<str:receipt>", reports.answer, name="report_answer"),
    path("plan/<str:token>", plans.plan, name="plan"),
]

# The same for everybody, whatever the language; frames say theirs by a parameter.
shared = [
    path("embed/list", embeds.embed_list, name="embed_list"),
    path("embed/map", embeds.embed_map, name="embed_map"),
    path("p/<slug:place_id>/qr.svg", places.qr, name="place_qr"),
    path("large", basics.type_size, name="type_size"),
]

# Open data, readable from any origin.
data = [
    *urls_described.described,
    path("api/openapi.json", docs.document, name="api_document"),
    path("tiles/markets.json", tiles.document, name="tilejson"),
    path("tiles/markets/<int:z>/<int:x>/<int:y>.mvt", tiles.tile, name="tile"),
    path("data/index.json", opendata.index_json, name="opendata_index"),
    path("data/latest/", opendata.latest, {"name": ""}, name="opendata_latest_page"),
    path("data/latest/<str:name>", opendata.latest, name="opendata_latest"),
    path("data/<int:number>/<str:name>", opendata.file, name="opendata_file"),
    path("map/points.json", mapdata.points, name="points"),
    path("map/base/<str:area>.json", mapdata.basemap_json, name="basemap_json"),
    path("map/base/<str:area>.svg", mapdata.basemap_svg, name="basemap_svg"),
    path("offline/<str:city>.json", offline.directory, name="offline_directory"),
]

# For machines that look after the site, and for the phone that keeps it.
service = [
    path("healthz", basics.healthz, name="healthz"),
    # Short to say on the telephone; the pages themselves are among the officials'.
    path("planner/", RedirectView.as_view(url="/office/planner/"), name="planner"),
    path("robots.txt", basics.robots, name="robots"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap"),
    path("sitemap-<int:number>.xml", machines.sitemap_part, name="sitemap_part"),
    path("sw.js", offline.worker, name="service_worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
]
