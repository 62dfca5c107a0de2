"""The first stage without weights: who has a duo, as many as can, and of each level as many as can, highest first.

Newcomers come by falling level, each along one alternating path: to a place that is free, or to one that somebody of
a lower level has. Sets of newcomers who can be matched at once form a matroid (Edmonds and Fulkerson 1965), so what can
be bettered by nobody alone is the best. Where a search ends in vain, everybody it came by keeps their place for good,
and no later search needs to come by again: all searches in vain together look at each edge once.

That also gives the dual, with the lowest prices there are: a volunteer costs the level of the first search in vain that
came by, which is what one more place with them would be worth.
"""

from __future__ import annotations

import numba
import numpy as np

from convive.engines.matching.kernels import Ints, Places
from convive.engines.matching.kernels_edges import Flags
from convive.engines.matching.kernels_graph import Graph, Hold, leave, take


@numba.njit(cache=True)
def best_set(
    G: Graph, allowed: Flags, level: Ints, H: Hold, p: Ints, u: Ints, turn: Places
) -> None:  # pragma: no cover
    """From any matching `H` along allowed edges to a best one, with its dual in `p` (v,) and `u` (n,).

    level (n,): 1 and more. turn (n,): newcomers by falling level.
    """
    n, v = len(level), len(p)
    p[:] = 0
    stamp, via, by = np.full(v, -1, np.int32), np.empty(v, np.int32), np.empty(v, np.int32)
    come_by, ask = np.empty(v, np.int32), np.empty(n + 1, np.int32)
    for s in turn:
        if H.chosen[s] >= 0:
            continue
        ask[0] = s
        asked, asking, came, end, out = 0, 1, 0, -1, -1
        while asked < asking and end < 0:
            i = ask[asked]
            asked += 1
            for e in range(G.start[i], G.start[i + 1]):
                j = G.column[e]
                if not allowed[e] or stamp[j] == s or p[j] > 0:
                    continue
                stamp[j], via[j], by[j], come_by[came] = s, e, i, j
                came += 1
                if H.used[j] < G.place[j + 1] - G.place[j]:
                    end = j
                    break
                for at in range(G.place[j], G.place[j + 1]):
                    other = H.holder[at]
                    ask[asking] = other
                    asking += 1
                    if level[other] < level[s]:
                        end, out = j, other
                if end >= 0:
                    break
        if end < 0:
            for k in range(came):
                p[come_by[k]] = level[s]
            continue
        if out >= 0:
            leave(G, H, out)
        j = end
        while True:
            i, e = by[j], via[j]
            if i != s:
                j = G.column[H.chosen[i]]
                leave(G, H, i)
            take(G, H, i, e)
            if i == s:
                break
    for i in range(n):
        u[i] = level[i] - p[G.column[H.chosen[i]]] if H.chosen[i] >= 0 else 0
