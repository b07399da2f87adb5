"""Sessions, sign-in and messages for the officials' pages alone.

A public page is made from the publication: it opens no session and no database, and its answer
does not vary by who asks. So each of these does nothing for any other address.
"""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.utils.deprecation import MiddlewareMixin

PREFIX = "/office/"
# Written at sign-in, see maps.office.entrance.sessions; seconds since 1970.
SIGNED_IN_AT, LAST_SEEN_AT = "office_signed_in_at", "office_last_seen_at"
_NOTED_EVERY_S = 60
ROOTS = tuple(
    "" if code == settings.LANGUAGE_CODE else f"/{code}" for code, _name in settings.LANGUAGES
)
_PREFIXES = tuple(root + PREFIX for root in ROOTS)


def is_office(request: HttpRequest) -> bool:
    """Whether the address is one of the officials' pages, in either language."""
    return request.path_info.startswith(_PREFIXES)


class OfficeOnly(MiddlewareMixin):
    """Passes every other request straight through."""

    def __call__(self, request: HttpRequest) -> Any:
        return super().__call__(request) if is_office(request) else self.get_response(request)


class OfficeSessions(OfficeOnly, SessionMiddleware):
    """Sessions under /office/."""


class OfficeAuthentication(OfficeOnly, AuthenticationMiddleware):
    """`request.user` under /office/."""


class OfficeSessionAge(OfficeOnly):
    """Ends a session that is too old, or in which nothing was asked for too long."""

    def process_request(self, request: HttpRequest) -> None:
        session = request.session
        if not session.get("_auth_user_id"):
            return
        now = int(time.time())
        seen = session.get(LAST_SEEN_AT, 0)
        old = now - session.get(SIGNED_IN_AT, 0) >= settings.SESSION_COOKIE_AGE
        if old or now - seen >= settings.OFFICE_IDLE_SECONDS:
            logout(request)
        elif now - seen >= _NOTED_EVERY_S:
            session[LAST_SEEN_AT] = now


class OfficeMessages(OfficeOnly, MessageMiddleware):
    """One-time messages under /office/."""


class OfficeFrame:
    """A content policy of its own, and no copy in any cache.

    Alpine, which unfold's pages run on, evaluates expressions of attributes ('unsafe-eval') and
    sets styles ('unsafe-inline'). Scripts come from our own origin alone all the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_office(request):
            framed: Any = response
            framed._csp_update = {
                "script-src": ["'unsafe-eval'"],
                "style-src": ["'unsafe-inline'"],
                "font-src": ["'self'"],
            }
            add_never_cache_headers(response)
        return response
