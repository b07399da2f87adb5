"""Each file is read by a program that we did not write, and compared record by record."""

import csv
import datetime as dt
import gzip
import json
import math
from typing import Any

import geopandas
import mapbox_vector_tile
import openpyxl
import pyogrio
import pytest
from pmtiles.reader import MemorySource, Reader, all_tiles

from directory.opendata import files
from directory.opendata.build import write_all
from directory.opendata.fields import FIELDS, NAMES
from directory.records import PlaceRecord
from tests.directory.opendata.conftest import DEPLOYED, EVERY
from tests.publications import BUILT_AT, TRADES, sample

DAY = BUILT_AT.date()
TRADE_NAMES = {trade.code: trade.name for trade in TRADES}


def expected(place: PlaceRecord) -> dict[str, Any]:
    """The row of a place, worked out from its record and nothing else."""
    status = place.status_on(DAY)

    def listed(parts) -> str | None:
        return ";".join(part.replace(";", "；") for part in parts) or None

    return {
        **{
            name: getattr(place, name) or None
            for name in (
                "id", "name", "nature", "form", "scope", "region", "town", "address",
                "directions", "van_bay", "hours", "hours_note", "hotline", "complaint_line",
                "office", "operator",
            )
        },
        "aliases": listed(place.aliases),
        "status": status.status if status else "open",
        "status_from": status.start.isoformat() if status else None,
        "status_until": status.end.isoformat() if status and status.end else None,
        "successor": status.successor if status else None,
        "province": place.region_names[0],
        "city": place.region_names[1],
        "county": place.region_names[2],
        "lon": place.lon,
        "lat": place.lat,
        "accuracy_m": place.accuracy_m,
        "zones": listed(f"{zone.name}: {zone.hours}" for zone in place.zones),
        "peaks": listed(f"{peak.starts}-{peak.ends}" for peak in place.peaks),
        "be_there_by": listed(peak.be_there_by for peak in place.peaks if peak.be_there_by),
        "trades": listed(trade.code for trade in place.trades),
        "trade_names": listed(TRADE_NAMES[trade.code] for trade in place.trades),
        "main_trades": listed(trade.code for trade in place.trades if trade.main),
        "services": listed(place.services),
        "facilities": listed(place.facilities),
        "free": place.free,
        "contacts": listed(f"{each.label}: {each.phone}" for each in place.contacts),
        "confirmed_on": max((c.on.isoformat() for c in place.confirmed), default=None),
        "confirmed": listed(f"{c.fact} {c.on} {c.by}" for c in place.confirmed),
        "links": listed(f"{link.id}: {link.metres}" for link in place.links),
        "predecessors": listed(place.predecessors),
        "demo": place.demo,
    }  # fmt: skip


ROWS = {place.id: expected(place) for place in EVERY}


