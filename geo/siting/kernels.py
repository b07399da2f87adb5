"""The inner loops, compiled. A problem is rows of demand points, each with the sites that reach it.

Rows are sorted by cost: `rptr` (n+1), `rsite` (entries), `rcost` (entries, weight × cost). Columns
are the same entries by site: `cptr` (m+1), `crow`, `ccost`. `out` (n): what a point costs that no
open site serves; no entry costs as much.
"""

import numba
import numpy as np

# Compiled once a machine; the cache lies beside this file or, where that cannot be, in the home.
_jit = numba.njit(cache=True, nogil=True)
# A row's entries are laid together up to so many times its multiplier.
HEADROOM = 1.25


@_jit
def sort_rows(rptr, site, cost):
    """Puts each row's entries in order of cost, those of equal cost as they were."""
    for i in range(len(rptr) - 1):
        a, b = rptr[i], rptr[i + 1]
        for k in range(a + 1, b):
            if cost[k] < cost[k - 1]:
                order = np.argsort(cost[a:b], kind="mergesort")
                cost[a:b] = cost[a:b][order]
                site[a:b] = site[a:b][order]
                break


@_jit
def nearest_two(rptr, rsite, rcost, out, is_open, n1, d1, d2):
    """For each row the nearest open site (-1: none), its cost, and the cost of the second."""
    total = 0.0
    for i in range(len(out)):
        n1[i], d1[i], d2[i] = -1, out[i], out[i]
        for k in range(rptr[i], rptr[i + 1]):
            if is_open[rsite[k]]:
                if n1[i] < 0:
                    n1[i], d1[i] = rsite[k], rcost[k]
                else:
                    d2[i] = rcost[k]
                    break
        total += d1[i]
    return total


@_jit
def gain(cptr, crow, ccost, d1, j):
    """By how much the total falls when site `j` opens besides."""
    total = 0.0
    for k in range(cptr[j], cptr[j + 1]):
        less = d1[crow[k]] - ccost[k]
        if less > 0:
            total += less
    return total


@_jit
def open_site(cptr, crow, ccost, n1, d1, d2, j):
    for k in range(cptr[j], cptr[j + 1]):
        i, c = crow[k], ccost[k]
        if c < d1[i]:
            d2[i], d1[i], n1[i] = d1[i], c, j
        elif c < d2[i]:
            d2[i] = c


@_jit
def swaps(
    cptr, crow, ccost, rptr, rsite, rcost, out, is_open, locked, n1, d1, d2, begin, most, eps
):
    """Exchanges an open site for a closed one wherever that helps (Resende & Werneck 2004; the
    order of FasterPAM, Schubert & Rousseeuw 2021), looking at up to `most` entries.

    Returns the candidate to go on with, and whether a whole turn brought nothing more.
    """
    m = len(is_open)
    slot = np.full(m, -1, np.int64)
    opened = np.empty(m, np.int64)
    count = 0
    for j in range(m):
        if is_open[j]:
            slot[j], opened[count] = count, j
            count += 1
    loss = np.zeros(count)
    for i in range(len(out)):
        if n1[i] >= 0:
            loss[slot[n1[i]]] += d2[i] - d1[i]
    delta = np.empty(count)
    quiet, looked, f = 0, 0, begin
    while quiet < m and looked < most:
        f = (f + 1) % m
        quiet += 1
        if is_open[f] or locked[f]:
            continue
        delta[:] = loss
        added = 0.0
        looked += cptr[f + 1] - cptr[f] + count
        for k in range(cptr[f], cptr[f + 1]):
            i, c = crow[k], ccost[k]
            if c < d1[i]:
                added += c - d1[i]
                if n1[i] >= 0:
                    delta[slot[n1[i]]] += d1[i] - d2[i]
            elif c < d2[i] and n1[i] >= 0:
                delta[slot[n1[i]]] += c - d2[i]
        best, least = -1, np.inf
        for s in range(count):
            if delta[s] < least and not locked[opened[s]]:
                best, least = s, delta[s]
        if best < 0 or least + added >= -eps:
            continue
        r = opened[best]
        is_open[r], is_open[f] = False, True
        slot[r], slot[f], opened[best] = -1, best, f
        quiet = 0
        nearest_two(rptr, rsite, rcost, out, is_open, n1, d1, d2)
        loss[:] = 0.0
        for i in range(len(out)):
            if n1[i] >= 0:
                loss[slot[n1[i]]] += d2[i] - d1[i]
    return f, quiet >= m


@_jit
def reduced_costs(rptr, rsite, rcost, lam, rho):
    """rho[j] = sum over i of min(0, cost[i, j] - lam[i])."""
    rho[:] = 0.0
    for i in range(len(lam)):
        for k in range(rptr[i], rptr[i + 1]):
            d = rcost[k] - lam[i]
            if d >= 0.0:
                break
            rho[rsite[k]] += d


@_jit
def choose(rho, state, p, chosen):
    """The fixed sites and the free ones of least reduced cost, p together; returns their sum."""
    left, total = p, 0.0
    for j in range(len(rho)):
        chosen[j] = state[j] > 0
        if chosen[j]:
            left -= 1
            total += rho[j]
    if left > 0:
        order = np.argsort(rho)
        for j in order:
            if state[j] == 0:
                chosen[j] = True
                total += rho[j]
                left -= 1
                if left == 0:
                    break
    return total


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
            if state[rsite[k]] >= 0:
                count += 1
        ptr[i + 1] = count
    site, cost = np.empty(count, np.int32), np.empty(count)
    at = 0
    for i in range(n):
        k = rptr[i]
        while at < ptr[i + 1]:
            if state[rsite[k]] >= 0:
                site[at], cost[at] = rsite[k], rcost[k]
                at += 1
            k += 1
    return ptr, site, cost


@_jit
def ascend(
    rptr, rsite, rcost, cptr, crow, ccost, out, lam, state, p, upper, enough, theta, steps,
    patience, often,
):  # fmt: skip
    """Subgradient ascent on the relaxed assignment constraints (Cornuéjols, Fisher & Nemhauser
    1977), with a deflected direction; lam is changed to the best multipliers found.

    L(lam) = sum(lam) + sum of the p least rho; lam[i] never above out[i], where a point that nobody
    serves costs less. `enough`: stops at this bound. `often` (m): how often each site was chosen,
    lately weighing more. Returns the best bound, theta, the reduced costs and choice there.
    """
    n, m = len(out), len(state)
    rho, best_rho = np.zeros(m), np.zeros(m)
    chosen, best_chosen = np.zeros(m, np.bool_), np.zeros(m, np.bool_)
    best_lam = lam.copy()
    direction, served = np.zeros(n), np.zeros(n)
    # Only entries below the multipliers count: those up to somewhat above them are laid together.
    cap = HEADROOM * lam
    near_ptr, near_site, near_cost = below(rptr, rsite, rcost, state, cap)
    best, quiet = -np.inf, 0
    for _step in range(steps):
        reduced_costs(near_ptr, near_site, near_cost, lam, rho)
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
        served[:] = 0.0
        for j in range(m):
            if chosen[j]:
                for k in range(cptr[j], cptr[j + 1]):
                    if ccost[k] < lam[crow[k]]:
                        served[crow[k]] += 1.0
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
                cap[i] = HEADROOM * lam[i]
                beyond = True
        if beyond:
            near_ptr, near_site, near_cost = below(rptr, rsite, rcost, state, cap)
    lam[:] = best_lam
    return best, theta, best_rho, best_chosen
