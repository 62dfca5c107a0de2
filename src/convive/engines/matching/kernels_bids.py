"""Bids between the two sides, before anybody searches: quick, and what they leave is right, though seldom all."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from convive.engines.matching.kernels import Ints
from convive.engines.matching.kernels_graph import FAR, Graph, Hold, leave, take

# How many outbid one another before a search begins.
STEPS = 40


@numba.njit(cache=True)
def outbid(s: int, G: Graph, w: Any, H: Hold, p: Ints, u: Ints) -> None:  # pragma: no cover
    """Lets newcomer s have the place that is best for them, outbid whoever has it, and these outbid others, for some
    steps: the row reduction of Jonker and Volgenant. Quicker than a search, which is left for places at a tie, and for
    one of several places that share a price.
    """
    i = s
    for _step in range(STEPS):
        first, second, chosen = -FAR, -FAR, -1
        for e in range(G.start[i], G.start[i + 1]):
            j = G.column[e]
            gain = w[e] - p[j]
            if gain > first:
                second, first, chosen = first, gain, e
            elif gain > second:
                second = gain
            if gain == first and H.used[j] < G.place[j + 1] - G.place[j]:
                chosen = e
        if not G.must_n[i]:
            second = max(second, np.int64(0))
        u[i] = max(first, second)
        if chosen < 0 or first < second:
            return
        j = G.column[chosen]
        if H.used[j] < G.place[j + 1] - G.place[j]:
            take(G, H, i, chosen)
            return
        if G.place[j + 1] - G.place[j] != 1 or first == second or second == -FAR:
            return
        p[j] += first - second
        u[i] = second
        out = H.holder[G.place[j]]
        leave(G, H, out)
        take(G, H, i, chosen)
        i = out


@numba.njit(cache=True)
def underbid(s: int, G: Graph, w: Any, H: Hold, p: Ints, u: Ints) -> None:  # pragma: no cover
    """The same from the other side: volunteer s, who has nobody, lowers the price until the newcomer to whom it is
    worth most comes; and whom these leave does the same.
    """
    j = s
    for _step in range(STEPS):
        if H.used[j] or G.place[j + 1] == G.place[j] or not (G.must_v[j] or p[j] > 0):
            return
        first, second, chosen = -FAR, -FAR, -1
        for k in range(G.back[j], G.back[j + 1]):
            e = G.edge[k]
            price = w[e] - u[G.row[e]]
            if price > first:
                second, first, chosen = first, price, e
            elif price > second:
                second = price
        if not G.must_v[j]:
            second = max(second, np.int64(0))
        if first <= second or second == -FAR:
            p[j] = max(first, second)
            return
        p[j] = second
        i = G.row[chosen]
        u[i] = w[chosen] - second
        before = H.chosen[i]
        if before >= 0:
            leave(G, H, i)
        take(G, H, i, chosen)
        if before < 0:
            return
        j = G.column[before]
