"""What the dual leaves open: branch and bound over the sites, best bound first, on two threads, and
HiGHS over the radius formulation where that is small.

Two nodes at a time give four children; each is asked with the best known before them, and what they
found is looked at in their order, so that equal inputs give equal answers unless time runs out.
"""

import heapq
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from geo.siting import programs, radius
from geo.siting.branching import Gains
from geo.siting.median import Pace, Search
from geo.siting.solution import Floats, Integers, Mask

# Steps that shrink from the first on, and never go back to the best multipliers: from where a
# parent's dual stood still, 60 steps with going back brought nothing, these half of the rise. For
# the same bound 60 of them take a fifth longer than 40, and 25 as long.
PACE = Pace(theta=0.2, steps=40, patience=10**6, decay=0.97, blend=0.7)
AT_ROOT = replace(PACE, steps=200, decay=0.98)
THREADS = 2
# Nodes after which the best choice is shaken; entries up to which that and the steps at the root
# take no more than a second or two, in which nobody asks the clock.
SHAKEN, LIGHT = 8, 2_000_000
# A node's dual is asked again where it settled more than this part of the free sites.
AGAIN = 0.1
# Children after which HiGHS is asked instead, where it gets no more than so many entries.
FIRST, SMALL = 60, 60_000


@dataclass(frozen=True, slots=True)
class Found:
    """`opened` (m): the choice; `total`: its cost; no choice costs less than `bound`."""

    opened: Mask
    total: float
    bound: float


@dataclass(slots=True)
class Node:
    """`bound` is inf where nothing is left in it; `choices` are worth looking at.

    `site`: on which its parent branched, having chosen it so often (`share`), with the bound
    `start`.
    """

    bound: float
    state: Integers
    lam: Floats
    often: Floats
    choices: list[Mask]
    site: int = -1
    share: float = 0.0
    start: float = 0.0


def run(search: Search, nodes: int | None = None) -> Found:
    """`nodes`: branches at most, for whoever knows another way to go on."""
    lam, often = search.begin()
    if not search.is_enough(search.bound) and not search.clock.is_up:
        sites = np.flatnonzero(search.state >= 0)
        inner = search.among(sites)
        tree = _Tree(inner, lam, often[sites], nodes)
        tree.grow()
        if inner.total < search.total:
            search.total = inner.total
            search.opened = np.zeros(search.rows.m, bool)
            search.opened[sites[inner.opened]] = True
        search.bound = inner.bound
    return Found(search.opened, search.total, min(search.bound, search.total))


class _Tree:
    def __init__(self, search: Search, lam: Floats, often: Floats, nodes: int | None) -> None:
        self._search, self._nodes = search, nodes
        self._tried: set[bytes] = set()
        self._count, self._proven = 0, np.inf
        self._gains = Gains(search.rows.m)
        self._root = Node(search.bound, search.state.copy(), lam, often, [])
        self._heap: list[tuple[float, int, Node]] = []

    def grow(self) -> None:
        search = self._search
        is_asked, is_shaken = self._nodes is not None, False
        is_light = len(search.rows.rsite) <= LIGHT
        root = self._ask(self._root, AT_ROOT if is_light else PACE)
        search.state = root.state.copy()
        self._take(root)
        with ThreadPoolExecutor(THREADS) as threads:
            while self._heap:
                search.bound = search.rounded(min(self._heap[0][0], self._proven))
                if search.is_enough(self._heap[0][0]) or not search.tell(search.bound):
                    return
                if self._nodes is not None and self._count > 2 * self._nodes:
                    return
                if is_light and self._count >= SHAKEN and not is_shaken:
                    is_shaken = True
                    search.shake(self._root.often)
                    continue
                if self._count >= FIRST and not is_asked:
                    is_asked = True
                    if self._decide():
                        return
                parents = [heapq.heappop(self._heap)[2] for _ in range(min(2, len(self._heap)))]
                children = [child for parent in parents for child in self._children(parent)]
                for node in threads.map(self._ask, children):
                    self._learn(node)
                    self._take(node)
        search.bound = search.rounded(self._proven)

    def _ask(self, node: Node, pace: Pace = PACE) -> Node:
        """The node's bound, and what no better choice has otherwise; changes nothing else."""
        search, state = self._search, node.state
        while True:
            left = search.p - int((state > 0).sum())
            free = int((state == 0).sum())
            if left < 0 or free < left:
                node.bound = np.inf
                return node
            if left == 0 or free == left:
                node.choices.append(state > 0 if left == 0 else state >= 0)
                node.bound = np.inf
                return node
            found = search.ascend(node.lam, node.often, state, pace)
            node.bound = max(found.bound, node.bound)
            if search.is_enough(node.bound):
                return node
            node.choices.append(found.chosen)
            settled = search.settle(found, state)
            is_decided = settled == free or int((state > 0).sum()) == search.p
            if search.clock.is_up or (settled <= AGAIN * free and not is_decided):
                return node

    def _take(self, node: Node) -> None:
        search = self._search
        for chosen in node.choices:
            key = chosen.tobytes()
            # Exchanges only from what is nearly as good as the best.
            if key not in self._tried and search.nearest(chosen) < search.total * (1 + 1e-3):
                self._tried.add(key)
                search.improve(chosen)
        node.choices = []
        if search.is_enough(node.bound):
            if np.isfinite(node.bound):
                self._proven = min(self._proven, node.bound)
            return
        self._count += 1
        heapq.heappush(self._heap, (node.bound, self._count, node))

    def _learn(self, node: Node) -> None:
        gain = min(node.bound, self._search.beaten()) - node.start
        self._gains.learn(node.site, bool(node.state[node.site] > 0), node.share, gain)

    def _children(self, parent: Node) -> list[Node]:
        """With the site whose sides gain most and without it, the likelier first."""
        free = np.flatnonzero(parent.state == 0)
        site = self._gains.best(free, parent.often[free])
        share = float(parent.often[site])
        made = []
        for value in (1, -1) if share >= 0.5 else (-1, 1):
            state = parent.state.copy()
            state[site] = value
            lam, often = parent.lam.copy(), parent.often.copy()
            made.append(Node(parent.bound, state, lam, often, [], site, share, parent.bound))
        return made

    def _decide(self) -> bool:
        """HiGHS over all that is left, where that is little; True where that ends the search."""
        search, lam = self._search, self._root.lam.copy()
        found = search.ascend(lam, np.zeros(search.rows.m), search.state, replace(PACE, steps=1))
        state = search.state.copy()
        search.settle(found, state)
        need = search.beaten()
        left = radius.kept(search.rows, state, lam, found.bound, need)
        if len(left.row) > SMALL:
            return False
        made = radius.program(left, search.rows.out, state, search.p, search.constant)
        if made is None:
            search.bound = search.rounded(need)
            return True
        program, sites = made
        answer = programs.solve(
            program, search.clock, gap=search.gap, sign=search.sign,
            known=search.total + search.constant, below=need + search.constant,
        )  # fmt: skip
        if answer.verdict == "infeasible":
            search.bound = search.rounded(need)
            return True
        if len(answer.values):
            opened = np.zeros(search.rows.m, bool)
            opened[sites[answer.values[: len(sites)] > 0.5]] = True
            search.improve(opened, state)
        # Whatever is not in the program costs `need` at least, which is as good as the best.
        proven = min(answer.bound - search.constant, need)
        search.bound = search.rounded(max(search.bound, proven))
        return search.is_enough(search.bound) or search.clock.is_up
