"""Names and kinds of the files of a publication. No Django here."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

GEOJSON, CSV, XLSX = "markets.geojson", "markets.csv", "markets.xlsx"
GPKG, FGB, PMTILES = "markets.gpkg", "markets.fgb", "markets.pmtiles"
DATAPACKAGE, README, SUMS = "datapackage.json", "README.txt", "SHA256SUMS"
# In the order they are made and shown.
DATA = (CSV, XLSX, GEOJSON, GPKG, FGB, PMTILES)
ALL = (*DATA, DATAPACKAGE, README, SUMS)
# Kept compressed too; the others are read in parts, or are compressed as they are.
COMPRESSED = (CSV, GEOJSON)
GZIP = ".gz"

_TYPES = {
    GEOJSON: "application/geo+json",
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    GPKG: "application/geopackage+sqlite3",
    FGB: "application/vnd.flatgeobuf",
    PMTILES: "application/vnd.pmtiles",
    DATAPACKAGE: "application/json",
    README: "text/plain; charset=utf-8",
    SUMS: "text/plain; charset=utf-8",
}
KINDS = {
    CSV: ("表格，UTF-8，Excel 和 WPS 可直接打开", "table, UTF-8, opens in Excel"),
    XLSX: ("工作簿，含说明和数据字典", "workbook with notes and the data dictionary"),
    GEOJSON: ("GeoJSON，含全部细节", "GeoJSON with every detail"),
    GPKG: ("GeoPackage，QGIS、ArcGIS 可直接打开", "GeoPackage, opens in QGIS and ArcGIS"),
    FGB: ("FlatGeobuf，可按范围分段读取", "FlatGeobuf, may be read by area, in parts"),
    PMTILES: ("PMTiles 矢量瓦片，0 到 12 级", "PMTiles vector tiles, zoom 0 to 12"),
    DATAPACKAGE: ("数据字典（Frictionless）", "data dictionary (Frictionless)"),
    README: ("说明", "notes"),
    SUMS: ("校验码", "checksums"),
}


@dataclass(frozen=True, slots=True)
class Made:
    """A file as it was written."""

    name: str
    bytes: int
    sha256: str


def media_type(name: str) -> str:
    return _TYPES[name.removesuffix(GZIP)]


def made(path: Path) -> Made:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Made(path.name, path.stat().st_size, digest)
