"""The profile of each place's nearest k people where places are scattered points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from convive.engines.mixing.counts import CountMatrix, MixError, whole_numbers
from convive.engines.mixing.scale.kernels_points import walk_rings
from convive.engines.mixing.scale.lattice import coordinate
from convive.engines.mixing.scale.profiles import Profile, checked_ks, checked_ring

# Squared distances that differ by less than this part of themselves are one distance.
TIE = 1e-9
# Neighbours looked up at a time, over all places of a chunk.
AT_A_TIME = 1 << 21


def profile_points(
    x: ArrayLike,
    y: ArrayLike,
    counts: ArrayLike,
    ks: Sequence[int],
    groups: Sequence[str] | None = None,
    *,
    ring: str = "proportional",
    progress: Callable[[int, int], None] | None = None,
) -> Profile:
    """Who the nearest k people of each place are, for each k, by a KD-tree over the places.

    x, y: metres, projected, shape (n,). counts: people by group, shape (n, g). Places at one distance enter together
    (so do places at one point), and the ring where k is reached is shared as in `profile` of a lattice. Where the own
    point alone holds k, the distance is 0. Places with nobody are left out and counted; places that do not find k
    people have NaN. Raises MixError, naming row (from 0) and column, for a coordinate that is blank and a count that is
    negative, a fraction or blank. Much slower than a lattice: each place looks at every neighbour on its own.

    Source: as `profile`; EquiPop's k-nearest neighbours.
    """
    shape = np.shape(counts)
    names = (
        tuple(str(g) for g in groups)
        if groups is not None
        else tuple(str(g) for g in range(shape[1] if len(shape) == 2 else 0))
    )
    people = whole_numbers(counts, names)
    wanted, whole = checked_ks(ks), checked_ring(ring)
    east, north = coordinate(x, "x", len(people)), coordinate(y, "y", len(people))
    if people.sum() >= 2**31:
        raise MixError("there are more than 2,147,483,647 people: cut the map into pieces")
    living = np.flatnonzero(people.sum(axis=1) > 0)
    counted = people[living]
    at = np.column_stack([east[living], north[living]])
    found = nearest_of(at, counted, np.arange(living.size), wanted, whole, TIE, progress=progress)
    return Profile(
        ks=tuple(int(k) for k in wanted),
        groups=names,
        residents=counted,
        source=living.astype(np.int64),
        **found,
        all_people=counted.sum(axis=0),
        ring=ring,
        empty=len(people) - living.size,
    )


def nearest_of(
    at: NDArray[np.float64],
    counts: CountMatrix,
    places: NDArray[np.intp],
    ks: NDArray[np.int64],
    whole: bool,
    tie: float,
    farthest: float = np.inf,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Shares, reached, distance and alike (see Profile) of these `places` among all at the points `at` (m, 2) with
    `counts` (m, g). farthest: the largest squared distance looked at."""
    n, m = places.size, len(at)
    shares = np.empty((n, ks.size, counts.shape[1]))
    reached = np.empty((n, ks.size), np.int32)
    distance = np.empty((n, ks.size))
    alike = np.empty((n, ks.size), np.float32)
    if n:
        tree = cKDTree(at)
        # Somebody who lives too far away is nobody.
        with_nobody = np.concatenate([counts, np.zeros((1, counts.shape[1]), np.int64)])
        left = np.arange(n)
        most = min(m, int(ks[-1] / counts.sum() * m * 1.3) + 16)
        while left.size:
            unfinished = []
            chunk = max(1, AT_A_TIME // most)
            for begin in range(0, left.size, chunk):
                rows = left[begin : begin + chunk]
                order = tree.query(at[places[rows]], k=np.arange(1, most + 1), workers=-1)[1]
                squares = ((at[order] - at[places[rows], None, :]) ** 2).sum(axis=2)
                order[squares > farthest] = m
                everything = most == m or bool((order[:, -1] == m).all())
                done = np.empty(rows.size, np.bool_)
                got = (
                    np.empty((rows.size, ks.size, counts.shape[1])),
                    np.empty((rows.size, ks.size), np.int32),
                    np.empty((rows.size, ks.size)),
                    np.empty((rows.size, ks.size), np.float32),
                )
                walk_rings(squares, order, everything, with_nobody, ks, whole, tie, *got, done)
                finished = rows[done]
                shares[finished], reached[finished] = got[0][done], got[1][done]
                distance[finished], alike[finished] = got[2][done], got[3][done]
                unfinished.append(rows[~done])
                if progress is not None:
                    progress(n - left.size + begin + int(done.sum()), n)
            left = np.concatenate(unfinished)
            most = min(m, 2 * most)
    return {"shares": shares, "reached": reached, "distance": distance, "alike": alike}
