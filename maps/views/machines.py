"""For search engines: which addresses there are, and which are not worth their time."""

from django.http import Http404, HttpRequest, HttpResponse

from directory.publication import Snapshot
from maps import answering, heads, sitemap

XML = "application/xml; charset=utf-8"
# Answers from a position are somebody's question, not a page; the API is for programs.
ROBOTS = """User-agent: *
Disallow: /large
Disallow: /en/large
Disallow: /api/
Disallow: /en/api/
Disallow: /office/
Disallow: /en/office/
Disallow: /*?*lon=

Sitemap: {base}/sitemap.xml
"""


@answering.data(max_age=3600)
def sitemap_index(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    return HttpResponse(sitemap.index(snapshot, heads.base_of(request)), content_type=XML)


@answering.data(max_age=3600, day=True)
def sitemap_part(request: HttpRequest, snapshot: Snapshot, number: int) -> HttpResponse:
    if number >= sitemap.parts_of(snapshot):
        raise Http404
    day = answering.local_now().date()
    body = sitemap.part(snapshot, number, heads.base_of(request), day)
    return HttpResponse(body, content_type=XML)