def plain(value: Any) -> Any:
    """What pandas has for nothing as None, and numpy's numbers as Python's."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.item() if hasattr(value, "item") else value


def test_every_field_of_the_dictionary_is_in_the_expected_rows() -> None:
    assert set(NAMES) == set(ROWS["hall1"])


def test_csv_is_read_by_pythons_own_reader(folder) -> None:
    text = (folder / files.CSV).read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    with (folder / files.CSV).open(encoding="utf-8-sig", newline="") as file:
        read = {row["id"]: row for row in csv.DictReader(file)}
    assert list(next(iter(read.values()))) == list(NAMES)
    assert read.keys() == ROWS.keys()
    for id, row in read.items():
        for name, cell in row.items():
            value = ROWS[id][name]
            if isinstance(value, bool):
                assert cell == str(value).lower()
            elif isinstance(value, float | int):
                assert float(cell) == value
            else:
                # One apostrophe stands before what a spreadsheet would compute.
                assert cell in (value or "", f"'{value}")


def test_no_cell_of_the_csv_begins_like_a_formula(folder) -> None:
    with (folder / files.CSV).open(encoding="utf-8-sig", newline="") as file:
        read = {row["id"]: row for row in csv.DictReader(file)}
    for row in read.values():
        for name, cell in row.items():
            if name not in ("lon", "lat"):
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋")), cell
    assert read["evil1"]["name"].startswith("'=HYPERLINK")
    assert read["evil1"]["operator"] == "'-1"


def test_the_workbook_is_read_by_openpyxl(folder) -> None:
    book = openpyxl.load_workbook(folder / files.XLSX)
    assert book.sheetnames == ["说明", "名录", "数据字典", "代码"]
    lines = list(book["名录"].iter_rows())
    assert [cell.value for cell in lines[0]] == list(NAMES)
    assert [cell.value for cell in lines[1]] == [field.title for field in FIELDS]
    assert len(lines) == 2 + len(EVERY)
    for line in lines[2:]:
        row = ROWS[line[0].value]
        for name, cell in zip(NAMES, line, strict=True):
            assert cell.data_type != "f"
            assert cell.value == row[name], (row["id"], name)
    said = {row[0]: row[1] for row in book["说明"].iter_rows(values_only=True)}
    assert "演示数据" in said["名称 title"]
    assert any("invented" in str(value) for value in said.values())
    dictionary = {row[0]: row for row in book["数据字典"].iter_rows(min_row=2, values_only=True)}
    assert list(dictionary) == list(NAMES)
    assert "bricklayer 瓦工 Bricklayer" in dictionary["trades"][7]
    codes = {row[:2] for row in book["代码"].iter_rows(values_only=True)}
    assert ("services", "policy") in codes


@pytest.mark.parametrize("name", [files.GPKG, files.FGB])
def test_geodata_is_read_by_geopandas(folder, name) -> None:
    read = geopandas.read_file(folder / name, engine="pyogrio")
    assert read.crs.to_epsg() == 4326
    assert set(read["id"]) == ROWS.keys()
    for _at, row in read.iterrows():
        wanted = ROWS[row["id"]]
        assert (row.geometry.x, row.geometry.y) == (wanted["lon"], wanted["lat"])
        for field in NAMES:
            assert plain(row[field]) == wanted[field], (row["id"], field)


def test_the_geopackage_says_what_it_is_in_its_own_tables(folder) -> None:
    info = pyogrio.read_info(folder / files.GPKG, layer="markets")
    assert info["layer_metadata"]["DESCRIPTION"].startswith("演示数据")
    metadata = info["dataset_metadata"]
    assert metadata["publication"] == "7"
    assert metadata["licence"] == "CC-BY-4.0"
    assert metadata["datum"].startswith("WGS-84")
    kinds = dict(zip(info["fields"], info["dtypes"], strict=True))
    assert (kinds["accuracy_m"], kinds["free"], kinds["lon"]) == ("int32", "bool", "float64")


def test_the_flatgeobuf_says_what_it_is_in_its_head(folder) -> None:
    head = (folder / files.FGB).read_bytes()[:4000].decode(errors="replace")
    assert "零工地图公开名录 第 7 期（演示数据）" in head
    assert "CC-BY-4.0" in head


def test_a_box_of_the_flatgeobuf_holds_what_lies_in_it(folder) -> None:
    box = (117.2, 34.7, 117.3, 34.8)
    read = pyogrio.read_dataframe(folder / files.FGB, bbox=box)
    inside = {
        place.id
        for place in EVERY
        if box[0] <= place.lon <= box[2] and box[1] <= place.lat <= box[3]
    }
    assert set(read["id"]) == inside


def test_geojson_holds_the_features_as_published(folder, snapshot) -> None:
    said = json.loads((folder / files.GEOJSON).read_text(encoding="utf-8"))
    assert (said["type"], said["publication"], said["demo"]) == ("FeatureCollection", 7, True)
    assert said["datum"].startswith("WGS-84")
    assert said["licence"] == "CC-BY-4.0"
    found = {feature["id"]: feature for feature in said["features"]}
    assert found.keys() == ROWS.keys()
    for id, feature in found.items():
        assert feature == json.loads(snapshot.feature(id))
    assert len(pyogrio.read_dataframe(folder / files.GEOJSON)) == len(EVERY)


def test_pmtiles_hold_every_standing_place_at_every_zoom(folder) -> None:
    source = MemorySource((folder / files.PMTILES).read_bytes())
    reader = Reader(source)
    header, metadata = reader.header(), reader.metadata()
    assert (header["min_zoom"], header["max_zoom"]) == (0, 12)
    assert metadata["publication"] == 7
    assert "演示数据" in metadata["name"]
    assert "CC-BY-4.0" in metadata["attribution"]
    counts = dict.fromkeys(range(13), 0)
    for (z, _x, _y), body in all_tiles(source):
        layers = mapbox_vector_tile.decode(gzip.decompress(body))
        counts[z] += sum(f["properties"]["count"] for f in layers["markets"]["features"])
    gone = ("closed", "moved")
    standing = [p for p in EVERY if (s := p.status_on(DAY)) is None or s.status not in gone]
    assert set(counts.values()) == {len(standing)}
    assert len(standing) == len(EVERY) - 2


def test_pmtiles_are_read_by_gdal(folder) -> None:
    read = pyogrio.read_dataframe(folder / files.PMTILES, ZOOM_LEVEL=12)
    assert "hall1" in set(read["id"])


def test_the_data_package_describes_every_field_and_file(folder) -> None:
    said = json.loads((folder / files.DATAPACKAGE).read_text(encoding="utf-8"))
    assert said["licenses"] == [{"name": DEPLOYED.licence, "path": DEPLOYED.licence_url}]
    assert (said["publication"], said["demo"]) == (7, True)
    resources = {each["path"]: each for each in said["resources"]}
    assert list(resources) == list(files.DATA)
    for name, resource in resources.items():
        assert resource["bytes"] == (folder / name).stat().st_size
        assert resource["hash"] == f"sha256:{files.made(folder / name).sha256}"
    fields = {each["name"]: each for each in resources[files.CSV]["schema"]["fields"]}
    assert list(fields) == list(NAMES)
    assert [value["code"] for value in fields["trades"]["values"]] == list(TRADE_NAMES)
    for place in EVERY:
        for name, field in fields.items():
            value, limits = ROWS[place.id][name], field.get("constraints", {})
            assert value is not None or not limits.get("required"), name
            if value is not None and "enum" in limits:
                assert value in limits["enum"]


def test_every_field_is_said_in_both_languages() -> None:
    for field in FIELDS:
        assert field.title != field.title_en
        assert field.title_en
        assert bool(field.about_en) or field.about in ("", "WGS-84")
        assert field.null
        assert field.null_en


def test_the_sums_are_those_of_the_files(folder) -> None:
    lines = (folder / files.SUMS).read_text().splitlines()
    found = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert found.keys() == set(files.ALL) - {files.SUMS}
    for name, digest in found.items():
        assert files.made(folder / name).sha256 == digest


def test_the_notes_name_number_datum_licence_and_that_it_is_a_demo(folder) -> None:
    text = (folder / files.README).read_text(encoding="utf-8")
    for words in ("第 7 期", "WGS-84", "CC-BY-4.0", "演示数据", "https://lg.example/data/7/"):
        assert words in text


@pytest.mark.parametrize("name", files.COMPRESSED)
def test_what_is_kept_compressed_is_the_same(folder, name) -> None:
    packed = (folder / (name + files.GZIP)).read_bytes()
    assert gzip.decompress(packed) == (folder / name).read_bytes()


def test_the_same_publication_gives_the_same_bytes(snapshot, folder, tmp_path) -> None:
    for path in write_all(snapshot, DEPLOYED, tmp_path):
        assert path.read_bytes() == (folder / path.name).read_bytes(), path.name


def test_a_publication_without_places_has_all_files_too(tmp_path) -> None:
    empty = sample(tmp_path, [], built_at=BUILT_AT + dt.timedelta(days=1))
    out = tmp_path / "out"
    out.mkdir()
    names = {path.name for path in write_all(empty, DEPLOYED, out)}
    assert names >= set(files.ALL)
    assert len(geopandas.read_file(out / files.GPKG)) == 0
    assert list(geopandas.read_file(out / files.FGB).columns) == [*NAMES, "geometry"]
    assert json.loads((out / files.GEOJSON).read_text())["features"] == []
    Reader(MemorySource((out / files.PMTILES).read_bytes())).header()
