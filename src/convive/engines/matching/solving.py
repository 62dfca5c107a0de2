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

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convive.engines.matching.kernels import Ints, Places
from convive.engines.matching.kernels_draw import LOTS, lots_of
from convive.engines.matching.kernels_edges import Flags
from convive.engines.matching.kernels_graph import FAR as _FAR
from convive.engines.matching.kernels_graph import rows_of
from convive.engines.matching.kernels_parts import Whole, parts_of, solve_parts

# More edges than this for a newcomer buy nothing at the start; what is missing is priced in.
CANDIDATES = 50
PRICED_IN = 16
# Parts that no edge joins are solved side by side, small ones together until they hold so many edges.
PART = 20_000
FAR = int(_FAR)


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
        return rows_of(self.start)


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


def solve(
    instance: Instance,
    must_n: Flags | None = None,
    must_v: Flags | None = None,
    warm: Solution | None = None,
    fresh: Flags | None = None,
) -> Solution:
    """The best set of duos, among those in which the newcomers `must_n` are matched and the volunteers `must_v` are
    full; that must be possible. Exact in all three stages. warm: a solution of fewer edges to begin from; fresh (n,):
    who has other edges than then.
    """
    edges, level, room = instance.edges, instance.level, instance.room
    n, v = len(level), len(room)
    whole = Whole(
        edges.start, edges.column, edges.mark, level, room, instance.number_n, instance.number_v,
        np.zeros(n, np.bool_) if must_n is None else must_n,
        np.zeros(v, np.bool_) if must_v is None else must_v,
        CANDIDATES, PRICED_IN,
    )  # fmt: skip
    parts = parts_of(edges.start, edges.column, v, PART)
    again = np.ones(len(parts.ends_n) - 1, np.bool_)
    if warm is None:
        chosen = np.full(n, -1, np.int64)
        prices, gains = np.zeros((3, v), np.int64), np.zeros((3, n), np.int64)
    else:
        chosen = warm.chosen.copy()
        prices = np.stack([stage.prices for stage in warm.stages])
        gains = np.stack([stage.gains for stage in warm.stages])
        if fresh is not None:
            # A part without anything new is solved already.
            news = np.concatenate([[0], np.cumsum(fresh[parts.rows_n])])
            again = np.diff(news[parts.ends_n]) > 0
    stuck = solve_parts(whole, parts, again, warm is not None, chosen, prices, gains)
    if (stuck != -1).any():
        raise RuntimeError(f"{int(stuck[stuck != -1][0])} must be matched and cannot be")
    has = np.flatnonzero(chosen >= 0)
    taken = edges.column[chosen[has]]
    lots = LOTS * len(has) - int(lots_of(instance.number_n[has], instance.number_v[taken]).sum())
    values = int(level[has].sum()), int(edges.mark[chosen[has]].sum(dtype=np.int64)), lots
    stages = tuple(
        Stage(name, prices[at], gains[at], values[at], int(gains[at].sum() + (prices[at] * room).sum()))
        for at, name in enumerate(("who", "quality", "draw"))
    )
    counts = np.bincount(level[has], minlength=int(level.max(initial=1)) + 1)[:0:-1]
    return Solution(chosen, stages, tuple(counts.tolist()))
