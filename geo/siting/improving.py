"""Better choices where little room is left: loads combined, and parts decided anew."""

import numpy as np

from geo.siting import programs
from geo.siting.holding import Holding
from geo.siting.relaxation import Relaxation

# Nodes of HiGHS's tree, not seconds: the same is found whatever the machine's speed.
COMBINED_NODES, PART_NODES = 400, 100
# About so many points are decided anew together, and larger parts where that finds nothing.
TOGETHER, GROWTH = 40, 1.5


def improve(held: Holding, relaxation: Relaxation) -> None:
    """Combines and rearranges in turn, until the parts are as large as the whole."""
    combined, scale = np.inf, 1.0
    while not held.is_enough() and held.tell():
        if held.total < combined or not np.isfinite(held.total):
            _combine(held, relaxation)
            combined = held.total
        before, sites = held.total, round(scale * TOGETHER * held.p / held.found.n)
        if not np.isfinite(before) or sites >= held.p:
            return
        _rearrange(held, relaxation, max(3, sites), round(scale**2 * PART_NODES))
        if held.total >= before:
            scale *= GROWTH


def _combine(held: Holding, relaxation: Relaxation) -> None:
    """The best of the loads together, those of multipliers nearby among them."""
    relaxation.shake()
    relaxation.keep()
    served = relaxation.loads.best(
        held.clock, COMBINED_NODES, held.gap / 2, held.seed, held.total, held.bound, held.sign
    )
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
        answer = programs.solve(
            part.program, held.clock, seed=held.seed, sign=held.sign, known=held.total,
            below=costs + part.program.offset, nodes=nodes, proven=held.bound, partial=True,
        )  # fmt: skip
        if not len(answer.values):
            continue
        served = held.served.copy()
        served[points] = part.read(answer.values)[1]
        if held.found_better(served):
            relaxation.loads.take_assignment(served, held.table)
            waiting = held.random.permutation(np.flatnonzero(held.opened)).tolist()
