"""Who could have whom and who has whom, as the solver takes it."""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from convive.engines.matching.kernels import Ints, Places

FAR = np.int64(2**62)


class Graph(NamedTuple):
    """start (n + 1,), column (m,): volunteers of each newcomer's edges. row (m,). back (v + 1,), edge (m,): edges
    of each volunteer. place (v + 1,): where each volunteer's places begin. must_n (n,), must_v (v,).
    """

    start: Ints
    column: Places
    row: Places
    back: Ints
    edge: Places
    place: Ints
    must_n: NDArray[np.bool_]
    must_v: NDArray[np.bool_]


class Hold(NamedTuple):
    """Who has whom: chosen (n,): edge, −1 for none. at (n,): the newcomer's place. holder (places,): newcomer,
    −1 for none; the places of a volunteer are filled from the first. used (v,).
    """

    chosen: Places
    at: Places
    holder: Places
    used: Places


@numba.njit(cache=True)
def backwards(column: Places, volunteers: int) -> tuple[Ints, Places]:  # pragma: no cover
    """The edges of each volunteer, in order."""
    back = np.zeros(volunteers + 1, np.int64)
    for e in range(len(column)):
        back[column[e] + 1] += 1
    for j in range(volunteers):
        back[j + 1] += back[j]
    edge, at = np.empty(len(column), np.int32), back[:-1].copy()
    for e in range(len(column)):
        edge[at[column[e]]] = e
        at[column[e]] += 1
    return back, edge


@numba.njit(cache=True)
def rows_of(start: Ints) -> Places:  # pragma: no cover
    row = np.empty(start[-1], np.int32)
    for i in range(len(start) - 1):
        for e in range(start[i], start[i + 1]):
            row[e] = i
    return row


@numba.njit(inline="always")
def take(G: Graph, H: Hold, i: int, e: int) -> None:  # pragma: no cover
    j = G.column[e]
    s = G.place[j] + H.used[j]
    H.used[j] += 1
    H.holder[s], H.at[i], H.chosen[i] = i, s, e


@numba.njit(inline="always")
def leave(G: Graph, H: Hold, i: int) -> None:  # pragma: no cover
    j = G.column[H.chosen[i]]
    H.used[j] -= 1
    last = G.place[j] + H.used[j]
    other = H.holder[last]
    H.holder[H.at[i]], H.at[other] = other, H.at[i]
    H.holder[last], H.chosen[i] = -1, -1
