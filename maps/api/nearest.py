"""The nearest places as they will be found on arrival, as GeoJSON bytes."""

import functools

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from directory.publication import Snapshot
from maps import hits, params
from maps.api.selecting import trade

_ID = "0"


@functools.cache
def place_root() -> str:
    """What a place's id is appended to: its permanent address, whatever language is asked in."""
    with override(settings.LANGUAGE_CODE):
        return reverse("place", args=[_ID]).removesuffix(_ID)


def nearest(snapshot: Snapshot, asked: params.NearestQuery, base: str) -> bytes:
    """`base`: scheme and host. Raises BadParameter for a trade that is not in the vocabulary."""
    code = trade(snapshot, asked.trade) if asked.trade else None
    return hits.collection(snapshot, asked, code, f"{base}{place_root()}".encode())
