"""GeoPackage and FlatGeobuf, through GDAL (pyogrio), a few thousand places at a time."""

import datetime as dt
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import geopandas
import pyogrio
import shapely

from directory.opendata.described import DEMO, DEMO_EN, Described
from directory.opendata.fields import FIELDS
from directory.opendata.rows import CHUNK, Row, rows
from directory.publication import Snapshot

LAYER = "markets"
CRS = "EPSG:4326"
_DTYPES: dict[str, Any] = {"whole": "Int32", "real": "float64", "truth": "boolean"}


def write_geopackage(snapshot: Snapshot, described: Described, path: Path) -> None:
    """One layer with a spatial index; identifier and description say what it is, metadata the rest.

    The same publication gives the same bytes: GDAL is told which time it is.
    """
    options = {
        "IDENTIFIER": described.title,
        "DESCRIPTION": _description(described),
        "GEOMETRY_NAME": "geom",
    }
    metadata = {name: str(value) for name, value in described.facts().items()}
    moment = described.built_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    with _gdal({"OGR_CURRENT_DATE": moment}):
        for number, frame in enumerate(_frames(snapshot, described)):
            first = number == 0
            pyogrio.write_dataframe(
                frame,
                path,
                layer=LAYER,
                driver="GPKG",
                append=not first,
                geometry_type="Point",
                layer_metadata=metadata if first else None,
                dataset_metadata=metadata if first else None,
                layer_options=options if first else {},
            )


def write_flatgeobuf(geopackage: Path, described: Described, path: Path) -> None:
    """The same places, streamed out of the GeoPackage; with an index for reading by area."""
    with pyogrio.open_arrow(geopackage, layer=LAYER, use_pyarrow=False, batch_size=CHUNK) as source:
        meta, stream = source
        pyogrio.write_arrow(
            stream,
            path,
            layer=LAYER,
            driver="FlatGeobuf",
            geometry_name=meta["geometry_name"] or "geom",
            geometry_type="Point",
            crs=CRS,
            layer_options={
                "SPATIAL_INDEX": "YES",
                "TITLE": described.title,
                "DESCRIPTION": _description(described),
                "TEMPORARY_DIR": str(path.parent),
            },
        )


def _description(described: Described) -> str:
    """What a reader sees of a layer, in one paragraph of both languages."""
    said = f"{DEMO} {DEMO_EN} " if described.demo else ""
    return (
        f"{said}{described.title_en}; published {described.built_at:%Y-%m-%d %H:%M} (UTC+8); "
        f"datum {described.facts()['datum']}; licence {described.licence} {described.licence_url}; "
        f"SHA-256 {described.checksum}"
    )


def _frames(snapshot: Snapshot, described: Described) -> Iterator[geopandas.GeoDataFrame]:
    """At least one, so that a publication without places has its columns all the same."""
    source = rows(snapshot, described.day)
    yield _frame(list(itertools.islice(source, CHUNK)))
    while chunk := list(itertools.islice(source, CHUNK)):
        yield _frame(chunk)


def _frame(chunk: list[Row]) -> geopandas.GeoDataFrame:
    columns = {field.name: [row[at] for row in chunk] for at, field in enumerate(FIELDS)}
    points = shapely.points(columns["lon"], columns["lat"])
    kinds = {field.name: _DTYPES.get(field.kind, object) for field in FIELDS}
    return geopandas.GeoDataFrame(columns, geometry=points, crs=CRS).astype(kinds)


@contextmanager
def _gdal(options: dict[str, str]) -> Iterator[None]:
    before = {name: pyogrio.get_gdal_config_option(name) for name in options}
    pyogrio.set_gdal_config_options(options)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)
