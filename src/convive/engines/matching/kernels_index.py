"""Who fits a newcomer, by an inverted index over languages and places."""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from convive.engines.matching.kernels import (
    ACTIVE,
    ANYWHERE,
    LEAST,
    SLOT,
    WEEK,
    Floats,
    Ints,
    Places,
    Rules,
    Side,
    Words,
    language,
    lowest,
    ones,
    personal,
    rate,
)
from convive.engines.matching.rules import Rule

Bits = NDArray[np.uint32]
_LANGUAGE = int(Rule.LANGUAGE)
_NO_BITS = np.uint32(0)
_ZERO = np.uint64(0)


class Index(NamedTuple):
    """Volunteers by language and place: an inverted index over a lattice of cells, rows from the south.

    lattice: metres of a cell, the west and south border, and the longest reach of a volunteer. across, up: cells.
    starts (lists, cells + 2): where the volunteers of a cell begin in `posted`; the last cell is for those without
    a place. lists (words × 64,): the list of each language, −1 for none; one list where no language is asked.
    What is asked of everybody in a list stands beside it, in its order: where (3, posted): x, y and reach; week
    (words, posted); least (posted,); gender and wish (posted,), see `coding.wishes`, and those of newcomers, (n,).
    left: bits of the rules on persons that are to be looked at beyond.
    """

    lattice: Floats
    across: int
    up: int
    starts: Ints
    posted: Places
    lists: Places
    where: Floats
    week: Words
    least: Places
    gender: Bits
    wish: Bits
    gender_n: Bits
    wish_n: Bits
    left: int


class Near(NamedTuple):
    """Room for the volunteers of one newcomer, each (v + 1,).

    common: slots in common on the stretch of a list that is looked at, −1 for who is too far or has too little time.
    at, left: the others' places in the list, and slots in common with them. found: who fits; slots: in common with
    them; rated: how well they fit.
    """

    common: Places
    at: Places
    left: Places
    found: Places
    slots: Places
    rated: Places


@numba.njit
def room_for(volunteers: int) -> Near:  # pragma: no cover
    k = volunteers + 1
    return Near(
        np.empty(k, np.int32), np.empty(k, np.int32), np.empty(k, np.int32),
        np.empty(k, np.int32), np.empty(k, np.int32), np.empty(k, np.int32),
    )  # fmt: skip


@numba.njit
def _within(
    n: int, first: int, last: int, NF: Floats, NW: Words, reach: float, least: int, slot: int, week: int, index: Index,
    near: Near, many: int,
) -> int:  # pragma: no cover  # fmt: skip
    """Adds those among posted[first:last] who are near enough and have the time. The first loop has no branches: that
    is work for several pairs at once.
    """
    x, y, common = NF[n, 0], NF[n, 1], near.common
    xs, ys, reaches = index.where[0, first:last], index.where[1, first:last], index.where[2, first:last]
    mine, theirs, leasts = NW[n, week], index.week[0, first:last], index.least[first:last]
    genders, wishes = index.gender[first:last], index.wish[first:last]
    gender, wish = index.gender_n[n], index.wish_n[n]
    if len(index.week) == 1:
        for k in range(len(xs)):
            dx, dy, far = x - xs[k], y - ys[k], max(reach, reaches[k])
            slots = ones(mine & theirs[k])
            fits = ((dx * dx + dy * dy <= far * far) | (far >= ANYWHERE)) & (
                slots * slot >= min(least, leasts[k])
            )
            fits &= (gender & wishes[k] != _NO_BITS) & (wish & genders[k] != _NO_BITS)
            common[k] = slots if fits else -1
    else:
        for k in range(len(xs)):
            dx, dy, far = x - xs[k], y - ys[k], max(reach, reaches[k])
            slots = np.int64(0)
            for word in range(len(index.week)):
                slots += ones(NW[n, week + word] & index.week[word, first + k])
            fits = ((dx * dx + dy * dy <= far * far) | (far >= ANYWHERE)) & (
                slots * slot >= min(least, leasts[k])
            )
            fits &= (gender & wishes[k] != _NO_BITS) & (wish & genders[k] != _NO_BITS)
            common[k] = slots if fits else -1
    at, left = near.at, near.left
    for k in range(len(xs)):
        at[many], left[many] = first + k, common[k]
        many += common[k] >= 0
    return many


