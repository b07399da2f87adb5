"""The Lagrangian dual of the assignment constraints, compiled. Arrays as in `kernels`.

    L(lam) = sum_i lam[i] + sum of the p least rho[j],  rho[j] = sum_i min(0, cost[i, j] - lam[i])

No choice of p sites costs less than L(lam), for any lam with lam[i] <= out[i].
"""

import numba
import numpy as np

_jit = numba.njit(cache=True, nogil=True)
# A row's entries are laid together up to so many times its multiplier.
HEADROOM = 1.25
# … which pays where no more than this part of the sites is left.
FEW = 0.7


@_jit
def below(rptr, rsite, rcost, state, cap):
    """The entries of sites that are not ruled out and cost less than their row's cap."""
    n = len(cap)
    ptr = np.zeros(n + 1, np.int64)
    count = 0
    for i in range(n):
        for k in range(rptr[i], rptr[i + 1]):
            if rcost[k] >= cap[i]:
                break
            count += state[rsite[k]] >= 0
        ptr[i + 1] = count
    site, cost = np.empty(count, np.int32), np.empty(count)
    for i in range(n):
        at, k = ptr[i], rptr[i]
        while at < ptr[i + 1]:
            site[at], cost[at] = rsite[k], rcost[k]
            at += state[rsite[k]] >= 0
            k += 1
    return ptr, site, cost


@_jit
def ends(ptr, cost, lam, end):
    """end (n): where each row's entries that cost less than its multiplier end, from the last."""
    for i in range(len(lam)):
        k = end[i]
        while k > ptr[i] and cost[k - 1] >= lam[i]:
            k -= 1
        while k < ptr[i + 1] and cost[k] < lam[i]:
            k += 1
        end[i] = k


@_jit
def reduced_costs(ptr, site, cost, lam, end, rho):
    """rho (m): what each site saves at these multipliers, negative."""
    rho[:] = 0.0
    for i in range(len(lam)):
        here = lam[i]
        for k in range(ptr[i], end[i]):
            rho[site[k]] += cost[k] - here


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
            if chosen[j]:
                for k in range(cptr[j], cptr[j + 1]):
                    served[crow[k]] += ccost[k] < lam[crow[k]]
        return
    for i in range(len(lam)):
        count = 0
        for k in range(ptr[i], end[i]):
            count += chosen[site[k]]
        served[i] = count


@_jit
def choose(rho, state, p, chosen):
    """The fixed sites and the free ones of least reduced cost, p together; returns their sum.

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
        return total
    last = np.partition(free[:count], left - 1)[left - 1]
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
    return total


@_jit
def ascend(
    rptr, rsite, rcost, cptr, crow, ccost, out, lam, state, p, upper, enough, theta, steps,
    patience, often,
):  # fmt: skip
    """Subgradient ascent on the relaxed assignment constraints (Cornuéjols, Fisher & Nemhauser
    1977), with a deflected direction; lam is changed to the best multipliers found.

    lam[i] is never above out[i], where a point that nobody serves costs less. `enough`: stops at
    this bound. `often` (m): how often each site was chosen, lately weighing more. Returns the best
    bound, theta, the reduced costs and choice there.
    """
    n, m = len(out), len(state)
    rho, best_rho = np.zeros(m), np.zeros(m)
    chosen, best_chosen = np.zeros(m, np.bool_), np.zeros(m, np.bool_)
    best_lam = lam.copy()
    direction, served = np.zeros(n), np.zeros(n)
    allowed = 0
    for j in range(m):
        allowed += state[j] >= 0
    # Only entries below the multipliers count: those up to somewhat above them are laid together.
    is_few = allowed <= FEW * m
    cap = HEADROOM * lam if is_few else np.full(n, np.inf)
    ptr, site, cost = rptr, rsite, rcost
    if is_few:
        ptr, site, cost = below(rptr, rsite, rcost, state, cap)
    end = ptr[:-1].copy()
    best, quiet = -np.inf, 0
    for _step in range(steps):
        ends(ptr, cost, lam, end)
        reduced_costs(ptr, site, cost, lam, end, rho)
        value = lam.sum() + choose(rho, state, p, chosen)
        for j in range(m):
            often[j] += 0.05 * (chosen[j] - often[j])
        if value > best + 1e-9 * abs(best) or best == -np.inf:
            if value > best + 1e-4 * max(upper - best, 0.0):
                quiet = 0
            else:
                quiet += 1
            best = value
            best_lam[:] = lam
            best_rho[:] = rho
            best_chosen[:] = chosen
        else:
            quiet += 1
        if best >= enough:
            break
        if quiet > patience:
            theta *= 0.5
            quiet = 0
            lam[:] = best_lam
            direction[:] = 0.0
            if theta < 2e-4:
                break
            continue
        count_served(ptr, site, end, cptr, crow, ccost, lam, chosen, served)
        norm = 0.0
        for i in range(n):
            slope = 1.0 - served[i]
            if slope > 0.0 and lam[i] >= out[i]:
                slope = 0.0
            direction[i] = slope + 0.4 * direction[i]
            norm += direction[i] * direction[i]
        if norm == 0.0:
            break
        step = theta * max(1.02 * upper - value, 1e-9 * abs(upper) + 1e-12) / norm
        beyond = False
        for i in range(n):
            lam[i] = min(out[i], lam[i] + step * direction[i])
            if lam[i] > cap[i]:
                beyond = True
        if beyond:
            # A row whose cap moves moves it well beyond: laying together costs several steps.
            for i in range(n):
                cap[i] = max(cap[i], HEADROOM * lam[i])
            ptr, site, cost = below(rptr, rsite, rcost, state, cap)
            end[:] = ptr[:-1]
    lam[:] = best_lam
    return best, theta, best_rho, best_chosen
