"""What the public is told about the site: under which licence, and who answers."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from directory.publication import Snapshot
from maps import answerable, answering


@answering.page(max_age=300, minute=False)
def licence(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    context = {"licence": settings.DATA_LICENCE, "licence_url": settings.DATA_LICENCE_URL}
    return render(request, "maps/licence.html", context)


@answering.page(max_age=300, minute=False)
def contact(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    day = answering.local_now().date()
    context = {
        "office": settings.CONTACT_OFFICE,
        "phone": settings.CONTACT_PHONE,
        "email": settings.CONTACT_EMAIL,
        "region": snapshot.areas.get(settings.SITE_REGION),
        "counties": answerable.offices(snapshot, settings.SITE_REGION, day),
        "reports": bool(settings.PERSONAL_DATA_KEYS),
    }
    return render(request, "maps/contact.html", context)
