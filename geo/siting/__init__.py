"""Siting: where to put p service points, with proof of how good the answer is.

Arrays in, a frozen `Solution` out; no database, no map. Rows are demand points, columns sites.
"""

from geo.siting.capacitated import capacitated_mclp, capacitated_p_median
from geo.siting.center import p_center
from geo.siting.covering import mclp
from geo.siting.evaluate import knee
from geo.siting.p_median import p_median, uptake
from geo.siting.set_covering import lscp
from geo.siting.solution import Progress, SitingError, Solution

__all__ = [
    "Progress",
    "SitingError",
    "Solution",
    "capacitated_mclp",
    "capacitated_p_median",
    "knee",
    "lscp",
    "mclp",
    "p_center",
    "p_median",
    "uptake",
]
