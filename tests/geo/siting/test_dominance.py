"""What set covering is spared: the rest has the same answer, and less is left of what can be."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from geo.siting import cover, lscp

Covers = np.ndarray


@st.composite
def coverings(draw: st.DrawFn) -> Covers:
    """Up to seven points and seven sites; every point has a site."""
    shape = draw(st.tuples(st.integers(1, 7), st.integers(1, 7)))
    covers: Covers = draw(arrays.arrays(np.bool_, shape))
    covers[~covers.any(1), draw(st.integers(0, shape[1] - 1))] = True
    return covers


def left_of(covers: Covers) -> cover.Cover:
    n, m = covers.shape
    return cover.reduced(cover.covered(covers), np.ones(n, bool), np.zeros(m, np.int64))


def fewest(covers: Covers) -> int:
    """By trying all choices."""
    m = covers.shape[1]
    return next(
        count
        for count in range(m + 1)
        for sites in combinations(range(m), count)
        if covers[:, list(sites)].any(1).all()
    )


@settings(max_examples=300)
@given(coverings())
def test_what_is_left_asks_for_as_many_sites_as_all_of_it(covers: Covers) -> None:
    left = left_of(covers)
    rest = left.matrix.toarray() > 0
    assert len(left.taken) + fewest(rest) == fewest(covers)
    # Whatever covers the rest covers everything, together with what is taken.
    chosen = [*left.taken, *left.sites[cover.greedy(left.matrix)]]
    assert covers[:, chosen].any(1).all()


@settings(max_examples=300)
@given(coverings())
def test_no_row_and_no_site_is_left_that_another_makes_needless(covers: Covers) -> None:
    rest = left_of(covers).matrix.toarray() > 0
    for sets in (rest, rest.T):
        for one, other in combinations(range(len(sets)), 2):
            both = sets[one] & sets[other]
            assert not (both == sets[one]).all()
            assert not (both == sets[other]).all()
    assert (rest.sum(1) > 1).all()


@given(coverings())
def test_a_first_choice_covers_all_and_none_of_it_is_needless(covers: Covers) -> None:
    chosen = np.flatnonzero(cover.greedy(cover.matrix(cover.covered(covers))))
    assert covers[:, chosen].any(1).all()
    for each in chosen:
        assert not covers[:, np.setdiff1d(chosen, each)].any(1).all()


def test_a_chain_of_points_is_settled_without_a_solver() -> None:
    """Each site covers three that follow one another; every third is the only choice."""
    n = 30
    covers = np.abs(np.arange(n)[:, None] - np.arange(n)) <= 1
    left = left_of(covers)
    assert left.matrix.shape == (0, 0)
    assert sorted(left.taken) == list(range(1, n, 3))
    assert lscp(covers).objective == n // 3
