"""The files of each publication: pages that say what there is, and the files themselves."""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers

from directory.opendata import files, shelf
from directory.publication import Snapshot
from maps import answering, downloads, heads
from maps.downloads import download
from maps.opendata import fields, linked, shown

SHOWN = 60


@answering.page(minute=True)
def opendata(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    index = shelf.index()
    newest = index.latest
    context = {
        "newest": newest and shown.publication(newest),
        "linked": newest and linked.dataset(newest, heads.base_of(request), snapshot.demo),
        "earlier": [shown.publication(entry) for entry in index.kept[1 : SHOWN + 1]],
        "preparing": shown.preparing(snapshot, index),
        "kept": settings.OPENDATA_KEPT,
        "licence": settings.DATA_LICENCE,
        "licence_url": settings.DATA_LICENCE_URL,
        "base": heads.base_of(request),
    }
    return render(request, "maps/opendata/list.html", context)


@answering.page(minute=True)
def publication(request: HttpRequest, snapshot: Snapshot, number: int) -> HttpResponse:
    entry = downloads.entry_of(number)
    context = {
        "one": shown.publication(entry),
        "linked": linked.dataset(entry, heads.base_of(request), snapshot.demo),
        "is_latest": entry == shelf.index().latest,
        "licence": settings.DATA_LICENCE,
        "licence_url": settings.DATA_LICENCE_URL,
        "base": heads.base_of(request),
    }
    return render(request, "maps/opendata/one.html", context)


@answering.page(max_age=300, minute=False)
def dictionary(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    return render(request, "maps/opendata/dictionary.html", {"fields": fields.told(snapshot)})


@download
def index_json(request: HttpRequest) -> HttpResponseBase:
    """What is kept, for machines."""
    kept = shelf.index().kept
    body = {"publications": [shown.for_machines(entry) for entry in kept]}
    response = HttpResponse(json.dumps(body).encode(), content_type="application/json")
    patch_cache_control(response, public=True, max_age=30)
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


@download
def latest(request: HttpRequest, name: str) -> HttpResponseBase:
    """302 to the address that stays."""
    entry = downloads.latest()
    if name and entry.file(name) is None:
        raise Http404(name)
    address = (
        reverse("opendata_file", args=[entry.number, name])
        if name
        else reverse("opendata_publication", args=[entry.number])
    )
    response = HttpResponseRedirect(address)
    patch_cache_control(response, public=True, max_age=30)
    return response


@download
def file(request: HttpRequest, number: int, name: str) -> HttpResponseBase:
    if name.removesuffix(files.GZIP) not in files.ALL:
        raise Http404(name)
    entry = downloads.entry_of(number)
    made = entry.file(name)
    if made is None:
        raise Http404(name)
    return downloads.send(request, entry, made)
