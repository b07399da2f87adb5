"""What holds for the public pages that are kept nowhere: no cache, no search engine, a token.

Unlike the other public pages they take a POST, and only then touch the database.
"""

import functools
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.utils.cache import add_never_cache_headers

from maps import answering, errors

METHODS = ("GET", "HEAD", "POST")
View = Callable[..., HttpResponseBase]


def kept_nowhere(*methods: str) -> Callable[[View], View]:
    """The view answers `methods` alone; a POST is checked for its token by the middleware."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def answered(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            try:
                response = view(request, *args, **kwargs)
            except errors.EXPECTED as error:
                response = errors.answer(request, error)
            add_never_cache_headers(response)
            response["X-Robots-Tag"] = "noindex, nofollow"
            response["Permissions-Policy"] = answering.PERMISSIONS
            return response

        return answered

    return wrap
