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
    """Of the newest publication asked for, so that an older one can go; both at once, as another
    thread may be asking of another publication."""

    of: tuple[Snapshot | None, dict[str, Layer]] = (None, {})


def layer(snapshot: Snapshot, name: str) -> Layer:
    """KeyError for a collection that there is not."""
    made, layers = _Made.of
    if made is not snapshot:
        layers = {}
        _Made.of = snapshot, layers
    if name not in layers:
        layers[name] = COLLECTIONS[name](snapshot)
    return layers[name]
