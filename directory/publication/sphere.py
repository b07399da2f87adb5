"""Places as points of the unit sphere.

Let σ be the angle between the unit vectors of two points' *reduced* latitudes,
tan β = (1−f) tan φ. Scaling the
ellipsoid's axis by a/b turns it into the sphere of radius a and stretches no curve by more than
a/b nor shrinks any, so the geodesic s keeps b·σ ≤ s ≤ a·σ: the sphere is wrong by at most 0.34 %,
on a side that is known.
"""

import numpy as np

from directory.publication.layout import Floats
from geo.distance import FLATTENING


def unit_vectors(lon: Floats, lat: Floats) -> Floats:
    """(n, 3) unit vectors of the reduced latitude; degrees in."""
    reduced = np.arctan((1 - FLATTENING) * np.tan(np.radians(lat)))
    turn = np.radians(lon)
    level = np.cos(reduced)
    return np.ascontiguousarray(
        np.stack([level * np.cos(turn), level * np.sin(turn), np.sin(reduced)], axis=-1)
    )
