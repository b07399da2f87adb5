"""A vector tile as it is sent: a function of publication, day and address."""

import datetime as dt

from directory import tiles
from directory.publication import Snapshot
from geo import mercator
from maps import answering
from maps.errors import UnknownTile
from maps.tiles.kept import Kept

TYPE = "application/vnd.mapbox-vector-tile"
# A tile of zoom 10 takes 5 to 50 KB: a city, looked at up and down, fits many times over.
KEPT_BYTES = 16 << 20

_kept = Kept(KEPT_BYTES)


def tile(snapshot: Snapshot, z: int, x: int, y: int, day: dt.date | None = None) -> bytes:
    """MVT 2.1, not compressed; no bytes where the tile is empty. `day` None: today.

    Raises UnknownTile for an address that no tile has.
    """
    if not mercator.is_tile(z, x, y):
        raise UnknownTile(f"{z}/{x}/{y}")
    on = day or answering.local_now().date()
    return _kept.get(
        (snapshot.number, snapshot.checksum, on, z, x, y),
        lambda: tiles.tile(snapshot, z, x, y, on),
    )
