"""PMTiles: every tile of the publication in one file, read in parts over HTTP."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from directory import tile_words, tiles
from directory.opendata.described import DEMO, DEMO_EN, NAME_EN, Described
from directory.publication import Snapshot
from directory.tiling import tiling_of
from geo import mercator

# A tile of this zoom tells 2.4 m apart; one deeper would double the number of tiles.
ZOOM_MAX = 12
_E7 = 10_000_000


def write_pmtiles(snapshot: Snapshot, described: Described, path: Path) -> None:
    """Places that stand on the day of the publication; the very tiles that /tiles/ serves."""
    with path.open("wb") as file:
        writer = Writer(file)
        empty = True
        for tile_id, z, x, y in _occupied(snapshot):
            body = tiles.tile(snapshot, z, x, y, described.day)
            if body:
                writer.write_tile(tile_id, gzip.compress(body, compresslevel=6, mtime=0))
                empty = False
        if empty:
            # The format knows no archive without tiles.
            writer.write_tile(0, gzip.compress(b"", mtime=0))
        writer.finalize(_header(snapshot), _metadata(described))


def _occupied(snapshot: Snapshot) -> Iterator[tuple[int, int, int, int]]:
    """Tiles with places, ascending by the format's own number (a Hilbert curve a zoom)."""
    tiling = tiling_of(snapshot)
    for z in range(ZOOM_MAX + 1):
        shift = mercator.BITS - z
        _keys, firsts = np.unique(tiling.keys >> 2 * shift, return_index=True)
        columns = (tiling.columns[firsts] >> shift).tolist()
        rows = (tiling.rows[firsts] >> shift).tolist()
        yield from sorted(
            (zxy_to_tileid(z, x, y), z, x, y) for x, y in zip(columns, rows, strict=True)
        )


def _header(snapshot: Snapshot) -> dict[str, Any]:
    west, south, east, north = _bounds(snapshot)
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": round(west * _E7),
        "min_lat_e7": round(south * _E7),
        "max_lon_e7": round(east * _E7),
        "max_lat_e7": round(north * _E7),
        "center_zoom": tiles.FULL_ZOOM,
        "center_lon_e7": round((west + east) / 2 * _E7),
        "center_lat_e7": round((south + north) / 2 * _E7),
    }


def _bounds(snapshot: Snapshot) -> tuple[float, float, float, float]:
    if not snapshot.count:
        return -180.0, -85.051129, 180.0, 85.051129
    lon, lat = snapshot.lon, snapshot.lat
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def _metadata(described: Described) -> dict[str, Any]:
    return described.facts() | {
        "name": described.title,
        "description": f"{DEMO} {DEMO_EN}" if described.demo else NAME_EN,
        "attribution": tile_words.attribution(described.licence, described.licence_url),
        "type": "overlay",
        "version": f"1.0.{described.number}",
        "vector_layers": [
            {
                "id": tiles.LAYER,
                "minzoom": 0,
                "maxzoom": ZOOM_MAX,
                "fields": tile_words.FIELDS,
            }
        ],
    }
