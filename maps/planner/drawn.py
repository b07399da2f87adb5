"""What the planner's maps draw: layers of GeoJSON features, each with its words, kind and size."""

from dataclasses import dataclass
from typing import Any

import numpy as np

Feature = dict[str, Any]
# More points than that no map shows and no page carries; the heaviest ones are drawn.
MOST_POINTS = 2000
_LEAST_PX, _MORE_PX = 3.0, 9.0
_DECIMALS = 5


@dataclass(frozen=True, slots=True)
class Layer:
    """`swatches`: (kind, words), what the style sheet colours by; `shown`: at first."""

    key: str
    title: str
    swatches: tuple[tuple[str, str], ...]
    features: list[Feature]
    shown: bool = True


def heaviest(weights: Any) -> list[int]:
    """Large ones first, so that small ones are drawn on top of them."""
    order = np.argsort(-np.asarray(weights, float), kind="stable")
    return [int(at) for at in order[:MOST_POINTS]]


def sizes(weights: Any) -> list[float]:
    """Radii in pixels: areas in proportion to the weights."""
    given = np.asarray(weights, float)
    top = given.max() if len(given) else 0.0
    share = np.sqrt(given / top) if top else np.zeros(len(given))
    return [round(float(each), 1) for each in _LEAST_PX + _MORE_PX * share]


def point(lon: float, lat: float, kind: str, words: str, size: float) -> Feature:
    made = feature({"type": "Point", "coordinates": _at(lon, lat)}, kind, words)
    made["properties"]["size"] = size
    return made


def line(start: tuple[float, float], end: tuple[float, float], kind: str, words: str) -> Feature:
    return feature({"type": "LineString", "coordinates": [_at(*start), _at(*end)]}, kind, words)


def feature(geometry: Any, kind: str, words: str) -> Feature:
    properties = {"kind": kind, "words": words}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _at(lon: float, lat: float) -> list[float]:
    return [round(float(lon), _DECIMALS), round(float(lat), _DECIMALS)]
