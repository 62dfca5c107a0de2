"""Compiled loops of the profile of scale. `reference.py` says the same in plain NumPy.

A lattice is held as rows with somebody on them, from south to north, and columns with somebody on them:

- `south[v + pad]`: how many such rows lie south of lattice row v; `west[u + pad]` likewise for columns. Padded on
  both sides so that no disc needs to be clipped;
- `people[r, c]`: people of row r west of column c, so that the people of a stretch are one subtraction;
- `first[r, c]`: the place (in order of row, then column) that is the first of row r not west of column c;
- `sums[p, g]`: people of group g in all places before place p.

Squared distances are whole numbers of cells, so nothing is rounded before the last three lines.
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

    across, along, totals: column, row and people of each place. roots: of the whole numbers below ROOTS. density:
    people per cell. filled: places per step of a squared radius. limit: the largest squared distance looked at.
    """

    limit: int
    pad: int
    rows: I32
    south: I32
    west: I32
    people: I32
    first: I32
    across: I32
    along: I32
    totals: I32
    sums: I32
    roots: I32
    density: float
    filled: float


# Widest annulus (in squared cells) that is sorted ring by ring, and the places it may hold.
WIDEST = 1024
HELD = 8192
# Places that the annulus at the end of a search is meant to hold: more cost time here, fewer cost more discs.
FEW = 8.0
# Places that it may hold around a guess.
MANY = 64.0
# Roots of whole numbers below this come from a table that stays in the cache.
ROOTS = 1 << 16


@njit(cache=True, inline="always")
def _half(left: Whole, roots: I32) -> Whole:
    """Largest w with w² <= left."""
    if left < ROOTS:
        return roots[np.uintp(left)]
    return np.int64(np.sqrt(np.float64(left)))


@njit(cache=True)
def _disc(square: Whole, u: Whole, v: Whole, index: Index) -> Whole:
    """People within the root of `square` cells of (u, v)."""
    rows, west, people, roots, pad = index.rows, index.west, index.people, index.roots, index.pad
    reach = _half(square, roots)
    total = np.int64(0)
    at = u + pad
    for r in range(index.south[v - reach + pad], index.south[v + reach + 1 + pad]):
        up = np.int64(rows[np.uintp(r)]) - v
        half = _half(square - up * up, roots)
        row = np.uintp(r)
        total += people[row, np.uintp(west[np.uintp(at + half + 1)])]
        total -= people[row, np.uintp(west[np.uintp(at - half)])]
    return total


@njit(cache=True)
def _farthest(square: Whole, u: Whole, v: Whole, index: Index) -> Whole:
    """Squared distance of the farthest place within the root of `square` of (u, v); 0 where there is none."""
    rows, west, first, across, roots, pad = (
        index.rows,
        index.west,
        index.first,
        index.across,
        index.roots,
        index.pad,
    )
    reach = _half(square, roots)
    far = np.int64(0)
    for r in range(index.south[v - reach + pad], index.south[v + reach + 1 + pad]):
        up = np.int64(rows[r]) - v
        half = _half(square - up * up, roots)
        start = first[r, west[u - half + pad]]
        stop = first[r, west[u + half + 1 + pad]]
        if start < stop:
            side = max(u - np.int64(across[start]), np.int64(across[stop - 1]) - u)
            far = max(far, up * up + side * side)
    return far


@njit(cache=True)
def _annulus(
    inner: Whole,
    outer: Whole,
    u: Whole,
    v: Whole,
    index: Index,
    starts: I32,
    stops: I32,
    held: I32,
    away: I32,
    ring: I64,
) -> tuple[Whole, Whole]:
    """Stretches of places within `inner` (squared) into `starts`, `stops`; the places between `inner` and `outer` into
    `held` with `away` (their squared distance less `inner`), and their people into `ring`, by that distance.

    Gives the numbers of stretches and of places; -1 places where there are more than `held` can hold.
    """
    rows, west, first, across, totals, roots = (
        index.rows,
        index.west,
        index.first,
        index.across,
        index.totals,
        index.roots,
    )
    pad = index.pad
    reach = _half(outer, roots)
    stretches = 0
    count = 0
    at = u + pad
    for r in range(index.south[v - reach + pad], index.south[v + reach + 1 + pad]):
        row = np.uintp(r)
        up = np.int64(rows[row]) - v
        half = _half(outer - up * up, roots)
        start = first[row, np.uintp(west[np.uintp(at - half)])]
        stop = first[row, np.uintp(west[np.uintp(at + half + 1)])]
        if start == stop:
            continue
        left, right = stop, stop
        if up * up <= inner:
            half = _half(inner - up * up, roots)
            left = first[row, np.uintp(west[np.uintp(at - half)])]
            right = first[row, np.uintp(west[np.uintp(at + half + 1)])]
            starts[np.uintp(stretches)] = left
            stops[np.uintp(stretches)] = right
            stretches += 1
        if count + (left - start) + (stop - right) > HELD:
            return stretches, -1
        base = up * up - inner
        for p in range(start, left):
            side = np.int64(across[np.uintp(p)]) - u
            distance = base + side * side
            ring[np.uintp(distance)] += totals[np.uintp(p)]
            held[np.uintp(count)] = p
            away[np.uintp(count)] = distance
            count += 1
        for p in range(right, stop):
            side = np.int64(across[np.uintp(p)]) - u
            distance = base + side * side
            ring[np.uintp(distance)] += totals[np.uintp(p)]
            held[np.uintp(count)] = p
            away[np.uintp(count)] = distance
            count += 1
    return stretches, count


