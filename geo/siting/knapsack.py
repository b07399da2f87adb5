"""The inner loops of capacitated siting, compiled: one knapsack for each site."""

from typing import Any

import numpy as np

from geo.compiled import compiled

_jit: Any = compiled(nogil=True)


@_jit
def best_load(value, size, room, best, take):
    """The items of least total value (all negative) whose sizes fit: 0/1 knapsack by table.

    `size`, `room`: whole numbers. `take` (items) is filled; returns the total.
    """
    count, total = len(value), 0
    for k in range(count):
        total += size[k]
        take[k] = True
    if total <= room:
        return value.sum()
    best[: room + 1] = 0.0
    chosen = np.zeros((count, room + 1), np.bool_)
    for k in range(count):
        s, v = size[k], value[k]
        for r in range(room, s - 1, -1):
            other = best[r - s] + v
            if other < best[r]:
                best[r] = other
                chosen[k, r] = True
    left = room
    for k in range(count - 1, -1, -1):
        take[k] = chosen[k, left]
        if take[k]:
            left -= size[k]
    return best[room]


@_jit
def loads(cptr, crow, ccost, size, room, lam, value, served):
    """For each site the least total of cost - lam over what fits, and (entries) what that is."""
    best = np.zeros(room.max() + 1)
    for j in range(len(room)):
        start, end = cptr[j], cptr[j + 1]
        count = 0
        for k in range(start, end):
            served[k] = False
            if ccost[k] < lam[crow[k]] and size[crow[k]] <= room[j]:
                count += 1
        items = np.empty(count, np.int64)
        v, s = np.empty(count), np.empty(count, np.int64)
        at = 0
        for k in range(start, end):
            i = crow[k]
            if ccost[k] < lam[i] and size[i] <= room[j]:
                items[at], v[at], s[at] = k, ccost[k] - lam[i], size[i]
                at += 1
        take = np.zeros(count, np.bool_)
        value[j] = best_load(v, s, room[j], best, take)
        for q in range(count):
            served[items[q]] = take[q]


@_jit
def place(table, demand, capacity, opened, out, dice, tries):
    """Assigns points to open sites, the hardest to please first, then shifts and exchanges.

    `table` (n, m): cost, inf where unreachable. Returns the total and (n) the site of each, -1 for
    none; inf where a point that must be served (out = inf) is not.
    """
    n = table.shape[0]
    sites = np.flatnonzero(opened)
    best_total, best = np.inf, np.full(n, -1, np.int64)
    for attempt in range(tries):
        free = capacity.copy()
        now = np.full(n, -1, np.int64)
        waiting = np.ones(n, np.bool_)
        for _ in range(n):
            pick, where, most = -1, -1, -np.inf
            for i in range(n):
                if not waiting[i]:
                    continue
                one, two, at = out[i], out[i], -1
                for j in sites:
                    if demand[i] <= free[j] + 1e-9 and table[i, j] < one:
                        two, one, at = one, table[i, j], j
                    elif demand[i] <= free[j] + 1e-9 and table[i, j] < two:
                        two = table[i, j]
                regret = (1e18 if np.isinf(two) else two - one) + (
                    demand[i] * dice[attempt % len(dice), i] * 1e-3
                )
                if at < 0:
                    continue
                if attempt % 2 == 1:
                    regret = demand[i] + 1e-6 * regret * dice[attempt % len(dice), i]
                if regret > most:
                    pick, where, most = i, at, regret
            if pick < 0:
                break
            waiting[pick], now[pick] = False, where
            free[where] -= demand[pick]
        _better(table, demand, free, now, sites, out)
        total = 0.0
        for i in range(n):
            total += out[i] if now[i] < 0 else table[i, now[i]]
        if total < best_total:
            best_total, best = total, now
    return best_total, best


@_jit
def _better(table, demand, free, now, sites, out):
    """Shifts a point to another site, or exchanges two, while that helps."""
    n = len(now)
    moved = True
    while moved:
        moved = False
        for i in range(n):
            at = now[i]
            cost = out[i] if at < 0 else table[i, at]
            for j in sites:
                if j != at and table[i, j] < cost - 1e-9 and demand[i] <= free[j] + 1e-9:
                    if at >= 0:
                        free[at] += demand[i]
                    free[j] -= demand[i]
                    now[i], at, cost, moved = j, j, table[i, j], True
        for i in range(n):
            for k in range(i + 1, n):
                a, b = now[i], now[k]
                if a == b or b < 0 or a < 0:
                    continue
                before = table[i, a] + table[k, b]
                if table[i, b] + table[k, a] >= before - 1e-9:
                    continue
                more = demand[i] - demand[k]
                if more <= free[b] + 1e-9 and -more <= free[a] + 1e-9:
                    free[b] -= more
                    free[a] += more
                    now[i], now[k], moved = b, a, True
        for i in range(n):
            # A point that nobody serves takes the place of one that costs more to serve.
            if now[i] >= 0:
                continue
            for k in range(n):
                b = now[k]
                if b < 0 or np.isinf(table[i, b]):
                    continue
                if demand[i] - demand[k] > free[b] + 1e-9:
                    continue
                if table[i, b] + out[k] < out[i] + table[k, b] - 1e-9:
                    free[b] -= demand[i] - demand[k]
                    now[i], now[k], moved = b, -1, True
                    break
