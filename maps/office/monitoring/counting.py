"""The page of the person who counts at dawn, and what it sends.

It stands outside the office's frame: large, light, and whole without script. With script it keeps
itself on the phone (`count-worker.js`) and its counts until they have arrived (`countqueue.js`).
"""

import json
import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory.errors import EntryErrors, StaleVersion
from directory.kinds import Action, Kind
from directory.models import Count, CountCorrection, MarketTrade, Official, Trade
from directory.models.counts import MOST, Method, Session
from directory.monitoring import counting
from directory.monitoring.counting import MEASURES, Unlikely
from maps.office.monitoring import forms
from maps.office.rules import find, official_of, rule

# More places than that nobody counts by himself; the newest would not fit on a phone either.
PLACES = 300
SHOWN = 20
KEPT_FILES = (
    "maps/css/site.css",
    "maps/css/count.css",
    "maps/icons/mark.svg",
    "maps/js/count.js",
    "maps/js/countqueue.js",
    "maps/js/settings.js",
)


@rule(Kind.COUNT, Action.ADD)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    values = {"place": request.GET.get("place", ""), "method": Method.HEADS, "session": _session()}
    return _page(request, values)


@rule(Kind.COUNT, Action.ADD)
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """To a script in JSON: 200 stored or stored before, 409 to be asked about, 422 refused."""
    as_json = request.headers.get("Accept", "") == "application/json"
    try:
        made = counting.record(official_of(request), forms.read(request.POST))
    except EntryErrors as error:
        asked = isinstance(error, Unlikely)
        status = 409 if asked else 422
        if as_json:
            return JsonResponse({"ask" if asked else "errors": error.errors}, status=status)
        return _page(request, request.POST.dict(), error.errors, asked, status)
    if as_json:
        return JsonResponse({"state": "stored" if made.fresh else "already"})
    messages.success(request, _("已收到"))
    return redirect("office:monitoring_count")


