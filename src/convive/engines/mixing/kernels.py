"""The hot loops of the indices. `reference.py` says the same in plain NumPy.

Sums run over blocks of units whose size does not depend on the number of threads, and the blocks are added
in their order, so that the result is the same to the last bit on any machine with any number of threads.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

from convive.engines.threads import one_thread

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BLOCK = 8192
# Units for which no second thread is woken.
FEW = 4 * BLOCK
# Units up to this size at most are counted by (total, people of the group) instead of being sorted one by one.
BINNED = 2048


def margins(matrix: Ints) -> tuple[Ints, Ints]:
    """Totals of units, shape (n,), and of groups, shape (g,)."""
    with one_thread(len(matrix) <= FEW):
        totals, groups = _margins(matrix)
    return totals, groups


@numba.njit(cache=True, parallel=True)
def _margins(matrix: Ints) -> tuple[Ints, Ints]:  # pragma: no cover
    n, g = matrix.shape
    totals = np.empty(n, np.int64)
    blocks = (n + BLOCK - 1) // BLOCK
    part = np.zeros((blocks, g), np.int64)
    for block in numba.prange(blocks):
        for i in range(block * BLOCK, min(n, (block + 1) * BLOCK)):
            total = 0
            for a in range(g):
                total += matrix[i, a]
                part[block, a] += matrix[i, a]
            totals[i] = total
    return totals, part.sum(axis=0)


def sums(matrix: Ints, totals: Ints, groups: Ints) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats]:
    """One pass over the units: everything the indices need, apart from Gini.

    Returns deviation (g,): Σ|x_ig − t_i P_g|; between (g,): Σ (x_ig − t_i P_g)² / t_i; meeting (g, g):
    Σ x_ia x_ib / t_i; apart (g, g): Σ|x_ia/T_a − x_ib/T_b|; knowledge (g,): Σ x_ig log(p_ig/P_g); local (n,):
    Σ_g p_ig log(p_ig/P_g), NaN where nobody is.
    """
    with one_thread(len(matrix) <= FEW):
        deviation, between, meeting, apart, knowledge, local = _sums(matrix, totals, groups)
    return deviation, between, meeting, apart, knowledge, local


@numba.njit(cache=True, parallel=True)
def _sums(
    matrix: Ints, totals: Ints, groups: Ints
) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats]:  # pragma: no cover
    n, g = matrix.shape
    people = float(groups.sum())
    weight = np.empty(g)
    for a in range(g):
        weight[a] = 1.0 / groups[a] if groups[a] else 0.0
    blocks = (n + BLOCK - 1) // BLOCK
    deviation, between = np.zeros((blocks, g)), np.zeros((blocks, g))
    meeting = np.zeros((blocks, g, g))
    apart = np.zeros((blocks, g, g))
    knowledge = np.zeros((blocks, g))
    local = np.empty(n)
    for block in numba.prange(blocks):
        for i in range(block * BLOCK, min(n, (block + 1) * BLOCK)):
            total = totals[i]
            if total == 0:
                local[i] = np.nan
                continue
            per_person = 1.0 / total
            bits = 0.0
            for a in range(g):
                x = matrix[i, a]
                # From whole numbers: where nearly everybody is of one group, P_g has no digits left for the others.
                even = float(total) * groups[a]
                off = x * people - even
                deviation[block, a] += abs(off) / people
                between[block, a] += (off / people) ** 2 * per_person
                if x:
                    term = x * math.log1p(off / even)
                    knowledge[block, a] += term
                    bits += term
                for b in range(a, g):
                    y = matrix[i, b]
                    meeting[block, a, b] += float(x) * y * per_person
                    apart[block, a, b] += abs(x * weight[a] - y * weight[b])
            # Never negative, by Gibbs' inequality; rounding may say otherwise.
            local[i] = max(bits * per_person, 0.0)
    whole = meeting.sum(axis=0)
    pairs = apart.sum(axis=0)
    for a in range(g):
        for b in range(a):
            whole[a, b] = whole[b, a]
            pairs[a, b] = pairs[b, a]
    return deviation.sum(axis=0), between.sum(axis=0), whole, pairs, knowledge.sum(axis=0), local


@numba.njit(cache=True)
def alike(members: Ints, totals: Ints) -> tuple[Ints, Ints, Ints]:  # pragma: no cover
    """Units with the same numbers put together: members, totals and how many units are like that.

    Small units are counted in bins, about eight bins per unit at most; larger ones stay as they are. Empty
    units are left out.
    """
    n = len(totals)
    binned = min(BINNED, int(math.sqrt(16.0 * n)))
    largest, single = 0, 0
    for i in range(n):
        if totals[i] > binned:
            single += 1
        elif totals[i] > largest:
            largest = totals[i]
    bins = np.zeros((largest + 1) * (largest + 2) // 2, np.int32)
    for i in range(n):
        t = totals[i]
        if 0 < t <= binned:
            bins[t * (t + 1) // 2 + members[i]] += 1
    found = single
    for place in range(len(bins)):
        if bins[place]:
            found += 1
    xs, ts, times = np.empty(found, np.int64), np.empty(found, np.int64), np.empty(found, np.int64)
    k = 0
    for t in range(1, largest + 1):
        first = t * (t + 1) // 2
        for x in range(t + 1):
            if bins[first + x]:
                xs[k], ts[k], times[k] = x, t, bins[first + x]
                k += 1
    for i in range(n):
        if totals[i] > binned:
            xs[k], ts[k], times[k] = members[i], totals[i], 1
            k += 1
    return xs, ts, times


@numba.njit(cache=True)
def lorenz(members: Floats, others: Floats) -> float:  # pragma: no cover
    """Σ (X_i + X_{i−1}) y_i over units in order: twice the area under their Lorenz curve."""
    before, area = 0.0, 0.0
    for i in range(len(members)):
        after = before + members[i]
        area += (before + after) * others[i]
        before = after
    return area


@numba.njit(cache=True)
def mean_x_log_x(sizes: Ints, group: int, people: int) -> Floats:  # pragma: no cover
    """E[X log X] for X people of a group of `group` among t of `people`, for each t of `sizes`.

    The chances follow from that of the likeliest X by their ratios, and are divided by their sum.
    """
    result = np.zeros(len(sizes))
    for place in range(len(sizes)):
        t = sizes[place]
        likeliest = int((t + 1.0) * (group + 1.0) / (people + 2.0))
        likeliest = max(likeliest, 0, t + group - people)
        likeliest = min(likeliest, t, group)
        whole = 1.0
        mean = likeliest * math.log(likeliest) if likeliest else 0.0
        x, chance = likeliest, 1.0
        while x < min(t, group) and chance > 1e-20:
            chance *= float(group - x) * (t - x) / (float(x + 1) * (people - group - t + x + 1))
            x += 1
            whole += chance
            mean += chance * x * math.log(x)
        x, chance = likeliest, 1.0
        while x > max(0, t + group - people) and chance > 1e-20:
            chance *= float(x) * (people - group - t + x) / (float(group - x + 1) * (t - x + 1))
            x -= 1
            whole += chance
            if x:
                mean += chance * x * math.log(x)
        result[place] = mean / whole
    return result
