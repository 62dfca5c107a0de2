"""The best set of duos, in three stages, each among the best of the one before.

1. Who: as many newcomers as possible, and of each band of waiting as many as possible, longest first. The sets of
   newcomers who can be matched at once form a matroid (Edmonds and Fulkerson 1965), so one set is largest in
   number and in every prefix of the bands together, and it is the one of largest Σ level, where the level is 1 for
   the band that waited least and one more for each longer. No large weights are needed.
2. How well: the largest sum of qualities.
3. By lot: the smallest sum of lots.

Each stage is a linear assignment problem in whole numbers with a dual. What later stages may use are the edges that
are tight in the duals of the earlier ones; who has a gain or a price above zero there must be matched, or full.
These are exactly the solutions that are best so far (complementary slackness), so the order is kept exactly, and no
weight is multiplied by another: sums stay below 2**62 for any n · 2**40 with n up to two million.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from convive.engines.matching import kernels_auction
from convive.engines.matching import kernels_edges as edges_of
from convive.engines.matching import kernels_solve as solver
from convive.engines.matching.draw import LOTS
from convive.engines.matching.kernels import Ints, Places, lots_of

# More edges than this for a newcomer buy nothing at the start; what is missing is priced in.
CANDIDATES = 50
PRICED_IN = 16
# The auction: the least rise of a price, and how much below no quality at all a newcomer gives up, by level. They
# decide how long the solver takes, not what it finds: coarse bids are quick, and leave more to put right.
STEP, FLOOR, RISE = 300, 3000, 1000
FAR = int(solver.FAR)
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Edges:
    """Pairs who fit. start (n + 1,), column (m,) volunteers, mark (m,) quality, rows in the order of newcomers.

    fits_n (n,), fits_v (v,): how many fit each newcomer and each volunteer, edges left out included. cut (n,): pairs
    of a newcomer below this mark were left out, −1 where none were; None where none at all were.
    """

    start: Ints
    column: Places
    mark: NDArray[np.int16]
    fits_n: Places | None = None
    fits_v: Places | None = None
    cut: NDArray[np.int16] | None = None

    @property
    def row(self) -> Places:
        return solver.rows_of(self.start)


@dataclass(frozen=True, eq=False)
class Instance:
    """What the solver needs to know. level (n,), room (v,), number_n, number_v: for the draw."""

    edges: Edges
    level: Ints
    room: Ints
    number_n: NDArray[np.uint64]
    number_v: NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Stage:
    """The dual of one stage: prices (v,), gains (n,); value: what was reached; bound: what the dual allows."""

    name: str
    prices: Ints
    gains: Ints
    value: int
    bound: int


@dataclass(frozen=True, eq=False)
class Solution:
    """chosen (n,): the place of the edge of each newcomer, −1 for none. stages: who, how well, by lot. most: the most
    newcomers of each level, from the highest, given those above.
    """

    chosen: Ints
    stages: tuple[Stage, ...]
    most: tuple[int, ...]
    rounds: int
    exact: bool


@dataclass
class _State:
    """What one stage hands on to the next: allowed (m,) edges, who must, and the best solution so far."""

    allowed: Flags
    must_n: Flags
    must_v: Flags
    chosen: Ints
    rounds: int = 0


def solve(
    instance: Instance, must_n: Flags | None = None, must_v: Flags | None = None, warm: Solution | None = None
) -> Solution:
    """The best set of duos, among those in which the newcomers `must_n` are matched and the volunteers `must_v` are
    full; that must be possible. Exact in all three stages. warm: a solution of fewer edges to begin from.
    """
    edges, level, room = instance.edges, instance.level, instance.room
    n, v, m = len(level), len(room), len(edges.column)
    nothing = np.zeros(v, np.int64)
    if m == 0 or not room.any():
        zeros = nothing, np.zeros(n, np.int64)
        blank = Stage("who", *zeros, 0, 0)
        # Volunteers without any room take part: every edge to one is covered by its price.
        if m:
            high = np.zeros(v, np.int64)
            np.maximum.at(high, edges.column, level[edges.row] + 1)
            blank = replace(blank, prices=high)
        stages = blank, Stage("quality", *zeros, 0, 0), Stage("draw", *zeros, 0, 0)
        return Solution(np.full(n, -1), stages, (0,) * int(level.max(initial=1)), 0, True)
    row = edges.row
    mark = edges.mark.astype(np.int64)
    everything = np.ones(m, np.bool_)
    active = edges_of.best_of_rows(edges.start, mark, everything, CANDIDATES)
    turn = np.argsort(-level, kind="stable").astype(np.int32)
    floor = FLOOR + RISE * level
    if warm is None:
        chosen, bid = _begin(edges, mark, active, room, floor)
    else:
        chosen, bid = warm.chosen.copy(), nothing
        active[chosen[chosen >= 0]] = True

    state = _State(
        everything,
        np.zeros(n, np.bool_) if must_n is None else must_n,
        np.zeros(v, np.bool_) if must_v is None else must_v,
        chosen,
    )
    # Whoever must be matched begins with all edges.
    active |= state.must_n[row] | state.must_v[edges.column]
    worth = level[row]
    who = _stage(
        "who", edges, worth, active.copy(), room, state, warm.stages[0].prices if warm else nothing, turn
    )

    # In parts where somebody is left out, the auction's prices rose until the last newcomer gave up.
    high = np.where(who.prices > 0, FLOOR + RISE * who.prices, 0)
    begin = warm.stages[1].prices if warm else bid - high
    active[state.chosen[state.chosen >= 0]] = True
    quality = _stage("quality", edges, mark, active, room, state, begin, turn)

    lots = LOTS - lots_of(row, edges.column, instance.number_n, instance.number_v)
    active = edges_of.best_of_rows(edges.start, lots, state.allowed, CANDIDATES)
    active[state.chosen[state.chosen >= 0]] = True
    begin = warm.stages[2].prices if warm else nothing
    draw = _stage("draw", edges, lots, active, room, state, begin, turn)
    top = int(level.max())
    counts = np.bincount(level[state.chosen >= 0], minlength=top + 1)[:0:-1]
    return Solution(state.chosen, (who, quality, draw), tuple(counts.tolist()), state.rounds, True)


def graph(start: Ints, column: Places, room: Ints, must_n: Flags, must_v: Flags) -> solver.Graph:
    back, edge = solver.backwards(column, len(room))
    place = np.concatenate([[0], np.cumsum(room)])
    return solver.Graph(start, column, solver.rows_of(start), back, edge, place, must_n, must_v)


def _hold(G: solver.Graph, chosen: Places) -> solver.Hold:
    """Places for a matching that is given as edges of the graph."""
    n, v = len(chosen), len(G.place) - 1
    at, holder = np.full(n, -1, np.int32), np.full(int(G.place[-1]), -1, np.int32)
    who = np.flatnonzero(chosen >= 0)
    volunteer = G.column[chosen[who]]
    order = np.argsort(volunteer, kind="stable")
    who, volunteer = who[order], volunteer[order].astype(np.int64)
    used = np.bincount(volunteer, minlength=v)
    first = np.concatenate([[0], np.cumsum(used)])[:-1]
    at[who] = G.place[volunteer] + np.arange(len(who)) - first[volunteer]
    holder[at[who]] = who
    return solver.Hold(chosen.astype(np.int32), at, holder, used.astype(np.int32))


def _begin(edges: Edges, mark: Ints, active: Flags, room: Ints, floor: Ints) -> tuple[Ints, Ints]:
    """A good matching and prices, by auction."""
    start, index = edges_of.pick(edges.start, edges.column, mark, active, True)
    column, worth = edges.column[index], mark[index]
    G = graph(start, column, room, np.zeros(len(floor), np.bool_), np.zeros(len(room), np.bool_))
    H = _hold(G, np.full(len(floor), -1, np.int32))
    prices = np.zeros(len(room), np.int64)
    kernels_auction.auction(G, worth, floor, H, prices, STEP)
    return _placed(H.chosen, index), prices


def _placed(chosen: Places, index: Places) -> Ints:
    found = np.full(len(chosen), -1, np.int64)
    found[chosen >= 0] = index[chosen[chosen >= 0]]
    return found


def _stage(
    name: str, edges: Edges, worth: Ints, active: Flags, room: Ints, state: _State, prices: Ints, turn: Places
) -> Stage:
    """The best of one stage; narrows `state` to the solutions that are as good."""
    n, m = len(state.chosen), len(edges.column)
    prices = np.where(state.must_v, prices, np.maximum(prices, 0))
    gains = np.empty(n, np.int64)
    inverse = np.full(m, -1, np.int32)
    active &= state.allowed
    while True:
        state.rounds += 1
        start, index = edges_of.pick(edges.start, edges.column, worth, active, False)
        G = graph(start, edges.column[index], room, state.must_n, state.must_v)
        inverse[index] = np.arange(len(index), dtype=np.int32)
        inner = np.full(n, -1, np.int32)
        inner[state.chosen >= 0] = inverse[state.chosen[state.chosen >= 0]]
        H = _hold(G, inner)
        stuck, _looked = solver.settle(G, worth[index], H, prices, gains, 0, turn)
        if stuck != -1:
            raise RuntimeError(f"{name}: {stuck} cannot be matched")
        state.chosen = _placed(H.chosen, index)
        if not edges_of.price_in(
            edges.start, edges.column, worth, state.allowed, active, prices, gains, PRICED_IN
        ):
            break
    state.allowed = edges_of.tight(edges.start, edges.column, worth, state.allowed, prices, gains)
    state.must_n = state.must_n | (gains > 0)
    state.must_v = state.must_v | (prices > 0)
    value = int(worth[state.chosen[state.chosen >= 0]].sum())
    return Stage(name, prices, gains, value, int(gains.sum() + (prices * room).sum()))
