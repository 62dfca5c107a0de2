"""Compiled loops of the profile of scale. `reference.py` says the same in plain NumPy.

A lattice of `height` by `width` cells is held three times:

- `west`: people of a row west of a cell, so that the people of a stretch are one subtraction. Rows of width + 1, from
  south to north, one after the other;
- `packed`: the same by group, two groups in one whole number of 64 bits, so that two are added at once;
- `here`: people of each cell, with `pad` empty cells around the lattice, so that a ring needs no clipping.

The people within a radius are a stretch per row. From there the ring where k is reached is found by walking from ring
to ring, outward or inward: `turn` lists the cells of all rings by distance.

Squared distances and people are whole numbers, so nothing is rounded before the last lines.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
# A whole number: int outside, 64 bits wide inside a compiled loop.
Whole = Any


class Index(NamedTuple):
    """What the kernels look people up in, see above.

    limit: the largest squared distance looked at. walked: the largest that `turn` lists, at most pad². ahead: cells of
    `turn` nearer than each squared distance up to walked + 1. turn, turn_west: how far the cells of rings lie in `here`
    and in `west` from the cell in the middle. across, along: column and row of each place. roots: of the whole
    numbers below ROOTS. density: people per cell of the lattice.
    """

    limit: int
    walked: int
    height: int
    width: int
    pad: int
    west: I32
    packed: I64
    here: I32
    ahead: I32
    turn: I32
    turn_west: I32
    across: I32
    along: I32
    roots: I32
    density: float


# Roots of whole numbers below this come from a table that stays in the cache.
ROOTS = 1 << 16
# Cells of rings that cost as much as one row of a disc.
ROW = 4
# Discs looked at before walking, however far the walk.
DISCS = 24
# Bits of half a packed number.
HALF = 32


@njit(cache=True, inline="always")
def _half(left: Whole, roots: I32) -> Whole:
    """Largest w with w² <= left."""
    if left < ROOTS:
        return np.int64(roots[np.uintp(left)])
    return np.int64(np.sqrt(np.float64(left)))


@njit(cache=True, inline="always")
def _disc(square: Whole, u: Whole, v: Whole, index: Index) -> Whole:
    """People within the root of `square` cells of (u, v)."""
    west, roots, height, width = index.west, index.roots, index.height, index.width
    total = np.int64(0)
    # Rows outside the lattice are skipped by starting nearer; a stretch ends where the lattice does.
    for up in range(min(_half(square, roots), max(v, height - 1 - v)) + 1):
        half = _half(square - up * up, roots)
        left, right = max(u - half, 0), min(u + half + 1, width)
        if up <= v:
            row = (v - up) * (width + 1)
            total += west[np.uintp(row + right)] - west[np.uintp(row + left)]
        if 0 < up < height - v:
            row = (v + up) * (width + 1)
            total += west[np.uintp(row + right)] - west[np.uintp(row + left)]
    return total


@njit(cache=True, inline="always")
def _disc_groups(square: Whole, u: Whole, v: Whole, index: Index, into: I64) -> None:
    """The same by group, into `into`; nobody where `square` is negative."""
    packed, roots, height, width = index.packed, index.roots, index.height, index.width
    for pair in range(0, packed.shape[1], 2):
        a, b = np.int64(0), np.int64(0)
        one, two = np.uintp(pair), np.uintp(pair + 1)
        rows = min(_half(square, roots), max(v, height - 1 - v)) + 1 if square >= 0 else 0
        for up in range(rows):
            half = _half(square - up * up, roots)
            left, right = max(u - half, 0), min(u + half + 1, width)
            if up <= v:
                row = (v - up) * (width + 1)
                a += packed[np.uintp(row + right), one] - packed[np.uintp(row + left), one]
                b += packed[np.uintp(row + right), two] - packed[np.uintp(row + left), two]
            if 0 < up < height - v:
                row = (v + up) * (width + 1)
                a += packed[np.uintp(row + right), one] - packed[np.uintp(row + left), one]
                b += packed[np.uintp(row + right), two] - packed[np.uintp(row + left), two]
        _unpack(a, b, pair, into)


@njit(cache=True, inline="always")
def _unpack(a: Whole, b: Whole, pair: Whole, into: I64) -> None:
    low = (np.int64(1) << HALF) - 1
    into[2 * pair], into[2 * pair + 1] = a & low, a >> HALF
    into[2 * pair + 2], into[2 * pair + 3] = b & low, b >> HALF


@njit(cache=True, inline="always")
def _ring(square: Whole, at: Whole, index: Index) -> Whole:
    """People at exactly the root of `square` cells of place `at` of `here`."""
    total = np.int64(0)
    for n in range(index.ahead[np.uintp(square)], index.ahead[np.uintp(square + 1)]):
        total += index.here[np.uintp(at + index.turn[np.uintp(n)])]
    return total


@njit(cache=True, inline="always")
def _ring_groups(square: Whole, u: Whole, v: Whole, index: Index, within: I64, into: I64) -> None:
    """The same by group, into `into`. within: people by group nearer than that."""
    packed = index.packed
    if square > index.walked:
        _disc_groups(square, u, v, index, into)
        for g in range(into.size):
            into[g] -= within[g]
        return
    at = (v + index.pad) * (index.width + 2 * index.pad) + u + index.pad
    cell = v * (index.width + 1) + u
    for pair in range(0, packed.shape[1], 2):
        a, b = np.int64(0), np.int64(0)
        for n in range(index.ahead[square], index.ahead[square + 1]):
            if index.here[at + index.turn[n]]:
                c = cell + index.turn_west[n]
                a += packed[c + 1, pair] - packed[c, pair]
                b += packed[c + 1, pair + 1] - packed[c, pair + 1]
        _unpack(a, b, pair, into)


@njit(cache=True)
def _reaching(people: Whole, low: Whole, high: Whole, u: Whole, v: Whole, index: Index) -> Whole:
    """The smallest squared radius that holds `people`, given that `low` does not and `high` does."""
    while high - low > 1:
        at = (low + high) // 2
        if _disc(at, u, v, index) >= people:
            high = at
        else:
            low = at
    return high


@njit(cache=True, inline="always")
def _crossing(
    k: Whole, guess: Whole, slope: float, low: Whole, u: Whole, v: Whole, index: Index
) -> tuple[Whole, Whole, Whole]:
    """The ring where k people are reached: its squared distance, the people before it and those at it. -1 and all
    people within the limit where it lies beyond.

    guess: a squared radius; slope: people per step of it around there. low: a squared radius that is known to hold
    fewer than k people, -1 for none.
    """
    limit, ahead = index.limit, index.ahead
    farthest = min(limit, index.walked)
    middle = (v + index.pad) * (index.width + 2 * index.pad) + u + index.pad
    high = limit + 1
    at = min(max(guess, low + 1), limit)
    had = _disc(at, u, v, index)
    at_before, had_before = at, had
    tries = 0
    while True:
        tries += 1
        if had >= k:
            high = min(high, at)
        elif at >= limit:
            return np.int64(-1), had, np.int64(0)
        else:
            low = max(low, at)
        # Newton on the squared radius: by the slope of the guess, then by that between the last two discs.
        if tries > 1:
            mean = max(had, 1) / (at + 1)
            slope = (
                min(max((had - had_before) / (at - at_before), mean / 4), mean * 4)
                if at != at_before
                else mean
            )
        step = np.int64((k - had) / slope)
        at_before, had_before = at, had
        worth = ROW * (2 * _half(at, index.roots) + 1)
        near_enough = abs(step) * np.pi < worth or high - low <= 2 or tries > DISCS
        if near_enough and at <= index.walked:
            # Walk: outward until k is reached, or inward until it is not, but not across an empty country.
            budget = 8 * worth + 256
            if had < k:
                while at < farthest and budget > 0:
                    at += 1
                    budget -= 1 + ahead[at + 1] - ahead[at]
                    ring = _ring(at, middle, index)
                    if had + ring >= k:
                        return at, had, ring
                    had += ring
                if at >= limit:
                    return np.int64(-1), had, np.int64(0)
                low = max(low, at)
                step = at
            else:
                while budget > 0:
                    budget -= 1 + ahead[at + 1] - ahead[at]
                    ring = _ring(at, middle, index)
                    had -= ring
                    if had < k:
                        return at, had, ring
                    at -= 1
                high = min(high, at)
                step = -((at - low) // 2)
        elif near_enough and high > limit:
            step = max(2 * step, at // 16 + 1)
        elif near_enough:
            at = _reaching(k, low, high, u, v, index)
            had = _disc(at - 1, u, v, index) if at > 0 else np.int64(0)
            return at, had, _disc(at, u, v, index) - had
        at += step
        if tries > 6:
            # Newton crawls (an empty stretch, a wall of people): halve the bracket, or widen it.
            at = (low + high) // 2 if high <= limit else 2 * low + 1
        at = max(min(max(at, low + 1), high - 1), 0)
        had = _disc(at, u, v, index)


@njit(cache=True, inline="always")
def _last_before(cross: Whole, people: Whole, last: Whole, u: Whole, v: Whole, index: Index) -> Whole:
    """The squared distance of the last ring before `cross` with anybody, given that `people` live before it and that
    one of these rings is `last` (-1: unknown)."""
    middle = (v + index.pad) * (index.width + 2 * index.pad) + u + index.pad
    near = cross - 1
    tries = 256
    while near <= index.walked and near > last and tries > 0:
        if _ring(near, middle, index):
            return near
        near -= 1
        tries -= 1
    if near <= last:
        return last
    return _reaching(people, max(last - 1, np.int64(-1)), near, u, v, index)


@njit(cache=True, inline="always")
def figures(
    k: Whole, whole: bool, before: Whole, here: Whole, within: I64, ring: I64, shares: F64, reached: I32, alike: F32,
    i: Whole, j: Whole,
) -> float:  # fmt: skip
    """Writes what the people before the crossing ring and at it, by group, make of place i and scale j; gives the part
    taken of the ring."""
    part = 1.0 if whole else (k - before) / here
    persons = before + here if whole else k
    for g in range(shares.shape[2]):
        shares[i, j, g] = (within[g] + part * ring[g]) / persons
    reached[i, j] = persons
    alike[i, j] = persons * (persons / (before + part * part * here))
    return part


@njit(cache=True, inline="always")
def nothing(people: Whole, shares: F64, reached: I32, distance: F64, alike: F32, i: Whole, j: Whole) -> None:
    """Writes that place i reaches `people` and not the number of scale j."""
    for g in range(shares.shape[2]):
        shares[i, j, g] = np.nan
    reached[i, j] = people
    distance[i, j] = np.nan
    alike[i, j] = np.nan


@njit(cache=True)
def _block(
    wanted: I32,
    to: I32,
    ks: I64,
    whole: bool,
    index: Index,
    shares: F64,
    reached: I32,
    distance: F64,
    alike: F32,
) -> None:
    """The places `wanted`, row by row, written to the rows `to`."""
    across, along, density = index.across, index.along, index.density
    within = np.zeros(2 * index.packed.shape[1], np.int64)
    ring = np.zeros(2 * index.packed.shape[1], np.int64)
    radii = np.zeros((wanted.size, ks.size), np.int64)
    row_begin, above, above_end = 0, 0, 0
    for i in range(wanted.size):
        row, u, v = to[i], np.int64(across[wanted[i]]), np.int64(along[wanted[i]])
        # The guess: the radius of the nearest place among the one before and those of the row before.
        like = i - 1
        if i > 0 and along[wanted[i - 1]] != v:
            above, above_end, row_begin = row_begin, i, i
        if above < above_end:
            while above + 1 < above_end and abs(across[wanted[above + 1]] - u) <= abs(
                across[wanted[above]] - u
            ):
                above += 1
            up, side = v - along[wanted[above]], u - across[wanted[above]]
            if i == row_begin or up * up + side * side < (u - across[wanted[i - 1]]) ** 2:
                like = above
        # The ring where the last k was reached: k people need at least as far.
        cross, near, before, here = np.int64(-1), np.int64(-1), np.int64(0), np.int64(0)
        dead = False
        for j in range(ks.size):
            k = ks[j]
            if not dead and before + here < k:
                last = cross
                guess, slope = np.int64(k / (density * np.pi)), density * np.pi
                if like >= 0:
                    # Between the last two rings of the place that it is like.
                    guess = radii[like, j]
                    slope = k / (guess + 1.0)
                    if j > 0 and guess > radii[like, j - 1]:
                        slope = (k - ks[j - 1]) / (guess - radii[like, j - 1])
                cross, before, here = _crossing(k, guess, slope, last, u, v, index)
                dead = cross < 0
                if not dead:
                    near = _last_before(cross, before, last, u, v, index) if cross > 0 else cross
                    _disc_groups(cross - 1, u, v, index, within)
                    _ring_groups(cross, u, v, index, within, ring)
            if dead:
                radii[i, j] = index.limit
                nothing(before, shares, reached, distance, alike, row, j)
                continue
            radii[i, j] = cross
            part = figures(k, whole, before, here, within, ring, shares, reached, alike, row, j)
            if cross == 0:
                distance[row, j] = np.sqrt(part / np.pi)
            else:
                distance[row, j] = np.sqrt(near + part * (cross - near))


@njit(cache=True, parallel=True)
def profile_places(
    wanted: I32, to: I32, size: Whole, ks: I64, whole: bool, index: Index, shares: F64, reached: I32, distance: F64,
    alike: F32,
) -> None:  # fmt: skip
    """Profile the places `wanted`, `size` at a time, into the rows `to`.

    No place looks at another's result but for a first guess, so that bits do not depend on the number of threads nor on
    where blocks begin.
    """
    for block in prange((wanted.size + size - 1) // size):
        s = slice(block * size, min((block + 1) * size, wanted.size))
        _block(wanted[s], to[s], ks, whole, index, shares, reached, distance, alike)


@njit(cache=True)
def cells_by_distance(radius: Whole, wide: Whole, narrow: Whole) -> tuple[I32, I32, I32]:
    """`ahead`, `turn` and `turn_west` of the index up to this radius in cells, for rows of `wide` and of `narrow`."""
    ahead = np.zeros(radius * radius + 3, np.int32)
    for up in range(-radius, radius + 1):
        half = np.int64(np.sqrt(radius * radius - up * up))
        for side in range(-half, half + 1):
            ahead[up * up + side * side + 2] += 1
    for square in range(1, ahead.size):
        ahead[square] += ahead[square - 1]
    turn = np.empty(ahead[-1], np.int32)
    turn_west = np.empty(ahead[-1], np.int32)
    for up in range(-radius, radius + 1):
        half = np.int64(np.sqrt(radius * radius - up * up))
        for side in range(-half, half + 1):
            place = ahead[up * up + side * side + 1]
            turn[place] = up * wide + side
            turn_west[place] = up * narrow + side
            ahead[up * up + side * side + 1] += 1
    return ahead[:-1].copy(), turn, turn_west
