"""The inner loops, compiled. A problem is rows of demand points, each with the sites that reach it.

Rows are sorted by cost: `rptr` (n+1), `rsite` (entries), `rcost` (entries, weight × cost). Columns
are the same entries by site: `cptr` (m+1), `crow`, `ccost`. `out` (n): what a point costs that no
open site serves; no entry costs as much.
"""

from typing import Any

import numpy as np

from geo.compiled import compiled

_jit: Any = compiled(nogil=True)


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
