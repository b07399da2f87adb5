"""A choice from halves: loads fixed one after another, new ones priced for what is left."""

import numpy as np

from geo.siting.holding import Holding
from geo.siting.improving import decided_anew, sites_of
from geo.siting.loads import Prices
from geo.siting.relaxation import Relaxation
from geo.siting.solution import Integers

# How often loads are priced before one more is fixed, and from which share on several are at once.
PRICED, NEARLY = 5, 0.95
# How often it is dived, where a site serves at most so many points: longer loads take too long.
DIVES, SHORT = 4, 8
# About how many points are decided anew with those who are left over, in how many nodes; whatever
# has room for them is taken.
TOGETHER, NODES, ANY = (25, 40), 20, 0.1


def dive(held: Holding, relaxation: Relaxation) -> None:
    """Follows the relaxation down to whole loads, the next time not taking the first it took; a
    better choice is kept, and so are the loads met."""
    for left_out in range(DIVES if held.found.n <= SHORT * held.p else 1):
        if held.is_enough() or not held.tell():
            return
        _dive(held, relaxation, left_out)


def _dive(held: Holding, relaxation: Relaxation, left_out: int) -> None:
    """The second best is taken instead of the best so many times."""
    loads = relaxation.loads
    if not len(loads):
        return
    prices = Prices(loads, relaxation.limit)
    state, waiting = held.state.copy(), np.ones(held.found.n, bool)
    fixed: list[int] = []
    while waiting.any() and len(fixed) < held.p:
        for _turn in range(PRICED):
            found = prices.solve(held.clock.left)
            if found is None or not held.tell():
                return
            _worth, lam, sigma = found
            lam[~waiting] = -np.inf
            if not relaxation.price_rest(lam, sigma, state, held.p - len(fixed)):
                break
        share = prices.share()
        count = len(share)
        share[(state[loads.site[:count]] < 0) | ~np.array(loads.fits[:count], bool)] = 0.0
        order = np.argsort(-share, kind="stable")[: int((share > 1e-6).sum())]
        sure = int((share > NEARLY).sum())
        if len(fixed) < left_out and len(order) > sure + 1:
            order, sure = order[sure + 1 :], 1
        if not len(order):
            break
        for at in order[: max(1, sure)].tolist():
            # Two may be of one site, where they cost nothing.
            if len(fixed) == held.p or state[loads.site[at]] < 0:
                continue
            prices.fix(at)
            fixed.append(at)
            state[loads.site[at]] = -1
            waiting[loads.points[at]] = False
    _fit_in(held, loads.assignment(fixed))


def _fit_in(held: Holding, served: Integers) -> None:
    """Keeps the assignment, where it is better, once everybody is served: those who are not find
    room where some sites near them, ever more of them, are decided anew together."""
    open_ = np.union1d(served[served >= 0], np.flatnonzero(held.state > 0))
    lost = np.flatnonzero((served < 0) & np.isinf(held.out))
    for points_together in TOGETHER:
        if not len(lost) or not held.tell():
            break
        sites = sites_of(held, points_together)
        near = _nearest(held, lost, open_, sites)
        others = np.setdiff1d(np.flatnonzero(held.state >= 0), open_)
        around = _nearest(held, lost, others, 3 * sites)
        points = np.flatnonzero(np.isin(served, near) | (served < 0))
        more = max(0, held.p - len(open_))
        part = held.part(points, np.sort(np.append(near, around)), len(near) + more)
        found = decided_anew(held, served, points, part, NODES, gap=ANY)
        if found is not None:
            served = found
            break
    if (served >= 0)[np.isinf(held.out)].all():
        held.found_better(served)


def _nearest(held: Holding, points: Integers, sites: Integers, most: int) -> Integers:
    """Of the sites those that serve one of the points the cheapest."""
    return sites[np.argsort(held.table[np.ix_(points, sites)].min(axis=0), kind="stable")[:most]]
