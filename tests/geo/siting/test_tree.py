"""What the root leaves open: by branching and by HiGHS, which must agree."""

import numpy as np
import pytest

from geo.siting import p_median, radius, tree, uptake
from geo.siting.clock import Clock
from geo.siting.programs import Program, solve
from geo.siting.rows import Entries, rows
from tests.geo.siting.made import network

# Networks of few sites, whose relaxation leaves a gap.
OPEN = [(80, 4, 3), (120, 5, 8), (150, 6, 2)]


def only_by(monkeypatch, *, highs):
    monkeypatch.setattr(tree, "FIRST", 0 if highs else 10**9)
    monkeypatch.setattr(tree, "SMALL", 10**9 if highs else 0)


@pytest.mark.parametrize(("n", "p", "seed"), OPEN)
def test_branching_and_highs_find_the_same(monkeypatch, n, p, seed) -> None:
    cost, p = network(n, p, seed)
    only_by(monkeypatch, highs=False)
    branched = p_median(cost, p)
    only_by(monkeypatch, highs=True)
    decided = p_median(cost, p)
    assert (branched.status, decided.status) == ("optimal", "optimal")
    assert branched.objective == decided.objective == cost[:, decided.sites].min(1).sum()
    assert len(branched.sites) == len(decided.sites) == p


@pytest.mark.parametrize(("n", "p", "seed"), OPEN)
def test_what_nobody_serves_is_counted_by_both(monkeypatch, n, p, seed) -> None:
    cost, p = network(n, p, seed)
    benefit = np.maximum(0.0, 1 - cost / np.quantile(cost, 0.15))
    weights = np.random.default_rng(seed).integers(0, 9, n)
    only_by(monkeypatch, highs=False)
    branched = uptake(benefit, p, weights=weights)
    only_by(monkeypatch, highs=True)
    decided = uptake(benefit, p, weights=weights)
    assert (branched.status, decided.status) == ("optimal", "optimal")
    assert branched.objective == pytest.approx(decided.objective)
    assert decided.objective == pytest.approx(weights @ benefit[:, decided.sites].max(1))


@pytest.mark.parametrize("highs", [False, True])
def test_a_gap_leaves_the_bound_of_both_true(monkeypatch, highs) -> None:
    for n, p, seed in OPEN:
        cost, p = network(n, p, seed)
        best = p_median(cost, p).objective
        only_by(monkeypatch, highs=highs)
        said = p_median(cost, p, gap=0.004)
        assert said.bound <= best <= said.objective
        assert said.gap <= 0.004


def test_two_threads_give_the_same_answer_every_time() -> None:
    cost, p = network(300, 6, seed=4)
    first = p_median(cost, p)
    assert all(p_median(cost, p) == first for _ in range(3))


def test_the_program_holds_every_choice_that_is_better_than_what_is_known() -> None:
    dice = np.random.default_rng(5)
    cost = dice.integers(0, 40, (12, 8)).astype(float)
    out = dice.integers(20, 45, 12).astype(float)
    row, site = np.nonzero(cost < 1e9)
    made = rows(Entries(12, 8, row, site, cost.ravel()), cost.ravel(), out)
    state = np.zeros(8, np.int64)
    left = radius.kept(made, state, np.zeros(12), 0.0, 1e9)
    program, sites = radius.program(left, out, state, 3, 7.0)
    assert sites.tolist() == list(range(8))
    # A choice and the least z that follow from it cost what the choice does.
    for chosen in ([0, 1, 2], [3, 5, 7], [1, 4, 6]):
        x = np.zeros(len(program.cost))
        x[chosen] = 1
        for k in range(len(program.low) - 1):
            short = program.low[k] - (program.matrix[[k]] @ x)[0]
            own = [c for c in program.matrix[[k]].indices if c >= 8 and program.matrix[k, c] > 0]
            if short > 0:
                x[own[0]] = short
        total = np.minimum(out, cost[:, chosen].min(1)).sum() + 7.0
        assert program.cost @ x + program.offset == pytest.approx(total)


def test_a_program_asked_for_less_than_a_limit_says_nothing_beyond_it() -> None:
    dice = np.random.default_rng(3)
    for _ in range(15):
        price = dice.integers(2, 9, 7).astype(float)
        covers = dice.random((6, 7)) < 0.35
        covers[np.arange(6), dice.integers(0, 7, 6)] = True
        every = (np.arange(2**7)[:, None] >> np.arange(7)) & 1
        best = min(price @ x for x in every if (covers @ x >= 1).all())
        program = Program(
            price, covers.astype(float), np.ones(6), np.full(6, np.inf), np.ones(7, bool),
            np.zeros(7), np.ones(7),
        )  # fmt: skip
        found = solve(program, Clock(60.0, None), below=best + 0.5)
        assert found.objective == pytest.approx(best)
        assert found.bound <= best + 1e-6
        none = solve(program, Clock(60.0, None), below=best - 0.5)
        assert none.verdict == "infeasible" or none.bound <= best - 0.5
        assert none.verdict != "optimal" or none.objective >= best - 1e-6
