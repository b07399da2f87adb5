"""The Lagrangian dual of the assignment constraints, compiled. Arrays as in `kernels`.

    L(lam) = sum_i lam[i] + sum of the p least rho[j],  rho[j] = sum_i min(0, cost[i, j] - lam[i])

No choice of p sites costs less than L(lam), for any lam with lam[i] <= out[i].
"""

from typing import Any

import numpy as np

from geo.compiled import compiled

_jit: Any = compiled(nogil=True)
# A row's entries are laid together up to so many times its multiplier.
HEADROOM = 1.1


@_jit
def lay(rsite, rcost, stop, state, cap, laid, i):
    """Lays together row i's entries that cost less than `cap`, of sites that are not ruled out.

    They follow those of row i that are in `laid` (site, cost, where its next entry goes, which
    entry of the row is looked at next); the row ends at `stop`.
    """
    site, cost, full, seen = laid
    at, k = full[i], seen[i]
    while k < stop and rcost[k] < cap:
        j = np.uint32(rsite[k])
        site[at], cost[at] = j, rcost[k]
        at += state[j] >= 0
        k += 1
    full[i], seen[i] = at, k


@_jit
def reduced_costs(ptr, site, cost, full, lam, end, rho):
    """rho (m): what each site saves at these multipliers, negative. `end` (n): where each row's
    entries that cost less than its multiplier end, from the last."""
    rho[:] = 0.0
    for i in range(len(lam)):
        here, k = lam[i], end[i]
        while k > ptr[i] and cost[k - 1] >= here:
            k -= 1
        while k < full[i] and cost[k] < here:
            k += 1
        end[i] = k
        for at in range(np.uint64(ptr[i]), np.uint64(k)):
            rho[np.uint32(site[at])] += cost[at] - here


@_jit
def count_served(ptr, site, end, cptr, crow, ccost, lam, chosen, served):
    """served (n): how many of the chosen sites each point would take, by the shorter way."""
    served[:] = 0.0
    by_columns = 0
    for j in range(len(chosen)):
        if chosen[j]:
            by_columns += cptr[j + 1] - cptr[j]
    by_rows = 0
    for i in range(len(lam)):
        by_rows += end[i] - ptr[i]
    if by_columns < by_rows:
        for j in range(len(chosen)):
            if not chosen[j]:
                continue
            if cptr[j + 1] - cptr[j] == len(lam):
                # A site that reaches every point: no index, so that several are counted at once.
                column = ccost[cptr[j] : cptr[j + 1]]
                for i in range(len(lam)):
                    served[i] += 1.0 if column[i] < lam[i] else 0.0
            else:
                for k in range(np.uint64(cptr[j]), np.uint64(cptr[j + 1])):
                    at = np.uint32(crow[k])
                    served[at] += ccost[k] < lam[at]
        return
    for i in range(len(lam)):
        count = 0
        for k in range(np.uint64(ptr[i]), np.uint64(end[i])):
            count += chosen[np.uint32(site[k])]
        served[i] = count


@_jit
def choose(rho, state, p, chosen):
    """The fixed sites and the free ones of least reduced cost, p together; returns their sum, the
    greatest reduced cost among the free ones chosen and the least among those not (inf: none).

    Among equals those of the lowest number.
    """
    left, total, count = p, 0.0, 0
    free = np.empty(len(rho))
    for j in range(len(rho)):
        chosen[j] = state[j] > 0
        if chosen[j]:
            left -= 1
            total += rho[j]
        elif state[j] == 0:
            free[count] = rho[j]
            count += 1
    left = min(left, count)
    if left <= 0:
        return total, np.inf, free[:count].min() if count else np.inf
    order = np.partition(free[:count], left - 1)
    last = order[left - 1]
    first = order[left:].min() if left < count else np.inf
    for j in range(len(rho)):
        if state[j] == 0 and rho[j] < last:
            chosen[j] = True
            total += rho[j]
            left -= 1
    for j in range(len(rho)):
        if left == 0:
            break
        if state[j] == 0 and rho[j] == last:
            chosen[j] = True
            total += last
            left -= 1
    return total, last, first


@_jit
def ascend(
    rptr, rsite, rcost, cptr, crow, ccost, out, lam, state, p, upper, enough, theta, steps,
    patience, decay, blend, often, if_open, if_shut, site, cost,
):  # fmt: skip
    """Subgradient ascent on the relaxed assignment constraints (Cornuéjols, Fisher & Nemhauser
    1977), with a deflected direction; lam is changed to the best multipliers found.

    lam[i] is never above out[i], where a point that nobody serves costs less. `enough`: stops at
    this bound. After `patience` steps that brought nothing theta is halved and the best multipliers
    are gone back to; after every step theta shrinks by `decay`. `often` (m): how often each site
    was chosen, lately weighing more. `if_open`, `if_shut` (m): the most that any step proves of
    choices that have a site open that it left shut, or shut that it chose. `site`, `cost`
    (entries): room to work in. Returns the best bound, theta and the choice there.
    """
    n, m = len(out), len(state)
    rho, chosen, best_chosen = np.zeros(m), np.zeros(m, np.bool_), np.zeros(m, np.bool_)
    best_lam = lam.copy()
    direction, served = np.zeros(n), np.zeros(n)
    if_open[:], if_shut[:] = -np.inf, -np.inf
    # Only entries below the multipliers count: those up to somewhat above them are laid together.
    cap = HEADROOM * lam
    full, seen = rptr[:-1].copy(), rptr[:-1].copy()
    laid = (site, cost, full, seen)
    for i in range(n):
        lay(rsite, rcost, rptr[i + 1], state, cap[i], laid, i)
    end = rptr[:-1].copy()
    best, quiet = -np.inf, 0
    for _step in range(steps):
        reduced_costs(rptr, site, cost, full, lam, end, rho)
        saved, last, first = choose(rho, state, p, chosen)
        value = lam.sum() + saved
        for j in range(m):
            often[j] += 0.05 * (chosen[j] - often[j])
            if chosen[j]:
                if_shut[j] = max(if_shut[j], value - rho[j] + first)
            else:
                if_open[j] = max(if_open[j], value + rho[j] - last)
        if value > best + 1e-9 * abs(best) or best == -np.inf:
            if value > best + 1e-4 * max(upper - best, 0.0):
                quiet = 0
            else:
                quiet += 1
            best = value
            best_lam[:] = lam
            best_chosen[:] = chosen
        else:
            quiet += 1
        if best >= enough:
            break
        theta *= decay
        if quiet > patience:
            theta *= 0.5
            quiet = 0
            lam[:] = best_lam
            direction[:] = 0.0
            if theta < 2e-4:
                break
            continue
        count_served(rptr, site, end, cptr, crow, ccost, lam, chosen, served)
        norm = 0.0
        for i in range(n):
            slope = 1.0 - served[i]
            if slope > 0.0 and lam[i] >= out[i]:
                slope = 0.0
            direction[i] = slope + blend * direction[i]
            norm += direction[i] * direction[i]
        if norm == 0.0:
            break
        step = theta * max(1.02 * upper - value, 1e-9 * abs(upper) + 1e-12) / norm
        for i in range(n):
            lam[i] = min(out[i], lam[i] + step * direction[i])
            if lam[i] > cap[i]:
                cap[i] = HEADROOM * lam[i]
                lay(rsite, rcost, rptr[i + 1], state, cap[i], laid, i)
    lam[:] = best_lam
    for j in range(m):
        # Whichever it is, a choice costs this much; of steps that disagree, more than any says.
        best = max(best, min(if_open[j], if_shut[j]))
    return best, theta, best_chosen
