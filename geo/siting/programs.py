"""Small integer programs, solved by HiGHS, with its proven bound and nothing said beyond it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import highspy
import numpy as np
from scipy import sparse

from geo.siting.clock import Clock
from geo.siting.solution import Floats

Verdict = Literal["optimal", "feasible", "infeasible", "nothing"]


@dataclass(frozen=True, slots=True)
class Program:
    """min cost x + offset, low <= matrix x <= high, 0 <= x <= upper; `whole`: which are integer."""

    cost: Floats
    matrix: Any
    low: Floats
    high: Floats
    whole: Any
    lower: Floats
    upper: Floats
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """`values` is empty where none was found; `bound` is proven, -inf where nothing is."""

    verdict: Verdict
    values: Floats
    objective: float
    bound: float


def solve(
    program: Program,
    clock: Clock,
    *,
    gap: float = 0.0,
    seed: int = 0,
    start: Floats | None = None,
    target: float | None = None,
    sign: float = 1.0,
    known: float = np.inf,
    below: float | None = None,
    nodes: int | None = None,
    proven: float = -np.inf,
    partial: bool = False,
) -> Answer:
    """`start`: a feasible point; `target`: good enough; `sign`: -1 where the caller maximises;
    `known`: an objective that the caller has already, told where nothing better is found;
    `below`: only points of a lesser objective are looked for, and no bound is said beyond it;
    `nodes`: of the tree, at most; `proven`: a bound that the caller has;
    `partial`: the program leaves something out, so that its own bound proves nothing."""
    if clock.left <= 0:
        return Answer("nothing", np.empty(0), np.inf, -np.inf)
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("random_seed", int(seed) % 2**31)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("time_limit", float(clock.left))
    highs.setOptionValue("mip_rel_gap", float(gap))
    highs.setOptionValue("mip_abs_gap", 1e-9)
    highs.setOptionValue("mip_feasibility_tolerance", 1e-7)
    if target is not None:
        highs.setOptionValue("objective_target", float(target))
    if below is not None:
        highs.setOptionValue("objective_bound", float(below))
    if nodes is not None:
        highs.setOptionValue("mip_max_nodes", nodes)
    highs.passModel(model(program))
    if start is not None:
        given = highspy.HighsSolution()
        given.col_value = list(map(float, start))
        highs.setSolution(given)

    def watch(event: Any) -> None:
        data = event.data_out
        best = min(data.mip_primal_bound, known)
        bound = proven if partial else min(max(proven, data.mip_dual_bound), best)
        if not clock.tell(sign * best, sign * bound):
            event.interrupt()

    highs.cbMipInterrupt += watch
    highs.HandleKeyboardInterrupt = False
    highs.run()
    status, info = highs.getModelStatus(), highs.getInfo()
    kinds = highspy.HighsModelStatus
    if status == kinds.kInfeasible:
        return Answer("infeasible", np.empty(0), np.inf, np.inf)
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.asarray(highs.getSolution().col_value) if found else np.empty(0)
    objective = float(info.objective_function_value) if found else np.inf
    bound = float(info.mip_dual_bound)
    if not np.isfinite(bound):
        bound = -np.inf
    if below is not None:
        bound = min(bound, below)
    if start is not None and found and not _agrees(program, values, objective):
        # HiGHS 1.16 proves a better point than the one it was given, and hands back the given one,
        # where its presolve leaves nothing to search.
        return solve(
            program, clock, gap=gap, seed=seed, target=target, sign=sign, nodes=nodes,
            proven=proven, partial=partial,
        )  # fmt: skip
    proven = status == kinds.kOptimal and objective - bound <= 1e-6 * max(1.0, abs(objective))
    verdict: Verdict = "optimal" if proven else "feasible" if found else "nothing"
    return Answer(verdict, values, objective, bound)


def _agrees(program: Program, values: Floats, objective: float) -> bool:
    """Whether the point is worth what is said of it."""
    worth = float(program.cost @ values) + program.offset
    return abs(worth - objective) <= 1e-6 * max(1.0, abs(objective))


def model(program: Program) -> Any:
    """As HiGHS takes it."""
    matrix = sparse.csr_array(program.matrix)
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_, lp.offset_ = program.cost, program.offset
    lp.col_lower_, lp.col_upper_ = program.lower, program.upper
    lp.row_lower_, lp.row_upper_ = program.low, program.high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    lp.a_matrix_.index_ = matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = matrix.data.astype(float)
    kinds = highspy.HighsVarType
    lp.integrality_ = [kinds.kInteger if one else kinds.kContinuous for one in program.whole]
    return lp


def stacked(*blocks: Sequence[Any]) -> Any:
    """Rows of blocks; None is a block of zeros."""
    return sparse.block_array(blocks, format="csr")


def matrix_of(*parts: tuple[Any, Any, Any], shape: tuple[int, int]) -> sparse.csr_array:
    """From (rows, columns, values) laid one after another."""
    row, column, value = (np.concatenate(each) for each in zip(*parts, strict=True))
    return sparse.csr_array((value, (row, column)), shape=shape)
