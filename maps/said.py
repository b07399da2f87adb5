"""Texts by the language of one page, which is set once for all that is said on it.

Django finds the active language anew for every text: a page of the finder asks some four hundred
times, which took a third of it. Outside `in_language` these are Django's own.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import translation


class _Page(threading.local):
    language: str | None = None


_page = _Page()
# There are as many as in the catalogues; only texts written in the code are asked for.
_known: dict[tuple[str, str, str], str] = {}


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Inside, nothing may activate another language."""
    before = _page.language
    with translation.override(language):
        _page.language = language
        try:
            yield
        finally:
            _page.language = before


def get_language() -> str:
    return _page.language or translation.get_language() or ""


def gettext(text: str) -> str:
    language = _page.language
    if language is None:
        return translation.gettext(text)
    said = _known.get((language, "", text))
    if said is None:
        said = _known[language, "", text] = translation.gettext(text)
    return said


def pgettext(context: str, text: str) -> str:
    language = _page.language
    if language is None:
        return translation.pgettext(context, text)
    said = _known.get((language, context, text))
    if said is None:
        said = _known[language, context, text] = translation.pgettext(context, text)
    return said
