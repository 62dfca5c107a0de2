"""A good matching and prices to begin from, by auction.

The auction is Bertsekas' (1988), one bidder at a time, with several like places for a volunteer (Bertsekas and
Castañón 1989). It begins from zero prices: kept prices would leave volunteers empty whose price is not zero.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from convive.engines.matching.kernels import Ints
from convive.engines.matching.kernels_graph import Graph, Hold, take


@numba.njit(cache=True)
def auction(G: Graph, w: Any, floor: Ints, H: Hold, p: Ints, step: int) -> int:  # pragma: no cover
    """Bids until everybody has a place or has given up; a newcomer gives up below w − p = −floor_i.

    Rows must be sorted by falling worth: as prices are never negative, the rest of a row can be skipped. Returns
    how many bids were made.
    """
    n, v = len(H.chosen), len(H.used)
    price = np.zeros(G.place[v], np.int64)
    queue = np.arange(n + 1).astype(np.int32)
    head, tail, waiting, bids = 0, n, n, 0
    while waiting:
        i = queue[head]
        head = head + 1 if head < n else 0
        waiting -= 1
        first, second, chosen = -floor[i] - 1, -floor[i], -1
        for e in range(G.start[i], G.start[i + 1]):
            if w[e] <= second:
                break
            j = G.column[e]
            if G.place[j + 1] == G.place[j]:
                continue
            gain = w[e] - p[j]
            if gain > first:
                second, first, chosen = max(second, first), gain, e
            elif gain > second:
                second = gain
        if chosen < 0 or first < -floor[i]:
            continue
        bids += 1
        j = G.column[chosen]
        size = G.place[j + 1] - G.place[j]
        if H.used[j] < size:
            s = G.place[j] + H.used[j]
            take(G, H, i, chosen)
        else:
            s = G.place[j]
            for k in range(s + 1, G.place[j + 1]):
                if price[k] < price[s]:
                    s = k
            out = H.holder[s]
            H.chosen[out] = -1
            H.holder[s], H.at[i], H.chosen[i] = i, s, chosen
            queue[tail] = out
            tail = tail + 1 if tail < n else 0
            waiting += 1
        price[s] = p[j] + first - second + step
        if H.used[j] == size:
            least = price[G.place[j]]
            for k in range(G.place[j] + 1, G.place[j + 1]):
                least = min(least, price[k])
            p[j] = least
    return bids
