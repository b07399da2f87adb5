"""One siting problem by one of the field's packages, run by their own Python.

    python siting_field.py PROBLEM.npz SIDE SECONDS

PROBLEM.npz: `cost` (n, n), `p`, `radius`, `kind` (one of KINDS). SIDE: spopt with the solver named,
or kmedoids. Prints a JSON line: objective, whether the package says that it is the best, seconds on
the wall and of all processors, from the matrix in memory to the answer.
"""

import json
import os
import sys
import time

import kmedoids
import numpy as np
import pulp
from spopt import locate

KINDS = ("PMedian", "MCLP", "LSCP", "PCenter")


def processor_seconds() -> float:
    """Of this process and of the solvers that it ran."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def by_spopt(problem, solver: str, limit: float):
    cost, p, radius = problem["cost"], int(problem["p"]), float(problem["radius"])
    kind, one = str(problem["kind"]), np.ones(len(problem["cost"]))
    make = getattr(locate, kind).from_cost_matrix
    began, used = time.perf_counter(), processor_seconds()
    if kind == "PMedian":
        model = make(cost, one, p_facilities=p)
    elif kind == "MCLP":
        model = make(cost, one, service_radius=radius, p_facilities=p)
    elif kind == "LSCP":
        model = make(cost, service_radius=radius)
    else:
        model = make(cost, p_facilities=p)
    tool = pulp.HiGHS if solver == "HiGHS" else pulp.PULP_CBC_CMD
    model = model.solve(tool(msg=False, timeLimit=limit, threads=2))
    took = time.perf_counter() - began, processor_seconds() - used
    value = model.problem.objective.value()
    return value, pulp.LpStatus[model.problem.status], *took


def by_kmedoids(problem):
    cost, p = problem["cost"], int(problem["p"])
    began, used = time.perf_counter(), processor_seconds()
    found = kmedoids.fasterpam(cost, p, max_iter=1000, init="random", random_state=1, n_cpu=1)
    return found.loss, "", time.perf_counter() - began, processor_seconds() - used


def main() -> None:
    path, side, limit = sys.argv[1], sys.argv[2], float(sys.argv[3])
    problem = np.load(path)
    if side == "kmedoids":
        objective, said, wall, used = by_kmedoids(problem)
    else:
        objective, said, wall, used = by_spopt(problem, side.split()[-1], limit)
    value = None if objective is None else float(objective)
    print(json.dumps({"objective": value, "said": said, "wall": wall, "used": used}))


if __name__ == "__main__":
    main()