@rule(Kind.COUNT, Action.ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One count, what it said before, and new numbers for it or its withdrawal."""
    official = official_of(request)
    count = find(request, Count.objects.select_related("market", "counter"), key=key)
    if request.method != "POST":
        return _count_page(request, count, forms.values_of(count))
    data, errors, asked, status = request.POST.copy(), {}, False, 422
    data["key"], data["day"] = str(count.key), str(count.day)
    reason, version = data.get("reason", "")[:200], data.get("version", "")
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    try:
        if data.get("act") == "withdraw":
            counting.withdraw(official, count, number, reason)
        else:
            counting.correct(official, count, number, forms.read(data), reason)
    except EntryErrors as error:
        errors, asked = error.errors, isinstance(error, Unlikely)
        status = 409 if asked or isinstance(error, StaleVersion) else 422
        count = find(request, Count.objects.select_related("market", "counter"), key=key)
        return _count_page(request, count, data.dict(), errors, asked, status)
    messages.success(request, _("已更正，原来的数留在记录里"))
    return redirect("office:monitoring_correct", key=key)


@rule(None)
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The counting page's own service worker: it changes when one of the kept files does."""
    kept = {
        "page": reverse("office:monitoring_count"),
        "files": [static(name) for name in KEPT_FILES],
    }
    body = (
        f"self.LINGGONG_COUNT = {json.dumps(kept)};\n"
        f"importScripts({json.dumps(static('maps/js/count-worker.js'))});\n"
    )
    return HttpResponse(body, content_type="text/javascript; charset=utf-8")


def _session() -> str:
    return Session.MORNING if timezone.localtime().hour < 12 else Session.AFTERNOON


def _page(
    request: HttpRequest,
    values: dict[str, Any],
    errors: dict[str, list[str]] | None = None,
    asked: bool = False,
    status: int = 200,
) -> HttpResponse:
    official = official_of(request)
    places = list(counting.countable(official).order_by("region_code", "name")[:PLACES])
    mine = Count.objects.filter(counter=official, day=timezone.localdate())
    context = {
        "title": _("市场计数"),
        "places": places,
        "trades_of": _trades_of(places),
        "key": values.get("key") or uuid.uuid4(),
        "mine": mine.select_related("market").order_by("-counted_at")[:SHOWN],
        "settings": {
            "who": official.pk,
            "send": reverse("office:monitoring_send"),
            "worker": reverse("office:monitoring_worker"),
            "signIn": reverse("office:monitoring_count"),
            "askAbove": settings.COUNT_ASK_ABOVE,
            "most": MOST,
        },
        "words": _words(),
    }
    return _render(
        request, "maps/office/monitoring/count.html", context, values, errors, asked, status
    )


def _count_page(
    request: HttpRequest,
    count: Count,
    values: dict[str, Any],
    errors: dict[str, list[str]] | None = None,
    asked: bool = False,
    status: int = 200,
) -> HttpResponse:
    corrections = CountCorrection.objects.filter(count_key=count.key)
    context = {
        "title": _("一次计数"),
        "count": count,
        "may_change": counting.may_change(official_of(request), count) and not count.withdrawn,
        "corrections": [_told(each) for each in corrections],
    }
    return _render(
        request, "maps/office/monitoring/correct.html", context, values, errors, asked, status
    )


def _render(
    request: HttpRequest,
    name: str,
    context: dict[str, Any],
    values: dict[str, Any],
    errors: dict[str, list[str]] | None,
    asked: bool,
    status: int,
) -> HttpResponse:
    errors = errors or {}
    labels = {each: _label(each) for each in MEASURES}
    context |= {
        "measures": [
            (each, label, values.get(each, ""), errors.get(each, ()))
            for each, label in labels.items()
        ],
        "trades": [
            (
                trade,
                values.get(f"t-seekers-{trade.code}", ""),
                values.get(f"t-posts-{trade.code}", ""),
            )
            for trade in Trade.objects.all()
        ],
        "values": values,
        "errors": errors,
        "asked": asked,
        "other_errors": [
            words for field, said in errors.items() if field not in labels for words in said
        ],
        "sessions": Session.choices,
        "methods": Method.choices,
        "today": timezone.localdate().isoformat(),
    }
    return render(request, name, context, status=status)


def _trades_of(places: list[Any]) -> dict[str, list[str]]:
    """Codes of the trades of each place, by its id."""
    found: dict[str, list[str]] = {}
    rows = MarketTrade.objects.filter(market__in=places).order_by("-is_main", "trade__position")
    for place, trade in rows.values_list("market__public_id", "trade__code"):
        found.setdefault(place, []).append(trade)
    return found


def _label(name: str) -> str:
    return str(getattr(Count._meta.get_field(name), "verbose_name", name))


def _told(correction: CountCorrection) -> dict[str, Any]:
    """What differs, by the names of the fields."""
    changes = []
    for name in (*MEASURES, "session", "method", "trades", "withdrawn"):
        before, after = correction.before.get(name), correction.after.get(name)
        if before != after:
            changes.append((_label(name), _shown(before), _shown(after)))
    who = Official.objects.filter(username=correction.actor).values_list("name", flat=True).first()
    return {
        "at": correction.at,
        "by": who or correction.actor,
        "reason": correction.reason,
        "changes": changes,
    }


def _shown(value: Any) -> str:
    labels = dict(Session.choices) | dict(Method.choices)
    if value is None or value == {}:
        return _("没有")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dict):
        names = dict(Trade.objects.filter(code__in=value).values_list("code", "name"))
        return "、".join(
            f"{names.get(code, code)} {said.get('seekers', '–')}/{said.get('posts', '–')}"
            for code, said in value.items()
        )
    return str(labels.get(value, value))


def _words() -> dict[str, str]:
    return {
        "kept": _("已存在手机里，有网就自动发送"),
        "sent": _("已送到"),
        "waiting": _("还有 {n} 条没送到，有网会自动发送；也可以点“现在发送”。"),
        "others": _("另有 {n} 条是别人在这部手机上记的，等本人登录后发送。"),
        "signIn": _("登录已过期，登录后自动发送。"),
        "refused": _("没有被接受："),
        "ask": _("确实有 {value} 吗？再点一次就记下。"),
        "askHires": _("招成的比岗位还多，确实吗？再点一次就记下。"),
        "hires": _("招成的人不能比求职的人多"),
        "empty": _("至少填一个数；没有人就填 0"),
        "range": _("只能是 0 到 {most}"),
        "drop": _("删除这条"),
        "really": _("真的删除吗？再点一次。"),
        "cannotKeep": _("这部手机存不住，请保持有网再发送。"),
        "offline": _("现在没有网。照常计数，存在手机里。"),
    }
