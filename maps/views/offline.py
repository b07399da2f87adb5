"""What makes the site work without network: worker, manifest, shell, the directory to keep."""

import hashlib
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from directory.publication import Snapshot
from maps import answering, offline
from maps.errors import UnknownArea
from maps.offline_words import offline_words

LANGUAGES = {"zh": "zh-hans", "en": "en"}
WORKER = "maps/js/worker.js"
# All that the shell loads; a test holds this list to the modules' own imports.
KEPT_FILES = (
    "maps/css/site.css",
    "maps/icons/sprite.svg",
    "maps/js/datum.js",
    "maps/js/elements.js",
    "maps/js/finder.js",
    "maps/js/geodesic.js",
    "maps/js/hours.js",
    "maps/js/load.js",
    "maps/js/locate.js",
    "maps/js/names.js",
    "maps/js/offline.js",
    "maps/js/offlineask.js",
    "maps/js/offlinecards.js",
    "maps/js/offlineways.js",
    "maps/js/peaks.js",
    "maps/js/query.js",
    "maps/js/settings.js",
    "maps/js/urls.js",
    "maps/js/verdict.js",
    "maps/js/words.js",
)


@answering.data(max_age=0, minute=True)
def worker(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """A few lines that change with the publication, the day and the files, and so the worker."""
    first = answering.local_now().date()
    city = offline.city_of(settings.SITE_REGION)
    files = [static(name) for name in KEPT_FILES]
    shells = {short: _shell_url(code) for short, code in LANGUAGES.items()}
    stamp = repr((snapshot.checksum, files, answering.release())).encode()
    version = (
        f"{snapshot.number}-{first:%Y%m%d}-{hashlib.blake2b(stamp, digest_size=4).hexdigest()}"
    )
    kept = {
        "version": version,
        "shells": shells,
        "data": reverse("offline_directory", args=[city]),
        "files": files,
    }
    body = f"self.LINGGONG = {json.dumps(kept)};\nimportScripts({json.dumps(static(WORKER))});\n"
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    return response


def _shell_url(language: str) -> str:
    with override(language):
        return reverse("offline")


@answering.page(max_age=0)
def shell(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """The page without an answer; its script works one out from what the phone has kept."""
    context = {
        "settings": {
            "lang": get_language(),
            "data": reverse("offline_directory", args=[offline.city_of(settings.SITE_REGION)]),
            "sprite": static("maps/icons/sprite.svg"),
            "urls": {"finder": reverse("finder"), "place": reverse("place", args=["__id__"])},
        },
        "words": offline_words(),
    }
    return render(request, "maps/offline.html", context)


@answering.data(max_age=0, minute=True)
def directory(request: HttpRequest, snapshot: Snapshot, city: str) -> HttpResponse:
    """The city's directory, for `offline.DAYS` days from today."""
    if city != offline.city_of(city) or city not in snapshot.areas:
        raise UnknownArea(city)
    body = offline.directory(snapshot, city, answering.local_now().date())
    return HttpResponse(body, content_type="application/json")


@answering.data(max_age=86_400)
def manifest(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """What a phone needs to put the site on its home screen: one for all, since it opens `/`."""
    with override(settings.LANGUAGE_CODE):
        name = _("零工地图")
    body = {
        "name": name,
        "short_name": name,
        "lang": "zh-Hans",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [
            {"src": static("maps/icons/app.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("maps/icons/app-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("maps/icons/app-512.png"), "sizes": "512x512", "type": "image/png"},
        ],
    }
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False), content_type="application/manifest+json"
    )
    return response
