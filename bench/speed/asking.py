"""Where each question is put to each side, and what its answer says, however it is packed."""

import json
import urllib.request
import zlib
from collections.abc import Sequence

import brotli
import mapbox_vector_tile

from bench.peers.columns import PROPERTIES
from bench.speed import figures
from bench.speed.questions import Question
from bench.speed.side import Side

# What is asked without, and what every browser says; the same header for all sides.
PLAIN, BROWSER = "plain", "as a browser asks"
ENCODINGS = {PLAIN: None, BROWSER: "gzip, deflate, br"}

# A whole directory takes a peer half a minute where others are at work on the machine.
TIMEOUT_S = 300


class Unpackable(OSError):
    """An answer in a coding that was not asked for."""


def path_of(side: str, kind: str, q: Question) -> str | None:
    """None for what a side does not offer."""
    box = ",".join(map(str, q.box))
    west, south, east, north = q.box
    x, y = q.tile
    items = "/api/collections/markets/items"
    drf = {
        "nearest": f"/drf/nearest?point={q.lon},{q.lat}&page_size=10",
        "filtered": f"/drf/filtered?point={q.lon},{q.lat}&page_size=10&trade={q.trade}&at={q.at}",
        "bbox": f"/drf/bbox?in_bbox={box}&page_size=10000",
        "tile": f"/drf/tile?tile=10/{x}/{y}",
        "directory": "/drf/directory?page_size=10000",
    }
    table = "/collections/public.bench_place"
    return {
        figures.OURS: {
            "nearest": f"/api/nearest?lon={q.lon}&lat={q.lat}&limit=10",
            "filtered": f"{items}?near={q.lon},{q.lat}&trade={q.trade}&open_at={q.at}&limit=10",
            "bbox": f"{items}?bbox={box}&limit=10000",
            "tile": f"/tiles/markets/10/{x}/{y}.mvt",
            "directory": f"{items}?limit=10000",
        },
        figures.DRF: drf,
        figures.TUNED: drf,
        figures.SQL: {
            "nearest": f"/sql/nearest?lon={q.lon}&lat={q.lat}",
            "filtered": f"/sql/filtered?lon={q.lon}&lat={q.lat}&trade={q.trade}&at={q.at}",
            "bbox": f"/sql/bbox?west={west}&south={south}&east={east}&north={north}",
            "tile": f"/sql/tile?x={x}&y={y}",
            "directory": "/sql/directory",
        },
        figures.TIPG: {
            "bbox": f"{table}/items?bbox={box}&limit=10000&f=geojson",
            "tile": f"{table}/tiles/WebMercatorQuad/10/{x}/{y}",
            "directory": f"{table}/items?limit=10000&f=geojson",
        },
        figures.PYGEOAPI: {
            "bbox": f"/collections/places/items?bbox={box}&limit=10000&f=json",
            "directory": "/collections/places/items?limit=10000&f=json",
        },
        # Its files are named by number; of the whole directory there is one.
        figures.NGINX: {
            kind: f"/{kind}/{0 if kind == 'directory' else q.n}"
            for kind in ("nearest", "filtered", "bbox", "tile", "directory")
        },
    }[side].get(kind)  # fmt: skip


def offers(side: Side, kind: str, q: Question) -> bool:
    return path_of(side.name, kind, q) is not None


def ask(side: Side, kind: str, q: Question, encoding: str = PLAIN) -> tuple[list[str], int]:
    """The ids in the side's order, and the bytes on the wire; raises OSError for a refusal."""
    body, said, size = fetched(side, kind, q, ENCODINGS[encoding])
    return _ids(body, said), size


def records(side: Side, kind: str, q: Question) -> list[dict[str, object]]:
    """What the side says of each place: the properties that are not empty, in its order."""
    body, _said, _size = fetched(side, kind, q, ENCODINGS[BROWSER])
    return [
        {
            name: value
            for name in PROPERTIES
            if (value := f["properties"].get(name)) not in (None, "", [], False)
        }
        for f in json.loads(body)["features"]
    ]


def fetched(side: Side, kind: str, q: Question, accept: str | None) -> tuple[bytes, str, int]:
    """The body unpacked, its type, and its size before."""
    raw, coding, said = sent(side, kind, q, accept)
    return unpacked(raw, coding), said, len(raw)


def sent(side: Side, kind: str, q: Question, accept: str | None) -> tuple[bytes, str, str]:
    """The body as it comes over the wire, its coding ('' for none) and its type."""
    address = side.address + str(path_of(side.name, kind, q))
    headers = {} if accept is None else {"Accept-Encoding": accept}
    # urllib says `identity` where nothing is said; a client of HTTP/1.1 that says nothing is wrk.
    request = urllib.request.Request(address, headers=headers)
    with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
        heads = answer.headers
        return answer.read(), heads.get("Content-Encoding", ""), heads.get("Content-Type", "")


def unpacked(body: bytes, coding: str) -> bytes:
    match coding:
        case "" | "identity":
            return body
        case "gzip":
            return zlib.decompress(body, wbits=31)
        case "deflate":
            return zlib.decompress(body)
        case "br":
            return bytes(brotli.decompress(body))
    raise Unpackable(f"Content-Encoding: {coding}")


def _ids(body: bytes, kind: str) -> list[str]:
    if "json" not in kind:
        layers = mapbox_vector_tile.decode(body).values() if body else ()
        return [
            str(f["properties"].get("id", f.get("id"))) for each in layers for f in each["features"]
        ]
    features: Sequence[dict[str, str]] = json.loads(body).get("features") or ()
    return [str(feature["id"]) for feature in features]
