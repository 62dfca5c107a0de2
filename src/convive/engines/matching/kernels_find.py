"""The pairs who fit, of everybody: all, the best, or those that prices do not cover."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from convive.engines.matching.kernels import BLOCK, NUMBER, Ints, Places, Rules, Side, Words, ones
from convive.engines.matching.kernels_draw import LOTS, lot
from convive.engines.matching.kernels_edges import HEAPS
from convive.engines.matching.kernels_index import Index, Near, fitting, room_for

# Parts of the newcomers that threads take; more than there are processors, so that none waits long.
LANES = 16
# Where there are fewer words of bits than so many for each that was found, to pass over them is quicker than to sort.
WORDS_EACH = 8
# How far beyond its prices a pair is, at most: at the first stage.
MOST_BEYOND = np.int64(1 << 30)


@numba.njit
def _border(
    rated: Places, found: Places, count: int, most: int, heaps: Ints, keys: Ints
) -> int:  # pragma: no cover
    """The key of the last of the `most` best: best mark first, then the volunteer who comes first, however the pairs
    were found. `heaps` (HEAPS,), `keys`: scratch.
    """
    heaps[:] = 0
    for each in range(count):
        heaps[rated[each] >> 6] += 1
    heap, above = HEAPS - 1, 0
    while above + heaps[heap] < most:
        above += heaps[heap]
        heap -= 1
    many = 0
    for each in range(count):
        if rated[each] >> 6 == heap:
            keys[many] = key_of(rated[each], found[each])
            many += 1
    here = keys[:many]
    here.sort()
    return int(here[most - above - 1])


@numba.njit
def _in_order(
    found: Places, rated: Places, count: int, keys: Ints, near: Near, bits: Words
) -> None:  # pragma: no cover
    """Sorts by volunteer, so that what follows does not hang on the lattice by which they were found. `bits`: a bit for
    each volunteer, none of them set; it is left so.
    """
    if len(bits) > WORDS_EACH * count:
        here = keys[:count]
        for each in range(count):
            here[each] = (np.int64(found[each]) << 16) | rated[each]
        here.sort()
        for each in range(count):
            found[each], rated[each] = here[each] >> 16, here[each] & 0xFFFF
        return
    mark_of = near.left
    for each in range(count):
        j = found[each]
        bits[j >> 6] |= np.uint64(1) << np.uint64(j & 63)
        mark_of[j] = rated[each]
    k = 0
    for word in range(len(bits)):
        rest = bits[word]
        while rest:
            j = (word << 6) | ones((rest & (~rest + np.uint64(1))) - np.uint64(1))
            found[k], rated[k] = j, mark_of[j]
            k += 1
            rest &= rest - np.uint64(1)
        bits[word] = 0


@numba.njit
def key_of(mark: int, volunteer: int) -> int:  # pragma: no cover
    return int((np.int64(32767 - mark) << 32) | volunteer)


@numba.njit(cache=True, parallel=True)
def find_fitting(
    rows: Places, capacity: int, N: Side, V: Side, R: Rules, index: Index
) -> tuple[Ints, Places, NDArray[np.int16], int]:  # pragma: no cover
    """The volunteers who fit each newcomer of `rows`, and how well, one row after the other.

    Blocks of newcomers write into parts of `capacity` edges each; where one overflows, only the sizes are right, and
    the last value is the capacity that is needed (0: all is well).
    """
    n, v = len(rows), len(V.places)
    blocks = (n + BLOCK - 1) // BLOCK
    nothing = np.empty((2, 0), np.int64)
    ends = np.zeros(n + 1, np.int64)
    columns, rates = np.empty((blocks, capacity), np.int32), np.empty((blocks, capacity), np.int16)
    needed = np.zeros(blocks, np.int64)
    for block in numba.prange(blocks):
        near = room_for(v)
        found, rated, keys = near.found, near.rated, np.empty(v + 1, np.int64)
        bits = np.zeros((v + 63) // 64, np.uint64)
        at = 0
        for k in range(block * BLOCK, min(n, (block + 1) * BLOCK)):
            count = fitting(rows[k], N, V, R, index, near, nothing, 0, 0)
            ends[k + 1] = count
            if at + count <= capacity:
                _in_order(found, rated, count, keys, near, bits)
                for each in range(count):
                    columns[block, at + each] = found[each]
                    rates[block, at + each] = rated[each]
            at += count
        needed[block] = at
    for k in range(n):
        ends[k + 1] += ends[k]
    most = np.int64(0)
    for block in range(blocks):
        most = max(most, needed[block])
    if most > capacity:
        return ends, np.empty(0, np.int32), np.empty(0, np.int16), int(most)
    column, mark = np.empty(ends[n], np.int32), np.empty(ends[n], np.int16)
    for block in numba.prange(blocks):
        first = ends[block * BLOCK]
        for at in range(needed[block]):
            column[first + at] = columns[block, at]
            mark[first + at] = rates[block, at]
    return ends, column, mark, 0


@numba.njit(cache=True, parallel=True)
def find_best(
    most: int, N: Side, V: Side, R: Rules, index: Index
) -> tuple[Ints, Places, NDArray[np.int16], Places, Places, NDArray[np.int16]]:  # pragma: no cover
    """The `most` best volunteers who fit each newcomer: start, column, mark; how many fit each newcomer, and each
    volunteer; and the mark below which a newcomer's others were left out (−1: none were).
    """
    n, v = len(N.places), len(V.places)
    nothing = np.empty((2, 0), np.int64)
    ends = np.zeros(n + 1, np.int64)
    column, mark = np.empty(n * most, np.int32), np.empty(n * most, np.int16)
    fits, cut = np.zeros(n, np.int32), np.full(n, -1, np.int16)
    # Each lane takes newcomers who live together, so that it counts few volunteers.
    fits_of = np.zeros((LANES, v), np.int32)
    for lane in numba.prange(LANES):
        near = room_for(v)
        found, rated = near.found, near.rated
        keys, heaps = np.empty(v + 1, np.int64), np.empty(HEAPS, np.int64)
        bits = np.zeros((v + 63) // 64, np.uint64)
        for k in range(lane * n // LANES, (lane + 1) * n // LANES):
            count = fitting(k, N, V, R, index, near, nothing, 0, 0)
            fits[k] = count
            for each in range(count):
                fits_of[lane, found[each]] += 1
            kept = min(count, most)
            if count > most:
                border = _border(rated, found, count, most, heaps, keys)
                kept = 0
                for each in range(count):
                    if key_of(rated[each], found[each]) <= border:
                        found[kept], rated[kept] = found[each], rated[each]
                        kept += 1
                cut[k] = 32767 - (border >> 32)
            _in_order(found, rated, kept, keys, near, bits)
            for each in range(kept):
                column[k * most + each], mark[k * most + each] = found[each], rated[each]
            ends[k + 1] = kept
    # Rows move up to one another where they are: there is no memory for them twice.
    for k in range(n):
        first, last = ends[k], k * most
        for each in range(ends[k + 1]):
            column[first + each], mark[first + each] = column[last + each], mark[last + each]
        ends[k + 1] += first
    for lane in range(1, LANES):
        for j in range(v):
            fits_of[0, j] += fits_of[lane, j]
    return ends, column[: ends[n]], mark[: ends[n]], fits, fits_of[0].copy(), cut


@numba.njit(cache=True, parallel=True)
def price_beyond(
    most: int, level: Ints, cut: NDArray[np.int16], prices: Ints, gains: Ints, lowest_price: Ints,
    blocked: Ints, N: Side, V: Side, R: Rules, index: Index,
) -> tuple[Places, Places, NDArray[np.int16]]:  # pragma: no cover  # fmt: skip
    """Of the pairs that `find_best` left out, those that the prices of the three stages do not cover, at most `most`
    for each newcomer: the furthest beyond their prices, of equals the volunteer who comes first.

    prices (3, v), gains (3, n). lowest_price (levels + 1,): the least price of the second stage among volunteers of
    each price of the first. Returns how many for each newcomer (n,), and volunteers and marks (n, most).
    """
    NW, VW, number = N.words, V.words, R.numbers[NUMBER]
    n, v = len(N.places), len(V.places)
    blocks = (n + BLOCK - 1) // BLOCK
    count_of = np.zeros(n, np.int32)
    columns, rates = np.empty((n, most), np.int32), np.empty((n, most), np.int16)
    for lane in numba.prange(LANES):
        near = room_for(v)
        found, rated = near.found, near.rated
        keys, mark_of = np.empty(v + 1, np.int64), near.common
        for block in range(lane, blocks, LANES):
            for i in range(block * BLOCK, min(n, (block + 1) * BLOCK)):
                if cut[i] < 0:
                    continue
                # What was left out is worth no more than `cut`, and a price is no lower than the lowest.
                if gains[0, i] == level[i] and cut[i] - gains[1, i] < lowest_price[0]:
                    continue
                count = fitting(
                    i, N, V, R, index, near, prices[:2], level[i] - gains[0, i], cut[i] - gains[1, i]
                )
                here = 0
                for each in range(count):
                    if rated[each] > cut[i]:
                        continue
                    j = found[each]
                    beyond = np.int64(0)
                    over = level[i] - gains[0, i] - prices[0, j]
                    if over > 0:
                        beyond = MOST_BEYOND
                    elif over == 0:
                        over = rated[each] - gains[1, i] - prices[1, j]
                        beyond = min(over, MOST_BEYOND - 1)
                        if over == 0:
                            over = LOTS - lot(NW[i, number], VW[j, number])
                            over -= gains[2, i] + prices[2, j]
                    if over > 0:
                        if len(blocked):
                            key = np.int64(i) * v + j
                            at = np.searchsorted(blocked, key)
                            if at < len(blocked) and blocked[at] == key:
                                continue
                        keys[here], mark_of[j] = ((MOST_BEYOND - beyond) << 32) | j, rated[each]
                        here += 1
                keys[:here].sort()
                here = min(here, most)
                for each in range(here):
                    j = keys[each] & 0xFFFFFFFF
                    columns[i, each], rates[i, each] = j, mark_of[j]
                count_of[i] = here
    return count_of, columns, rates
