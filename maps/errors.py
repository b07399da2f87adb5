"""One table from exception to status, answered as a page to people and problem+json to machines."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_from_request, override
from django.utils.translation import gettext_lazy as _

from directory.opendata.index import Entry
from directory.publication import NoPublication
from maps import misread
from maps.office.middleware import is_office
from maps.readers import BadParameter

PROBLEM = "application/problem+json"
RETRY_SECONDS = 5


class UnknownPlace(Http404):
    """No place has, or ever had, this id."""


class UnknownArea(Http404):
    """No region has this code, or nothing is drawn for it."""


class UnknownTrade(Http404):
    """No trade of the vocabulary has this code."""


class UnknownPublication(Http404):
    """No publication has this number, or nobody remembers what it changed."""


class UnknownTile(Http404):
    """No tile has this address: the zoom, the column or the row is out of range."""


class BeingPrepared(Exception):
    """The files of this publication are on their way."""


class PublicationGone(Exception):
    """A publication that there was; its files are no longer kept, or never were made.

    `checksum` is empty and `places` None where only the number and the date are remembered.
    """

    def __init__(
        self,
        number: int,
        at: dt.datetime,
        checksum: str,
        places: int | None,
        before: Entry | None,
        after: Entry | None,
    ) -> None:
        super().__init__(number)
        self.number, self.at, self.checksum, self.places = number, at, checksum, places
        self.near = tuple(entry for entry in (before, after) if entry is not None)

    def facts(self) -> dict[str, Any]:
        return {
            "publication": self.number,
            "published": self.at.isoformat(timespec="seconds"),
            "checksum": self.checksum,
            "places": self.places,
            "nearest": [
                {
                    "publication": entry.number,
                    "published": entry.built_at.isoformat(timespec="seconds"),
                    "href": f"/data/{entry.number}/",
                }
                for entry in self.near
            ],
        }


class StaleForm(PermissionDenied):
    """A form without the token that this site gave out with it."""


class NotAcceptable(Exception):
    """Neither of the forms that there are is one that the asker takes."""


class MethodNotAllowed(Exception):
    """Only GET, HEAD and OPTIONS are answered."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`title` in a few words; `advice` is what to do next. Both lazy."""

    status: int
    slug: str
    title: str | Promise
    advice: str | Promise


_KINDS: tuple[tuple[type[Exception], Kind], ...] = (
    (
        BadParameter,
        Kind(400, "bad-parameter", _("这里没看懂"), _("请改一改，或回到首页重新选。")),
    ),
    (
        NoPublication,
        Kind(503, "no-publication", _("名录还没有准备好"), _("几秒钟后再打开这个页面。")),
    ),
    (
        UnknownPlace,
        Kind(
            404, "unknown-place", _("没有这个地点"), _("网址可能写错了。可以按名字找，或回到首页。")
        ),
    ),
    (
        UnknownArea,
        Kind(404, "unknown-area", _("没有这个地区"), _("可以按名字找，或回到首页。")),
    ),
    (
        UnknownTrade,
        Kind(404, "unknown-trade", _("没有这个工种"), _("可以浏览全部，再选工种，或回到首页。")),
    ),
    (
        UnknownPublication,
        Kind(404, "unknown-publication", _("没有这一期"), _("可以从“名录更新”里选，或回到首页。")),
    ),
    (
        UnknownTile,
        Kind(
            404,
            "unknown-tile",
            _("没有这个瓦片"),
            _("级别 z 从 0 到 22；列 x 和行 y 从 0 到 2 的 z 次方减 1。"),
        ),
    ),
    (
        BeingPrepared,
        Kind(
            503,
            "being-prepared",
            _("这一期的文件正在准备"),
            _("每期发布以后要生成下载文件。过一会儿再来，或先用前面一期。"),
        ),
    ),
    (
        PublicationGone,
        Kind(
            410,
            "publication-gone",
            _("这一期的文件不再保留"),
            _("最近的各期和每月最后一期一直保留，可以用离它最近的一期。"),
        ),
    ),
    (Http404, Kind(404, "not-found", _("没有这个页面"), _("可以按名字找，或回到首页。"))),
    (
        MethodNotAllowed,
        Kind(405, "method-not-allowed", _("只能查看"), _("这里只接受 GET、HEAD 和 OPTIONS。")),
    ),
    (
        NotAcceptable,
        Kind(
            406,
            "not-acceptable",
            _("没有这种格式"),
            _("这里只有 JSON（application/json、application/geo+json）和网页（text/html）。"),
        ),
    ),
    (
        StaleForm,
        Kind(
            403,
            "stale-form",
            _("这个表单过期了"),
            _("没有保存任何内容。请退回上一页，刷新以后再提交；浏览器须允许本站的 Cookie。"),
        ),
    ),
    (PermissionDenied, Kind(403, "forbidden", _("不能打开这个页面"), _("请回到首页。"))),
    (SuspiciousOperation, Kind(400, "bad-request", _("这个请求看不懂"), _("请回到首页。"))),
    (BadRequest, Kind(400, "bad-request", _("这个请求看不懂"), _("请回到首页。"))),
)
# What an unknown address of the API leads to; nobody there looks for a page by name.
_NO_ADDRESS = Kind(404, "not-found", _("没有这个网址"), _("接口的网址都从 /api/ 找起。"))
_FAILURE = Kind(500, "failure", _("网站出了问题"), _("已经记录下来。请过一会儿再试。"))
# Where a view says of a request that it is a person's, whatever the address.
AS_PAGE = "as_page"
# Where a view says that what it answers stands in a frame of another site.
FRAMED = "framed"
# Below these addresses everything else is for machines.
_MACHINES = ("/api/", "/tiles/")
# What the view wrapper turns into an answer itself; anything else is a fault and is logged.
EXPECTED = (
    BadParameter, NoPublication, Http404, MethodNotAllowed, BeingPrepared, PublicationGone,
)  # fmt: skip


