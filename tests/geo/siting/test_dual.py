"""The dual: no bound beyond what trying everything finds, and none that stands where it was."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.siting import tree
from geo.siting.branching import LEARNING, Gains
from geo.siting.clock import Clock
from geo.siting.median import AT_FIRST, Search
from geo.siting.rows import Entries, rows
from tests.geo.siting.made import choices, network


def searched(cost, p, out, *, state=None):
    n, m = cost.shape
    row, site = np.nonzero(np.isfinite(cost))
    value = cost[row, site]
    made = rows(Entries(n, m, row, site, value), value, out)
    free = np.zeros(m, np.int64) if state is None else state
    return Search(made, free, p, 0.0, False, Clock(60.0, None), 1.0)


@st.composite
def nodes(draw):
    """(cost, p, what is paid for who is not served, which sites are open, shut or free)."""
    n, m = draw(st.integers(1, 8)), draw(st.integers(2, 7))
    dice = np.random.default_rng(draw(st.integers(0, 10**6)))
    cost = dice.integers(0, 30, (n, m)) * draw(st.sampled_from([1.0, 0.37]))
    cost[dice.random((n, m)) < 0.2] = np.inf
    out = dice.integers(5, 40, n).astype(float)
    state = dice.choice([-1, 0, 0, 0, 1], m)
    p = draw(st.integers(1, m))
    return cost, p, out, state


def least(cost, p, out, state):
    fixed, forbidden = np.flatnonzero(state > 0), np.flatnonzero(state < 0)
    found = choices(cost.shape[1], p, fixed, forbidden)
    return min((np.minimum(out, cost[:, s].min(1)).sum() for s in found), default=np.inf)


@given(nodes(), st.sampled_from([AT_FIRST, tree.PACE, tree.AT_ROOT]))
@settings(max_examples=200, deadline=None)
def test_no_bound_is_beyond_the_best_choice_that_it_speaks_of(node, pace) -> None:
    cost, p, out, state = node
    if not (state > 0).sum() <= p <= (state >= 0).sum():
        return
    search = searched(cost, p, out, state=state)
    search.total = least(cost, p, out, np.zeros_like(state)) + 1.0
    found = search.ascend(out * 0.5, np.zeros(len(state)), state, pace)
    slack = 1e-9 * (1 + out.sum())
    if found.bound < search.beaten():
        assert found.bound <= least(cost, p, out, state) + slack
    for j in np.flatnonzero(state == 0):
        for value, proven in ((1, found.if_open[j]), (-1, found.if_shut[j])):
            one = state.copy()
            one[j] = value
            assert proven <= least(cost, p, out, one) + slack


@given(nodes())
@settings(max_examples=150, deadline=None)
def test_what_is_settled_stands_so_in_every_better_choice(node) -> None:
    cost, p, out, state = node
    if not (state > 0).sum() <= p <= (state >= 0).sum():
        return
    best = least(cost, p, out, state)
    search = searched(cost, p, out, state=state)
    search.total = best + 0.5  # the best choice is better than what is known
    after = state.copy()
    found = search.ascend(out * 0.5, np.zeros(len(state)), state, tree.PACE)
    search.settle(found, after)
    assert ((after == state) | (state == 0)).all()
    assert np.isclose(least(cost, p, out, after), best)


def test_nodes_rise_more_where_their_dual_does_not_go_back_to_its_best() -> None:
    cost, p = network(400, 8, seed=1)
    search = searched(cost, p, np.full(400, 1e6))
    lam, often = search.begin()
    for _ in range(3):
        search.ascend(lam, often, search.state, tree.AT_ROOT)
    doubtful = np.argsort(np.where(search.state == 0, np.abs(often - 0.5), 9.0))[:3]
    total = {tree.PACE: 0.0, replace(AT_FIRST, theta=0.15, steps=60): 0.0}
    for site in doubtful:
        for value in (1, -1):
            state = search.state.copy()
            state[site] = value
            for pace in total:
                total[pace] += search.ascend(lam.copy(), often.copy(), state, pace).bound
    onward, back = (sum_ - 6 * 7183.9 for sum_ in total.values())
    assert onward > 1.3 * back > 0


def test_shaking_is_always_the_same_and_never_loses_the_best() -> None:
    cost, p = network(200, 8, seed=3)
    known = []
    for _ in range(2):
        search = searched(cost, p, np.full(200, 1e6))
        _lam, often = search.begin()
        first = search.total
        search.state[np.flatnonzero(search.opened)[0]] = 1
        must = np.flatnonzero(search.state > 0)
        search.shake(often)
        assert search.total <= first
        assert search.opened[must].all()
        assert search.opened.sum() == p
        assert search.total == cost[:, search.opened].min(1).sum()
        known.append((search.total, search.opened.tobytes()))
    assert known[0] == known[1]


def test_branching_takes_the_doubtful_site_first_and_then_the_one_whose_sides_gain() -> None:
    gains = Gains(4)
    free, often = np.array([0, 1, 3]), np.array([0.9, 0.55, 0.4])
    assert gains.best(free, often) == 1
    for _ in range(LEARNING):
        for site, gain in ((1, 0.1), (3, 5.0)):
            for opened in (True, False):
                gains.learn(site, opened, 0.5, gain)
    assert gains.best(free, often) == 3
    # What was learned of a site that is not free any more is nobody's.
    assert gains.best(free[:2], often[:2]) in (0, 1)
