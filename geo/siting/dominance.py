"""What set covering is spared before it is solved, and a first choice. Compiled.

A covering is given twice: `rptr` (n+1), `rsite` (entries): the sites of each row, and `cptr`
(m+1), `crow`: the rows of each site.
"""

from typing import Any

import numpy as np

from geo.compiled import compiled

_jit: Any = compiled(nogil=True)


@_jit
def reduce(rptr, rsite, cptr, crow):
    """(rows (n), sites (m), taken (m)): which are left, and which sites a best choice begins with.

    A row that contains another is covered with it; a site whose rows all lie in another's is not
    needed; the only site of a row is taken. Of equals the first stays. Over and over, as each of
    these makes room for the others (Balas & Ho 1980).
    """
    n, m = len(rptr) - 1, len(cptr) - 1
    rows, sites, taken = np.ones(n, np.bool_), np.ones(m, np.bool_), np.zeros(m, np.bool_)
    fewer = True
    while fewer:
        fewer = _drop(rptr, rsite, rows, sites, True)
        for i in range(n):
            if rows[i]:
                only = -1
                for k in range(rptr[i], rptr[i + 1]):
                    if sites[rsite[k]]:
                        only = rsite[k] if only == -1 else -2
                if only >= 0:
                    fewer = taken[only] = True
                    sites[only] = False
                    for k in range(cptr[only], cptr[only + 1]):
                        rows[crow[k]] = False
        fewer = _drop(cptr, crow, sites, rows, False) or fewer
    return rows, sites, taken


@_jit
def _drop(ptr, items, sets, there, larger):
    """Of sets of items, of which `sets` and `there` are left: drops those that contain another
    (`larger`), or those that another contains; whether there were any.

    Each is looked up by the item of its that fewest have: a set that contains it has that one too.
    """
    count = len(sets)
    size, often = np.zeros(count, np.int64), np.zeros(len(there), np.int64)
    for i in range(count):
        if sets[i]:
            for k in range(ptr[i], ptr[i + 1]):
                if there[items[k]]:
                    size[i] += 1
                    often[items[k]] += 1
    first, following = np.full(len(there), -1, np.int64), np.full(count, -1, np.int64)
    dropped = False
    for i in range(count):
        if not sets[i]:
            continue
        if size[i] == 0:
            # Rows keep a site; a site may have lost all of its rows.
            if not larger:
                sets[i], dropped = False, True
            continue
        rarest = -1
        for k in range(ptr[i], ptr[i + 1]):
            if there[items[k]] and (rarest < 0 or often[items[k]] < often[rarest]):
                rarest = items[k]
        following[i], first[rarest] = first[rarest], i
    mark = np.full(len(there), -1, np.int64)
    for j in range(count):
        if not sets[j]:
            continue
        for k in range(ptr[j], ptr[j + 1]):
            mark[items[k]] = j
        for k in range(ptr[j], ptr[j + 1]):
            if not there[items[k]]:
                continue
            i = first[items[k]]
            while i >= 0:
                if sets[i] and i != j and _lies_in(ptr, items, there, size, mark, i, j, larger):
                    sets[j if larger else i] = False
                    dropped = True
                    if larger:
                        break
                i = following[i]
            if not sets[j]:
                break
    return dropped


@_jit
def _lies_in(ptr, items, there, size, mark, i, j, larger):
    """Whether set i lies in j, whose items are marked; of equals the first is to stay."""
    if size[i] > size[j] or (size[i] == size[j] and (i > j if larger else i < j)):
        return False
    for k in range(ptr[i], ptr[i + 1]):  # noqa: SIM110 - compiled
        if there[items[k]] and mark[items[k]] != j:
            return False
    return True


@_jit
def greedy(rptr, rsite, cptr, crow):
    """A mask of sites that cover every row, the one that covers most first; needless ones out."""
    n, m = len(rptr) - 1, len(cptr) - 1
    left, times = np.ones(n, np.bool_), np.zeros(n, np.int64)
    count, chosen, order, rest = np.diff(cptr), np.zeros(m, np.bool_), np.empty(m, np.int64), n
    taken = 0
    while rest:
        j = np.argmax(count)
        if count[j] == 0:
            break
        chosen[j], order[taken] = True, j
        taken += 1
        for k in range(cptr[j], cptr[j + 1]):
            i = crow[k]
            times[i] += 1
            if left[i]:
                left[i] = False
                rest -= 1
                for each in range(rptr[i], rptr[i + 1]):
                    count[rsite[each]] -= 1
    for at in range(taken):
        j = order[at]
        needless = True
        for k in range(cptr[j], cptr[j + 1]):
            needless = needless and times[crow[k]] > 1
        if needless:
            chosen[j] = False
            for k in range(cptr[j], cptr[j + 1]):
                times[crow[k]] -= 1
    return chosen
