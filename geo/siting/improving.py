"""Better choices where little room is left: loads combined, and parts decided anew."""

import numpy as np

from geo.siting import programs
from geo.siting.compact import Compact
from geo.siting.holding import Holding
from geo.siting.relaxation import Relaxation
from geo.siting.solution import Integers

# Nodes of HiGHS's tree, not seconds: the same is found whatever the machine's speed.
COMBINED_NODES, PART_NODES = 100, 100
# Of the bound: how far from it the choices may be whose loads are combined.
NEAR, ROUGH = 0.015, 0.01
# From how many points to a site on parts come first: they bring more than loads combined, sooner.
LONG = 12
# About so many points are decided anew together, and larger parts where that finds nothing.
TOGETHER, GROWTH = 40, 1.5


def improve(held: Holding, relaxation: Relaxation) -> None:
    """Combines and rearranges in turn, until the parts are as large as the whole."""
    combined, scale, rough = np.inf, 1.0, ROUGH
    is_long = held.found.n > LONG * held.p
    while not held.is_enough() and held.tell():
        before = held.total
        if (before < combined and not (is_long and scale == 1.0)) or not np.isfinite(before):
            if _decide(held, relaxation):
                return
            _combine(held, relaxation, rough)
            if held.total < before and _decide(held, relaxation):
                return
            combined, rough = held.total, 0.0
        before, sites = held.total, sites_of(held, scale * TOGETHER)
        if not np.isfinite(before) or sites >= held.p:
            return
        _rearrange(held, relaxation, sites, round(scale**2 * PART_NODES))
        if held.total >= before:
            scale *= GROWTH
            bound = held.bound
            relaxation.complete()
            if held.bound > bound and _decide(held, relaxation):
                return


def sites_of(held: Holding, points: float) -> int:
    """How many sites serve about so many points."""
    return max(3, round(points * held.p / held.found.n))


def decided_anew(
    held: Holding, served: Integers, points: Integers, part: Compact, nodes: int, *,
    gap: float = 0.0, below: float | None = None,
) -> Integers | None:  # fmt: skip
    """The assignment (n) with these points served as the part has it; None where nothing is found
    that costs less than `below`, if that is given."""
    answer = programs.solve(
        part.program, held.clock, seed=held.seed, sign=held.sign, known=held.total, gap=gap,
        below=below, nodes=nodes, proven=held.bound, partial=True,
    )  # fmt: skip
    if not len(answer.values):
        return None
    served = served.copy()
    served[points] = part.read(answer.values)[1]
    return served


def _decide(held: Holding, relaxation: Relaxation) -> bool:
    """Whether the loads that a better choice can have were few enough to be tried all."""
    if not np.isfinite(held.total) or not relaxation.take_all():
        return False
    served, bound = relaxation.loads.decide(
        held.clock, held.gap, held.seed, held.total, held.beaten(), held.bound, held.sign
    )
    if served is not None:
        held.found_better(served)
    held.bound = max(held.bound, min(bound, held.total))
    return True


def _combine(held: Holding, relaxation: Relaxation, rough: float) -> None:
    """The best of the loads together, those of multipliers nearby among them."""
    near = NEAR * abs(held.bound)
    relaxation.shake(near)
    relaxation.keep(near)
    served = relaxation.loads.best(
        held.clock, COMBINED_NODES, max(rough, held.gap / 2), held.seed, held.total, held.bound,
        held.sign,
    )  # fmt: skip
    if served is not None:
        held.found_better(served)


def _rearrange(held: Holding, relaxation: Relaxation, sites: int, nodes: int) -> None:
    """Decides anew which sites serve the points of so many open sites near each other, in one
    part after another, until no part becomes better (Taillard & Voss 2002)."""
    waiting = held.random.permutation(np.flatnonzero(held.opened)).tolist()
    while waiting and not held.is_enough() and held.tell():
        centre = waiting.pop()
        near = held.alike(centre, np.flatnonzero(held.opened))[:sites]
        around = held.alike(centre, np.flatnonzero(~held.opened & (held.state >= 0)))
        points = np.flatnonzero(np.isin(held.served, near) | (held.served < 0))
        part = held.part(points, np.sort(np.append(near, around[: 4 * sites])), len(near))
        costs = float(part.program.cost @ part.start(held.served, held.opened))
        below = costs + part.program.offset
        served = decided_anew(held, held.served, points, part, nodes, below=below)
        if served is not None and held.found_better(served):
            relaxation.loads.take_assignment(served, held.table)
            waiting = held.random.permutation(np.flatnonzero(held.opened)).tolist()
