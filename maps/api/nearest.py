"""The nearest places as they will be found on arrival, as GeoJSON bytes."""

from directory.publication import Snapshot
from maps import hits, params
from maps.api.selecting import trade


def nearest(snapshot: Snapshot, asked: params.NearestQuery, base: str) -> bytes:
    """`base`: scheme and host. Raises BadParameter for a trade that is not in the vocabulary."""
    code = trade(snapshot, asked.trade) if asked.trade else None
    return hits.collection(snapshot, asked, code, f"{base}/p/".encode())
