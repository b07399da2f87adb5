"""GDAL's own programs, told nothing but the address of the API."""

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from pyproj import Transformer

from tests.maps.clients.world import BY_ID, EAST, EVERY, WEST
from tests.publications import AREAS, EVENTS

Run = Callable[..., str]
CRS = "http://www.opengis.net/def/crs/EPSG/0/"


def fetch(run: Run, api: str, tmp_path: Path, *options: str, layer: str = "markets") -> list[dict]:
    """Features of a layer as `ogr2ogr` brings them home."""
    out = tmp_path / "out.geojson"
    run("ogr2ogr", "-f", "GeoJSON", str(out), f"OAPIF:{api}", layer, *options)
    found: list[dict] = json.loads(out.read_text())["features"]
    return found


def ids(features: list[dict]) -> Counter[str]:
    return Counter(feature.get("id") or feature["properties"]["id"] for feature in features)


def test_ogrinfo_lists_the_collections(api: str, run: Run) -> None:
    said = run("ogrinfo", "-ro", f"OAPIF:{api}")
    assert {"markets", "events", "regions"} <= set(re.findall(r"^\d+: (\w+)", said, re.MULTILINE))


@pytest.mark.parametrize(
    ("layer", "count"), [("markets", len(EVERY)), ("events", len(EVENTS)), ("regions", len(AREAS))]
)
def test_ogrinfo_knows_how_many_there_are(api: str, run: Run, layer: str, count: int) -> None:
    said = run("ogrinfo", "-ro", "-so", f"OAPIF:{api}", layer)
    assert f"Feature Count: {count}" in said


def test_the_layer_has_the_extent_that_the_collection_names(api: str, run: Run) -> None:
    said = run("ogrinfo", "-ro", "-so", f"OAPIF:{api}", "markets")
    extent = re.search(r"Extent: \(([-\d.]+), ([-\d.]+)\) - \(([-\d.]+), ([-\d.]+)\)", said)
    assert extent is not None
    assert [float(edge) for edge in extent.groups()] == pytest.approx([-178, -17.5, 178, 41.6])


def test_everything_comes_once_over_many_pages(api: str, run: Run, tmp_path: Path) -> None:
    found = fetch(run, api, tmp_path, "-oo", "PAGE_SIZE=17")
    assert ids(found) == Counter(BY_ID.keys())
    for feature in found:
        record = BY_ID[feature.get("id") or feature["properties"]["id"]]
        assert feature["geometry"]["coordinates"] == pytest.approx([record.lon, record.lat])
        assert feature["properties"]["name"] == record.name


def test_a_box_brings_what_lies_in_it(api: str, run: Run, tmp_path: Path) -> None:
    found = fetch(run, api, tmp_path, "-spat", "117", "34.5", "117.4", "35")
    inside = {e.id for e in EVERY if 117 <= e.lon <= 117.4 and 34.5 <= e.lat <= 35}
    assert inside
    assert ids(found) == Counter(inside)


@pytest.mark.parametrize("where", ["nature = 'public'", "nature = 'public' AND accuracy_m > 200"])
def test_an_attribute_filter_brings_what_fits(api: str, run: Run, tmp_path: Path, where) -> None:
    found = fetch(run, api, tmp_path, "-where", where)
    least = 200 if ">" in where else -1
    fits = {e.id for e in EVERY if e.nature == "public" and e.accuracy_m > least}
    assert ids(found) == Counter(fits)


def test_events_keep_their_times(api: str, run: Run, tmp_path: Path) -> None:
    found = fetch(run, api, tmp_path, layer="events")
    starts = {f["properties"]["name"]: f["properties"]["starts"] for f in found}
    assert starts["招工大篷车进陶庄"].startswith("2026-11-25T08:00:00")


def test_what_has_no_place_comes_without_geometry(api: str, run: Run, tmp_path: Path) -> None:
    found = fetch(run, api, tmp_path, layer="regions")
    bare = {f["properties"]["name"] for f in found if f["geometry"] is None}
    assert bare == {area.name for area in AREAS if area.lon is None}


def test_both_sides_of_the_antimeridian_are_there(api: str, run: Run, tmp_path: Path) -> None:
    found = fetch(run, api, tmp_path, "-spat", "177", "-18", "180", "-16")
    assert ids(found) == Counter([EAST])
    found = fetch(run, api, tmp_path, "-spat", "-180", "-18", "-177", "-16")
    assert ids(found) == Counter([WEST])


@pytest.mark.parametrize("code", ["3857", "4547", "4548"])
def test_a_reader_can_have_it_in_its_own_system(api: str, run: Run, code: str) -> None:
    """Through `crs` itself: GDAL reads the items of one page as GeoJSON."""
    address = f"{api}/collections/markets/items?limit=10000&crs={CRS}{code}"
    text = run("ogr2ogr", "-f", "CSV", "/vsistdout/", address, "-lco", "GEOMETRY=AS_XY",
               "-select", "name")  # fmt: skip
    rows = [line.split(",") for line in text.splitlines()[1:]]
    assert len(rows) == len(EVERY)
    there = Transformer.from_crs("OGC:CRS84", f"EPSG:{code}")
    near = {e.name: there.transform(e.lon, e.lat) for e in EVERY if 108 < e.lon < 122}
    for x, y, name in rows:
        if name.strip('"') in near:
            assert (float(x), float(y)) == pytest.approx(near[name.strip('"')], abs=0.02)
