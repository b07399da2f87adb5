"""Answers of `items` as bytes: ready features joined, and only what must be is written anew."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote_plus

import numpy as np
import orjson
import shapely
from django.utils.datastructures import MultiValueDict

from maps import features
from maps.api.asked import Query
from maps.api.crs import STORED, Crs
from maps.api.layers import Layer, Pieces
from maps.api.selecting import Selection, select

GEOJSON = features.GEOJSON
_AT = b'"coordinates":['
_OF = b'"properties":{'
_SAFE = ",:/"
Link = dict[str, str]


@dataclass(frozen=True)
class Address:
    """`base`: scheme and host; `path` and `data`: what was asked for, as it was."""

    base: str
    path: str
    data: MultiValueDict[str, str]

    def with_(self, **changes: str | None) -> str:
        """The absolute address with other parameters; None takes one away."""
        pairs = [pair for name, pair in self._pairs if name not in changes]
        pairs += [_pair(name, value) for name, value in changes.items() if value is not None]
        query = "&".join(pairs)
        return f"{self.base}{self.path}{'?' if query else ''}{query}"

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        """Each parameter with what it says in an address, written once for all links."""
        return [(name, _pair(name, v)) for name in self.data for v in self.data.getlist(name)]


def _pair(name: str, value: str) -> str:
    return f"{quote_plus(name, safe=_SAFE)}={quote_plus(value, safe=_SAFE)}"


def body(layer: Layer, query: Query, address: Address) -> Pieces:
    selection = select(layer, query)
    return collection(layer, query, selection, links(query, selection, address))


def collection(layer: Layer, query: Query, selection: Selection, links: Iterable[Link]) -> Pieces:
    """A GeoJSON FeatureCollection. Its features are in the query's system, which is named."""
    head = features.head(layer.snapshot)
    if selection.matched is not None:
        head["numberMatched"] = selection.matched
    head |= {"numberReturned": len(selection.rows), "links": list(links)}
    if query.crs is not STORED:
        head |= {"datum": query.crs.datum, "crs": query.crs.uri}
    start = orjson.dumps(head)
    return (start[:-1] + b',"features":[', *written(layer, query, selection), b"]}")


def links(query: Query, selection: Selection, address: Address) -> list[Link]:
    limit, offset = str(query.limit), query.offset
    found = [
        _link("self", GEOJSON, address.with_()),
        _link("alternate", "text/html", address.with_(f="html")),
        _link("collection", "application/json", address.base + address.path.removesuffix("/items")),
    ]
    following = offset + len(selection.rows)
    full = len(selection.rows) == query.limit
    if full if selection.matched is None else len(selection.rows) and following < selection.matched:
        found.append(_link("next", GEOJSON, address.with_(offset=str(following), limit=limit)))
    if offset:
        before = max(0, offset - query.limit)
        found.append(_link("prev", GEOJSON, address.with_(offset=str(before), limit=limit)))
    return found


def _link(rel: str, type: str, href: str) -> Link:
    return {"rel": rel, "type": type, "href": href}


def written(layer: Layer, query: Query, selection: Selection) -> Pieces:
    """The features of a page with commas between, in pieces."""
    if query.crs is STORED and query.properties is None and selection.metres is None:
        return layer.pieces(selection.rows)
    parts: Sequence[bytes] = layer.features(selection.rows)
    if query.crs is not STORED:
        parts = moved(layer, selection, parts, query.crs)
    if query.properties is not None:
        parts = [_only(part, query.properties) for part in parts]
    if selection.metres is not None:
        parts = [
            _with_distance(p, m) for p, m in zip(parts, selection.metres.tolist(), strict=True)
        ]
    return (b",".join(parts),)


def moved(layer: Layer, selection: Selection, parts: Sequence[bytes], crs: Crs) -> list[bytes]:
    """The features in another system; points are put in by their bytes."""
    rows = selection.rows
    lon, lat = np.array(layer.lon[rows]), np.array(layer.lat[rows])
    # What has no geometry has no position to move, and keeps its null.
    placed = np.isfinite(lon)
    first, second = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    first[placed], second[placed] = crs.out(lon[placed], lat[placed])
    pairs = zip(first.tolist(), second.tolist(), strict=True)
    return [_moved(part, pair, crs) for part, pair in zip(parts, pairs, strict=True)]


def _moved(part: bytes, pair: tuple[float, float], crs: Crs) -> bytes:
    begin = part.find(b'"geometry":{"type":"Point",' + _AT)
    if begin < 0:
        return _shape_moved(part, crs)
    begin = part.index(_AT, begin) + len(_AT)
    end = part.index(b"]", begin)
    if not all(map(math.isfinite, pair)):
        raise ValueError("outside the area of this system")
    said = ",".join(repr(round(value, crs.decimals)) for value in pair).encode()
    return part[:begin] + said + part[end:]


def _shape_moved(part: bytes, crs: Crs) -> bytes:
    feature: dict[str, Any] = orjson.loads(part)
    if feature["geometry"] is None:
        return part
    shape = shapely.from_geojson(orjson.dumps(feature["geometry"]))
    shape = shapely.transform(shape, crs.out, interleaved=False)
    feature["geometry"] = _rounded(orjson.loads(shapely.to_geojson(shape)), crs.decimals)
    return orjson.dumps(feature)


def _rounded(value: Any, decimals: int) -> Any:
    if isinstance(value, float):
        return round(value, decimals)
    if isinstance(value, list):
        return [_rounded(each, decimals) for each in value]
    if isinstance(value, dict):
        return {name: _rounded(each, decimals) for name, each in value.items()}
    return value


def _only(part: bytes, wanted: Sequence[str]) -> bytes:
    feature: dict[str, Any] = orjson.loads(part)
    held = feature["properties"]
    feature["properties"] = {name: held.get(name) for name in wanted}
    return orjson.dumps(feature)


def _with_distance(part: bytes, metres: float) -> bytes:
    at = part.index(_OF) + len(_OF)
    said = f'"distance_m":{round(metres, 1)}' if math.isfinite(metres) else '"distance_m":null'
    comma = b"" if part[at : at + 1] == b"}" else b","
    return part[:at] + said.encode() + comma + part[at:]


def item(layer: Layer, row: int, query: Query, links: Iterable[Link]) -> bytes:
    """One feature, with its links."""
    one = Selection(np.array([row], np.int64), 1)
    feature = b"".join(written(layer, query, one))
    return feature[:-1] + b',"links":' + orjson.dumps(list(links)) + b"}"
