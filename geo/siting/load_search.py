"""Loads that pay for subset rows, searched for by trees; compiled. Arrays as in `knapsack`.

`ptr`, `row`: the rows that each point is in, as `SubsetRows.by_point` has them; `sigma` (rows):
what a load pays that holds two points of one or three.
"""

from typing import Any

import numpy as np

from geo.compiled import compiled

_jit: Any = compiled(nogil=True)


@_jit
def broken(ends, points, share, n, most):
    """Triples of which the loads with two points or three have a share above `most`, and it.

    Load k is points[ends[k]:ends[k + 1]].
    """
    pairs = np.zeros((n, n))
    inside = np.zeros((n, len(share)), np.bool_)
    for k in range(len(share)):
        for x in range(ends[k], ends[k + 1]):
            inside[points[x], k] = True
            for y in range(ends[k], ends[k + 1]):
                pairs[points[x], points[y]] += share[k]
    found, by = [], []
    for a in range(n):
        # Of a broken row one point shares loads with both others.
        near = np.flatnonzero(pairs[a] > 0)
        for x in range(len(near)):
            for y in range(x + 1, len(near)):
                b, c = near[x], near[y]
                if b == a or c == a or (pairs[b, c] > 0 and a > b):
                    continue
                sum_ = pairs[a, b] + pairs[a, c] + pairs[b, c]
                if sum_ <= most:
                    continue
                # A load with all three was counted three times.
                for k in range(len(share)):
                    if inside[a, k] and inside[b, k] and inside[c, k]:
                        sum_ -= 2 * share[k]
                if sum_ > most:
                    found.append((a, b, c))
                    by.append(sum_)
    triples = np.empty((len(found), 3), np.int64)
    for at in range(len(found)):
        triples[at, 0], triples[at, 1], triples[at, 2] = found[at]
    return triples, np.array(by)


@_jit
def walk(gain, size, room, point, ptr, row, sigma, least, every, nodes, taken, ends):
    """Depth first over the sets of items that fit, the best for their size first.

    A set is worth its `gain` less `sigma` of the rows that two of its points are in (`ptr`, `row`
    as in `SubsetRows.by_point`). `every`: all that are worth `least`; else the best above it. They
    are laid into `taken`, the end of each into `ends`. Returns how many, what the last is worth,
    and the nodes looked at, -1 where there were more than `nodes` or no more room to lay them.
    """
    count = len(gain)
    inside, among = np.zeros(count, np.bool_), np.zeros(len(sigma), np.int64)
    worth, left, k, looked, found, full = 0.0, room, 0, 0, 0, 0
    while True:
        while k < count:
            looked += 1
            if looked > nodes:
                return found, least, -1
            # What the rest brings at most: the last of it in part.
            best, free, t = worth, left, k
            while t < count and gain[t] > 0 and size[t] <= free:
                best += gain[t]
                free -= size[t]
                t += 1
            if t < count and gain[t] > 0:
                best += gain[t] * free / size[t]
            if best < least or (not every and best <= least + 1e-9):
                break
            if size[k] <= left:
                inside[k] = True
                left -= size[k]
                worth += gain[k]
                for at in range(ptr[point[k]], ptr[point[k] + 1]):
                    among[row[at]] += 1
                    if among[row[at]] == 2:
                        worth -= sigma[row[at]]
                if worth >= least if every else worth > least + 1e-9:
                    if not every:
                        least, found, full = worth, 0, 0
                    if found == len(ends) or full + k + 1 > len(taken):
                        return found, least, -1
                    for t in range(k + 1):
                        if inside[t]:
                            taken[full] = t
                            full += 1
                    ends[found] = full
                    found += 1
            k += 1
        t = k - 1
        while t >= 0 and not inside[t]:
            t -= 1
        if t < 0:
            return found, least, looked
        inside[t] = False
        left += size[t]
        worth -= gain[t]
        for at in range(ptr[point[t]], ptr[point[t] + 1]):
            if among[row[at]] == 2:
                worth += sigma[row[at]]
            among[row[at]] -= 1
        k = t + 1


@_jit
def items(begin, end, crow, ccost, size, room, lam, least):
    """Entries of a site that may be in a load worth `least`, the best for their size first."""
    # What all the others bring at most: an item that loses more than that beyond it is in none.
    most = 0.0
    for k in range(begin, end):
        if size[crow[k]] <= room:
            most += max(0.0, lam[crow[k]] - ccost[k])
    kept, rank = np.empty(end - begin, np.int64), np.empty(end - begin)
    count = 0
    for k in range(begin, end):
        gain = lam[crow[k]] - ccost[k]
        if size[crow[k]] <= room and (gain > 0 or gain + most >= least):
            kept[count], rank[count] = k, -gain / max(size[crow[k]], 1e-6)
            count += 1
    return kept[:count][np.argsort(rank[:count], kind="mergesort")]


@_jit
def loads(cptr, crow, ccost, size, room, lam, ptr, row, sigma, state, nodes, value, served):
    """As `knapsack.loads`, where loads pay for their rows. Returns (m) the sites of which more than
    `nodes` would have to be looked at: their value is what was found, not the least."""
    cut = np.zeros(len(room), np.bool_)
    ends = np.empty(1, np.int64)
    for j in range(len(room)):
        served[cptr[j] : cptr[j + 1]] = False
        value[j] = 0.0
        if state[j] < 0:
            continue
        kept = items(cptr[j], cptr[j + 1], crow, ccost, size, room[j], lam, np.inf)
        point = crow[kept].astype(np.int64)
        taken = np.empty(len(kept), np.int64)
        found, worth, looked = walk(
            lam[point] - ccost[kept], size[point], room[j], point, ptr, row, sigma, 0.0, False,
            nodes, taken, ends,
        )  # fmt: skip
        cut[j] = looked < 0
        if found:
            value[j] = -worth
            for at in range(ends[0]):
                served[kept[taken[at]]] = True
    return cut


@_jit
def loads_within(
    cptr, crow, ccost, size, room, lam, ptr, row, sigma, state, most, nodes, taken, ends, site
):  # fmt: skip
    """All loads (entries, laid into `taken` one after another) whose cost, less multipliers, with
    what they pay for rows, is `most` (m) of their site or less. Returns how many; -1 where they
    are more than `ends` and `taken` have room for, or take more than `nodes`."""
    found, full = 0, 0
    for j in range(len(room)):
        if state[j] < 0:
            continue
        kept = items(cptr[j], cptr[j + 1], crow, ccost, size, room[j], lam, -most[j])
        point = crow[kept].astype(np.int64)
        new, _worth, looked = walk(
            lam[point] - ccost[kept], size[point], room[j], point, ptr, row, sigma, -most[j], True,
            nodes, taken[full:], ends[found:],
        )  # fmt: skip
        if looked < 0:
            return -1
        nodes -= looked
        for _at in range(new):
            site[found] = j
            ends[found] += full
            found += 1
        if new:
            for at in range(full, ends[found - 1]):
                taken[at] = kept[taken[at]]
            full = ends[found - 1]
    return found
