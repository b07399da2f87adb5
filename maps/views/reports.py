"""Telling the office that something is wrong, without an account; and reading its answer."""

from dataclasses import replace

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from directory import personal_keys, report_retention, report_throttle, reports
from directory.errors import EntryErrors
from directory.models import Market, Report
from directory.publication import current
from directory.records import PlaceRecord
from directory.report_throttle import TooMany
from maps import report_form
from maps.address import client_address
from maps.errors import UnknownPlace
from maps.kept_nowhere import METHODS, kept_nowhere
from maps.readers import BadParameter
from maps.report_form import Typed

NO_DATABASE = (OperationalError, InterfaceError)
RETRY_SECONDS = 120


@kept_nowhere(*METHODS)
def report(request: HttpRequest, place_id: str) -> HttpResponse:
    """The form comes from the publication alone; sending it needs the database."""
    place = current().place(place_id)
    if place is None:
        raise UnknownPlace(place_id)
    if not personal_keys.ready():
        return _page(request, place, Typed(), 503)
    if request.method != "POST":
        return _page(request, place, Typed({"kind": request.GET.get("kind", "")[:20]}))
    form = report_form.typed(request.POST)
    try:
        return _sent(request, place)
    except BadParameter as error:
        return _page(request, place, replace(form, errors=report_form.of_position(error)), 422)
    except EntryErrors as error:
        return _page(request, place, replace(form, errors=error.errors), 422)
    except TooMany as error:
        return _page(request, place, replace(form, notice="many"), 429, error.retry_after)
    except NO_DATABASE:
        return _page(request, place, replace(form, notice="down"), 503, RETRY_SECONDS)


@kept_nowhere("GET", "HEAD")
def answer(request: HttpRequest, receipt: str) -> HttpResponse:
    """What has become of a report, for whoever has its receipt. No word of what was sent."""
    guesses = report_throttle.guessing(client_address(request))
    try:
        report_throttle.check(guesses)
        wanted = report_form.plain(receipt)[:40]
        found = Report.objects.filter(receipt=wanted).select_related("market", "office")
        said = found.first() if wanted.isalnum() else None
        if said is None:
            report_throttle.count(guesses)
            raise Http404
    except TooMany as error:
        return _without(request, _("试错的次数太多了，请过一会儿再查。"), 429, error.retry_after)
    except NO_DATABASE:
        return _without(request, _("现在查不了，请过几分钟再试。"), 503, RETRY_SECONDS)
    context = {
        "report": said,
        "receipt": report_form.spoken(said.receipt),
        "state": report_form.state_words(said),
        "just_sent": "sent" in request.GET,
        "place": current().place(said.market.public_id),
    }
    return render(request, "maps/report_answer.html", context)


def _sent(request: HttpRequest, place: PlaceRecord) -> HttpResponse:
    """Taken in: on to the page of its receipt."""
    if request.POST.get(report_form.TRAP):
        raise EntryErrors({"": [_("最后一栏请空着，是防止机器乱发的")]})
    data = report_form.read(request.POST)
    market = Market.objects.filter(public_id=place.id).first()
    if market is None:
        raise UnknownPlace(place.id)
    report_throttle.count(*report_throttle.sending(client_address(request), place.id))
    filed = reports.file_report(market, data)
    url = reverse("report_answer", args=[report_form.spoken(filed.receipt)])
    return HttpResponseRedirect(f"{url}?sent=1")


def _page(
    request: HttpRequest, place: PlaceRecord, form: Typed, status: int = 200, retry: int = 0
) -> HttpResponse:
    context = {
        "place": place,
        "offered": personal_keys.ready(),
        "contact_days": settings.REPORT_CONTACT_DAYS,
        "contact_most": report_retention.MOST_DAYS,
        "minutes": max(1, -(-retry // 60)),
        "strings": {
            "locating": _("正在找您的位置……"),
            "located": _("已经填上您现在的位置。"),
            "failed": _("没有得到位置。可以空着，在上面写清楚怎么走。"),
        },
        **report_form.context(form),
    }
    response = render(request, "maps/report.html", context, status=status)
    if retry:
        response["Retry-After"] = str(retry)
    return response


def _without(request: HttpRequest, words: str, status: int, retry: int) -> HttpResponse:
    response = render(request, "maps/report_answer.html", {"words": words}, status=status)
    response["Retry-After"] = str(retry)
    return response
