"""Small regions drawn for the tests, and files made of them."""

from collections.abc import Callable
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Polygon

from geo.datum import from_wgs84
from geo.editions import load_edition, switch
from geo.models import Edition
from geo.regions import NewRegion


def square(west: float, south: float, side: float = 0.1) -> MultiPolygon:
    """A square with a vertex every tenth of its side, so that it bends when it changes datum."""
    box = shapely.box(west, south, west + side, south + side)
    return MultiPolygon([shapely.segmentize(box, side / 10)])


# Two neighbours, a third apart, and what they belong to; WGS-84, in the real Zaozhuang.
COUNTIES = {
    "370402": ("市中区", square(117.5, 34.8)),
    "370404": ("峄城区", square(117.5, 34.7)),
    "370405": ("台儿庄区", square(117.7, 34.5)),
}


def new_regions() -> list[NewRegion]:
    counties = [
        NewRegion(code, name, "county", geometry, parent="370400")
        for code, (name, geometry) in COUNTIES.items()
    ]
    whole = MultiPolygon([shapely.box(117.4, 34.4, 117.9, 35.0)])
    return [
        NewRegion("370000", "山东省", "province", whole),
        NewRegion("370400", "枣庄市", "city", whole),
        *counties,
    ]


def written_in(geometry: MultiPolygon, datum: str) -> MultiPolygon:
    """The shape as a map service that uses this datum would hand it out."""
    return shapely.transform(
        geometry, lambda p: np.column_stack(from_wgs84(p[:, 0], p[:, 1], datum))
    )


@pytest.fixture
def live(db: None) -> Edition:
    """An edition of five small regions, in use."""
    load_edition(new_regions(), name="2025", source="测试", datum="wgs84")
    return switch("2025")


Writer = Callable[..., Path]


@pytest.fixture
def write_file(tmp_path: Path) -> Writer:
    """Writes the counties (or `shapes`) with the columns CODE and NAME to a file of that name."""

    def write(
        name: str = "counties.geojson",
        datum: str = "wgs84",
        shapes: dict[str, tuple[str, Polygon | MultiPolygon]] | None = None,
        crs: str = "EPSG:4326",
        **options: object,
    ) -> Path:
        chosen = COUNTIES if shapes is None else shapes
        frame = geopandas.GeoDataFrame(
            {
                "CODE": list(chosen),
                "NAME": [label for label, _ in chosen.values()],
                "geometry": [written_in(shape, datum) for _, shape in chosen.values()],
            },
            crs="EPSG:4326",
        )
        path = tmp_path / name
        frame.to_crs(crs).to_file(path, engine="pyogrio", **options)
        return path

    return write
