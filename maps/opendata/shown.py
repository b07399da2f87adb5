"""A publication's files as a page lists them."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.opendata import files, shelf
from directory.opendata.files import Made
from directory.opendata.index import Entry, Index
from directory.publication import Snapshot
from maps import words

_STEPS = len(files.ALL) + len(files.COMPRESSED)


@dataclass(frozen=True, slots=True)
class File:
    name: str
    what: str
    size: str
    sha256: str
    href: str
    is_data: bool


@dataclass(frozen=True, slots=True)
class Preparing:
    """`done` of `steps` files of publication `number` are stored."""

    number: int
    done: int
    steps: int


def publication(entry: Entry) -> dict[str, Any]:
    listed = [
        File(
            made.name,
            _what(made.name),
            size(made),
            made.sha256,
            reverse("opendata_file", args=[entry.number, made.name]),
            made.name in files.DATA,
        )
        for made in entry.files
        if not made.name.endswith(files.GZIP)
    ]
    return {
        "number": entry.number,
        "date": words.date(timezone.localtime(entry.built_at).date()),
        "places": entry.places,
        "checksum": entry.checksum,
        "files": listed,
    }


def preparing(snapshot: Snapshot, index: Index) -> Preparing | None:
    """The standing publication, where its files are not there yet."""
    entry = index.get(snapshot.number)
    if entry is not None and entry.files:
        return None
    done = min(len(shelf.stored(snapshot.number)), _STEPS)
    return Preparing(snapshot.number, done, _STEPS)


def size(made: Made) -> str:
    """'820 B', '12 KB', '3.4 MB'."""
    if made.bytes < 1000:
        return f"{made.bytes} B"
    if made.bytes < 1_000_000:
        return f"{made.bytes / 1000:.0f} KB"
    return f"{made.bytes / 1_000_000:.1f} MB"


def for_machines(entry: Entry) -> dict[str, Any]:
    return {
        "publication": entry.number,
        "published": entry.built_at.isoformat(timespec="seconds"),
        "checksum": entry.checksum,
        "places": entry.places,
        "files": [
            {
                "name": made.name,
                "href": reverse("opendata_file", args=[entry.number, made.name]),
                "type": files.media_type(made.name),
                "bytes": made.bytes,
                "sha256": made.sha256,
            }
            for made in entry.files
            if not made.name.endswith(files.GZIP)
        ],
    }


def _what(name: str) -> str:
    return {
        files.CSV: _("表格（CSV），Excel、WPS 能打开"),
        files.XLSX: _("工作簿（Excel），带说明和数据字典"),
        files.GEOJSON: _("GeoJSON，细节最全"),
        files.GPKG: _("GeoPackage，QGIS、ArcGIS 能打开"),
        files.FGB: _("FlatGeobuf，可以只读一块地方"),
        files.PMTILES: _("PMTiles 矢量瓦片，0 到 12 级"),
        files.DATAPACKAGE: _("数据字典（机器读）"),
        files.README: _("说明"),
        files.SUMS: _("全部文件的校验码"),
    }[name]
