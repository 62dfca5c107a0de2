"""The loops of Gini over simulated tables. `reference.gini` says the same over all pairs of units.

Gini needs the units in order of the group's share, and sorting every simulated table once per group would take
longer than drawing it. Small units have few possible shares: x of t people, whose order is found once for all
simulations; the units of a table are counted by (t, x) and read off in that order. Only units larger than a limit
are sorted, in as many buckets as there are units.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from convive.engines.mixing.kernels import Floats, Ints

Numbers = NDArray[np.int32]
# Longer buckets than this are sorted by NumPy.
SHORT = 24
# What it costs to look at a pair (t, x), in the time that sorting a unit takes; only the speed depends on it.
COST_OF_PAIR = 0.04
LARGEST = 2048


class Shares(NamedTuple):
    """Every share x/t of units of up to `limit` people in rising order: its place among the counted pairs,
    t(t + 1)/2 + x − 1, the share, x and t − x. Shape (pairs,).
    """

    limit: int
    place: Numbers
    share: Floats
    members: Numbers
    others: Numbers


def shares_for(totals: Ints) -> Shares:
    """With the limit that makes the least work for units of `totals` people, shape (n,)."""
    sizes = np.bincount(np.minimum(totals, LARGEST + 1), minlength=LARGEST + 2)
    larger = len(totals) - np.cumsum(sizes)[: LARGEST + 1]
    limits = np.arange(LARGEST + 1)
    limit = int(np.argmin(larger + COST_OF_PAIR * limits * (limits + 3) / 2))
    t = np.repeat(np.arange(1, limit + 1), np.arange(2, limit + 2))
    x = np.arange(len(t)) - (t * (t + 1) // 2 - 1)
    share = x / np.maximum(t, 1)
    order = np.argsort(share, kind="stable")
    return Shares(
        limit,
        order.astype(np.int32),
        np.ascontiguousarray(share[order]),
        x[order].astype(np.int32),
        (t - x)[order].astype(np.int32),
    )


@numba.njit(cache=True)
def rising(values: Floats, order: Ints) -> None:  # pragma: no cover
    """Fills `order` with the places of `values`, all from 0 to 1, in rising order."""
    n = len(values)
    if n == 0:
        return
    low, high = values[0], values[0]
    for i in range(n):
        low, high = min(low, values[i]), max(high, values[i])
    scale = (n - 1) / (high - low) if high > low else 0.0
    ends = np.zeros(n + 1, np.int64)
    for i in range(n):
        ends[int((values[i] - low) * scale) + 1] += 1
    for bucket in range(n):
        ends[bucket + 1] += ends[bucket]
    # Each bucket's start moves on to its end while it is filled.
    for i in range(n):
        bucket = int((values[i] - low) * scale)
        order[ends[bucket]] = i
        ends[bucket] += 1
    start = 0
    for bucket in range(n):
        end = ends[bucket]
        if end - start > SHORT:
            inside = order[start:end].copy()
            order[start:end] = inside[np.argsort(values[inside], kind="mergesort")]
        else:
            for i in range(start + 1, end):
                moved = order[i]
                j = i
                while j > start and values[order[j - 1]] > values[moved]:
                    order[j] = order[j - 1]
                    j -= 1
                order[j] = moved
        start = end


@numba.njit(cache=True)
def ginis(table: Numbers, shares: Shares, bins: Numbers, out: Floats) -> None:  # pragma: no cover
    """Gini of each group of `table`, shape (n, g), against everybody else, into `out`, shape (g,).

    bins: zeros, shape (pairs of `shares`, g), and zeros again afterwards. NaN where a group is nobody or everybody.
    """
    n, g = table.shape
    large = np.empty(n, np.int64)
    many = 0
    groups = np.zeros(g)
    for i in range(n):
        total = 0
        for a in range(g):
            total += table[i, a]
        if total > shares.limit:
            large[many] = i
            many += 1
        elif total > 0:
            first = total * (total + 1) // 2 - 1
            for a in range(g):
                bins[first + table[i, a], a] += 1
        for a in range(g):
            groups[a] += table[i, a]
    people = groups.sum()
    value, order = np.empty((g, many)), np.empty((g, many), np.int64)
    size = np.empty(many)
    for k in range(many):
        total = 0
        for a in range(g):
            total += table[large[k], a]
        size[k] = total
        for a in range(g):
            value[a, k] = table[large[k], a] / size[k]
    for a in range(g):
        rising(value[a], order[a])
    # Twice the area under the Lorenz curve, both lists read in the order of their shares.
    before, area, read = np.zeros(g), np.zeros(g), np.zeros(g, np.int64)
    for pair in range(len(shares.place)):
        place = shares.place[pair]
        for a in range(g):
            times = bins[place, a]
            if times == 0:
                continue
            bins[place, a] = 0
            while read[a] < many and value[a, order[a, read[a]]] < shares.share[pair]:
                k = order[a, read[a]]
                inside = float(table[large[k], a])
                area[a] += (2.0 * before[a] + inside) * (size[k] - inside)
                before[a] += inside
                read[a] += 1
            inside = float(times) * shares.members[pair]
            area[a] += (2.0 * before[a] + inside) * (float(times) * shares.others[pair])
            before[a] += inside
    for a in range(g):
        while read[a] < many:
            k = order[a, read[a]]
            inside = float(table[large[k], a])
            area[a] += (2.0 * before[a] + inside) * (size[k] - inside)
            before[a] += inside
            read[a] += 1
        others = people - groups[a]
        if groups[a] == 0.0 or others == 0.0:
            out[a] = np.nan
        else:
            out[a] = min(max(1.0 - area[a] / (groups[a] * others), 0.0), 1.0)


@numba.njit(cache=True)
def mean_gini(sizes: Ints, weights: Floats, squares: Floats, share: float) -> float:  # pragma: no cover
    """Gini's mean where everybody is of a group by an independent lot of chance `share`, over share · (1 − share).

    sizes (n,): the different sizes of units. weights, squares (n,): the sums of t/T and of (t/T)² over the units of
    each. With F_i the distribution of unit i's share, two units i ≠ j are ∫ F_i (1 − F_j) + F_j (1 − F_i) apart, so the
    mean over all pairs is ∫ F (1 − F) − Σ (t_i/T)² F_i (1 − F_i), F being the mean of the F_i by weight: a step
    function, added up from step to step. Steps of less than 1e-17 or so are left out.
    """
    n = len(sizes)
    first = np.zeros(n + 1, np.int64)
    lowest = np.empty(n, np.int64)
    for s in range(n):
        t = sizes[s]
        reach = 9.0 * np.sqrt(t * share * (1.0 - share)) + 25.0
        lowest[s] = max(0, int(t * share - reach))
        first[s + 1] = first[s] + min(t, int(t * share + reach) + 1) - lowest[s] + 1
    steps = first[n]
    at, chance, unit = np.empty(steps), np.empty(steps), np.empty(steps, np.int32)
    for s in range(n):
        t, low, start, end = sizes[s], lowest[s], first[s], first[s + 1]
        # From the likeliest outwards by ratios, then divided by the sum.
        middle = min(max(int((t + 1) * share), low), low + end - start - 1)
        chance[start + middle - low] = 1.0
        whole = 1.0
        for x in range(middle + 1, low + end - start):
            ratio = (t - x + 1.0) * share / (x * (1.0 - share))
            chance[start + x - low] = chance[start + x - low - 1] * ratio
            whole += chance[start + x - low]
        for x in range(middle - 1, low - 1, -1):
            ratio = (x + 1.0) * (1.0 - share) / ((t - x) * share)
            chance[start + x - low] = chance[start + x - low + 1] * ratio
            whole += chance[start + x - low]
        for k in range(start, end):
            at[k] = (low + k - start) / t
            chance[k] /= whole
            unit[k] = s
    order = np.empty(steps, np.int64)
    rising(at, order)
    reached = np.zeros(n)
    below, same, area = 0.0, 0.0, 0.0
    for k in range(steps - 1):
        step = order[k]
        s = unit[step]
        before = reached[s]
        after = min(before + chance[step], 1.0)
        reached[s] = after
        below += weights[s] * (after - before)
        same += squares[s] * (after * (1.0 - after) - before * (1.0 - before))
        area += (at[order[k + 1]] - at[step]) * (below * (1.0 - below) - same)
    return area / (share * (1.0 - share))
