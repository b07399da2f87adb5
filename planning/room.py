"""Who goes where when sites take no more people than they have room for, and nobody plans it.

A rule and no search: fast enough for a map on which somebody drags a site, and what a place that
stands already does today. The solver's own assignment (`geo.siting.capacitated`) is at least as
good for its objective. No Django.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def placed(cost: NDArray[np.floating], people: Floats, rooms: Floats) -> NDArray[np.int64]:
    """(n,) the column that takes each point, -1 for none.

    cost : (n, k), infinity where a point cannot go; people : (n,); rooms : (k,), infinity for no
    limit. Everybody asks at the nearest; each site takes the nearest of those who ask, whole, as
    long as there is room; whom it turns away asks at the next, where those of before stay.
    """
    n, k = cost.shape
    site = np.full(n, -1, np.int64)
    if not k:
        return site
    left, open_to = rooms.astype(float), np.array(cost, np.float32)
    asking = np.arange(n)
    while len(asking):
        at = open_to[asking].argmin(1)
        way = open_to[asking, at]
        there = np.isfinite(way)
        asking, at, way = asking[there], at[there], way[there]
        order = np.lexsort((asking, way, at))
        asking, at = asking[order], at[order]
        taken = np.zeros(len(asking), bool)
        ends = np.searchsorted(at, np.arange(k + 1))
        for column in np.unique(at):
            own = slice(ends[column], ends[column + 1])
            taken[own], left[column] = _taken(people[asking[own]], left[column])
        site[asking[taken]] = at[taken]
        open_to[asking[~taken], at[~taken]] = np.inf
        asking = asking[~taken]
    return site


def _taken(people: Floats, room: float) -> tuple[NDArray[np.bool_], float]:
    """Which of them, in this order, there is room for; and the room that is left."""
    if people.sum() <= room:
        return np.ones(len(people), bool), room - float(people.sum())
    taken = np.zeros(len(people), bool)
    for i, many in enumerate(people.tolist()):
        if many <= room:
            taken[i], room = True, room - many
    return taken, room
