"""Who fits a newcomer, by an inverted index over languages and places."""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from convive.engines.matching.draw import LOTS, lot
from convive.engines.matching.kernels import (
    ACTIVE,
    ANYWHERE,
    BLOCK,
    INTERESTS,
    LEAST,
    NUMBER,
    SLOT,
    WEEK,
    Floats,
    Ints,
    Places,
    Rules,
    Side,
    Words,
    far,
    language,
    lowest,
    personal,
    quality,
    shared,
)
from convive.engines.matching.rules import Rule

_LANGUAGE = int(Rule.LANGUAGE)
_ZERO = np.uint64(0)
# Parts of the newcomers that threads take; more than there are processors, so that none waits long.
LANES = 16


class Index(NamedTuple):
    """Volunteers by language and place: an inverted index over a lattice of cells, rows from the south.

    lattice: metres of a cell, the west and south border, and the longest reach of a volunteer. across, up: cells.
    starts (lists, cells + 2): where the volunteers of a cell begin in `posted`; the last cell is for those without
    a place. lists (words × 64,): the list of each language, −1 for none; one list where no language is asked.
    """

    lattice: Floats
    across: int
    up: int
    starts: Ints
    posted: Places
    lists: Places


@numba.njit
def _look(
    n: int, place: int, first: int, last: int, NF: Floats, NC: Places, NW: Words, VF: Floats, VC: Places, VW: Words,
    listed: Words, R: Ints, marks: Ints, hours: Ints, posted: Places, found: Places, rated: Places, count: int,
) -> int:  # pragma: no cover  # fmt: skip
    """Adds those who fit among posted[first:last], found under language `place` (−1: no language is asked)."""
    week, after, slot, active = R[WEEK], R[INTERESTS], R[SLOT], R[ACTIVE]
    least = NC[n, LEAST]
    for at in range(first, last):
        v = posted[at]
        if far(NF, n, VF, v):
            continue
        slots = shared(NW, n, VW, v, week, after)
        if slots * slot < min(least, VC[v, LEAST]) or personal(NC, n, VC, v, active):
            continue
        # Somebody who shares two languages stands in two lists, and counts in the first.
        if place >= 0 and language(NC, NW, n, VC, VW, v, listed) != place:
            continue
        found[count] = v
        rated[count] = quality(n, v, NF, NC, NW, VF, VC, VW, slots, R, marks, hours)
        count += 1
    return count


