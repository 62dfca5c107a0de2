"""The solver: shortest augmenting paths, from any prices to the exact end.

The problem. Newcomer i may be in one duo, volunteer j in room_j; edge e = (i, j) is worth w_e. A newcomer or a
volunteer who *must* is matched, or full, in every solution. Largest total worth.

Its dual: prices p_j (≥ 0 unless j must) and gains u_i (≥ 0 unless i must) with u_i + p_j ≥ w_e on every edge;
least Σ u_i + Σ room_j p_j. Both are at their best when every chosen edge is tight (u_i + p_j = w_e), newcomers
without a duo have u_i = 0, and volunteers with room left have p_j = 0. `settle` begins from any prices and any
matching, drops what is not tight, and repairs one violation at a time along a shortest path (Jonker and Volgenant
1987; here from both sides, so that the prices of `kernels_auction` can be used). All numbers are
whole, so it ends exactly.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba
import numpy as np

from convive.engines.matching.kernels import Ints, Places
from convive.engines.matching.kernels_bids import outbid, underbid
from convive.engines.matching.kernels_graph import FAR, Graph, Hold, leave, take


class Heap(NamedTuple):
    """A binary heap of nodes by distance, each at most once. where (k,): place in the heap, −1 outside."""

    node: Places
    key: Ints
    where: Places
    size: Places


@numba.njit(inline="always")
def _up(heap: Heap, k: int) -> None:  # pragma: no cover
    node, key = heap.node[k], heap.key[k]
    while k > 0:
        parent = (k - 1) >> 1
        if heap.key[parent] <= key:
            break
        heap.node[k], heap.key[k] = heap.node[parent], heap.key[parent]
        heap.where[heap.node[k]] = k
        k = parent
    heap.node[k], heap.key[k] = node, key
    heap.where[node] = k


@numba.njit(inline="always")
def _push(heap: Heap, node: int, key: int) -> None:  # pragma: no cover
    """Puts a node in, or brings it forward."""
    k = heap.where[node]
    if k < 0:
        k = heap.size[0]
        heap.size[0] += 1
    heap.node[k], heap.key[k] = node, key
    heap.where[node] = k
    _up(heap, k)


@numba.njit(inline="always")
def _pop(heap: Heap) -> int:  # pragma: no cover
    first = heap.node[0]
    heap.where[first] = -1
    heap.size[0] -= 1
    size = heap.size[0]
    if size:
        node, key = heap.node[size], heap.key[size]
        k = 0
        while True:
            child = 2 * k + 1
            if child >= size:
                break
            if child + 1 < size and heap.key[child + 1] < heap.key[child]:
                child += 1
            if heap.key[child] >= key:
                break
            heap.node[k], heap.key[k] = heap.node[child], heap.key[child]
            heap.where[heap.node[k]] = k
            k = child
        heap.node[k], heap.key[k] = node, key
        heap.where[node] = k
    return int(first)


@numba.njit(inline="always")
def _clear(heap: Heap) -> None:  # pragma: no cover
    for k in range(heap.size[0]):
        heap.where[heap.node[k]] = -1
    heap.size[0] = 0


@numba.njit(cache=True)
def _begin(G: Graph, w: Any, H: Hold, p: Ints, u: Ints, slack: int) -> None:  # pragma: no cover
    """Gains from prices; drops chosen edges that are more than `slack` from tight; takes what is tight and free."""
    for i in range(len(H.chosen)):
        best = -FAR if G.must_n[i] else np.int64(0)
        for e in range(G.start[i], G.start[i + 1]):
            best = max(best, w[e] - p[G.column[e]])
        u[i] = best
        e = H.chosen[i]
        if e >= 0:
            worth = w[e] - p[G.column[e]]
            if worth < best - slack or (worth < 0 and not G.must_n[i]):
                leave(G, H, i)
            else:
                u[i] = worth
    for i in range(len(H.chosen)):
        if H.chosen[i] < 0 and (G.must_n[i] or u[i] > 0):
            for e in range(G.start[i], G.start[i + 1]):
                j = G.column[e]
                if H.used[j] < G.place[j + 1] - G.place[j] and w[e] - p[j] == u[i]:
                    take(G, H, i, e)
                    break


@numba.njit(cache=True)
def _forward(
    s: int, G: Graph, w: Any, H: Hold, p: Ints, u: Ints, heap: Heap, via: Places, seen: Places, dist: Ints,
) -> bool:  # pragma: no cover  # fmt: skip
    """Finds a volunteer for newcomer s, or lets somebody go who may. Returns whether
    either can be. `via` (v,): edge by which a volunteer was reached. `seen` (n,), `dist` (n,): scratch.
    """
    best, end_v, end_n = FAR, -1, -1
    if not G.must_n[s]:
        best, end_n = u[s], s
    many, done = 1, 0
    seen[0], dist[0] = s, 0
    d = np.int64(0)
    reached = 0
    while True:
        # Every newcomer who was put on the list since the last round looks around.
        while done < many:
            i, d = seen[done], dist[done]
            own = H.chosen[i]
            done += 1
            for e in range(G.start[i], G.start[i + 1]):
                if e == own:
                    continue
                j = G.column[e]
                further = d + max(np.int64(0), u[i] + p[j] - w[e])
                if further < best:
                    at = heap.where[j]
                    if at >= 0:
                        if further < heap.key[at]:
                            via[j] = e
                            _push(heap, j, further)
                    elif at == -1:
                        via[j] = e
                        _push(heap, j, further)
        if heap.size[0] == 0 or heap.key[0] >= best:
            break
        d = heap.key[0]
        j = _pop(heap)
        heap.where[j] = -2
        # Settled volunteers stand behind the heap, so that they can be put back.
        heap.node[len(heap.node) - 1 - reached] = j
        heap.key[len(heap.key) - 1 - reached] = d
        reached += 1
        if H.used[j] < G.place[j + 1] - G.place[j]:
            best, end_v, end_n = d, j, -1
            break
        for at in range(G.place[j], G.place[j + 1]):
            i = H.holder[at]
            seen[many], dist[many] = i, d
            many += 1
            if not G.must_n[i] and d + u[i] < best:
                best, end_n, end_v = d + u[i], i, -1
    _clear(heap)
    for k in range(reached):
        j = heap.node[len(heap.node) - 1 - k]
        d = heap.key[len(heap.key) - 1 - k]
        heap.where[j] = -1
        if best < FAR and d < best:
            p[j] += best - d
    if best == FAR:
        return False
    for k in range(many):
        if dist[k] < best:
            u[seen[k]] -= best - dist[k]
    j = end_v
    if end_n >= 0:
        if end_n == s:
            return True
        j = G.column[H.chosen[end_n]]
        leave(G, H, end_n)
    while True:
        e = via[j]
        i = G.row[e]
        before = H.chosen[i]
        if i != s:
            leave(G, H, i)
        take(G, H, i, e)
        if i == s:
            return True
        j = G.column[before]


@numba.njit(cache=True)
def _backward(
    s: int, G: Graph, w: Any, H: Hold, p: Ints, u: Ints, heap: Heap, via: Places, by: Places, seen: Places,
    dist: Ints, stamp: Places, mark: int,
) -> bool:  # pragma: no cover  # fmt: skip
    """Finds a newcomer for volunteer s, or takes the place from somebody who may have one less.

    `via` (n,): edge by which a newcomer would move. `by` (v,): the newcomer who would leave. `stamp` (v,): `mark`
    where this search has been.
    """
    best, end_v, end_n = FAR, -1, -1
    if not G.must_v[s]:
        best, end_v = p[s], s
    many, done, reached = 1, 0, 0
    seen[0], dist[0] = s, 0
    stamp[s] = mark
    while True:
        while done < many:
            j, d = seen[done], dist[done]
            done += 1
            for k in range(G.back[j], G.back[j + 1]):
                e = G.edge[k]
                i = G.row[e]
                # Those who are here already come along at no distance: their gain rises as the price falls.
                further = d + max(np.int64(0), u[i] + p[j] - w[e])
                if further < best:
                    at = heap.where[i]
                    if at == -1 or (at >= 0 and further < heap.key[at]):
                        via[i] = e
                        _push(heap, i, further)
        if heap.size[0] == 0 or heap.key[0] >= best:
            break
        d = heap.key[0]
        i = _pop(heap)
        heap.where[i] = -2
        heap.node[len(heap.node) - 1 - reached] = i
        heap.key[len(heap.key) - 1 - reached] = d
        reached += 1
        if H.chosen[i] < 0:
            best, end_n, end_v = d, i, -1
            break
        j = G.column[H.chosen[i]]
        if stamp[j] == mark:
            continue
        stamp[j] = mark
        by[j] = i
        seen[many], dist[many] = j, d
        many += 1
        if not G.must_v[j] and d + p[j] < best:
            best, end_v, end_n = d + p[j], j, -1
    _clear(heap)
    for k in range(reached):
        i = heap.node[len(heap.node) - 1 - k]
        d = heap.key[len(heap.key) - 1 - k]
        heap.where[i] = -1
        if best < FAR and d < best:
            u[i] += best - d
    if best == FAR:
        return False
    for k in range(many):
        if dist[k] < best:
            p[seen[k]] -= best - dist[k]
    i = end_n
    if end_v >= 0:
        if end_v == s:
            return True
        i = by[end_v]
        leave(G, H, i)
    while True:
        e = via[i]
        j = G.column[e]
        if j == s:
            take(G, H, i, e)
            return True
        following = by[j]
        leave(G, H, following)
        take(G, H, i, e)
        i = following


@numba.njit(cache=True)
def settle(G: Graph, w: Any, H: Hold, p: Ints, u: Ints, slack: int, turn: Places) -> int:  # pragma: no cover
    """Makes matching and prices agree; newcomers come in the order `turn`. With `slack` 0 the result is exact;
    otherwise chosen edges may lie up to about `slack` below tight.

    Returns a newcomer (or, as −2 − j, a volunteer) who must and cannot, −1 if there is none.
    """
    n, v = len(H.chosen), len(H.used)
    k = n + v + 2
    heap = Heap(np.empty(k, np.int32), np.empty(k, np.int64), np.full(k, -1, np.int32), np.zeros(1, np.int32))
    via, by, stamp = np.full(k, -1, np.int32), np.full(v, -1, np.int32), np.full(v, -1, np.int32)
    seen, dist = np.empty(k, np.int32), np.empty(k, np.int64)
    _begin(G, w, H, p, u, slack)
    for s in turn:
        if H.chosen[s] < 0 and (G.must_n[s] or u[s] > 0):
            outbid(s, G, w, H, p, u)
    for j in range(v):
        underbid(j, G, w, H, p, u)
    for s in turn:
        if H.chosen[s] < 0 and (G.must_n[s] or u[s] > 0):
            # Prices rose since the gain was worked out.
            best = -FAR if G.must_n[s] else np.int64(0)
            for e in range(G.start[s], G.start[s + 1]):
                best = max(best, w[e] - p[G.column[e]])
            u[s] = best
            if not G.must_n[s] and best == 0:
                continue
            if G.start[s + 1] == G.start[s] or not _forward(s, G, w, H, p, u, heap, via, seen, dist):
                return int(s)
    mark = 0
    for j in range(v):
        while H.used[j] < G.place[j + 1] - G.place[j] and (G.must_v[j] or p[j] > 0):
            if not _backward(j, G, w, H, p, u, heap, via, by, seen, dist, stamp, mark):
                return -2 - j
            mark += 1
    return -1
