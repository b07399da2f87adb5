"""What the dual leaves open: branch and bound over the sites, best bound first, on two threads, and
HiGHS over the radius formulation where that is small.

Two nodes at a time give four children; each is asked with the best known before them, and what they
found is looked at in their order, so that equal inputs give equal answers unless time runs out.
"""

import heapq
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from geo.siting import programs, radius
from geo.siting.median import Search
from geo.siting.solution import Floats, Integers, Mask

NODE_STEPS, NODE_THETA, THREADS = 60, 0.15, 2
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
    """`bound` is inf where nothing is left in it; `choices` are worth looking at."""

    bound: float
    state: Integers
    lam: Floats
    often: Floats
    choices: list[Mask]


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
        self._search, self._nodes, self._lam = search, nodes, lam.copy()
        self._tried: set[bytes] = set()
        self._count, self._proven = 0, np.inf
        root = Node(search.bound, search.state.copy(), lam, often, [])
        self._heap: list[tuple[float, int, Node]] = [(root.bound, 0, root)]

    def grow(self) -> None:
        search = self._search
        is_asked = self._nodes is not None
        with ThreadPoolExecutor(THREADS) as threads:
            while self._heap:
                search.bound = search.rounded(min(self._heap[0][0], self._proven))
                if search.is_enough(self._heap[0][0]) or not search.tell(search.bound):
                    return
                if self._nodes is not None and self._count > 2 * self._nodes:
                    return
                if self._count >= FIRST and not is_asked:
                    is_asked = True
                    if self._decide():
                        return
                parents = [heapq.heappop(self._heap)[2] for _ in range(min(2, len(self._heap)))]
                children = [child for parent in parents for child in _children(parent)]
                for node in threads.map(self._ask, children):
                    self._take(node)
        search.bound = search.rounded(self._proven)

    def _ask(self, node: Node) -> Node:
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
            bound, _theta, rho, chosen = search.ascend(
                node.lam, node.often, state, NODE_THETA, NODE_STEPS
            )
            node.bound = max(bound, node.bound)
            if search.is_enough(node.bound):
                return node
            node.choices.append(chosen)
            settled = search.settle(bound, rho, chosen, state)
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

    def _decide(self) -> bool:
        """HiGHS over all that is left, where that is little; True where that ends the search."""
        search, lam = self._search, self._lam.copy()
        bound, _theta, rho, chosen = search.ascend(
            lam, np.zeros(search.rows.m), search.state, 0.5, 1
        )
        state = search.state.copy()
        search.settle(bound, rho, chosen, state)
        need = search.beaten()
        left = radius.kept(search.rows, state, lam, bound, need)
        if len(left.row) > SMALL:
            return False
        made = radius.program(left, search.rows.out, state, search.p, search.constant)
        if made is None:
            search.bound = search.rounded(need)
            return True
        program, sites = made
        answer = programs.solve(
            program, search.clock, gap=search.gap, sign=search.sign,
            known=search.total + search.constant,
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


def _children(parent: Node) -> list[Node]:
    """Of the most doubtful site: with it and without."""
    doubt = np.where(parent.state == 0, np.abs(parent.often - 0.5), np.inf)
    site = int(doubt.argmin())
    made = []
    for value in (1, -1) if parent.often[site] >= 0.5 else (-1, 1):
        state = parent.state.copy()
        state[site] = value
        made.append(Node(parent.bound, state, parent.lam.copy(), parent.often.copy(), []))
    return made
