"""Which edges the solver works on, and whether one that it left out would have been of use."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from convive.engines.matching.kernels import BLOCK, Ints, Places

Flags = NDArray[np.bool_]


@numba.njit(cache=True, parallel=True)
def best_of_rows(start: Ints, worth: Ints, allowed: Flags, most: int) -> Flags:  # pragma: no cover
    """The `most` edges of each row that are worth most, among the allowed ones; ties at the border stay in."""
    n = len(start) - 1
    out = np.zeros(len(worth), np.bool_)
    for block in numba.prange((n + BLOCK - 1) // BLOCK):
        for i in range(block * BLOCK, min(n, (block + 1) * BLOCK)):
            first, last = start[i], start[i + 1]
            many = 0
            for e in range(first, last):
                many += allowed[e]
            if many <= most:
                for e in range(first, last):
                    out[e] = allowed[e]
                continue
            values = np.empty(many, np.int64)
            k = 0
            for e in range(first, last):
                if allowed[e]:
                    values[k] = worth[e]
                    k += 1
            border = np.partition(values, many - most)[many - most]
            for e in range(first, last):
                out[e] = allowed[e] and worth[e] >= border
    return out


@numba.njit(cache=True, parallel=True)
def pick(
    start: Ints, column: Places, worth: Ints, active: Flags, ordered: bool
) -> tuple[Ints, Places]:  # pragma: no cover
    """The active edges: where rows begin, and the edges' places; `ordered`: each row by falling worth."""
    n = len(start) - 1
    ends = np.zeros(n + 1, np.int64)
    for i in numba.prange(n):
        count = 0
        for e in range(start[i], start[i + 1]):
            count += active[e]
        ends[i + 1] = count
    for i in range(n):
        ends[i + 1] += ends[i]
    index = np.empty(ends[n], np.int32)
    for block in numba.prange((n + BLOCK - 1) // BLOCK):
        for i in range(block * BLOCK, min(n, (block + 1) * BLOCK)):
            k = ends[i]
            for e in range(start[i], start[i + 1]):
                if active[e]:
                    index[k] = e
                    k += 1
            if ordered:
                places = index[ends[i] : ends[i + 1]].copy()
                # Ties in the order of the volunteers, however the edges were found.
                first = np.argsort(column[places], kind="mergesort")
                order = first[np.argsort(-worth[places[first]], kind="mergesort")]
                for each in range(len(order)):
                    index[ends[i] + each] = places[order[each]]
    return ends, index


@numba.njit(cache=True, parallel=True)
def price_in(
    start: Ints, column: Places, worth: Ints, allowed: Flags, active: Flags, p: Ints, u: Ints, most: int
) -> int:  # pragma: no cover
    """Makes active the allowed edges that are worth more than their prices, the `most` worst of each row.
    Returns how many.
    """
    n = len(start) - 1
    found = 0
    for block in numba.prange((n + BLOCK - 1) // BLOCK):
        here = 0
        for i in range(block * BLOCK, min(n, (block + 1) * BLOCK)):
            many = 0
            for e in range(start[i], start[i + 1]):
                many += allowed[e] and not active[e] and worth[e] - p[column[e]] > u[i]
            if many == 0:
                continue
            border = np.int64(0)
            if many > most:
                values = np.empty(many, np.int64)
                k = 0
                for e in range(start[i], start[i + 1]):
                    if allowed[e] and not active[e] and worth[e] - p[column[e]] > u[i]:
                        values[k] = worth[e] - p[column[e]] - u[i]
                        k += 1
                border = np.partition(values, many - most)[many - most]
            for e in range(start[i], start[i + 1]):
                gain = worth[e] - p[column[e]] - u[i]
                if allowed[e] and not active[e] and gain > 0 and gain >= border:
                    active[e] = True
                    here += 1
        found += here
    return found


@numba.njit(cache=True, parallel=True)
def tight(
    start: Ints, column: Places, worth: Ints, allowed: Flags, p: Ints, u: Ints
) -> Flags:  # pragma: no cover
    """The allowed edges that some best solution may use."""
    out = np.zeros(len(column), np.bool_)
    for i in numba.prange(len(start) - 1):
        for e in range(start[i], start[i + 1]):
            out[e] = allowed[e] and worth[e] - p[column[e]] == u[i]
    return out


@numba.njit(cache=True, parallel=True)
def without(
    start: Ints, column: Places, mark: NDArray[np.int16], volunteers: int, blocked: Ints
) -> tuple[Ints, Places, NDArray[np.int16]]:  # pragma: no cover
    """The edges without the blocked pairs, whose sorted keys are row · volunteers + column."""
    n = len(start) - 1
    keep = np.ones(len(column), np.bool_)
    ends = np.zeros(n + 1, np.int64)
    for i in numba.prange(n):
        low, high = np.searchsorted(blocked, i * volunteers), np.searchsorted(blocked, (i + 1) * volunteers)
        count = start[i + 1] - start[i]
        if low < high:
            for e in range(start[i], start[i + 1]):
                for k in range(low, high):
                    if blocked[k] == i * volunteers + column[e]:
                        keep[e] = False
                        count -= 1
        ends[i + 1] = count
    for i in range(n):
        ends[i + 1] += ends[i]
    columns, marks = np.empty(ends[n], np.int32), np.empty(ends[n], np.int16)
    for i in numba.prange(n):
        at = ends[i]
        for e in range(start[i], start[i + 1]):
            if keep[e]:
                columns[at], marks[at] = column[e], mark[e]
                at += 1
    return ends, columns, marks
