"""A place's page by its id, without asking the resolver for each of the many on a page."""

import functools
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from maps.said import get_language

_ID = "0"


@functools.cache
def place_root(language: str) -> str:
    """What an id is appended to."""
    with override(language):
        return reverse("place", args=[_ID]).removesuffix(_ID)


def place_url(id: str) -> str:
    """In the active language."""
    return place_root(get_language() or settings.LANGUAGE_CODE) + quote(id)
