"""Columns of yes and no, or of bands, as words of bits."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from convive.engines.matching.kernels import Ints, Words


@numba.njit(cache=True, parallel=True)
def pack(
    matrix: NDArray[np.int8], columns: Ints, order: Ints, levels: int, out: Words, at: int
) -> None:  # pragma: no cover
    """Sets the bits of out[i, at:] where matrix[order[i], columns[k]] is 1 or more in the first words, where it is 2 or
    more in the next, up to `levels`; bit k % 64 of word k // 64.
    """
    words = max(1, (len(columns) + 63) // 64)
    for i in numba.prange(len(order)):
        row = order[i]
        for k in range(len(columns)):
            bit = np.uint64(1) << np.uint64(k % 64)
            for level in range(min(int(matrix[row, columns[k]]), levels)):
                out[i, at + level * words + k // 64] |= bit
