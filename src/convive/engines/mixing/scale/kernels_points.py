"""The compiled loop of the profile of scattered points. `reference.py` says the same in plain NumPy."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from convive.engines.mixing.scale.kernels import F32, F64, I32, I64, figures, nothing


@njit(cache=True)
def walk_rings(
    squares: F64,
    order: I64,
    everything: bool,
    counts: I64,
    ks: I64,
    whole: bool,
    tie: float,
    shares: F64,
    reached: I32,
    distance: F64,
    alike: F32,
    done: NDArray[np.bool_],
) -> None:
    """Profiles of places whose neighbours are `order` (m, most) at the rising squared distances `squares`.

    Neighbours whose squared distances differ by less than `tie` of themselves are one ring. `done` is False where the
    neighbours end before the ring of the last k does, unless they are `everything` there is.
    """
    groups = counts.shape[1]
    most = order.shape[1]
    within = np.zeros(groups, np.int64)
    crossing = np.zeros(groups, np.int64)
    for i in range(order.shape[0]):
        within[:] = 0
        before, near, at, j = np.int64(0), 0.0, 0, 0
        while j < ks.size and at < most:
            stop = at
            crossing[:] = 0
            ring = np.int64(0)
            far = squares[i, at]
            while stop < most and squares[i, stop] <= far * (1 + tie):
                for g in range(groups):
                    crossing[g] += counts[order[i, stop], g]
                    ring += counts[order[i, stop], g]
                stop += 1
            if stop == most and not everything:
                break
            if at == 0:
                near = far
            while j < ks.size and before + ring >= ks[j]:
                part = figures(ks[j], whole, before, ring, within, crossing, shares, reached, alike, i, j)
                distance[i, j] = np.sqrt(near + part * (far - near))
                j += 1
            for g in range(groups):
                within[g] += crossing[g]
            before += ring
            near, at = far, stop
        done[i] = j == ks.size or (at >= most and everything)
        if done[i]:
            for rest in range(j, ks.size):
                nothing(before, shares, reached, distance, alike, i, rest)