def kind_of(error: BaseException) -> Kind:
    return next((kind for known, kind in _KINDS if isinstance(error, known)), _FAILURE)


def problem(request: HttpRequest, error: BaseException) -> HttpResponse:
    """RFC 9457; a bad parameter is named with its value and what is allowed."""
    kind = _NO_ADDRESS if type(error) in (Http404, Resolver404) else kind_of(error)
    body: dict[str, Any] = {
        "type": f"urn:linggong-map:problem:{kind.slug}",
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(kind.advice),
    }
    if isinstance(error, BadParameter):
        body |= {
            "detail": error.detail,
            "parameter": error.parameter,
            "value": error.value,
            "allowed": error.allowed,
        }
    if isinstance(error, PublicationGone):
        body |= error.facts()
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False).encode(), content_type=PROBLEM, status=kind.status
    )
    return _headers(response, kind)


def page(request: HttpRequest, error: BaseException) -> HttpResponse:
    """A page that says what is wrong and leads on; it needs neither publication nor database."""
    kind = kind_of(error)
    context: dict[str, Any] = {
        "kind": kind,
        "error": None,
        "gone": error if isinstance(error, PublicationGone) else None,
        "said": _said_to_an_official(request, error),
        "LANGUAGE_CODE": get_language(),
    }
    if isinstance(error, BadParameter):
        context |= {"error": error, **misread.context(request, error)}
    framed = vars(request).get(FRAMED)
    template = "maps/embed/refusal.html" if framed else "maps/error.html"
    body = render_to_string(template, context, request=request)
    return _headers(HttpResponse(body, status=kind.status), kind)


def _said_to_an_official(request: HttpRequest, error: BaseException) -> str | None:
    """What a refusal says of itself, on the officials' pages; None anywhere else."""
    if not is_office(request):
        return None
    told = error.args[0] if isinstance(error, PermissionDenied | Http404) and error.args else ""
    return told if isinstance(told, str) else ""


def _headers(response: HttpResponse, kind: Kind) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    if kind.status == 503:
        response["Retry-After"] = str(RETRY_SECONDS)
    if kind.status == 405:
        response["Allow"] = "GET, HEAD, OPTIONS"
    return response


def answer(request: HttpRequest, error: BaseException) -> HttpResponse:
    """The page or the problem, by what is being asked."""
    machine = request.path_info.startswith(_MACHINES) or request.path_info.endswith(".json")
    wants_json = machine and not vars(request).get(AS_PAGE)
    if not wants_json:
        return page(request, error)
    with override(get_language_from_request(request)):
        response = problem(request, error)
    patch_vary_headers(response, ("Accept-Language",))
    if not is_office(request):
        # What is open to any origin says so of its refusals too, or no script could read why.
        response["Access-Control-Allow-Origin"] = "*"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, exception)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF check has refused; `reason` is for the log, which it has gone to already."""
    return answer(request, StaleForm())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    return answer(request, RuntimeError())
