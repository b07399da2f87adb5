"""How an address of the API is answered: as JSON or as a page, by `f` and Accept, through DRF."""

import functools
from collections.abc import Sequence
from typing import Any, NoReturn

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer, TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from directory.publication import Snapshot
from maps import answering, errors
from maps.api import accepting
from maps.api.documents import JSON
from maps.language_of import in_no_language
from maps.readers import BadParameter

FORMATS = ("json", "html")


def wanted(request: HttpRequest) -> str:
    """'json' or 'html', by `f`, else by Accept; raises NotAcceptable where it wants neither."""
    given = request.GET.getlist("f")
    if given:
        if len(given) > 1 or given[0] not in FORMATS:
            raise BadParameter("f", ", ".join(given), " | ".join(FORMATS))
        return given[0]
    found = accepting.form(request.headers.get("Accept", ""))
    if not found:
        raise errors.NotAcceptable
    return found


class ByFormat(BaseContentNegotiation):
    """The format has been chosen before the view is called; see `wanted`."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return None

    def select_renderer(
        self, request: Request, renderers: Sequence[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], str(renderers[0].media_type)


class View(APIView):
    """Reads the publication alone: no session, no user, no database."""

    authentication_classes = ()
    permission_classes = ()
    content_negotiation_class = ByFormat
    renderer_classes = (JSONRenderer, TemplateHTMLRenderer)
    http_method_names = ["get", "head"]

    @property
    def default_response_headers(self) -> dict[str, str]:
        """None: what an answer varies by is said where the format is chosen."""
        return {}

    def handle_exception(self, exc: Exception) -> NoReturn:
        """One table says what becomes of an exception, and it is `maps.errors`."""
        raise exc

    @property
    def snapshot(self) -> Snapshot:
        found: Snapshot = vars(self.request._request)["snapshot"]
        return found

    @property
    def as_page(self) -> bool:
        return bool(vars(self.request._request)[errors.AS_PAGE])

    @property
    def base(self) -> str:
        """Scheme and host, without a slash at the end."""
        return str(self.request._request.build_absolute_uri("/")[:-1])

    def page(self, template: str, context: dict[str, Any]) -> HttpResponse:
        return render(self.request._request, template, context)

    def written(self, body: bytes, type: str = JSON) -> HttpResponse:
        return HttpResponse(body, content_type=type)


def served(view: type[View], minute: bool = False, pages: bool = True, max_age: int = 60) -> Any:
    """The view as Django calls it. What drf-spectacular looks for stands on it."""
    inner = view.as_view()
    call = _with_snapshot(inner)
    as_data = answering.data(max_age=max_age, minute=minute)(call)
    by_minute = answering.data(max_age=max_age, minute=True)(call)
    as_page = answering.page(max_age=max_age, minute=True)(call)

    @functools.wraps(inner)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            html = pages and request.method in ("GET", "HEAD") and wanted(request) == "html"
        except (BadParameter, errors.NotAcceptable) as error:
            return errors.answer(request, error)
        vars(request)[errors.AS_PAGE] = html
        # `open_at=now` is another question a minute later; nothing else here is.
        data = by_minute if "open_at" in request.GET else as_data
        response: HttpResponseBase = (as_page if html else data)(request, **kwargs)
        if pages:
            patch_vary_headers(response, ["Accept"])
        return response

    return csrf_exempt(answered)


def paged(view: type[View], max_age: int = 60) -> Any:
    """The view's pages alone, below the address of a language; data has one address for all."""
    as_page = answering.page(max_age=max_age, minute=True)(_with_snapshot(view.as_view()))

    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        vars(request)[errors.AS_PAGE] = True
        given = request.GET.getlist("f")
        if given == ["json"]:
            return HttpResponseRedirect(in_no_language(request.get_full_path()))
        if given not in ([], ["html"]):
            return errors.answer(request, BadParameter("f", ", ".join(given), " | ".join(FORMATS)))
        return as_page(request, **kwargs)

    return csrf_exempt(answered)


def _with_snapshot(inner: Any) -> Any:
    def call(request: HttpRequest, snapshot: Snapshot, **kwargs: Any) -> HttpResponseBase:
        vars(request)["snapshot"] = snapshot
        answer: HttpResponseBase = inner(request, **kwargs)
        return answer

    return call