@numba.njit
def _affordable(
    prices: Ints, levels: int, marks: int, posted: Places, at: Places, left: Places, many: int
) -> int:  # pragma: no cover
    """Keeps those of `at` and `left` whose prices are low enough. Returns how many."""
    kept = 0
    for k in range(many):
        v = posted[at[k]]
        if prices[0, v] < levels or (prices[0, v] == levels and prices[1, v] <= marks):
            at[kept], left[kept] = at[k], left[k]
            kept += 1
    return kept


@numba.njit
def _by_other_rules(
    n: int, place: int, NC: Places, NW: Words, VC: Places, VW: Words, listed: Words, active: int, posted: Places,
    at: Places, left: Places, many: int, found: Places, slots: Places, count: int,
) -> int:  # pragma: no cover  # fmt: skip
    """Adds those of the `many` in `at` who fit by the other rules too; they were found under language `place` (−1: no
    language is asked).
    """
    for k in range(many):
        v = posted[at[k]]
        if active and personal(NC, n, VC, v, active):
            continue
        # Somebody who shares two languages stands in two lists, and counts in the first.
        if place >= 0 and language(NC, NW, n, VC, VW, v, listed) != place:
            continue
        found[count], slots[count] = v, left[k]
        count += 1
    return count


@numba.njit
def fitting(
    n: int,
    N: Side,
    V: Side,
    R: Rules,
    index: Index,
    near: Near,
    prices: Ints,
    levels: int,
    marks_at_most: int,
) -> int:  # pragma: no cover
    """Fills `near.found` and `near.rated` with the volunteers who fit newcomer n and how well. Returns how many.

    prices (2, v), or (2, 0) for all: only volunteers whose first price is below `levels`, or is that and the second
    at most `marks_at_most`.
    """
    NF, NC, NW = N
    VF, VC, VW = V
    listed, numbers, marks, hours = R
    lattice, across, up, posted = index.lattice, index.across, index.up, index.posted
    reach, least = max(NF[n, 2], lattice[3]), NC[n, LEAST]
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
    asks = numbers[ACTIVE] & _LANGUAGE
    slot, week = numbers[SLOT], numbers[WEEK]
    count = 0
    for word in range(len(listed)):
        spoken = NW[n, word] if asks else np.uint64(word == 0)
        while spoken != _ZERO:
            place = 64 * word + int(lowest(spoken))
            spoken &= spoken - np.uint64(1)
            row = index.lists[place] if asks else 0
            if row < 0:
                continue
            many = 0
            if everywhere:
                first, last = index.starts[row, 0], index.starts[row, across * up + 1]
                many = _within(n, first, last, NF, NW, NF[n, 2], least, slot, week, index, near, many)
            else:
                for line in range(south, north + 1):
                    first, last = (
                        index.starts[row, line * across + west],
                        index.starts[row, line * across + east + 1],
                    )
                    many = _within(n, first, last, NF, NW, NF[n, 2], least, slot, week, index, near, many)
            if prices.shape[1]:
                many = _affordable(prices, levels, marks_at_most, posted, near.at, near.left, many)
            count = _by_other_rules(
                n, place if asks else -1, NC, NW, VC, VW, listed, index.left, posted, near.at, near.left, many,
                near.found, near.slots, count,
            )  # fmt: skip
    rate(n, NF, NC, NW, VF, VC, VW, numbers, marks, hours, near.found, near.slots, count, near.rated)
    return count