@numba.njit
def fitting(
    n: int, NF: Floats, NC: Places, NW: Words, VF: Floats, VC: Places, VW: Words, listed: Words, R: Ints,
    marks: Ints, hours: Ints, lattice: Floats, across: int, up: int, starts: Ints, posted: Places, lists: Places,
    found: Places, rated: Places,
) -> int:  # pragma: no cover  # fmt: skip
    """Fills `found` and `rated` with the volunteers who fit newcomer n and how well. Returns how many."""
    reach = max(NF[n, 2], lattice[3])
    west, east, south, north = 0, across - 1, 0, up - 1
    everywhere = reach >= ANYWHERE
    if not everywhere:
        x, y = NF[n, 0], NF[n, 1]
        if not (x - reach <= lattice[1] + lattice[0] * across and x + reach >= lattice[1]):
            return 0
        if not (y - reach <= lattice[2] + lattice[0] * up and y + reach >= lattice[2]):
            return 0
        west = max(0, int((x - reach - lattice[1]) // lattice[0]))
        east = min(east, int((x + reach - lattice[1]) // lattice[0]))
        south = max(0, int((y - reach - lattice[2]) // lattice[0]))
        north = min(north, int((y + reach - lattice[2]) // lattice[0]))
    asks = R[ACTIVE] & _LANGUAGE
    count = 0
    for word in range(len(listed)):
        spoken = NW[n, word] if asks else np.uint64(word == 0)
        while spoken != _ZERO:
            place = 64 * word + int(lowest(spoken))
            spoken &= spoken - np.uint64(1)
            row = lists[place] if asks else 0
            if row < 0:
                continue
            if not asks:
                place = -1
            if everywhere:
                count = _look(
                    n, place, starts[row, 0], starts[row, across * up + 1], NF, NC, NW, VF, VC, VW,
                    listed, R, marks, hours, posted, found, rated, count,
                )  # fmt: skip
                continue
            for line in range(south, north + 1):
                count = _look(
                    n, place, starts[row, line * across + west], starts[row, line * across + east + 1], NF, NC, NW,
                    VF, VC, VW, listed, R, marks, hours, posted, found, rated, count,
                )  # fmt: skip
    return count


@numba.njit(cache=True, parallel=True)
def find_fitting(
    rows: Places, capacity: int, N: Side, V: Side, R: Rules, index: Index
) -> tuple[Ints, Places, NDArray[np.int16], int]:  # pragma: no cover
    """The volunteers who fit each newcomer of `rows`, and how well, one row after the other.

    Blocks of newcomers write into parts of `capacity` edges each; where one overflows, only the sizes are right, and
    the last value is the capacity that is needed (0: all is well).
    """
    NF, NC, NW = N
    VF, VC, VW = V
    listed, numbers, marks, hours = R
    lattice, across, up, starts, posted, lists = index
    n, v = len(rows), len(VF)
    blocks = (n + BLOCK - 1) // BLOCK
    ends = np.zeros(n + 1, np.int64)
    columns, rates = np.empty((blocks, capacity), np.int32), np.empty((blocks, capacity), np.int16)
    needed = np.zeros(blocks, np.int64)
    for block in numba.prange(blocks):
        found, rated = np.empty(v + 1, np.int32), np.empty(v + 1, np.int32)
        at = 0
        for k in range(block * BLOCK, min(n, (block + 1) * BLOCK)):
            count = fitting(
                rows[k], NF, NC, NW, VF, VC, VW, listed, numbers, marks, hours, lattice, across, up, starts, posted,
                lists, found, rated,
            )  # fmt: skip
            ends[k + 1] = count
            if at + count <= capacity:
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
    NF, NC, NW = N
    VF, VC, VW = V
    listed, numbers, marks, hours = R
    lattice, across, up, starts, posted, lists = index
    n, v = len(NF), len(VF)
    blocks = (n + BLOCK - 1) // BLOCK
    ends = np.zeros(n + 1, np.int64)
    columns, rates = np.empty((n, most), np.int32), np.empty((n, most), np.int16)
    fits, cut = np.zeros(n, np.int32), np.full(n, -1, np.int16)
    fits_of = np.zeros((LANES, v), np.int32)
    for lane in numba.prange(LANES):
        found, rated = np.empty(v + 1, np.int32), np.empty(v + 1, np.int32)
        keys = np.empty(v + 1, np.int64)
        for block in range(lane, blocks, LANES):
            for k in range(block * BLOCK, min(n, (block + 1) * BLOCK)):
                count = fitting(
                    k, NF, NC, NW, VF, VC, VW, listed, numbers, marks, hours, lattice, across, up, starts,
                    posted, lists, found, rated,
                )  # fmt: skip
                fits[k] = count
                kept = 0
                for each in range(count):
                    fits_of[lane, found[each]] += 1
                if count <= most:
                    for each in range(count):
                        columns[k, each], rates[k, each] = found[each], rated[each]
                    kept = count
                else:
                    # Best first, then the volunteer who comes first: the same however the pairs were found.
                    for each in range(count):
                        keys[each] = (np.int64(32767 - rated[each]) << 32) | found[each]
                    border = np.partition(keys[:count], most - 1)[most - 1]
                    for each in range(count):
                        if keys[each] <= border:
                            columns[k, kept], rates[k, kept] = found[each], rated[each]
                            kept += 1
                    cut[k] = 32767 - (border >> 32)
                ends[k + 1] = kept
    for k in range(n):
        ends[k + 1] += ends[k]
    column, mark = np.empty(ends[n], np.int32), np.empty(ends[n], np.int16)
    for block in numba.prange(blocks):
        for k in range(block * BLOCK, min(n, (block + 1) * BLOCK)):
            for each in range(ends[k + 1] - ends[k]):
                column[ends[k] + each], mark[ends[k] + each] = columns[k, each], rates[k, each]
    for lane in range(1, LANES):
        fits_of[0] += fits_of[lane]
    return ends, column, mark, fits, fits_of[0].copy(), cut


@numba.njit(cache=True, parallel=True)
def price_beyond(
    most: int, level: Ints, cut: NDArray[np.int16], prices: Ints, gains: Ints, lowest_price: Ints,
    blocked: Ints, N: Side, V: Side, R: Rules, index: Index,
) -> tuple[Places, Places, NDArray[np.int16]]:  # pragma: no cover  # fmt: skip
    """Of the pairs that `find_best` left out, those that the prices of the three stages do not cover, at most `most`
    for each newcomer, the first that are found.

    prices (3, v), gains (3, n). lowest_price (levels + 1,): the least price of the second stage among volunteers of
    each price of the first. Returns how many for each newcomer (n,), and volunteers and marks (n, most).
    """
    NF, NC, NW = N
    VF, VC, VW = V
    listed, numbers, marks, hours = R
    lattice, across, up, starts, posted, lists = index
    n, v = len(NF), len(VF)
    blocks = (n + BLOCK - 1) // BLOCK
    count_of = np.zeros(n, np.int32)
    columns, rates = np.empty((n, most), np.int32), np.empty((n, most), np.int16)
    for lane in numba.prange(LANES):
        found, rated = np.empty(v + 1, np.int32), np.empty(v + 1, np.int32)
        for block in range(lane, blocks, LANES):
            for i in range(block * BLOCK, min(n, (block + 1) * BLOCK)):
                if cut[i] < 0:
                    continue
                # What was left out is worth no more than `cut`, and a price is no lower than the lowest.
                if gains[0, i] == level[i] and cut[i] - gains[1, i] < lowest_price[0]:
                    continue
                count = fitting(
                    i, NF, NC, NW, VF, VC, VW, listed, numbers, marks, hours, lattice, across, up, starts,
                    posted, lists, found, rated,
                )  # fmt: skip
                here = 0
                for each in range(count):
                    if here == most:
                        break
                    if rated[each] > cut[i]:
                        continue
                    j = found[each]
                    over = level[i] - gains[0, i] - prices[0, j]
                    if over == 0:
                        over = rated[each] - gains[1, i] - prices[1, j]
                        if over == 0:
                            over = LOTS - lot(NW[i, numbers[NUMBER]], VW[j, numbers[NUMBER]])
                            over -= gains[2, i] + prices[2, j]
                    if over > 0:
                        if len(blocked):
                            key = np.int64(i) * v + j
                            at = np.searchsorted(blocked, key)
                            if at < len(blocked) and blocked[at] == key:
                                continue
                        columns[i, here], rates[i, here] = j, rated[each]
                        here += 1
                count_of[i] = here
    return count_of, columns, rates
