"""Languages by address: a page has one for each, and what is open data has none."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class LanguageOfAddress(LocaleMiddleware):
    """Django's, without its `Vary: Accept-Language` on every answer.

    With it a cache between us and the readers would keep each page once for every browser's list of
    languages. Only errors of the API are said in the language that is asked for, and say so
    themselves (`maps.errors`).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        language = translation.get_language() or settings.LANGUAGE_CODE
        response.headers.setdefault("Content-Language", language)
        return response
