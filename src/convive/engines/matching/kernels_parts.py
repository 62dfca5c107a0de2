"""The best of each part of a round: parts whose edges do not touch are solved apart, side by side.

What a part needs is first laid together, so that it fits into the memory next to a processor; and since no part knows
of another, the result is the same on any number of processors.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from convive.engines.matching.kernels import Ints, Places, Words
from convive.engines.matching.kernels_auction import auction
from convive.engines.matching.kernels_draw import LOTS, lot
from convive.engines.matching.kernels_edges import (
    Flags,
    best_marks_of_rows,
    best_of_rows,
    by_worth,
    narrow,
    pick,
    price_in,
)
from convive.engines.matching.kernels_graph import Graph, Hold, backwards, rows_of
from convive.engines.matching.kernels_solve import settle
from convive.engines.matching.kernels_who import best_set

# Threads take every so manieth part; more than there are processors, so that none waits long.
LANES = 16
# The auction: the least rise of a price, and how much below no quality at all a newcomer gives up, by level. They
# decide how long the solver takes, not what it finds: coarse bids are quick, and leave more to put right.
STEP, FLOOR, RISE = 150, 2500, 500


class Whole(NamedTuple):
    """A round as the solver wants it: edges (start, column, mark), level (n,), room (v,), numbers of the draw,
    who must be matched or full; and how many edges of a newcomer to begin with, and to add at once.
    """

    start: Ints
    column: Places
    mark: NDArray[np.int16]
    level: Ints
    room: Ints
    number_n: Words
    number_v: Words
    must_n: Flags
    must_v: Flags
    candidates: int
    priced_in: int


class Parts(NamedTuple):
    """ends_n, ends_v (parts + 1,): where a part begins in rows_n and rows_v; place_v (v,): a volunteer's place in
    their part. Newcomers whom nobody fits are in none.
    """

    ends_n: Ints
    rows_n: Places
    ends_v: Ints
    rows_v: Places
    place_v: Places


@numba.njit
def _root(parent: Places, j: int) -> int:  # pragma: no cover
    while parent[j] != j:
        parent[j] = parent[parent[j]]
        j = parent[j]
    return j


@numba.njit(cache=True)
def parts_of(start: Ints, column: Places, volunteers: int, at_least: int) -> Parts:  # pragma: no cover
    """Parts that no edge joins, in the order of their first newcomers; small ones together, `at_least` edges each."""
    n = len(start) - 1
    parent = np.arange(volunteers).astype(np.int32)
    edges = np.zeros(volunteers, np.int64)
    for i in range(n):
        if start[i + 1] == start[i]:
            continue
        root = _root(parent, column[start[i]])
        for e in range(start[i] + 1, start[i + 1]):
            j = column[e]
            if parent[j] != root:
                j = _root(parent, j)
                if j != root:
                    root, other = min(root, j), max(root, j)
                    parent[other] = root
    for i in range(n):
        if start[i + 1] > start[i]:
            edges[_root(parent, column[start[i]])] += start[i + 1] - start[i]
    number = np.full(volunteers, -1, np.int32)
    part_n = np.full(n, -1, np.int32)
    parts, held = -1, np.int64(at_least)
    for i in range(n):
        if start[i + 1] == start[i]:
            continue
        root = _root(parent, column[start[i]])
        if number[root] < 0:
            if held >= at_least:
                parts, held = parts + 1, np.int64(0)
            number[root] = parts
            held += edges[root]
        part_n[i] = number[root]
    part_v = np.full(volunteers, -1, np.int32)
    for j in range(volunteers):
        part_v[j] = number[_root(parent, j)]
    ends_n, rows_n, _place_n = _gathered(part_n, parts + 1)
    ends_v, rows_v, place_v = _gathered(part_v, parts + 1)
    return Parts(ends_n, rows_n, ends_v, rows_v, place_v)


@numba.njit
def _gathered(part: Places, parts: int) -> tuple[Ints, Places, Places]:  # pragma: no cover
    """The members of each part, in order, and the place of each in theirs."""
    ends = np.zeros(parts + 1, np.int64)
    for k in range(len(part)):
        if part[k] >= 0:
            ends[part[k] + 1] += 1
    for each in range(parts):
        ends[each + 1] += ends[each]
    rows, place, at = np.empty(ends[parts], np.int32), np.full(len(part), -1, np.int32), ends[:-1].copy()
    for k in range(len(part)):
        each = part[k]
        if each >= 0:
            place[k] = at[each] - ends[each]
            rows[at[each]] = k
            at[each] += 1
    return ends, rows, place


@numba.njit
def _hold(G: Graph, chosen: Places) -> Hold:  # pragma: no cover
    """Places for a matching that is given as edges of the graph."""
    n, v = len(chosen), len(G.place) - 1
    at, holder, used = np.full(n, -1, np.int32), np.full(G.place[v], -1, np.int32), np.zeros(v, np.int32)
    for i in range(n):
        if chosen[i] >= 0:
            j = G.column[chosen[i]]
            at[i] = G.place[j] + used[j]
            holder[at[i]] = i
            used[j] += 1
    return Hold(chosen, at, holder, used)


@numba.njit
def _auctioned(
    start: Ints, column: Places, mark: Any, active: Flags, place: Ints, level: Ints
) -> tuple[Places, Ints]:  # pragma: no cover
    """A good matching (edges) and prices, by auction."""
    n, v = len(level), len(place) - 1
    ends, columns, worths = by_worth(start, column, mark, active)
    nobody = np.zeros(0, np.bool_)
    G = Graph(ends, columns, columns, place, columns, place, nobody, nobody)
    H = _hold(G, np.full(n, -1, np.int32))
    prices = np.zeros(v, np.int64)
    auction(G, worths, FLOOR + RISE * level, H, prices, STEP)
    chosen = np.full(n, -1, np.int32)
    for i in range(n):
        if H.chosen[i] >= 0:
            j = columns[H.chosen[i]]
            for e in range(start[i], start[i + 1]):
                if column[e] == j:
                    chosen[i] = e
    return chosen, prices


@numba.njit
def _stage(
    start: Ints, column: Places, worth: Any, allowed: Flags, active: Flags, place: Ints, must_n: Flags,
    must_v: Flags, chosen: Places, p: Ints, u: Ints, turn: Places, most: int,
) -> int:  # pragma: no cover  # fmt: skip
    """The best of one stage. Narrows `allowed` and the musts to the solutions that are as good; leaves the matching in
    `chosen` and the dual in `p` and `u`. Returns what `settle` says.
    """
    n = len(chosen)
    for j in range(len(p)):
        if not must_v[j]:
            p[j] = max(p[j], 0)
    for e in range(len(active)):
        active[e] &= allowed[e]
    while True:
        ends, index = pick(start, active)
        picked, worths = np.empty(len(index), np.int32), np.empty(len(index), np.int64)
        for k in range(len(index)):
            picked[k], worths[k] = column[index[k]], worth[index[k]]
        back, edge = backwards(picked, len(p))
        G = Graph(ends, picked, rows_of(ends), back, edge, place, must_n, must_v)
        inner = np.full(n, -1, np.int32)
        for i in range(n):
            if chosen[i] >= 0:
                inner[i] = ends[i] + np.searchsorted(index[ends[i] : ends[i + 1]], chosen[i])
        H = _hold(G, inner)
        stuck = settle(G, worths, H, p, u, 0, turn)
        if stuck != -1:
            return stuck
        for i in range(n):
            chosen[i] = index[H.chosen[i]] if H.chosen[i] >= 0 else -1
        if price_in(start, column, worth, allowed, active, p, u, most) == 0:
            break
    _only_as_good(start, column, worth, allowed, must_n, must_v, p, u)
    return -1


@numba.njit
def _only_as_good(
    start: Ints, column: Places, worth: Any, allowed: Flags, must_n: Flags, must_v: Flags, p: Ints, u: Ints
) -> None:  # pragma: no cover
    """Narrows `allowed` and the musts to the solutions that are as good as the one with this dual."""
    narrow(start, column, worth, allowed, p, u)
    for i in range(len(u)):
        must_n[i] |= u[i] > 0
    for j in range(len(p)):
        must_v[j] |= p[j] > 0


@numba.njit
def _who(
    start: Ints, column: Places, worth: Any, allowed: Flags, place: Ints, level: Ints, must_n: Flags,
    must_v: Flags, held: Places, p: Ints, u: Ints, turn: Places,
) -> None:  # pragma: no cover  # fmt: skip
    """The first stage, where nobody must be matched or full."""
    G = Graph(start, column, column, place, column, place, must_n, must_v)
    H = _hold(G, held)
    best_set(G, allowed, level, H, p, u, turn)
    _only_as_good(start, column, worth, allowed, must_n, must_v, p, u)


@numba.njit
def _allowed_only(
    start: Ints, column: Places, allowed: Flags, chosen: Places, number_n: Words, number_v: Words
) -> tuple[Ints, Places, Places, Ints, Places]:  # pragma: no cover
    """The allowed edges (start, column), where they stood, their lots, and the chosen ones among them."""
    ends, index = pick(start, allowed)
    columns, lots = np.empty(len(index), np.int32), np.empty(len(index), np.int64)
    inner = np.full(len(chosen), -1, np.int32)
    for i in range(len(chosen)):
        for k in range(ends[i], ends[i + 1]):
            columns[k] = column[index[k]]
            lots[k] = LOTS - lot(number_n[i], number_v[columns[k]])
            if index[k] == chosen[i]:
                inner[i] = k
    return ends, columns, index, lots, inner


@numba.njit
def _solve_part(
    W: Whole,
    rows: Places,
    volunteers: Places,
    place_v: Places,
    warm: bool,
    prices: Ints,
    gains: Ints,
    chosen: Ints,
) -> int:  # pragma: no cover
    """Solves one part, from `prices` and `chosen` where `warm`, and leaves the result in them and in `gains`."""
    n, v = len(rows), len(volunteers)
    start, place = np.zeros(n + 1, np.int64), np.zeros(v + 1, np.int64)
    for i in range(n):
        start[i + 1] = start[i] + W.start[rows[i] + 1] - W.start[rows[i]]
    for j in range(v):
        place[j + 1] = place[j] + W.room[volunteers[j]]
    m = start[n]
    column, mark, levels = np.empty(m, np.int32), np.empty(m, np.int16), np.empty(m, np.int16)
    allowed = np.ones(m, np.bool_)
    level, turn_by = np.empty(n, np.int64), np.empty(n, np.int64)
    must_n, must_v = np.empty(n, np.bool_), np.empty(v, np.bool_)
    numbers_n, numbers_v = np.empty(n, np.uint64), np.empty(v, np.uint64)
    p, u, held = np.zeros((3, v), np.int64), np.zeros((3, n), np.int64), np.full(n, -1, np.int32)
    bare = np.zeros(v, np.int64)
    for j in range(v):
        must_v[j], numbers_v[j] = W.must_v[volunteers[j]], W.number_v[volunteers[j]]
    for i in range(n):
        row, at = rows[i], W.start[rows[i]] - start[i]
        level[i], turn_by[i] = W.level[row], -W.level[row]
        must_n[i], numbers_n[i] = W.must_n[row], W.number_n[row]
        for e in range(start[i], start[i + 1]):
            j = place_v[W.column[at + e]]
            column[e], mark[e], levels[e] = j, W.mark[at + e], level[i]
            if place[j + 1] == place[j]:
                # Nobody can take a place where there is none: its price covers every edge.
                allowed[e] = False
                bare[j] = max(bare[j], level[i] + 1)
        if warm and chosen[row] >= 0:
            held[i] = chosen[row] - at
    turn = np.argsort(turn_by, kind="mergesort").astype(np.int32)
    active = best_marks_of_rows(start, mark, allowed, W.candidates)
    if warm:
        for stage in range(3):
            for j in range(v):
                p[stage, j] = prices[stage, volunteers[j]]
    else:
        held, p[1] = _auctioned(start, column, mark, active, place, level)
    for i in range(n):
        if held[i] >= 0:
            active[held[i]] = True
        # Whoever must be matched begins with all edges.
        for e in range(start[i], start[i + 1]):
            active[e] |= must_n[i] | must_v[column[e]]
    stuck = -1
    if must_n.any() or must_v.any():
        stuck = _stage(
            start, column, levels, allowed, active.copy(), place, must_n, must_v, held, p[0], u[0], turn, W.priced_in
        )  # fmt: skip
    else:
        _who(start, column, levels, allowed, place, level, must_n, must_v, held, p[0], u[0], turn)
    if stuck == -1:
        for j in range(v):
            # Where somebody is left out, the auction's prices rose until the last newcomer gave up.
            if not warm and p[0, j] > 0:
                p[1, j] -= FLOOR + RISE * p[0, j]
        for i in range(n):
            if held[i] >= 0:
                active[held[i]] = True
        stuck = _stage(
            start, column, mark, allowed, active, place, must_n, must_v, held, p[1], u[1], turn, W.priced_in
        )  # fmt: skip
    if stuck == -1:
        ends, columns, index, lots, inner = _allowed_only(start, column, allowed, held, numbers_n, numbers_v)
        every = np.ones(len(columns), np.bool_)
        active = best_of_rows(ends, lots, every, W.candidates)
        for i in range(n):
            if inner[i] >= 0:
                active[inner[i]] = True
        stuck = _stage(
            ends, columns, lots, every, active, place, must_n, must_v, inner, p[2], u[2], turn, W.priced_in
        )  # fmt: skip
        for i in range(n):
            held[i] = index[inner[i]] if inner[i] >= 0 else -1
    for j in range(v):
        prices[0, volunteers[j]] = max(p[0, j], bare[j])
        prices[1, volunteers[j]], prices[2, volunteers[j]] = p[1, j], p[2, j]
    for i in range(n):
        chosen[rows[i]] = held[i] + W.start[rows[i]] - start[i] if held[i] >= 0 else -1
        for stage in range(3):
            gains[stage, rows[i]] = u[stage, i]
    return int(stuck)


@numba.njit(cache=True, parallel=True)
def solve_parts(
    W: Whole, P: Parts, again: Flags, warm: bool, chosen: Ints, prices: Ints, gains: Ints
) -> Ints:  # pragma: no cover
    """Solves the parts `again`, and leaves the result in `chosen` (n,), `prices` (3, v) and `gains` (3, n); where
    `warm`, they hold a solution of fewer edges to begin from. Returns what `settle` says of each part.
    """
    parts = len(P.ends_n) - 1
    stuck = np.full(parts, -1, np.int64)
    for lane in numba.prange(LANES):
        for each in range(lane, parts, LANES):
            if again[each]:
                rows = P.rows_n[P.ends_n[each] : P.ends_n[each + 1]]
                volunteers = P.rows_v[P.ends_v[each] : P.ends_v[each + 1]]
                stuck[each] = _solve_part(
                    W, rows, volunteers, P.place_v, warm, prices, gains, chosen
                )  # fmt: skip
    return stuck
