"""The collections of the publication that is served, each made once."""

from collections.abc import Callable, Mapping

from directory.publication import Snapshot
from maps.api.layers import Layer
from maps.api.markets import Markets
from maps.api.records import Events, Regions

COLLECTIONS: Mapping[str, Callable[[Snapshot], Layer]] = {
    "markets": Markets,
    "events": Events,
    "regions": Regions,
}


class _Made:
    """Of the newest publication asked for, so that an older one can go."""

    snapshot: Snapshot | None = None
    layers: dict[str, Layer] = {}


def layer(snapshot: Snapshot, name: str) -> Layer:
    """KeyError for a collection that there is not."""
    if _Made.snapshot is not snapshot:
        _Made.snapshot, _Made.layers = snapshot, {}
    layers = _Made.layers
    if name not in layers:
        layers[name] = COLLECTIONS[name](snapshot)
    return layers[name]
