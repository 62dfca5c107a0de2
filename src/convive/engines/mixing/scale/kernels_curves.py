"""The compiled loop of the curves: one pass over the places, in their order, so that bits are always the same."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from convive.engines.mixing.scale.kernels import F64, I64, Whole


@njit(cache=True)
def add_up(
    residents: I64,
    shares: F64,
    found: NDArray[np.bool_],
    overall: F64,
    gaps: F64,
    met: F64,
    members: F64,
) -> tuple[Whole, Whole]:
    """Over the places found, adds up for each group how far it is from its overall share, and whom it meets.

    gaps (g,): residents × |share − overall share|. met (g, g): members of a × share of b. members (g,). Gives the
    residents and the sum of residents × local entropy.
    """
    places, groups = shares.shape
    everybody = 0.0
    local = 0.0
    for i in range(places):
        if not found[i]:
            continue
        living = 0.0
        for g in range(groups):
            living += residents[i, g]
        entropy = 0.0
        for g in range(groups):
            share = shares[i, g]
            gaps[g] += living * abs(share - overall[g])
            if share > 0:
                entropy -= share * np.log(share)
            for a in range(groups):
                met[a, g] += residents[i, a] * share
            members[g] += residents[i, g]
        everybody += living
        local += living * entropy
    return everybody, local
