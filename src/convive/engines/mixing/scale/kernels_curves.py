"""The compiled loop of the curves: one pass over the places.

A sum is kept as a whole number and as many parts of 2⁴⁰, which add up alike in any order: bits depend neither on
threads nor on tiles.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from convive.engines.mixing.scale.kernels import F64, I64, Whole

BITS = 40
# Places whose parts cannot overflow before they are carried.
CARRY = 1 << 16


@njit(cache=True, inline="always")
def _add(value: float, whole: I64, parts: I64, at: Whole) -> None:
    floor = np.int64(value)
    whole[at] += floor
    parts[at] += np.int64((value - floor) * 1099511627776.0)


@njit(cache=True, inline="always")
def _carry(whole: I64, part: I64) -> None:
    for at in range(whole.size):
        whole[at] += part[at] >> BITS
        part[at] &= (np.int64(1) << BITS) - 1


@njit(cache=True, nogil=True)
def add_up(
    residents: I64, shares: F64, found: NDArray[np.bool_], overall: F64, own: F64, people: F64, alike: F64,
    distance: F64, everybody: float,
) -> tuple[I64, I64]:  # fmt: skip
    """Over the places found, sums as whole numbers and parts, (g² + 2g + 5,) each.

    Members of a × share of b (g²); residents × |share − overall share| (g); members (g); residents; residents ×
    local entropy, × weight of somebody on themselves, × distance, × (1 / alike − 1 / everybody).
    """
    places, groups = shares.shape
    width = groups * groups + 2 * groups + 5
    whole, part = np.zeros(width, np.int64), np.zeros(width, np.int64)
    for i in range(places):
        if i % CARRY == 0:
            _carry(whole, part)
        if not found[i]:
            continue
        living = np.int64(0)
        for g in range(groups):
            living += residents[i, g]
        entropy = 0.0
        for b in range(groups):
            share = shares[i, b]
            for a in range(groups):
                _add(residents[i, a] * share, whole, part, a * groups + b)
            at = groups * groups + b
            _add(living * abs(share - overall[b]), whole, part, at)
            whole[at + groups] += residents[i, b]
            if share > 0:
                entropy -= share * np.log(share)
        at = groups * groups + 2 * groups
        whole[at] += living
        _add(living * max(entropy, 0.0), whole, part, at + 1)
        _add(living * (own[i] / people[i]), whole, part, at + 2)
        _add(living * distance[i], whole, part, at + 3)
        _add(living * max(1.0 / alike[i] - 1.0 / everybody, 0.0), whole, part, at + 4)
    _carry(whole, part)
    return whole, part
