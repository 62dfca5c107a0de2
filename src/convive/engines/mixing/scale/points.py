"""The profile of each place's nearest k people where places are scattered points."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial import cKDTree

from convive.engines.mixing.counts import MixError, whole_numbers
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
    n = living.size
    counted = people[living]
    at = np.column_stack([east[living], north[living]])
    shares = np.empty((n, wanted.size, len(names)))
    reached = np.empty((n, wanted.size), np.int32)
    distance = np.empty((n, wanted.size))
    alike = np.empty((n, wanted.size), np.float32)
    if n:
        tree = cKDTree(at)
        left = np.arange(n)
        most = min(n, int(wanted[-1] / counted.sum() * n * 1.3) + 16)
        while left.size:
            unfinished = []
            chunk = max(1, AT_A_TIME // most)
            for begin in range(0, left.size, chunk):
                places = left[begin : begin + chunk]
                order = tree.query(at[places], k=np.arange(1, most + 1), workers=-1)[1]
                squares = ((at[order] - at[places, None, :]) ** 2).sum(axis=2)
                done = np.empty(places.size, np.bool_)
                got = (
                    np.empty((places.size, wanted.size, len(names))),
                    np.empty((places.size, wanted.size), np.int32),
                    np.empty((places.size, wanted.size)),
                    np.empty((places.size, wanted.size), np.float32),
                )
                walk_rings(squares, order, most == n, counted, wanted, whole, TIE, *got, done)
                finished = places[done]
                shares[finished], reached[finished] = got[0][done], got[1][done]
                distance[finished], alike[finished] = got[2][done], got[3][done]
                unfinished.append(places[~done])
                if progress is not None:
                    progress(n - left.size + begin + int(done.sum()), n)
            left = np.concatenate(unfinished)
            most = min(n, 2 * most)
    return Profile(
        ks=tuple(int(k) for k in wanted),
        groups=names,
        residents=counted,
        source=living.astype(np.int64),
        shares=shares,
        reached=reached,
        distance=distance,
        alike=alike,
        all_people=counted.sum(axis=0),
        ring=ring,
        empty=len(people) - n,
    )
