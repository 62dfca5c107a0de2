"""Which edges the solver works on, and whether one that it left out would have been of use."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from convive.engines.matching.kernels import Ints, Places

Flags = NDArray[np.bool_]
# Marks are counted in so many heaps of 64 when the best are looked for.
HEAPS = 10_000 // 64 + 1


@numba.njit(cache=True)
def best_of_rows(start: Ints, worth: Any, allowed: Flags, most: int) -> Flags:  # pragma: no cover
    """The `most` edges of each row that are worth most, among the allowed ones; ties at the border stay in."""
    out = np.zeros(len(worth), np.bool_)
    for i in range(len(start) - 1):
        first, last = start[i], start[i + 1]
        many = 0
        for e in range(first, last):
            many += allowed[e]
        if many <= most:
            for e in range(first, last):
                out[e] = allowed[e]
            continue
        values = np.empty(many, worth.dtype)
        k = 0
        for e in range(first, last):
            if allowed[e]:
                values[k] = worth[e]
                k += 1
        border = np.partition(values, many - most)[many - most]
        for e in range(first, last):
            out[e] = allowed[e] and worth[e] >= border
    return out


@numba.njit(cache=True)
def best_marks_of_rows(
    start: Ints, mark: NDArray[np.int16], allowed: Flags, most: int
) -> Flags:  # pragma: no cover
    """`best_of_rows` of marks (from 0 to 10 000), which are first counted by heaps of 64: some four times as quick."""
    out = np.zeros(len(mark), np.bool_)
    heaps, border = np.empty(HEAPS, np.int64), np.empty(64, np.int64)
    for i in range(len(start) - 1):
        first, last = start[i], start[i + 1]
        heaps[:] = 0
        for e in range(first, last):
            heaps[mark[e] >> 6] += allowed[e]
        heap, above = HEAPS - 1, 0
        while heap > 0 and above + heaps[heap] < most:
            above += heaps[heap]
            heap -= 1
        # In the heap in which the border lies, by mark.
        border[:] = 0
        for e in range(first, last):
            if mark[e] >> 6 == heap:
                border[mark[e] & 63] += allowed[e]
        low = 63
        above += border[low]
        while low > 0 and above < most:
            low -= 1
            above += border[low]
        least = (heap << 6) + low
        for e in range(first, last):
            out[e] = allowed[e] & (mark[e] >= least)
    return out


@numba.njit(cache=True)
def pick(start: Ints, active: Flags) -> tuple[Ints, Places]:  # pragma: no cover
    """The active edges: where rows begin, and the edges' places."""
    n = len(start) - 1
    ends = np.zeros(n + 1, np.int64)
    for i in range(n):
        count = 0
        for e in range(start[i], start[i + 1]):
            count += active[e]
        ends[i + 1] = ends[i] + count
    index = np.empty(ends[n], np.int32)
    k = 0
    for e in range(len(active)):
        if active[e]:
            index[k] = e
            k += 1
    return ends, index


@numba.njit(cache=True)
def by_worth(
    start: Ints, column: Places, worth: Any, active: Flags
) -> tuple[Ints, Places, Ints]:  # pragma: no cover
    """The active edges with each row by falling worth, ties in the order of the volunteers: where rows begin,
    volunteers, worths (from 0 to 32 767).
    """
    n = len(start) - 1
    ends, index = pick(start, active)
    columns, worths = np.empty(len(index), np.int32), np.empty(len(index), np.int64)
    for i in range(n):
        first, last = ends[i], ends[i + 1]
        keys = np.empty(last - first, np.int64)
        for k in range(first, last):
            keys[k - first] = ((np.int64(32767) - worth[index[k]]) << 32) | column[index[k]]
        keys.sort()
        for k in range(first, last):
            columns[k], worths[k] = keys[k - first] & 0xFFFFFFFF, 32767 - (keys[k - first] >> 32)
    return ends, columns, worths


@numba.njit(cache=True)
def price_in(
    start: Ints, column: Places, worth: Any, allowed: Flags, active: Flags, p: Ints, u: Ints, most: int
) -> int:  # pragma: no cover
    """Makes active the allowed edges that are worth more than their prices, the `most` worst of each row.
    Returns how many.
    """
    found = 0
    for i in range(len(start) - 1):
        many = 0
        for e in range(start[i], start[i + 1]):
            many += (worth[e] - p[column[e]] > u[i]) & allowed[e] & (not active[e])
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
            # Seldom, and few of them: a sort, which is compiled for others too.
            values.sort()
            border = values[many - most]
        for e in range(start[i], start[i + 1]):
            gain = worth[e] - p[column[e]] - u[i]
            if allowed[e] and not active[e] and gain > 0 and gain >= border:
                active[e] = True
                found += 1
    return found


@numba.njit(cache=True)
def narrow(
    start: Ints, column: Places, worth: Any, allowed: Flags, p: Ints, u: Ints
) -> None:  # pragma: no cover
    """Keeps allowed what some best solution may use."""
    for i in range(len(start) - 1):
        for e in range(start[i], start[i + 1]):
            allowed[e] &= worth[e] - p[column[e]] == u[i]


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


@numba.njit(cache=True)
def with_more(
    start: Ints,
    column: Places,
    mark: NDArray[np.int16],
    counts: Places,
    columns: Places,
    marks: NDArray[np.int16],
) -> tuple[Ints, Places, NDArray[np.int16]]:  # pragma: no cover
    """The edges with others at the end of each row: the first counts[i] of columns[i] and marks[i]."""
    ends = start.copy()
    for i in range(len(counts)):
        ends[i + 1] = ends[i] + start[i + 1] - start[i] + counts[i]
    more_column, more_mark = np.empty(ends[-1], np.int32), np.empty(ends[-1], np.int16)
    for i in range(len(counts)):
        at = ends[i]
        for e in range(start[i], start[i + 1]):
            more_column[at], more_mark[at] = column[e], mark[e]
            at += 1
        for k in range(counts[i]):
            more_column[at], more_mark[at] = columns[i, k], marks[i, k]
            at += 1
    return ends, more_column, more_mark
