"""The nearest places as they will be found on arrival, as GeoJSON bytes."""

from django.conf import settings

from directory.publication import Snapshot
from maps import hits, params
from maps.api.selecting import trade
from maps.place_urls import place_root


def nearest(snapshot: Snapshot, asked: params.NearestQuery, base: str) -> bytes:
    """`base`: scheme and host. Raises BadParameter for a trade that is not in the vocabulary."""
    code = trade(snapshot, asked.trade) if asked.trade else None
    # Its permanent address, whatever language is asked in.
    root = f"{base}{place_root(settings.LANGUAGE_CODE)}"
    return hits.collection(snapshot, asked, code, root.encode())