@njit(cache=True)
def _stretch_sums(starts: I32, stops: I32, stretches: Whole, sums: I32, into: I64) -> None:
    """People by group in the stretches. `sums` has a multiple of four columns."""
    for g in range(0, sums.shape[1], 4):
        a = np.int64(0)
        b = np.int64(0)
        c = np.int64(0)
        d = np.int64(0)
        for s in range(stretches):
            start, stop = np.uintp(starts[np.uintp(s)]), np.uintp(stops[np.uintp(s)])
            a += sums[stop, np.uintp(g)] - sums[start, np.uintp(g)]
            b += sums[stop, np.uintp(g + 1)] - sums[start, np.uintp(g + 1)]
            c += sums[stop, np.uintp(g + 2)] - sums[start, np.uintp(g + 2)]
            d += sums[stop, np.uintp(g + 3)] - sums[start, np.uintp(g + 3)]
        into[g], into[g + 1], into[g + 2], into[g + 3] = a, b, c, d


@njit(cache=True)
def _block(
    begin: Whole,
    end: Whole,
    out: Whole,
    ks: I64,
    whole: bool,
    index: Index,
    shares: F64,
    reached: I32,
    distance: F64,
    alike: F32,
) -> None:
    """The places from `begin` to `end`, written from row `out`."""
    limit, across, along, sums, density, filled = (
        index.limit,
        index.across,
        index.along,
        index.sums,
        index.density,
        index.filled,
    )
    groups = shares.shape[2]
    starts = np.empty(index.rows.size, np.int32)
    stops = np.empty(index.rows.size, np.int32)
    held = np.empty(HELD, np.int32)
    away = np.empty(HELD, np.int32)
    ring = np.zeros(WIDEST + 1, np.int64)
    within = np.zeros(sums.shape[1], np.int64)
    crossing = np.zeros(sums.shape[1], np.int64)
    # Squared radii found for the places of this block, and how far off the guesses were lately.
    radii = np.zeros((end - begin, ks.size), np.int64)
    missed = np.zeros(ks.size)
    for j in range(ks.size):
        missed[j] = 4 + ks[j] / (density * np.pi) / 8
    low: Whole
    high: Whole
    at: Whole
    inner: Whole
    outer: Whole
    row_begin, above, above_end = begin, begin, begin
    for place in range(begin, end):
        i = out + place - begin
        u, v = np.int64(across[place]), np.int64(along[place])
        # The guess: the radius of the nearest place among the one before and those of the row before.
        like = place - 1
        if place > begin and along[place - 1] != along[place]:
            above, above_end, row_begin = row_begin, place, place
        if above < above_end:
            while above + 1 < above_end and abs(across[above + 1] - u) <= abs(across[above] - u):
                above += 1
            up, side = v - along[above], u - across[above]
            if place == row_begin or up * up + side * side < (u - across[place - 1]) ** 2:
                like = above
        # The ring where the last k was reached: k people need at least as far.
        last, before, after, near = np.int64(-1), np.int64(0), np.int64(0), np.int64(0)
        dead = False
        for j in range(ks.size):
            k = ks[j]
            if not dead and after < k:
                low, high = last, limit
                at = np.int64(k / (density * np.pi)) if like < begin else radii[like - begin, j]
                guess = at = min(max(at, low + 1), high)
                # A good guess needs no search: the answer is looked for around it at once.
                spread = np.int64(2 * missed[j]) + 2
                inner, outer = max(low, at - spread), min(high, at + spread)
                near_enough = like >= begin and outer - inner <= WIDEST and (outer - inner) * filled < MANY
                step = np.int64(0)
                had = np.int64(0)
                if not near_enough:
                    had = _disc(at, u, v, index)
                # Another point of the same curve, for its slope; -1 where there is none yet.
                at_before, had_before = last, after
                slow = 0
                cross = np.int64(-1)
                while cross < 0:
                    width = high - low
                    if not near_enough:
                        if had >= k:
                            high = at
                        else:
                            low = at
                            if low >= limit:
                                dead = True
                                break
                        # Newton on the squared radius, by the slope of the last two points, kept near the mean density.
                        mean = had / max(at, 1)
                        slope = mean
                        if at != at_before and at_before > 0:
                            slope = (had - had_before) / (at - at_before)
                            slope = min(max(slope, mean / 4), mean * 4)
                        step = np.int64((k - had) / slope)
                        inner, outer = low, high
                        if had >= k:
                            inner = max(low, at + step + step // 2 - 3)
                        else:
                            outer = min(high, at + step + step // 2 + 3)
                        at_before, had_before = at, had
                        near_enough = (abs(step) * filled < FEW or width <= 8) and outer - inner <= WIDEST
                    if near_enough:
                        near_enough = False
                        stretches, count = _annulus(
                            inner, outer, u, v, index, starts, stops, held, away, ring
                        )
                        if count >= 0:
                            _stretch_sums(starts, stops, stretches, sums, within)
                            before, near = np.int64(0), np.int64(-1)
                            for g in range(groups):
                                before += within[g]
                            at, had = inner, before
                            if before < k:
                                for d in range(1, outer - inner + 1):
                                    if ring[np.uintp(d)] > 0:
                                        after = before + ring[np.uintp(d)]
                                        if after >= k:
                                            cross = inner + d
                                            break
                                        before = after
                                        near = inner + d
                                at, had = outer, before
                        for d in range(outer - inner + 1):
                            ring[np.uintp(d)] = 0
                        if cross >= 0:
                            crossing[:] = 0
                            for c in range(count):
                                gap = inner + away[c]
                                p = held[c]
                                if gap < cross:
                                    for g in range(groups):
                                        within[g] += sums[p + 1, g] - sums[p, g]
                                elif gap == cross:
                                    for g in range(groups):
                                        crossing[g] += sums[p + 1, g] - sums[p, g]
                            if near < 0 and cross > 0:
                                near = inner
                                if inner != last:
                                    near = _farthest(inner, u, v, index)
                            last = cross
                            missed[j] += (abs(cross - guess) - missed[j]) / 16
                            break
                        if count >= 0:
                            continue
                    at += step
                    slow = slow + 1 if high - low > width // 2 else 0
                    if slow > 3:
                        # Newton crawls (an empty stretch, a wall of people): halve the bracket, or widen it.
                        at = (low + high) // 2 if had >= k or high < limit else 2 * low + 1
                    at = min(max(at, low + 1), high if high == limit else high - 1)
                    had = _disc(at, u, v, index)
            if dead:
                base = _disc(limit, u, v, index)
                for g in range(groups):
                    shares[i, j, g] = np.nan
                reached[i, j] = base
                distance[i, j] = np.nan
                alike[i, j] = np.nan
                continue
            radii[place - begin, j] = last
            part = 1.0 if whole else (k - before) / (after - before)
            persons = after if whole else k
            for g in range(groups):
                shares[i, j, g] = (within[g] + part * crossing[g]) / persons
            reached[i, j] = persons
            if last == 0:
                distance[i, j] = np.sqrt(part / np.pi)
            else:
                distance[i, j] = np.sqrt(near + part * (last - near))
            alike[i, j] = persons * (persons / (before + part * part * (after - before)))


@njit(cache=True, parallel=True)
def profile_places(
    begin: Whole,
    end: Whole,
    size: Whole,
    ks: I64,
    whole: bool,
    index: Index,
    shares: F64,
    reached: I32,
    distance: F64,
    alike: F32,
) -> None:
    """Profile the places from `begin` to `end`, `size` at a time.

    No place looks at another's result but for a first guess, so that bits do not depend on the number of threads nor on
    where blocks begin.
    """
    for block in prange((end - begin + size - 1) // size):
        start = begin + block * size
        _block(
            start, min(start + size, end), start - begin, ks, whole, index, shares, reached, distance, alike
        )
