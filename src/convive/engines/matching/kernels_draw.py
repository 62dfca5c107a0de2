"""The lots of pairs, by the numbers of two people; `draw.py` tells what a lot is and says the same in plain Python."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

LOT_BITS = 40
LOTS = 1 << LOT_BITS
# SplitMix64.
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
A, B = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S24 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(64 - LOT_BITS)


@numba.njit(inline="always")
def lot(newcomer: np.uint64, volunteer: np.uint64) -> int:  # pragma: no cover
    """The lot of two people by their numbers, from 0 to 2**40 − 1."""
    z = newcomer + GOLDEN
    z = (z ^ (z >> _S30)) * A
    z = (z ^ (z >> _S27)) * B
    z = (z ^ (z >> _S31)) + volunteer
    z = (z ^ (z >> _S30)) * A
    z = (z ^ (z >> _S27)) * B
    return int((z ^ (z >> _S31)) >> _S24)


@numba.njit(cache=True)
def lots_of(
    newcomers: NDArray[np.uint64], volunteers: NDArray[np.uint64]
) -> NDArray[np.int64]:  # pragma: no cover
    """The lots of pairs by their numbers."""
    out = np.empty(len(newcomers), np.int64)
    for pair in range(len(out)):
        out[pair] = lot(newcomers[pair], volunteers[pair])
    return out
